//! Draws elements by functions.
//!
//! Yew keeps the elements and compares them; what this module takes the place of is the `html!`
//! macro. The macro writes everything out at every place where there is an element, and that made
//! up an eighth of what guests download. Here a place only says what is special about it, in the
//! order of the page:
//!
//! ```ignore
//! pen.el("p", "note", |pen| {
//!     pen.hook("blocked");
//!     pen.draw(Icon::Alert);
//!     pen.line("span", "", why);
//! });
//! ```
//!
//! Yew tells what changed by place and kind. So whatever is not always there keeps its place:
//! with [`Pen::list`] around it, as the macro does for `if` and `for`.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::html::BaseComponent;
use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Key, Listener, ListenerKind, VComp, VList, VNode, VTag, VText,
};
use yew::{AttrValue, Callback, Html};

use crate::flow::Event;
use crate::text::Texts;

/// Attributes are told apart by their place in one list, which all elements share: Yew compares
/// two drawings of an element by walking along it, and finds that they are about the same names
/// by looking at where the list lies.
macro_rules! attributes {
    ($($attr:ident $name:literal)*) => {
        /// An attribute that the widget sets.
        #[derive(Clone, Copy)]
        pub(super) enum Attr {
            $($attr,)*
        }

        static NAMES: &[&str] = &[$($name,)*];
    };
}

attributes! {
    // What nearly every element has one of.
    Class "class" Id "id" Hook "data-test" Hidden "aria-hidden"
    Lang "lang" Value "value" Selected "selected" Dir "dir"
    ViewBox "viewBox" Path "d" PathLength "pathLength" For "for"
    // What is pressed and chosen.
    Type "type" Role "role" TabIndex "tabindex" Name "name"
    Label "aria-label" DescribedBy "aria-describedby" Busy "aria-busy" Disabled "aria-disabled"
    AriaSelected "aria-selected" Current "aria-current" Date "data-date" Href "href"
    // The rest.
    Target "target" Rel "rel" Src "src" Alt "alt" Rows "rows"
    InputMode "inputmode" Autocomplete "autocomplete" Autocapitalize "autocapitalize"
    Spellcheck "spellcheck" NoValidate "novalidate" Scope "scope" Service "data-service"
    Start "data-start" LabelledBy "aria-labelledby" Expanded "aria-expanded" Live "aria-live"
    Required "aria-required" Invalid "aria-invalid" Placeholder "placeholder" Cost "data-cost"
}

/// Elements get room for the names up to the last that they need, in steps of so many: a plain
/// one stays small, and one whose attributes come and go seldom changes its length.
const STEP: usize = 12;

/// What an element listens to.
#[derive(Clone, Copy)]
pub(super) enum On {
    Blur,
    Change,
    Click,
    Input,
    Key,
    Submit,
}

/// Draws one element after the other.
pub(super) struct Pen<'a> {
    /// The texts that are drawn.
    pub(super) text: &'static Texts,
    send: &'a Callback<Event>,
    at: Element,
    around: Vec<Element>,
}

/// An element, or a list, that is being drawn.
#[derive(Default)]
struct Element {
    tag: &'static str,
    key: Option<Key>,
    values: Vec<Option<AttributeOrProperty>>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    /// What an input or a textarea holds.
    value: Option<AttrValue>,
    checked: Option<bool>,
    children: Vec<VNode>,
}

impl<'a> Pen<'a> {
    /// A pen that has drawn nothing yet; what is pressed is sent to `send`.
    pub(super) fn new(text: &'static Texts, send: &'a Callback<Event>) -> Self {
        Self {
            text,
            send,
            at: Element::default(),
            around: Vec::new(),
        }
    }

    /// What was drawn.
    pub(super) fn done(self) -> Html {
        self.at.contents()
    }

    /// Where the guest's events go.
    pub(super) fn send(&self) -> Callback<Event> {
        self.send.clone()
    }

    /// An element with a class, or with none where that is empty.
    pub(super) fn el(
        &mut self,
        tag: &'static str,
        class: &'static str,
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(tag, class);
        inside(self);
        self.close();
    }

    /// An element with nothing but a text in it.
    pub(super) fn line(&mut self, tag: &'static str, class: &'static str, text: &str) {
        self.open(tag, class);
        self.say(text);
        self.close();
    }

    /// A place for any number of elements, that comes to be one also when it is empty.
    pub(super) fn list(&mut self, inside: impl FnOnce(&mut Self)) {
        self.open("", "");
        inside(self);
        self.close();
    }

    /// Text.
    pub(super) fn say(&mut self, text: &str) {
        let text = VText::new(AttrValue::Rc(text.into()));
        self.at.children.push(text.into());
    }

    /// A component of its own.
    pub(super) fn component<C: BaseComponent>(&mut self, properties: C::Properties) {
        let component = VComp::new::<C>(Rc::new(properties), None);
        self.at.children.push(component.into());
    }

    /// Tells this element from another one in the same place.
    pub(super) fn key(&mut self, key: impl Into<Key>) {
        self.at.key = Some(key.into());
    }

    /// The hook for tests.
    pub(super) fn hook(&mut self, hook: &'static str) {
        self.set(Attr::Hook, hook);
    }

    /// An attribute.
    pub(super) fn set(&mut self, attr: Attr, value: &'static str) {
        self.at.put(attr, AttrValue::Static(value));
    }

    /// An attribute that is not always there.
    pub(super) fn may(&mut self, attr: Attr, value: Option<&'static str>) {
        if let Some(value) = value {
            self.set(attr, value);
        }
    }

    /// An attribute with a text that is made.
    pub(super) fn put(&mut self, attr: Attr, value: &str) {
        self.at.put(attr, AttrValue::Rc(value.into()));
    }

    /// What an input or a textarea holds. It is kept at this, whatever the guest does.
    pub(super) fn value(&mut self, value: &str) {
        self.at.value = Some(AttrValue::Rc(value.into()));
    }

    /// Whether an input is checked. It is kept at this, whatever the guest does.
    pub(super) fn checked(&mut self, checked: bool) {
        self.at.checked = Some(checked);
    }

    /// Sends an event, whatever the element says.
    pub(super) fn sends(&mut self, on: On, event: Event) {
        let send = self.send();
        self.hears(on, Callback::from(move |_| send.emit(event.clone())));
    }

    /// Sends what is in the element.
    pub(super) fn tells(&mut self, on: On, tell: impl Fn(String) -> Event + 'static) {
        let send = self.send();
        self.hears(
            on,
            Callback::from(move |event| send.emit(tell(value_of(&event)))),
        );
    }

    /// A form that is submitted to us and to nobody else.
    pub(super) fn submits(&mut self, event: Option<Event>) {
        let send = self.send();
        self.hears(
            On::Submit,
            Callback::from(move |submit: web_sys::Event| {
                submit.prevent_default();
                if let Some(event) = &event {
                    send.emit(event.clone());
                }
            }),
        );
    }

    /// Hands the browser's event on.
    pub(super) fn hears(&mut self, on: On, hear: Callback<web_sys::Event>) {
        self.at.listeners.push(Some(Rc::new(Ear { on, hear })));
    }

    fn open(&mut self, tag: &'static str, class: &'static str) {
        let element = Element {
            tag,
            ..Element::default()
        };
        self.around.push(std::mem::replace(&mut self.at, element));
        if !class.is_empty() {
            self.set(Attr::Class, class);
        }
    }

    fn close(&mut self) {
        // Only what was opened is closed: the functions that open do both.
        let around = self.around.pop().unwrap_or_default();
        let drawn = std::mem::replace(&mut self.at, around).drawn();
        self.at.children.push(drawn);
    }
}

impl Element {
    fn put(&mut self, attr: Attr, value: AttrValue) {
        let place = attr as usize;
        if self.values.len() <= place {
            let length = (place + 1).next_multiple_of(STEP).min(NAMES.len());
            self.values.resize(length, None);
        }
        self.values[place] = Some(AttributeOrProperty::Attribute(value));
    }

    fn drawn(mut self) -> VNode {
        if self.tag.is_empty() {
            return VList::with_children(self.children, self.key).into();
        }
        let mut tag = VTag::new(AttrValue::Static(self.tag));
        tag.key = self.key.take();
        if let Some(keys) = NAMES
            .get(..self.values.len())
            .filter(|keys| !keys.is_empty())
        {
            tag.set_attributes(Attributes::Dynamic {
                keys,
                values: std::mem::take(&mut self.values).into(),
            });
        }
        if !self.listeners.is_empty() {
            tag.set_listeners(std::mem::take(&mut self.listeners).into());
        }
        if self.value.is_some() {
            tag.set_value(self.value.take());
        }
        if let Some(checked) = self.checked {
            tag.set_checked(checked);
        }
        if let Some(children) = tag.children_mut() {
            *children = self.contents();
        }
        tag.into()
    }

    /// What is inside, without a list around a single thing.
    fn contents(mut self) -> VNode {
        if self.children.len() == 1 {
            self.children.remove(0)
        } else {
            VList::with_children(self.children, None).into()
        }
    }
}

/// Listens for one kind of event. Yew's own listeners know the type of each; ours are all the
/// same, and whoever wants to know more looks into the event.
struct Ear {
    on: On,
    hear: Callback<web_sys::Event>,
}

impl Listener for Ear {
    fn kind(&self) -> ListenerKind {
        match self.on {
            On::Blur => ListenerKind::onblur,
            On::Change => ListenerKind::onchange,
            On::Click => ListenerKind::onclick,
            On::Input => ListenerKind::oninput,
            On::Key => ListenerKind::onkeydown,
            On::Submit => ListenerKind::onsubmit,
        }
    }

    fn handle(&self, event: web_sys::Event) {
        self.hear.emit(event);
    }

    fn passive(&self) -> bool {
        false
    }
}

/// What is in the element that an event comes from. Inputs, textareas and selects keep it under
/// the same name, so they can pass for the same.
fn value_of(event: &web_sys::Event) -> String {
    let from = event.target();
    from.map(|from| from.unchecked_into::<HtmlInputElement>().value())
        .unwrap_or_default()
}
