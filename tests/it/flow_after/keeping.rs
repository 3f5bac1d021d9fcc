//! The whole confirmation, what it is kept by, and the way on.

use super::*;

#[test]
fn everything_that_was_booked_is_on_the_confirmation() {
    let mut script = returned(Neo, AwaitingPayment, false);
    enrich(script.order.as_mut().unwrap());
    script.wait(1).answer();
    let booked = booked(&script);
    let facts: Vec<_> = booked
        .facts
        .iter()
        .map(|fact| (fact.label, fact.value.as_str(), fact.detail.as_str()))
        .collect();
    assert_eq!(
        facts[..5],
        [
            ("What", "Morning yoga", "09:30 to 10:30, with Ana Reis, Tea"),
            ("What", "Portrait session", "10:30 to 12:00, with Ana Reis"),
            (
                "When",
                "Saturday, 21 November 2026, 09:30\u{a0}to\u{a0}12:00",
                ""
            ),
            ("Where", "Chiado, Rua Garrett 5, Lisbon", ""),
            ("Who takes part", "Test Guest", ""),
        ]
    );
    let rows = |rows: &[booking_widget::flow::MoneyRow]| -> Vec<(String, String)> {
        rows.iter()
            .map(|row| (row.label.clone(), row.amount.clone()))
            .collect()
    };
    let pair = |label: &str, amount: &str| (label.to_owned(), amount.to_owned());
    assert_eq!(
        rows(&booked.lines),
        [
            pair("Morning yoga, €48.00\u{a0}×\u{a0}2", "€96.00"),
            pair("Tea, €3.00\u{a0}×\u{a0}2", "€6.00"),
            pair("Portrait session", "€120.00"),
            pair("Subtotal", "€222.00"),
            pair("WELCOME10, 10% off", "\u{2212}€22.20"),
        ]
    );
    assert_eq!(
        rows(&booked.rest),
        [
            pair("Tax included, 23%", "€37.36"),
            pair("Paid", "€99.90"),
            pair("Still to pay", "€99.90"),
        ]
    );
    assert_eq!(booked.paid, "Paid €99.90, €99.90 still to pay");
    for link in &booked.online {
        assert!(link.url.starts_with("https://"), "{}", link.url);
        assert!(link.url.contains("20261121") || link.url.contains("2026%2D11%2D21"));
        assert!(!link.url.contains("secret"), "the token is nobody else's");
    }
}

#[test]
fn the_link_to_the_booking_keeps_its_token_in_the_fragment() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::CopyLink);
    let path = "/b/lume/studio?order=ord_4f7Qx2#secret";
    assert!(script.effects.contains(&Effect::Copy(path.to_owned())));
    let address = format!("https://book.example{path}");
    script.step(News::Copied {
        address: address.clone(),
        done: true,
    });
    assert!(booked(&script).copied.starts_with("Link copied"));
    assert_eq!(booked(&script).address, None);
    script.step(News::Copied {
        address: address.clone(),
        done: false,
    });
    assert_eq!(booked(&script).address, Some(address));
    deed(&mut script, Deed::Print);
    assert_eq!(script.effects.last(), Some(&Effect::Print));
}

fn booked_with_a_page(fresh: bool, url: &str) -> Script {
    let mut started = started(Neo);
    started.asked.fresh = fresh;
    let mut script = returned_in(&started, AwaitingPayment, false);
    let order = script.order.as_mut().unwrap();
    order.status = Paid;
    order.paid_minor = order.quote.total_minor;
    order.continue_to = Some(url.to_owned());
    script.wait(1).answer();
    script
}

#[test]
fn a_guest_who_has_just_paid_is_taken_on_once() {
    const PAGE: &str = "https://lume.example/thanks?order=ord_4f7Qx2";
    let mut script = booked_with_a_page(true, PAGE);
    assert!(
        booked(&script)
            .news
            .contains("taken to Studio Lume in a moment")
    );
    assert_eq!(booked(&script).onward.unwrap().url, PAGE);
    script.wait(4).answer();
    assert!(leavings(&script).is_empty());
    script.wait(1).answer();
    assert_eq!(leavings(&script), [PAGE]);
    assert_eq!(booked(&script).news, "");
    script.go(News::ShownAgain).wait(60).answer();
    assert_eq!(leavings(&script).len(), 1, "the way back leads back");
}

#[test]
fn a_guest_who_comes_back_later_stays_and_finds_a_link() {
    let mut script = booked_with_a_page(false, "https://lume.example/thanks");
    assert_eq!(booked(&script).news, "");
    assert!(booked(&script).onward.is_some());
    script.wait(60).answer();
    assert!(leavings(&script).is_empty());
}

#[test]
fn a_guest_who_does_something_is_not_taken_away() {
    for what in [Event::IcsChosen, Event::Deed(Deed::Keep)] {
        let mut script = booked_with_a_page(true, "https://lume.example/thanks");
        assert!(booked(&script).leaving);
        let said = script.screen().announcement;
        assert!(said.contains("taken to Studio Lume in a moment"), "{said}");
        script.go(what).wait(60).answer();
        assert!(leavings(&script).is_empty());
        assert_eq!(booked(&script).news, "");
        assert!(!booked(&script).leaving);
    }
}

#[test]
fn a_page_that_is_not_of_the_web_is_not_gone_to() {
    let mut script = booked_with_a_page(true, "javascript:alert(1)");
    script.wait(60).answer();
    assert!(leavings(&script).is_empty());
    assert_eq!(booked(&script).onward, None);
}
