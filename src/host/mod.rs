//! The page around the widget: the host page of a frame and its loader, the app around a web view,
//! or nobody.
//!
//! They speak in messages `{booking: 1, type, …}`, which `widget-loader/PROTOCOL.md` describes. Both
//! sides check that a message comes from the window and the origin that they expect.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use booking_engine::CalendarId;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, MessageEvent, PageTransitionEvent, ResizeObserver, Window};
use yew::Callback;

use crate::flow::{HostEvent, News, Told, ToldFact};
use crate::session;

/// The version of the messages.
const PROTOCOL: u8 = 1;

/// The origin of the host page, in a page that is a frame of one; `companion/src/pages/start.js`.
const ORIGIN: &str = "bookingHost";

/// A function of the page that gives a message to the app around a web view, and answers whether
/// there is one; `companion/src/pages/start.js`.
const APP: &str = "bookingApp";

/// How long the loader has to answer that it takes the guest there, in
/// milliseconds.
const ACKNOWLEDGE_WITHIN_MS: u32 = 1_200;

/// The least and the most height that a loader takes, in CSS pixels.
const HEIGHT_PX: (f64, f64) = (200.0, 8_000.0);

/// The page around the widget.
pub(crate) struct Host {
    window: Window,
    root: Element,
    /// The host page of a frame.
    page: Option<HostPage>,
    /// Whether nothing is around the window but, perhaps, an app.
    is_top: bool,
    send: Callback<News>,
    leaving: Rc<RefCell<Option<Leaving>>>,
    /// What the browser calls as long as the widget lives.
    listeners: RefCell<Vec<Box<dyn std::any::Any>>>,
}

/// A host page: its window and the origin that it said it has.
#[derive(Clone)]
struct HostPage {
    window: Window,
    origin: String,
}

/// A watch over the height, as long as the widget lives.
struct Watch {
    observer: ResizeObserver,
    _resized: Closure<dyn Fn()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// A way out that the loader has been asked for.
struct Leaving {
    id: String,
    _timer: Timeout,
}

impl Host {
    /// Listens to the page around `root`.
    pub(crate) fn connect(window: &Window, root: &Element, send: &Callback<News>) -> Rc<Self> {
        let host = Rc::new(Self {
            window: window.clone(),
            root: root.clone(),
            page: host_page(window),
            is_top: is_top(window),
            send: send.clone(),
            leaving: Rc::default(),
            listeners: RefCell::default(),
        });
        host.listen_to_messages();
        host.listen_to_window();
        host.watch_height();
        host.post("ready", &[]);
        host
    }

    /// Takes the guest to the payment page, or to the business's own page after it, by the one way
    /// there is: the loader or the app is asked, and answers that it does so.
    pub(crate) fn leave(&self, id: &str, url: &str) {
        let timer = Timeout::new(ACKNOWLEDGE_WITHIN_MS, {
            let (leaving, send) = (self.leaving.clone(), self.send.clone());
            move || {
                leaving.borrow_mut().take();
                send.emit(News::CheckoutRefused);
            }
        });
        *self.leaving.borrow_mut() = Some(Leaving {
            id: id.to_owned(),
            _timer: timer,
        });
        if self.post("checkout", &[("id", id.into()), ("url", url.into())]) {
            return;
        }
        self.leaving.borrow_mut().take();
        if self.is_top && self.window.location().assign(url).is_ok() {
            // The page is being left; there is nobody to answer to.
        } else {
            // Payment pages refuse to be framed. Only a link that the guest follows leads out.
            self.send.emit(News::CheckoutRefused);
        }
    }

    /// Tells the page around.
    pub(crate) fn tell(&self, told: &Told) {
        let name = told.event.name();
        self.post("event", &[("name", name.into()), ("detail", detail(told))]);
    }

    /// Tells the page around what it is told once in all. What nobody hears is not used up.
    pub(crate) fn tell_once(&self, calendar: &CalendarId, key: &str, told: &Told) {
        let hears = self.page.is_some() || self.is_top && give_to_app(&self.window, &JsValue::NULL);
        if hears && session::is_first(calendar, key) {
            self.tell(told);
            if told.event == HostEvent::BookingConfirmed {
                self.tell_as_array(told);
            }
        }
    }

    /// Tells of a booking in the form that scripts for another widget know, where the page asks for
    /// that.
    fn tell_as_array(&self, told: &Told) {
        let search = self.window.location().search().unwrap_or_default();
        let parameters = web_sys::UrlSearchParams::new_with_str(&search).ok();
        let asked = parameters.and_then(|parameters| parameters.get("messages"));
        if asked.as_deref() == Some("msgsndr")
            && let Some(page) = &self.page
        {
            let message = Array::of2(&"msgsndr-booking-complete".into(), &detail(told));
            // Plain data for an origin that was checked, as with every other message.
            let _ = page.window.post_message(&message, &page.origin);
        }
    }

    /// Brings the top of the widget into sight.
    pub(crate) fn show_top(&self) {
        if self.page.is_some() {
            self.post("scroll-into-view", &[]);
        } else if self.root.get_bounding_client_rect().top() < 0.0 {
            self.root.scroll_into_view();
        }
    }

    /// Says something to the page around; answers whether there is anybody.
    fn post(&self, kind: &str, fields: &[Field<'_>]) -> bool {
        let message = object(fields);
        set(&message, "booking", &PROTOCOL.into());
        set(&message, "type", &kind.into());
        match &self.page {
            // It does not fail: the message is plain data, and the origin was checked to be one.
            Some(page) => page.window.post_message(&message, &page.origin).is_ok(),
            None => self.is_top && give_to_app(&self.window, &message),
        }
    }

    fn listen_to_messages(&self) {
        // An app answers from inside the page, where it runs a line of script.
        let own = || {
            Some(HostPage {
                window: self.window.clone(),
                origin: self.window.location().origin().ok()?,
            })
        };
        let page = self.page.clone();
        let Some(page) = page.or_else(|| self.is_top.then(own).flatten()) else {
            return;
        };
        let (leaving, send) = (self.leaving.clone(), self.send.clone());
        self.listen(&self.window, "message", move |event: MessageEvent| {
            let source: Option<JsValue> = event.source().map(JsValue::from);
            let parent: &JsValue = page.window.as_ref();
            let from_page = event.origin() == page.origin && source.as_ref() == Some(parent);
            if from_page && let Some(news) = heard(&event.data(), &leaving) {
                send.emit(news);
            }
        });
    }

    fn listen_to_window(&self) {
        let send = self.send.clone();
        self.listen(&self.window, "online", move |_: web_sys::Event| {
            send.emit(News::Online);
        });
        let send = self.send.clone();
        self.listen(&self.window, "offline", move |_: web_sys::Event| {
            send.emit(News::Offline);
        });
        let send = self.send.clone();
        self.listen(
            &self.window,
            "pageshow",
            move |event: PageTransitionEvent| {
                if event.persisted() {
                    send.emit(News::ShownAgain);
                }
            },
        );
    }

    /// Tells the loader how high the widget is, at most once a frame.
    fn watch_height(self: &Rc<Self>) {
        if self.page.is_none() {
            return;
        }
        let weak = Rc::downgrade(self);
        let scheduled = Rc::new(Cell::new(false));
        let drawn = Rc::new(Closure::<dyn Fn()>::new({
            let scheduled = scheduled.clone();
            move || {
                scheduled.set(false);
                if let Some(host) = weak.upgrade() {
                    host.tell_height();
                }
            }
        }));
        let window = self.window.clone();
        let resized = Closure::<dyn Fn()>::new(move || {
            if !scheduled.replace(true) {
                let callback = drawn.as_ref().as_ref().unchecked_ref();
                if window.request_animation_frame(callback).is_err() {
                    scheduled.set(false);
                }
            }
        });
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(&self.root);
            self.keep(Watch {
                observer,
                _resized: resized,
            });
        }
    }

    fn tell_height(&self) {
        let height = self.root.get_bounding_client_rect().height().ceil();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number within the bounds"
        )]
        let px = height.clamp(HEIGHT_PX.0, HEIGHT_PX.1) as u32;
        self.post("height", &[("px", px.into())]);
    }

    fn listen<E: JsCast + wasm_bindgen::convert::FromWasmAbi + 'static>(
        &self,
        target: &EventTarget,
        name: &str,
        listener: impl Fn(E) + 'static,
    ) {
        let closure = Closure::<dyn Fn(E)>::new(listener);
        let callback = closure.as_ref().unchecked_ref();
        if target
            .add_event_listener_with_callback(name, callback)
            .is_ok()
        {
            self.keep(closure);
        }
    }

    fn keep(&self, listener: impl std::any::Any) {
        self.listeners.borrow_mut().push(Box::new(listener));
    }
}

/// Gives a message to the app around; answers whether there is one.
fn give_to_app(window: &Window, message: &JsValue) -> bool {
    let function = Reflect::get(window, &APP.into()).ok();
    let function = function.and_then(|function| function.dyn_into::<Function>().ok());
    // An app whose function fails has not heard it.
    let answer = function.and_then(|function| function.call1(window, message).ok());
    answer.is_some_and(|answer| answer.is_truthy())
}

/// A field of a message, and what is in it.
type Field<'f> = (&'f str, JsValue);

/// A message, or a part of one.
fn object(fields: &[Field<'_>]) -> JsValue {
    let object = Object::new().into();
    for (name, value) in fields {
        set(&object, name, value);
    }
    object
}

/// The facts of what is told.
fn detail(told: &Told) -> JsValue {
    let detail = Object::new().into();
    for (name, fact) in &told.facts {
        let value = match fact {
            ToldFact::Text(text) => JsValue::from_str(text),
            ToldFact::Texts(texts) => {
                let texts = texts.iter().map(|text| JsValue::from_str(text));
                texts.collect::<Array>().into()
            }
            #[allow(
                clippy::cast_precision_loss,
                reason = "numbers of JavaScript are floats, and exact up to 2^53"
            )]
            ToldFact::Minor(minor) => (*minor as f64).into(),
        };
        set(&detail, name, &value);
    }
    detail
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // A new object takes every field.
    let _ = Reflect::set(object, &name.into(), value);
}

/// What a message of the loader means.
fn heard(data: &JsValue, leaving: &RefCell<Option<Leaving>>) -> Option<News> {
    let field = |name: &str| Reflect::get(data, &name.into()).ok();
    if field("booking")?.as_f64() != Some(f64::from(PROTOCOL)) {
        return None;
    }
    let about_leaving = || {
        let id = field("id")?.as_string()?;
        leaving.borrow_mut().take_if(|leaving| leaving.id == id)
    };
    match field("type")?.as_string()?.as_str() {
        "hello" => Some(News::HostKnown {
            page: field("page")?.as_string()?,
        }),
        "checkout-ack" => about_leaving().map(|_| News::CheckoutAcknowledged),
        "checkout-refused" => about_leaving().map(|_| News::CheckoutRefused),
        "shown-again" => Some(News::ShownAgain),
        // A newer loader may say more than this widget understands.
        _ => None,
    }
}

/// The page around a frame. Its origin is found out by the page's script, see [`ORIGIN`].
fn host_page(window: &Window) -> Option<HostPage> {
    let origin = Reflect::get(window, &ORIGIN.into()).ok()?.as_string()?;
    Some(HostPage {
        window: window.parent().ok()??,
        origin,
    })
}

/// Whether nothing is around the window.
fn is_top(window: &Window) -> bool {
    let top: Option<JsValue> = window.top().ok().flatten().map(JsValue::from);
    top.is_some_and(|top| &top == window.as_ref() as &JsValue)
}
