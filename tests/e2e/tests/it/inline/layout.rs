//! What it looks like, whatever is around it.

use e2e::browser::{Browser, Device};
use e2e::hands::Hands;
use e2e::stack::Stack;
use serde_json::{Value, json};

use super::site::{Page, Site};
use super::{FRAME, TAG};

/// Where everything is within the widget and what it looks like, a line for each element.
const DRAWING: &str = "const main = root.querySelector('.bk');
    const { left, top } = main.getBoundingClientRect();
    const looks = ['color', 'backgroundColor', 'fontSize', 'fontFamily', 'fontWeight', 'lineHeight',
        'letterSpacing', 'textTransform', 'textAlign', 'direction', 'display', 'visibility', 'opacity',
        'borderTopWidth', 'cursor', 'whiteSpace'];
    return [main, ...main.querySelectorAll('*')].map(it => {
        const box = it.getBoundingClientRect();
        // What is not drawn is nowhere.
        const drawn = box.width || box.height;
        const place = (drawn ? [box.left - left, box.top - top, box.width, box.height] : [])
            .map(n => n.toFixed(1));
        const style = getComputedStyle(it);
        return it.getAttribute('class') + ' ' + place.join(' ') + ' '
            + looks.map(name => style[name]).join('; ');
    });";

/// A page that says how wide the widget is.
fn page(stack: &Stack, tag: &str, style: &'static str) -> Page {
    Page::strict(stack, &format!("<div id=\"w\">{tag}</div>")).with_style(style)
}

async fn drawing(hands: &Hands<'_>) -> Vec<String> {
    hands.find(".bk [data-test='slot']").await;
    // The program has taken over, and nothing moves any more.
    let rests = async || {
        let script =
            "return !root.querySelector('.drawn, [data-first]') && root.getAnimations().every(it =>
            it.playState !== 'running' || it.timeline !== document.timeline
            || it.effect.getComputedTiming().endTime === Infinity)";
        hands.run(script, Value::Null).await == true
    };
    hands.browser.until("the widget is at rest", rests).await;
    let lines = hands.run(DRAWING, Value::Null).await;
    serde_json::from_value(lines).unwrap()
}

/// The first lines that differ.
fn differences(one: &[String], other: &[String]) -> Vec<String> {
    let pairs = one.iter().zip(other).filter(|(one, other)| one != other);
    let mut lines: Vec<String> = pairs
        .take(5)
        .map(|(one, other)| format!("{one}\n  {other}\n"))
        .collect();
    if one.len() != other.len() {
        lines.push(format!("{} and {} elements", one.len(), other.len()));
    }
    lines
}

#[tokio::test]
async fn no_rule_of_the_page_reaches_in() {
    const CLEAN: &str = "#w { width: 900px }";
    const HOSTILE: &str = "
        :root { --bg: red; --ink: lime; --acc: red; --fill: red; --bk-l-fill: red; --bk-l-ink: red; --line: red }
        html { font-size: 6px !important; line-height: 5; text-transform: uppercase; direction: rtl }
        * { all: unset !important; letter-spacing: 9px !important; color: red !important; cursor: wait !important;
            font: 40px cursive !important; visibility: hidden !important; white-space: pre !important }
        *::before, *::after { content: 'x' !important }
        button, input, label, table { display: none !important }
        div { width: 3px !important; transform: scale(2) }
        html#w#w#w, #w#w#w { display: block !important; width: 900px !important; visibility: visible !important }
        [data-booking-widget]::before { content: none !important }";
    let stack = Stack::start().await;
    let pages = vec![page(&stack, TAG, CLEAN), page(&stack, TAG, HOSTILE)];
    let site = Site::start(&stack, pages).await;
    let browser = Browser::open(Device::Desktop).await;
    let hands = Hands::new(&browser);
    browser.goto(&site.page(0)).await;
    let clean = drawing(&hands).await;
    browser.goto(&site.page(1)).await;
    let hostile = drawing(&hands).await;
    let around = "return getComputedStyle(document.querySelector('h1')).letterSpacing";
    assert_eq!(browser.run(around).await, "9px", "the rules are there");
    assert!(clean.len() > 100, "{} elements", clean.len());
    assert_eq!(differences(&clean, &hostile), [""; 0]);
    // What can be seen can be used.
    hands.reach_payment("guest@example.com").await;
    browser.close().await;
}

#[tokio::test]
async fn no_rule_of_the_widget_gets_out() {
    const STYLE: &str =
        "html { font-size: 12px } h1, h2 { color: navy } .card, .bk { color: green }";
    const BODY: &str = "<h2>Classes</h2><p class=\"card bk neo\">Text</p><button class=\"b\">Own</button>
        <label>Name <input></label><table class=\"month\"><tr><td class=\"day\">1</td></tr></table>";
    let stack = Stack::start().await;
    let alone = Page::strict(&stack, BODY).with_style(STYLE);
    let with = Page::strict(&stack, &format!("{BODY}{TAG}")).with_style(STYLE);
    let site = Site::start(&stack, vec![alone, with]).await;
    let browser = Browser::open(Device::Desktop).await;
    let own = "const names = [...getComputedStyle(document.body)];
        const all = document.querySelectorAll('h1, h2, p, button, label, input, table, td');
        return JSON.stringify([...all].map(it => {
            const style = getComputedStyle(it);
            return [JSON.stringify(it.getBoundingClientRect()), names.map(name => style.getPropertyValue(name)).join()];
        })) + document.adoptedStyleSheets.length + document.styleSheets.length
            + [...document.documentElement.attributes].map(it => it.name + it.value)";
    browser.goto(&site.page(0)).await;
    browser.find("table").await;
    let alone = browser.run(own).await;
    browser.goto(&site.page(1)).await;
    let hands = Hands::new(&browser);
    hands.click("[data-test='slot']").await;
    hands.heard("slot_selected").await;
    // The focus is in the widget, and so is the pointer.
    assert_eq!(browser.run(own).await, alone);
    browser.close().await;
}

#[tokio::test]
async fn it_is_laid_out_by_its_own_width_as_in_a_frame() {
    for device in [Device::Desktop, Device::LargeText] {
        let stack = Stack::start().await;
        let mut pages = Vec::new();
        for style in [
            "#w { width: 320px }",
            "html { font-size: 62.5% } #w { width: 400px }",
            "html { font-size: 24px } #w { width: 600px }",
            "#w { width: 760px }",
            "#w { width: 1100px }",
        ] {
            pages.push(page(&stack, TAG, style));
            pages.push(page(&stack, FRAME, style));
        }
        let count = pages.len();
        let site = Site::start(&stack, pages).await;
        let browser = Browser::open(device).await;
        let hands = Hands::new(&browser);
        for number in (0..count).step_by(2) {
            browser.goto(&site.page(number)).await;
            let inline = drawing(&hands).await;
            browser.goto(&site.page(number + 1)).await;
            browser.enter_widget().await;
            let framed = drawing(&hands).await;
            browser.leave_widget().await;
            assert!(framed.len() > 100, "{} elements", framed.len());
            assert_eq!(
                differences(&inline, &framed),
                [""; 0],
                "page {number} on {device:?}"
            );
        }
        browser.close().await;
    }
}

#[tokio::test]
async fn pictures_of_it_are_taken_in_columns_of_several_widths() {
    let stack = Stack::start().await;
    let dark = TAG.replace("data-load", "data-theme=\"dark\" data-load");
    let arabic = TAG.replace("data-load", "data-language=\"ar\" data-load");
    let classic = TAG.replace("kiln-studio", "northlight-visits");
    let shown = [
        ("narrow", TAG, "#w { width: 320px }"),
        (
            "dark",
            &dark,
            "html { background: #111; color: #eee } #w { width: 1000px }",
        ),
        (
            "arabic",
            &arabic,
            "html { font-size: 8px } #w { width: 760px }",
        ),
        ("classic", &classic, "#w { width: 600px }"),
    ];
    let pages = shown.map(|(_, tag, style)| page(&stack, tag, style));
    let site = Site::start(&stack, pages.to_vec()).await;
    let browser = Browser::open(Device::Desktop).await;
    let hands = Hands::new(&browser);
    for (number, (name, ..)) in shown.iter().enumerate() {
        browser.goto(&site.page(number)).await;
        drawing(&hands).await;
        browser.picture(&format!("inline-{name}")).await;
        let wide = "const inner = root.firstElementChild;
            return inner.scrollWidth <= inner.clientWidth && inner.clientWidth === it";
        let width = browser
            .run("return document.getElementById('w').clientWidth")
            .await;
        assert_eq!(
            hands.run(wide, json!(width)).await,
            true,
            "{name}: nothing sticks out"
        );
        assert_eq!(hands.faults().await, [""; 0]);
    }
    browser.close().await;
}
