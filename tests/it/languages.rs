//! The widget speaks the guest's language, whole, and changes it without losing anything.

use booking_contract::{OrderStatus, WidgetStyle};
use booking_widget::flow::{Effect, Event, FocusTarget, News, Screen};
use booking_widget::text::take;

use crate::fixtures::{
    Script, TABLES, english, is_of_a_form, returned, screens_in, started, table, texts,
};
use crate::views::draw;

const LOOKS: [WidgetStyle; 2] = [WidgetStyle::Neo, WidgetStyle::Classic];

/// The pieces of text of a page: between the tags, and what attributes say.
fn said(html: &str) -> Vec<String> {
    let mut said = Vec::new();
    // What only keeps words together parts no sentence.
    let html = html.replace("</i> <i>", " ");
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        for name in ["aria-label=\"", "alt=\"", "title=\"", "placeholder=\""] {
            if let Some((_, rest)) = tag.split_once(name) {
                said.push(rest.split('"').next().unwrap().to_owned());
            }
        }
        // The languages are in their own words, and time zones have names of their own.
        if !tag.starts_with("option") {
            said.push(text.to_owned());
        }
    }
    said.retain(|text| text.chars().any(char::is_alphabetic));
    said
}

/// What a piece of text says beside texts of the pseudo-locale, which stand in brackets: names
/// from the business and the guest, and what only formats.
fn not_translated(text: &str) -> String {
    let mut rest = String::new();
    let mut depth = 0_u32;
    for letter in text.chars() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => rest.push(letter),
            _ => {}
        }
    }
    rest
}

/// What the studio and its guest call themselves and their things, and what the plain formats
/// of native tests write.
const DATA: &[&str] = &[
    "Studio Lume",
    "Book at Studio Lume",
    "Small classes and portraits by daylight.",
    "Rua da Rosa 12, Lisbon",
    "I agree to the house rules.",
    "Morning yoga",
    "All levels, mats are there.",
    "Portrait session",
    "One person, one hour and a half.",
    "Open studio tour",
    "Test Guest",
    "guest@example.com",
    "ord_4f7Qx2",
    "WELCOME10",
    "TWENTY",
    "FREE",
    "Choose my time",
    "Google",
    "Outlook",
    "Yahoo",
    "https://book.example/b/lume/studio?order=ord_4f7Qx2#secret",
    "Tea",
    "Second Guest",
    "second@example.com",
    "Chiado, Rua Garrett 5, Lisbon",
    "TUESDAY",
    "Members",
    // Of the bath house.
    "Book at the bath house",
    "Heat, quiet and good hands by the harbour.",
    "Body",
    "Face",
    "Hands and feet",
    "Massage",
    "Slow and deep, with warm hands and a quiet room.",
    "60 minutes",
    "90 minutes",
    "Massage, 90 minutes",
    "Almond oil",
    "Unscented.",
    "Pot of tea",
    "Pot of tea ×",
    "Sauna",
    "An hour of heat for up to four.",
    "Facial",
    "Cleansing, mask and a cool finish.",
    "Manicure",
    "Pedicure",
    "Salt scrub",
    "First talk",
    "Not sure? We help to choose.",
    "Ana Reis",
    "Twelve years of massage",
    "Rui Melo",
    "Harbour",
    "Cais 4, Lisbon",
    "Hill",
    "Calçada 9, Lisbon",
];
const FORMATS: [&str; 22] = [
    "US",
    "January",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "Sun",
    "October",
    "February",
    "2026",
    "2027",
];

fn is_data(text: &str) -> bool {
    let plain = text.trim();
    DATA.contains(&plain)
        || is_of_a_form(plain)
        || plain
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().any(char::is_alphabetic))
            .all(|word| FORMATS.contains(&word))
}

#[test]
fn nothing_is_said_that_was_not_translated() {
    for look in LOOKS {
        for (name, screen) in screens_in(look, texts("en-XA")) {
            let html = draw(screen);
            assert!(said(&html).iter().any(|text| text.contains('[')), "{name}");
            for text in said(&html) {
                let rest = not_translated(&text);
                assert!(is_data(&rest), "{look:?} {name}: {rest:?} in {text:?}");
            }
        }
    }
}

/// Positive control: what is not translated is found, also inside a sentence that is.
#[test]
fn a_text_that_was_not_translated_is_found() {
    let found = |html: &str| {
        let said = said(html);
        let rest: Vec<_> = said.iter().map(|text| not_translated(text)).collect();
        rest.into_iter()
            .filter(|rest| !is_data(rest))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        found("<p>[Ýöû ~~]</p><b>Morning yoga</b>"),
        Vec::<String>::new()
    );
    assert_eq!(found("<p>[Ýöû ~~], now</p>"), [", now"]);
    assert_eq!(found("<button aria-label=\"Close\"></button>"), ["Close"]);
}

#[test]
fn every_language_draws_every_screen_without_an_unfilled_part() {
    for (tag, _) in TABLES {
        for look in LOOKS {
            for (name, screen) in screens_in(look, texts(tag)) {
                let html = draw(screen);
                assert!(!html.contains('{'), "{tag} {name}");
                let root = format!("lang=\"{tag}\" dir=\"{}\"", texts(tag).direction());
                assert!(html.contains(&root), "{tag} {name}");
            }
        }
    }
    assert_eq!(texts("ar").direction(), "rtl");
    assert_eq!(texts("de").direction(), "ltr");
}

#[test]
fn no_button_of_any_language_is_longer_than_its_place() {
    // Two lines of a narrow phone; the amount is part of it.
    const LETTERS_MAX: usize = 44;
    for (tag, _) in TABLES.iter().filter(|(tag, _)| *tag != "en-XA") {
        let text = texts(tag);
        for label in [
            text.proceed(),
            text.retry(),
            text.book_again(),
            text.choose_time(),
            text.pay(),
            text.confirm(),
            text.accept_pay(),
            text.accept_free(),
            text.accept_blocked(),
            text.coupon_open(),
            text.coupon_replace(),
            text.coupon_cancel(),
            text.to_payment(),
            text.release(),
            text.check_again(),
            text.add_to_calendar(),
        ] {
            assert!(label.chars().count() <= LETTERS_MAX, "{tag}: {label}");
        }
        // Beside a field, in one line.
        assert!(text.coupon_apply().chars().count() <= 12, "{tag}");
    }
}

fn choose(script: &mut Script, tag: &str) -> Screen {
    script.go(Event::LanguageChosen(tag.to_owned())).screen()
}

#[test]
fn another_language_keeps_the_draft_and_says_everything_anew() {
    for look in LOOKS {
        let mut script = Script::start(look);
        script.up_to_payment().apply("welcome10");
        let english_screen = script.screen();
        let requests = script.requests().len();
        let german = choose(&mut script, "de");
        assert_eq!(german.text, texts("de"));
        assert_eq!(german.languages.selected, "de");
        assert_eq!(german.progress[0].label, "Datum und Uhrzeit");
        let summary = german.summary.clone().unwrap();
        assert_eq!(summary.total.label, "Gesamt");
        assert_eq!(summary.total.amount, "43,20\u{a0}€");
        let english_total = english_screen.summary.clone().unwrap().total;
        assert_eq!(english_total.amount, "€43.20", "the same amount");
        assert_eq!(german.announcement, "", "nothing is said twice");
        assert_eq!(german.focus.unwrap().target, FocusTarget::Language);
        assert_eq!(
            script.requests()[requests..],
            ["texts"],
            "and nothing else is asked"
        );
        // And back, to the very screen of before.
        let mut back = choose(&mut script, "en");
        assert_eq!(back.text, english());
        (back.focus, back.languages.serial) =
            (english_screen.focus, english_screen.languages.serial);
        back.announcement.clone_from(&english_screen.announcement);
        assert_eq!(back, english_screen);
    }
}

#[test]
fn a_notice_is_said_in_the_language_of_now() {
    let mut script = Script::start(WidgetStyle::Neo);
    script.answer().choose_slot("2026-11-21T18:00:00Z");
    // Portraits have no slot at 18:00.
    script.go(Event::ServiceChosen("portrait".parse().unwrap()));
    let notice = |screen: &Screen| screen.notice.clone().unwrap().text;
    let before = notice(&script.screen());
    assert!(before.contains("is not free for this choice"), "{before}");
    let after = notice(&choose(&mut script, "de"));
    assert!(
        after.contains("ist für diese Auswahl nicht frei"),
        "{after}"
    );
}

#[test]
fn a_language_that_does_not_arrive_changes_nothing_and_says_so() {
    let mut script = Script::start(WidgetStyle::Classic);
    script.up_to_details();
    let before = script.screen();
    script.step(Event::LanguageChosen("de".to_owned()));
    assert_eq!(script.screen().text, english(), "not before it is there");
    script.fail(&booking_widget::flow::Failure::Unreachable);
    let after = script.screen();
    assert_eq!(after.text, english());
    assert_eq!(after.body, before.body);
    assert_eq!(after.notice.unwrap().text, english().language_failed());
    assert_eq!(after.focus.unwrap().target, FocusTarget::Notice);
    assert_ne!(
        after.languages.serial, before.languages.serial,
        "the pick is taken back"
    );
    // Trying again works, and takes the notice away.
    let german = choose(&mut script, "de");
    assert_eq!((german.text, german.notice), (texts("de"), None));
}

#[test]
fn only_the_last_language_that_was_asked_for_counts() {
    let mut script = Script::start(WidgetStyle::Neo);
    script.answer();
    script.step(Event::LanguageChosen("de".to_owned()));
    let Some(Effect::LoadTexts { ticket: first, .. }) = script.waiting.pop() else {
        panic!("the texts are asked for");
    };
    script.step(Event::LanguageChosen("ar".to_owned()));
    script.step(News::TextsArrived(first, Some(texts("de"))));
    assert_eq!(script.screen().text, english());
    script.answer();
    assert_eq!(script.screen().text, texts("ar"));
    // The present one, and one that there is not, ask for nothing.
    let before = script.count("texts");
    choose(&mut script, "ar");
    choose(&mut script, "tlh");
    assert_eq!(script.count("texts"), before);
}

#[test]
fn a_guest_whose_order_is_held_can_change_the_language_too() {
    let mut script = returned(WidgetStyle::Neo, OrderStatus::AwaitingPayment, true);
    let screen = choose(&mut script, "ja");
    // Japanese is not among the three of this page.
    assert_eq!(screen.text, english());
    let screen = choose(&mut script, "ar");
    assert!(draw(screen).contains(texts("ar").held()));
}

#[test]
fn one_language_alone_is_no_choice() {
    let mut started = started(WidgetStyle::Neo);
    assert!(draw(Script::start_with(started.clone()).screen()).contains("booking-language"));
    started.languages = started.languages[..1].into();
    assert!(!draw(Script::start_with(started).screen()).contains("booking-language"));
}

#[test]
fn a_language_is_taken_in_once_and_a_table_for_another_program_not_at_all() {
    assert!(std::ptr::eq(texts("de"), texts("de")));
    let (_, rest) = table("de").split_once('\t').unwrap();
    assert!(take(&format!("00000000\t{rest}")).is_none());
    assert!(take("").is_none());
    assert!(take("one line").is_none());
}

#[test]
fn the_form_of_a_plural_is_that_of_the_count() {
    let english = english();
    assert_eq!(english.count(english.people(1), 1), "1 person");
    assert_eq!(english.count(english.people(3), 3), "3 people");
    assert_eq!(english.count(english.people(0), 0), "0 people");
    // A language with one form has it for every count.
    assert_eq!(texts("ja").count(texts("ja").people(1), 1), "1名");
}

#[test]
fn in_a_language_from_right_to_left_every_part_keeps_its_own_direction() {
    let text = texts("ar").coupon_applied();
    assert_eq!(text.matches("\u{2068}{").count(), 3, "{text}");
    assert_eq!(text.matches("}\u{2069}").count(), 3, "{text}");
    assert!(!texts("de").coupon_applied().contains('\u{2068}'));
}
