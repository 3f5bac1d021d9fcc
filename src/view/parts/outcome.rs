//! What follows the payment step, and what stands in its way.

use super::button::{Button, amount, at_work, fact, paragraph, total};
use super::icon::Icon;
use super::steps::heading;
use crate::flow::{Body, Booked, Ended, Event, Failed, Held, Leaving, Screen, Waiting};
use crate::view::pen::{Attr, On, Pen};

/// Leaving, held, waiting, booked, ended or failed; nothing for the three steps.
pub(crate) fn outcome(pen: &mut Pen, screen: &Screen) {
    pen.list(|pen| match &screen.body {
        Body::Failed(body) => failed(pen, body),
        Body::Leaving(body) => leaving(pen, body),
        Body::Held(body) => held(pen, body),
        Body::Waiting(body) => waiting(pen, body),
        Body::Booked(body) => booked(pen, body),
        Body::Ended(body) => ended(pen, body),
        Body::Services(_) | Body::Time(_) | Body::Details(_) | Body::Payment(_) => {}
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
    let panel = Panel {
        seal: Some((Icon::Alert, "seal bad")),
        title: &body.title,
        hook: "failed",
        text: &body.text,
    };
    let deeds: Part = &|pen| {
        retry(pen, body.retry, "btn main");
        if let Some(label) = body.again {
            again(pen, label, "btn side");
        }
    };
    let any = body.retry.is_some() || body.again.is_some();
    panel.draw(pen, &|_| {}, any.then_some(deeds));
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
                at_work(pen, pen.text.loading());
            });
        }
    };
    let deeds: Part = &|pen| {
        let url = shown.unwrap_or_default();
        link(
            pen,
            "btn main",
            "checkout-link",
            url,
            pen.text.to_payment(),
            None,
        );
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
        paragraph(pen, "clock", "held-countdown", &body.countdown);
        pen.el("dl", "facts", |pen| {
            fact(pen, text.what(), &body.service, "", None);
            fact(pen, text.when(), &body.when, "", None);
            fact(pen, text.total(), &body.amount, "", None);
        });
    };
    let deeds: Part = &|pen| {
        if let Some(url) = &body.checkout_url {
            let told = Some(Event::PaymentContinued);
            link(
                pen,
                "btn main",
                "held-continue",
                url,
                text.to_payment(),
                told,
            );
        }
        let release = Button::new("btn side", "held-release").busy(body.releasing);
        release.draw(pen, Event::ReleaseChosen, |pen| {
            if body.releasing {
                at_work(pen, text.releasing());
            } else {
                pen.say(text.release());
            }
        });
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

fn booked(pen: &mut Pen, body: &Booked) {
    let panel = Panel {
        seal: Some((Icon::Check, "seal draw")),
        title: body.title,
        hook: "booked-paid",
        text: &body.paid,
    };
    let text = pen.text;
    let there = body.business_time.as_deref().unwrap_or_default();
    let facts = [
        (text.what(), &body.service, ""),
        (text.when(), &body.when, there),
        (text.where_(), &body.location, ""),
        (text.booked_for(), &body.booked_for, ""),
        (text.reference(), &body.reference, ""),
    ];
    let inside: Part = &|pen| {
        pen.el("dl", "facts", |pen| {
            pen.hook("booked");
            pen.list(|pen| {
                for (label, value, detail) in facts {
                    if !value.is_empty() {
                        fact(pen, label, value, detail, None);
                    }
                }
            });
        });
        pen.el("dl", "lines", |pen| {
            pen.list(|pen| {
                for row in &body.lines {
                    amount(pen, &row.label, &row.amount);
                }
            });
            total(pen, &body.total.label, "booked-total", |pen| {
                pen.say(&body.total.amount);
            });
        });
    };
    let deeds: Part = &|pen| {
        Button::new("btn main", "ics").draw(pen, Event::IcsChosen, |pen| {
            Icon::Calendar.draw(pen);
            pen.say(text.add_to_calendar());
        });
        if let Some(back) = &body.back_to {
            link(
                pen,
                "btn side",
                "back-to-site",
                &back.url,
                &back.label,
                None,
            );
        }
        again(pen, text.book_again(), "btn quiet");
    };
    panel.draw(pen, inside, Some(deeds));
}

fn ended(pen: &mut Pen, body: &Ended) {
    let panel = Panel {
        seal: Some((Icon::Info, "seal idle")),
        title: body.title,
        hook: "ended",
        text: &body.text,
    };
    let inside: Part = &|pen| {
        if !body.reference.is_empty() {
            pen.el("dl", "facts", |pen| {
                fact(pen, pen.text.reference(), &body.reference, "", None);
            });
        }
    };
    let deeds: Part = &|pen| again(pen, body.again.unwrap_or_default(), "btn main");
    panel.draw(pen, inside, body.again.map(|_| deeds));
}

fn retry(pen: &mut Pen, label: Option<&str>, class: &'static str) {
    if let Some(label) = label {
        Button::new(class, "retry").say(pen, Event::Retry, label);
    }
}

fn again(pen: &mut Pen, label: &str, class: &'static str) {
    Button::new(class, "again").say(pen, Event::BookAgain, label);
}

/// A real link out of the frame: it works without any script of ours.
fn link(
    pen: &mut Pen,
    class: &'static str,
    hook: &'static str,
    url: &str,
    label: &str,
    told: Option<Event>,
) {
    pen.el("a", class, |pen| {
        pen.put(Attr::Href, url);
        pen.set(Attr::Target, "_top");
        pen.hook(hook);
        if let Some(event) = told {
            pen.sends(On::Click, event);
        }
        pen.say(label);
    });
}
