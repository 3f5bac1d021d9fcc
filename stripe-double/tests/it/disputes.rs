//! Guests' banks taking money back.

use serde_json::json;

use crate::{
    harness::{TestDouble, text},
    shape::assert_shape,
};

async fn charge(double: &TestDouble) -> (String, String) {
    let intent = text(&double.paid(&[]).await, "payment_intent");
    let path = format!("/v1/payment_intents/{intent}");
    let charge = text(&double.get(&path).await.object(), "latest_charge");
    (intent, charge)
}

#[tokio::test]
async fn a_dispute_takes_the_money_and_winning_it_brings_it_back() {
    let double = TestDouble::new().await;
    let (intent, charge) = charge(&double).await;
    let open = format!("/charges/{charge}/dispute");
    let id = text(
        &double
            .control(&open, json!({ "amount": 4000 }))
            .await
            .object(),
        "id",
    );
    assert_eq!(double.control(&open, json!({})).await.status, 409, "once");
    let dispute = double.get(&format!("/v1/disputes/{id}")).await.object();
    assert_shape(&dispute, "dispute");
    assert_eq!(
        (&dispute["amount"], &dispute["status"], &dispute["charge"]),
        (&json!(4000), &json!("needs_response"), &json!(charge))
    );
    assert_eq!(double.ledger().await["net_minor"], 5000);
    let refund = double.refund(&[("payment_intent", &intent)]).await;
    refund.refused(400, "invalid_request_error", Some("charge_disputed"), None);
    let close = format!("/disputes/{id}/close");
    double
        .control(&close, json!({ "won": true }))
        .await
        .object();
    assert_eq!(
        double.control(&close, json!({ "won": false })).await.status,
        409
    );
    assert_eq!(double.ledger().await["net_minor"], 9000);
    assert_eq!(
        double.told().await[1..],
        [
            "charge.dispute.created",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.closed",
            "charge.dispute.funds_reinstated",
        ]
    );
    double.refund(&[("payment_intent", &intent)]).await.object();
}

#[tokio::test]
async fn a_dispute_that_is_lost_stays_lost() {
    let double = TestDouble::new().await;
    let (intent, charge) = charge(&double).await;
    let open = format!("/charges/{charge}/dispute");
    let too_much = double.control(&open, json!({ "amount": 9001 })).await;
    assert_eq!(too_much.status, 409);
    let id = text(&double.control(&open, json!({})).await.object(), "id");
    double
        .control(&format!("/disputes/{id}/close"), json!({ "won": false }))
        .await
        .object();
    assert_eq!(double.ledger().await["net_minor"], 0);
    let list = double
        .get(&format!("/v1/disputes?payment_intent={intent}"))
        .await
        .object();
    assert_eq!(list["data"][0]["status"], "lost");
    let unknown = double.control("/charges/ch_none/dispute", json!({})).await;
    assert_eq!(unknown.status, 404);
}
