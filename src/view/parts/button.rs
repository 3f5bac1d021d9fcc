//! The one button that everything pressed is drawn with, and the lines that facts are.

use std::borrow::Cow;

use super::signs;
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
    ends: bool,
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
            ends: false,
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

    /// There is no more of it for the time being. It looks switched off and sends its event, which
    /// changes nothing: whoever presses faster than is drawn is not left unheard.
    pub(crate) fn ends(mut self, ends: bool) -> Self {
        self.ends = ends;
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

    /// It is at work until there is an answer. It holds what it says and what it does then, one of
    /// them unseen, so that it keeps its size.
    pub(crate) fn at_it(self, pen: &mut Pen, event: Event, busy: bool, label: &str, doing: &str) {
        self.busy(busy).draw(pen, event, |pen| {
            pen.line("span", "says", label);
            pen.el("span", "does", |pen| at_work(pen, doing));
        });
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
        pen.may(Attr::Disabled, (self.off || self.ends).then_some("true"));
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

/// A price that never breaks, and whether each person pays it: "per person" in a line of its own.
pub(crate) fn price(pen: &mut Pen, price: &str, each: &str) {
    // Where there is little room a long one stands below the name.
    let long = signs(price) > 11 || signs(each) > 13;
    pen.el("span", if long { "price long" } else { "price" }, |pen| {
        pen.say(price);
        pen.list(|pen| {
            if !each.is_empty() {
                pen.line("small", "", each);
            }
        });
    });
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
            pen.el("bdi", "", |pen| whole(pen, value));
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

/// A date with its times, a name with its address: a line is broken between the two rather than
/// within one of them.
fn whole(pen: &mut Pen, value: &str) {
    pen.list(|pen| {
        // A comma within a number has no space after it. Arabic has a comma of its own, and one like
        // ours is within what the business wrote.
        let comma = |sign: &str| value.rfind(sign).map(|at| at + sign.len());
        let end = comma("، ").or(comma(", ")).unwrap_or(0);
        let (first, rest) = value.split_at(end);
        if !first.is_empty() {
            pen.line("i", "", first.trim_end());
            pen.say(" ");
        }
        pen.line("i", "", rest);
    });
}

/// A label with an amount at the end of the line.
pub(crate) fn amount(pen: &mut Pen, label: &str, value: &str) {
    pen.el("div", "line", |pen| {
        pen.line("dt", "", label);
        pen.line("dd", "", value);
    });
}

/// By how many digits an amount is as wide as.
const WIDTHS: [&str; 15] = [
    "", "", "", "", "w w4", "w w5", "w w6", "w w7", "w w8", "w w9", "w w10", "w w11", "w w12",
    "w w13", "w w14",
];

/// An amount as wide as its number of signs, of which blanks and points are half as wide as digits:
/// another one of as many moves nothing, and the browser need not look whether it does.
pub(crate) fn sized(pen: &mut Pen, tag: &'static str, amount: &str) {
    let is_narrow = |sign: &char| matches!(sign, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    let narrow = amount.chars().filter(is_narrow).count();
    let class = WIDTHS.get(signs(amount) - narrow / 2);
    let class = class.copied().unwrap_or_default();
    pen.line(tag, class, amount);
}

/// The last line of a price, with what it would be without the discount.
pub(crate) fn total(
    pen: &mut Pen,
    label: &str,
    was: Option<&str>,
    hook: &'static str,
    value: impl FnOnce(&mut Pen),
) {
    pen.el("div", "line total", |pen| {
        pen.line("dt", "", label);
        pen.list(|pen| {
            if let Some(was) = was {
                pen.el("dd", "was", |pen| {
                    pen.line("span", "vh", pen.text.price_before());
                    sized(pen, "s", was);
                    pen.line("span", "vh", pen.text.price_now());
                });
            }
        });
        pen.el("dd", "", |pen| {
            pen.hook(hook);
            value(pen);
        });
    });
}
