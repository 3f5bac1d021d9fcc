//! Starts the widget in the page that the companion served.

use std::cell::Cell;
use std::rc::Rc;

use booking_contract::CalendarPage;
use js_sys::{Array, Intl, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{UrlSearchParams, Window};

use crate::app::{App, AppProps};
use crate::flow::{Asked, LanguageOption, OrderKey, Started};
use crate::text::{self, Texts};
use crate::{failure, session};

/// The element that the widget is drawn into.
const ROOT: &str = "booking";

/// The element that holds the calendar as JSON.
const DATA: &str = "booking-data";

/// The element that holds the texts of the guest's language as a table, and in its attribute
/// [`LANGUAGES`] a line for each language: its tag, the address of its texts, and its own name.
const TEXTS: &str = "booking-texts";

/// See [`TEXTS`].
const LANGUAGES: &str = "data-languages";

/// Starts the widget. A page that cannot be read becomes a plain message with a way to reload.
///
/// So does every panic later, but not here: a panic ends this code with a trap, which the page
/// around it sees, and the bundle that guests get has no words for panics.
pub fn start() {
    yew::set_custom_panic_hook(Box::new(|panic| {
        if cfg!(debug_assertions) {
            web_sys::console::error_1(&panic.to_string().into());
        }
    }));
    if mount().is_none() {
        failure::show(ROOT);
    }
}

fn mount() -> Option<()> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let root = document.get_element_by_id(ROOT)?;
    let data = document.get_element_by_id(DATA)?.text_content()?;
    let page: CalendarPage = crate::json::read(&data)?;
    let texts = document.get_element_by_id(TEXTS)?;
    let text = text::take(&texts.text_content()?)?;
    let languages = texts.get_attribute(LANGUAGES).unwrap_or_default();
    let languages = languages.lines().filter_map(language).collect();
    let started = started(&window, page, text, languages);
    // Yew keeps the place of the widget from now on; the skeleton in it is taken away first.
    let props = AppProps {
        root: root.clone(),
        started: Cell::new(Some(started)),
    };
    yew::Renderer::<App>::with_root_and_props(root, props).render();
    Some(())
}

fn language(line: &str) -> Option<LanguageOption> {
    let mut parts = line.splitn(3, ' ').map(ToOwned::to_owned);
    Some(LanguageOption {
        tag: parts.next()?,
        address: parts.next()?,
        name: parts.next()?,
    })
}

fn started(
    window: &Window,
    page: CalendarPage,
    text: &'static Texts,
    languages: Rc<[LanguageOption]>,
) -> Started {
    let asked = asked(window).unwrap_or_default();
    Started {
        zone: detected_zone(),
        zones: all_zones(),
        remembered: session::remembered(&page.calendar.id),
        seed: random_bits(window),
        return_to: None,
        online: window.navigator().on_line(),
        asked,
        text,
        languages,
        page,
    }
}

/// What the page's address asks for. The order's token is in the fragment, which no server and no
/// referrer ever sees.
fn asked(window: &Window) -> Option<Asked> {
    let location = window.location();
    let parameters = UrlSearchParams::new_with_str(&location.search().ok()?).ok()?;
    let parameter = |name| parameters.get(name).filter(|value| !value.is_empty());
    let hash = location.hash().unwrap_or_default();
    let token = hash.strip_prefix('#').unwrap_or_default().to_owned();
    Some(Asked {
        service: parameter("service"),
        coupon: parameter("coupon"),
        name: parameter("name"),
        email: parameter("email"),
        phone: parameter("phone"),
        order: parameter("order").map(|id| OrderKey { id, token }),
        cancelled: parameter("cancelled").is_some(),
    })
}

/// The guest's time zone, empty where the browser does not say.
fn detected_zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &js_sys::Object::new());
    let options = format.resolved_options();
    Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_default()
}

/// The time zones that the browser knows; none in an old one.
fn all_zones() -> Vec<String> {
    let global = js_sys::global();
    let list = Reflect::get(&global, &"Intl".into()).and_then(|intl| {
        let function = Reflect::get(&intl, &"supportedValuesOf".into())?;
        let function: js_sys::Function = function.dyn_into()?;
        function.call1(&intl, &"timeZone".into())
    });
    let Some(list) = list.ok().and_then(|list| list.dyn_into::<Array>().ok()) else {
        return Vec::new();
    };
    list.iter().filter_map(|zone| zone.as_string()).collect()
}

fn random_bits(window: &Window) -> [u8; 16] {
    let mut bits = [0; 16];
    let filled = window
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bits));
    if filled.is_err() {
        // Every browser that runs WebAssembly has it. A key that is only unlikely to repeat is
        // still better than no booking.
        let time = js_sys::Date::now().to_bits();
        let chance = js_sys::Math::random().to_bits();
        bits[..8].copy_from_slice(&time.to_le_bytes());
        bits[8..].copy_from_slice(&chance.to_le_bytes());
    }
    bits
}
