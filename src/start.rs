//! Starts the widget in the page that the companion served.
//!
//! Without a frame, `widget-loader/inline.js` gives the program that page as a part of the host page:
//! all that is asked of the window here and elsewhere is answered by a stand-in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use booking_contract::CalendarPage;
use js_sys::{Array, Intl, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, UrlSearchParams, Window};
use yew::AppHandle;

use crate::app::{App, AppProps};
use crate::flow::{Asked, LanguageOption, OrderKey, Started};
use crate::text::{self, Texts};
use crate::{client, failure, later, session};

/// The element that the widget is drawn into.
const ROOT: &str = "booking";

/// The element that holds the calendar as JSON.
const DATA: &str = "booking-data";

/// The element that holds the texts of the guest's language as a table, first those of a first look and
/// all of them once the later part of the program is there; and in its attribute
/// [`LANGUAGES`] a line for each language: its tag, the address of its texts, and its own name.
const TEXTS: &str = "booking-texts";

/// See [`TEXTS`].
const LANGUAGES: &str = "data-languages";

thread_local! {
    /// The widget that was started last.
    static RUNNING: RefCell<Option<AppHandle<App>>> = const { RefCell::new(None) };
}

/// Starts the widget. A page that cannot be read becomes a plain message with a way to reload.
///
/// Called again it first ends the widget that runs, which is how `widget-loader/inline.js` takes one
/// off a host page and uses the program for another one.
///
/// So does every panic later, but not here: a panic ends this code with a trap, which the page
/// around it sees, and the bundle that guests get has no words for panics.
pub fn start() {
    yew::set_custom_panic_hook(Box::new(|panic| {
        if cfg!(debug_assertions) {
            web_sys::console::error_1(&panic.to_string().into());
        }
    }));
    if let Some(running) = RUNNING.take() {
        running.destroy();
    }
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
    let text = take_texts()?;
    let texts = document.get_element_by_id(TEXTS)?;
    let languages = texts.get_attribute(LANGUAGES).unwrap_or_default();
    let languages = languages.lines().filter_map(LanguageOption::read).collect();
    let started = started(&window, page, text, languages);
    if started.later || !started.begins_later() {
        draw(root, started);
    } else {
        spawn_local(async move {
            later::arrival().await;
            draw(
                root,
                Started {
                    later: true,
                    ..started
                },
            );
        });
    }
    Some(())
}

/// Takes the texts of the page in, as many as it holds by now.
pub(crate) fn take_texts() -> Option<&'static Texts> {
    let document = web_sys::window()?.document()?;
    let table = document.get_element_by_id(TEXTS)?.text_content()?;
    text::take(&table)
}

/// Yew keeps the place of the widget from now on; the skeleton in it is taken away first.
fn draw(root: Element, started: Started) {
    let props = AppProps {
        root: root.clone(),
        started: Cell::new(Some(started)),
    };
    let running = yew::Renderer::<App>::with_root_and_props(root, props).render();
    RUNNING.set(Some(running));
}

fn started(
    window: &Window,
    page: CalendarPage,
    text: &'static Texts,
    languages: Rc<[LanguageOption]>,
) -> Started {
    let asked = asked(window).unwrap_or_default();
    let seed = random_bits(window);
    let zones = all_zones();
    let zone = asked.zone.clone().filter(|zone| zones.contains(zone));
    client::begin_visit(&seed);
    Started {
        zone: zone.unwrap_or_else(detected_zone),
        zones,
        remembered: session::remembered(&page.calendar.id),
        kept: session::kept(&page.calendar.id),
        seed,
        return_to: None,
        online: window.navigator().on_line(),
        later: later::is_here(),
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
        zone: parameter("zone"),
        parameters: pairs(&parameters),
        order: parameter("order").map(|id| OrderKey { id, token }),
        cancelled: parameter("cancelled").is_some(),
        fresh: forget_session(window, &parameters),
    })
}

/// Every parameter.
fn pairs(parameters: &UrlSearchParams) -> Vec<(String, String)> {
    let pairs = Array::from(parameters).to_vec().into_iter();
    let pair = |pair: JsValue| {
        let pair: Array = pair.unchecked_into();
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    pairs.filter_map(pair).collect()
}

/// Whether the address is the one that the payment page came back with. Its mark is taken out of
/// the address, so that a reload, and the way back from the business's own page, are not taken
/// for coming from the payment page.
fn forget_session(window: &Window, parameters: &UrlSearchParams) -> bool {
    const MARK: &str = "session_id";
    if parameters.get(MARK).is_none() {
        return false;
    }
    parameters.delete(MARK);
    let hash = window.location().hash().unwrap_or_default();
    let address = format!("?{}{hash}", String::from(parameters.to_string()));
    let kept = window
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
    // Where it stays in the address, nobody is taken anywhere by itself.
    kept.is_ok()
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
