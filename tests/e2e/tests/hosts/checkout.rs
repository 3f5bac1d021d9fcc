//! The way to the payment page: by one navigation of the top window, or of a new one where the page
//! around lets nobody move the top.

use e2e::guest::{Guest, booked, part};
use e2e::stack::{Stack, Widget};

use crate::house::{Scene, Visit};
use crate::scenes;

pub(crate) fn scenes() -> Vec<Scene> {
    scenes![
        the_loader_takes_the_top_to_the_payment_page_once,
        the_link_in_a_plain_frame_takes_the_top_to_the_payment_page_once,
        a_frame_that_may_not_move_the_top_opens_the_payment_page_beside_it,
    ]
}

async fn the_loader_takes_the_top_to_the_payment_page_once(visit: Visit<'_>) {
    let Visit { stack, browser, .. } = visit;
    browser.goto(&stack.host_page(Widget::Neo)).await;
    let before = Trail::of(visit).await;
    browser.enter_widget().await;
    let guest = Guest::new(browser);
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.leave_widget().await;
    browser.address_with("/c/pay/").await;
    before.is_one_step_longer(visit).await;
}

async fn the_link_in_a_plain_frame_takes_the_top_to_the_payment_page_once(visit: Visit<'_>) {
    let Visit { browser, .. } = visit;
    confirm_in_a_frame(visit, "").await;
    browser.leave_widget().await;
    let before = Trail::of(visit).await;
    browser.enter_widget().await;
    browser.follow(&part("checkout-link")).await;
    browser.leave_widget().await;
    browser.address_with("/c/pay/").await;
    before.is_one_step_longer(visit).await;
    browser.click("#pay").await;
    booked(browser, "€43.20").await;
}

async fn a_frame_that_may_not_move_the_top_opens_the_payment_page_beside_it(visit: Visit<'_>) {
    let Visit { stack, browser, .. } = visit;
    let scripts = "allow-scripts allow-same-origin allow-forms";
    for more in [
        "allow-popups",
        "allow-popups allow-popups-to-escape-sandbox",
    ] {
        browser.renew().await;
        confirm_in_a_frame(visit, &format!("sandbox='{scripts} {more}'")).await;
        let before = pages_shown(stack).await;
        let around = browser.windows().await;
        browser.click(&part("checkout-link")).await;
        let opened = async || browser.windows().await.len() > around.len();
        browser.until("a window opens", opened).await;
        let windows = browser.windows().await;
        let new = windows.iter().find(|window| !around.contains(window));
        browser.enter_window(new.unwrap().clone()).await;
        browser.address_with("/c/pay/").await;
        browser.click("#pay").await;
        booked(browser, "€43.20").await;
        assert_eq!(pages_shown(stack).await, before + 1);

        browser.enter_window(around[0].clone()).await;
        browser.address_with("/demo/thanks.html").await;
        // The frame still offers the way, or has heard that it was gone.
        browser.enter_widget().await;
        let either = format!("{}, {}", part("checkout-link"), part("booked"));
        browser.find(&either).await;
    }
}

/// Puts the widget into a frame of a page that knows nothing of it, books with a coupon, and waits
/// in the frame for the link to the payment page.
async fn confirm_in_a_frame(Visit { stack, browser, .. }: Visit<'_>, attributes: &str) {
    let page = format!("{}/demo/thanks.html", stack.host_origin());
    browser.goto(&page).await;
    let frame = stack.frame_page(Widget::Neo, "");
    let script = format!(
        "document.body.innerHTML = `<iframe {attributes} width=800 height=1400 src='{frame}'></iframe>`"
    );
    browser.run(&script).await;
    browser.enter_widget().await;
    let guest = Guest::new(browser);
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("welcome10").await;
    browser.text_with(&part("summary-total"), "€43.20").await;
    guest.confirm().await;
    browser.find(&part("checkout-link")).await;
}

/// How far the top window has gone, and how often payment pages were asked for.
struct Trail {
    history: i64,
    pages_shown: u64,
}

impl Trail {
    async fn of(Visit { stack, browser, .. }: Visit<'_>) -> Self {
        let history = browser.run("return history.length").await;
        Self {
            history: history.as_i64().unwrap(),
            pages_shown: pages_shown(stack).await,
        }
    }

    /// Navigations of a frame would be steps of the same history.
    async fn is_one_step_longer(&self, visit: Visit<'_>) {
        let now = Self::of(visit).await;
        assert_eq!(now.history, self.history + 1, "steps of the window");
        assert_eq!(now.pages_shown, self.pages_shown + 1, "requests");
    }
}

async fn pages_shown(stack: &Stack) -> u64 {
    let state = stack.double_state().await;
    state["pages_shown"].as_u64().unwrap()
}
