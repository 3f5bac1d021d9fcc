//! An owner's way through the dashboard, in the words of the tests.

use serde_json::json;

use crate::browser::Browser;
use crate::guest::part;
use crate::stack::Stack;

/// The password of all accounts of the demo data.
pub const PASSWORD: &str = "demo-password";
/// The owner of the pottery studio.
pub const OWNER: &str = "owner@example.com";

/// What an owner does. The browser may be anywhere.
pub struct Owner<'b> {
    /// The owner's browser.
    pub browser: &'b Browser,
    origin: String,
}

impl<'b> Owner<'b> {
    /// An owner at a browser.
    pub fn new(browser: &'b Browser, stack: &Stack) -> Self {
        let origin = stack.widget_origin();
        Self { browser, origin }
    }

    /// Goes to a page of the dashboard.
    pub async fn goto(&self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.origin)).await;
    }

    /// Fills in the sign-in and sends it.
    pub async fn try_to_sign_in(&self, email: &str, password: &str) {
        self.browser.fill("#email", email).await;
        self.browser.fill("#password", password).await;
        self.browser.click(&part("sign-in")).await;
    }

    /// Signs in and waits until the dashboard is there.
    pub async fn sign_in(&self, email: &str) {
        self.goto("/sign-in").await;
        self.try_to_sign_in(email, PASSWORD).await;
        self.browser.find(&part("account")).await;
    }

    /// Opens the coupons of the pottery studio and waits until they are there.
    pub async fn open_coupons(&self) {
        self.goto("/businesses/kiln-clay/coupons").await;
        self.browser.find(&part("coupon")).await;
    }

    /// Does something with the coupon of a code, by the menu of its row.
    pub async fn act(&self, code: &str, deed: &str) {
        let row = row(code);
        self.browser
            .click(&format!("{row} [data-test='row-menu']"))
            .await;
        self.browser
            .click(&format!("{row} [data-test='{deed}']"))
            .await;
    }

    /// Types over what a field holds, as hands do it. (WebDriver's emptying tells the page nothing.)
    pub async fn retype(&self, css: &str, text: &str) {
        let select = format!("document.querySelector(\"{css}\").select()");
        self.browser.click(css).await;
        self.browser.run(&select).await;
        self.browser.press(text).await;
    }

    /// Sets a field that browsers have a picker for: a day, a time, a choice of a list.
    pub async fn set(&self, css: &str, value: &str) {
        self.browser.find(css).await;
        let script = format!(
            "const field = document.querySelector(\"{css}\");
            field.value = '{value}';
            for (const name of ['input', 'change']) field.dispatchEvent(new Event(name, {{ bubbles: true }}));"
        );
        self.browser.run(&script).await;
    }

    /// Brings something to the middle of the window, where nothing that stays at its edges lies
    /// over it, and presses it.
    pub async fn reach_and_click(&self, css: &str) {
        self.browser.find(css).await;
        let reach = format!(
            "document.querySelector(\"{css}\").scrollIntoView({{ block: 'center', behavior: 'instant' }})"
        );
        self.browser.run(&reach).await;
        self.browser.click(css).await;
    }

    /// What the row of a code says of its state.
    pub async fn state(&self, code: &str, wanted: &str) {
        let state = format!("{} [data-test='state']", row(code));
        self.browser.text_with(&state, wanted).await;
    }

    /// Chromium draws as for a window of this width, light or dark.
    pub async fn look(&self, width: u32, scheme: &str) {
        let narrow = width < 600;
        let screen =
            json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": narrow });
        self.browser
            .devtools("Emulation.setDeviceMetricsOverride", screen)
            .await;
        let touch = json!({ "enabled": narrow });
        self.browser
            .devtools("Emulation.setTouchEmulationEnabled", touch)
            .await;
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        let media = json!({ "features": features });
        self.browser
            .devtools("Emulation.setEmulatedMedia", media)
            .await;
    }
}

/// A selector for the row of a code.
pub fn row(code: &str) -> String {
    format!("[data-test='coupon'][data-code='{code}']")
}
