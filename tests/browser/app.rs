//! The whole widget in a page: it draws, listens, moves the focus and asks no more than it must.

use booking_contract::WidgetStyle::{Classic, Neo};
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::stage::{
    accepted, asked, document, focus_on, network, open, pause, press, reads, refused, slots, text,
    type_in, until,
};

const SLOT: &str = "[data-test=slot][data-start^='2026-11-21T09:30'] input";

#[wasm_bindgen_test]
async fn the_first_screen_is_drawn_from_the_page() {
    for style in [Neo, Classic] {
        network(&[("/slots", 200, slots())]);
        open(style).await;
        let all = text("main");
        assert!(!all.contains("skeleton"), "the skeleton is gone");
        assert!(all.contains("Book at Studio Lume"), "{all}");
        assert!(all.contains("Portrait session"), "{all}");
        until(SLOT).await;
        reads("[data-test=month]", "November 2026").await;
        let asked = asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        assert!(asked[0].starts_with("GET /v1/calendars/studio/slots?items=yoga&from=2026-11-"));
        // The zone is the browser's own, whatever it is here.
        assert!(
            asked[0].contains("&to=2026-1") && asked[0].contains("&zone="),
            "{asked:?}"
        );
    }
}

#[wasm_bindgen_test]
async fn the_focus_follows_the_steps_and_the_first_wrong_field() {
    network(&[("/slots", 200, slots())]);
    open(Neo).await;
    press(SLOT).await;
    press("[data-test=continue]").await;
    until("[data-test=field-name]").await;
    focus_on("booking-heading").await;
    type_in("[data-test=field-name]", "Test Guest").await;
    press("[data-test=continue]").await;
    focus_on("booking-email").await;
    let input = until("[data-test=field-email]").await;
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    type_in("[data-test=field-email]", "guest@example.com").await;
    press("[data-test=field-consent]").await;
    press("[data-test=continue]").await;
    until("[data-test=confirm]").await;
    reads("[data-test=confirm] > .says", "Pay €48.00").await;
    assert!(text("main").contains("Test Guest"));
}

#[wasm_bindgen_test]
async fn a_code_is_asked_about_once_and_priced_here_afterwards() {
    network(&[
        ("/slots", 200, slots()),
        ("/coupon-checks", 200, accepted("welcome10")),
    ]);
    open(Neo).await;
    press(SLOT).await;
    press("[data-test=coupon-open]").await;
    focus_on("booking-code").await;
    type_in("[data-test=coupon-input]", " welcome10").await;
    press("[data-test=coupon-apply]").await;
    until("[data-test=coupon-applied]").await;
    reads("[data-test=summary-total]", "€43.20").await;
    focus_on("booking-code-remove").await;
    let announced = text("[data-test=announcement]");
    assert!(announced.starts_with("WELCOME10 applied"), "{announced}");
    let before = asked();
    press("[data-test=attendees-more]").await;
    press("[data-test=attendees-more]").await;
    reads("[data-test=summary-total]", "€129.60").await;
    assert_eq!(asked(), before, "re-priced without a request");
    assert_eq!(
        before
            .iter()
            .filter(|a| a.contains("coupon-checks"))
            .count(),
        1
    );
}

#[wasm_bindgen_test]
async fn whoever_has_gone_on_while_a_code_is_checked_keeps_the_focus() {
    for (code, answer) in [("welcome10", accepted("welcome10")), ("nothing", refused())] {
        network(&[("/slots", 200, slots()), ("/coupon-checks", 200, answer)]);
        open(Neo).await;
        press(SLOT).await;
        press("[data-test=coupon-open]").await;
        type_in("[data-test=coupon-input]", code).await;
        let apply = until("[data-test=coupon-apply]").await;
        let next = until("[data-test=continue]").await;
        apply.unchecked_into::<HtmlElement>().click();
        // Before there was time for an answer.
        next.clone()
            .unchecked_into::<HtmlElement>()
            .focus()
            .unwrap();
        until("[data-test=coupon-applied], [data-test=coupon-error]").await;
        pause(50).await;
        assert_eq!(document().active_element(), Some(next), "{code}");
    }
}

#[wasm_bindgen_test]
async fn whoever_waits_for_a_code_is_led_back_to_it_when_it_is_refused() {
    network(&[("/slots", 200, slots()), ("/coupon-checks", 200, refused())]);
    open(Neo).await;
    press(SLOT).await;
    press("[data-test=coupon-open]").await;
    type_in("[data-test=coupon-input]", "nothing").await;
    let apply: HtmlElement = until("[data-test=coupon-apply]").await.unchecked_into();
    apply.focus().unwrap();
    apply.click();
    until("[data-test=coupon-error]").await;
    focus_on("booking-code").await;
}

#[wasm_bindgen_test]
async fn number_and_total_come_first_and_everything_else_a_moment_later() {
    network(&[
        ("/slots", 200, slots()),
        ("/coupon-checks", 200, accepted("welcome10")),
    ]);
    open(Neo).await;
    press(SLOT).await;
    press("[data-test=coupon-open]").await;
    type_in("[data-test=coupon-input]", "welcome10").await;
    press("[data-test=coupon-apply]").await;
    let day = "[data-test=day][aria-selected=true] small";
    let cost = |element: web_sys::Element| element.get_attribute("data-cost");
    reads("[data-test=summary-total]", "€43.20").await;
    assert_eq!(cost(until(day).await).as_deref(), Some("€43.20"));
    let shown = || text("[data-test=attendees] > [aria-hidden]");
    // Where the machine is so slow that Yew takes a break, the rest may have followed by now.
    if click_and_draw("[data-test=attendees-more]", "2").await {
        assert_eq!(cost(until(day).await).as_deref(), Some("€43.20"));
        assert_eq!(text("[data-test=summary-discount]"), "−€4.80");
    }
    assert_eq!(text("[data-test=summary-total]"), "€86.40");
    // Whoever is quicker than that goes on from what is in sight, and may go back.
    click_and_draw("[data-test=attendees-more]", "3").await;
    assert_eq!(text("[data-test=summary-total]"), "€129.60");
    click_and_draw("[data-test=attendees-less]", "2").await;
    click_and_draw("[data-test=attendees-less]", "1").await;
    assert_eq!(text("[data-test=summary-total]"), "€43.20");
    click_and_draw("[data-test=attendees-more]", "2").await;
    pause(100).await;
    assert_eq!(shown(), "2");
    assert_eq!(text("[data-test=summary-total]"), "€86.40");
    assert_eq!(cost(until(day).await).as_deref(), Some("€86.40"));
    assert_eq!(text("[data-test=summary-discount]"), "−€9.60");
    assert_eq!(text("[data-test=attendees] > .vh"), "2 people");
}

/// Clicks and waits for the number of attendees; whether it was drawn before any timer ran.
async fn click_and_draw(element: &str, number: &str) -> bool {
    let element = until(element).await;
    element.unchecked_into::<HtmlElement>().click();
    let drawn = || text("[data-test=attendees] > [aria-hidden]") == number;
    for _ in 0..20 {
        JsFuture::from(Promise::resolve(&JsValue::NULL))
            .await
            .unwrap();
    }
    let at_once = drawn();
    for _ in 0..50 {
        if drawn() {
            return at_once;
        }
        pause(1).await;
    }
    panic!("there are never {number}");
}

#[wasm_bindgen_test]
async fn times_that_fail_to_load_can_be_asked_for_again() {
    network(&[("/slots", 200, String::new())]);
    open(Classic).await;
    until("[data-test=slots-failed]").await;
    network(&[("/slots", 200, slots())]);
    press("[data-test=retry]").await;
    until(SLOT).await;
    // A proxy's page is no answer either.
    network(&[("/slots", 502, "<h1>Bad Gateway</h1>".to_owned())]);
    open(Classic).await;
    until("[data-test=slots-failed]").await;
}

#[wasm_bindgen_test]
async fn the_keyboard_s_day_gets_the_focus() {
    network(&[("/slots", 200, slots())]);
    open(Neo).await;
    press(SLOT).await;
    let day = until("[data-test=day][tabindex='0']").await;
    let day: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(day);
    day.focus().unwrap();
    let options = web_sys::KeyboardEventInit::new();
    options.set_bubbles(true);
    options.set_key("ArrowDown");
    let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &options);
    day.dispatch_event(&event.unwrap()).unwrap();
    focus_on("booking-day-2026-11-28").await;
}
