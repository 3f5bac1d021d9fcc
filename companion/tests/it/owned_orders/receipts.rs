//! Receipts as files, for the business and for the guest by the order's token.

use booking_contract::owner::OrderDetails;
use booking_contract::{OrderOpened, ProblemCode};
use serde_json::json;

use super::{Desk, with_balance};
use crate::app::{Answer, CLASS, TUESDAY, TestApp};
use crate::person::{GROUP, STAFF};

/// What the file shows, sign by sign: its texts stand in it as they are.
#[track_caller]
fn shown(answer: &Answer) -> &str {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "application/pdf");
    assert!(answer.text.starts_with("%PDF-"), "{}", answer.text);
    assert!(answer.text.trim_end().ends_with("%%EOF"));
    &answer.text
}

#[tokio::test]
async fn a_receipt_has_the_discounts_own_line_and_adds_up() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    let desk = Desk::owner(&app).await;
    let answer = desk
        .get(&format!("/orders/{}/receipt.pdf", opened.order.id))
        .await;
    let file = shown(&answer);
    for text in [
        "EUR 96.00",
        "Discount with LASTONE",
        "EUR -20.00",
        "EUR 76.00",
        "Remaining balance",
        "EUR 0.00",
        "A test booking",
        "Ana Silva",
    ] {
        assert!(file.contains(text), "{text}");
    }
}

#[tokio::test]
async fn a_receipt_shows_what_was_paid_by_hand_and_given_back() {
    let app = TestApp::start().await;
    let opened = with_balance(&app).await;
    let (desk, id) = (Desk::owner(&app).await, opened.order.id.as_str());
    desk.cash(id, 7_200, 7_200).await.success::<OrderDetails>();
    desk.refund(id, json!("amount"), 1_000)
        .await
        .success::<OrderDetails>();
    let answer = desk.get(&format!("/orders/{id}/receipt.pdf")).await;
    let file = shown(&answer);
    for text in ["EUR 24.00", "EUR 72.00", "at the business", "EUR -10.00"] {
        assert!(file.contains(text), "{text}");
    }
}

#[tokio::test]
async fn a_guest_has_it_by_the_token_and_nobody_without() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    let path = format!("/v1/orders/{}/receipt.pdf", opened.order.id);
    shown(&app.get(&format!("{path}?token={}", opened.token)).await);
    let request = app.http.get(format!("{}{path}", app.url));
    shown(&app.send(request.bearer_auth(&opened.token)).await);
    for wrong in [path.clone(), format!("{path}?token=wrong")] {
        app.get(&wrong).await.problem(ProblemCode::NotFound);
    }
    let own = format!("/orders/{}/receipt.pdf", opened.order.id);
    let staff = Desk::of(&app, STAFF).await;
    staff.get(&own).await.problem(ProblemCode::NotAllowed);
    let group = app.sign_in(GROUP).await;
    let foreign = format!("/v1/businesses/northlight{own}");
    group.get(&foreign).await.problem(ProblemCode::NotFound);
}
