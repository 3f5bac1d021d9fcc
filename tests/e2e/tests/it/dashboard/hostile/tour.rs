//! What an owner sees of hostile texts: every page of the dashboard, full of them.

use e2e::browser::{Browser, Device};
use e2e::desk::Desk;
use e2e::guest::{Guest, part};
use e2e::hostile::{LOOK, TRAP, bundles, texts};
use e2e::owner::Owner;
use e2e::stack::{Stack, Widget};
use reqwest::Method;
use serde_json::{Value, json};

use super::planted::{Booked, NEO, Planted};
use super::{assert_calm, frames};

/// How many pages are gone through in one script.
const PAGES_AT_ONCE: usize = 20;

/// Goes from page to page inside the dashboard, as its links do, and shows more of each list until it
/// has said everything; answers for each page what is missing, and what the trap caught.
const TOUR: &str = "
    const [jobs, done] = arguments;
    const visit = async ({ path, shows, texts }) => {
      history.pushState(null, '', path);
      dispatchEvent(new PopStateEvent('popstate', { state: null }));
      const end = Date.now() + 12000;
      let missing = texts;
      let is_there = false;
      while (Date.now() < end && (missing.length > 0 || !is_there)) {
        await new Promise((on) => setTimeout(on, 25));
        is_there = document.querySelector(shows) !== null;
        const said = saidBy(document);
        missing = missing.filter((text) => !said.includes(text));
        const more = document.querySelector('.more button');
        if (missing.length > 0 && more && !more.disabled) more.click();
      }
      const frames = [...document.querySelectorAll('iframe')].map((frame) => frame.contentWindow);
      const left = { is_there, missing, caught: [window, ...frames].flatMap(caughtIn) };
      if (missing.length > 0 || !is_there) left.shows = document.body.innerText.slice(0, 3000);
      return left;
    };
    (async () => {
      const left = [];
      for (const job of jobs) {
        left.push(await visit(job));
        if (left.at(-1).shows) break;
      }
      done(left);
    })().catch((error) => done(String(error)));";

/// A page that shows an element once it is there, and the texts that it has to say.
fn page(path: impl Into<String>, shows: &str, texts: &[String]) -> Value {
    json!({ "path": format!("/businesses/kiln-clay/{}", path.into()), "shows": shows, "texts": texts })
}

async fn tour(browser: &Browser, jobs: &[Value]) {
    let script = format!("{LOOK} {TOUR}");
    for some in jobs.chunks(PAGES_AT_ONCE) {
        let left = browser.ask(&script, json!(some)).await;
        let left = left.as_array().unwrap_or_else(|| panic!("{left}"));
        for (left, job) in left.iter().zip(some) {
            let path = &job["path"];
            assert_eq!(left["missing"], json!([]), "{path}: {left:#}");
            assert_eq!(left["is_there"], true, "{path}: {left:#}");
            assert_eq!(left["caught"], json!([]), "{path}");
        }
    }
    assert_calm(browser, "the dashboard").await;
}

/// A browser with the trap, and its owner inside.
async fn enter(stack: &Stack) -> Browser {
    let browser = Browser::open(Device::Desktop).await;
    browser.before_every_page(TRAP).await;
    Owner::new(&browser, stack).sign_in(NEO.owner).await;
    browser
}

#[tokio::test]
async fn an_owner_reads_them_in_everything_that_is_sold() {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let mut planted = Planted::at(NEO, &desk);
    planted.calendars().await;
    let (staff, locations) = planted.workplace().await;
    let of = |field: &str| planted.fields[field].as_slice();
    let people = [of("StaffDraft.name"), of("StaffDraft.role")].concat();
    let places = [of("LocationDraft.name"), of("LocationDraft.address")].concat();
    let names = [of("StaffDraft.name"), of("LocationDraft.name")].concat();
    let mut jobs = vec![
        page(
            "calendars",
            "[data-test='calendar']",
            of("CalendarDraft.title"),
        ),
        page(
            "orders/new",
            "[data-test='time']",
            of("CalendarDraft.title"),
        ),
        page("staff", "[data-test='row']", &people),
        page("locations", "[data-test='row']", &places),
        page("hours", "[data-test='day']", &names),
        page("coupons/try", "#try-code", of("ServiceDraft.name")),
        page("coupons/new", "#code", &[]),
        page("settings/log", "[data-test='entry']", &[]),
    ];
    for (round, sold) in planted.calendars.iter().enumerate() {
        let service = &sold.of_service[..1];
        let of_calendar = [&sold.of_calendar, service].concat();
        let calendar = format!("calendars/{}", sold.calendar);
        jobs.push(page(&*calendar, "#title", &of_calendar));
        let service = format!("services/{}", sold.service);
        jobs.push(page(service, "#name", &sold.of_service));
        // What these hold is told by their lists as well.
        if round < 3 {
            jobs.push(page(format!("staff/{}", staff[round]), "#name", &[]));
            jobs.push(page(
                format!("locations/{}", locations[round]),
                "#name",
                &[],
            ));
            jobs.push(page(
                format!("{calendar}/embed"),
                "[data-test='snippet']",
                &[],
            ));
        }
    }
    let browser = enter(&stack).await;
    tour(&browser, &jobs).await;
    browser.close().await;
}

/// Pages that show what their address says.
fn searched() -> impl Iterator<Item = Value> {
    let places = ["coupons?search", "orders?search", "coupons/try?code"];
    // Each leads to another page than the one before.
    let all = bundles(4_000).into_iter().flat_map(move |text| {
        let places = places.into_iter();
        places.map(move |place| (place, text.clone()))
    });
    all.map(|(place, text)| {
        let asked: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        page(
            format!("{place}={asked}"),
            "input[type='search'], #try-code",
            &[text],
        )
    })
}

/// Takes in a file of codes that are none, and waits for the report of its lines.
async fn import(browser: &Browser) {
    browser.click(&part("open-import")).await;
    browser.find("#import-file").await;
    let choose = "const [texts, done] = arguments;
        const lines = texts.map((text) => `\"${text.replaceAll('\"', '\"\"')}\",\\n`);
        const file = new File(['code,max_redemptions\\n', ...lines], 'codes.csv', { type: 'text/csv' });
        const all = new DataTransfer();
        all.items.add(file);
        const input = document.getElementById('import-file');
        input.files = all.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
        done();";
    browser.ask(choose, json!(texts())).await;
    browser.text_with(&part("begin-import"), "200 lines").await;
    browser.click(&part("begin-import")).await;
    browser.find(&part("import-done")).await;
    let report = browser.text(&part("import-report")).await;
    assert!(report.contains("hit()"), "{report}");
    assert_calm(browser, "the report of an import").await;
}

#[tokio::test]
async fn an_owner_reads_them_in_coupons_and_what_guests_have_typed() {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let mut planted = Planted::at(NEO, &desk);
    planted.calendar(0, true).await;
    let coupons = planted.coupons().await;
    let orders = planted.orders().await;
    let of = |field: &str| planted.fields[field].as_slice();
    let mut jobs = vec![
        page("coupons", "[data-test='coupon']", of("CouponDraft.name")),
        page("orders", "[data-test='order']", of("Guest.name")),
        page("reports", "h1", &[]),
        page("settings/log", "[data-test='entry']", &[]),
    ];
    for (round, id) in coupons.iter().enumerate() {
        let texts = ["CouponDraft.name", "CouponCustomer.member"].map(|it| of(it)[round].clone());
        jobs.push(page(format!("coupons/{id}"), "#code", &texts));
        jobs.push(page(
            format!("coupons/{id}/uses"),
            "[data-test='uses-of']",
            &texts[..1],
        ));
    }
    for Booked { order, texts, .. } in &orders {
        jobs.push(page(
            format!("orders/{order}"),
            "[data-test='payments']",
            texts,
        ));
    }
    jobs.extend(searched());
    jobs.push(page(
        format!("coupons/{}", coupons[0]),
        &part("open-import"),
        &[],
    ));
    let browser = enter(&stack).await;
    tour(&browser, &jobs).await;
    import(&browser).await;
    // What the guests themselves are shown of it afterwards.
    let calendar = &planted.calendars[0].calendar;
    frames::confirmations(&stack, &browser, calendar, &orders).await;
    browser.close().await;
}

#[tokio::test]
async fn an_owner_reads_them_in_people_businesses_and_notes_of_payments() {
    let stack = Stack::start().await;
    stack.take_deposit("kiln-studio", 25);
    let browser = enter(&stack).await;
    browser.goto(&stack.hosted_page(Widget::Neo)).await;
    let guest = Guest::new(&browser);
    guest.reach_payment("guest@example.com").await;
    guest.confirm().await;
    browser.click("#pay").await;
    browser.find(&part("booked")).await;

    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let mut planted = Planted::at(NEO, &desk);
    let orders = planted.path("orders?test_mode=true");
    let orders = desk.done(Method::GET, &orders, &Value::Null).await;
    let order = orders["orders"][0]["id"].as_str().expect("an order");
    planted.notes(order, 3_600).await;
    let names = bundles(120);
    stack.add_members(&names);
    stack.found_businesses(&names);
    let notes = &planted.fields["RecordPayment.note"];
    let jobs = [
        page(format!("orders/{order}"), "[data-test='payments']", notes),
        page("settings/members", "[data-test='member']", &names),
        page("settings/log", "#log-actor option:nth-child(100)", &[]),
        page("settings", "[data-test='settings']", &[]),
        json!({ "path": "/businesses", "shows": ".tiles", "texts": names }),
    ];
    Owner::new(&browser, &stack).goto("/businesses").await;
    browser.find(".tiles").await;
    tour(&browser, &jobs).await;
    browser.close().await;
}
