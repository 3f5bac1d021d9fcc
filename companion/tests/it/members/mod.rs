//! Members of a business with a sign-in of its own: a signed token says who books.

mod secrets;
mod tokens;

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use booking_contract::{CouponCheckReply, OpenOrder, OrderOpened, OrderStatus, ProblemCode};
use booking_engine::{QuoteChange, Rejection};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::task::JoinSet;

use crate::app::{CLASS, KILN, LESSON, TUESDAY, TestApp, guest, request};
use crate::plain::{at_the_form_of, fill_in};

/// What the demo's studio signs with.
const SECRET: &str = "mbs_demo_of_kiln_clay_never_use_it_elsewhere";
/// The member whom the demo's code POTTER15 is for.
const POTTER: &str = "potter-17";
/// When a lesson is free, also where a class is booked on Tuesday.
const THURSDAY: &str = "2026-11-26T10:00:00Z";

/// A token of these claims.
fn signed(secret: &str, claims: &Value) -> String {
    let part = |text: &Value| BASE64_URL_SAFE_NO_PAD.encode(text.to_string());
    let signed = format!("{}.{}", part(&json!({ "alg": "HS256" })), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(signed.as_bytes());
    let signature = BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    format!("{signed}.{signature}")
}

/// A good token of a member, for fifteen minutes.
fn token(app: &TestApp, member: &str) -> String {
    let exp = app.clock.now().timestamp() + 900;
    signed(SECRET, &json!({ "sub": member, "exp": exp }))
}

/// What a code is answered for a service, to whoever this is.
async fn check(
    app: &TestApp,
    (service, code): (&str, &str),
    email: Option<&str>,
    member: Option<&str>,
) -> Option<Rejection> {
    let mut asked = json!({ "request": request(service, 1, Some(code)) });
    if let Some(email) = email {
        asked["email"] = email.into();
    }
    if let Some(member) = member {
        asked["member"] = member.into();
    }
    let path = format!("/v1/calendars/{KILN}/coupon-checks");
    match app.post(&path, &asked).await.success() {
        CouponCheckReply::Accepted { terms, .. } => {
            assert!(terms.history.is_empty() && terms.customer.is_empty());
            assert!(terms.coupons.iter().all(|it| it.customers.is_empty()));
            None
        }
        CouponCheckReply::Rejected { reason } => Some(reason),
    }
}

/// A class on Tuesday with a code, as this guest confirms it.
async fn class(app: &TestApp, code: &str, email: &str, member: Option<String>) -> OpenOrder {
    let mut body = app.confirmation(CLASS, 1, TUESDAY, Some(code)).await;
    body.guest = guest(email);
    body.member = member;
    body
}

/// Confirms at the price with the discount.
async fn opened(app: &TestApp, body: &OpenOrder) -> OrderOpened {
    let opened: OrderOpened = app.confirm(body).await.success();
    assert!(opened.order.quote.discount_minor > 0);
    opened
}

/// The price is another one, because the code is refused for this reason.
async fn refused(app: &TestApp, body: &OpenOrder, reason: Rejection) {
    let problem = app.confirm(body).await.problem(ProblemCode::QuoteChanged);
    assert_eq!(problem.changes, [QuoteChange::CodeRejected { reason }]);
}

/// A potter's confirmation with their own code.
async fn potters(app: &TestApp) -> OpenOrder {
    let mut body = class(
        app,
        "WELCOME10",
        "ana@example.com",
        Some(token(app, POTTER)),
    )
    .await;
    body.request.code = Some("POTTER15".to_owned());
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    body.quote = *problem.quote.expect("the price now");
    assert_eq!(body.quote.discount_minor, 720);
    body
}

#[tokio::test]
async fn a_code_for_a_member_works_for_them_and_is_no_code_to_everybody_else() {
    let app = TestApp::start().await;
    let potter = Some(token(&app, POTTER));
    let other = Some(token(&app, "potter-18"));
    let code = (CLASS, "POTTER15");
    for email in [None, Some("ana@example.com")] {
        assert_eq!(check(&app, code, email, potter.as_deref()).await, None);
        for member in [None, other.as_deref()] {
            let told = check(&app, code, email, member).await;
            assert_eq!(told, Some(Rejection::NotFound), "{email:?} {member:?}");
        }
    }
    let body = potters(&app).await;
    for member in [None, other] {
        let body = OpenOrder {
            member,
            ..body.clone()
        };
        refused(&app, &body, Rejection::NotFound).await;
    }
    let opened = opened(&app, &body).await;
    app.press(&opened, "pay").await;
    assert_eq!(app.order(&opened).await.status, OrderStatus::Paid);
    let kept = app.books.text("SELECT member_id FROM orders").await;
    assert_eq!(kept, POTTER);
    app.check_books().await;
}

#[tokio::test]
async fn a_code_of_which_the_text_is_somebodys_own_is_found_by_the_member_it_is_for() {
    let app = TestApp::start().await;
    opened(&app, &potters(&app).await).await;
    let key = app.books.text("SELECT member_key FROM orders").await;
    for (id, customer) in [("a-somebody", "somebody"), ("z-potter", &*key)] {
        app.sql(&format!(
            "INSERT INTO promotion_code (id, business_id, coupon_id, code, customer) \
             VALUES ('{id}', 'kiln-clay', 'kiln-clay-clay25', 'OURS', '{customer}')"
        ))
        .await;
    }
    // Somebody's address may still be typed, so without a member the answer is provisional.
    let potter = Some(token(&app, POTTER));
    assert_eq!(check(&app, (CLASS, "OURS"), None, None).await, None);
    let ana = Some("ana@example.com");
    let asked = (CLASS, "OURS");
    assert_eq!(check(&app, asked, ana, potter.as_deref()).await, None);
    let told = check(&app, asked, ana, None).await;
    assert_eq!(told, Some(Rejection::NotFound));
    // A code that is the member's alone is nobody's who is none.
    app.sql("DELETE FROM promotion_code WHERE id = 'a-somebody'")
        .await;
    let told = check(&app, asked, None, None).await;
    assert_eq!(told, Some(Rejection::NotFound));
    assert_eq!(check(&app, asked, None, potter.as_deref()).await, None);
}

#[tokio::test]
async fn a_member_is_one_customer_whatever_address_is_typed() {
    let app = TestApp::start().await;
    app.sql("UPDATE coupon SET max_per_customer = 1 WHERE id = 'kiln-clay-welcome10'")
        .await;
    let ana = class(
        &app,
        "WELCOME10",
        "ana@example.com",
        Some(token(&app, "m-1")),
    )
    .await;
    let first = opened(&app, &ana).await;
    let code = (CLASS, "WELCOME10");
    let member = Some(token(&app, "m-1"));
    for email in [None, Some("rui@example.com")] {
        let told = check(&app, code, email, member.as_deref()).await;
        assert_eq!(told, Some(Rejection::NotFound), "{email:?}");
    }
    let rui = OpenOrder {
        guest: guest("rui@example.com"),
        ..ana.clone()
    };
    refused(&app, &rui, Rejection::NotFound).await;
    // The address counts as before, also without the member and with another one.
    for member in [None, Some(token(&app, "m-2"))] {
        let again = OpenOrder {
            member,
            ..ana.clone()
        };
        refused(&app, &again, Rejection::NotFound).await;
    }
    // Whoever is another in both is another customer.
    let other = OpenOrder {
        member: Some(token(&app, "m-2")),
        ..rui.clone()
    };
    opened(&app, &other).await;
    app.check_books().await;
    // Given up, the use is free again under both names.
    app.release(&first).await;
    app.audit().await;
    opened(&app, &ana).await;
    app.check_books().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_addresses_at_once_a_member_uses_the_code_with_one() {
    let app = Arc::new(TestApp::start().await);
    app.sql("UPDATE coupon SET max_per_customer = 1 WHERE id = 'kiln-clay-welcome10'")
        .await;
    app.sql("UPDATE service SET capacity = 100").await;
    let body = class(
        &app,
        "WELCOME10",
        "ana@example.com",
        Some(token(&app, "m-1")),
    )
    .await;
    let mut guests = JoinSet::new();
    for number in 0..10 {
        let app = app.clone();
        let body = OpenOrder {
            guest: guest(&format!("guest-{number}@example.com")),
            ..body.clone()
        };
        guests.spawn(async move { app.confirm(&body).await });
    }
    let answers = guests.join_all().await;
    let won = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        answer.problem(ProblemCode::QuoteChanged);
    }
    app.check_books().await;
}

#[tokio::test]
async fn a_limit_that_a_late_payment_takes_again_is_taken_for_the_member_as_well() {
    let app = TestApp::start().await;
    app.sql("UPDATE coupon SET max_per_customer = 1 WHERE id = 'kiln-clay-welcome10'")
        .await;
    let ana = class(
        &app,
        "WELCOME10",
        "ana@example.com",
        Some(token(&app, "m-1")),
    )
    .await;
    let late = opened(&app, &ana).await;
    app.force_release().await;
    app.press(&late, "pay").await;
    let order = app.until(&late, "paid").await;
    assert_eq!(order.status, OrderStatus::Paid);
    app.check_books().await;
    let rui = OpenOrder {
        guest: guest("rui@example.com"),
        ..ana
    };
    refused(&app, &rui, Rejection::NotFound).await;
}

#[tokio::test]
async fn a_first_purchase_is_the_members_first() {
    for scope in ["business", "service_at_location"] {
        let app = TestApp::start().await;
        app.sql("UPDATE coupon SET first_purchase_only = 1 WHERE id = 'kiln-clay-welcome10'")
            .await;
        app.sql(&format!(
            "UPDATE business SET first_purchase_scope = '{scope}'"
        ))
        .await;
        let ana = class(
            &app,
            "WELCOME10",
            "ana@example.com",
            Some(token(&app, "m-1")),
        )
        .await;
        opened(&app, &ana).await;
        let rui = OpenOrder {
            guest: guest("rui@example.com"),
            ..ana.clone()
        };
        refused(&app, &rui, Rejection::FirstPurchase).await;
        let member = Some(token(&app, "m-1"));
        let told = check(&app, (CLASS, "WELCOME10"), None, member.as_deref()).await;
        assert_eq!(told, Some(Rejection::FirstPurchase), "{scope}");
        let told = check(&app, (LESSON, "WELCOME10"), None, member.as_deref()).await;
        let by_business = (scope == "business").then_some(Rejection::FirstPurchase);
        assert_eq!(told, by_business, "{scope}");
        if by_business.is_none() {
            // Both names are known to the books by now, and neither has had a lesson.
            let mut lesson = app
                .confirmation(LESSON, 1, THURSDAY, Some("WELCOME10"))
                .await;
            lesson.member = member;
            opened(&app, &lesson).await;
        }
        app.check_books().await;
    }
}

#[tokio::test]
async fn a_member_is_given_what_they_were_granted() {
    let app = TestApp::start().await;
    let potter = potters(&app).await;
    opened(&app, &potter).await;
    let key = app.books.text("SELECT member_key FROM orders").await;
    for statement in [
        "INSERT INTO coupon (id, business_id, name, benefit, scope, max_per_customer) \
         VALUES ('gold', 'kiln-clay', 'Gold plan', '{\"percent\":{\"percent\":\"20\"}}', \
         '\"everything\"', 1)"
            .to_owned(),
        format!(
            "INSERT INTO promotion_code (id, business_id, coupon_id, code, customer) \
             VALUES ('gold-17', 'kiln-clay', 'gold', 'grant:gold-17', '{key}')"
        ),
        format!(
            "INSERT INTO coupon_grant (id, business_id, customer_key, coupon_id, source, at_ms) \
             VALUES ('gold-17', 'kiln-clay', '{key}', 'gold', 'plan', 5)"
        ),
    ] {
        app.sql(&statement).await;
    }
    let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    body.guest = guest("rui@example.com");
    let stranger: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(stranger.order.quote.coupon, None);
    body.member = Some(token(&app, POTTER));
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    body.quote = *problem.quote.expect("the price now");
    assert_eq!(body.quote.discount_minor, 960);
    opened(&app, &body).await;
    // It was theirs once.
    body.guest = guest("eva@example.com");
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    assert_eq!(problem.quote.expect("the price now").discount_minor, 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_member_books_by_pages_without_a_program() {
    let app = TestApp::start().await;
    let token = token(&app, POTTER);
    for (query, discount) in [
        (format!("?member={token}&pass=member"), 720),
        (String::new(), 0),
    ] {
        let mut guest = at_the_form_of(&app, &query, 1).await;
        fill_in(&mut guest).fill("code", "POTTER15").go_on().await;
        if discount == 0 {
            guest.reads("This code is not valid");
            continue;
        }
        guest.go_on().await;
        let granted = app.number("SELECT discount_minor FROM orders").await;
        assert_eq!(granted, discount);
        let passed = app.books.text("SELECT passed FROM orders").await;
        assert_eq!(passed, "", "it says nothing of where they came from");
    }
    app.check_books().await;
}
