//! Reading sessions: the object, its expansions, lists.

use serde_json::json;

use crate::harness::{TestDouble, text, with_coupons};

const NOT_THERE: Option<&str> = Some("resource_missing");
const COUPON: &str = "discounts[0][coupon]";

#[tokio::test]
async fn a_new_session_is_open_and_unpaid_for_a_day() {
    let double = TestDouble::new().await;
    let made = double
        .session(&[
            ("client_reference_id", "order-17"),
            ("metadata[order]", "17"),
            ("customer_email", "ada@example.com"),
        ])
        .await
        .object();
    let id = text(&made, "id");
    assert!(id.starts_with("cs_test_"));
    let url = double.url(&format!("/c/pay/{id}"));
    let expected = json!({
        "object": "checkout.session", "status": "open", "payment_status": "unpaid", "mode": "payment",
        "currency": "eur", "amount_subtotal": 9000, "amount_total": 9000, "livemode": false,
        "client_reference_id": "order-17", "metadata": { "order": "17" }, "payment_intent": null,
        "customer_email": "ada@example.com", "discounts": [], "url": url,
        "success_url": "https://shop.test/done?session={CHECKOUT_SESSION_ID}", "cancel_url": "https://shop.test/back",
        "total_details": { "amount_discount": 0, "amount_shipping": 0, "amount_tax": 0 },
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    assert_eq!(made["customer_details"]["email"], "ada@example.com");
    let life = made["expires_at"].as_i64().unwrap() - made["created"].as_i64().unwrap();
    assert_eq!(life, 86_400);
    assert_eq!(
        double
            .get(&format!("/v1/checkout/sessions/{id}"))
            .await
            .object(),
        made
    );
    assert!(made.get("line_items").is_none());
}

#[tokio::test]
async fn expansion_brings_what_is_named_and_refuses_what_cannot_be() {
    let double = with_coupons().await;
    let expand = [
        (COUPON, "TEN"),
        ("expand[]", "line_items"),
        ("payment_intent_data[metadata][order]", "17"),
    ];
    let session = double.session(&expand).await.object();
    let line = &session["line_items"]["data"][0];
    let amounts = ["amount_subtotal", "amount_discount", "amount_total"]
        .map(|name| line[name].as_i64().unwrap());
    assert_eq!(
        (amounts, &line["description"], &line["quantity"]),
        ([9000, 900, 8100], &json!("Massage"), &json!(2))
    );
    let path = format!("/v1/checkout/sessions/{}", text(&session, "id"));
    assert_eq!(
        double.get(&format!("{path}/line_items")).await.object(),
        session["line_items"]
    );
    double.press(&session, "pay", "ada@example.com").await;
    let query =
        "expand[]=payment_intent&expand[]=discounts.coupon&expand[]=total_details.breakdown";
    let paid = double.get(&format!("{path}?{query}")).await.object();
    let intent = &paid["payment_intent"];
    assert_eq!(
        (&intent["amount"], &intent["status"], &intent["currency"]),
        (&json!(8100), &json!("succeeded"), &json!("eur"))
    );
    assert_eq!(intent["metadata"], json!({ "order": "17" }));
    assert_eq!(paid["discounts"][0]["coupon"]["percent_off"], 10);
    assert_eq!(
        paid["total_details"]["breakdown"]["discounts"][0]["amount"],
        900
    );
    double
        .get(&format!("{path}?expand[]=amount_total"))
        .await
        .invalid("expand", None);
    double
        .get(&format!("{path}?expand[]=customer"))
        .await
        .object();
}

#[tokio::test]
async fn a_session_whose_expansion_is_refused_never_was() {
    let double = TestDouble::new().await;
    double
        .session(&[("expand[]", "amount_total")])
        .await
        .invalid("expand", None);
    assert_eq!(double.state().await["sessions"], json!([]));
}

#[tokio::test]
async fn sessions_are_listed_and_filtered() {
    let double = TestDouble::new().await;
    let first = double.session(&[]).await.object();
    let second = double
        .session(&[("customer_email", "ada@example.com")])
        .await
        .object();
    double.press(&first, "pay", "bob@example.com").await;
    let ids = async |query: &str| {
        let path = format!("/v1/checkout/sessions{query}");
        let list = double.get(&path).await.object();
        let sessions = list["data"].as_array().unwrap().iter();
        sessions
            .map(|session| text(session, "id"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let (one, two) = (text(&first, "id"), text(&second, "id"));
    let paid = double
        .get(&format!("/v1/checkout/sessions/{one}"))
        .await
        .object();
    let by_intent = format!("?payment_intent={}", text(&paid, "payment_intent"));
    assert_eq!(ids("").await, format!("{two} {one}"));
    assert_eq!(ids("?status=complete").await, one);
    assert_eq!(ids("?status=open").await, two);
    assert_eq!(ids("?customer_details[email]=bob@example.com").await, one);
    assert_eq!(ids(&by_intent).await, one);
    assert_eq!(ids(&format!("?limit=1&starting_after={two}")).await, one);
    let list = double
        .get("/v1/checkout/sessions?expand[]=data.line_items")
        .await
        .object();
    assert_eq!(list["data"][0]["line_items"]["data"][0]["quantity"], 2);
    double
        .get("/v1/checkout/sessions?expand[]=line_items")
        .await
        .invalid("expand", None);
    double
        .get("/v1/checkout/sessions?status=paid")
        .await
        .invalid("status", None);
}

#[tokio::test]
async fn an_unknown_session_is_a_404() {
    let double = TestDouble::new().await;
    let path = "/v1/checkout/sessions/cs_test_none";
    for answer in [
        double.get(path).await,
        double.get(&format!("{path}/line_items")).await,
        double.post(&format!("{path}/expire"), &[]).await,
    ] {
        answer.refused(404, "invalid_request_error", NOT_THERE, Some("session"));
    }
}
