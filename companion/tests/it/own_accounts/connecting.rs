//! Keys are taken, sealed, and never shown again.

use booking_contract::ProblemCode;
use booking_contract::owner::{LogPage, PaysTo, StripeAccounts};
use reqwest::Method;
use serde_json::json;

use super::{OTHER, SIGNING_SECRET, STUDIO, accounts, ask, at_stripe, connect, connected, studio};
use crate::app::{Setup, TestApp};
use crate::person::OWNER;

#[tokio::test]
async fn a_key_is_kept_sealed_and_only_its_end_is_ever_shown() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    assert_eq!(
        accounts(&owner).await.test.pays_to,
        PaysTo::CompanionsAccount
    );
    studio(&app, &owner).await;

    let answer = ask(&owner, Method::GET, "/stripe-accounts", None).await;
    let log = ask(&owner, Method::GET, "/log", None).await;
    for text in [&answer.text, &log.text] {
        assert!(
            !text.contains(STUDIO) && !text.contains(SIGNING_SECRET),
            "{text}"
        );
    }
    let log: LogPage = log.success();
    assert_eq!(log.entries[0].action, "business.stripe_connect");
    let now: StripeAccounts = answer.success();
    assert_eq!(now.test.pays_to, PaysTo::OwnAccount);
    let account = now.test.account.expect("an account");
    assert_eq!(
        (account.name.as_str(), account.key_ends.as_str()),
        ("studio", "1234")
    );
    assert_eq!(account.signing_secret_ends.as_deref(), Some("oint"));
    assert!(account.readable && !account.restricted);

    let kept = app
        .books
        .text("SELECT key_sealed || ' ' || secret_sealed FROM stripe_account")
        .await;
    assert!(kept.starts_with("x1."), "{kept}");
    assert!(!kept.contains("studio"), "{kept}");
}

#[tokio::test]
async fn what_is_no_key_of_the_mode_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    at_stripe(&app, STUDIO, json!({})).await;
    for (mode, key) in [
        ("test", "sk_live_studio-1234"),
        ("live", STUDIO),
        ("live", "rk_test_studio-1234"),
        ("test", "sk_test_nobodys-key"),
    ] {
        let answer = connect(&owner, mode, json!({ "key": key })).await;
        let problem = answer.problem(ProblemCode::StripeKeyRefused);
        assert_eq!(problem.status, 422, "{mode} {key}");
        assert!(!answer.text.contains(key), "{}", answer.text);
    }
    for key in [
        "pk_test_studio-1234",
        "whsec_studio-endpoint",
        "sk_test_",
        "",
        "sk_test_a b c d e",
    ] {
        let answer = connect(&owner, "test", json!({ "key": key })).await;
        answer.problem(ProblemCode::InvalidRequest);
    }
    let nothing = connect(&owner, "test", json!({ "signing_secret": SIGNING_SECRET })).await;
    nothing.problem(ProblemCode::NotFound);
    let elsewhere = connect(&owner, "play", json!({ "key": STUDIO })).await;
    elsewhere.problem(ProblemCode::NotFound);
    assert_eq!(app.number("SELECT COUNT(*) FROM stripe_account").await, 0);

    let live = connect(&owner, "live", json!({ "key": "sk_live_studio-1234" })).await;
    let live: StripeAccounts = live.success();
    assert_eq!(live.live.pays_to, PaysTo::OwnAccount);
    assert_eq!(live.test.pays_to, PaysTo::CompanionsAccount);
}

#[tokio::test]
async fn another_key_of_the_same_account_takes_the_place_of_the_one_before() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let before = studio(&app, &owner).await;
    let more = json!({ "restricted_key": "rk_test_studio-9999" });
    at_stripe(&app, STUDIO, more).await;
    let after = connected(&owner, "rk_test_studio-9999").await;
    assert_eq!(after.webhook_url, before.webhook_url);
    assert_eq!(after.signing_secret_ends.as_deref(), Some("oint"));
    assert!(after.restricted && after.key_ends == "9999");
    assert_eq!(accounts(&owner).await.earlier, []);
}

#[tokio::test]
async fn a_key_of_another_account_begins_anew_and_the_one_before_is_kept() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let before = studio(&app, &owner).await;
    at_stripe(&app, OTHER, json!({})).await;
    let after = connected(&owner, OTHER).await;
    assert_ne!(after.webhook_url, before.webhook_url);
    assert_eq!(after.signing_secret_ends, None);
    let earlier = accounts(&owner).await.earlier;
    assert_eq!(earlier.len(), 1);
    assert_eq!(
        (earlier[0].name.as_str(), earlier[0].under_way),
        ("studio", 0)
    );

    let path = format!("/earlier-stripe-accounts/{}", earlier[0].id);
    let now: StripeAccounts = ask(&owner, Method::DELETE, &path, None).await.success();
    assert_eq!(now.earlier, []);
    assert_eq!(
        app.number("SELECT COUNT(*) FROM stripe_account WHERE key_sealed = ''")
            .await,
        1
    );
    let again = ask(&owner, Method::DELETE, &path, None).await;
    again.problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn an_account_in_use_cannot_be_forgotten_and_can_be_taken_out_of_use() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    let account = studio(&app, &owner).await;
    let id = account.webhook_url.rsplit('/').next().expect("an id");
    let path = format!("/earlier-stripe-accounts/{id}");
    let refused = ask(&owner, Method::DELETE, &path, None).await;
    refused.problem(ProblemCode::NotFound);
    for _ in 0..2 {
        let gone = ask(&owner, Method::DELETE, "/stripe-accounts/test", None).await;
        let gone: StripeAccounts = gone.success();
        assert_eq!(gone.test.pays_to, PaysTo::CompanionsAccount);
        assert_eq!(gone.earlier.len(), 1);
    }
    let told = "SELECT COUNT(*) FROM owner_log WHERE action = 'business.stripe_disconnect'";
    assert_eq!(app.number(told).await, 1);
}

#[tokio::test]
async fn while_stripe_does_not_answer_no_key_is_taken() {
    let mut app = TestApp::start_with(Setup::default()).await;
    app.stop_double().await;
    let owner = app.sign_in(OWNER).await;
    let answer = connect(&owner, "test", json!({ "key": STUDIO })).await;
    answer.problem(ProblemCode::PaymentUnavailable);
    assert_eq!(app.number("SELECT COUNT(*) FROM stripe_account").await, 0);
}
