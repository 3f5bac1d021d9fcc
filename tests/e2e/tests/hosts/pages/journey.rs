//! What a guest does on a host page, and what the page must look like to its owner meanwhile.

use std::time::{Duration, Instant};

use e2e::browser::{Browser, Engine};
use e2e::guest::{Guest, booked, part};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::wd::PrintConfiguration;

use super::table::{End, Hand, Page, Way};
use crate::house::Visit;

/// How long a guest waits for a part of the page.
const PATIENCE: Duration = Duration::from_secs(15);

/// The key that follows a link.
const RETURN: char = '\u{e006}';

/// The name of an element in WebDriver's answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the page's probe saw; `hosts/probe.js`.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) faults: Vec<String>,
    pub(crate) heard: Vec<String>,
    pub(crate) shifts: Vec<String>,
    pub(crate) moved: Vec<String>,
    pub(crate) own: usize,
}

/// Books with a coupon, or finds the way to the booking page where the page makes that impossible.
pub(crate) async fn book(visit: Visit<'_>, page: &Page) {
    let browser = visit.browser;
    arrive(visit, page).await;
    if page.end == End::LinkWithoutScript {
        let link = browser.find("a[href*='/b/kiln-studio']").await;
        let (_, _, width, height) = link.rectangle().await.expect("a place");
        assert!(width > 8.0 && height > 8.0, "{width} x {height}");
        return;
    }
    if page.end == End::Link {
        let link = way_out(browser).await;
        assert!(link.starts_with(&visit.stack.widget_origin()), "{link}");
        assert_undisturbed(browser, page).await;
        return;
    }
    enter(browser).await;
    let guest = match (page.hand, browser.engine) {
        // Its driver presses the place where a part was, which may have gone on since.
        (_, Engine::WebKit) | (Hand::Keyboard, _) => Guest::at_keyboard(browser),
        (Hand::Mouse, _) => Guest::new(browser),
    };
    guest.reach_payment("guest@example.com").await;
    guest.apply_code("welcome10").await;
    browser.text_with(&part("summary-total"), "€43.20").await;
    assert!(!browser.has_fetched_at_once().await, "a part came too late");
    browser.leave_widget().await;
    if page.printed {
        let printed = browser.client.print(PrintConfiguration::default()).await;
        assert!(!printed.expect("a page on paper").is_empty());
    }
    assert_undisturbed(browser, page).await;
    let report = report(browser).await;
    for name in ["slot_selected", "coupon_applied"] {
        let count = report.heard.iter().filter(|heard| *heard == name).count();
        assert_eq!(count, 1, "{name} in {:?}", report.heard);
    }
    enter(browser).await;
    guest.confirm().await;
    if let End::PaymentLink = page.end {
        browser.follow(&part("checkout-link")).await;
        find_payment_page(browser).await;
    } else {
        let window = browser.client.window().await.expect("a window");
        browser.enter_window(window).await;
        browser.address_with("/c/pay/").await;
    }
    assert_eq!(browser.text("#total").await, "€43.20");
    if let End::Confirmation = page.end {
        browser.click("#pay").await;
        browser.address_with("/b/kiln-clay/kiln-studio").await;
        booked(browser, "€43.20").await;
    }
}

/// Goes to a page, and opens what the widget is hidden in.
pub(crate) async fn arrive(visit: Visit<'_>, page: &Page) {
    let browser = visit.browser;
    let origin = if page.from_elsewhere {
        visit.site.elsewhere()
    } else {
        visit.site.origin()
    };
    browser.goto(&format!("{origin}/{}", page.file())).await;
    for frame in page.within {
        let frame = browser.find(frame).await;
        frame.enter_frame().await.expect("a frame of the page");
    }
    if page.end == End::LinkWithoutScript {
        return;
    }
    let is_there = "return !!window.hostPage && hostPage.isThere()";
    browser
        .until("the page is there", async || {
            browser.run(is_there).await == true
        })
        .await;
    if let Way::AtOnce = page.way {
        return;
    }
    if !page.loads_hidden {
        let loaded = loaded(browser).await;
        assert_eq!(loaded, "", "nobody has seen it, and it is loaded");
    }
    match page.way {
        Way::Pressed if page.hand == Hand::Keyboard => {
            browser.run("document.getElementById('open').focus()").await;
            browser.press_key(RETURN).await;
        }
        Way::Pressed => browser.click("#open").await,
        Way::Button => {
            let there = async || browser.has("[data-booking-button]").await;
            browser.until("the button is there", there).await;
            browser.run("hostPage.press()").await;
        }
        Way::AtOnce | Way::Scrolled => {}
    }
    if let Way::Pressed = page.way {
        // What the page itself moves when something in it is opened is its own.
        browser.run("hostPage.begin()").await;
    }
}

/// What of the widget the page has loaded by now.
pub(crate) async fn loaded(browser: &Browser) -> String {
    tokio::time::sleep(Duration::from_millis(150)).await;
    let loaded = browser.run("return hostPage.loaded()").await;
    loaded.as_str().expect("addresses").to_owned()
}

/// Goes into the widget's frame, wherever on the page it is.
pub(crate) async fn enter(browser: &Browser) {
    let started = Instant::now();
    loop {
        let frame = browser.run("return hostPage.frame()").await;
        if let Some(id) = frame[ELEMENT].as_str() {
            let id = ElementRef::from(id.to_owned());
            let frame = Element::from_element_id(browser.client.clone(), id);
            // The page may have put another frame in its place since.
            if frame.enter_frame().await.is_ok() {
                return;
            }
        }
        assert!(started.elapsed() < PATIENCE, "no frame of the widget");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The address of the link to the booking page, once it is to be seen.
async fn way_out(browser: &Browser) -> String {
    let started = Instant::now();
    loop {
        if let Some(link) = browser.run("return hostPage.link()").await.as_str() {
            return link.to_owned();
        }
        assert!(started.elapsed() < PATIENCE, "no link to the booking page");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Goes to the tab in which the payment page was opened.
async fn find_payment_page(browser: &Browser) {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        for window in browser.windows().await {
            browser.enter_window(window).await;
            let address = browser.client.current_url().await.expect("an address");
            if address.path().starts_with("/c/pay/") {
                return;
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the payment page was not opened");
}

pub(crate) async fn report(browser: &Browser) -> Report {
    // Lines, since pages have ideas of their own about JSON.
    let told = browser.run("return hostPage.report()").await;
    let mut report = Report::default();
    for line in told.as_str().expect("a report").lines() {
        let (kind, what) = line.split_once(' ').expect("a kind, and what was seen");
        let what = what.to_owned();
        match kind {
            "fault" => report.faults.push(what),
            "heard" => report.heard.push(what),
            "shift" => report.shifts.push(what),
            "moved" => report.moved.push(what),
            "own" => report.own = what.parse().expect("a number"),
            _ => panic!("a report of {kind}"),
        }
    }
    report
}

/// The page's own content stands where it stood, and nobody complains.
pub(crate) async fn assert_undisturbed(browser: &Browser, page: &Page) {
    let report = report(browser).await;
    assert!(report.own > 0, "the page has something of its own");
    assert_eq!(report.moved, Vec::<String>::new(), "the page has moved");
    assert_eq!(report.shifts, Vec::<String>::new(), "the page has moved");
    let mut faults = report.faults;
    faults.append(&mut browser.console_errors().await);
    faults.retain(|fault| !page.own_faults.iter().any(|own| fault.contains(own)));
    assert_eq!(faults, Vec::<String>::new(), "the console is not empty");
}
