//! Languages in a browser: what `Intl` writes, and changing from one to another.

use booking_contract::WidgetStyle;
use booking_widget::text::Texts;
use chrono::{NaiveDate, NaiveTime};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlSelectElement;

use crate::fixtures::{english, table, texts};
use crate::stage::{asked, document, focus_on, network, open, press, reads, slots, text, until};

/// With every kind of blank as a plain one, and without marks of direction.
fn plain(text: &str) -> String {
    let blank = |letter: char| if letter.is_whitespace() { ' ' } else { letter };
    let mark = |letter: &char| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}');
    text.chars().filter(mark).map(blank).collect()
}

#[track_caller]
fn money(text: &Texts, amount_minor: i64, currency: &str, written: &str) {
    let found = text.money(amount_minor, currency.parse().unwrap());
    assert_eq!(plain(&found), written);
}

#[wasm_bindgen_test]
fn amounts_are_exact_and_have_the_decimals_that_are_charged() {
    let (english, german) = (english(), texts("de"));
    money(english, 123_450, "EUR", "€1,234.50");
    money(german, 123_450, "EUR", "1.234,50 €");
    money(texts("fr"), 123_450, "EUR", "1 234,50 €");
    money(texts("ja"), 123_450, "JPY", "￥123,450");
    money(english, 5, "EUR", "€0.05");
    money(english, 0, "EUR", "€0.00");
    money(english, 1_050, "KWD", "KWD 1.050");
    money(english, -960, "EUR", "\u{2212}€9.60");
    money(german, -960, "EUR", "\u{2212}9,60 €");
    // Between right and left the letters of a sign stay in their order.
    let dollars = texts("ar").money(14_000, "USD".parse().unwrap());
    assert!(dollars.contains("US$\u{200e}"), "{dollars:?}");
    // Stripe charges it with two decimals, whatever CLDR shows.
    money(english, 150_000, "UGX", "UGX 1,500.00");
    // A float would end in 92 or 94.
    money(
        english,
        9_007_199_254_740_993,
        "EUR",
        "€90,071,992,547,409.93",
    );
    money(english, i64::MAX, "JPY", "¥9,223,372,036,854,775,807");
}

#[wasm_bindgen_test]
fn numbers_and_shares_follow_the_language() {
    assert_eq!(english().number(1_234), "1,234");
    assert_eq!(texts("de").number(1_234), "1.234");
    assert_eq!(english().percent("12.5"), "12.5%");
    assert_eq!(english().percent("10"), "10%");
    assert_eq!(english().percent("0.125"), "0.125%");
    assert_eq!(plain(&texts("de").percent("12.5")), "12,5 %");
}

#[wasm_bindgen_test]
fn dates_and_times_are_civil_and_know_no_time_zone() {
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let german = texts("de");
    assert_eq!(german.month_title(date("2026-12-01")), "Dezember 2026");
    assert_eq!(
        german.day_title(date("2026-12-01")),
        "Dienstag, 1. Dezember"
    );
    assert_eq!(
        german.date_title(date("2028-02-29")),
        "Dienstag, 29. Februar 2028"
    );
    assert_eq!(texts("ja").month_title(date("2026-12-01")), "2026年12月");
    // Before 1970, and both ends of a day.
    assert_eq!(german.month_title(date("1969-12-31")), "Dezember 1969");
    for (hour, minute, german_time, english_time) in [
        (0, 0, "00:00", "12:00 AM"),
        (9, 5, "09:05", "9:05 AM"),
        (23, 59, "23:59", "11:59 PM"),
    ] {
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
        assert_eq!(german.time(time), german_time);
        assert_eq!(plain(&english().time(time)), english_time);
        assert!(
            !english().time(time).contains(' '),
            "it does not break into two lines"
        );
    }
}

#[wasm_bindgen_test]
fn weeks_begin_where_they_do_and_their_names_fit() {
    assert_eq!(texts("de").week_start(), 0);
    assert_eq!(texts("ja").week_start(), 6);
    assert_eq!(texts("ar").week_start(), 5);
    for tag in ["en", "de", "fr", "es", "pt", "ja", "ar"] {
        let days = texts(tag).weekdays();
        assert_eq!(days.len(), 7);
        for day in days {
            assert!(day.short.chars().count() <= 4, "{tag}: {}", day.short);
            assert!(day.long.chars().count() >= day.short.chars().count());
        }
    }
    assert_eq!(texts("de").weekdays()[0].long, "Montag");
}

#[wasm_bindgen_test]
fn the_form_of_a_plural_is_the_language_s_own() {
    let arabic = texts("ar");
    let forms: Vec<&str> = [0, 1, 2, 3, 10, 11, 99, 100, 102, 103]
        .map(|count| arabic.people(count))
        .into();
    let [
        zero,
        one,
        two,
        few,
        ten,
        many,
        also_many,
        other,
        also_other,
        again_few,
    ] = forms[..]
    else {
        panic!("ten forms");
    };
    assert_eq!((few, many, other), (ten, also_many, also_other));
    assert_eq!(few, again_few);
    let mut all = vec![zero, one, two, few, many, other];
    all.dedup();
    assert_eq!(all.len(), 6, "{all:?}");
    let french = texts("fr");
    assert_eq!(french.people(0), french.people(1));
    assert_ne!(french.people(1), french.people(2));
    assert_eq!(texts("ja").people(1), texts("ja").people(5));
}

async fn pick(tag: &str) {
    let select: HtmlSelectElement = until("[data-test=language]").await.unchecked_into();
    select.set_value(tag);
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict("change", &options).unwrap();
    select.dispatch_event(&event).unwrap();
}

async fn picked() -> String {
    let select: HtmlSelectElement = until("[data-test=language]").await.unchecked_into();
    select.value()
}

#[wasm_bindgen_test]
async fn a_language_that_is_chosen_is_fetched_once_and_the_draft_stays() {
    // Under a tag that no other test has taken in.
    let egyptian = table("ar").replacen("\tar\t", "\tar-EG\t", 1);
    network(&[
        ("/slots", 200, slots()),
        ("/texts-ar-EG.txt", 200, egyptian),
    ]);
    open(WidgetStyle::Neo).await;
    press("[data-test=slot][data-start^='2026-11-21T09:30'] input").await;
    press("[data-test=attendees-more]").await;
    let before = asked().len();
    pick("ar-EG").await;
    reads("[data-test=continue]", texts("ar").proceed()).await;
    let root = document().document_element().unwrap();
    assert_eq!(root.get_attribute("lang").as_deref(), Some("ar-EG"));
    assert_eq!(root.get_attribute("dir").as_deref(), Some("rtl"));
    focus_on("booking-language").await;
    assert_eq!(picked().await, "ar-EG");
    assert_eq!(text("[data-test=announcement]"), "");
    until("[data-test=slot].on[data-start^='2026-11-21T09:30']").await;
    assert_eq!(asked()[before..], ["GET /texts-ar-EG.txt"]);
    pick("en").await;
    reads("[data-test=continue]", "Continue").await;
    pick("ar-EG").await;
    reads("[data-test=continue]", texts("ar").proceed()).await;
    let own = asked().split_off(before);
    assert_eq!(
        own,
        ["GET /texts-ar-EG.txt"],
        "what is known is not asked for"
    );
    pick("en").await;
    reads("[data-test=continue]", "Continue").await;
    reads("[data-test=summary-total]", "€96.00").await;
    assert_eq!(root.get_attribute("dir").as_deref(), Some("ltr"));
}

#[wasm_bindgen_test]
async fn a_language_that_does_not_come_leaves_everything_and_takes_the_pick_back() {
    // No connection, no such file, and a table of another version.
    for (status, body) in [
        (200, String::new()),
        (404, "{}".to_owned()),
        (200, "00000000\txx\tltr\nX".to_owned()),
    ] {
        network(&[("/slots", 200, slots()), ("/texts-nl.txt", status, body)]);
        open(WidgetStyle::Classic).await;
        pick("nl").await;
        let notice = until("[data-test=notice]").await.text_content().unwrap();
        assert!(notice.contains(english().language_failed()), "{notice}");
        assert_eq!(picked().await, "en");
        reads("[data-test=continue]", "Continue").await;
    }
}
