//! Somebody who looks after coupons.

use booking_contract::ProblemCode;
use booking_contract::owner::{CouponRefusal, CouponSaved, CouponsPage, OwnerProblem};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::person::{BUSINESS, OWNER, Person};

/// Somebody at the coupons of the pottery studio.
pub(crate) struct Desk<'a> {
    person: Person<'a>,
}

impl<'a> Desk<'a> {
    /// Its owner.
    pub(crate) async fn owner(app: &'a TestApp) -> Self {
        Self::of(app, OWNER).await
    }

    /// Somebody of the demo.
    pub(crate) async fn of(app: &'a TestApp, email: &str) -> Self {
        let person = app.sign_in(email).await;
        Self { person }
    }

    /// Asks for something of the business.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let path = format!("/v1/businesses/{BUSINESS}{path}");
        self.person.ask(method, &path, body.cloned()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(Method::POST, path, Some(body)).await
    }

    /// Makes a coupon of a draft.
    pub(crate) async fn make(&self, draft: Value) -> CouponSaved {
        let made = self.post("/coupons", &json!({ "draft": draft })).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.success()
    }

    /// A coupon as it is.
    pub(crate) async fn read(&self, id: &str) -> CouponSaved {
        self.get(&format!("/coupons/{id}")).await.success()
    }

    /// Changes a coupon.
    pub(crate) async fn put(&self, id: &str, version: i64, draft: &Value) -> Answer {
        let body = json!({ "version": version, "draft": draft });
        let path = format!("/coupons/{id}");
        self.ask(Method::PUT, &path, Some(&body)).await
    }

    /// Does something with a coupon.
    pub(crate) async fn act(&self, id: &str, what: &str) -> Answer {
        self.post(&format!("/coupons/{id}/{what}"), &json!({}))
            .await
    }

    pub(crate) async fn delete(&self, id: &str) -> Answer {
        let path = format!("/coupons/{id}");
        self.ask(Method::DELETE, &path, None).await
    }

    pub(crate) async fn list(&self, query: &str) -> CouponsPage {
        self.get(&format!("/coupons?{query}")).await.success()
    }
}

/// Why a coupon was refused.
#[track_caller]
pub(crate) fn refusal(answer: &Answer) -> CouponRefusal {
    answer.problem(ProblemCode::CouponRefused);
    let problem: OwnerProblem = serde_json::from_str(&answer.text).expect("a problem");
    problem.refusal.expect("a refusal")
}

/// A tenth off, by this code.
pub(crate) fn tenth(code: &str) -> Value {
    json!({ "name": "A tenth", "code": code, "benefit": { "percent": { "percent": "10" } } })
}
