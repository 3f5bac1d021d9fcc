//! Where the widget meets a browser that is not as it should be.

use booking_contract::{OrderOpened, OrderStatus, WidgetStyle};
use booking_widget::flow::Event;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fixtures::{Script, order_view, page, problem};
use crate::stage::{
    asked, document, find, lay, network, open, open_page, press, slots, text, type_in, until,
};

#[wasm_bindgen_test]
fn a_page_that_cannot_be_read_becomes_a_message_with_a_way_to_reload() {
    for data in ["", "not JSON", "{}"] {
        lay(data);
        booking_widget::start();
        assert!(text("h1").contains("Something went wrong here"));
        assert_eq!(text("button"), "Reload");
    }
}

#[wasm_bindgen_test]
fn the_last_resort_stands_in_for_a_broken_widget() {
    lay("{}");
    document()
        .get_element_by_id("booking")
        .unwrap()
        .set_text_content(Some("broken"));
    booking_widget::failure::show("booking");
    let root = document().get_element_by_id("booking").unwrap();
    assert_eq!(root.get_attribute("role").as_deref(), Some("alert"));
    assert!(!root.text_content().unwrap().contains("broken"));
    // It can be shown twice, and where there is nothing to stand in for.
    booking_widget::failure::show("booking");
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
