//! What follows the payment step, and what stands in its way.

mod booked;
mod moving;

pub(crate) use booked::receipt;

use super::button::{Button, at_work, fact, fact_in, paragraph};
use super::icon::Icon;
use super::message;
use super::steps::heading;
use crate::flow::{
    Body, Deed, DeedButton, Ended, Event, Fact, Failed, Haste, Held, Leaving, Link, Mishap, Screen,
    Tone, Waiting,
};
use crate::view::pen::{Attr, On, Pen};

/// Leaving, held, waiting, booked, moving, ended or failed; nothing for the three steps.
pub(crate) fn outcome(pen: &mut Pen, screen: &Screen) {
    pen.list(|pen| match &screen.body {
        Body::Failed(body) => failed(pen, body),
        Body::Leaving(body) => leaving(pen, body),
        Body::Held(body) => held(pen, body),
        Body::Waiting(body) => waiting(pen, body),
        Body::Booked(body) => booked::booked(pen, body),
        Body::Move(body) => moving::moving(pen, body),
        Body::Ended(body) => ended(pen, body),
        // The steps have parts of their own.
        _ => {}
    });
}

/// What every panel says.
struct Panel<'b> {
    seal: Option<(Icon, &'static str)>,
    title: &'b str,
    hook: &'static str,
    text: &'b str,
}

/// Draws a part of a panel.
type Part<'b> = &'b dyn Fn(&mut Pen);

impl Panel<'_> {
    /// The panel with what is in it below its text, and what can be done then.
    fn draw(&self, pen: &mut Pen, inside: Part, deeds: Option<Part>) {
        pen.el("div", "panel", |pen| {
            pen.list(|pen| {
                if let Some((icon, class)) = self.seal {
                    pen.el("span", class, |pen| icon.draw(pen));
                }
            });
            heading(pen, self.title, "");
            paragraph(pen, "", self.hook, self.text);
            pen.list(inside);
            pen.list(|pen| {
                if let Some(deeds) = deeds {
                    pen.el("div", "deeds", |pen| pen.list(deeds));
                }
            });
        });
    }
}

fn failed(pen: &mut Pen, body: &Failed) {
    // Where there is nothing to book nothing has failed.
    let seal = match body.again {
        Some(_) => (Icon::Alert, "seal bad"),
        None => (Icon::Info, "seal idle"),
    };
    let panel = Panel {
        seal: Some(seal),
        title: &body.title,
        hook: "failed",
        text: &body.text,
    };
    let deeds: Part = &|pen| {
        if let Some(label) = body.again {
            again(pen, label, "btn main");
        }
    };
    panel.draw(pen, &|_| {}, body.again.map(|_| deeds));
}

fn leaving(pen: &mut Pen, body: &Leaving) {
    let panel = Panel {
        seal: None,
        title: body.title,
        hook: "leaving-text",
        text: &body.text,
    };
    let shown = body.checkout_url.as_deref().filter(|_| body.link_visible);
    let inside: Part = &|pen| {
        if shown.is_none() {
            pen.el("p", "late", |pen| {
                pen.hook("leaving");
                pen.set(Attr::Hidden, "true");
                at_work(pen, "");
            });
        }
    };
    let deeds: Part = &|pen| {
        let to = way(shown.unwrap_or_default(), pen.text.to_payment());
        link(pen, "btn main", "checkout-link", &to, "_top", None);
    };
    panel.draw(pen, inside, shown.map(|_| deeds));
}

fn held(pen: &mut Pen, body: &Held) {
    let panel = Panel {
        seal: Some((Icon::Wait, "seal idle")),
        title: body.title,
        hook: "held",
        text: &body.until,
    };
    let text = pen.text;
    let inside: Part = &|pen| {
        let class = match body.haste {
            Haste::Calm => "clock",
            Haste::Soon => "clock soon",
            Haste::Now => "clock soon now",
        };
        pen.el("p", class, |pen| {
            pen.el("span", "", |pen| {
                pen.hook("held-countdown");
                pen.say(&body.countdown);
            });
            pen.list(|pen| {
                if body.haste > Haste::Calm {
                    Icon::Alert.draw(pen);
                }
            });
        });
        pen.el("dl", "facts", |pen| {
            fact(pen, text.what(), &body.service, "", None);
            fact(pen, text.when(), &body.when, "", None);
            fact(pen, text.total(), &body.amount, "", None);
        });
        pen.list(|pen| {
            if !body.note.is_empty() {
                paragraph(pen, "small", "held-note", body.note);
            }
        });
        lively(pen, &body.trouble);
    };
    let deeds: Part = &|pen| {
        pen.list(|pen| {
            if let Some(url) = &body.checkout_url {
                let told = Some(Event::PaymentContinued);
                let url = if body.releasing { "" } else { url };
                let to = way(url, text.to_payment());
                link(pen, "btn main", "held-continue", &to, "_top", told);
            }
        });
        pen.list(|pen| {
            if let Some(extend) = &body.extend {
                let button = Button::new("btn side", "held-extend").off(body.releasing);
                deed(pen, button, Deed::Extend, extend, text.extending());
            }
        });
        let extending = body.extend.as_ref().is_some_and(|extend| extend.busy);
        Button::new("btn quiet", "held-release")
            .off(extending)
            .at_it(
                pen,
                Event::ReleaseChosen,
                body.releasing,
                text.release(),
                text.releasing(),
            );
    };
    panel.draw(pen, inside, Some(deeds));
}

fn waiting(pen: &mut Pen, body: &Waiting) {
    let panel = Panel {
        seal: None,
        title: body.title,
        hook: "waiting",
        text: &body.text,
    };
    let inside: Part = &|pen| {
        pen.el("p", "late", |pen| {
            pen.set(Attr::Hidden, "true");
            at_work(pen, "");
        });
    };
    let deeds: Part = &|pen| retry(pen, body.retry, "btn side");
    panel.draw(pen, inside, body.retry.map(|_| deeds));
}

fn ended(pen: &mut Pen, body: &Ended) {
    let panel = Panel {
        seal: Some((Icon::Info, "seal idle")),
        title: body.title,
        hook: "ended",
        text: &body.text,
    };
    let inside: Part = &|pen| {
        if !body.facts.is_empty() {
            facts(pen, &body.facts, "ended-facts");
        }
    };
    let deeds: Part = &|pen| {
        let class = if let Some(label) = &body.same {
            button(pen, "btn main", "same-time", Deed::SameTime, label);
            "btn side"
        } else {
            "btn main"
        };
        if let Some(label) = body.again {
            again(pen, label, class);
        }
    };
    let any = body.again.is_some() || body.same.is_some();
    panel.draw(pen, inside, any.then_some(deeds));
}

/// Labels with what belongs to them. A label that comes again is seen once.
fn facts(pen: &mut Pen, facts: &[Fact], hook: &'static str) {
    pen.el("dl", "facts", |pen| {
        pen.hook(hook);
        pen.list(|pen| {
            let mut before = "";
            for one in facts {
                let class = if one.label == before {
                    "fact more"
                } else {
                    "fact"
                };
                before = one.label;
                fact_in(pen, class, one.label, &one.value, &one.detail, None);
            }
        });
    });
}

/// What went wrong with something that was tried, in its place; the urgent region says it.
fn lively(pen: &mut Pen, trouble: &Mishap) {
    let class = match trouble.tone {
        Tone::Error => "note urgent",
        _ => "note",
    };
    pen.list(|pen| {
        if !trouble.text.is_empty() {
            message(pen, class, Icon::Alert, &trouble.text, &|pen| {
                pen.hook("trouble");
            });
        }
    });
}

fn button(pen: &mut Pen, class: &'static str, hook: &'static str, deed: Deed, label: &str) {
    Button::new(class, hook).say(pen, Event::Deed(deed), label);
}

/// A button that is at work until the companion has answered.
fn deed(pen: &mut Pen, button: Button, deed: Deed, is: &DeedButton, doing: &str) {
    button.at_it(pen, Event::Deed(deed), is.busy, &is.label, doing);
}

/// The way back from a deed, which is closed while that is being done.
fn keep(pen: &mut Pen, class: &'static str, deed: &DeedButton, label: &str) {
    let button = Button::new(class, "keep").off(deed.busy);
    button.say(pen, Event::Deed(Deed::Keep), label);
}

fn retry(pen: &mut Pen, label: Option<&str>, class: &'static str) {
    if let Some(label) = label {
        Button::new(class, "retry").say(pen, Event::Retry, label);
    }
}

fn again(pen: &mut Pen, label: &str, class: &'static str) {
    Button::new(class, "again").say(pen, Event::BookAgain, label);
}

fn way(url: &str, label: &str) -> Link {
    Link {
        url: url.to_owned(),
        label: label.to_owned(),
    }
}

/// A real link out of the frame: it works without any script of ours. Without an address it is
/// closed, and stays where it is.
fn link(
    pen: &mut Pen,
    class: &'static str,
    hook: &'static str,
    to: &Link,
    target: &'static str,
    told: Option<Event>,
) {
    pen.el("a", class, |pen| {
        if to.url.is_empty() {
            pen.set(Attr::Role, "link");
            pen.set(Attr::Disabled, "true");
        } else {
            pen.put(Attr::Href, &to.url);
        }
        pen.set(Attr::Target, target);
        pen.set(Attr::Rel, "noopener");
        pen.hook(hook);
        if let Some(event) = told {
            pen.sends(On::Click, event);
        }
        pen.say(&to.label);
    });
}
