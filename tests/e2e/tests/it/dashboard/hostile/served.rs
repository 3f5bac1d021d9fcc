//! What the companion writes into pages itself: the hosted page, and the booking without a program.
//!
//! A browser's parser reads each page. Pages that differ in nothing but hostile texts must have the same
//! elements with the same attributes, so that no text has become markup anywhere.

use e2e::browser::{Browser, Device};
use e2e::desk::Desk;
use e2e::hostile::{LOOK, bundles};
use e2e::stack::Stack;
use reqwest::Method;
use serde_json::{Value, json};

use super::planted::{NEO, Planted};

/// Reads pages as documents, and walks through their forms. `look(page, texts)` notes the elements of a
/// page, which of the texts are still missing, and what has handlers or addresses of scripts.
const READ: &str = "
    const [job, done] = arguments;
    const read = async (url, form) => {
      const answer = await fetch(url, form);
      if (!answer.ok) throw new Error(`${answer.status} of ${url}`);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      return { page, url: answer.url };
    };
    const missing = new Set(job.texts);
    const steps = [];
    const look = ({ page }) => {
      const said = saidBy(page);
      const caught = caughtIn({ caught: [], document: page });
      for (const text of missing) if (said.includes(text)) missing.delete(text);
      const element = (it) => [it.localName, ...[...it.attributes].map(({ name }) => name).sort()].join(' ');
      const markup = [...page.querySelectorAll('*')].filter((it) => !it.closest('.slots, .cal')).map(element);
      steps.push({ markup: markup.join('\\n'), caught });
    };
    const press = async ({ page, url }, css) => {
      const button = page.querySelector(css);
      if (!button) throw new Error(`no ${css} at ${url}: ${page.body.textContent.slice(0, 600)}`);
      const data = new URLSearchParams(new FormData(button.form));
      if (button.name) data.append(button.name, button.value);
      const action = new URL(button.form.getAttribute('action') ?? url, url);
      if (button.form.method === 'post') return read(action, { method: 'POST', body: data });
      action.search = data;
      return read(action);
    };";

/// Walks through the forms to the review.
const WALK: &str = "
    (async () => {
      look(await read(`/b/${job.business}/${job.calendar}?lang=en`));
      let at = await read(`/b/${job.business}/${job.calendar}/plain?lang=en`);
      look(at);
      if (job.is_rich) {
        if (at.page.querySelector(\"button[name='service']\")) {
          at = await press(at, \"button[name='service']\");
          look(at);
        }
        for (let pages = 0; !at.page.querySelector('button.slot'); pages += 1) {
          if (pages > 3) throw new Error(`no times: ${at.page.body.textContent.slice(0, 600)}`);
          at = await press(at, '.main');
          look(at);
        }
        at = await press(at, 'button.slot');
        for (const field of at.page.querySelectorAll('input, textarea')) {
          if (field.type === 'checkbox') field.checked = field.name === 'consent';
          else if (field.type === 'email') field.value = 'guest@example.com';
          else if (field.type === 'text' && /name/.test(field.name)) field.value = job.name;
          else if (field.localName === 'textarea') field.value = job.notes;
        }
        look(at);
        at = await press(at, '.main');
        if (!at.page.querySelector('dl.facts')) throw new Error(`no review: ${at.page.body.textContent.slice(0, 1500)}`);
        look(at);
      }
      return { steps, missing: [...missing] };
    })().then(done, (error) => done({ steps, missing: [String(error)] }));";

/// Reads the page of the order without a program.
const LOOK_AT: &str = "
    (async () => {
      for (const url of job.urls) look(await read(url));
      return { steps, missing: [...missing] };
    })().then(done, (error) => done({ steps, missing: [String(error)] }));";

/// Pages of the same kind with different texts.
#[derive(Default)]
struct Alike {
    markup: Option<Vec<String>>,
}

impl Alike {
    /// Has a browser read pages, which say everything and have the elements of those before.
    async fn read(&mut self, browser: &Browser, how: &str, job: Value) {
        let script = format!("{LOOK} {READ} {how}");
        let told = browser.ask(&script, job.clone()).await;
        assert_eq!(told["missing"], json!([]), "{job:#}");
        let steps = told["steps"].as_array().expect("steps");
        for step in steps {
            assert_eq!(step["caught"], json!([]), "{job:#}");
        }
        let text = |step: &Value| step["markup"].as_str().expect("a text").to_owned();
        let markup: Vec<String> = steps.iter().map(text).collect();
        let before = self.markup.get_or_insert_with(|| markup.clone());
        assert_eq!(before.len(), markup.len(), "{job:#}");
        for (before, markup) in before.iter().zip(&markup) {
            assert_eq!(before, markup, "{job:#}");
        }
    }
}

async fn enter(stack: &Stack) -> Browser {
    let browser = Browser::open(Device::Desktop).await;
    let anywhere = format!("{}/demo/thanks.html", stack.widget_origin());
    browser.goto(&anywhere).await;
    browser
}

#[tokio::test]
async fn no_text_of_a_calendar_becomes_markup_of_its_pages() {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let mut planted = Planted::at(NEO, &desk);
    planted.calendars().await;
    let browser = enter(&stack).await;
    let [mut rich, mut plain] = [Alike::default(), Alike::default()];
    let (names, notes) = (bundles(120), bundles(1_000));
    for (round, sold) in planted.calendars.iter().enumerate() {
        let (name, notes) = (&names[round], &notes[round % notes.len()]);
        let mut texts: Vec<&String> = sold.of_calendar.iter().chain(&sold.of_service).collect();
        if sold.is_rich {
            texts.extend([name, notes]);
        }
        let job = json!({
            "business": NEO.business, "calendar": sold.calendar, "is_rich": sold.is_rich,
            "texts": texts, "name": name, "notes": notes,
        });
        let alike = if sold.is_rich { &mut rich } else { &mut plain };
        alike.read(&browser, WALK, job).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn no_text_of_a_business_or_a_guest_becomes_markup_of_their_pages() {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let mut planted = Planted::at(NEO, &desk);
    planted.calendar(0, true).await;
    let orders = planted.orders().await;
    let calendar = planted.calendars[0].calendar.clone();
    let settings = planted.path("settings");
    let mut view = desk.done(Method::GET, &settings, &Value::Null).await;
    let browser = enter(&stack).await;
    let mut alike = Alike::default();
    for (round, booked) in orders.iter().enumerate() {
        let name = planted.text("BusinessSettings.name", 120, round);
        let mut edit = json!({ "version": view["version"], "settings": view["settings"] });
        edit["settings"]["name"] = json!(name);
        view = desk.done(Method::PUT, &settings, &edit).await;
        let page = format!("/b/{}/{calendar}", NEO.business);
        let (order, token) = (&booked.order, &booked.token);
        let urls = [
            format!("{page}?lang=en"),
            format!("{page}/plain?lang=en"),
            format!("{page}/plain/order?order={order}&token={token}&lang=en"),
            format!("/v1/orders/{order}/receipt?token={token}"),
        ];
        let texts: Vec<&String> = booked.shown.iter().chain([&name]).collect();
        let job = json!({ "urls": urls, "texts": texts });
        alike.read(&browser, LOOK_AT, job).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn a_text_that_becomes_markup_is_seen() {
    let browser = Browser::open(Device::Desktop).await;
    browser.goto("about:blank").await;
    let script = format!(
        "{LOOK} {READ}
        const note = (html) => look({{ page: new DOMParser().parseFromString(html, 'text/html') }});
        note(`<p title='a'>calm</p>`);
        note(`<p title='a'>${{job.text}}</p>`);
        done(steps);"
    );
    let job = json!({ "texts": [], "text": "<b>bold</b><img src=x onerror=hit()>" });
    let steps = browser.ask(&script, job).await;
    assert_ne!(steps[0]["markup"], steps[1]["markup"]);
    assert_eq!(steps[0]["caught"], json!([]));
    assert_ne!(steps[1]["caught"], json!([]));
    browser.close().await;
}
