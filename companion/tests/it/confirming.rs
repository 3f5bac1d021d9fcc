//! A guest confirms: what is taken, what is recorded, and what is refused.

use booking_contract::{OrderOpened, OrderStatus, ProblemCode};
use booking_engine::{QuoteChange, Rejection};
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::app::{CLASS, KILN, LESSON, Setup, TUESDAY, TestApp, at, guest, new_key};

#[tokio::test]
async fn a_confirmation_holds_slot_and_coupon_and_opens_a_payment_page_with_the_discount() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 2, TUESDAY, Some("welcome10")).await;
    let answer = app.confirm(&body).await;
    assert_eq!(answer.status, 201);
    let opened: OrderOpened = answer.success();
    let order = &opened.order;
    assert_eq!(order.status, OrderStatus::AwaitingPayment);
    assert_eq!(order.quote, body.quote);
    assert_eq!(order.quote.total_minor, 8_640);
    assert_eq!(order.paid_minor, 0);
    assert_eq!(order.items[0].name, "Wheel throwing class");
    assert_eq!(order.ends_at, at("2026-11-24T12:00:00Z"));
    assert_eq!(order.hold_until, Some(at("2026-11-20T09:30:00Z")));
    assert_eq!(order.clock.zone, "Europe/Berlin");
    assert_eq!(
        order.clock.local(order.starts_at).to_string(),
        "2026-11-24 11:00:00"
    );
    assert!(order.test_mode);

    let state = app.double_state().await;
    let session = &state["sessions"][0];
    assert_eq!(session["amount_subtotal"], 9_600);
    assert_eq!(session["amount_total"], 8_640);
    assert_eq!(session["client_reference_id"], order.id.as_str());
    assert_eq!(session["customer_email"], "ana@example.com");
    assert_eq!(
        session["expires_at"],
        // Thirty minutes, ten extensions of five, and five to be sure.
        at("2026-11-20T10:25:00Z").timestamp()
    );
    let success = session["success_url"].as_str().expect("a URL");
    let start = format!("{}/b/kiln-clay/{KILN}?order={}", app.url, order.id);
    assert_eq!(
        success,
        format!(
            "{start}&session_id={{CHECKOUT_SESSION_ID}}#{}",
            opened.token
        )
    );
    assert_eq!(
        session["cancel_url"],
        format!("{start}&cancelled=1#{}", opened.token)
    );
    let coupon = &state["coupons"][0];
    assert_eq!(coupon["amount_off"], 960);
    assert_eq!(coupon["name"], "WELCOME10: 10 % off");
    assert_eq!(coupon["max_redemptions"], 1);

    let reserved = "SELECT test_reserved FROM coupon WHERE id = 'kiln-clay-welcome10'";
    assert_eq!(app.number(reserved).await, 1);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
    app.check_books().await;
}

#[tokio::test]
async fn a_price_without_a_coupon_is_charged_in_full_lines() {
    let app = TestApp::start().await;
    let opened = app.awaiting(None).await;
    assert_eq!(opened.order.quote.total_minor, 9_600);
    let state = app.double_state().await;
    assert_eq!(state["sessions"][0]["amount_total"], 9_600);
    assert_eq!(state["coupons"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn a_free_order_is_booked_without_stripe_and_recorded() {
    let app = TestApp::start_with(Setup {
        no_key: true,
        ..Setup::default()
    })
    .await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
    let opened: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(opened.order.status, OrderStatus::Paid);
    assert_eq!(opened.order.quote.amount_due_minor, 0);
    assert_eq!(opened.order.checkout_url, None);
    assert_eq!(opened.order.hold_until, None);
    assert_eq!(app.sessions().await, 0);
    let zero = "SELECT COUNT(*) FROM order_transaction WHERE kind = 'created' AND amount_minor = 0";
    assert_eq!(app.number(zero).await, 1);
    let redeemed = "SELECT test_redeemed FROM coupon WHERE id = 'kiln-clay-freeclass'";
    assert_eq!(app.number(redeemed).await, 1);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 7);
    app.check_books().await;
}

#[tokio::test]
async fn a_business_may_refuse_free_orders() {
    let app = TestApp::start().await;
    app.sql("UPDATE business SET free_orders = 'refuse'").await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
    assert_eq!(body.quote.total_minor, 4_800);
    body.quote.rejected = None;
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    let reason = Rejection::FreeOrderRefused;
    assert_eq!(problem.changes, [QuoteChange::CodeRejected { reason }]);
}

#[tokio::test]
async fn a_tampered_quote_charges_nothing_and_is_answered_with_the_right_one() {
    let app = TestApp::start().await;
    let honest = app.confirmation(CLASS, 2, TUESDAY, Some("WELCOME10")).await;
    let mut cheaper = honest.clone();
    cheaper.quote.lines[0].unit_price_minor = 100;
    let mut currency = honest.clone();
    currency.quote.currency = "HUF".parse().expect("a currency");
    let mut discount = honest.clone();
    discount.quote.discount_minor = 9_000;
    let mut due = honest.clone();
    due.quote.amount_due_minor = 50;
    let mut more = honest.clone();
    more.request.items[0].attendees = 4;
    let mut renamed = honest.clone();
    renamed.quote.coupon.as_mut().expect("a coupon").name = "Everything off".into();
    for tampered in [cheaper, currency, discount, due, more, renamed] {
        let answer = app.confirm(&tampered).await;
        assert_eq!(answer.status, 409);
        let problem = answer.problem(ProblemCode::QuoteChanged);
        let right = *problem.quote.expect("the right quote");
        assert_ne!(right, tampered.quote);
        assert!(!problem.changes.is_empty());
        assert_eq!(right.changes_since(&tampered.quote), problem.changes);
    }
    assert_eq!(app.sessions().await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
    // The quote of the answer is the one that is accepted.
    assert_eq!(app.confirm(&honest).await.status, 201);
    app.check_books().await;
}

#[tokio::test]
async fn a_price_that_changed_meanwhile_is_told_with_the_reason() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    app.sql("UPDATE service SET unit_price_minor = 5200 WHERE id = 'wheel-class'")
        .await;
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    let change = QuoteChange::UnitPrice {
        service_id: CLASS.parse().expect("an id"),
        shown_minor: 4_800,
        now_minor: 5_200,
    };
    assert_eq!(problem.changes, [change]);
    let mut agreed = body;
    agreed.quote = *problem.quote.expect("a quote");
    let opened: OrderOpened = app.confirm(&agreed).await.success();
    assert_eq!(opened.order.quote.total_minor, 5_200);
}

#[tokio::test]
async fn a_coupon_that_ended_meanwhile_is_told_as_not_found() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    app.sql("UPDATE coupon SET active = 0").await;
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    let reason = Rejection::NotFound;
    assert_eq!(problem.changes, [QuoteChange::CodeRejected { reason }]);
    assert_eq!(problem.quote.expect("a quote").total_minor, 4_800);
}

#[tokio::test]
async fn an_amount_below_the_least_charge_is_refused() {
    let app = TestApp::start().await;
    app.sql("UPDATE service SET unit_price_minor = 49 WHERE id = 'wheel-class'")
        .await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let answer = app.confirm(&body).await;
    assert_eq!(answer.status, 422);
    let problem = answer.problem(ProblemCode::BelowMinimumCharge);
    assert!(problem.detail.contains("50"), "{}", problem.detail);
    app.sql("UPDATE service SET unit_price_minor = 50 WHERE id = 'wheel-class'")
        .await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    assert_eq!(app.confirm(&body).await.status, 201);
}

#[tokio::test]
async fn a_code_that_would_leave_too_little_keeps_the_full_price() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("ALMOST")).await;
    assert_eq!(body.quote.total_minor, 4_800);
    let reason = body.quote.rejected.as_ref().expect("a rejection").reason;
    assert_eq!(reason, Rejection::BelowMinimumCharge { minimum_minor: 50 });
    let opened: OrderOpened = app.confirm(&body).await.success();
    assert_eq!(opened.order.quote.amount_due_minor, 4_800);
    assert_eq!(app.number("SELECT COUNT(*) FROM redemption").await, 0);
    app.check_books().await;
}

#[tokio::test]
async fn a_slot_that_is_gone_is_told_with_the_nearest_free_ones() {
    let app = TestApp::start().await;
    let first = app.confirmation(LESSON, 1, TUESDAY, None).await;
    assert_eq!(app.confirm(&first).await.status, 201);
    let mut second = first.clone();
    second.guest = guest("ben@example.com");
    let answer = app.confirm(&second).await;
    assert_eq!(answer.status, 409);
    let problem = answer.problem(ProblemCode::SlotTaken);
    let starts: Vec<String> = problem
        .alternatives
        .iter()
        .map(|slot| slot.starts_at.format("%m-%d %H:%M").to_string())
        .collect();
    let expected = [
        "11-24 11:30",
        "11-24 12:00",
        "11-24 12:30",
        "11-24 13:00",
        "11-24 13:30",
        "11-24 14:00",
    ];
    assert_eq!(starts, expected);
    second.starts_at = problem.alternatives[0].starts_at;
    assert_eq!(app.confirm(&second).await.status, 201);
    app.check_books().await;
}

#[tokio::test]
async fn only_offered_times_can_be_booked() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    for start in [
        "2026-11-24T10:05:00Z", // off the rhythm
        "2026-11-23T10:00:00Z", // a Monday
        "2026-11-20T10:00:00Z", // too soon
        "2026-11-17T10:00:00Z", // over
        "2027-01-26T10:00:00Z", // too far ahead
        "2026-12-25T10:00:00Z", // a holiday
        "1970-01-01T00:00:00Z",
        "9998-12-31T23:59:59Z",
    ] {
        let mut odd = body.clone();
        odd.starts_at = at(start);
        let problem = app.confirm(&odd).await.problem(ProblemCode::SlotTaken);
        assert!(
            problem.alternatives.iter().all(|slot| slot.seats_left > 0),
            "{start}"
        );
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM cell").await, 0);
}

#[tokio::test]
async fn guests_of_one_class_share_it_until_it_is_full() {
    let app = TestApp::start().await;
    let mut body = app.confirmation(CLASS, 3, TUESDAY, None).await;
    for email in ["ana@example.com", "ben@example.com"] {
        body.guest = guest(email);
        assert_eq!(app.confirm(&body).await.status, 201);
    }
    let problem = app.confirm(&body).await.problem(ProblemCode::SlotTaken);
    assert!(problem.alternatives.iter().all(|slot| slot.seats_left >= 3));
    let two = app.confirmation(CLASS, 2, TUESDAY, None).await;
    assert_eq!(app.confirm(&two).await.status, 201);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM slot_session").await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn the_same_key_and_body_answer_the_same_order() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("LASTONE")).await;
    let key = new_key();
    let first = app.confirm_with(&key, &body).await;
    let again = app.confirm_with(&key, &body).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
    let (first, again): (OrderOpened, OrderOpened) = (first.success(), again.success());
    assert_eq!(first, again);
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 1);
    assert_eq!(app.sessions().await, 1);

    let mut other = body.clone();
    other.guest = guest("ben@example.com");
    let answer = app.confirm_with(&key, &other).await;
    assert_eq!(answer.status, 422);
    answer.problem(ProblemCode::KeyReused);

    // The answer follows the order, whatever the price is by now.
    app.press(&first, "pay").await;
    app.until(&first, "paid").await;
    let later: OrderOpened = app.confirm_with(&key, &body).await.success();
    assert_eq!(later.order.status, OrderStatus::Paid);
    app.check_books().await;
}

#[tokio::test]
async fn a_refusal_leaves_the_key_free() {
    let app = TestApp::start().await;
    let key = new_key();
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let mut wrong = body.clone();
    wrong.quote.total_minor += 1;
    app.confirm_with(&key, &wrong)
        .await
        .problem(ProblemCode::QuoteChanged);
    assert_eq!(app.confirm_with(&key, &body).await.status, 201);
}

#[tokio::test]
async fn without_a_key_for_payments_nothing_is_held() {
    let app = TestApp::start_with(Setup {
        no_key: true,
        ..Setup::default()
    })
    .await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let answer = app.confirm(&body).await;
    assert_eq!(answer.status, 503);
    answer.problem(ProblemCode::PaymentUnavailable);
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 0);
}

#[tokio::test]
async fn a_first_purchase_code_is_good_once_and_again_when_the_order_came_to_nothing() {
    let app = TestApp::start().await;
    app.sql("UPDATE coupon SET first_purchase_only = 1 WHERE id = 'kiln-clay-welcome10'")
        .await;
    let first = app.awaiting(Some("WELCOME10")).await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, Some("WELCOME10")).await;
    let problem = app.confirm(&body).await.problem(ProblemCode::QuoteChanged);
    let reason = Rejection::FirstPurchase;
    assert_eq!(problem.changes, [QuoteChange::CodeRejected { reason }]);
    body.guest = guest("ben@example.com");
    assert_eq!(app.confirm(&body).await.status, 201);
    app.release(&first).await;
    body.guest = guest("ana@example.com");
    assert_eq!(app.confirm(&body).await.status, 201);
    app.check_books().await;
}

#[tokio::test]
async fn only_pages_of_the_business_can_be_gone_back_to() {
    let app = TestApp::start().await;
    let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let own = format!(
        "{}/demo/neo.html?a=1#b",
        app.url.replace("127.0.0.1", "localhost")
    );
    let cases = [
        (own.clone(), Some(own)),
        ("https://evil.example/".into(), None),
        ("http://localhost.evil.example/".into(), None),
        ("http://localhost:1/".into(), None),
    ];
    for (page, kept) in cases {
        body.return_to = Some(page.clone());
        let opened: OrderOpened = app.confirm(&body).await.success();
        assert_eq!(opened.order.return_to, kept, "{page}");
        app.release(&opened).await;
    }
}

#[tokio::test]
async fn the_hold_is_as_long_as_the_business_says_and_the_session_longer() {
    let app = TestApp::start().await;
    app.sql("UPDATE business SET hold_extensions_max = 2, hold_extension_minutes = 5")
        .await;
    for (minutes, session_minutes) in [(10, 35), (60, 75)] {
        if minutes == 10 {
            app.sql("UPDATE business SET hold_minutes = 10").await;
        } else {
            app.sql("UPDATE business SET hold_minutes = 60").await;
        }
        let opened = app.awaiting(None).await;
        let now = app.clock.now();
        assert_eq!(
            opened.order.hold_until,
            Some(now + TimeDelta::minutes(minutes))
        );
        let state = app.double_state().await;
        let ends = (now + TimeDelta::minutes(session_minutes)).timestamp();
        assert_eq!(state["sessions"][0]["expires_at"], ends);
    }
}

#[tokio::test]
async fn a_confirmation_under_way_is_told_to_come_again_and_when() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let key = new_key();
    let opened: OrderOpened = app.confirm_with(&key, &body).await.success();
    app.sql("UPDATE orders SET state = 'opening'").await;
    let answer = app.confirm_with(&key, &body).await;
    assert_eq!(answer.status, 409);
    assert_eq!(answer.headers["retry-after"], "1");
    let problem = answer.problem(ProblemCode::InProgress);
    assert_eq!(problem.retry_after_seconds, Some(1));
    // Another body is told so even then.
    let mut other = body.clone();
    other.guest = guest("ben@example.com");
    let answer = app.confirm_with(&key, &other).await;
    answer.problem(ProblemCode::KeyReused);
    app.sql("UPDATE orders SET state = 'awaiting'").await;
    let again: OrderOpened = app.confirm_with(&key, &body).await.success();
    assert_eq!(again, opened);
}

#[tokio::test]
async fn a_refused_confirmation_may_try_again_with_its_key() {
    let app = TestApp::start().await;
    let body = app.confirmation(LESSON, 1, TUESDAY, None).await;
    let first: OrderOpened = app.confirm(&body).await.success();
    let key = new_key();
    let mut second = body.clone();
    second.guest = guest("ben@example.com");
    let answer = app.confirm_with(&key, &second).await;
    answer.problem(ProblemCode::SlotTaken);
    app.release(&first).await;
    let opened: OrderOpened = app.confirm_with(&key, &second).await.success();
    assert_eq!(opened.order.status, OrderStatus::AwaitingPayment);
    assert_eq!(app.number("SELECT COUNT(*) FROM orders").await, 2);
}

#[tokio::test]
async fn a_key_is_kept_for_30_days_and_then_forgotten() {
    let app = TestApp::start().await;
    let body = app.confirmation(CLASS, 1, TUESDAY, Some("FREECLASS")).await;
    let key = new_key();
    let opened: OrderOpened = app.confirm_with(&key, &body).await.success();
    app.clock.advance(TimeDelta::days(30));
    assert_eq!(
        booking_companion::sweep::forget_keys(&app.state)
            .await
            .expect("it sweeps"),
        0
    );
    let again: OrderOpened = app.confirm_with(&key, &body).await.success();
    assert_eq!(again.order.id, opened.order.id);
    app.clock.advance(TimeDelta::milliseconds(1));
    assert_eq!(
        booking_companion::sweep::forget_keys(&app.state)
            .await
            .expect("it sweeps"),
        1
    );
    // It is a new confirmation by now, and for a time that is over.
    let answer = app.confirm_with(&key, &body).await;
    answer.problem(ProblemCode::SlotTaken);
    assert_eq!(app.order(&opened).await.id, opened.order.id);
    app.audit().await;
}

#[tokio::test]
async fn the_body_for_stripe_is_stored_and_sent_as_it_was_whatever_changes_meanwhile() {
    let app = TestApp::start().await;
    let opened = app.awaiting(Some("LASTONE")).await;
    let body = app.books.text("SELECT stripe_body FROM orders").await;
    assert!(body.contains(&format!("client_reference_id={}", opened.order.id)));
    // As after a kill between the two commits, with the rules edited in between.
    app.sql("UPDATE orders SET state = 'opening', stripe_session = NULL, next_at_ms = 1")
        .await;
    app.sql("UPDATE service SET name = 'Another', unit_price_minor = 1")
        .await;
    app.sql("UPDATE business SET hold_minutes = 1").await;
    app.later(TimeDelta::zero()).await;
    let order = app.order(&opened).await;
    assert_eq!(order.status, OrderStatus::AwaitingPayment);
    assert_eq!(order.checkout_url, opened.order.checkout_url);
    assert_eq!(app.sessions().await, 1);
    assert_eq!(app.books.text("SELECT stripe_body FROM orders").await, body);
    app.check_books().await;
}

#[tokio::test]
async fn the_payment_page_and_the_way_back_from_it_speak_the_guests_language() {
    let app = TestApp::start().await;
    for (language, locale) in [
        ("de-AT", json!("de")),
        ("pt-BR", json!("pt-BR")),
        ("pt", json!("pt")),
        // Stripe's page does not speak it and goes by the browser.
        ("ar", json!(null)),
    ] {
        let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
        body.language = Some(language.to_owned());
        let opened: OrderOpened = app.confirm(&body).await.success();
        let state = app.double_state().await;
        let mut sessions = state["sessions"].as_array().expect("sessions").iter();
        let own = |it: &&Value| it["client_reference_id"] == opened.order.id.as_str();
        let session = sessions.find(own).expect("its session");
        assert_eq!(session["locale"], locale, "{language}");
        for back in ["success_url", "cancel_url"] {
            let back = session[back].as_str().expect("an address");
            assert!(back.contains(&format!("&lang={language}&")), "{back}");
        }
    }
}
