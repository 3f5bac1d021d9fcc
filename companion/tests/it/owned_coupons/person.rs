//! Somebody who is signed in.

use booking_contract::ProblemCode;
use booking_contract::owner::{CouponProblem, CouponRefusal, CouponSaved, CouponsPage};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::app::{Answer, TestApp};

/// The business of the tests.
pub(super) const BUSINESS: &str = "kiln-clay";

/// Somebody with a session.
pub(super) struct Person<'a> {
    pub(super) app: &'a TestApp,
    pub(super) id: String,
    token: String,
}

impl<'a> Person<'a> {
    /// The owner of the pottery studio.
    pub(super) async fn owner(app: &'a TestApp) -> Self {
        Self::of(app, "owner", BUSINESS).await
    }

    /// Somebody of a role at a business.
    pub(super) async fn of(app: &'a TestApp, role: &str, business: &str) -> Self {
        let id = format!("usr_{role}_{business}");
        let token = format!("token-of-{role}-{business}");
        let hash = hex::encode(Sha256::digest(&token));
        let now_ms = app.clock.now_ms();
        for statement in [
            format!(
                "INSERT INTO users (id, email, email_key, name, password_hash, created_ms) \
                 VALUES ('{id}', '{id}@example.com', '{id}@example.com', 'Test {role}', '', 0)"
            ),
            format!(
                "INSERT INTO membership (user_id, business_id, role) \
                 VALUES ('{id}', '{business}', '{role}')"
            ),
            format!(
                "INSERT INTO user_session \
                 (token_hash, user_id, created_ms, seen_ms, ends_ms, user_agent) \
                 VALUES ('{hash}', '{id}', {now_ms}, {now_ms}, {now_ms} + 600000000, '')"
            ),
        ] {
            app.sql(&statement).await;
        }
        Self { app, id, token }
    }

    /// Asks for something of the business, as the dashboard does.
    pub(super) async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let address = format!("{}/v1/businesses/{BUSINESS}{path}", self.app.url);
        let request = (self.app.http.request(method, address))
            .header("cookie", format!("booking-session={}", self.token))
            .header("origin", &self.app.url)
            .header("content-type", "application/json");
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        self.app.send(request).await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, Some(body)).await
    }

    /// Makes a coupon of a draft.
    pub(super) async fn make(&self, draft: Value) -> CouponSaved {
        let made = self.post("/coupons", &json!({ "draft": draft })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.success()
    }

    /// A coupon as it is.
    pub(super) async fn read(&self, id: &str) -> CouponSaved {
        self.get(&format!("/coupons/{id}")).await.success()
    }

    /// Changes a coupon.
    pub(super) async fn put(&self, id: &str, version: i64, draft: &Value) -> Answer {
        let body = json!({ "version": version, "draft": draft });
        let path = format!("/coupons/{id}");
        self.ask(Method::PUT, &path, Some(&body)).await
    }

    /// Does something with a coupon.
    pub(super) async fn act(&self, id: &str, what: &str) -> Answer {
        self.post(&format!("/coupons/{id}/{what}"), &json!({}))
            .await
    }

    pub(super) async fn delete(&self, id: &str) -> Answer {
        let path = format!("/coupons/{id}");
        self.ask(Method::DELETE, &path, None).await
    }

    pub(super) async fn list(&self, query: &str) -> CouponsPage {
        self.get(&format!("/coupons?{query}")).await.success()
    }
}

/// Why a coupon was refused.
#[track_caller]
pub(super) fn refusal(answer: &Answer) -> CouponRefusal {
    answer.problem(ProblemCode::CouponRefused);
    let problem: CouponProblem = serde_json::from_str(&answer.text).expect("a problem");
    problem.refusal.expect("a refusal")
}

/// A tenth off, by this code.
pub(super) fn tenth(code: &str) -> Value {
    json!({ "name": "A tenth", "code": code, "benefit": { "percent": { "percent": "10" } } })
}
