//! Every state of both widgets as pictures, for people to look at; see `target/e2e/`.
//!
//! The promise that is checked: no state is wider than its screen.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};

#[tokio::test]
async fn neo_fits_every_screen_in_light_and_dark() {
    pictures(Widget::Neo, "CLAY25").await;
}

#[tokio::test]
async fn classic_fits_every_screen_in_light_and_dark() {
    pictures(Widget::Classic, "RELIEF20").await;
}

async fn pictures(widget: Widget, code: &str) {
    let stack = Stack::start().await;
    for (device, size) in [
        (Device::Desktop, "desktop"),
        (Device::Tablet, "tablet"),
        (Device::Phone, "phone"),
    ] {
        for theme in ["light", "dark"] {
            let browser = Browser::open(device).await;
            let look = Look {
                browser: &browser,
                name: format!("{widget:?}-{size}-{theme}").to_lowercase(),
            };
            browser
                .goto(&stack.frame_page(widget, &format!("?theme={theme}")))
                .await;
            walk(&look, code).await;
            browser.close().await;
        }
    }
}

struct Look<'b> {
    browser: &'b Browser,
    name: String,
}

impl Look<'_> {
    async fn at(&self, state: &str) {
        let name = format!("{}-{state}", self.name);
        let script = "return document.documentElement.scrollWidth - window.innerWidth";
        let over = self.browser.run(script).await.as_i64().unwrap();
        assert!(over <= 0, "{name} is {over} px too wide");
        self.browser.picture(&name).await;
    }
}

async fn walk(look: &Look<'_>, code: &str) {
    let browser = look.browser;
    let guest = Guest::new(browser);
    browser.find(&part("slot")).await;
    look.at("1-time").await;
    guest.choose_first_slot().await;
    look.at("2-slot").await;
    guest.go_on().await;
    guest.go_on().await;
    look.at("3-details-wrong").await;
    guest.fill_details("guest@example.com").await;
    look.at("4-details").await;
    guest.go_on().await;
    browser.find(&part("confirm")).await;
    look.at("5-payment").await;
    guest.apply_code("NOSUCHCODE").await;
    browser.find(&part("coupon-error")).await;
    look.at("6-wrong-code").await;
    guest.apply_code(code).await;
    browser.find(&part("coupon-remove")).await;
    look.at("7-coupon").await;
}
