//! Who may do what with coupons.

use booking_contract::ProblemCode;
use booking_contract::owner::CouponSaved;
use reqwest::Method;
use serde_json::json;

use super::desk::{Desk, tenth};
use crate::app::TestApp;

#[tokio::test]
async fn a_role_that_was_taken_away_counts_at_the_next_request() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("TENTH")).await.coupon;
    app.sql("UPDATE membership SET role = 'manager'").await;
    let late = owner.put(made.id.as_str(), 1, &tenth("OTHER")).await;
    late.problem(ProblemCode::NotAllowed);
    assert_eq!(owner.read(made.id.as_str()).await.coupon, made);
}

#[tokio::test]
async fn a_coupon_of_another_business_is_not_there() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("TENTH")).await.coupon;
    app.sql("UPDATE coupon SET business_id = 'northlight' WHERE code = 'TENTH'")
        .await;
    let id = made.id.as_str();
    let answers = [
        owner.get(&format!("/coupons/{id}")).await,
        owner.put(id, 1, &tenth("OTHER")).await,
        owner.act(id, "activate").await,
        owner.act(id, "deactivate").await,
        owner.act(id, "duplicate").await,
        owner.delete(id).await,
        owner
            .post(
                "/coupons/check",
                &json!({ "draft": tenth("OTHER"), "coupon_id": id }),
            )
            .await,
    ];
    for answer in answers {
        answer.problem(ProblemCode::NotFound);
    }
    assert!(owner.list("search=tenth").await.coupons.is_empty());
}

#[tokio::test]
async fn nobody_sets_what_is_not_theirs_to_set() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    for (field, value) in [
        ("redeemed", json!(0)),
        ("active", json!(true)),
        ("version", json!(9)),
        ("id", json!("mine")),
        ("business_id", json!("northlight")),
        ("benefit_frozen", json!(false)),
    ] {
        let mut draft = tenth("TENTH");
        draft[field] = value;
        let refused = owner.post("/coupons", &json!({ "draft": draft })).await;
        refused.problem(ProblemCode::InvalidRequest);
    }
    let made: CouponSaved = owner.make(tenth("TENTH")).await;
    let body = json!({ "version": 1, "draft": tenth("TENTH"), "active": false });
    let path = format!("/coupons/{}", made.coupon.id);
    let refused = owner.ask(Method::PUT, &path, Some(&body)).await;
    refused.problem(ProblemCode::InvalidRequest);
}
