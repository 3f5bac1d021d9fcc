//! An order stays with the account that it was opened with.

use booking_contract::owner::{PaysTo, StripeAccounts};
use booking_contract::{OrderStatus, ProblemCode};
use reqwest::Method;
use serde_json::json;

use super::{OTHER, STUDIO, accounts, ask, at_stripe, connected, session_of, studio};
use crate::app::{CLASS, TUESDAY, TestApp};
use crate::person::OWNER;

#[tokio::test]
async fn guests_pay_the_business_and_get_their_money_back_from_it() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    studio(&app, &owner).await;
    let opened = app.awaiting(Some("CLAY25")).await;
    let session = session_of(&app, "acct_studio").await;
    assert_eq!(session["client_reference_id"], opened.order.id.as_str());
    app.press(&opened, "pay").await;
    // The account's own endpoint tells.
    app.until(&opened, "paid").await;

    let total_minor = app.order(&opened).await.paid_minor;
    let called_off = app
        .act(
            &opened,
            "cancel",
            Some(json!({ "refund_minor": total_minor })),
        )
        .await;
    assert!(called_off.status.is_success(), "{}", called_off.text);
    let refunds = app.refunds().await;
    assert_eq!(refunds.len(), 1);
    assert_eq!(refunds[0]["account"], "acct_studio");
    let state = app.double_state().await;
    assert_eq!(
        state["ledger"]["platform"],
        json!({}),
        "{}",
        state["ledger"]
    );
    app.audit().await;
}

#[tokio::test]
async fn what_is_under_way_is_settled_and_given_back_by_the_account_that_it_began_with() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    studio(&app, &owner).await;
    let first = app.awaiting(None).await;
    at_stripe(&app, OTHER, json!({})).await;
    connected(&owner, OTHER).await;
    let second = app.awaiting(None).await;
    let session = session_of(&app, "acct_another").await;
    assert_eq!(session["client_reference_id"], second.order.id.as_str());

    // While it waits for its payment the keys cannot be forgotten.
    let earlier = accounts(&owner).await.earlier;
    assert_eq!(earlier[0].under_way, 1);
    let path = format!("/earlier-stripe-accounts/{}", earlier[0].id);
    let refused = ask(&owner, Method::DELETE, &path, None).await;
    refused.problem(ProblemCode::StillNeeded);

    app.press(&first, "pay").await;
    app.until(&first, "paid").await;
    assert_eq!(accounts(&owner).await.earlier[0].under_way, 0);
    let paid_minor = app.order(&first).await.paid_minor;
    let called_off = app
        .act(
            &first,
            "cancel",
            Some(json!({ "refund_minor": paid_minor })),
        )
        .await;
    assert!(called_off.status.is_success(), "{}", called_off.text);
    assert_eq!(app.refunds().await[0]["account"], "acct_studio");
    // The other one is asked by its own key.
    app.press(&second, "pay").await;
    assert_eq!(app.order(&second).await.status, OrderStatus::Paid);
    app.audit().await;
}

#[tokio::test]
async fn an_order_from_before_the_account_stays_with_the_companions_own() {
    let app = TestApp::start().await;
    let opened = app.awaiting(None).await;
    let owner = app.sign_in(OWNER).await;
    studio(&app, &owner).await;
    app.press(&opened, "pay").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    assert_eq!(session_of(&app, "platform").await["payment_status"], "paid");
    app.check_books().await;
}

#[tokio::test]
async fn a_live_calendar_takes_the_live_key_and_nothing_without_one() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    studio(&app, &owner).await;
    app.sql("UPDATE calendar SET test_mode = 0").await;
    let now = accounts(&owner).await;
    assert_eq!(now.live.pays_to, PaysTo::Nowhere);
    assert!(now.live.calendars > 0 && now.test.calendars == 0);
    let body = app.confirmation(CLASS, 2, TUESDAY, None).await;
    let refused = app.confirm(&body).await;
    refused.problem(ProblemCode::PaymentUnavailable);
    app.audit().await;

    let key = STUDIO.replace("test", "live");
    let live = super::connect(&owner, "live", json!({ "key": key })).await;
    live.success::<StripeAccounts>();
    let opened = app.awaiting(None).await;
    let session = session_of(&app, "acct_studio live").await;
    assert_eq!(session["livemode"], true);
    app.press(&opened, "pay").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    app.audit().await;
}

#[tokio::test]
async fn where_the_sealing_key_is_lost_nobody_is_charged_and_nothing_is_given_away() {
    let app = TestApp::start().await;
    let owner = app.sign_in(OWNER).await;
    studio(&app, &owner).await;
    let waiting = app.awaiting(None).await;
    // Sealed by another key.
    app.sql("UPDATE stripe_account SET key_sealed = 'x1.AAAA'")
        .await;
    let account = accounts(&owner).await.test.account.expect("an account");
    assert!(!account.readable);
    let body = app.confirmation(CLASS, 2, TUESDAY, None).await;
    let refused = app.confirm(&body).await;
    refused.problem(ProblemCode::PaymentUnavailable);
    // It cannot be asked about, so its place is kept.
    assert_eq!(
        app.order(&waiting).await.status,
        OrderStatus::AwaitingPayment
    );
    app.later(chrono::TimeDelta::minutes(31)).await;
    let state = "SELECT COUNT(*) FROM orders WHERE state = 'closing'";
    assert_eq!(app.number(state).await, 1);
    // The key is entered again, and everything goes on.
    connected(&owner, STUDIO).await;
    app.later(chrono::TimeDelta::minutes(1)).await;
    assert_eq!(app.order(&waiting).await.status, OrderStatus::Expired);
    app.audit().await;
}
