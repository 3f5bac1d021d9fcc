//! Both views in a document: how the look gets there, and which events guests cause.

use std::cell::RefCell;
use std::rc::Rc;

use booking_contract::WidgetStyle;
use booking_widget::flow::{Event, FocusTarget, GuestField, Screen, Step};
use booking_widget::view::{Ahead, Widget, WidgetProps};
use chrono::NaiveDate;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    Document, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, KeyboardEventInit,
};
use yew::{AppHandle, Callback, Renderer};

use crate::{samples, stage};

/// A widget in the document, and what it sent.
struct Mounted {
    root: HtmlElement,
    events: Rc<RefCell<Vec<Event>>>,
    app: Option<AppHandle<Widget>>,
}

impl Mounted {
    async fn show(screen: Screen) -> Self {
        stage::dress();
        let root = document().create_element("div").unwrap();
        document().body().unwrap().append_child(&root).unwrap();
        let events = Rc::new(RefCell::new(Vec::new()));
        let inbox = events.clone();
        let props = WidgetProps {
            ahead: Ahead::default(),
            screen: Rc::new(screen),
            send: Callback::from(move |event| inbox.borrow_mut().push(event)),
        };
        let app = Renderer::<Widget>::with_root_and_props(root.clone(), props).render();
        settle().await;
        Self {
            root: root.unchecked_into(),
            events,
            app: Some(app),
        }
    }

    fn find<T: JsCast>(&self, selector: &str) -> T {
        let found = self.root.query_selector(selector).unwrap();
        found.expect(selector).unchecked_into()
    }

    fn hook<T: JsCast>(&self, name: &str) -> T {
        self.find(&format!("[data-test={name}]"))
    }

    fn sent(&self) -> Vec<Event> {
        self.events.take()
    }

    fn press(&self, target: &str, key: &str, shift: bool) {
        let options = KeyboardEventInit::new();
        options.set_key(key);
        options.set_shift_key(shift);
        options.set_bubbles(true);
        options.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options).unwrap();
        self.find::<HtmlElement>(target)
            .dispatch_event(&event)
            .unwrap();
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.root.remove();
    }
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

/// Long enough for the widget to draw.
async fn settle() {
    let wait = Promise::new(&mut |done: Function, _: Function| {
        Function::new_with_args("done", "setTimeout(done, 30)")
            .call1(&JsValue::NULL, &done)
            .unwrap();
    });
    JsFuture::from(wait).await.unwrap();
}

fn style_of(element: &HtmlElement, property: &str) -> String {
    let computed = Function::new_with_args(
        "element, property",
        "return getComputedStyle(element).getPropertyValue(property)",
    );
    let value = computed.call2(&JsValue::NULL, element, &property.into());
    value.unwrap().as_string().unwrap().trim().to_owned()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[wasm_bindgen_test]
async fn the_look_is_the_page_s_and_the_program_adds_no_style() {
    let first = Mounted::show(samples::time(WidgetStyle::Neo)).await;
    let second = Mounted::show(samples::time(WidgetStyle::Classic)).await;
    assert_eq!(document().adopted_style_sheets().length(), 1, "the page's");
    assert_eq!(document().query_selector_all("style").unwrap().length(), 0);
    assert_eq!(
        first.root.query_selector_all("[style]").unwrap().length(),
        0
    );
    assert_eq!(
        style_of(&first.find(".card"), "border-top-left-radius"),
        "16px"
    );
    assert_eq!(
        style_of(&second.find(".card"), "border-top-left-radius"),
        "8px"
    );
}

#[wasm_bindgen_test]
async fn the_owners_colour_reaches_the_buttons_of_neo() {
    // As the companion's page has it.
    let document = web_sys::window().unwrap().document().unwrap();
    let root: HtmlElement = document.document_element().unwrap().unchecked_into();
    for (name, value) in booking_contract::colours(Some("#7a1f5c"), None) {
        root.style().set_property(name, &value).unwrap();
    }
    let neo = Mounted::show(samples::time(WidgetStyle::Neo)).await;
    assert_eq!(
        style_of(&neo.hook("continue"), "background-color"),
        "rgb(122, 31, 92)"
    );
}

#[wasm_bindgen_test]
async fn everything_that_is_pressed_is_at_least_24_pixels_and_the_main_things_44() {
    for look in [WidgetStyle::Neo, WidgetStyle::Classic] {
        for (state, screen) in samples::all(look) {
            let shown = Mounted::show(screen).await;
            let all = shown
                .root
                .query_selector_all("button, a, select, .day[id], .slot, .row, input.in")
                .unwrap();
            for index in 0..all.length() {
                let element: HtmlElement = all.item(index).unwrap().unchecked_into();
                let height = element.get_bounding_client_rect().height();
                let small = element.class_list().contains("link");
                let least = if small { 24.0 } else { 44.0 };
                let hidden = style_of(&element, "display") == "none";
                assert!(
                    hidden || height > least - 0.01,
                    "{state}: {} is {height} px",
                    element.outer_html()
                );
            }
        }
    }
}

#[wasm_bindgen_test]
async fn the_focus_is_seen() {
    for look in [WidgetStyle::Neo, WidgetStyle::Classic] {
        let shown = Mounted::show(samples::time(look)).await;
        for name in ["continue", "month-next", "zone"] {
            let element: HtmlElement = shown.hook(name);
            element.focus().unwrap();
            assert_eq!(style_of(&element, "outline-width"), "2px", "{name}");
            assert_eq!(style_of(&element, "outline-offset"), "2px", "{name}");
        }
    }
}

#[wasm_bindgen_test]
async fn the_keyboard_moves_over_the_month() {
    let shown = Mounted::show(samples::time(WidgetStyle::Neo)).await;
    for (key, shift, to) in [
        ("ArrowRight", false, "2026-12-02"),
        ("ArrowLeft", false, "2026-11-30"),
        ("ArrowDown", false, "2026-12-08"),
        ("ArrowUp", false, "2026-11-24"),
        ("Home", false, "2026-11-30"),
        ("End", false, "2026-12-06"),
        ("PageDown", false, "2027-01-01"),
        ("PageUp", false, "2026-11-01"),
        ("PageDown", true, "2027-12-01"),
        ("PageUp", true, "2025-12-01"),
    ] {
        shown.press("#booking-day-2026-12-01", key, shift);
        assert_eq!(shown.sent(), [Event::DayFocused(date(to))], "{key}");
    }
    shown.press("#booking-day-2026-12-01", "a", false);
    assert_eq!(shown.sent(), []);
}

#[wasm_bindgen_test]
async fn arrows_follow_the_direction_of_writing() {
    let mut screen = samples::time(WidgetStyle::Classic);
    screen.text = crate::fixtures::texts("ar");
    let shown = Mounted::show(screen).await;
    for (key, to) in [
        ("ArrowLeft", "2026-12-02"),
        ("ArrowRight", "2026-11-30"),
        ("Home", "2026-11-30"),
        ("End", "2026-12-06"),
    ] {
        shown.press("#booking-day-2026-12-01", key, false);
        assert_eq!(shown.sent(), [Event::DayFocused(date(to))], "{key}");
    }
    let card: HtmlElement = shown.find(".card");
    assert_eq!(style_of(&card, "direction"), "rtl");
}

#[wasm_bindgen_test]
async fn a_day_is_chosen_by_pointer_and_by_key_unless_it_is_full() {
    let shown = Mounted::show(samples::time(WidgetStyle::Neo)).await;
    shown
        .find::<HtmlElement>("[data-date='2026-12-02']")
        .click();
    assert_eq!(shown.sent(), [Event::DayChosen(date("2026-12-02"))]);
    for key in ["Enter", " "] {
        shown.press("[data-date='2026-12-02']", key, false);
        assert_eq!(shown.sent(), [Event::DayChosen(date("2026-12-02"))]);
    }
    shown
        .find::<HtmlElement>("[data-date='2026-12-09']")
        .click();
    shown.press("[data-date='2026-12-09']", "Enter", false);
    assert_eq!(shown.sent(), []);
}

#[wasm_bindgen_test]
async fn choices_send_what_was_chosen() {
    let shown = Mounted::show(samples::time(WidgetStyle::Neo)).await;
    shown
        .find::<HtmlElement>("[data-start='2026-12-01T09:00:00+00:00']")
        .click();
    assert_eq!(
        shown.sent(),
        [Event::SlotChosen("2026-12-01T09:00:00Z".parse().unwrap())]
    );
    shown.find::<HtmlElement>("[data-service=deep]").click();
    assert_eq!(
        shown.sent(),
        [Event::ServiceChosen("deep".parse().unwrap())]
    );
    shown.hook::<HtmlElement>("attendees-more").click();
    shown.hook::<HtmlElement>("attendees-less").click();
    assert_eq!(
        shown.sent(),
        [Event::AttendeesChosen(3), Event::AttendeesChosen(1)]
    );
    shown.hook::<HtmlElement>("month-next").click();
    shown.hook::<HtmlElement>("month-back").click();
    assert_eq!(
        shown.sent(),
        [Event::MonthTurned(1)],
        "there is no way back before today"
    );
    let zone: HtmlSelectElement = shown.hook("zone");
    assert_eq!(zone.value(), "Europe/Stockholm");
    zone.set_value("Europe/Lisbon");
    zone.dispatch_event(&event("change")).unwrap();
    assert_eq!(shown.sent(), [Event::ZoneChosen("Europe/Lisbon".into())]);
    shown.hook::<HtmlElement>("continue").click();
    assert_eq!(shown.sent(), [Event::Continue]);
}

#[wasm_bindgen_test]
async fn fields_tell_every_change_and_when_they_are_left() {
    let shown = Mounted::show(samples::details(WidgetStyle::Classic)).await;
    let email: HtmlInputElement = shown.hook("field-email");
    email.set_value("guest@example.com");
    email.dispatch_event(&event("input")).unwrap();
    assert_eq!(
        shown.sent(),
        [Event::FieldEdited(
            GuestField::Email,
            "guest@example.com".into()
        )]
    );
    email.focus().unwrap();
    email.blur().unwrap();
    assert_eq!(shown.sent(), [Event::FieldLeft(GuestField::Email)]);
    shown.hook::<HtmlElement>("field-consent").click();
    assert_eq!(shown.sent(), [Event::ConsentToggled]);
    shown.hook::<HtmlElement>("continue").click();
    assert_eq!(
        shown.sent(),
        [Event::Continue],
        "and the page stays where it is"
    );
    shown.hook::<HtmlElement>("step-1").click();
    assert_eq!(shown.sent(), [Event::StepChosen(Step::Time)]);
}

#[wasm_bindgen_test]
async fn a_code_is_applied_once_and_not_while_it_is_being_checked() {
    let state = |name: &str| {
        let mut all = samples::all(WidgetStyle::Neo).into_iter();
        all.find(|(state, _)| *state == name).unwrap().1
    };
    let open = Mounted::show(state("payment-code")).await;
    let input: HtmlInputElement = open.hook("coupon-input");
    input.set_value("welcome10");
    input.dispatch_event(&event("input")).unwrap();
    open.hook::<HtmlElement>("coupon-apply").click();
    open.hook::<HtmlElement>("coupon-close").click();
    let code = Event::CodeEdited("welcome10".into());
    assert_eq!(open.sent(), [code, Event::CodeSubmitted, Event::CodeClosed]);

    let busy = Mounted::show(state("payment-code-busy")).await;
    busy.hook::<HtmlElement>("coupon-apply").click();
    assert_eq!(busy.sent(), []);

    let applied = Mounted::show(state("payment-applied")).await;
    applied.hook::<HtmlElement>("coupon-remove").click();
    applied.hook::<HtmlElement>("confirm").click();
    assert_eq!(applied.sent(), [Event::CodeRemoved, Event::Confirmed]);

    for name in ["payment-busy", "payment-blocked"] {
        let shown = Mounted::show(state(name)).await;
        shown.hook::<HtmlElement>("confirm").click();
        assert_eq!(shown.sent(), [], "{name}");
    }
}

#[wasm_bindgen_test]
async fn everything_the_flow_focuses_can_take_the_focus() {
    let check = |shown: &Mounted, target: FocusTarget| {
        let element: HtmlElement = shown.find(&format!("#{}", target.id()));
        element.focus().unwrap();
        let active = document().active_element().unwrap();
        assert_eq!(active.id(), target.id());
    };
    let time = Mounted::show(samples::taken(WidgetStyle::Neo)).await;
    for target in [
        FocusTarget::Heading,
        FocusTarget::Notice,
        FocusTarget::Slots,
        FocusTarget::Day(date("2026-12-17")),
        FocusTarget::CodeOpen,
    ] {
        check(&time, target);
    }
    let details = Mounted::show(samples::details(WidgetStyle::Neo)).await;
    for field in [
        GuestField::Name,
        GuestField::Email,
        GuestField::Phone,
        GuestField::Notes,
    ] {
        check(&details, FocusTarget::Field(field));
    }
    check(&details, FocusTarget::Consent);
    let changed = Mounted::show(samples::payment_changed(WidgetStyle::Neo)).await;
    check(&changed, FocusTarget::PriceChange);
    let applied = Mounted::show(samples::payment_applied(WidgetStyle::Neo)).await;
    check(&applied, FocusTarget::CodeRemove);
}

fn event(name: &str) -> web_sys::Event {
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    options.set_cancelable(true);
    web_sys::Event::new_with_event_init_dict(name, &options).unwrap()
}
