//! What guests see of hostile texts: the widget, from its first screen to the payment.

use e2e::browser::{Browser, Device};
use e2e::desk::Desk;
use e2e::hostile::{LOOK, TRAP};
use e2e::stack::Stack;
use serde_json::{Value, json};

use super::assert_calm;
use super::planted::{Booked, CLASSIC, House, NEO, Planted, Sold};

/// How many frames are open at a time.
const FRAMES_AT_ONCE: usize = 8;

/// Walks the widgets in frames beside each other to their payment, and answers for each what it has
/// not said on the way, and what the trap caught.
const WALK: &str = "
    const [jobs, done] = arguments;
    const type = (field, text) => {
      if (!field || field.value) return;
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const walk = async ({ src, texts, pays }) => {
      const frame = document.createElement('iframe');
      Object.assign(frame, { src, width: 900, height: 1400 });
      document.body.append(frame);
      const missing = new Set(texts);
      const pressed = new Set();
      const end = Date.now() + 25000;
      let at = 'start';
      while (Date.now() < end) {
        await new Promise((on) => setTimeout(on, 40));
        const page = frame.contentDocument;
        if (!page?.body || page.URL === 'about:blank' || page.querySelector('.drawn')) continue;
        const said = saidBy(page);
        for (const text of missing) if (said.includes(text)) missing.delete(text);
        const part = (css) => {
          const one = page.querySelector(css);
          return one && !one.disabled && one.ariaDisabled !== 'true' ? one : undefined;
        };
        if (!pays && missing.size === 0) break;
        if (part(\"[data-test='confirm']\")) { at = 'payment'; break; }
        type(part(\"[data-test='field-name']\"), 'Test Guest');
        type(part(\"[data-test='field-email']\"), 'guest@example.com');
        const consent = part(\"[data-test='field-consent']\");
        if (consent && !(consent.matches('input') ? consent : consent.querySelector('input')).checked) consent.click();
        const once = (name, css) => {
          const one = pressed.has(name) ? undefined : part(css);
          if (one) { pressed.add(name); at = name; one.click(); }
          return one;
        };
        once('service', '#booking-service-0')
          || once('take', \"[data-test='take']\")
          || once('slot', \"[data-test='slot']\")
          || (!page.querySelector(\"[data-test='slot'] , [data-test='take']\") || pressed.has('slot'))
            && part(\"[data-test='continue']\")?.click();
      }
      const left = { at, missing: [...missing], caught: caughtIn(frame.contentWindow),
        shows: missing.size === 0 ? '' : frame.contentDocument?.body?.innerText.slice(0, 2000) };
      frame.remove();
      return left;
    };
    Promise.all(jobs.map(walk)).then(done, (error) => done(String(error)));";

/// A calendar in a frame, all that it has to say, and whether somebody goes to its payment for that.
fn job(sold: &Sold) -> Value {
    let texts: Vec<&String> = sold.of_calendar.iter().chain(&sold.of_service).collect();
    json!({ "src": format!("/embed/{}?lang=en", sold.calendar), "texts": texts, "pays": sold.is_rich })
}

async fn walk_all(house: House) {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, house.owner).await;
    let mut planted = Planted::at(house, &desk);
    planted.calendars().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.before_every_page(TRAP).await;
    let around = format!("{}/demo/thanks.html", stack.widget_origin());
    browser.goto(&around).await;
    let jobs: Vec<Value> = planted.calendars.iter().map(job).collect();
    walk(&browser, &jobs).await;
    browser.close().await;
}

async fn walk(browser: &Browser, jobs: &[Value]) {
    let script = format!("{LOOK} {WALK}");
    for some in jobs.chunks(FRAMES_AT_ONCE) {
        let walked = browser.ask(&script, json!(some)).await;
        let walked = walked.as_array().unwrap_or_else(|| panic!("{walked}"));
        for (walked, job) in walked.iter().zip(some) {
            assert_eq!(walked["missing"], json!([]), "{job}: {walked:#}");
            assert_eq!(walked["caught"], json!([]), "{job}");
            let paid = walked["at"] == "payment";
            assert!(paid || job["pays"] != true, "{job}: {walked:#}");
        }
    }
    assert_calm(browser, "the page around").await;
}

/// The bookings of a calendar as their guests find them again.
pub(super) async fn confirmations(
    stack: &Stack,
    browser: &Browser,
    calendar: &str,
    all: &[Booked],
) {
    let around = format!("{}/demo/thanks.html", stack.widget_origin());
    browser.goto(&around).await;
    let jobs = all.iter().map(
        |Booked {
             order,
             token,
             shown,
             ..
         }| {
            let src = format!("/embed/{calendar}?lang=en&order={order}#{token}");
            json!({ "src": src, "texts": shown, "pays": false })
        },
    );
    walk(browser, &jobs.collect::<Vec<_>>()).await;
}

#[tokio::test]
async fn a_guest_of_neo_reads_them_from_the_first_screen_to_the_payment() {
    walk_all(NEO).await;
}

#[tokio::test]
async fn a_guest_of_classic_reads_them_from_the_first_screen_to_the_payment() {
    walk_all(CLASSIC).await;
}
