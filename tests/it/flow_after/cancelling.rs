//! Calling a booking off: asked first, done for what was shown.

use super::*;

#[test]
fn calling_off_is_asked_about_first_and_done_for_the_amount_that_was_shown() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel);
    assert_eq!(script.count("change"), 0);
    assert_eq!(
        script.screen().focus.unwrap().target,
        FocusTarget::Deed,
        "the question is read"
    );
    let view = asked(&script);
    assert_eq!(
        view.lines,
        [
            "You get €43.20 back.",
            "That holds until Friday 20 November, 21:30. After that you get €21.60 back.",
            "Your coupon can be used again afterwards.",
        ]
    );
    assert_eq!(view.confirm.label, "Cancel, get €43.20 back");
    script.step(Event::Deed(Deed::CancelNow));
    assert!(asked(&script).confirm.busy);
    script.step(Event::Deed(Deed::CancelNow));
    script.step(Event::Deed(Deed::Keep));
    assert!(asked(&script).confirm.busy, "it is on its way");
    script.answer();
    let sent = changes(&script);
    let [OrderChange::Cancel(told)] = sent[..] else {
        panic!("{sent:?}");
    };
    assert_eq!(told.refund_minor, 4_320);
    let screen = script.screen();
    assert_eq!(screen.announcement, "Your booking is cancelled");
    let Body::Ended(ended) = screen.body else {
        panic!("called off");
    };
    assert_eq!(ended.title, "Your booking is cancelled");
    assert!(ended.text.contains("Your refund of €43.20 is on its way"));
    let back = ended.facts.last().unwrap();
    assert_eq!(
        (back.label, back.value.as_str()),
        ("To be refunded", "€43.20")
    );
    script.go(Event::BookAgain);
    assert!(matches!(script.screen().body, Body::Time(_)));
}

#[test]
fn to_keep_the_booking_leaves_everything_as_it_was() {
    let mut script = returned(Neo, Paid, false);
    let before = booked(&script);
    deed(&mut script, Deed::Cancel);
    deed(&mut script, Deed::Keep);
    assert_eq!(booked(&script), before);
    assert_eq!(script.screen().focus.unwrap().target, FocusTarget::Deed);
    assert_eq!(script.count("change"), 0);
}

#[test]
fn an_amount_that_changed_meanwhile_is_asked_about_again() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel);
    let meaning = script
        .order
        .as_mut()
        .unwrap()
        .cancellation
        .as_mut()
        .unwrap();
    meaning.refund_minor = 2_160;
    meaning.later_refund_minor = None;
    deed(&mut script, Deed::CancelNow);
    let view = asked(&script);
    assert_eq!(view.lines[0], "You get €21.60 back.");
    assert_eq!(view.confirm.label, "Cancel, get €21.60 back");
    let told = "Your refund has changed in the meantime: it is now €21.60 instead of €43.20.";
    assert_eq!(view.trouble.text, told);
    assert_eq!(script.screen().urgent, told);
    assert!(!view.confirm.busy);
    deed(&mut script, Deed::CancelNow);
    let Body::Ended(ended) = script.screen().body else {
        panic!("called off");
    };
    assert!(ended.text.contains("€21.60"));
}

#[test]
fn no_amount_is_told_before_the_new_one_is_known() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel);
    script.step(Event::Deed(Deed::CancelNow));
    script.fail(&refused(problem(ProblemCode::RefundChanged, 409)));
    let view = asked(&script);
    assert_eq!(view.trouble.text, "");
    assert!(view.confirm.busy);
    // The question how it stands finds nobody: the next press may.
    script.fail(&Failure::Unreachable);
    let view = asked(&script);
    assert!(view.trouble.text.contains("connection failed"));
    assert!(!view.confirm.busy);
}

#[test]
fn what_is_given_back_is_told_honestly() {
    let lines = |refund_minor, paid_minor, releases_coupon| {
        let mut script = returned(Neo, AwaitingPayment, false);
        let order = script.order.as_mut().unwrap();
        enrich(order);
        order.paid_minor = paid_minor;
        let meaning = order.cancellation.as_mut().unwrap();
        meaning.refund_minor = refund_minor;
        meaning.later_refund_minor = None;
        meaning.releases_coupon = releases_coupon;
        script.wait(1).answer();
        deed(&mut script, Deed::Cancel);
        let view = asked(&script);
        (view.lines.join(" "), view.confirm.label)
    };
    let (none, label) = lines(0, 9_990, false);
    assert!(none.contains("You paid €99.90, and nothing of it is given back."));
    assert!(none.contains("Your coupon counts as used."));
    assert_eq!(label, "Cancel booking");
    let (free, label) = lines(0, 0, true);
    assert!(free.starts_with("You have paid nothing, and nothing is charged."));
    assert!(free.ends_with("Your coupon can be used again afterwards."));
    assert_eq!(label, "Cancel booking");
}

#[test]
fn a_booking_that_another_tab_called_off_shows_that() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Cancel);
    let order = script.order.as_mut().unwrap();
    order.status = Cancelled;
    (order.cancellation, order.movable_until) = (None, None);
    deed(&mut script, Deed::CancelNow);
    let Body::Ended(ended) = script.screen().body else {
        panic!("called off");
    };
    assert_eq!(ended.title, "Your booking is cancelled");
    // The same while another time is looked for.
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    let order = script.order.as_mut().unwrap();
    order.status = Cancelled;
    (order.cancellation, order.movable_until) = (None, None);
    deed(&mut script, Deed::MoveNow);
    assert!(matches!(script.screen().body, Body::Ended(_)));
}

#[test]
fn what_is_too_late_says_so_and_shows_what_can_still_be_done() {
    let mut script = returned(Neo, Paid, false);
    deed(&mut script, Deed::Move).choose_slot("2026-11-21T18:00:00Z");
    script.order.as_mut().unwrap().movable_until = None;
    deed(&mut script, Deed::MoveNow);
    let manage = booked(&script).manage;
    assert!(manage.trouble.text.contains("not possible any more"));
    assert!(!manage.can_move);
    assert!(manage.can_cancel);
    assert!(manage.text.contains("still cancel"));
    script.order.as_mut().unwrap().cancellation = None;
    deed(&mut script, Deed::Cancel);
    deed(&mut script, Deed::CancelNow);
    let booked = booked(&script);
    assert_eq!(booked.cancel, None);
    assert!(booked.manage.trouble.text.contains("not possible any more"));
}
