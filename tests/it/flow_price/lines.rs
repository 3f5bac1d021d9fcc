//! The lines of the price, taxes and deposits, and how a total is announced.

use super::*;

#[test]
fn lines_stay_at_their_full_price_and_tell_what_each_pays_after_the_discount() {
    let mut script = studio(|_| {});
    script.go(Event::AttendeesChosen(2)).apply("welcome10");
    assert_eq!(
        summary(&script).lines,
        [PriceLine {
            label: "€48.00\u{a0}×\u{a0}2".to_owned(),
            detail: "€43.20 per person after discount".to_owned(),
            parts: vec![],
            amount: "€96.00".to_owned(),
        }]
    );
    let seen = summary(&script);
    assert_eq!(seen.subtotal.unwrap().amount, "€96.00");
    assert_eq!(seen.discount.unwrap().amount, "−€9.60");
    assert_eq!(seen.was.as_deref(), Some("€96.00"));
    assert_eq!(seen.total.amount, "€86.40");
    script.go(Event::CodeRemoved);
    let line = summary(&script).lines.remove(0);
    assert_eq!((line.amount.as_str(), line.detail.as_str()), ("€96.00", ""));
    assert_eq!(summary(&script).was, None);
}

#[test]
fn a_discount_that_does_not_go_into_the_attendees_is_told_to_the_cent() {
    let mut script = studio(|_| {});
    script.go(Event::AttendeesChosen(3)).apply("twenty");
    let line = summary(&script).lines.remove(0);
    assert_eq!(
        line.detail,
        "€41.33\u{a0}×\u{a0}2 + €41.34\u{a0}×\u{a0}1 after discount"
    );
    assert_eq!(line.amount, "€144.00");
}

/// A yoga of 90 minutes with Anna, for which there are mats.
fn long_with_anna(terms: &mut Terms) {
    let service = &mut terms.services[0];
    *service = Service {
        variations: vec![Variation {
            id: "long".parse().unwrap(),
            unit_price_minor: 8_000,
        }],
        staff: vec![StaffOffer {
            staff_id: "anna".parse().unwrap(),
            own_prices: vec![StaffPrice {
                variation_id: Some("long".parse().unwrap()),
                unit_price_minor: 9_000,
            }],
        }],
        add_ons: vec![AddOn {
            id: "mat".parse().unwrap(),
            unit_price_minor: 500,
            quantity_max: 2,
        }],
        ..service.clone()
    };
}

#[test]
fn forms_staff_and_add_ons_are_named_with_what_each_costs() {
    let mut first = started(Neo);
    long_with_anna(&mut first.page.terms);
    first.page.services[0].variations = vec![VariationInfo {
        id: "long".parse().unwrap(),
        name: "90 minutes".to_owned(),
        duration_minutes: 90,
    }];
    first.page.services[0].add_ons = vec![AddOnInfo {
        id: "mat".parse().unwrap(),
        name: "A mat".to_owned(),
        description: String::new(),
    }];
    first.page.staff = vec![StaffInfo {
        id: "anna".parse().unwrap(),
        name: "Anna".to_owned(),
        role: String::new(),
        locations: vec![],
    }];
    let mut whole = whole_terms();
    long_with_anna(&mut whole);
    let request = PriceRequest::of(vec![
        Item {
            variation_id: Some("long".parse().unwrap()),
            staff_id: Some("anna".parse().unwrap()),
            add_ons: vec![ItemAddOn {
                add_on_id: "mat".parse().unwrap(),
                quantity: 1,
            }],
            ..Item::plain("yoga".parse().unwrap(), 2)
        },
        Item::plain("portrait".parse().unwrap(), 1),
    ]);
    // The guest comes back to a booking of all that and chooses another time.
    let quote = price(&request, &whole, at("2026-11-20T09:00:00Z")).unwrap();
    let mut before = Script::start(Neo);
    before.up_to_payment().go(Event::Confirmed);
    let mut sent = before.sent().1;
    (sent.request, sent.quote) = (request, quote);
    first.asked.order = Some(order_key());
    first.asked.cancelled = true;
    let mut script = Script::start_with(first);
    script.terms = whole;
    script.order = Some(order_view(&sent, OrderStatus::AwaitingPayment));
    script.answer().go(Event::ReleaseChosen);

    let seen = summary(&script);
    assert_eq!(seen.service, "Morning yoga, Portrait session");
    let [yoga, portrait] = &seen.lines[..] else {
        panic!("{:?}", seen.lines);
    };
    assert_eq!(yoga.label, "Morning yoga, 90 minutes");
    assert_eq!(yoga.detail, "with Anna");
    assert_eq!(yoga.amount, "€190.00");
    let parts: Vec<(&str, &str)> = yoga
        .parts
        .iter()
        .map(|part| (&*part.label, &*part.amount))
        .collect();
    assert_eq!(
        parts,
        [
            ("€90.00\u{a0}×\u{a0}2", "€180.00"),
            ("A mat\u{a0}×\u{a0}2", "€10.00")
        ]
    );
    assert_eq!(portrait.label, "Portrait session");
    assert_eq!(
        (portrait.detail.as_str(), portrait.amount.as_str()),
        ("", "€120.00")
    );

    script.apply("portrait25");
    let seen = summary(&script);
    assert_eq!(
        seen.lines[0].detail, "with Anna",
        "the code is not for yoga"
    );
    assert_eq!(seen.lines[1].detail, "€90.00 after discount");
    assert_eq!(seen.lines[1].amount, "€120.00");
    assert_eq!(seen.was.as_deref(), Some("€310.00"));
    assert_eq!(seen.total.amount, "€280.00");
    assert_eq!(seen.subtotal.unwrap().amount, "€310.00");
    assert_eq!(
        seen.discount.unwrap().detail,
        "25% off, on Portrait session"
    );
}

#[test]
fn taxes_are_added_before_the_total_or_named_below_it() {
    for kind in [TaxKind::Exclusive, TaxKind::Inclusive] {
        let mut script = studio(|terms| {
            terms.services[0].tax = Some(Tax {
                percent: "20".parse().unwrap(),
                kind,
            });
        });
        let seen = summary(&script);
        let (rows, label, amount, total, other) = match kind {
            TaxKind::Exclusive => (seen.taxes, "Tax, 20%", "€9.60", "€57.60", seen.contained),
            TaxKind::Inclusive => (
                seen.contained,
                "Includes 20% tax",
                "€8.00",
                "€48.00",
                seen.taxes,
            ),
        };
        assert_eq!((&*rows[0].label, &*rows[0].amount), (label, amount));
        assert_eq!((rows.len(), other.len()), (1, 0));
        assert_eq!(seen.total.amount, total);
        // What a tax adds to the undiscounted price is not made up here.
        let was = summary(script.apply("welcome10")).was;
        assert_eq!(was.is_some(), kind == TaxKind::Inclusive);
    }
}

#[test]
fn a_deposit_says_what_is_due_now_what_later_and_why() {
    let mut script = studio(|terms| {
        terms.deposit = Some(Deposit::Percent {
            percent: "30".parse().unwrap(),
        });
    });
    let due = summary(&script).due.unwrap();
    assert_eq!((&*due.now.label, &*due.now.amount), ("Due now", "€14.40"));
    assert_eq!(
        (&*due.later.label, &*due.later.amount),
        ("Later at Studio Lume", "€33.60")
    );
    assert_eq!(due.why, "A deposit of 30% secures your booking.");
    script
        .go(Event::Continue)
        .fill_details()
        .go(Event::Continue);
    let Body::Payment(payment) = script.screen().body else {
        panic!("at the payment");
    };
    assert_eq!(payment.confirm, "Pay €14.40");

    // One that is the whole price is none.
    let script = studio(|terms| {
        terms.deposit = Some(Deposit::Flat {
            amount_minor: 9_000,
        });
    });
    assert_eq!(summary(&script).due, None);
}

#[test]
fn a_total_is_announced_once_it_has_settled() {
    let mut script = studio(|_| {});
    let mut now = script.now;
    let mut tick = |script: &mut Script, ms: i64| {
        now += TimeDelta::milliseconds(ms);
        script.step(News::Tick(now));
    };
    for people in 2..=4 {
        tick(&mut script, 200);
        script.step(Event::AttendeesChosen(people));
        assert_eq!(script.screen().announcement, "");
    }
    tick(&mut script, 500);
    assert_eq!(script.screen().announcement, "");
    tick(&mut script, 500);
    assert_eq!(script.screen().announcement, "Total: €192.00.");
    // Said together with the next thing that happens, it is not swallowed by it.
    script.step(Event::AttendeesChosen(2));
    tick(&mut script, 900);
    script.step(Event::CodeOpened);
    assert_eq!(script.screen().announcement, "Total: €96.00.");
    tick(&mut script, 100);
    script.step(Event::CodeClosed);
    assert_eq!(script.screen().announcement, "");
}
