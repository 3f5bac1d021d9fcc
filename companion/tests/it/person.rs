//! Somebody at the dashboard: a browser with its cookie, on a page of the companion's own.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};

/// The password of everybody in the demo.
pub(crate) const PASSWORD: &str = "demo-password";
/// The business of the people below.
pub(crate) const BUSINESS: &str = "kiln-clay";
/// A business that they do not belong to.
pub(crate) const FOREIGN: &str = "northlight";
/// One of each role at [`BUSINESS`], and their address.
pub(crate) const OWNER: &str = "owner@example.com";
pub(crate) const ADMIN: &str = "admin@example.com";
pub(crate) const MANAGER: &str = "manager@example.com";
pub(crate) const STAFF: &str = "staff@example.com";
/// Somebody at both businesses: owner of the first, admin of the other.
pub(crate) const GROUP: &str = "group@example.com";

/// A browser in which somebody is signed in.
pub(crate) struct Person<'a> {
    app: &'a TestApp,
    /// Name and value of the session's cookie.
    pub(crate) cookie: String,
}

impl TestApp {
    /// Signs somebody of the demo in.
    pub(crate) async fn sign_in(&self, email: &str) -> Person<'_> {
        let answer = self.try_sign_in(email, PASSWORD).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        Person {
            app: self,
            cookie: cookie_of(&answer),
        }
    }

    /// The answer to a sign-in.
    pub(crate) async fn try_sign_in(&self, email: &str, password: &str) -> Answer {
        let body = json!({ "email": email, "password": password });
        self.send(self.page(Method::POST, "/v1/sessions").json(&body))
            .await
    }

    /// A request as a page of the companion's own makes it, by nobody in particular.
    pub(crate) fn page(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        request.header("origin", &self.state.config.public_url)
    }
}

impl Person<'_> {
    /// Answers a GET.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    /// Answers any request of the page, with a body of JSON or with none.
    pub(crate) async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let request = self.request(method, path);
        self.app
            .send(match body {
                Some(body) => request.json(&body),
                None => request.header("content-type", "application/json"),
            })
            .await
    }

    /// A request of the page, still without a body.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.app.page(method, path).header("cookie", &self.cookie)
    }
}

/// Name and value of the cookie that an answer sets.
pub(crate) fn cookie_of(answer: &Answer) -> String {
    let line = answer.headers.get("set-cookie").expect("a cookie");
    let line = line.to_str().expect("text");
    line.split(';').next().unwrap_or_default().to_owned()
}
