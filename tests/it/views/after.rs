//! What follows the confirmation: the hold, the confirmation itself, calling off and moving.

use booking_widget::flow::Screen;
use booking_widget::view::theme;

use super::{LOOKS, attribute, draw, hook, inside, tags};
use crate::fixtures::{english, screens, screens_in, texts};
use crate::samples;

/// A screen of the flow by its name, in both looks.
fn each(name: &str, check: impl Fn(&str)) {
    for look in LOOKS {
        let mut all: Vec<(&str, Screen)> = screens(look);
        let at = all.iter().position(|(known, _)| *known == name);
        check(&draw(all.swap_remove(at.expect("a known screen")).1));
    }
}

#[test]
fn a_hold_near_its_end_is_told_by_more_than_a_colour() {
    each("held", |html| {
        assert!(html.contains("class=\"clock\""));
        assert!(inside(html, "held-extend").contains("Hold it 10 minutes longer"));
        assert_eq!(attribute(hook(html, "held-extend"), "aria-busy"), None);
    });
    each("held 20 seconds", |html| {
        let (_, clock) = html.split_once("class=\"clock soon now\"").unwrap();
        let clock = clock.split("</p>").next().unwrap();
        assert!(clock.contains("20 s left"));
        assert!(clock.contains("<svg"), "a sign beside the colour");
    });
    each("held being extended", |html| {
        let button = hook(html, "held-extend");
        assert_eq!(attribute(button, "aria-busy"), Some("true"));
        assert_eq!(attribute(button, "aria-disabled"), Some("true"));
        assert!(inside(html, "held-extend").contains(english().extending()));
        assert_eq!(
            attribute(hook(html, "held-release"), "aria-disabled"),
            Some("true"),
            "one thing at a time"
        );
    });
    for look in LOOKS {
        let html = draw(samples::held(look, true));
        let link = hook(&html, "held-continue");
        assert_eq!(attribute(link, "href"), None);
        assert_eq!(attribute(link, "aria-disabled"), Some("true"));
        assert_eq!(
            attribute(hook(&html, "held-extend"), "aria-disabled"),
            Some("true")
        );
    }
}

#[test]
fn a_button_at_work_keeps_its_size() {
    // It holds both of its texts in one place, and one of them is unseen.
    for (name, which) in [
        ("held 5 minutes", "held-extend"),
        ("held being extended", "held-extend"),
        ("cancel asked", "cancel-now"),
        ("cancelling", "cancel-now"),
        ("moving", "move-now"),
        ("payment", "confirm"),
        ("confirming", "confirm"),
    ] {
        each(name, |html| {
            let button = inside(html, which);
            assert!(button.contains("class=\"says\""), "{name}");
            assert!(button.contains("class=\"does\""), "{name}");
        });
    }
    let css = theme::CSS;
    assert!(css.contains(".btn[aria-busy=true]>"));
}

#[test]
fn a_hold_as_long_as_possible_offers_no_more_time() {
    each("held as long as possible", |html| {
        assert!(tags(html, "data-test=\"held-extend\"").is_empty());
        assert_eq!(inside(html, "held-note"), english().extend_over());
    });
}

#[test]
fn a_line_is_broken_between_a_date_and_its_times_and_within_no_number() {
    for look in LOOKS {
        let mut all = screens_in(look, texts("de"));
        let at = all.iter().position(|(known, _)| *known == "held");
        let html = draw(all.swap_remove(at.unwrap()).1);
        assert!(html.contains("2026,</i> <i>09:30\u{a0}bis\u{a0}10:30</i>"));
        assert!(html.contains("<i>43,20"));
    }
}

#[test]
fn an_address_stays_in_one_piece_beside_arabic() {
    for look in LOOKS {
        let mut all = screens_in(look, texts("ar"));
        let at = all
            .iter()
            .position(|(known, _)| *known == "booked with everything");
        let html = draw(all.swap_remove(at.unwrap()).1);
        assert!(html.contains("Rua Garrett 5, Lisbon"));
    }
}

#[test]
fn the_receipt_is_there_for_paper_and_alone_on_it() {
    each("booked with everything", |html| {
        let (_, receipt) = html.split_once("class=\"receipt\"").unwrap();
        let receipt = receipt.split("</section>").next().unwrap();
        for part in [
            "Studio Lume",
            "Receipt",
            "Morning yoga, €48.00\u{a0}×\u{a0}2",
            "WELCOME10, 10% off",
            "−€22.20",
            "Tax included, 23%",
            "€199.80",
            "Paid",
            "Still to pay",
            "ord_4f7Qx2",
        ] {
            assert!(receipt.contains(part), "{part} in {receipt}");
        }
        assert!(!receipt.contains("<button"));
        assert!(!hook(html, "print").is_empty());
    });
    each("held", |html| assert!(!html.contains("receipt")));
    // Hidden on screen; on paper whatever comes after it is.
    assert!(theme::CSS.contains(".receipt{display:none}"));
    let mut papers = theme::CSS.split("@media print{").skip(1);
    assert!(papers.any(|rules| rules.contains("~ *{display:none !important}")));
}

#[test]
fn a_booking_can_be_kept_in_calendars_and_by_its_link() {
    for look in LOOKS {
        let html = draw(samples::booked(look));
        let online = tags(&html, "data-test=\"online\"");
        assert_eq!(online.len(), 3);
        for link in online {
            assert_eq!(attribute(link, "target"), Some("_blank"));
            assert_eq!(attribute(link, "rel"), Some("noopener"));
        }
        assert!(inside(&html, "copy-link").contains(english().copy_link()));
        assert!(inside(&html, "move").contains(english().change_time()));
        assert!(inside(&html, "cancel").contains(english().cancel_booking()));
    }
    each("booked link copied", |html| {
        assert!(inside(html, "copied").contains("could not be copied"));
        assert!(html.contains("order=ord_4f7Qx2#secret"));
    });
}

#[test]
fn to_keep_a_booking_is_the_first_and_the_main_button() {
    each("cancel asked", |html| {
        let panel = inside(html, "cancelling");
        assert!(panel.contains("You get €43.20 back."));
        assert!(panel.contains("id=\"booking-deed\""));
        let (keep, off) = (
            panel.find("data-test=\"keep\"").unwrap(),
            panel.find("data-test=\"cancel-now\"").unwrap(),
        );
        assert!(keep < off);
        assert!(
            attribute(hook(html, "keep"), "class")
                .unwrap()
                .contains("main")
        );
        assert!(
            !attribute(hook(html, "cancel-now"), "class")
                .unwrap()
                .contains("main")
        );
    });
    each("cancelling", |html| {
        let button = hook(html, "cancel-now");
        assert_eq!(attribute(button, "aria-busy"), Some("true"));
        assert!(inside(html, "cancel-now").contains(english().cancelling()));
        assert_eq!(attribute(hook(html, "keep"), "aria-disabled"), Some("true"));
    });
    for name in ["cancel asked", "cancel changed", "cancelling"] {
        each(name, |html| {
            assert_eq!(tags(html, "class=\"btn main\"").len(), 1, "{name}");
        });
    }
    each("cancel changed", |html| {
        let said = "it is now €21.60 instead of €43.20";
        let panel = inside(html, "cancelling");
        let why = panel.find(said).unwrap();
        assert!(why < panel.find("You get €21.60 back.").unwrap());
        assert!(
            inside(html, "trouble").contains("<svg"),
            "a sign beside the colour"
        );
        assert!(inside(html, "urgent").contains(said));
    });
}

#[test]
fn the_new_time_stands_beside_the_old_one() {
    each("move", |html| {
        assert!(inside(html, "move-times").contains(english().move_none()));
        assert_eq!(tags(html, "role=\"grid\"").len(), 1);
    });
    each("move chosen", |html| {
        let times = inside(html, "move-times");
        assert!(times.contains("09:30\u{a0}to\u{a0}10:30"));
        assert!(times.contains("18:00\u{a0}to\u{a0}19:00"));
        assert!(!hook(html, "keep").is_empty());
    });
    each("moving", |html| {
        assert_eq!(attribute(hook(html, "move-now"), "aria-busy"), Some("true"));
    });
    each("moved", |html| {
        assert!(inside(html, "booked-news").contains("18:00"));
    });
}

#[test]
fn money_on_its_way_back_has_words_of_its_own() {
    let title = |name, text: &str| {
        each(name, |html| {
            let (_, heading) = html.split_once("id=\"booking-heading\"").unwrap();
            assert!(heading.split("</h2>").next().unwrap().contains(text));
        });
    };
    for (name, sentence, row) in [
        ("refunding", "on its way", english().refund_due()),
        ("refunded", "We have refunded", english().given_back()),
    ] {
        title(name, english().cancelled());
        each(name, |html| {
            assert!(inside(html, "ended").contains("€43.20"));
            assert!(inside(html, "ended").contains(sentence));
            assert!(inside(html, "ended-facts").contains(row));
        });
    }
    title("cancelled", english().cancelled());
    each("cancelled", |html| {
        assert!(!inside(html, "ended-facts").contains(english().given_back()));
    });
}

#[test]
fn the_business_s_own_page_is_a_link_as_well() {
    each("booked and going on", |html| {
        let link = hook(html, "onward");
        assert_eq!(attribute(link, "href"), Some("https://lume.example/thanks"));
        assert_eq!(attribute(link, "target"), Some("_top"));
        assert!(inside(html, "booked-news").contains("taken to Studio Lume in a moment"));
    });
}
