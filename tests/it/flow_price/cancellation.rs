//! What calling off gives back, told before one pays.

use super::*;

/// What is said of calling off before one pays, under terms in minutes and percent.
fn told(notice_minutes: u32, refund_percent: u32, late_refund_percent: u32, code: &str) -> String {
    let mut first = started(Neo);
    first.page.calendar.cancellation = Some(CancellationTerms {
        notice_minutes,
        refund_percent,
        late_refund_percent,
    });
    let mut script = Script::start_with(first);
    script.up_to_payment().apply(code);
    match script.screen().body {
        Body::Payment(payment) => payment.cancellation,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_calling_off_gives_back_is_said_with_the_time_and_the_amount() {
    let code = "welcome10";
    assert_eq!(
        told(90, 100, 50, code),
        "Cancel until Saturday 21 November, 08:00 and get €43.20 back; later €21.60."
    );
    assert_eq!(
        told(90, 33, 0, code),
        "Cancel until Saturday 21 November, 08:00 and get €14.26 back; later nothing."
    );
    // Nothing changes on the way to the start.
    assert_eq!(
        told(0, 100, 100, code),
        "Cancel until Saturday 21 November, 09:30 and get €43.20 back."
    );
    // Too late for the first share already.
    assert_eq!(
        told(5_000, 100, 25, code),
        "Cancel until Saturday 21 November, 09:30 and get €10.80 back."
    );
    assert_eq!(told(90, 0, 0, code), "If you cancel, nothing is paid back.");
    assert_eq!(
        told(90, 100, 0, "free"),
        "You can cancel until Saturday 21 November, 08:00."
    );
}

#[test]
fn where_guests_cannot_call_off_nothing_is_said_of_it() {
    let mut script = Script::start(Neo);
    script.up_to_payment();
    let Body::Payment(payment) = script.screen().body else {
        panic!("at the payment");
    };
    assert_eq!(payment.cancellation, "");
}
