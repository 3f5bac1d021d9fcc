//! The one button that everything pressed is drawn with, and the lines that facts are.

use std::borrow::Cow;

use crate::flow::Event;
use crate::view::pen::{Attr, On, Pen};

/// A button to be drawn.
pub(crate) struct Button {
    class: &'static str,
    hook: Cow<'static, str>,
    id: Option<Cow<'static, str>>,
    name: Option<String>,
    note: Option<&'static str>,
    busy: bool,
    off: bool,
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
    pub(crate) fn submit(self, pen: &mut Pen, inside: impl FnOnce(&mut Pen)) {
        pen.el("button", self.class, |pen| {
            self.dress(pen, "submit", None);
            inside(pen);
        });
    }

    /// It sends an event.
    pub(crate) fn draw(self, pen: &mut Pen, event: Event, inside: impl FnOnce(&mut Pen)) {
        pen.el("button", self.class, |pen| {
            self.dress(pen, "button", Some(event));
            inside(pen);
        });
    }

    /// It says what it does, and sends an event.
    pub(crate) fn say(self, pen: &mut Pen, event: Event, label: &str) {
        self.draw(pen, event, |pen| pen.say(label));
    }

    fn dress(self, pen: &mut Pen, kind: &'static str, event: Option<Event>) {
        pen.set(Attr::Type, kind);
        pen.put(Attr::Hook, &self.hook);
        if let Some(id) = self.id {
            pen.put(Attr::Id, &id);
        }
        if let Some(name) = self.name {
            pen.put(Attr::Label, &name);
        }
        pen.may(Attr::DescribedBy, self.note);
        pen.may(Attr::Busy, self.busy.then_some("true"));
        pen.may(Attr::Disabled, self.off.then_some("true"));
        if let Some(event) = event.filter(|_| !self.off) {
            pen.sends(On::Click, event);
        }
    }
}

/// A turning ring with what is being done.
pub(crate) fn at_work(pen: &mut Pen, label: &str) {
    pen.list(|pen| {
        pen.el("span", "spin", |_| {});
        pen.say(label);
    });
}

/// A paragraph with a hook.
pub(crate) fn paragraph(pen: &mut Pen, class: &'static str, hook: &'static str, text: &str) {
    pen.el("p", class, |pen| {
        pen.hook(hook);
        pen.say(text);
    });
}

/// A business's own words, which may run the other way than the page.
pub(crate) fn foreign(pen: &mut Pen, tag: &'static str, class: &'static str, text: &str) {
    pen.el(tag, class, |pen| pen.line("bdi", "", text));
}

/// A label, what it labels with an optional second line, and what can be done about it.
pub(crate) fn fact(
    pen: &mut Pen,
    label: &str,
    value: &str,
    detail: &str,
    end: Option<&dyn Fn(&mut Pen)>,
) {
    fact_in(pen, "fact", label, value, detail, end);
}

/// The same with a class of its own.
pub(crate) fn fact_in(
    pen: &mut Pen,
    class: &'static str,
    label: &str,
    value: &str,
    detail: &str,
    end: Option<&dyn Fn(&mut Pen)>,
) {
    pen.el("div", class, |pen| {
        pen.line("dt", "", label);
        pen.el("dd", "", |pen| {
            pen.line("bdi", "", value);
            pen.list(|pen| {
                if !detail.is_empty() {
                    pen.line("span", "", detail);
                }
            });
        });
        pen.list(|pen| {
            if let Some(end) = end {
                pen.el("dd", "", end);
            }
        });
    });
}

/// A label with an amount at the end of the line.
pub(crate) fn amount(pen: &mut Pen, label: &str, value: &str) {
    pen.el("div", "line", |pen| {
        pen.line("dt", "", label);
        pen.line("dd", "", value);
    });
}

/// The last line of a price.
pub(crate) fn total(pen: &mut Pen, label: &str, hook: &'static str, value: impl FnOnce(&mut Pen)) {
    pen.el("div", "line total", |pen| {
        pen.line("dt", "", label);
        pen.el("dd", "", |pen| {
            pen.hook(hook);
            value(pen);
        });
    });
}
