//! The one button that everything pressed is drawn with, and the lines that facts are.
//!
//! Markup that is written out at every place is compiled at every place; these are the shapes
//! that come up often enough for guests to notice in the download.

use std::borrow::Cow;

use yew::{Callback, Html, html};

use super::sends;
use crate::flow::Event;

/// A button to be drawn.
pub(crate) struct Button {
    class: &'static str,
    hook: Cow<'static, str>,
    id: Option<Cow<'static, str>>,
    name: Option<String>,
    note: Option<&'static str>,
    busy: bool,
    off: bool,
    submits: bool,
}

impl Button {
    /// A button with its class and its hook for tests.
    pub(crate) fn new(class: &'static str, hook: impl Into<Cow<'static, str>>) -> Self {
        Self {
            class,
            hook: hook.into(),
            id: None,
            name: None,
            note: None,
            busy: false,
            off: false,
            submits: false,
        }
    }

    /// An id, for the focus.
    pub(crate) fn id(mut self, id: Cow<'static, str>) -> Self {
        self.id = Some(id);
        self
    }

    /// A name, where what is inside does not say enough.
    pub(crate) fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The id of what explains it.
    pub(crate) fn note(mut self, id: &'static str) -> Self {
        self.note = Some(id);
        self
    }

    /// While it is at work it takes no second press.
    pub(crate) fn busy(mut self, busy: bool) -> Self {
        self.busy = busy;
        self.off |= busy;
        self
    }

    /// Switched off; it keeps the focus and its place in the order, unlike a disabled one.
    pub(crate) fn off(mut self, off: bool) -> Self {
        self.off |= off;
        self
    }

    /// It submits the form that it is in, and sends nothing itself.
    pub(crate) fn submit(mut self, inside: Html) -> Html {
        self.submits = true;
        self.draw_with(inside, None)
    }

    /// It sends an event.
    pub(crate) fn draw(self, inside: Html, event: Event, send: &Callback<Event>) -> Html {
        self.draw_with(inside, Some((event, send)))
    }

    fn draw_with(self, inside: Html, sent: Option<(Event, &Callback<Event>)>) -> Html {
        let sent = sent.filter(|_| !self.off);
        let onclick = sent.map(|(event, send)| sends(send, event));
        html! {
            <button
                type={if self.submits { "submit" } else { "button" }}
                class={self.class}
                id={self.id}
                aria-label={self.name}
                aria-describedby={self.note}
                aria-busy={self.busy.then_some("true")}
                aria-disabled={self.off.then_some("true")}
                data-test={self.hook}
                {onclick}
            >{ inside }</button>
        }
    }
}

/// A turning ring with what is being done.
pub(crate) fn at_work(label: &str) -> Html {
    html! { <><span class="spin"></span>{ label }</> }
}

/// A paragraph with a hook.
pub(crate) fn paragraph(class: Option<&'static str>, hook: &'static str, text: &str) -> Html {
    html! { <p {class} data-test={hook}>{ text }</p> }
}

/// A label, what it labels with an optional second line, and what can be done about it.
pub(crate) fn fact(label: &str, value: &str, detail: &str, end: Option<Html>) -> Html {
    html! {
        <div class="fact">
            <dt>{ label }</dt>
            <dd>
                <bdi>{ value }</bdi>
                if !detail.is_empty() {
                    <span>{ detail }</span>
                }
            </dd>
            if let Some(end) = end {
                <dd>{ end }</dd>
            }
        </div>
    }
}

/// A label with an amount at the end of the line.
pub(crate) fn amount(
    class: &'static str,
    label: &str,
    value: Html,
    hook: Option<&'static str>,
) -> Html {
    html! { <div {class}><dt>{ label }</dt><dd data-test={hook}>{ value }</dd></div> }
}
