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

/// What a page says, without its tags.
#[track_caller]
fn read(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
    let policy = answer.headers["content-security-policy"].to_str();
    let policy = policy.expect("text");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
    let (_, body) = answer.text.split_once("<main>").expect("a page");
    let mut text = String::new();
    let mut is_tag = false;
    for sign in body.chars() {
        match sign {
            '<' => is_tag = true,
            '>' => is_tag = false,
            _ if !is_tag => text.push(sign),
            _ => {}
        }
    }
    text
}

#[tokio::test]
async fn the_page_says_what_the_file_says_and_leads_to_it() {
    let app = TestApp::start().await;
    let opened = app.paid(Some("LASTONE")).await;
    let id = opened.order.id.as_str();
    let desk = Desk::owner(&app).await;
    let owned = desk.get(&format!("/orders/{id}/receipt")).await;
    assert!(owned.text.contains("href=\"receipt.pdf\""));
    let path = format!("/v1/orders/{id}/receipt");
    let guests = app.get(&format!("{path}?token={}", opened.token)).await;
    let link = format!("href=\"receipt.pdf?token={}\"", opened.token);
    assert!(guests.text.contains(&link), "{}", guests.text);
    for page in [read(&owned), read(&guests)] {
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
            assert!(page.contains(text), "{text}: {page}");
        }
    }
    for wrong in [path.clone(), format!("{path}?token=wrong")] {
        app.get(&wrong).await.problem(ProblemCode::NotFound);
    }
    let staff = Desk::of(&app, STAFF).await;
    let own = format!("/orders/{id}/receipt");
    staff.get(&own).await.problem(ProblemCode::NotAllowed);
    let group = app.sign_in(GROUP).await;
    let foreign = format!("/v1/businesses/northlight{own}");
    group.get(&foreign).await.problem(ProblemCode::NotFound);
}

#[tokio::test]
async fn the_page_shows_any_letters_as_they_are_and_runs_none() {
    let app = TestApp::start().await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    body.guest.name = "\u{141}ukasz <script>alert(1)</script>"
        .parse()
        .expect("a name");
    let opened: OrderOpened = app.confirm(&body).await.success();
    let path = format!("/v1/orders/{}/receipt", opened.order.id);
    let page = app.get(&format!("{path}?token={}", opened.token)).await;
    assert!(
        page.text.contains("\u{141}ukasz &lt;script&gt;"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn the_file_shows_names_of_other_letters_and_can_be_searched_for_them() {
    let app = TestApp::start().await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let western: OrderOpened = app.confirm(&body).await.success();
    let path = |opened: &OrderOpened| {
        format!(
            "/v1/orders/{}/receipt.pdf?token={}",
            opened.order.id, opened.token
        )
    };
    let plain = app.get(&path(&western)).await;
    assert!(!shown(&plain).contains("DejaVuSans"));

    body.guest.name = "\u{141}ukasz \u{645}\u{631}\u{9676}"
        .parse()
        .expect("a name");
    body.guest.email = "other@example.com".parse().expect("an address");
    let opened: OrderOpened = app.confirm(&body).await.success();
    let file = app.get(&path(&opened)).await;
    let file = shown(&file);
    assert!(file.contains("+DejaVuSans"), "the font is in it");
    // What a shape stands for: the first letter, one of the last name's, and what no font here has.
    for letter in ["<0141>", "<0645>", "<003F>"] {
        assert!(file.contains(letter), "{letter}");
    }
}
