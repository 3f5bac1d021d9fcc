//! Where the widget meets a browser that is not as it should be.

use booking_contract::{CalendarPage, OrderOpened, OrderStatus, WidgetStyle};
use booking_widget::flow::Event;
use booking_widget::json::read;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixtures::{Script, order_view, page, problem};
use crate::stage::{
    asked, document, find, lay, network, open, open_page, press, slots, text, type_in, until,
    visits,
};

/// Whether the widget's place and the page's message are hidden.
fn hidden() -> (bool, bool) {
    let hidden = |id| {
        let element = document().get_element_by_id(id).unwrap();
        element.has_attribute("hidden")
    };
    (hidden("booking"), hidden("booking-broken"))
}

#[wasm_bindgen_test]
fn a_page_that_cannot_be_read_shows_the_page_s_own_message() {
    for data in ["", "not JSON", "{}"] {
        lay(data);
        assert_eq!(hidden(), (false, true));
        booking_widget::start();
        assert_eq!(hidden(), (true, false));
    }
    // Texts of another version of the program would stand in the wrong places.
    for texts in ["", "00000000\ten\tltr\nEnglish"] {
        lay(&serde_json::to_string(&page(WidgetStyle::Neo)).unwrap());
        let element = document().get_element_by_id("booking-texts").unwrap();
        element.set_text_content(Some(texts));
        booking_widget::start();
        assert_eq!(hidden(), (true, false));
    }
}

#[wasm_bindgen_test]
fn the_last_resort_can_be_called_twice_and_where_there_is_nothing() {
    lay("{}");
    booking_widget::failure::show("booking");
    booking_widget::failure::show("booking");
    assert_eq!(hidden(), (true, false));
    booking_widget::failure::show("nowhere");
}

#[wasm_bindgen_test]
async fn a_browser_that_refuses_storage_books_all_the_same() {
    let refuse = js_sys::Function::new_no_args(
        "window.allowed = Object.getOwnPropertyDescriptor(window, 'sessionStorage');
         Object.defineProperty(window, 'sessionStorage', {
           configurable: true, get() { throw new DOMException('refused', 'SecurityError'); } });",
    );
    refuse.call0(&wasm_bindgen::JsValue::NULL).unwrap();
    network(&[("/slots", 200, slots())]);
    lay(&serde_json::to_string(&page(WidgetStyle::Neo)).unwrap());
    booking_widget::start();
    until("[data-test=slot]").await;
    let allow = js_sys::Function::new_no_args(
        "Object.defineProperty(window, 'sessionStorage', window.allowed);",
    );
    allow.call0(&wasm_bindgen::JsValue::NULL).unwrap();
}

/// An order as the studio opens it for this guest, and the JSON of the answer.
fn opened(status: OrderStatus) -> (OrderOpened, String) {
    let mut script = Script::start(WidgetStyle::Neo);
    script.up_to_payment().go(Event::Confirmed);
    let mut order = order_view(&script.sent().1, status);
    // No test may leave the page.
    order.checkout_url = None;
    let opened = OrderOpened {
        order,
        token: "secret".to_owned(),
    };
    let text = serde_json::to_string(&opened).unwrap();
    (opened, text)
}

async fn up_to_confirm() {
    press("[data-test=slot][data-start^='2026-11-21T09:30'] input").await;
    press("[data-test=continue]").await;
    type_in("[data-test=field-name]", "Test Guest").await;
    type_in("[data-test=field-email]", "guest@example.com").await;
    press("[data-test=field-consent]").await;
    press("[data-test=continue]").await;
    until("[data-test=confirm]").await;
}

#[wasm_bindgen_test]
async fn an_open_order_is_found_again_after_a_reload_and_forgotten_once_booked() {
    let (order, answer) = opened(OrderStatus::Opening);
    network(&[("/slots", 200, slots()), ("/orders", 200, answer)]);
    open(WidgetStyle::Neo).await;
    up_to_confirm().await;
    press("[data-test=confirm]").await;
    until("[data-test=leaving]").await;
    let storage = web_sys::window()
        .unwrap()
        .session_storage()
        .unwrap()
        .unwrap();
    let kept = storage.get_item("booking-order:studio").unwrap().unwrap();
    assert!(kept.contains("secret"));

    // The page is loaded anew, and the payment has arrived.
    let (booked, _) = opened(OrderStatus::Paid);
    let view = serde_json::to_string(&booked.order).unwrap();
    network(&[(&order.order.id, 200, view)]);
    lay(&serde_json::to_string(&page(WidgetStyle::Neo)).unwrap());
    booking_widget::start();
    until("[data-test=booked]").await;
    assert_eq!(text("[data-test=booked-total]"), "€48.00");
    assert_eq!(asked(), [format!("GET /v1/orders/{}", order.order.id)]);
    assert_eq!(storage.get_item("booking-order:studio").unwrap(), None);
}

#[wasm_bindgen_test]
async fn an_order_that_another_tab_holds_is_found_where_it_stands_in_the_way() {
    let (order, answer) = opened(OrderStatus::Opening);
    network(&[("/slots", 200, slots()), ("/orders", 200, answer)]);
    open(WidgetStyle::Neo).await;
    up_to_confirm().await;
    press("[data-test=confirm]").await;
    until("[data-test=leaving]").await;

    // A second tab knows nothing of it until the companion says that the time is gone.
    let (held, _) = opened(OrderStatus::AwaitingPayment);
    let view = serde_json::to_string(&held.order).unwrap();
    let taken = problem(booking_contract::ProblemCode::SlotTaken, 409);
    let taken = serde_json::to_string(&taken).unwrap();
    network(&[
        ("/slots", 200, slots()),
        ("/orders", 409, taken),
        (&order.order.id, 200, view),
    ]);
    open(WidgetStyle::Neo).await;
    up_to_confirm().await;
    press("[data-test=confirm]").await;
    press("[data-test=notice-action]").await;
    until("[data-test=held-countdown]").await;
}

#[wasm_bindgen_test]
async fn every_request_of_a_visit_names_it_and_another_visit_has_another_name() {
    let visit = || async {
        network(&[("/slots", 200, slots())]);
        open(WidgetStyle::Neo).await;
        press("[data-test=month-next]").await;
        let names = visits();
        assert!(names.len() > 1, "{names:?}");
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
        names[0].clone()
    };
    let (first, second) = (visit().await, visit().await);
    assert_eq!(first.len(), 16);
    assert!(first.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_ne!(first, second);
}

#[wasm_bindgen_test]
async fn what_the_companion_says_is_wrong_reaches_the_guest() {
    let busy = problem(booking_contract::ProblemCode::PaymentUnavailable, 503);
    let busy = serde_json::to_string(&busy).unwrap();
    network(&[("/slots", 200, slots()), ("/orders", 503, busy)]);
    open_page(&page(WidgetStyle::Classic)).await;
    up_to_confirm().await;
    press("[data-test=confirm]").await;
    let notice = until("[data-test=notice]").await.text_content().unwrap();
    assert!(
        notice.contains("payment page cannot be reached"),
        "{notice}"
    );
    assert!(find("[data-test=notice-action]").is_some());
}

/// A text that does not fit is left by way of an exception, which must not add up to anything.
#[wasm_bindgen_test]
fn texts_that_do_not_fit_are_refused_however_often_they_come() {
    let whole = serde_json::to_string(&page(WidgetStyle::Neo)).unwrap();
    let cut_off = &whole[..whole.len() - 1];
    for _ in 0..5_000 {
        assert_eq!(read::<CalendarPage>(cut_off), None);
    }
    assert_eq!(read(&whole), Some(page(WidgetStyle::Neo)));
}
