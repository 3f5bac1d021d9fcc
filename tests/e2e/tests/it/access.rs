//! Without a mouse, and what axe-core has to say.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";

#[tokio::test]
async fn axe_finds_nothing_in_neo() {
    axe_finds_nothing(Widget::Neo, "€43.20").await;
}

#[tokio::test]
async fn axe_finds_nothing_in_classic() {
    axe_finds_nothing(Widget::Classic, "$126.00").await;
}

async fn axe_finds_nothing(widget: Widget, total: &str) {
    let stack = Stack::start().await;
    let mut findings = Vec::new();
    for theme in ["light", "dark"] {
        let browser = Browser::open(Device::Desktop).await;
        let guest = Guest::new(&browser);
        let note = |state: &str, found: Vec<String>| -> Vec<String> {
            found
                .into_iter()
                .map(|f| format!("{theme} {state}: {f}"))
                .collect()
        };
        browser
            .goto(&stack.frame_page(widget, &format!("?theme={theme}")))
            .await;
        guest.choose_first_slot().await;
        findings.extend(note("time", browser.axe().await));
        guest.go_on().await;
        guest.go_on().await;
        findings.extend(note("wrong details", browser.axe().await));
        guest.fill_details("guest@example.com").await;
        guest.go_on().await;
        browser.find(&part("confirm")).await;
        guest.apply_code("NOSUCHCODE").await;
        browser.find(&part("coupon-error")).await;
        findings.extend(note("wrong code", browser.axe().await));
        guest.apply_code("welcome10").await;
        browser.text_with(&part("summary-total"), total).await;
        findings.extend(note("payment", browser.axe().await));
        browser.close().await;
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[tokio::test]
async fn neo_books_with_a_coupon_in_at_most_45_key_presses() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(&part("slot")).await;
    let mut keys = Keys::on(&browser);

    keys.tab_to("day").await;
    let before = focused_date(&browser).await;
    keys.press("\u{e014}").await; // arrow right
    let moved = async || focused_date(&browser).await != before;
    browser.until("arrows move through the grid", moved).await;
    keys.press("\u{e012}").await; // arrow left
    let back = async || focused_date(&browser).await == before;
    browser.until("and back", back).await;
    keys.press(ENTER).await;
    keys.tab_to("slot").await;
    keys.press(SPACE).await;
    keys.enter_code("freeclass", "€0.00").await;
    keys.tab_to("continue").await;
    keys.press(ENTER).await;
    keys.fill_details(true).await;
    keys.tab_to("confirm").await;
    keys.press(ENTER).await;
    browser.find(&part("booked")).await;
    assert!(keys.pressed <= KEYS_MAX, "{} key presses", keys.pressed);
    browser.close().await;
}

#[tokio::test]
async fn classic_books_with_a_coupon_in_at_most_45_key_presses() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&stack.frame_page(Widget::Classic, "")).await;
    browser.find(&part("slot")).await;
    let mut keys = Keys::on(&browser);

    keys.tab_to("slot").await;
    keys.press(SPACE).await;
    keys.tab_to("continue").await;
    keys.press(ENTER).await;
    keys.fill_details(false).await;
    keys.enter_code("relief20", "$120.00").await;
    keys.tab_to("confirm").await;
    keys.press(ENTER).await;
    browser.address_with("/c/pay/").await;
    assert!(keys.pressed <= KEYS_MAX, "{} key presses", keys.pressed);
    browser.close().await;
}

/// How many key presses a booking with a coupon may take besides typing.
const KEYS_MAX: u32 = 45;

/// A keyboard that counts what is pressed on it.
struct Keys<'b> {
    browser: &'b Browser,
    pressed: u32,
}

impl<'b> Keys<'b> {
    fn on(browser: &'b Browser) -> Self {
        Self {
            browser,
            pressed: 0,
        }
    }

    /// One key that is no letter.
    async fn press(&mut self, key: &str) {
        self.pressed += 1;
        self.browser.press(key).await;
    }

    /// Presses Tab until the named part has the focus; a part that is never reached fails.
    async fn tab_to(&mut self, name: &str) {
        self.browser.find(&part(name)).await;
        for _ in 0..80 {
            let script =
                "return document.activeElement?.closest('[data-test]')?.dataset.test || ''";
            if self.browser.run(script).await == name {
                return;
            }
            self.press(TAB).await;
        }
        panic!("Tab never reaches {name}");
    }

    async fn enter_code(&mut self, code: &str, total: &str) {
        self.tab_to("coupon-open").await;
        self.press(ENTER).await;
        self.tab_to("coupon-input").await;
        self.browser.press(code).await;
        self.press(ENTER).await;
        self.browser.text_with(&part("summary-total"), total).await;
    }

    async fn fill_details(&mut self, consent: bool) {
        self.tab_to("field-name").await;
        self.browser.press("Test Guest").await;
        self.tab_to("field-email").await;
        self.browser.press("guest@example.com").await;
        if consent {
            self.tab_to("field-consent").await;
            self.press(SPACE).await;
        }
        self.tab_to("continue").await;
        self.press(ENTER).await;
        self.browser.find(&part("confirm")).await;
    }
}

async fn focused_date(browser: &Browser) -> String {
    let date = browser
        .run("return document.activeElement?.closest('[data-date]')?.dataset.date || ''")
        .await;
    date.as_str().unwrap().to_owned()
}
