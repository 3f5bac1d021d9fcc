//! The price, the coupon field, the confirmation, and what comes of it.

use booking_contract::WidgetStyle;

use super::{LOOKS, attribute, draw, hook, inside, tags};
use crate::fixtures::{english, screens};
use crate::samples;

#[test]
fn the_coupon_field_goes_from_a_quiet_button_to_an_applied_code() {
    for look in LOOKS {
        let states = samples::all(look);
        let draw_state = |name: &str| {
            let found = states.iter().find(|(state, _)| *state == name);
            draw(found.unwrap().1.clone())
        };

        let closed = draw_state("payment");
        assert!(inside(&closed, "coupon-open").contains(english().coupon_open()));
        assert!(tags(&closed, "coupon-input").is_empty());

        let busy = draw_state("payment-code-busy");
        assert_eq!(
            attribute(hook(&busy, "coupon-apply"), "aria-busy"),
            Some("true")
        );
        assert!(inside(&busy, "coupon-apply").contains(english().coupon_checking()));
        assert_eq!(
            attribute(hook(&busy, "coupon-input"), "value"),
            Some("WELCOME10")
        );
        assert_eq!(
            attribute(hook(&busy, "coupon-input"), "id"),
            Some("booking-code")
        );

        let wrong = draw_state("payment-code-error");
        let input = hook(&wrong, "coupon-input");
        assert_eq!(attribute(input, "aria-invalid"), Some("true"));
        assert_eq!(
            attribute(input, "aria-describedby"),
            attribute(hook(&wrong, "coupon-error"), "id")
        );
        assert!(inside(&wrong, "coupon-error").contains(english().code_not_found()));

        let applied = draw_state("payment-applied");
        assert!(inside(&applied, "coupon-applied").contains("WELCOME10"));
        assert_eq!(
            attribute(hook(&applied, "coupon-remove"), "aria-label"),
            Some("Remove WELCOME10")
        );
        assert_eq!(inside(&applied, "summary-discount"), "−€9.60");
        assert!(inside(&applied, "summary-total").contains("€86.40"));
        assert!(inside(&applied, "coupon-open").contains(english().coupon_replace()));

        let waits = draw_state("payment-waits");
        assert!(inside(&waits, "coupon-why").contains("Add €24.00"));
        assert!(tags(&waits, "summary-discount").is_empty());
        assert_eq!(
            attribute(hook(&waits, "coupon-input"), "value"),
            Some("SPRING")
        );
    }
}

/// A screen that the flow comes to, by its name.
fn reached(look: WidgetStyle, name: &str) -> String {
    let screens = crate::fixtures::screens(look);
    let found = screens.into_iter().find(|(known, _)| *known == name);
    draw(found.expect("a screen of that name").1)
}

#[test]
fn a_saving_is_struck_through_and_told_to_those_who_do_not_see_it() {
    for look in LOOKS {
        let html = draw(samples::payment_applied(look));
        // As wide as its six signs.
        let struck = r#"<s class="w w6">"#;
        let (before, after) = html
            .split_once(struck)
            .expect("something is struck through");
        assert!(before.ends_with(&format!("{}</span>", english().price_before())));
        assert!(after.starts_with("€96.00</s>"), "{after:.80}");
        let now = after
            .split_once(english().price_now())
            .expect("what it is now");
        assert!(now.1.contains("€86.40"));
        assert!(html.contains("€43.20 per person after discount"));
        assert_eq!(html.matches("</s>").count(), 1, "once, beside the total");
        assert!(!draw(samples::payment(look)).contains("</s>"));
    }
}

#[test]
fn what_helps_a_code_are_buttons_and_a_benefit_cannot_be_taken_off() {
    for look in LOOKS {
        let html = draw(
            samples::all(look)
                .into_iter()
                .find(|(n, _)| *n == "payment-waits")
                .unwrap()
                .1,
        );
        assert_eq!(inside(&html, "coupon-offer"), "Book for 3 people");
        assert!(hook(&html, "coupon-offer").starts_with("button"));
        let html = reached(look, "benefit");
        assert!(inside(&html, "coupon-applied").contains("Members"));
        assert!(tags(&html, "coupon-remove").is_empty());
        assert!(!hook(&html, "coupon-open").is_empty());
        let html = reached(look, "code instead of a benefit");
        assert_eq!(inside(&html, "coupon-back"), "Use Members instead");
    }
}

#[test]
fn a_deposit_sets_apart_what_is_due_now() {
    for look in LOOKS {
        let html = reached(look, "deposit");
        let due = html.split_once("line due").expect("what is due now").1;
        assert!(due.contains("Due now") && due.contains("A deposit of 30%"));
        assert!(due.contains("Later at Studio Lume"));
        assert!(inside(&html, "cancellation").starts_with("Cancel until Saturday 21 November"));
        assert!(tags(&draw(samples::time(look)), "line due").is_empty());
    }
}

#[test]
fn days_and_times_show_what_they_cost_and_those_without_the_code_stay_free() {
    for look in LOOKS {
        let html = reached(look, "code for some times chosen");
        let days = tags(&html, "data-date=\"2026-11-2");
        let day = |date: &str| {
            let found = days
                .iter()
                .find(|tag| attribute(tag, "data-date") == Some(date));
            *found.expect("a day of the month")
        };
        let (fits, other) = (day("2026-11-24"), day("2026-11-25"));
        assert_eq!(attribute(fits, "class"), Some("day free"));
        assert_eq!(attribute(other, "class"), Some("day free quiet"));
        assert_eq!(attribute(other, "aria-disabled"), None);
        assert!(
            attribute(fits, "aria-label")
                .unwrap()
                .ends_with("from €24.00")
        );
        // Two of the four times are cheaper and marked; all of them look as times do.
        assert_eq!(html.matches("<small class=\"off\">").count(), 2);
        assert!(!html.contains("class=\"slot quiet\""));
        assert!(!reached(look, "time chosen").contains("class=\"cost"));
    }
}

#[test]
fn a_zone_that_cannot_be_chosen_is_a_line_and_no_select() {
    for look in LOOKS {
        let html = reached(look, "zone of the business");
        assert!(inside(&html, "zone-locked").contains("Times are shown for Lisbon."));
        assert!(tags(&html, "data-test=\"zone\"").is_empty());
        assert!(!tags(&reached(look, "time"), "data-test=\"zone\"").is_empty());
    }
}

#[test]
fn neo_has_the_price_in_sight_from_the_start_and_classic_the_coupon_only_with_the_payment() {
    let neo = draw(samples::time(WidgetStyle::Neo));
    assert!(!hook(&neo, "coupon-open").is_empty());
    assert!(inside(&draw(samples::details(WidgetStyle::Neo)), "summary-total").contains("€96.00"));
    let classic = draw(samples::time(WidgetStyle::Classic));
    assert!(tags(&classic, "coupon-open").is_empty());
    assert!(inside(&classic, "summary-total").contains("€96.00"));
    assert!(!hook(&draw(samples::payment(WidgetStyle::Classic)), "coupon-open").is_empty());
}

#[test]
fn only_the_owner_of_a_neo_calendar_has_a_cover() {
    assert!(draw(samples::time(WidgetStyle::Neo)).contains("class=\"cover\""));
    assert!(!draw(samples::time(WidgetStyle::Classic)).contains("class=\"cover\""));
}

#[test]
fn the_confirmation_is_busy_blocked_or_replaced_by_the_changed_price() {
    for look in LOOKS {
        let ready = draw(samples::payment(look));
        assert_eq!(attribute(hook(&ready, "confirm"), "aria-disabled"), None);
        assert!(inside(&ready, "confirm").contains("Pay €96.00"));
        assert!(ready.contains("Stripe's secure page"));

        let busy = draw(samples::payment_busy(look));
        assert_eq!(attribute(hook(&busy, "confirm"), "aria-busy"), Some("true"));
        assert!(inside(&busy, "confirm").contains(english().confirming()));

        let blocked = draw(samples::payment_blocked(look));
        let confirm = hook(&blocked, "confirm");
        assert_eq!(attribute(confirm, "aria-disabled"), Some("true"));
        assert_eq!(
            attribute(confirm, "aria-describedby"),
            attribute(hook(&blocked, "blocked"), "id")
        );

        let changed = draw(samples::payment_changed(look));
        assert!(tags(&changed, "data-test=\"confirm\"").is_empty());
        assert_eq!(inside(&changed, "price-was"), "€86.40");
        assert_eq!(inside(&changed, "price-now"), "€96.00");
        assert!(changed.contains("no longer applies"));
        // What is accepted is told beside it, as beside any other payment.
        assert!(!inside(&changed, "cancellation").is_empty());
        assert!(!inside(&changed, "legal").is_empty());
        assert!(inside(&changed, "accept-change").contains("Accept and pay €96.00"));
        assert_eq!(
            attribute(hook(&changed, "price-change"), "id"),
            Some("booking-price-change")
        );
        assert_eq!(
            attribute(hook(&changed, "price-change"), "class"),
            Some("note")
        );

        let fell = draw(samples::payment_fell(look));
        assert_eq!(
            attribute(hook(&fell, "price-change"), "class"),
            Some("note calm")
        );
    }
}

#[test]
fn every_row_of_the_review_leads_back_by_name() {
    for look in LOOKS {
        let html = draw(samples::payment(look));
        for name in [
            english().change_service(),
            english().change_time(),
            english().change_details(),
        ] {
            assert_eq!(
                tags(&html, &format!("aria-label=\"{name}\"")).len(),
                1,
                "{name}"
            );
        }
    }
}

#[test]
fn done_steps_lead_back_and_the_present_one_is_marked() {
    for look in LOOKS {
        let html = draw(samples::payment(look));
        assert!(hook(&html, "step-1").starts_with("button"));
        assert!(hook(&html, "step-2").starts_with("button"));
        assert!(tags(&html, "data-test=\"step-3\"").is_empty());
        assert_eq!(tags(&html, "aria-current=\"step\"").len(), 1);
        assert!(!draw(samples::booked(look)).contains("<nav"));
    }
}

#[test]
fn the_payment_page_is_linked_only_when_nothing_else_leads_there() {
    for look in LOOKS {
        let html = draw(samples::leaving(look, false));
        assert!(!html.contains("checkout.stripe.com"));
        let html = draw(samples::leaving(look, true));
        let link = hook(&html, "checkout-link");
        assert_eq!(attribute(link, "target"), Some("_top"));
        let href = attribute(link, "href").unwrap();
        assert_eq!(
            href,
            "https://checkout.stripe.com/c/pay/cs_test_a1?x=1&amp;y=2"
        );
    }
}

#[test]
fn a_held_booking_can_be_paid_or_given_back() {
    for look in LOOKS {
        let html = draw(samples::held(look, false));
        assert_eq!(inside(&html, "held-countdown"), "12 min left");
        assert!(!hook(&html, "held-countdown").contains("aria-live"));
        assert_eq!(
            attribute(hook(&html, "held-continue"), "target"),
            Some("_top")
        );
        assert_eq!(
            attribute(hook(&html, "held-release"), "aria-disabled"),
            None
        );
        let html = draw(samples::held(look, true));
        assert_eq!(
            attribute(hook(&html, "held-release"), "aria-busy"),
            Some("true")
        );
        assert!(inside(&html, "held-release").contains(english().releasing()));
    }
}

#[test]
fn a_booking_shows_what_when_where_and_what_was_paid() {
    for look in LOOKS {
        let html = draw(samples::booked(look));
        let facts = inside(&html, "booked");
        for fact in [
            "Vinyasa flow",
            "14:30\u{a0}to\u{a0}15:30",
            "That is 13:30 in Lisbon.",
            "Rua da Boavista 84",
            "K7MP-2QXD",
            "guest@example.com",
        ] {
            assert!(facts.contains(fact), "{fact}");
        }
        assert_eq!(inside(&html, "booked-total"), "€86.40");
        assert!(inside(&html, "booked-paid").contains("Paid €86.40"));
        assert!(inside(&html, "ics").contains(english().add_to_calendar()));
        assert_eq!(
            attribute(hook(&html, "back-to-site"), "target"),
            Some("_top")
        );
    }
}

#[test]
fn a_lost_time_interrupts_once_and_says_what_helps() {
    for look in LOOKS {
        let html = draw(samples::taken(look));
        assert!(inside(&html, "urgent").contains("Somebody else"));
        assert_eq!(attribute(hook(&html, "notice"), "tabindex"), Some("-1"));
        assert!(!hook(&html, "notice-close").is_empty());
        let mut reached = screens(look).into_iter();
        let held = reached.find(|(name, _)| *name == "held elsewhere").unwrap();
        let html = draw(held.1);
        assert!(inside(&html, "notice-action").contains(english().resume_held()));
    }
}

#[test]
fn what_there_is_to_say_about_the_times_stands_below_them_right_above_the_button() {
    for look in LOOKS {
        for state in ["no time", "too many for the slot", "slot taken"] {
            let html = reached(look, state);
            let place = |hook: &str| html.find(&format!("data-test=\"{hook}\"")).unwrap();
            assert!(place("slot") < place("notice"), "{state}");
            assert!(place("notice") < place("continue"), "{state}");
        }
        let html = reached(look, "not confirmed");
        assert!(html.find("data-test=\"notice\"") < html.find("data-test=\"confirm\""));
    }
}

#[test]
fn a_waiting_code_says_what_it_needs_before_any_other_way() {
    for look in LOOKS {
        let html = reached(look, "code for more people");
        let mut places = [
            "coupon-applied",
            "coupon-why",
            "coupon-offer",
            "coupon-open",
        ]
        .map(|hook| html.find(&format!("data-test=\"{hook}\"")).unwrap());
        let drawn = places;
        places.sort_unstable();
        assert_eq!(drawn, places);
    }
}

#[test]
fn a_code_for_some_times_is_named_beside_the_times_in_both_looks() {
    for look in LOOKS {
        let html = reached(look, "code for some times");
        assert!(inside(&html, "coupon-applied").contains("TUESDAY"));
        assert_eq!(inside(&html, "coupon-offer"), "Tuesday: show these times");
        assert!(inside(&html, "summary-total").contains("€48.00"));
        assert!(tags(&html, "summary-discount").is_empty());
    }
}

#[test]
fn failures_offer_a_way_to_try_again() {
    for look in LOOKS {
        for (state, screen) in samples::all(look) {
            if matches!(state, "time-offline" | "waiting-slow") {
                assert!(!hook(&draw(screen), "retry").is_empty(), "{state}");
            }
        }
    }
}

#[test]
fn test_payments_are_told_in_every_state() {
    for look in LOOKS {
        for (state, mut screen) in samples::all(look) {
            screen.header.test_mode = true;
            assert!(
                inside(&draw(screen), "test-mode").contains(english().test_banner()),
                "{state}"
            );
        }
    }
}
