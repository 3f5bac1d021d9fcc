//! Which facts are told, with what in them; and that nothing is told that did not happen.

use booking_companion::outbox::endpoints::{self, NewEndpoint};
use booking_companion::owner::{self, Share};
use booking_contract::{
    CancelReason, OrderStatus, WEBHOOK_VERSION, WebhookEvent, WebhookEventType, WebhookFact,
};
use booking_engine::CouponCode;
use chrono::TimeDelta;

use super::receiver::Receiver;
use super::{BUSINESS, deliver, free_order, hook, hook_for, rows};
use crate::app::{CLASS, LESSON, TUESDAY, TestApp, guest};

/// The events that came, which are one order's, in their order.
fn events(receiver: &Receiver) -> Vec<WebhookEvent> {
    let letters = receiver.letters();
    letters.iter().map(super::receiver::Letter::event).collect()
}

#[tokio::test]
async fn a_booking_that_is_paid_tells_of_everything_once_and_in_order() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let opened = app.awaiting(Some("WELCOME10")).await;
    app.press(&opened, "pay").await;
    app.until(&opened, "paid").await;
    deliver(&app).await;

    let told = events(&receiver);
    assert_eq!(
        receiver.kinds(),
        [
            "order.created",
            "payment.received",
            "payment.received",
            "coupon.redeemed"
        ]
    );
    for (sequence, event) in (1..).zip(&told) {
        let order = event.fact.order();
        assert_eq!(event.sequence, sequence);
        assert_eq!(event.version, WEBHOOK_VERSION);
        assert_eq!(event.business_id, BUSINESS);
        assert!(event.test_mode);
        assert_eq!(order.id, opened.order.id);
        assert_eq!(
            (
                order.subtotal_minor,
                order.discount_minor,
                order.total_minor
            ),
            (9_600, 960, 8_640)
        );
        assert_eq!(order.services[0].service_id.as_str(), CLASS);
        assert_eq!(order.services[0].attendees, 2);
    }
    let WebhookFact::OrderCreated { order, guest } = &told[0].fact else {
        panic!("{:?}", told[0]);
    };
    assert_eq!(order.status, OrderStatus::Opening);
    assert_eq!(guest.email.as_str(), "ana@example.com");
    let amounts: Vec<_> = told[1..3]
        .iter()
        .map(|event| match &event.fact {
            WebhookFact::PaymentReceived { order, payment } => (
                payment.amount_minor,
                payment.currency.as_str(),
                order.status,
            ),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        amounts,
        [
            (0, "EUR", OrderStatus::Opening),
            (8_640, "EUR", OrderStatus::Paid)
        ]
    );
    let WebhookFact::CouponRedeemed { coupon, .. } = &told[3].fact else {
        panic!("{:?}", told[3]);
    };
    assert_eq!(
        coupon.code.as_ref().map(CouponCode::as_str),
        Some("WELCOME10")
    );
    assert_eq!(coupon.discount_minor, 960);
    app.check_books().await;
}

#[tokio::test]
async fn who_booked_is_told_once_and_nothing_else_of_them() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
    body.guest.phone = Some("+351 910 000 000".parse().expect("a number"));
    body.guest.notes = Some("allergic to glaze".parse().expect("notes"));
    assert_eq!(app.confirm(&body).await.status, 201);
    deliver(&app).await;
    let letters = receiver.letters();
    assert_eq!(letters.len(), 3);
    let with = |word: &str| {
        letters
            .iter()
            .filter(|letter| letter.body.contains(word))
            .count()
    };
    assert_eq!(with("ana@example.com"), 1);
    assert_eq!(with("Ana Silva"), 1);
    // More digits in a row than an id or a time happens to have.
    assert_eq!(with("910000"), 0);
    assert_eq!(with("910 000"), 0);
    assert_eq!(with("allergic"), 0);
}

#[tokio::test]
async fn a_free_booking_tells_of_a_payment_of_nothing() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    assert_eq!(
        receiver.kinds(),
        ["order.created", "payment.received", "coupon.redeemed"]
    );
    for event in events(&receiver) {
        assert_eq!(event.fact.order().status, OrderStatus::Paid);
        if let WebhookFact::PaymentReceived { payment, .. } = event.fact {
            assert_eq!(payment.amount_minor, 0);
        }
    }
}

#[tokio::test]
async fn an_order_that_is_not_paid_tells_that_it_came_to_nothing() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let given_up = app.awaiting(Some("WELCOME10")).await;
    app.release(&given_up).await;
    let lapsed = app.awaiting(None).await;
    app.later(TimeDelta::minutes(31)).await;
    assert_eq!(app.order(&lapsed).await.status, OrderStatus::Expired);
    deliver(&app).await;

    for opened in [&given_up, &lapsed] {
        let id = &opened.order.id;
        let told: Vec<_> = events(&receiver)
            .into_iter()
            .filter(|event| event.fact.order().id == *id)
            .collect();
        assert_eq!(told.len(), 3);
        let WebhookFact::OrderCancelled { order, reason } = &told[2].fact else {
            panic!("{:?}", told[2]);
        };
        assert_eq!(
            (order.status, *reason),
            (OrderStatus::Expired, CancelReason::NotPaid)
        );
    }
    // What was only reserved was not redeemed.
    assert!(!receiver.kinds().contains(&"coupon.redeemed".to_owned()));
    app.check_books().await;
}

#[tokio::test]
async fn money_that_does_not_agree_is_told_with_where_the_order_stands() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let opened = app.awaiting(Some("WELCOME10")).await;
    app.sql("UPDATE orders SET test_mode = 0").await;
    app.press(&opened, "pay").await;
    app.until(&opened, "quarantine").await;
    app.sql("UPDATE orders SET test_mode = 1").await;
    // It became an event of live mode, as its order was by then.
    let body = app
        .books
        .text("SELECT body FROM outbox_event WHERE type = 'payment.received' AND seq = 3")
        .await;
    let event: WebhookEvent = serde_json::from_str(&body).expect("an event");
    assert_eq!(event.fact.order().status, OrderStatus::InReview);
    let redeemed = "SELECT COUNT(*) FROM outbox_event WHERE type = 'coupon.redeemed'";
    assert_eq!(app.number(redeemed).await, 0);
    deliver(&app).await;
    assert_eq!(
        receiver.letters().len(),
        2,
        "live events are not for a test endpoint"
    );
}

#[tokio::test]
async fn whatever_fails_in_a_confirmation_leaves_no_event() {
    for table in [
        "orders",
        "slot_session",
        "cell",
        "hold",
        "redemption",
        "order_transaction",
        "outbox_event",
        "webhook_delivery",
    ] {
        let app = TestApp::start().await;
        let receiver = Receiver::start().await;
        hook(&app, &receiver).await;
        let body = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
        // No service may have a capacity of 0: the statement fails, and all before it with it.
        app.books
            .sabotage(
                &format!("INSERT ON {table}"),
                "UPDATE service SET capacity = 0;",
            )
            .await;
        assert_eq!(app.confirm(&body).await.status, 500, "{table}");
        assert_eq!(rows(&app, "orders").await, 0, "{table}");
        assert_eq!(rows(&app, "outbox_event").await, 0, "{table}");
        assert_eq!(deliver(&app).await, 0, "{table}");
        assert!(receiver.letters().is_empty(), "{table}");
        app.audit().await;
    }
}

#[tokio::test]
async fn whatever_fails_in_a_settlement_leaves_no_event() {
    for event in [
        "UPDATE ON hold",
        "UPDATE ON redemption",
        "INSERT ON order_transaction",
        "INSERT ON outbox_event",
        "INSERT ON webhook_delivery",
    ] {
        let app = TestApp::start_with(crate::app::Setup {
            mute: true,
            ..Default::default()
        })
        .await;
        let receiver = Receiver::start().await;
        hook(&app, &receiver).await;
        let opened = app.awaiting(Some("WELCOME10")).await;
        deliver(&app).await;
        app.press(&opened, "pay").await;
        app.books
            .sabotage(event, "UPDATE service SET capacity = 0;")
            .await;
        app.clock.advance(TimeDelta::seconds(2));
        let asked = app
            .http
            .get(format!("{}/v1/orders/{}", app.url, opened.order.id))
            .bearer_auth(&opened.token);
        assert_eq!(app.send(asked).await.status, 500, "{event}");
        assert_eq!(rows(&app, "outbox_event").await, 2, "{event}");
        assert_eq!(deliver(&app).await, 0, "{event}");
        app.audit().await;
    }
}

#[tokio::test]
async fn whoever_loses_a_slot_has_no_events() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    let body = app.confirmation(LESSON, 1, TUESDAY, None).await;
    let mut other = body.clone();
    other.guest = guest("ben@example.com");
    let (one, two) = tokio::join!(app.confirm(&body), app.confirm(&other));
    assert_eq!(
        u16::from(one.status == 201) + u16::from(two.status == 201),
        1
    );
    deliver(&app).await;
    assert_eq!(receiver.kinds(), ["order.created", "payment.received"]);
    app.check_books().await;
}

#[tokio::test]
async fn an_endpoint_is_told_of_its_business_its_mode_and_what_it_chose() {
    let app = TestApp::start().await;
    let [all, chosen, other, live] = [
        Receiver::start().await,
        Receiver::start().await,
        Receiver::start().await,
        Receiver::start().await,
    ];
    hook(&app, &all).await;
    hook_for(&app, &chosen, Some(vec![WebhookEventType::CouponRedeemed])).await;
    let new = NewEndpoint {
        business_id: "northlight".to_owned(),
        url: other.url(),
        events: None,
        test_mode: true,
        loopback: true,
    };
    let added = endpoints::add(&app.state.store, new, app.clock.now()).await;
    added.expect("an endpoint");
    hook(&app, &live).await;
    app.sql(&format!(
        "UPDATE webhook_endpoint SET test_mode = 0 WHERE url = '{}'",
        live.url()
    ))
    .await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    assert_eq!(all.letters().len(), 3);
    assert_eq!(chosen.kinds(), ["coupon.redeemed"]);
    assert!(other.letters().is_empty());
    assert!(live.letters().is_empty());
    app.audit().await;
}

#[tokio::test]
async fn the_audit_sees_an_event_that_is_missing_and_one_that_is_too_many() {
    for event in [
        "DELETE FROM outbox_event WHERE seq = 3",
        "DELETE FROM outbox_event WHERE type = 'payment.received'",
        "UPDATE outbox_event SET type = 'order.cancelled' WHERE seq = 1",
        "UPDATE outbox_event SET type = 'payment.refunded' WHERE seq = 2",
        "UPDATE outbox_event SET fact = 'pi_phantom' WHERE seq = 2",
        "UPDATE redemption SET state = 'reserved'",
        "UPDATE outbox_event SET seq = 9 WHERE seq = 3",
        "DELETE FROM redemption",
    ] {
        let app = TestApp::start().await;
        free_order(&app, "ana@example.com").await;
        app.audit().await;
        app.sql(event).await;
        let violations = app.state.store.violations().await.expect("an audit");
        let told = violations
            .iter()
            .any(|v| v.law.contains("told") || v.law.contains("event"));
        assert!(told, "{event}: {violations:?}");
    }
}

#[tokio::test]
async fn facts_from_before_there_was_an_outbox_are_told_to_nobody_and_break_no_law() {
    let app = TestApp::start().await;
    free_order(&app, "ana@example.com").await;
    let paid = app.awaiting(Some("WELCOME10")).await;
    app.press(&paid, "pay").await;
    app.until(&paid, "paid").await;
    let given_up = app.awaiting(None).await;
    app.release(&given_up).await;
    let waiting = app.awaiting(None).await;
    let before = rows(&app, "outbox_event").await;
    for table in [
        "webhook_attempt",
        "webhook_delivery",
        "webhook_secret",
        "webhook_subscription",
        "webhook_endpoint",
        "outbox_event",
    ] {
        app.sql(&format!("DROP TABLE {table}")).await;
    }
    for step in [
        include_str!("../../../migrations/0003_outbox.sql"),
        include_str!("../../../migrations/0015_webhook_log.sql"),
    ] {
        app.sql(step).await;
    }
    assert_eq!(rows(&app, "outbox_event").await, before);
    app.audit().await;
    // What happens from now on to an order from before is told in its place.
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    app.press(&waiting, "pay").await;
    app.until(&waiting, "paid").await;
    deliver(&app).await;
    let sequences: Vec<_> = receiver.sequences().into_values().collect();
    assert_eq!(sequences, [[3]]);
    app.check_books().await;
}

#[tokio::test]
async fn a_refund_in_full_tells_of_the_end_and_of_the_money_once() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let opened = app.paid(Some("WELCOME10")).await;
    hook(&app, &receiver).await;
    let refunded = owner::refund(&app.state, &opened.order.id, Share::Everything, "test").await;
    refunded.expect("the books answer").expect("a refund");
    // Stripe tells of it as well, and that is no other fact.
    app.until_row("SELECT COUNT(*) FROM stripe_event WHERE type = 'charge.refunded'")
        .await;
    deliver(&app).await;

    assert_eq!(receiver.kinds(), ["order.cancelled", "payment.refunded"]);
    let told = events(&receiver);
    let WebhookFact::OrderCancelled { reason, .. } = &told[0].fact else {
        panic!("{:?}", told[0]);
    };
    assert_eq!(*reason, CancelReason::Business);
    let WebhookFact::PaymentRefunded { refund, .. } = &told[1].fact else {
        panic!("{:?}", told[1]);
    };
    assert_eq!(refund.amount_minor, 8_640);
    app.check_books().await;
}
