//! A refund on its way: lost answers, a companion that died, a bank that sends it back.

use booking_companion::order_state::OrderState;
use booking_companion::owner::{RefundState, Share};
use booking_companion::sweep;
use booking_contract::OrderStatus;
use chrono::TimeDelta;
use serde_json::json;

use super::{mute, refund};
use crate::app::TestApp;

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
