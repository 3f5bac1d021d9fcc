//! Measures the widget in Chromium, from an event to the painted price; `cargo xtask bench`
//! runs it.
//!
//! It prints a line for each measurement: `NAME RUNS P50_US P95_US MAX_US LATE`, where the last is
//! how many runs took more than the next frame.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tool of the tests: what cannot go on panics with what it met"
)]

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("../timing/timing.js");
/// How often each is measured, after a few runs that warm it up.
const RUNS: u32 = 60;
const WARM_UP: u32 = 6;
/// How slow a phone is beside this machine.
const SLOWED: u32 = 4;
/// The least that a page can do: a number and a total that a plain script changes. How long this
/// takes says how fast the machine is at the moment.
const PLAIN_PAGE: &str = "data:text/html,<!doctype html>\
    <p><button data-test='attendees-less'>Less</button> <output>1</output> \
    <button data-test='attendees-more'>More</button></p>\
    <p>Total <b data-test='summary-total'>48.00</b></p>\
    <script>const count = document.querySelector('output'); \
    const total = document.querySelector('b'); \
    const set = (n) => { count.textContent = n; total.textContent = (48 * n).toFixed(2); }; \
    const [less, more] = document.querySelectorAll('button'); \
    more.onclick = () => set(2); less.onclick = () => set(1);</script>";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    guest.choose_first_slot().await;
    guest.apply_code("WELCOME10").await;
    browser.find(&part("coupon-remove")).await;
    browser.run(SCRIPT).await;
    for rate in [1, SLOWED] {
        browser
            .devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate }))
            .await;
        measure(&browser, &format!("attendees-{rate}x"), "timeAttendees").await;
        measure(&browser, &format!("code-{rate}x"), "timeCodes").await;
    }
    browser.goto(PLAIN_PAGE).await;
    browser.run(SCRIPT).await;
    for rate in [1, SLOWED] {
        browser
            .devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate }))
            .await;
        measure(&browser, &format!("plain-{rate}x"), "timeAttendees").await;
    }
    browser.close().await;
}

async fn measure(browser: &Browser, name: &str, function: &str) {
    let mut runs = Vec::new();
    // A few at a time: no script takes so long that WebDriver gives it up.
    for some in [WARM_UP, RUNS / 3, RUNS / 3, RUNS / 3] {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             {function}(arguments[0], 'WELCOME10').then(done, e => done('failed: ' + e))"
        );
        let found = browser.ask(&script, json!(some)).await;
        let Value::Array(found) = found else {
            panic!("{name}: {found}");
        };
        runs = if some == WARM_UP {
            Vec::new()
        } else {
            [runs, found].concat()
        };
    }
    let number = |run: &Value, at: usize| run[at].as_u64().expect("microseconds");
    let mut times: Vec<u64> = runs.iter().map(|run| number(run, 0)).collect();
    times.sort_unstable();
    let late = runs.iter().filter(|run| number(run, 1) > 0).count();
    let share = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!(
        "{name} {} {} {} {} {late}",
        times.len(),
        share(50),
        share(95),
        share(100)
    );
}
