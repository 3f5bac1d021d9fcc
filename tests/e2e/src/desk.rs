//! Somebody who is signed in to the dashboard without its pages: what a test has to prepare by the
//! hundred, and what pages would never send.

use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::{Client, Method, header};
use serde_json::{Value, json};

use crate::owner::PASSWORD;
use crate::stack::Stack;

/// A session, and what it is asked with.
pub struct Desk {
    http: Client,
    origin: String,
    cookie: String,
    confirmations: AtomicUsize,
}

impl Desk {
    /// Signs somebody of the demo in.
    pub async fn sign_in(stack: &Stack, email: &str) -> Self {
        let http = Client::new();
        let origin = stack.widget_origin();
        let body = json!({ "email": email, "password": PASSWORD });
        let request = http.post(format!("{origin}/v1/sessions"));
        let request = request.header(header::ORIGIN, &origin).json(&body);
        let answer = request.send().await.expect("an answer");
        let cookie = &answer.headers()[header::SET_COOKIE];
        let cookie = cookie.to_str().expect("a cookie");
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Self {
            http,
            origin,
            cookie,
            confirmations: AtomicUsize::new(0),
        }
    }

    /// Name and value of the session's cookie.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.origin));
        request
            .header(header::ORIGIN, &self.origin)
            .header(header::COOKIE, &self.cookie)
    }

    /// Asks as a page does; the status and what is told.
    pub async fn ask(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let mut request = self.request(method.clone(), path);
        if path.ends_with("/orders") {
            let count = self.confirmations.fetch_add(1, Ordering::Relaxed);
            request = request.header("idempotency-key", format!("desk-confirms-{count:06}"));
        }
        if method != Method::GET {
            request = request.json(body);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let told = answer.text().await.expect("a text");
        (status, serde_json::from_str(&told).unwrap_or(Value::Null))
    }

    /// The same where it has to be done.
    pub async fn done(&self, method: Method, path: &str, body: &Value) -> Value {
        let (status, told) = self.ask(method, path, body).await;
        assert!((200..300).contains(&status), "{path}: {status} {told}");
        told
    }

    /// Posts, which has to be done.
    pub async fn post(&self, path: &str, body: &Value) -> Value {
        self.done(Method::POST, path, body).await
    }
}
