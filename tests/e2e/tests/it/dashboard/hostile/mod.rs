//! Texts that look like markup or script stay texts, wherever they were typed and wherever they are
//! read.

mod answers;
mod fields;
mod frames;
mod planted;
mod refused;
mod served;
mod tour;

use e2e::browser::{Browser, Device};
use e2e::hostile::{LOOK, TRAP, texts};
use serde_json::json;

/// Nothing has run, nothing was kept from running, and nothing stands in the page that could.
async fn assert_calm(browser: &Browser, wherever: &str) {
    let caught = browser
        .run(&format!("{LOOK} return caughtIn(window)"))
        .await;
    assert_eq!(caught, json!([]), "{wherever}");
}

#[tokio::test]
async fn the_trap_catches_what_a_page_takes_for_markup() {
    let browser = Browser::open(Device::Desktop).await;
    browser.before_every_page(TRAP).await;
    browser.goto("about:blank").await;
    let write = format!(
        "{LOOK} const [texts, done] = arguments;
        const frames = texts.map((text) => {{
            const frame = document.body.appendChild(document.createElement('iframe'));
            frame.contentDocument.write(`<p title=\"${{text}}\">${{text}}`);
            frame.contentDocument.close();
            return frame;
        }});
        const count = () => frames.filter((it) => caughtIn(it.contentWindow).length > 0).length;
        setTimeout(() => done(count()), 1000);"
    );
    let caught = browser.ask(&write, json!(texts())).await;
    let caught = caught.as_u64().expect("a number");
    // Three of twenty vectors are no markup: they run only where a page takes them for an address or
    // for code.
    assert!(caught >= 170, "{caught} of 200");
    browser.close().await;
}
