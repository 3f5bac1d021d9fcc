//! Nothing moves under the guest's hand: the layout shift of a whole booking is 0.00, from the
//! skeleton to the confirmation, also of what moves right after a click, which browsers do not
//! count against a page.

use std::time::Duration;

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};

/// Notes every shift, with what moved, from the first paint on.
const WATCH: &str = "window.shifts = [];
    new PerformanceObserver(list => {
        for (const shift of list.getEntries()) {
            const moved = shift.sources.map(({ node, previousRect: a, currentRect: b }) => {
                const name = node?.className || node?.parentElement?.className || node?.nodeName;
                return `${name}: ${a.x},${a.y} ${a.width}x${a.height} to ${b.x},${b.y} ${b.width}x${b.height}`;
            });
            window.shifts.push({ value: shift.value, moved });
        }
    }).observe({ type: 'layout-shift', buffered: true });";

/// A time of the widget itself.
const TIME: &str = "#booking > main [data-test='slot']";

/// Half of the last of two decimals.
const STILL: f64 = 0.005;

#[tokio::test]
async fn nothing_moves_while_neo_books() {
    let stack = Stack::start().await;
    let shift = shift_of_a_booking(&stack, Widget::Neo, Device::Desktop, "freeclass").await;
    assert!(shift.0 < STILL, "{shift:?}");
}

#[tokio::test]
async fn nothing_moves_while_classic_books() {
    let stack = Stack::start().await;
    let shift = shift_of_a_booking(&stack, Widget::Classic, Device::Desktop, "relief20").await;
    assert!(shift.0 < STILL, "{shift:?}");
}

#[tokio::test]
async fn a_shift_is_noticed() {
    let stack = Stack::start().await;
    let browser = Browser::open(Device::Desktop).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.run(WATCH).await;
    browser.find(&part("slot")).await;
    browser
        .run("document.body.style.paddingTop = '120px'")
        .await;
    let noticed = async || shifted(&browser).await.0 > STILL;
    browser.until("the shift is noticed", noticed).await;
    browser.close().await;
}

/// Notes how high the first screen is that a page begins with, and where what the guest works with
/// begins and ends. The banner of the test mode does not count: its words break where they have
/// to, and only the widget knows them.
const MEASURE: &str = "window.measure = banner => {
        const work = document.querySelector('#booking .work').getBoundingClientRect();
        const height = booking.offsetHeight - document.querySelector(banner).offsetHeight;
        return [height, work.left, work.right].map(Math.round);
    };
    document.addEventListener('DOMContentLoaded', () => {
        window.first = measure(\"[data-test='test-mode'], .bones .test\");
        window.shapes = Boolean(document.querySelector('#booking .bones'));
    });";

#[tokio::test]
async fn the_services_are_as_high_as_they_were_drawn_first() {
    let devices = [
        Device::Desktop,
        Device::Tablet,
        Device::Phone,
        Device::LargeText,
    ];
    let calendars = ["kiln-clay/kiln-menu", "northlight/northlight-care"];
    let moved = moved_from_first(&devices, &calendars, "", "#booking > main .menu").await;
    assert!(moved.is_empty(), "{}", moved.join("\n"));
}

#[tokio::test]
async fn the_times_are_as_high_as_they_were_drawn_first_in_letters_of_every_size() {
    // Where all is in one column, it is as high as the day has times.
    let devices = [Device::Desktop, Device::Tablet, Device::LargeText];
    let calendars = ["kiln-clay/kiln-studio", "northlight/northlight-visits"];
    let moved = moved_from_first(&devices, &calendars, "", TIME).await;
    assert!(moved.is_empty(), "{}", moved.join("\n"));
}

#[tokio::test]
async fn what_waits_for_all_of_the_widget_is_as_high_as_its_shapes_were() {
    // What an address fills in, only the whole widget knows to show: until then there are shapes.
    let devices = [Device::Desktop, Device::Tablet, Device::LargeText];
    let calendars = ["kiln-clay/kiln-studio", "northlight/northlight-visits"];
    let mut moved = moved_from_first(&devices, &calendars, "?name=Test+Guest", TIME).await;
    let menus = ["kiln-clay/kiln-menu", "northlight/northlight-care"];
    let menu = "#booking > main .menu";
    moved.extend(moved_from_first(&devices, &menus, "?name=Test+Guest", menu).await);
    assert!(moved.is_empty(), "{}", moved.join("\n"));
}

/// The pages whose widget, once there is what is waited for, lies elsewhere than what stood there
/// before.
async fn moved_from_first(
    devices: &[Device],
    calendars: &[&str],
    query: &str,
    wait: &str,
) -> Vec<String> {
    let stack = Stack::start().await;
    let mut moved = Vec::new();
    for &device in devices {
        let browser = Browser::open(device).await;
        browser.before_every_page(MEASURE).await;
        for calendar in calendars {
            let page = format!("{}/b/{calendar}{query}", stack.widget_origin());
            browser.goto(&page).await;
            browser.find(wait).await;
            let shapes = browser.run("return window.shapes").await;
            assert_eq!(shapes, !query.is_empty(), "{calendar}{query}");
            let script = "return [window.first, measure(\"[data-test='test-mode']\")]";
            let measured = browser.run(script).await;
            let (first, widget): ([i64; 3], [i64; 3]) =
                serde_json::from_value(measured).expect("two times three lengths");
            if first.iter().zip(widget).any(|(a, b)| a.abs_diff(b) > 1) {
                moved.push(format!("{device:?} {calendar}: {first:?} {widget:?}"));
            }
        }
        browser.close().await;
    }
    moved
}

async fn shift_of_a_booking(
    stack: &Stack,
    widget: Widget,
    device: Device,
    code: &str,
) -> (f64, String) {
    let browser = Browser::open(device).await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(widget, "")).await;
    browser.run(WATCH).await;
    guest.choose_first_slot().await;
    settle().await;
    if widget == Widget::Neo {
        browser.click(&part("attendees-more")).await;
        settle().await;
        guest.apply_code(code).await;
        browser.find(&part("coupon-remove")).await;
        settle().await;
    }
    guest.go_on().await;
    guest.fill_details("guest@example.com").await;
    guest.go_on().await;
    browser.find(&part("confirm")).await;
    settle().await;
    if widget == Widget::Classic {
        guest.apply_code(code).await;
        browser.find(&part("coupon-remove")).await;
        settle().await;
    }
    let shift = shifted(&browser).await;
    browser.close().await;
    shift
}

/// Lets what fades and rises come to its end.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(400)).await;
}

/// The sum of all shifts so far, and what they were.
async fn shifted(browser: &Browser) -> (f64, String) {
    settle().await;
    let shifts = browser.run("return window.shifts").await;
    let all = shifts.as_array().expect("a list");
    let sum = all.iter().filter_map(|shift| shift["value"].as_f64()).sum();
    (sum, shifts.to_string())
}
