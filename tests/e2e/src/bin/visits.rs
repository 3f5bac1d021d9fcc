//! Measures first visits in Chromium, on a slow network and a slow processor; `cargo xtask bench`
//! runs it.
//!
//! Every visit has a browser with an empty profile. It prints a line for each measurement: `NAME
//! RUNS P50_US P95_US`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tool of the tests: what cannot go on panics with what it met"
)]

use e2e::browser::{Browser, Device};
use e2e::stack::{Stack, Widget};
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("../visits/visits.js");
/// How often each page is visited.
const RUNS: usize = 11;
/// A mobile network of the slower kind: 1.6 Mbit/s and 150 ms.
const BYTES_PER_SECOND: u32 = 200_000;
const LATENCY_MS: u32 = 150;
/// How slow a phone is beside this machine, and how large its screen.
const SLOWED: u32 = 4;
const SCREEN: (u32, u32) = (390, 844);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let stack = Stack::start().await;
    // Most guests live where the business is.
    for (name, zone, page) in [
        (
            "neo-frame",
            "Europe/Lisbon",
            stack.frame_page(Widget::Neo, ""),
        ),
        (
            "classic-frame",
            "America/New_York",
            stack.frame_page(Widget::Classic, ""),
        ),
        (
            "neo-hosted",
            "Europe/Lisbon",
            stack.hosted_page(Widget::Neo),
        ),
    ] {
        let mut visits = Vec::new();
        for _ in 0..RUNS {
            visits.push(visit(&page, zone).await);
        }
        for (what, at) in [("screen", 0), ("bookable", 1)] {
            let mut times: Vec<u64> = visits.iter().map(|visit| visit[at]).collect();
            times.sort_unstable();
            let share = |percent: usize| times[(RUNS - 1) * percent / 100];
            println!("{name}-{what} {RUNS} {} {}", share(50), share(95));
        }
    }
}

/// One visit: microseconds until the screen is painted, and until a time can be booked.
async fn visit(page: &str, zone: &str) -> [u64; 2] {
    let browser = Browser::open(Device::Desktop).await;
    let (width, height) = SCREEN;
    let screen =
        json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
    let network = json!({
        "offline": false, "latency": LATENCY_MS,
        "downloadThroughput": BYTES_PER_SECOND, "uploadThroughput": BYTES_PER_SECOND,
    });
    for (command, parameters) in [
        ("Emulation.setDeviceMetricsOverride", screen),
        (
            "Emulation.setTimezoneOverride",
            json!({ "timezoneId": zone }),
        ),
        ("Network.enable", json!({})),
        ("Network.emulateNetworkConditions", network),
        ("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWED })),
    ] {
        browser.devtools(command, parameters).await;
    }
    browser.before_every_page(SCRIPT).await;
    browser.goto(page).await;
    let script = "const done = arguments[arguments.length - 1];
        visit.then(times => done(times.map(ms => Math.round(ms * 1000))), e => done('failed: ' + e))";
    let found = browser.ask(script, Value::Null).await;
    let times = serde_json::from_value(found.clone());
    browser.close().await;
    times.unwrap_or_else(|_| panic!("{page}: {found}"))
}
