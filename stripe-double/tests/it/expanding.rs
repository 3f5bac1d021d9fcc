//! Objects within objects.

use serde_json::json;

use crate::harness::{TestDouble, text};

#[tokio::test]
async fn a_session_is_expanded_down_to_its_refunds() {
    let double = TestDouble::new().await;
    let session = double.paid(&[]).await;
    let intent = text(&session, "payment_intent");
    let refund = double.refund(&[("payment_intent", &intent)]).await.object();
    let path = format!(
        "/v1/checkout/sessions/{}?expand[]=payment_intent.latest_charge.refunds",
        text(&session, "id")
    );
    let charge = &double.get(&path).await.object()["payment_intent"]["latest_charge"];
    assert_eq!(charge["refunds"]["data"][0]["id"], refund["id"]);
    let plain = double
        .get(&format!("/v1/charges/{}", text(&refund, "charge")))
        .await
        .object();
    assert!(plain.get("refunds").is_none(), "only when asked for");
}

#[tokio::test]
async fn lists_expand_below_their_data() {
    let double = TestDouble::new().await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    double.refund(&[("payment_intent", &intent)]).await.object();
    let list = double
        .get("/v1/refunds?expand[]=data.charge.payment_intent")
        .await
        .object();
    assert_eq!(
        list["data"][0]["charge"]["payment_intent"]["id"],
        json!(intent)
    );
    for refused in [
        "charge",
        "data.amount",
        "data.charge.payment_intent.latest_charge.refunds",
    ] {
        let path = format!("/v1/refunds?expand[]={refused}");
        double.get(&path).await.invalid("expand", None);
    }
}

#[tokio::test]
async fn what_cannot_be_expanded_makes_no_refund() {
    let double = TestDouble::new().await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    let form = [("payment_intent", intent.as_str()), ("expand[]", "amount")];
    double.refund(&form).await.invalid("expand", None);
    assert_eq!(double.ledger().await["refunds"], 0);
    let form = [("payment_intent", intent.as_str()), ("expand[]", "charge")];
    assert!(double.refund(&form).await.object()["charge"].is_object());
}
