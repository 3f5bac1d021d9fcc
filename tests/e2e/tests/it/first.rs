//! The first screen as the companion draws it: it is the widget's own, in the guest's language, zone
//! and width, it can be pressed, and nothing is seen when the widget takes its place.

use std::time::Duration;

use e2e::browser::{Browser, Device};
use e2e::guest::{Guest, part};
use e2e::stack::{Stack, Widget};
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use serde_json::json;

#[tokio::test]
async fn a_guest_of_the_neighbourhood_sees_times_without_asking_for_them() {
    let stack = Stack::start().await;
    for (widget, zone) in [
        (Widget::Neo, "Europe/Lisbon"),
        (Widget::Classic, "America/New_York"),
    ] {
        let browser = open_in(zone).await;
        browser.goto(&stack.frame_page(widget, "")).await;
        browser.find(WIDGET).await;
        browser.find(&part("slot")).await;
        assert_eq!(asked_for_slots(&browser).await, 0, "{widget:?}");
        browser.close().await;
    }
}

#[tokio::test]
async fn a_guest_from_elsewhere_sees_times_of_the_own_zone_whatever_the_page_brought() {
    let stack = Stack::start().await;
    let browser = open_in("Asia/Kolkata").await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(&format!("{WIDGET} [data-test='slot']")).await;
    assert_eq!(asked_for_slots(&browser).await, 1);
    // Half an hour off every full one: a time of Lisbon would show.
    let script = "return [...document.querySelectorAll(\"[data-test='slot']\")].map(slot =>
        [slot.dataset.start.slice(14, 16), slot.innerText.match(/\\d:(\\d\\d)/)[1]])";
    let minutes = browser.run(script).await;
    let minutes: Vec<(String, String)> = serde_json::from_value(minutes).expect("minutes");
    assert!(!minutes.is_empty());
    for (there, here) in minutes {
        let [there, here] = [there, here].map(|minute| minute.parse::<u32>().expect("a minute"));
        assert_eq!((there + 30) % 60, here);
    }
    browser.close().await;
}

#[tokio::test]
async fn a_page_that_was_told_the_zone_brings_times_of_it() {
    let stack = Stack::start().await;
    let browser = open_in("Asia/Tokyo").await;
    let page = stack.frame_page(Widget::Neo, "?zone=Asia%2FTokyo");
    browser.goto(&page).await;
    browser.find(WIDGET).await;
    browser.find(&part("slot")).await;
    assert_eq!(asked_for_slots(&browser).await, 0);
    browser.close().await;
}

#[tokio::test]
async fn what_a_page_brought_is_used_once() {
    let stack = Stack::start().await;
    let browser = open_in("Europe/Lisbon").await;
    let guest = Guest::new(&browser);
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(WIDGET).await;
    guest.turn_to_next_month().await;
    let asked = asked_for_slots(&browser).await;
    // The page is shown again from the browser's memory: what was free then may be gone.
    let again = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";
    browser.run(again).await;
    let more = async || asked_for_slots(&browser).await > asked;
    browser.until("the times are asked for again", more).await;
    browser.close().await;
}

#[tokio::test]
async fn nothing_changes_when_the_widget_takes_the_place_of_the_first_screen() {
    let stack = Stack::start().await;
    let mut changed = Vec::new();
    for device in [Device::Desktop, Device::Phone] {
        for (widget, zone) in [
            (Widget::Neo, "Europe/Lisbon"),
            (Widget::Classic, "America/New_York"),
        ] {
            let browser = open_on(device, zone).await;
            browser.before_every_page(NOTE).await;
            for language in ["en", "de", "ar"] {
                let page = stack.frame_page(widget, &format!("?lang={language}"));
                browser.goto(&page).await;
                browser.find(WIDGET).await;
                let found = browser
                    .run("return [window.drawn, note(document.querySelector('#booking > main')), window.shift]")
                    .await;
                let (first, widget_s, shift): (Vec<String>, Vec<String>, f64) =
                    serde_json::from_value(found).expect("two lists and a number");
                let case = format!("{device:?} {widget:?} {language}");
                assert!(first.len() > 100, "{case}: {first:?}");
                assert!(first.iter().all(|it| !it.contains('\u{e000}')), "{case}");
                if first != widget_s {
                    let mut pairs = first.iter().zip(&widget_s);
                    let pair = pairs.find(|(first, then)| first != then);
                    changed.push(format!("{case}: {pair:?}"));
                }
                if shift > 0.0 {
                    changed.push(format!("{case}: a shift of {shift}"));
                }
            }
            browser.close().await;
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

#[tokio::test]
async fn what_is_pressed_before_the_widget_runs_is_taken_when_it_does() {
    let stack = Stack::start().await;
    let browser = open_in("Europe/Lisbon").await;
    // Everything is pressed in the first screen, before the program can have arrived.
    let press = "document.addEventListener('DOMContentLoaded', () => {
        const first = document.querySelector('.drawn');
        first.querySelector(\"[data-service='hand-building']\").click();
        first.querySelector(\"[data-test='attendees-more']\").click();
        first.querySelector(\"[data-test='attendees-more']\").focus();
    });";
    browser.before_every_page(press).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    browser.find(WIDGET).await;
    browser
        .find(&format!("{WIDGET} .row.on[data-service='hand-building']"))
        .await;
    browser.text_with(&part("summary-total"), "78.00").await;
    browser.focus_on(&part("attendees-more")).await;
    browser.close().await;
}

#[tokio::test]
async fn a_time_that_is_pressed_before_the_widget_runs_is_chosen() {
    let stack = Stack::start().await;
    let browser = open_in("America/New_York").await;
    let press = "document.addEventListener('DOMContentLoaded', () => {
        const slot = document.querySelector(\".drawn [data-test='slot']\");
        window.start = slot.dataset.start;
        slot.click();
        window.marked = slot.matches('.on');
    });";
    browser.before_every_page(press).await;
    browser.goto(&stack.frame_page(Widget::Classic, "")).await;
    browser.find(&format!("{WIDGET} .slot.on")).await;
    let script =
        "return [window.start === document.querySelector('.slot.on').dataset.start, window.marked]";
    assert_eq!(browser.run(script).await, json!([true, true]));
    browser.close().await;
}

#[tokio::test]
async fn a_time_on_which_the_mouse_goes_down_before_the_widget_runs_and_up_in_it_is_chosen() {
    let stack = Stack::start().await;
    let browser = held(&stack).await;
    let slot = browser.find(&part("slot")).await;
    let (x, y, ..) = slot.rectangle().await.expect("a place");
    mouse(&browser, &[to(x, y), DOWN]).await;
    go(&browser).await;
    assert!(!browser.has(".slot.on").await, "the press is not over");
    mouse(&browser, &[UP]).await;
    browser.find(".slot.on").await;
    browser.close().await;
}

#[tokio::test]
async fn a_key_that_goes_down_before_the_widget_runs_and_up_in_it_presses_once() {
    let stack = Stack::start().await;
    let browser = held(&stack).await;
    let focus = "document.querySelector(\"[data-test='attendees-more']\").focus()";
    browser.run(focus).await;
    let key = async |action| {
        let keys = KeyActions::new("keyboard".to_owned()).then(action);
        browser.client.perform_actions(keys).await.expect("keys");
    };
    key(KeyAction::Down { value: ' ' }).await;
    go(&browser).await;
    key(KeyAction::Up { value: ' ' }).await;
    browser.text_with(&part("summary-total"), "96.00").await;
    // Another press would have come by then.
    tokio::time::sleep(Duration::from_millis(300)).await;
    browser.text_with(&part("summary-total"), "96.00").await;
    browser.close().await;
}

#[tokio::test]
async fn a_press_that_ends_elsewhere_counts_for_nothing() {
    let stack = Stack::start().await;
    let browser = held(&stack).await;
    let more = browser.find(&part("attendees-more")).await;
    let (x, y, ..) = more.rectangle().await.expect("a place");
    mouse(&browser, &[to(x, y), DOWN]).await;
    go(&browser).await;
    mouse(&browser, &[to(x, y + 200.0), UP]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    browser.text_with(&part("summary-total"), "48.00").await;
    browser.close().await;
}

#[tokio::test]
async fn a_press_of_another_button_of_the_mouse_counts_for_nothing() {
    let stack = Stack::start().await;
    let browser = held(&stack).await;
    // By script: where what was pressed is gone, the driver does not let go of another button.
    let tell = async |kind| {
        let script = format!(
            "document.querySelector(\"[data-test='attendees-more']\")
                .dispatchEvent(new PointerEvent('{kind}', {{ button: 2, bubbles: true }}))"
        );
        browser.run(&script).await
    };
    tell("pointerdown").await;
    go(&browser).await;
    tell("pointerup").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    browser.text_with(&part("summary-total"), "48.00").await;
    browser.close().await;
}

#[tokio::test]
async fn no_time_of_another_zone_is_seen_before_the_widget_runs() {
    let stack = Stack::start().await;
    // The first screen says how it looks to who is not where it was drawn for, and to who is.
    let look = "document.addEventListener('DOMContentLoaded', () => {
        const first = document.querySelector('.drawn');
        window.times = [...first.querySelectorAll('.slot span')].map(it => it.checkVisibility({ visibilityProperty: true }));
        window.price = first.querySelector('.price').checkVisibility({ visibilityProperty: true });
    });";
    for (zone, seen) in [("Asia/Kolkata", false), ("Europe/Lisbon", true)] {
        let browser = open_in(zone).await;
        browser.before_every_page(look).await;
        browser.goto(&stack.frame_page(Widget::Neo, "")).await;
        browser.find(WIDGET).await;
        let found = browser.run("return [window.times, window.price]").await;
        let (times, price): (Vec<bool>, bool) = serde_json::from_value(found).expect("booleans");
        assert!(
            !times.is_empty() && times.iter().all(|&it| it == seen),
            "{zone}"
        );
        assert!(price, "{zone}");
        browser.close().await;
    }
}

/// The widget itself, and not what stood there before.
const WIDGET: &str = "#booking > main";

/// See [`held`].
const HELD: &str = "const instantiate = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = async (...all) => {
        await new Promise(resolve => window.go = resolve);
        return instantiate.apply(WebAssembly, all);
    };";

const DOWN: PointerAction = PointerAction::Down {
    button: MOUSE_BUTTON_LEFT,
};

const UP: PointerAction = PointerAction::Up {
    button: MOUSE_BUTTON_LEFT,
};

/// Just inside a part whose corner is here.
fn to(x: f64, y: f64) -> PointerAction {
    let (x, y) = (x + 8.0, y + 8.0);
    PointerAction::MoveTo {
        duration: None,
        x,
        y,
    }
}

async fn mouse(browser: &Browser, actions: &[PointerAction]) {
    let mouse = MouseActions::new("mouse".to_owned());
    let actions = actions.iter().cloned().fold(mouse, MouseActions::then);
    let moved = browser.client.perform_actions(actions).await;
    moved.expect("a mouse");
}

/// A browser in which the first screen stands and the program waits until it may `go`.
async fn held(stack: &Stack) -> Browser {
    let browser = open_in("Europe/Lisbon").await;
    browser.before_every_page(HELD).await;
    browser.goto(&stack.frame_page(Widget::Neo, "")).await;
    let waits = async || browser.run("return !!window.go").await == true;
    browser.until("the program waits", waits).await;
    browser
}

async fn go(browser: &Browser) {
    browser.run("window.go()").await;
    browser.find(WIDGET).await;
}

/// Notes what stands where in the first screen: every element with its class, its own text and its
/// place. Of a select only the chosen option shows.
const NOTE: &str = "window.note = root => [...root.querySelectorAll('*')]
        .filter(it => !it.matches('option'))
        .map(it => {
            const { x, y, width, height } = it.getBoundingClientRect();
            const own = [...it.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('|');
            const says = it.matches('select') ? it.selectedOptions[0].text : own;
            const box = [x, y, width, height].map(Math.round).join(' ');
            return `${it.localName}.${it.getAttribute('class') ?? ''} ${it.ariaLabel ?? ''} ${says} ${box}`;
        });
    window.shift = 0;
    new PerformanceObserver(list => {
        for (const { value } of list.getEntries()) window.shift += value;
    }).observe({ type: 'layout-shift', buffered: true });
    document.addEventListener('DOMContentLoaded', () => {
        window.drawn = note(document.querySelector('.drawn > main'));
    });";

/// A browser in a time zone.
async fn open_in(zone: &str) -> Browser {
    open_on(Device::Desktop, zone).await
}

async fn open_on(device: Device, zone: &str) -> Browser {
    let browser = Browser::open(device).await;
    let place = json!({ "timezoneId": zone });
    browser
        .devtools("Emulation.setTimezoneOverride", place)
        .await;
    browser
}

async fn asked_for_slots(browser: &Browser) -> usize {
    browser.requests_to("/slots?").await
}
