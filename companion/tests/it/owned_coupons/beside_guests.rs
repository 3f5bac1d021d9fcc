//! Owners change coupons while guests confirm with them.

use std::sync::Arc;

use booking_contract::owner::{CouponRefusal, CouponSaved};
use booking_contract::{OpenOrder, OrderOpened, ProblemCode};
use serde_json::json;
use tokio::task::JoinSet;

use super::desk::{Desk, refusal, tenth};
use crate::app::{Answer, CLASS, TUESDAY, TestApp, guest};

/// Twenty guests confirm at once.
fn twenty(app: &Arc<TestApp>, body: &OpenOrder) -> JoinSet<Answer> {
    let mut guests = JoinSet::new();
    for number in 0..20 {
        let (app, mut body) = (app.clone(), body.clone());
        body.guest = guest(&format!("guest{number}@example.com"));
        guests.spawn(async move { app.confirm(&body).await });
    }
    guests
}

#[tokio::test]
async fn a_price_with_a_coupon_that_changed_meanwhile_is_asked_again() {
    let app = TestApp::start().await;
    let owner = Desk::owner(&app).await;
    let made = owner.make(tenth("TENTH")).await.coupon;
    let id = made.id.as_str();
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("TENTH")).await;
    let mut better = tenth("TENTH");
    better["benefit"] = json!({ "percent": { "percent": "20" } });
    let _: CouponSaved = owner.put(id, 1, &better).await.success();
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    let mut body = body.clone();
    body.quote = *problem.quote.expect("the price now");
    assert_eq!(body.quote.discount_minor, 960);
    let _: CouponSaved = owner.act(id, "deactivate").await.success();
    app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    let _: CouponSaved = owner.act(id, "activate").await.success();
    let opened: OrderOpened = app.confirm(&body).await.success();
    // The order keeps its price, whatever becomes of the coupon.
    let _: CouponSaved = owner.act(id, "deactivate").await.success();
    app.press(&opened, "pay").await;
    assert_eq!(app.order(&opened).await.paid_minor, 3_840);
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_is_deleted_while_guests_confirm_is_gone_or_kept() {
    for _ in 0..5 {
        let app = Arc::new(TestApp::start().await);
        app.sql("UPDATE service SET capacity = 100").await;
        let owner = Desk::owner(&app).await;
        let made = owner.make(tenth("TENTH")).await.coupon;
        let body = app.confirmation(CLASS, 1, TUESDAY, Some("TENTH")).await;
        let guests = twenty(&app, &body);
        let deleted = owner.delete(made.id.as_str()).await;
        let answers = guests.join_all().await;
        let won = answers.iter().filter(|answer| answer.status == 201).count();
        if deleted.status == 204 {
            assert_eq!(won, 0);
            assert_eq!(owner.list("search=tenth").await.total, 0);
        } else {
            let CouponRefusal::EverUsed { orders } = refusal(&deleted) else {
                panic!("{}", deleted.text);
            };
            assert!(orders >= 1 && won >= 1);
        }
        for answer in answers.iter().filter(|answer| answer.status != 201) {
            answer.problem(ProblemCode::QuoteChanged);
        }
        app.check_books().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_that_is_lowered_while_guests_confirm_holds_or_is_refused() {
    for _ in 0..5 {
        let app = Arc::new(TestApp::start().await);
        app.sql("UPDATE service SET capacity = 100").await;
        let owner = Desk::owner(&app).await;
        let made = owner.make(tenth("TENTH")).await.coupon;
        let body = app.confirmation(CLASS, 1, TUESDAY, Some("TENTH")).await;
        let guests = twenty(&app, &body);
        let mut draft = tenth("TENTH");
        draft["max_redemptions"] = json!(5);
        let lowered = owner.put(made.id.as_str(), 1, &draft).await;
        let answers = guests.join_all().await;
        let won = answers.iter().filter(|answer| answer.status == 201).count();
        if lowered.status == 200 {
            assert!(won <= 5, "{won}");
        } else {
            let CouponRefusal::LimitBelowUses { uses } = refusal(&lowered) else {
                panic!("{}", lowered.text);
            };
            assert!(uses > 5);
        }
        app.check_books().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_want_one_text_at_once_one_gets_it() {
    let app = Arc::new(TestApp::start().await);
    let owner = Desk::owner(&app).await;
    let bodies = (0..10).map(|_| json!({ "draft": tenth("WANTED") }));
    let bodies: Vec<_> = bodies.collect();
    let answers = futures_of(&owner, &bodies).await;
    let won = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert!(matches!(refusal(answer), CouponRefusal::CodeTaken { .. }));
    }
    app.check_books().await;
}

/// Asks for all of them at once.
async fn futures_of(owner: &Desk<'_>, bodies: &[serde_json::Value]) -> Vec<Answer> {
    let mut asked: Vec<_> = bodies
        .iter()
        .map(|body| Box::pin(owner.post("/coupons", body)))
        .collect();
    let mut answers = Vec::new();
    std::future::poll_fn(|context| {
        asked.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if asked.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    answers
}
