//! The hosted page in the web view of an app: what the app is told, and who opens the payment page.

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, booked, part};
use e2e::stack::{Stack, Widget};
use serde_json::Value;

/// An app of one kind: a script that puts its function into the page, as the system's web view does.
/// It notes what it takes, over all pages of the tab, and may answer a hand-over.
struct App {
    name: &'static str,
    bridge: &'static str,
    answers: bool,
}

const APPS: [App; 3] = [
    App {
        name: "React Native",
        bridge: "window.ReactNativeWebView = { postMessage(text) {
            if (typeof text !== 'string') throw new TypeError('text is all it takes');
            take(JSON.parse(text)); } };",
        answers: true,
    },
    App {
        name: "iOS",
        bridge: "window.webkit = { messageHandlers: { bookingWidget: { postMessage: take } } };",
        answers: true,
    },
    App {
        name: "Android",
        bridge: "window.BookingWidgetAndroid = { postMessage(text) { take(JSON.parse(text)); } };",
        answers: false,
    },
];

impl App {
    async fn open(&self, stack: &Stack) -> Browser {
        let browser = Browser::open(Device::Phone).await;
        let answer = if self.answers {
            "if (message.type === 'checkout') setTimeout(() => window.postMessage(
                { booking: 1, type: 'checkout-ack', id: message.id }, location.origin), 50);"
        } else {
            ""
        };
        let script = format!(
            "const take = (message) => {{
                const told = JSON.parse(sessionStorage.told ?? '[]');
                sessionStorage.told = JSON.stringify([...told, message]);
                {answer} }};
             {}",
            self.bridge
        );
        browser.before_every_page(&script).await;
        browser.goto(&stack.hosted_page(Widget::Neo)).await;
        browser
    }
}

async fn told(browser: &Browser) -> Vec<Value> {
    let told = browser
        .run("return JSON.parse(sessionStorage.told ?? '[]')")
        .await;
    told.as_array().unwrap().clone()
}

/// The names of the events, and the other messages by their types.
async fn names(browser: &Browser) -> Vec<String> {
    let told = told(browser).await;
    let name = |message: &Value| {
        assert_eq!(message["booking"], 1, "{message}");
        let name = message["name"].as_str().or(message["type"].as_str());
        name.unwrap().to_owned()
    };
    told.iter().map(name).collect()
}

#[tokio::test]
async fn an_app_is_told_what_happens_and_asked_to_open_the_payment_page() {
    for app in APPS {
        let stack = Stack::start().await;
        let browser = app.open(&stack).await;
        let guest = Guest::new(&browser);
        guest.reach_payment("guest@example.com").await;
        guest.apply_code("welcome10").await;
        browser.text_with(&part("summary-total"), "€43.20").await;
        guest.confirm().await;
        let asked = async || names(&browser).await.contains(&"checkout".to_owned());
        browser
            .until("the app is asked to open the payment page", asked)
            .await;
        let checkout = told(&browser).await;
        let checkout = checkout
            .iter()
            .find(|told| told["type"] == "checkout")
            .unwrap();
        let url = checkout["url"].as_str().unwrap().to_owned();
        // The web view itself goes nowhere, longer than an answer may take.
        tokio::time::sleep(std::time::Duration::from_millis(1_800)).await;
        browser.address_with("/b/kiln-clay/kiln-studio").await;
        let link = browser.has(&part("checkout-link")).await;
        assert_eq!(
            link, !app.answers,
            "{}: without an answer a link stands in",
            app.name
        );
        let names = names(&browser).await;
        assert_eq!(names[0], "ready", "{}", app.name);
        for name in [
            "slot_selected",
            "step_changed",
            "coupon_applied",
            "booking_submitted",
        ] {
            let count = names.iter().filter(|told| *told == name).count();
            assert!(count > 0, "{}: {name} in {names:?}", app.name);
        }
        assert_eq!(names.iter().filter(|name| *name == "checkout").count(), 1);

        // The payment page in the same web view leads back here, and the app hears the end of it.
        browser.goto(&url).await;
        browser.click("#pay").await;
        browser.address_with("/b/kiln-clay/kiln-studio").await;
        booked(&browser, "€43.20").await;
        let ended = async |name: &str| {
            let names = self::names(&browser).await;
            names.iter().filter(|told| *told == name).count()
        };
        assert_eq!(ended("payment_succeeded").await, 1, "{}", app.name);
        assert_eq!(ended("booking_confirmed").await, 1, "{}", app.name);
        browser.client.refresh().await.unwrap();
        booked(&browser, "€43.20").await;
        assert_eq!(
            ended("booking_confirmed").await,
            1,
            "a reload is no second booking"
        );
        browser.close().await;
    }
}
