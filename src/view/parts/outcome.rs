//! What follows the payment step, and what stands in its way.

use yew::{Callback, Html, html};

use super::button::{Button, amount, at_work, fact, paragraph};
use super::icon::Icon;
use super::sends;
use super::steps::heading;
use crate::flow::{Body, Booked, Ended, Event, Failed, Held, Leaving, Screen, Waiting};
use crate::text::Texts;

/// Leaving, held, waiting, booked, ended or failed; nothing for the three steps.
pub(crate) fn outcome(screen: &Screen, send: &Callback<Event>) -> Html {
    let text = screen.text;
    let panel = match &screen.body {
        Body::Failed(body) => failed(body, send),
        Body::Leaving(body) => leaving(body, text),
        Body::Held(body) => held(body, text, send),
        Body::Waiting(body) => waiting(body, send),
        Body::Booked(body) => booked(body, text, send),
        Body::Ended(body) => ended(body, text, send),
        Body::Time(_) | Body::Details(_) | Body::Payment(_) => return Html::default(),
    };
    let seal = panel
        .seal
        .map(|(icon, class)| html! { <span {class}>{ icon.draw() }</span> });
    html! {
        <div class="panel">
            { seal.unwrap_or_default() }
            { heading(panel.title, None) }
            { paragraph(None, panel.hook, panel.text) }
            { panel.inside }
            if !panel.deeds.is_empty() {
                <div class="deeds">{ for panel.deeds }</div>
            }
        </div>
    }
}

/// A panel to be drawn.
struct Panel<'b> {
    seal: Option<(Icon, &'static str)>,
    title: &'b str,
    hook: &'static str,
    text: &'b str,
    inside: Html,
    deeds: Vec<Html>,
}

fn failed<'b>(body: &'b Failed, send: &Callback<Event>) -> Panel<'b> {
    let again = body.again.map(|label| again(label, "btn side", send));
    Panel {
        seal: Some((Icon::Alert, "seal bad")),
        title: &body.title,
        hook: "failed",
        text: &body.text,
        inside: Html::default(),
        deeds: retry(body.retry, "btn main", send)
            .into_iter()
            .chain(again)
            .collect(),
    }
}

fn leaving<'b>(body: &'b Leaving, text: &Texts) -> Panel<'b> {
    let shown = body.checkout_url.as_deref().filter(|_| body.link_visible);
    let inside = match shown {
        None => html! { <p class="late" data-test="leaving">{ at_work(text.loading()) }</p> },
        Some(_) => Html::default(),
    };
    let link = |url| link("btn main", "checkout-link", url, text.to_payment(), None);
    Panel {
        seal: None,
        title: body.title,
        hook: "leaving-text",
        text: &body.text,
        inside,
        deeds: shown.map(link).into_iter().collect(),
    }
}

fn held<'b>(body: &'b Held, text: &Texts, send: &Callback<Event>) -> Panel<'b> {
    let release = Button::new("btn side", "held-release").busy(body.releasing);
    let label = if body.releasing {
        at_work(text.releasing())
    } else {
        text.release().into()
    };
    let pay = |url: &String| {
        link(
            "btn main",
            "held-continue",
            url,
            text.to_payment(),
            Some((Event::PaymentContinued, send)),
        )
    };
    let release = release.draw(label, Event::ReleaseChosen, send);
    Panel {
        seal: Some((Icon::Wait, "seal idle")),
        title: body.title,
        hook: "held",
        text: &body.until,
        inside: html! {
            <>
                { paragraph(Some("clock"), "held-countdown", &body.countdown) }
                <dl class="facts">
                    { fact(text.what(), &body.service, "", None) }
                    { fact(text.when(), &body.when, "", None) }
                    { fact(text.total(), &body.amount, "", None) }
                </dl>
            </>
        },
        deeds: body
            .checkout_url
            .as_ref()
            .map(pay)
            .into_iter()
            .chain([release])
            .collect(),
    }
}

fn waiting<'b>(body: &'b Waiting, send: &Callback<Event>) -> Panel<'b> {
    Panel {
        seal: None,
        title: body.title,
        hook: "waiting",
        text: &body.text,
        inside: html! { <p class="late" aria-hidden="true">{ at_work("") }</p> },
        deeds: retry(body.retry, "btn side", send).into_iter().collect(),
    }
}

fn booked<'b>(body: &'b Booked, text: &Texts, send: &Callback<Event>) -> Panel<'b> {
    let there = body.business_time.as_deref().unwrap_or_default();
    let facts = [
        (text.what(), &body.service, ""),
        (text.when(), &body.when, there),
        (text.where_(), &body.location, ""),
        (text.booked_for(), &body.booked_for, ""),
        (text.reference(), &body.reference, ""),
    ];
    let facts = facts.iter().filter(|(_, value, _)| !value.is_empty());
    let facts = facts.map(|(label, value, detail)| fact(label, value, detail, None));
    let lines = body.lines.iter();
    let lines = lines.map(|row| amount("line", &row.label, (&row.amount).into(), None));
    let total = &body.total;
    let calendar = html! { <>{ Icon::Calendar.draw() }{ text.add_to_calendar() }</> };
    let back = body.back_to.as_ref();
    let back = back.map(|back| link("btn side", "back-to-site", &back.url, &back.label, None));
    Panel {
        seal: Some((Icon::Check, "seal draw")),
        title: body.title,
        hook: "booked-paid",
        text: &body.paid,
        inside: html! {
            <>
                <dl class="facts" data-test="booked">{ for facts }</dl>
                <dl class="lines">
                    { for lines }
                    { amount("line total", &total.label, (&total.amount).into(), Some("booked-total")) }
                </dl>
            </>
        },
        deeds: [Button::new("btn main", "ics").draw(calendar, Event::IcsChosen, send)]
            .into_iter()
            .chain(back)
            .chain([again(text.book_again(), "btn quiet", send)])
            .collect(),
    }
}

fn ended<'b>(body: &'b Ended, text: &Texts, send: &Callback<Event>) -> Panel<'b> {
    let reference = Some(&body.reference).filter(|reference| !reference.is_empty());
    let facts = reference.map(|reference| {
        html! { <dl class="facts">{ fact(text.reference(), reference, "", None) }</dl> }
    });
    let again = body.again.map(|label| again(label, "btn main", send));
    Panel {
        seal: Some((Icon::Info, "seal idle")),
        title: body.title,
        hook: "ended",
        text: &body.text,
        inside: facts.unwrap_or_default(),
        deeds: again.into_iter().collect(),
    }
}

fn retry(label: Option<&str>, class: &'static str, send: &Callback<Event>) -> Option<Html> {
    label.map(|label| Button::new(class, "retry").draw(label.into(), Event::Retry, send))
}

fn again(label: &str, class: &'static str, send: &Callback<Event>) -> Html {
    Button::new(class, "again").draw(label.into(), Event::BookAgain, send)
}

/// A real link out of the frame: it works without any script of ours.
fn link(
    class: &'static str,
    hook: &'static str,
    url: &str,
    label: &str,
    told: Option<(Event, &Callback<Event>)>,
) -> Html {
    let onclick = told.map(|(event, send)| sends(send, event));
    html! { <a {class} href={url.to_owned()} target="_top" data-test={hook} {onclick}>{ label }</a> }
}
