//! What became of orders and deliveries is counted where a monitor reads it.

use booking_contract::{OrderOpened, OrderStatus};
use chrono::TimeDelta;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::receiver::{Manner, Receiver};
use super::{deliver, deliver_over, free_order, hook};
use crate::app::{CLASS, LESSON, TUESDAY, TestApp, guest};

/// How often each outcome was counted, as `/metrics` tells it.
struct Counted(String);

impl Counted {
    async fn read(app: &TestApp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/metrics", listener.local_addr().expect("ours"));
        let (stop, told) = watch::channel(false);
        let watching = booking_companion::metrics::serve(listener, app.state.clone(), told);
        let watching = tokio::spawn(watching);
        let text = app.http.get(url).send().await.expect("an answer").text();
        let text = text.await.expect("a body");
        stop.send_replace(true);
        watching.abort();
        Self(text)
    }

    #[track_caller]
    fn check(&self, series: &str, outcomes: &[(&str, u32)]) {
        for (outcome, count) in outcomes {
            let line = format!("booking_{series}_total{{outcome=\"{outcome}\"}} {count}\n");
            assert!(
                self.0.contains(&line),
                "{line} is not in {}",
                self.lines(series)
            );
        }
    }

    fn lines(&self, series: &str) -> String {
        let lines = self.0.lines().filter(|line| line.contains(series));
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[tokio::test]
async fn what_became_of_orders_is_counted_once_each() {
    let app = TestApp::start().await;
    Counted::read(&app).await.check(
        "orders",
        &[
            ("paid", 0),
            ("expired", 0),
            ("cancelled", 0),
            ("refunded", 0),
        ],
    );
    // One is paid, and told of twice more; one lapses; one is given up; one is called off.
    let paid = app.paid(Some("LASTONE")).await;
    app.order(&paid).await;
    app.resend_events().await;
    let lapsed = app.awaiting(None).await;
    app.later(TimeDelta::minutes(31)).await;
    assert_eq!(app.order(&lapsed).await.status, OrderStatus::Expired);
    let given_up = app.awaiting(None).await;
    app.release(&given_up).await;
    app.release(&given_up).await;
    let told = json!({ "refund_minor": 7_600 });
    for _ in 0..2 {
        let answer = app.act(&paid, "cancel", Some(told.clone())).await;
        assert!(answer.status.is_success(), "{}", answer.text);
    }
    assert_eq!(app.order(&paid).await.status, OrderStatus::Refunded);
    Counted::read(&app).await.check(
        "orders",
        &[
            ("opened", 3),
            ("paid", 1),
            ("expired", 2),
            ("cancelled", 1),
            ("refunded", 1),
            ("paid_late", 0),
            ("quarantined", 0),
        ],
    );
    app.check_books().await;
}

#[tokio::test]
async fn money_that_comes_late_or_does_not_agree_is_counted_apart() {
    let app = TestApp::start().await;
    let late = app.confirmation(LESSON, 1, TUESDAY, None).await;
    let late: OrderOpened = app.confirm(&late).await.success();
    app.force_release().await;
    let mut other = app.confirmation(LESSON, 1, TUESDAY, None).await;
    other.guest = guest("ben@example.com");
    assert_eq!(app.confirm(&other).await.status, 201);
    app.press(&late, "pay").await;
    app.until(&late, "refund_pending").await;
    let odd = app.confirmation(CLASS, 1, "2026-11-25T10:00:00Z", None);
    let odd: OrderOpened = app.confirm(&odd.await).await.success();
    app.sql(&format!(
        "UPDATE orders SET test_mode = 0 WHERE id = '{}'",
        odd.order.id
    ))
    .await;
    app.press(&odd, "pay").await;
    app.until(&odd, "quarantine").await;
    // Its own payment is in test money after all: the audit is not what this is about.
    app.later(TimeDelta::zero()).await;
    assert_eq!(app.order(&late).await.status, OrderStatus::Refunded);
    Counted::read(&app).await.check(
        "orders",
        &[
            ("paid_late", 1),
            ("quarantined", 1),
            ("refunded", 1),
            ("cancelled", 0),
            ("paid", 0),
        ],
    );
}

#[tokio::test]
async fn what_is_refunded_at_stripe_is_counted_as_called_off_and_refunded() {
    let app = TestApp::start().await;
    let paid = app.paid(None).await;
    app.refund_at_stripe(9_600).await;
    app.until(&paid, "refunded").await;
    Counted::read(&app)
        .await
        .check("orders", &[("paid", 1), ("cancelled", 1), ("refunded", 1)]);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 8);
}

#[tokio::test]
async fn deliveries_are_counted_by_what_came_of_them() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    hook(&app, &receiver).await;
    receiver.answers(Manner::Status(500, None));
    free_order(&app, "ana@example.com").await;
    assert_eq!(deliver(&app).await, 1);
    let nothing_yet = [("delivered", 0), ("failed", 1), ("given_up", 0)];
    Counted::read(&app)
        .await
        .check("webhook_deliveries", &nothing_yet);
    receiver.answers(Manner::Status(200, None));
    deliver_over(&app, 1, TimeDelta::minutes(6)).await;
    let all = [("delivered", 3), ("failed", 1), ("given_up", 0)];
    Counted::read(&app).await.check("webhook_deliveries", &all);
}
