//! Benefits that a guest has without typing a code.

use super::*;

fn members() -> Script {
    fixtures::members(started(Neo))
}

fn granted(script: &Script) -> Option<String> {
    match summary(script).coupon {
        Some(CouponField::Granted { name, detail, .. }) => Some(format!("{name}, {detail}")),
        _ => None,
    }
}

#[test]
fn a_benefit_that_the_companion_knows_of_is_shown_as_the_guest_s_own() {
    let mut script = members();
    let Body::Payment(payment) = script.screen().body else {
        panic!("at the payment");
    };
    let change = payment.price_change.unwrap();
    assert_eq!((&*change.was, &*change.now), ("€48.00", "€38.40"));
    assert_eq!(change.title, "The price is lower now");
    assert_eq!(change.accept, "Pay €38.40");
    assert!(change.lower, "it is good news, and no warning");
    assert_eq!(change.reasons, ["Your Members benefit gives you 20% off."]);
    assert_eq!(granted(&script).as_deref(), Some("Members, 20% off"));
    script.go(Event::ChangeAccepted);
    assert_eq!(script.sent().1.quote.total_minor, 3_840);
    assert!(matches!(script.screen().body, Body::Leaving(_)));
}

#[test]
fn a_benefit_is_priced_here_from_then_on_and_a_code_takes_its_place() {
    let mut script = members();
    let requests = script.requests();
    script.go(Event::StepChosen(booking_widget::flow::Step::Time));
    script.go(Event::AttendeesChosen(2));
    assert_eq!(total(&script), "€76.80");
    assert_eq!(script.requests(), requests);
    // A code that is worth less wins all the same, and can be given up again.
    script.apply("welcome10");
    assert_eq!(total(&script), "€86.40");
    let Some(CouponField::Applied { back, .. }) = summary(&script).coupon else {
        panic!("the code is applied");
    };
    assert_eq!(back.as_deref(), Some("Use Members instead"));
    script.go(Event::CodeRemoved);
    assert_eq!(total(&script), "€76.80");
    assert!(granted(&script).is_some());
    // One that does not fit leaves the benefit where it is.
    script.go(Event::AttendeesChosen(1)).apply("twenty");
    assert!(granted(&script).is_some());
    assert_eq!(total(&script), "€38.40");
}

#[test]
fn a_benefit_is_not_somebody_else_s() {
    let mut script = members();
    script.go(Event::StepChosen(booking_widget::flow::Step::Details));
    script.type_in(booking_widget::flow::GuestField::Email, "other@example.com");
    assert_eq!(granted(&script), None);
    assert_eq!(total(&script), "€48.00");
}
