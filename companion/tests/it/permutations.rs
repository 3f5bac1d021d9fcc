//! Stripe's events in any order, each of them twice: the end is the same.

use booking_contract::{OrderOpened, OrderStatus};
use serde_json::{Value, json};

use crate::app::{Setup, TestApp};
use crate::webhooks::signed;

/// Every order of so many things.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for shorter in permutations(count - 1) {
        for place in 0..=shorter.len() {
            let mut longer = shorter.clone();
            longer.insert(place, count - 1);
            all.push(longer);
        }
    }
    all
}

/// A companion that hears nothing but what the test tells it.
async fn silent() -> TestApp {
    TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await
}

/// A payment at Stripe that the companion has not heard of, and how many events came before.
async fn pay(app: &TestApp) -> (OrderOpened, Value, usize) {
    let before = events(app).await.len();
    let opened = app.awaiting(None).await;
    app.press(&opened, "pay").await;
    let state = app.double_state().await;
    let mut session = state["sessions"].as_array().expect("sessions").iter();
    let session = session
        .rfind(|session| session["client_reference_id"] == opened.order.id.as_str())
        .expect("the session")
        .clone();
    (opened, session["payment_intent"].clone(), before)
}

async fn events(app: &TestApp) -> Vec<Value> {
    let state = app.double_state().await;
    state["events"].as_array().expect("events").clone()
}

/// Delivers the wanted events since then in this order, each twice in a row, and all of them
/// once more.
async fn tell(app: &TestApp, since: usize, kinds: &[&str], order: &[usize]) {
    let all = events(app).await.split_off(since);
    for round in 0..2 {
        for &index in order {
            let wanted = all.iter().filter(|event| event["type"] == kinds[index]);
            let wanted: Vec<&Value> = wanted.collect();
            assert!(!wanted.is_empty(), "there is no {}", kinds[index]);
            for event in wanted {
                for _ in round..2 {
                    let answer = signed(app, event).await;
                    assert!(answer.status.is_success(), "{}", answer.text);
                }
            }
        }
    }
}

/// Asks Stripe for something with our key.
async fn ask(app: &TestApp, path: &str, form: &[(&str, &str)]) {
    let request = app
        .http
        .post(format!("http://{}{path}", app.double_address))
        .bearer_auth("sk_test_it")
        .form(form);
    let answer = app.send(request).await;
    assert!(answer.status.is_success(), "{}", answer.text);
}

#[tokio::test]
async fn a_payment_and_two_refunds_end_refunded_in_any_order() {
    let app = silent().await;
    let kinds = [
        "checkout.session.completed",
        "refund.created",
        "charge.refunded",
    ];
    for order in permutations(kinds.len()) {
        let (opened, payment, since) = pay(&app).await;
        let payment = payment.as_str().expect("a payment");
        for amount in ["600", "9000"] {
            ask(
                &app,
                "/v1/refunds",
                &[("payment_intent", payment), ("amount", amount)],
            )
            .await;
        }
        tell(&app, since, &kinds, &order).await;
        let end = app.order(&opened).await;
        assert_eq!(end.status, OrderStatus::Refunded, "{order:?}");
        assert_eq!((end.paid_minor, end.refunded_minor), (9_600, 9_600));
        app.check_books().await;
    }
}

#[tokio::test]
async fn a_payment_a_refund_and_a_dispute_end_alike_in_any_order() {
    let app = silent().await;
    // Every round takes its place for good.
    app.sql("UPDATE service SET capacity = 1000").await;
    let kinds = [
        "checkout.session.completed",
        "charge.refunded",
        "charge.dispute.created",
        "charge.dispute.closed",
    ];
    for (round, order) in permutations(kinds.len()).into_iter().enumerate() {
        let won = round % 2 == 0;
        let (opened, payment, since) = pay(&app).await;
        let payment = payment.as_str().expect("a payment");
        ask(
            &app,
            "/v1/refunds",
            &[("payment_intent", payment), ("amount", "600")],
        )
        .await;
        let url = format!(
            "http://{}/v1/charges?payment_intent={payment}",
            app.double_address
        );
        let charges: Value = app
            .send(app.http.get(url).bearer_auth("sk_test_it"))
            .await
            .success();
        let charge = charges["data"][0]["id"].as_str().expect("a charge");
        let dispute = json!({ "amount": null, "reason": null });
        app.control(&format!("charges/{charge}/dispute"), &dispute)
            .await;
        let state = app.double_state().await;
        let disputes = state["disputes"].as_array().expect("disputes");
        let of_charge = disputes.iter().find(|dispute| dispute["charge"] == charge);
        let id = of_charge.expect("the dispute")["id"]
            .as_str()
            .expect("an id");
        app.control(&format!("disputes/{id}/close"), &json!({ "won": won }))
            .await;
        tell(&app, since, &kinds, &order).await;
        let id = &opened.order.id;
        let state = app
            .books
            .text(&format!("SELECT state FROM orders WHERE id = '{id}'"))
            .await;
        assert_eq!(state, if won { "paid" } else { "disputed" }, "{order:?}");
        app.check_books().await;
    }
}
