//! The page around the widget: the host page of a frame and its loader, or the window itself.
//!
//! A frame and its loader speak in messages `{booking: 1, type, …}`. Both sides check that a
//! message comes from the window and the origin that they expect.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use booking_engine::Currency;
use chrono::SecondsFormat;
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, EventTarget, HtmlElement, MessageEvent, PageTransitionEvent, ResizeObserver, Window,
};
use yew::Callback;

use crate::flow::{News, Told};

/// The version of the messages.
const PROTOCOL: u8 = 1;

/// How long the loader has to answer that it takes the guest there, in
/// milliseconds.
const ACKNOWLEDGE_WITHIN_MS: u32 = 1_200;

/// The least and the most height that a loader takes, in CSS pixels.
const HEIGHT_PX: (f64, f64) = (200.0, 8_000.0);

/// The page around the widget.
pub(crate) struct Host {
    window: Window,
    root: Element,
    /// The loader's page, where there is one to speak to.
    page: Option<HostPage>,
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
    /// there is.
    pub(crate) fn leave(&self, id: &str, url: &str) {
        if self.page.is_some() {
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
            self.post("checkout", &[("id", id.into()), ("url", url.into())]);
        } else if is_top(&self.window) && self.window.location().assign(url).is_ok() {
            // The page is being left; there is nobody to answer to.
        } else {
            // Payment pages refuse to be framed. Only a link that the guest follows leads out.
            self.send.emit(News::CheckoutRefused);
        }
    }

    /// Tells the host page.
    pub(crate) fn tell(&self, told: &Told) {
        let (name, detail) = match told {
            Told::ServiceSelected { service_id } => {
                let service = service_id.as_str().into();
                ("service-selected", object(&[("service_id", service)]))
            }
            Told::SlotSelected { starts_at } => {
                let starts_at = starts_at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
                ("slot-selected", object(&[("starts_at", starts_at.into())]))
            }
            Told::CouponApplied {
                code,
                discount_minor,
                currency,
            } => {
                let code = ("code", code.as_str().into());
                let detail = money(code, "discount_minor", *discount_minor, *currency);
                ("coupon-applied", detail)
            }
            Told::CouponRemoved => ("coupon-removed", object(&[])),
            Told::OrderOpened {
                order_id,
                total_minor,
                currency,
            } => {
                let order = ("order_id", order_id.as_str().into());
                let detail = money(order, "total_minor", *total_minor, *currency);
                ("order-opened", detail)
            }
            Told::OrderConfirmed {
                order_id,
                total_minor,
                currency,
            } => {
                let order = ("order_id", order_id.as_str().into());
                let detail = money(order, "total_minor", *total_minor, *currency);
                ("order-confirmed", detail)
            }
            Told::Error { code } => {
                let code = JsValue::from_str(code);
                ("error", object(&[("code", code)]))
            }
        };
        self.post("event", &[("name", name.into()), ("detail", detail)]);
    }

    /// Brings the top of the widget into sight.
    pub(crate) fn show_top(&self) {
        if self.page.is_some() {
            self.post("scroll-into-view", &[]);
        } else if self.root.get_bounding_client_rect().top() < 0.0 {
            self.root.scroll_into_view();
        }
    }

    fn post(&self, kind: &str, fields: &[Field<'_>]) {
        let Some(page) = self.page.as_ref() else {
            return;
        };
        let message = object(fields);
        set(&message, "booking", &PROTOCOL.into());
        set(&message, "type", &kind.into());
        // It does not fail: the message is plain data, and the origin was checked to be one.
        let _ = page.window.post_message(&message, &page.origin);
    }

    fn listen_to_messages(&self) {
        let Some(page) = self.page.clone() else {
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
            self.keep((observer, resized));
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

/// What an amount is for, and the amount with its currency.
fn money(about: Field<'_>, name: &str, minor: i64, currency: Currency) -> JsValue {
    #[allow(
        clippy::cast_precision_loss,
        reason = "numbers of JavaScript are floats, and exact up to 2^53"
    )]
    let minor = (minor as f64).into();
    object(&[about, (name, minor), ("currency", currency.code().into())])
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

/// The loader's page: the window around a frame, by the origin in the frame's address.
fn host_page(window: &Window) -> Option<HostPage> {
    let framed = is_frame(window);
    let search = window.location().search().ok()?;
    let parameters = web_sys::UrlSearchParams::new_with_str(&search).ok()?;
    let origin = parameters.get("host")?;
    // The text is used as a target of messages, so it must be an origin and nothing more.
    let exact = web_sys::Url::new(&origin).is_ok_and(|url| url.origin() == origin);
    let parent = window.parent().ok()??;
    (framed && exact && !is_top(window)).then_some(HostPage {
        window: parent,
        origin,
    })
}

/// Whether the page is meant to be seen in a frame.
fn is_frame(window: &Window) -> bool {
    let root = window
        .document()
        .and_then(|document| document.document_element());
    let root = root.and_then(|root| root.dyn_into::<HtmlElement>().ok());
    root.is_some_and(|root| root.get_attribute("data-mode").as_deref() == Some("frame"))
}

/// Whether nothing is around the window.
fn is_top(window: &Window) -> bool {
    let top: Option<JsValue> = window.top().ok().flatten().map(JsValue::from);
    top.is_some_and(|top| &top == window.as_ref() as &JsValue)
}
