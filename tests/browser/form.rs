//! The form in a real browser: its own lists of countries and dates, and what a tab keeps.

use booking_contract::WidgetStyle::{self, Neo};
use booking_contract::{AttendeeDetails, CalendarPage, FieldKind, FormField};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::fixtures::page;
use crate::stage::{
    document, find, focus_on, lay, network, open_page, pause, press, slots, text, type_in, until,
};

const SLOT: &str = "[data-test=slot][data-start^='2026-11-21T09:30'] input";
const COUNTRY: &str = "[data-test=field-country]";
const PHONE: &str = "[data-test=field-phone]";

fn asking(style: WidgetStyle) -> CalendarPage {
    let mut page = page(style);
    let question = |id: &str, kind| FormField {
        id: id.to_owned(),
        label: id.to_owned(),
        hint: String::new(),
        required: true,
        kind,
    };
    let options = ["Back", "Knee", "Neck"].map(ToOwned::to_owned).to_vec();
    page.calendar.form = vec![
        question(
            "reason",
            FieldKind::Choice {
                options: options.clone(),
            },
        ),
        question(
            "tried",
            FieldKind::Choices {
                options: options.clone(),
            },
        ),
        question("since", FieldKind::Date),
    ];
    page.calendar.attendee_details = AttendeeDetails::Names;
    page
}

async fn at_form(page: &CalendarPage) {
    network(&[("/slots", 200, slots())]);
    open_page(page).await;
    press("[data-test=attendees-more]").await;
    press(SLOT).await;
    press("[data-test=continue]").await;
    until("[data-test=field-name]").await;
}

async fn country() -> HtmlSelectElement {
    until(COUNTRY).await.unchecked_into()
}

fn value(selector: &str) -> String {
    let element = find(selector).unwrap();
    element.unchecked_into::<HtmlInputElement>().value()
}

async fn leave() {
    let active = document().active_element().unwrap();
    active.unchecked_into::<HtmlElement>().blur().unwrap();
    pause(30).await;
}

#[wasm_bindgen_test]
async fn countries_have_names_in_the_order_of_the_language() {
    at_form(&asking(Neo)).await;
    let list = country().await;
    let names: Vec<String> = (0..list.length())
        .map(|at| list.item(at).unwrap().text_content().unwrap())
        .collect();
    assert!(names.len() > 220);
    assert!(names[0].starts_with("Afghanistan"), "{}", names[0]);
    let place = |name: &str| names.iter().position(|it| it.starts_with(name)).unwrap();
    // By code units it would come after all of A to Z.
    assert!(place("Åland") < place("Albania"));
    let portugal = &names[place("Portugal")];
    assert!(portugal.contains("(+351)"), "{portugal}");
    // Somewhere: the zone of the machine that runs this may belong to no country.
    assert_eq!(list.value().len(), 2);
}

#[wasm_bindgen_test]
async fn a_number_brings_its_country_also_after_the_guest_chose_another_one() {
    at_form(&asking(Neo)).await;
    let list = country().await;
    list.set_value("FR");
    let options = EventInit::new();
    options.set_bubbles(true);
    let change = web_sys::Event::new_with_event_init_dict("change", &options).unwrap();
    list.dispatch_event(&change).unwrap();
    pause(30).await;
    assert_eq!(country().await.value(), "FR");
    type_in(PHONE, "+44 20 7946 0018").await;
    assert_eq!(country().await.value(), "GB");
    assert_eq!(value(PHONE), "+44 20 7946 0018", "as it is typed");
    leave().await;
    assert_eq!(value(PHONE), "20 7946 0018");
    assert!(text(".dial").starts_with("+44"));
}

#[wasm_bindgen_test]
fn the_country_is_that_of_the_browser_s_language_where_the_zone_is_used_there() {
    let texts = booking_widget::text::take(crate::fixtures::table("en")).unwrap();
    let languages = web_sys::window().unwrap().navigator().languages();
    assert_eq!(languages.get(0).as_string().as_deref(), Some("en-US"));
    assert_eq!(texts.country_of("America/New_York"), Some("US"));
    // Elsewhere it is still the best that is known.
    assert_eq!(texts.country_of("Asia/Tokyo"), Some("US"));
    assert_eq!(texts.country_of(""), Some("US"));
}

#[wasm_bindgen_test]
async fn the_first_wrong_question_gets_the_focus() {
    at_form(&asking(Neo)).await;
    type_in("[data-test=field-name]", "Test Guest").await;
    type_in("[data-test=field-email]", "guest@example.com").await;
    type_in("#booking-attendee-name-1", "Second Guest").await;
    press("[data-test=continue]").await;
    focus_on("booking-answer-0").await;
    press("input[value=Knee]").await;
    press("[data-test=continue]").await;
    focus_on("booking-answer-1").await;
    press("#booking-answer-1").await;
    press("[data-test=continue]").await;
    focus_on("booking-answer-2").await;
    type_in("#booking-answer-2", "2026-11-01").await;
    press("[data-test=continue]").await;
    focus_on("booking-consent").await;
    press("[data-test=field-consent]").await;
    press("[data-test=continue]").await;
    until("[data-test=confirm]").await;
}

#[wasm_bindgen_test]
async fn a_reload_finds_what_was_chosen_and_typed() {
    let page = asking(Neo);
    at_form(&page).await;
    type_in("[data-test=field-name]", "Test Guest").await;
    type_in("#booking-attendee-name-1", "Second Guest").await;
    type_in("#booking-answer-2", "2026-11-01").await;
    press("input[value=Knee][type=radio]").await;
    press("input[value=Neck][type=checkbox]").await;
    lay(&serde_json::to_string(&page).unwrap());
    booking_widget::start();
    // At once at the form, with everything in it.
    until("[data-test=field-name]").await;
    assert_eq!(value("[data-test=field-name]"), "Test Guest");
    assert_eq!(value("#booking-attendee-name-1"), "Second Guest");
    assert_eq!(value("#booking-answer-2"), "2026-11-01");
    let checked = |selector: &str| {
        let input: HtmlInputElement = find(selector).unwrap().unchecked_into();
        input.checked()
    };
    assert!(checked("input[value=Knee][type=radio]"));
    assert!(checked("input[value=Neck][type=checkbox]"));
    assert!(!checked("input[value=Back][type=checkbox]"));
    assert!(find("[data-test=notice]").is_none());
    let storage = web_sys::window()
        .unwrap()
        .session_storage()
        .unwrap()
        .unwrap();
    let kept = storage.get_item("booking-draft:studio").unwrap().unwrap();
    assert!(kept.contains("Second Guest"), "{kept}");
}
