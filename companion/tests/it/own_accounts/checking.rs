//! What the check button says, with the reason of everything that is missing.

use booking_contract::ProblemCode;
use booking_contract::owner::{StripeCheck, StripeFinding, StripeRight};
use reqwest::Method;
use serde_json::{Value, json};

use super::{OTHER, SIGNING_SECRET, STUDIO, ask, at_stripe, connect, studio};
use crate::app::{Answer, TestApp};
use crate::person::{OWNER, Person};

async fn check(person: &Person<'_>, body: Value) -> Answer {
    let path = "/stripe-accounts/test/check";
    ask(person, Method::POST, path, Some(body)).await
}

async fn findings(person: &Person<'_>, body: Value) -> Vec<StripeFinding> {
    let said: StripeCheck = check(person, body).await.success();
    said.findings
}

#[tokio::test]
async fn a_key_that_is_good_is_told_so_before_it_is_saved_and_nothing_happens_at_stripe() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    at_stripe(&app, STUDIO, json!({})).await;
    let said: StripeCheck = check(&owner, json!({ "key": STUDIO })).await.success();
    assert_eq!(said.findings, []);
    assert_eq!(
        (said.name.as_str(), said.stripe_id.as_deref()),
        ("studio", Some("acct_studio"))
    );
    assert_eq!(app.number("SELECT COUNT(*) FROM stripe_account").await, 0);
    let state = app.double_state().await;
    for list in ["sessions", "coupons", "refunds"] {
        assert_eq!(state[list], json!([]), "{list}");
    }
}

#[tokio::test]
async fn what_a_restricted_key_lacks_is_named_right_by_right() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let key = json!({ "key": "rk_test_studio-1234" });
    for (operation, right) in [
        (
            "create:checkout.session",
            StripeRight::WriteCheckoutSessions,
        ),
        ("create:coupon", StripeRight::WriteCoupons),
        ("create:refund", StripeRight::WriteRefunds),
        ("list:payment_intent", StripeRight::ReadPayments),
        ("list:dispute", StripeRight::ReadDisputes),
        ("list:promotion_code", StripeRight::ReadPromotionCodes),
        ("retrieve:account", StripeRight::ReadAccount),
    ] {
        let more = json!({ "restricted_key": "rk_test_studio-1234", "lacks": [operation] });
        at_stripe(&app, STUDIO, more).await;
        let found = findings(&owner, key.clone()).await;
        assert_eq!(found, [StripeFinding::Lacks(right)], "{operation}");
    }
}

#[tokio::test]
async fn a_key_that_is_none_and_an_account_that_takes_no_money_are_told() {
    let mut app = TestApp::start().await;
    {
        let owner = app.sign_in(OWNER).await;
        let found = findings(&owner, json!({ "key": STUDIO })).await;
        assert_eq!(found, [StripeFinding::KeyRefused]);
        check(&owner, json!({ "key": "sk_live_studio-1234" }))
            .await
            .problem(ProblemCode::StripeKeyRefused);
        check(&owner, json!({}))
            .await
            .problem(ProblemCode::NotFound);
        at_stripe(&app, STUDIO, json!({ "charges_enabled": false })).await;
        let found = findings(&owner, json!({ "key": STUDIO })).await;
        assert_eq!(found, [StripeFinding::ChargesDisabled]);
        assert!(found[0].is_serious());
    }
    app.stop_double().await;
    let owner = app.sign_in(OWNER).await;
    let found = findings(&owner, json!({ "key": STUDIO })).await;
    assert_eq!(found, [StripeFinding::NoAnswer]);
}

#[tokio::test]
async fn what_is_wrong_with_the_endpoint_of_a_connected_account_is_told() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let account = studio(&app, &owner).await;
    let endpoint = |more: Value| {
        let mut endpoint = json!({ "url": account.webhook_url, "secret": SIGNING_SECRET });
        for (name, value) in more.as_object().into_iter().flatten() {
            endpoint[name] = value.clone();
        }
        json!({ "webhooks": [endpoint] })
    };
    assert_eq!(findings(&owner, json!({})).await, []);
    for (more, finding) in [
        (json!({}), StripeFinding::NoWebhook),
        (
            endpoint(json!({ "disabled": true })),
            StripeFinding::WebhookOff,
        ),
        (
            endpoint(json!({ "livemode": true })),
            StripeFinding::NoWebhook,
        ),
    ] {
        at_stripe(&app, STUDIO, more).await;
        assert_eq!(findings(&owner, json!({})).await, [finding]);
    }
    let some = json!({ "events": ["checkout.session.completed"] });
    at_stripe(&app, STUDIO, endpoint(some)).await;
    let found = findings(&owner, json!({})).await;
    let [StripeFinding::WebhookLacks(missing)] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert!(missing.contains(&"charge.refunded".to_owned()) && missing.len() == 9);
    // Of a key that is only tried, and is another account's, no endpoint is expected.
    at_stripe(&app, OTHER, json!({})).await;
    assert_eq!(findings(&owner, json!({ "key": OTHER })).await, []);

    app.sql("UPDATE stripe_account SET key_sealed = 'x1.AAAA'")
        .await;
    assert_eq!(findings(&owner, json!({})).await, [StripeFinding::KeyLost]);
}

#[tokio::test]
async fn a_missing_signing_secret_is_told_until_it_is_entered() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    at_stripe(&app, STUDIO, json!({})).await;
    super::connected(&owner, STUDIO).await;
    let both = [StripeFinding::NoWebhook, StripeFinding::NoSigningSecret];
    assert_eq!(findings(&owner, json!({})).await, both);
    connect(&owner, "test", json!({ "signing_secret": SIGNING_SECRET })).await;
    assert_eq!(
        findings(&owner, json!({})).await,
        [StripeFinding::NoWebhook]
    );
}
