//! Texts that look like markup or script stay texts, wherever they were typed and wherever they are
//! read.

use e2e::browser::{Browser, Device};
use e2e::guest::part;
use e2e::hostile::{CAUGHT, TRAP, texts};
use e2e::owner::{OWNER, Owner};
use e2e::stack::Stack;
use serde_json::{Value, json};

/// Asks the companion as the page does, and returns its answer.
async fn ask(browser: &Browser, method: &str, path: &str, body: Value) -> Value {
    let script = "const [{ method, path, body }, done] = arguments;
        fetch(path, { method, headers: { 'content-type': 'application/json' },
            body: method === 'GET' ? undefined : JSON.stringify(body) })
          .then(async (answer) => done({ status: answer.status, body: await answer.text() }),
            (error) => done({ status: 0, body: String(error) }));";
    let asked = json!({ "method": method, "path": path, "body": body });
    let answer = browser.ask(script, asked).await;
    let status = answer["status"].as_u64().expect("a status");
    let told = answer["body"].as_str().expect("a body");
    assert!((200..300).contains(&status), "{path}: {status} {told}");
    serde_json::from_str(told).unwrap_or(Value::Null)
}

/// Nothing has run, nothing was kept from running, and nothing stands in the page that could.
async fn assert_calm(browser: &Browser, wherever: &str) {
    let caught = browser.run(CAUGHT).await;
    assert_eq!(caught, json!([]), "{wherever}");
}

/// Whether the page says a text, letter for letter.
async fn says(browser: &Browser, text: &str) -> bool {
    let script = "const [text, done] = arguments;
        const values = [...document.querySelectorAll('input, textarea')].map(({ value }) => value);
        done(document.body.textContent.includes(text) || values.includes(text))";
    browser.ask(script, json!(text)).await == true
}

#[tokio::test]
async fn the_trap_catches_what_a_page_takes_for_markup() {
    let browser = Browser::open(Device::Desktop).await;
    browser.before_every_page(TRAP).await;
    let mut caught = 0;
    for text in texts() {
        browser.goto("about:blank").await;
        let write = "const [text, done] = arguments;
            document.open(); document.write(`<p title=\"${text}\">${text}`); document.close();
            setTimeout(done, 60);";
        browser.ask(write, json!(text)).await;
        let found = browser.run(CAUGHT).await;
        caught += usize::from(found != json!([]));
    }
    // Three of twenty vectors are no markup: they run only where a page takes them for an address or
    // for code.
    assert!(caught >= 170, "{caught} of 200");
    browser.close().await;
}

#[tokio::test]
async fn coupons_with_hostile_names_are_only_read() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.before_every_page(TRAP).await;
    let owner = Owner::new(&browser, &stack);
    owner.sign_in(OWNER).await;
    let coupons = "/v1/businesses/kiln-clay/coupons";
    let mut made = Vec::new();
    for text in texts() {
        let name: String = text.chars().take(120).collect();
        let body =
            json!({ "draft": { "name": name, "benefit": { "percent": { "percent": "10" } } } });
        let saved = ask(&browser, "POST", coupons, body).await;
        made.push((name, saved));
    }
    owner.open_coupons().await;
    for _ in 0..4 {
        if browser.has(&part("more")).await {
            browser.click(&part("more")).await;
        }
    }
    for (name, _) in &made {
        browser
            .until(name, async || says(&browser, name).await)
            .await;
    }
    assert_calm(&browser, "the list of coupons").await;
    browser.close().await;
}
