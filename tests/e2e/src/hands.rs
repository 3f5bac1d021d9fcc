//! A guest's hands in a shadow root, where selectors of the page find nothing, and in a frame alike.

use std::time::{Duration, Instant};

use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use serde_json::{Value, json};

use crate::browser::{Browser, Engine};

/// How long a look-up waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// The shadow root of the nth widget of the page, or inside a frame its document, for scripts.
const ROOT: &str = "const widgets = [...document.querySelectorAll('[data-booking-widget]')];
    const host = [...(widgets[arguments[0]]?.children ?? [])].find(child => child.shadowRoot);
    const root = host?.shadowRoot ?? document;";

/// A guest in one of the widgets of a page.
pub struct Hands<'b> {
    /// The guest's browser, in the host page or in a frame.
    pub browser: &'b Browser,
    /// Which widget.
    pub nth: usize,
}

impl<'b> Hands<'b> {
    /// A guest in the first widget.
    pub fn new(browser: &'b Browser) -> Self {
        Self { browser, nth: 0 }
    }

    /// What a script returns that knows `root`, `host`, and its argument as `it`.
    pub async fn run(&self, script: &str, it: Value) -> Value {
        let script = format!("{ROOT} const it = arguments[1]; {script}");
        let answer = self
            .browser
            .client
            .execute(&script, vec![json!(self.nth), it]);
        answer.await.expect("a script that runs")
    }

    /// The element of a selector, now.
    async fn look(&self, css: &str) -> Option<Element> {
        let found = self.run("return root.querySelector(it);", json!(css)).await;
        let id = found.as_object()?.values().next()?.as_str()?.to_owned();
        let client = self.browser.client.clone();
        Some(Element::from_element_id(client, ElementRef::from(id)))
    }

    /// Whether a selector matches anything now.
    pub async fn has(&self, css: &str) -> bool {
        self.look(css).await.is_some()
    }

    /// The element of a selector, once it is there.
    pub async fn find(&self, css: &str) -> Element {
        let started = Instant::now();
        loop {
            if let Some(element) = self.look(css).await {
                return element;
            }
            if started.elapsed() > PATIENCE {
                let faults = self.browser.run("return window.faults").await;
                let shows = self.run(
                    "return (host ? root : document.body).textContent",
                    Value::Null,
                );
                self.browser.picture("last-failure").await;
                panic!(
                    "{css} is not there: {faults}; the widget shows {}",
                    shows.await
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses an element, once it is there.
    pub async fn click(&self, css: &str) {
        if self.browser.engine == Engine::WebKit {
            return self.press(css).await;
        }
        let started = Instant::now();
        while let Err(error) = self.find(css).await.click().await {
            assert!(
                started.elapsed() < PATIENCE,
                "{css} cannot be clicked: {error}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Presses an element of the widget itself by a key. WebKit's driver clicks the place where the
    /// element was, which may have gone on since; and where the window is not active yet, what has
    /// the focus in the first screen does not hand it on.
    async fn press(&self, css: &str) {
        // What is pressed of a label is in it.
        let focus = "const part = root.querySelector(it);
            const taker = part && (part.querySelector('input') ?? part);
            if (!taker || taker.disabled || root.querySelector('.drawn')) return false;
            taker.focus({ preventScroll: true });
            return root.activeElement === taker;";
        let taken = async || self.run(focus, json!(css)).await == true;
        let what = format!("{css} takes the focus");
        self.browser.until(&what, taken).await;
        self.browser.press_key(' ').await;
    }

    /// Types into a field after emptying it.
    pub async fn fill(&self, css: &str, text: &str) {
        let started = Instant::now();
        while let Err(error) = self.try_fill(css, text).await {
            // The view was drawn anew meanwhile.
            assert!(
                started.elapsed() < PATIENCE,
                "{css} cannot be filled in: {error}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn try_fill(&self, css: &str, text: &str) -> Result<(), CmdError> {
        let field = self.find(css).await;
        field.clear().await?;
        field.send_keys(text).await
    }

    /// Waits until an element says something with this part.
    pub async fn text_with(&self, css: &str, part: &str) -> String {
        let started = Instant::now();
        loop {
            self.find(css).await;
            let text = self
                .run(
                    "return root.querySelector(it)?.innerText ?? '';",
                    json!(css),
                )
                .await;
            let text = text.as_str().unwrap_or_default().to_owned();
            if text.contains(part) {
                return text;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{css} has no {part:?}: {text:?}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Goes from the first step to the payment step.
    pub async fn reach_payment(&self, email: &str) {
        self.click("[data-test='slot']").await;
        self.click("[data-test='continue']").await;
        self.fill_details(email).await;
        self.click("[data-test='continue']").await;
        self.find("[data-test='confirm']").await;
    }

    /// Fills in who books.
    pub async fn fill_details(&self, email: &str) {
        self.fill("[data-test='field-name']", "Test Guest").await;
        self.fill("[data-test='field-email']", email).await;
        if self.has("[data-test='field-consent']").await {
            self.click("[data-test='field-consent']").await;
        }
    }

    /// Types a code and applies it.
    pub async fn apply_code(&self, code: &str) {
        if self.has("[data-test='coupon-open']").await {
            self.click("[data-test='coupon-open']").await;
        }
        self.fill("[data-test='coupon-input']", code).await;
        self.click("[data-test='coupon-apply']").await;
    }

    /// Waits until the page has heard of something; the browser is in the host page.
    pub async fn heard(&self, name: &str) {
        let script = format!("return window.heard.some(it => it.name === '{name}')");
        let told = async || self.browser.run(&script).await == true;
        self.browser
            .until(&format!("the page hears {name}"), told)
            .await;
    }

    /// What has gone wrong in the page so far.
    pub async fn faults(&self) -> Vec<String> {
        let faults = self.browser.run("return window.faults").await;
        serde_json::from_value(faults).expect("a list")
    }
}
