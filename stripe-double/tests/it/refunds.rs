//! Money given back: in parts, never twice, and sometimes not arriving.

use serde_json::json;

use crate::{
    harness::{TestDouble, text},
    shape::assert_shape,
};

const INVALID: &str = "invalid_request_error";

#[tokio::test]
async fn a_payment_is_given_back_in_parts_and_then_no_more() {
    let double = TestDouble::new().await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    let part = double
        .refund(&[
            ("payment_intent", &intent),
            ("amount", "2500"),
            ("reason", "requested_by_customer"),
            ("metadata[order]", "17"),
        ])
        .await
        .object();
    assert_shape(&part, "refund");
    assert_eq!(
        (&part["amount"], &part["status"], &part["metadata"]["order"]),
        (&json!(2500), &json!("succeeded"), &json!("17"))
    );
    let over = double
        .refund(&[("payment_intent", &intent), ("amount", "6501")])
        .await;
    over.invalid("amount", None);
    let rest = double
        .refund(&[("payment_intent", &intent), ("amount", "6500")])
        .await;
    assert_eq!(rest.object()["amount"], 6500);
    let again = double.refund(&[("payment_intent", &intent)]).await;
    again.refused(400, INVALID, Some("charge_already_refunded"), None);
    let ledger = double.ledger().await;
    assert_eq!(
        (
            &ledger["refunds"],
            &ledger["refunded_minor"],
            &ledger["net_minor"]
        ),
        (&json!(2), &json!(9000), &json!(0))
    );
}

#[tokio::test]
async fn without_an_amount_all_that_is_left_is_given_back() {
    let double = TestDouble::new().await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    double
        .refund(&[("payment_intent", &intent), ("amount", "1")])
        .await
        .object();
    let rest = double.refund(&[("payment_intent", &intent)]).await.object();
    assert_eq!(rest["amount"], 8999);
    let charge = double
        .get(&format!("/v1/charges/{}", text(&rest, "charge")))
        .await
        .object();
    assert_eq!(
        (&charge["refunded"], &charge["amount_refunded"]),
        (&json!(true), &json!(9000))
    );
    assert_shape(&charge, "charge");
}

#[tokio::test]
async fn what_is_refunded_is_named_by_intent_or_charge() {
    let double = TestDouble::new().await;
    let first = text(&double.paid(&[]).await, "payment_intent");
    let second = text(&double.paid(&[]).await, "payment_intent");
    let charge_of = async |intent: &str| {
        let path = format!("/v1/payment_intents/{intent}");
        text(&double.get(&path).await.object(), "latest_charge")
    };
    let (charge, other) = (charge_of(&first).await, charge_of(&second).await);
    double.refund(&[]).await.refused(400, INVALID, None, None);
    let missing = Some("resource_missing");
    double
        .refund(&[("payment_intent", "pi_none")])
        .await
        .invalid("payment_intent", missing);
    double
        .refund(&[("charge", "ch_none")])
        .await
        .invalid("id", missing);
    double
        .refund(&[("payment_intent", &first), ("charge", &other)])
        .await
        .invalid("charge", None);
    let both = [
        ("payment_intent", first.as_str()),
        ("charge", &charge),
        ("amount", "1"),
    ];
    double.refund(&both).await.object();
    let by_charge = double.refund(&[("charge", &charge)]).await.object();
    assert_eq!(by_charge["payment_intent"], json!(first));
}

#[tokio::test]
async fn an_amount_is_positive_and_a_reason_one_of_the_known() {
    let double = TestDouble::new().await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    let with = async |name, value| {
        double
            .refund(&[("payment_intent", &intent), (name, value)])
            .await
    };
    for amount in ["0", "-1"] {
        with("amount", amount)
            .await
            .invalid("amount", Some("parameter_invalid_integer"));
    }
    with("reason", "changed_mind").await.invalid("reason", None);
    with("reverse_transfer", "true")
        .await
        .refused(501, INVALID, None, Some("reverse_transfer"));
    with("amount", "1").await.object();
    with("reason", "duplicate").await.object();
}

#[tokio::test]
async fn a_refund_tells_its_events_once_also_when_it_is_replayed() {
    let double = TestDouble::new().await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    for _ in 0..2 {
        let call = double
            .keyed(reqwest::Method::POST, "/v1/refunds")
            .header("idempotency-key", "refund-17")
            .form(&[("payment_intent", intent.as_str()), ("amount", "100")]);
        crate::harness::read(call).await.object();
    }
    let told = double.told().await;
    assert_eq!(told[1..], ["refund.created", "charge.refunded"], "{told:?}");
    assert_eq!(double.ledger().await["refunds"], 1);
}

#[tokio::test]
async fn refunds_are_listed_by_payment_and_their_metadata_changes() {
    let double = TestDouble::new().await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    let other = text(&double.paid(&[]).await, "payment_intent");
    let mut made = Vec::new();
    for amount in ["1", "2", "3"] {
        let form = [("payment_intent", intent.as_str()), ("amount", amount)];
        made.insert(0, text(&double.refund(&form).await.object(), "id"));
    }
    double.refund(&[("payment_intent", &other)]).await.object();
    let path = format!("/v1/refunds?payment_intent={intent}&limit=2");
    let list = double.get(&path).await.object();
    let listed: Vec<_> = list["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(one, "id"))
        .collect();
    assert_eq!(
        (listed.as_slice(), &list["has_more"]),
        (&made[..2], &json!(true))
    );
    let path = format!("/v1/refunds/{}", made[0]);
    let form = [("metadata[a]", "1"), ("metadata[b]", "2")];
    double.post(&path, &form).await.object();
    let changed = double.post(&path, &[("metadata[a]", "")]).await.object();
    assert_eq!(changed["metadata"], json!({ "b": "2" }));
    double.get("/v1/refunds/re_none").await.refused(
        404,
        INVALID,
        Some("resource_missing"),
        Some("refund"),
    );
}

#[tokio::test]
async fn a_pending_refund_ends_when_the_control_says_so() {
    let double = TestDouble::new().await;
    double
        .control("/settings", json!({ "pending_refunds": true }))
        .await
        .object();
    let intent = text(&double.paid(&[]).await, "payment_intent");
    let refund = double.refund(&[("payment_intent", &intent)]).await.object();
    assert_shape(&refund, "refund");
    assert_eq!(refund["status"], "pending");
    let end = format!("/refunds/{}/end", text(&refund, "id"));
    double.control(&end, json!({})).await.object();
    assert_eq!(
        double.control(&end, json!({})).await.status,
        409,
        "it has ended"
    );
    let path = format!("/v1/refunds/{}", text(&refund, "id"));
    assert_eq!(double.get(&path).await.object()["status"], "succeeded");
    assert_eq!(
        double.told().await[3..],
        ["refund.updated", "charge.refund.updated"]
    );
}

#[tokio::test]
async fn a_refund_that_fails_later_gives_the_money_back_to_the_merchant() {
    let double = TestDouble::new().await;
    let intent = text(&double.paid(&[]).await, "payment_intent");
    let refund = double.refund(&[("payment_intent", &intent)]).await.object();
    let end = format!("/refunds/{}/end", text(&refund, "id"));
    let failure = json!({ "failure_reason": "lost_or_stolen_card" });
    double.control(&end, failure.clone()).await.object();
    assert_eq!(double.control(&end, failure).await.status, 409);
    assert_eq!(
        double
            .control("/refunds/re_none/end", json!({}))
            .await
            .status,
        404
    );
    let path = format!("/v1/refunds/{}", text(&refund, "id"));
    let failed = double.get(&path).await.object();
    assert_shape(&failed, "refund");
    assert_eq!(
        (&failed["status"], &failed["failure_reason"]),
        (&json!("failed"), &json!("lost_or_stolen_card"))
    );
    assert_eq!(double.told().await.last().unwrap(), "refund.failed");
    assert_eq!(double.ledger().await["net_minor"], 9000);
    // What came back can be refunded again.
    double.refund(&[("payment_intent", &intent)]).await.object();
}
