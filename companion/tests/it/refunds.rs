//! Money back: in full, per attendee, in part; by the owner, by Stripe's dashboard, by banks.

use booking_companion::order_state::OrderState;
use booking_companion::owner::{self, AcceptRefusal, RefundRefusal, RefundState, Share};
use booking_companion::sweep;
use booking_contract::{OrderOpened, OrderStatus};
use chrono::TimeDelta;
use serde_json::json;

use crate::app::{CLASS, LESSON, Setup, TUESDAY, TestApp, guest};

const REDEEMED: &str = "SELECT test_redeemed FROM coupon WHERE id = 'kiln-clay-lastone'";

async fn mute() -> TestApp {
    TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await
}

async fn refund(
    app: &TestApp,
    opened: &OrderOpened,
    share: Share,
) -> Result<owner::Refunded, RefundRefusal> {
    let refunded = owner::refund(&app.state, &opened.order.id, share, "test").await;
    refunded.expect("the books answer")
}

/// An order whose payment does not agree with it, because the order was changed.
async fn quarantined(app: &TestApp) -> OrderOpened {
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    app.sql("UPDATE orders SET test_mode = 0").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::InReview);
    // It is the payment that is of the other kind: the books themselves agree again.
    app.sql("UPDATE orders SET test_mode = 1").await;
    opened
}

#[tokio::test]
async fn a_full_refund_gives_everything_back_and_frees_the_place_but_keeps_the_coupon_used() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    let refunded = refund(&app, &opened, Share::Everything)
        .await
        .expect("a refund");
    assert_eq!(refunded.amount_minor, 7_600);
    assert_eq!(refunded.state, RefundState::Succeeded);
    assert_eq!(refunded.order_state, OrderState::Refunded);
    let order = app.order(&opened).await;
    assert_eq!(order.status, OrderStatus::Refunded);
    assert_eq!((order.paid_minor, order.refunded_minor), (7_600, 7_600));
    assert_eq!(order.cancellation, None);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    assert_eq!(app.number(REDEEMED).await, 1);
    let refunds = app.refunds().await;
    assert_eq!(refunds.len(), 1);
    assert_eq!(refunds[0]["metadata"]["order"], opened.order.id.as_str());
    app.check_books().await;
    let again = refund(&app, &opened, Share::Everything).await;
    assert_eq!(again, Err(RefundRefusal::WrongState(OrderState::Refunded)));
}

#[tokio::test]
async fn every_attendee_refunded_is_exactly_what_was_paid() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 3, TUESDAY, Some("LASTONE")).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    app.press(&opened, "pay").await;
    let paid = app.order(&opened).await;
    let mut back_minor = 0;
    for (attendee, seats_left) in [(2, 6), (1, 7)] {
        let refunded = refund(&app, &opened, Share::Attendee(attendee))
            .await
            .expect("a refund");
        let share = paid.quote.attendee_shares()[attendee as usize - 1];
        assert_eq!(refunded.amount_minor, share.amount_due_minor);
        assert_eq!(refunded.order_state, OrderState::Paid);
        assert_eq!(app.seats_left(CLASS, TUESDAY).await, seats_left);
        back_minor += refunded.amount_minor;
        app.check_books().await;
    }
    let twice = refund(&app, &opened, Share::Attendee(1)).await;
    assert_eq!(twice, Err(RefundRefusal::AttendeeGone));
    for nobody in [0, 4] {
        let nobody = refund(&app, &opened, Share::Attendee(nobody)).await;
        assert_eq!(nobody, Err(RefundRefusal::NoSuchAttendee { attendees: 3 }));
    }
    // With the last one the order is over.
    let last = refund(&app, &opened, Share::Attendee(3))
        .await
        .expect("a refund");
    assert_eq!(back_minor + last.amount_minor, paid.paid_minor);
    assert_eq!(last.order_state, OrderState::Refunded);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}

#[tokio::test]
async fn never_more_is_given_back_than_is_left() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let part = refund(&app, &opened, Share::Amount(9_000))
        .await
        .expect("a refund");
    assert_eq!(part.order_state, OrderState::Paid);
    assert_eq!(
        refund(&app, &opened, Share::Amount(601)).await,
        Err(RefundRefusal::TooMuch { left_minor: 600 })
    );
    for nothing in [0, -1] {
        let nothing = refund(&app, &opened, Share::Amount(nothing)).await;
        assert_eq!(nothing, Err(RefundRefusal::NotAnAmount));
    }
    // An attendee's share is 4,800, and 600 are left.
    let attendee = refund(&app, &opened, Share::Attendee(1))
        .await
        .expect("a refund");
    assert_eq!(attendee.amount_minor, 600);
    let order = app.order(&opened).await;
    assert_eq!((order.paid_minor, order.refunded_minor), (9_600, 9_600));
    app.audit().await;
}

/// Twenty owners give 1,000 of 9,600 back at once.
async fn twenty_at_once(app: &TestApp, opened: &OrderOpened) {
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (state, id) = (app.state.clone(), opened.order.id.clone());
        asking.spawn(async move {
            for _ in 0..10 {
                let asked = owner::refund(&state, &id, Share::Amount(1_000), "test").await;
                if asked.is_ok() {
                    return;
                }
            }
        });
    }
    asking.join_all().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_refunds_at_once_give_back_no_more_than_was_paid() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    twenty_at_once(&app, &opened).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM refund").await, 9);
    assert_eq!(app.refunds().await.len(), 9);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_counter_more_is_asked_for_than_was_paid() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let forget = "UPDATE orders SET returned_minor = 0 WHERE returned_minor > 0;";
    app.books.sabotage("UPDATE ON orders", forget).await;
    twenty_at_once(&app, &opened).await;
    let asked = app.number("SELECT COUNT(*) FROM refund").await;
    assert!(asked > 9, "{asked}");
    let violations = app.state.store.violations().await.expect("an audit");
    assert!(!violations.is_empty());
}

#[tokio::test]
async fn an_order_without_money_gives_nothing_back() {
    let app = TestApp::start().await;
    let opened = app.awaiting(None).await;
    let refused = refund(&app, &opened, Share::Everything).await;
    assert_eq!(
        refused,
        Err(RefundRefusal::WrongState(OrderState::Awaiting))
    );
    let body = app.confirmation(CLASS, 2, TUESDAY, Some("FREECLASS")).await;
    let free: OrderOpened = app.confirm(&body).await.success();
    let refused = refund(&app, &free, Share::Everything).await;
    assert_eq!(refused, Err(RefundRefusal::NothingLeft));
    // A free attendee is called off without a refund.
    let attendee = refund(&app, &free, Share::Attendee(1))
        .await
        .expect("called off");
    assert_eq!(
        (attendee.amount_minor, attendee.order_state),
        (0, OrderState::Paid)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 5);
    assert_eq!(app.refunds().await.len(), 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_refund_whose_answer_was_lost_is_made_once() {
    let app = mute().await;
    for fault in [
        "timeout_after_effect",
        "500_after_effect",
        "garbage_json",
        "500",
    ] {
        let opened = app.paid(None).await;
        let plan = json!({ "next": fault, "hang_seconds": 0, "times": 3, "on": "create:refund" });
        app.control("faults", &plan).await;
        let before = app.refunds().await.len();
        refund(&app, &opened, Share::Everything)
            .await
            .expect("a refund");
        app.end_faults().await;
        for _ in 0..8 {
            app.later(TimeDelta::minutes(10)).await;
        }
        let order = app.order(&opened).await;
        assert_eq!(order.status, OrderStatus::Refunded, "{fault}");
        assert_eq!(app.refunds().await.len(), before + 1, "{fault}");
        app.check_books().await;
    }
}

#[tokio::test]
async fn a_companion_that_died_before_or_after_the_call_makes_the_refund_once() {
    let app = mute().await;
    for called in [false, true] {
        let opened = app.paid(None).await;
        let before = app.refunds().await.len();
        if !called {
            app.control("faults", &json!({ "next": "401", "on": "create:refund" }))
                .await;
        }
        refund(&app, &opened, Share::Everything)
            .await
            .expect("a refund");
        app.end_faults().await;
        // As after a kill between the call and the commit that notes its answer.
        let id = &opened.order.id;
        app.sql(&format!(
            "UPDATE refund SET state = 'requested', stripe_refund = NULL, next_at_ms = 1 \
             WHERE order_id = '{id}'"
        ))
        .await;
        app.sql(&format!(
            "UPDATE orders SET state = 'refund_pending' WHERE id = '{id}'"
        ))
        .await;
        sweep::wake(&app.state).await.expect("it wakes");
        app.later(TimeDelta::zero()).await;
        assert_eq!(app.order(&opened).await.status, OrderStatus::Refunded);
        assert_eq!(app.refunds().await.len(), before + 1);
        app.check_books().await;
    }
}

#[tokio::test]
async fn an_unreachable_stripe_gets_the_refund_when_it_is_back() {
    let app = mute().await;
    let opened = app.paid(None).await;
    let plan = json!({ "next": "unreachable", "times": 3, "on": "create:refund" });
    app.control("faults", &plan).await;
    let asked = refund(&app, &opened, Share::Everything)
        .await
        .expect("a refund");
    assert_eq!(asked.state, RefundState::Requested);
    assert_eq!(asked.order_state, OrderState::RefundPending);
    assert_eq!(app.order(&opened).await.status, OrderStatus::Refunding);
    app.audit().await;
    app.end_faults().await;
    app.later(TimeDelta::minutes(1)).await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Refunded);
    app.check_books().await;
}

#[tokio::test]
async fn a_refund_on_its_way_arrives_or_comes_back() {
    let app = TestApp::start().await;
    app.control("settings", &json!({ "pending_refunds": true }))
        .await;
    let opened = app.paid(None).await;
    let asked = refund(&app, &opened, Share::Everything)
        .await
        .expect("a refund");
    assert_eq!(asked.state, RefundState::Pending);
    let id = app.refunds().await[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let failure = json!({ "failure_reason": "lost_or_stolen_card" });
    app.control(&format!("refunds/{id}/end"), &failure).await;
    app.until_row("SELECT COUNT(*) FROM refund WHERE state = 'failed'")
        .await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Refunding);
    app.check_books().await;
    // The owner tries again, and this time it arrives.
    refund(&app, &opened, Share::Everything)
        .await
        .expect("a refund");
    let id = app.refunds().await[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    app.control(
        &format!("refunds/{id}/end"),
        &json!({ "failure_reason": null }),
    )
    .await;
    assert_eq!(
        app.until(&opened, "refunded").await.status,
        OrderStatus::Refunded
    );
    app.check_books().await;
}

#[tokio::test]
async fn a_refund_that_arrived_and_came_back_is_owed_again() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    refund(&app, &opened, Share::Everything)
        .await
        .expect("a refund");
    let id = app.refunds().await[0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let failure = json!({ "failure_reason": "lost_or_stolen_card" });
    app.control(&format!("refunds/{id}/end"), &failure).await;
    app.until(&opened, "refund_pending").await;
    let movements = "SELECT COUNT(*) FROM order_transaction WHERE kind = 'refund'";
    assert_eq!(app.number(movements).await, 2);
    app.check_books().await;
}

#[tokio::test]
async fn refunds_made_at_stripe_are_recorded_once() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    app.refund_at_stripe(600).await;
    app.until_row("SELECT COUNT(*) FROM refund WHERE state = 'succeeded'")
        .await;
    let order = app.order(&opened).await;
    assert_eq!(
        (order.status, order.refunded_minor),
        (OrderStatus::Paid, 600)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    app.check_books().await;
    // Every event of it comes again, and changes nothing.
    app.resend_events().await;
    assert_eq!(app.number("SELECT COUNT(*) FROM refund").await, 1);
    app.check_books().await;
    // The rest: the order is over, the use of the coupon stays used.
    app.refund_at_stripe(7_000).await;
    assert_eq!(
        app.until(&opened, "refunded").await.status,
        OrderStatus::Refunded
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    assert_eq!(app.number(REDEEMED).await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn a_refund_that_we_hear_of_before_its_payment_is_not_lost() {
    let app = mute().await;
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    let state = app.double_state().await;
    let payment = state["sessions"][0]["payment_intent"]
        .as_str()
        .expect("a payment");
    app.sql(&format!("UPDATE orders SET stripe_payment = '{payment}'"))
        .await;
    app.refund_at_stripe(9_600).await;
    app.sql("UPDATE orders SET stripe_payment = NULL").await;
    // Only the event of the refund arrives.
    app.deliver_only("charge.refunded").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Refunded);
    app.check_books().await;
}

#[tokio::test]
async fn a_refund_that_stripe_refuses_is_free_to_be_asked_for_again() {
    let app = mute().await;
    let opened = app.paid(None).await;
    // Somebody was faster, and nobody told us.
    app.refund_at_stripe(9_000).await;
    let asked = refund(&app, &opened, Share::Amount(9_600))
        .await
        .expect("asked");
    assert_eq!(asked.state, RefundState::Failed);
    assert_eq!(asked.order_state, OrderState::RefundPending);
    app.audit().await;
    app.deliver_only("charge.refunded").await;
    let rest = refund(&app, &opened, Share::Everything)
        .await
        .expect("the rest");
    assert_eq!(rest.amount_minor, 600);
    assert_eq!(rest.order_state, OrderState::Refunded);
    app.check_books().await;
}

#[tokio::test]
async fn a_dispute_keeps_the_booking_and_ends_with_what_the_bank_decides() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    let charge = app.charge().await;
    let dispute = json!({ "amount": null, "reason": "fraudulent" });
    app.control(&format!("charges/{charge}/dispute"), &dispute)
        .await;
    let order = app.until(&opened, "disputed").await;
    assert_eq!(order.status, OrderStatus::Paid);
    assert_eq!(order.cancellation, None);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    assert_eq!(
        refund(&app, &opened, Share::Everything).await,
        Err(RefundRefusal::WrongState(OrderState::Disputed))
    );
    app.check_books().await;
    let state = app.double_state().await;
    let id = state["disputes"][0]["id"].as_str().expect("an id");
    app.control(&format!("disputes/{id}/close"), &json!({ "won": true }))
        .await;
    app.until(&opened, "paid").await;
    app.check_books().await;
    app.resend_events().await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn a_lost_dispute_leaves_nothing_and_the_order_disputed() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    let charge = app.charge().await;
    let dispute = json!({ "amount": null, "reason": null });
    app.control(&format!("charges/{charge}/dispute"), &dispute)
        .await;
    app.until(&opened, "disputed").await;
    let state = app.double_state().await;
    let id = state["disputes"][0]["id"].as_str().expect("an id");
    app.control(&format!("disputes/{id}/close"), &json!({ "won": false }))
        .await;
    app.until_row("SELECT COUNT(*) FROM stripe_event WHERE type = 'charge.dispute.closed'")
        .await;
    app.until(&opened, "disputed").await;
    let sum = "SELECT CAST(SUM(amount_minor) AS BIGINT) FROM order_transaction";
    assert_eq!(app.number(sum).await, 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_mismatch_may_be_given_back() {
    let app = mute().await;
    let opened = quarantined(&app).await;
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    let part = refund(&app, &opened, Share::Amount(1)).await;
    assert_eq!(part, Err(RefundRefusal::WrongState(OrderState::Quarantine)));
    let back = refund(&app, &opened, Share::Everything)
        .await
        .expect("a refund");
    assert_eq!(
        (back.amount_minor, back.order_state),
        (9_600, OrderState::Refunded)
    );
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
    app.check_books().await;
}

#[tokio::test]
async fn a_mismatch_may_be_accepted_as_it_is() {
    let app = mute().await;
    let opened = quarantined(&app).await;
    let id = &opened.order.id;
    let accepted = owner::accept(&app.state, id, "test")
        .await
        .expect("an answer");
    assert_eq!(accepted, Ok(OrderState::Paid));
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    app.check_books().await;
    let again = owner::accept(&app.state, id, "test")
        .await
        .expect("an answer");
    assert_eq!(again, Err(AcceptRefusal::WrongState(OrderState::Paid)));
    assert_eq!(app.number("SELECT COUNT(*) FROM owner_log").await, 1);
}

#[tokio::test]
async fn a_mismatch_is_not_accepted_for_a_place_that_is_gone() {
    let app = mute().await;
    let opened = app.awaiting(None).await;
    app.force_release().await;
    app.sql("UPDATE orders SET test_mode = 0").await;
    app.press(&opened, "pay").await;
    let mut other = app.confirmation(LESSON, 1, TUESDAY, None).await;
    other.guest = guest("ben@example.com");
    assert_eq!(app.confirm(&other).await.status, 201);
    app.deliver_only("checkout.session.completed").await;
    let id = &opened.order.id;
    app.sql(&format!(
        "UPDATE orders SET test_mode = 1 WHERE id = '{id}'"
    ))
    .await;
    let accepted = owner::accept(&app.state, id, "test")
        .await
        .expect("an answer");
    assert_eq!(accepted, Err(AcceptRefusal::Gone));
    assert_eq!(app.number("SELECT COUNT(*) FROM owner_log").await, 0);
    app.check_books().await;
}

#[tokio::test]
async fn the_books_refuse_to_change_what_is_only_added_to() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    refund(&app, &opened, Share::Amount(100))
        .await
        .expect("a refund");
    for statement in [
        "UPDATE order_transaction SET amount_minor = 1",
        "DELETE FROM order_transaction",
        "UPDATE owner_log SET actor = 'nobody'",
        "DELETE FROM owner_log",
    ] {
        let refused = app.books.try_sql(statement).await.expect_err(statement);
        assert!(refused.contains("is only added to"), "{refused}");
    }
    app.check_books().await;
}

#[tokio::test]
async fn a_changed_or_missing_entry_of_the_owners_log_is_noticed() {
    for statement in [
        "UPDATE owner_log SET detail = '{}' WHERE seq = 2",
        "UPDATE owner_log SET at_ms = at_ms + 1 WHERE seq = 1",
        "DELETE FROM owner_log WHERE seq = 2",
        "DELETE FROM owner_log WHERE seq = 3",
        "UPDATE owner_log_head SET hash = 'x'",
    ] {
        let app = TestApp::start().await;
        let opened = app.paid(None).await;
        for _ in 0..3 {
            refund(&app, &opened, Share::Amount(100))
                .await
                .expect("a refund");
        }
        app.check_books().await;
        app.books.allow_changes("owner_log").await;
        app.sql(statement).await;
        let violations = app.state.store.violations().await.expect("an audit");
        assert_eq!(violations.len(), 1, "{statement}: {violations:?}");
        assert!(violations[0].law.contains("log"), "{statement}");
    }
}
