//! The screen of a flow.

mod form;
mod item;
mod menu;
mod order;
mod payment;
mod summary;
mod time;

use super::booking::{At, Flow, Trouble};
use super::message::{Deed, Event, Step};
use super::order::is_web_address;
use super::screen::{
    Body, Failed, First, Header, LanguageChoice, Mark, MarkState, Notice, NoticeAction, Screen,
    Stepper, Tone,
};
use crate::text::fill;
use booking_contract::WidgetStyle;
use booking_engine::Payment;

/// What is to be seen of a flow.
pub fn screen(flow: &Flow) -> Screen {
    Screen {
        style: flow.page.calendar.style,
        text: flow.text,
        header: header(flow),
        progress: progress(flow),
        body: body(flow),
        summary: summary::summary(flow),
        notice: notice(flow),
        languages: LanguageChoice {
            selected: flow.text.tag(),
            options: flow.speaking.options.clone(),
            serial: flow.speaking.answers,
        },
        announcement: flow.announcement.clone(),
        urgent: flow.urgent.clone(),
        focus: flow.focus,
    }
}

/// What is to be seen first of another number of attendees than is `shown`; none where it is the
/// same, or chosen elsewhere.
pub fn first(flow: &Flow, shown: &Screen) -> Option<First> {
    let Body::Time(step) = &shown.body else {
        return None;
    };
    let (value, stepper) = (flow.attendees(), step.attendees.as_ref()?);
    if value == stepper.value {
        return None;
    }
    let quote = flow.quote().ok()?;
    Some(First {
        attendees: Stepper {
            value,
            ..stepper.clone()
        },
        was: summary::was(flow, &quote),
        total: summary::total(flow, &quote).amount,
    })
}

fn header(flow: &Flow) -> Header {
    let info = &flow.page.calendar;
    // Classic is plain: of the looks it takes light and dark alone.
    let neo = info.style == WidgetStyle::Neo;
    let is_first = matches!(flow.at, At::Booking(step) if flow.steps().first() == Some(&step));
    let own_button = (info.theme.button.clone()).filter(|text| neo && is_first && !text.is_empty());
    let own =
        |url: &&String| is_web_address(url) || (url.starts_with('/') && !url.starts_with("//"));
    Header {
        business_name: flow.page.business.name.clone(),
        title: info.title.clone(),
        description: if neo && info.theme.hides_description {
            String::new()
        } else {
            info.description.clone()
        },
        location: info.location.clone(),
        cover: info.cover.as_ref().filter(own).cloned(),
        title_hidden: neo && info.theme.hides_title,
        button: own_button.unwrap_or_else(|| flow.text.proceed().to_owned()),
        test_mode: info.test_mode,
    }
}

fn progress(flow: &Flow) -> Vec<Mark> {
    let At::Booking(present) = flow.at else {
        return Vec::new();
    };
    let free = flow
        .quote()
        .is_ok_and(|quote| quote.payment() == Payment::Free);
    let last = if free {
        flow.text.step_confirm()
    } else {
        flow.text.step_payment()
    };
    let mark = |&step: &Step| {
        let before = flow.is_before(step, present);
        Mark {
            step,
            label: match step {
                Step::Services => flow.text.step_services(),
                Step::Time => flow.text.step_time(),
                Step::Details => flow.text.step_details(),
                Step::Payment => last,
            },
            state: match step {
                _ if step == present => MarkState::Current,
                _ if before => MarkState::Done,
                _ => MarkState::Ahead,
            },
            reachable: step != present && (before || flow.is_reachable(step)),
        }
    };
    flow.steps().iter().map(mark).collect()
}

fn body(flow: &Flow) -> Body {
    match &flow.at {
        At::Booking(Step::Services) => Body::Services(Box::new(menu::step(flow))),
        At::Booking(Step::Time) => Body::Time(Box::new(time::step(flow))),
        _ => later_body(flow),
    }
}

/// What a first look does not show; see `flow/later.rs`.
#[inline(never)]
fn later_body(flow: &Flow) -> Body {
    match &flow.at {
        At::Booking(Step::Details) => Body::Details(Box::new(form::step(flow))),
        At::Booking(Step::Payment) => Body::Payment(Box::new(payment::step(flow))),
        At::Order(stage) => order::body(flow, stage),
        At::Booking(Step::Services | Step::Time) | At::Nothing => Body::Failed(Failed {
            title: flow.text.nothing_here().to_owned(),
            text: fill(
                flow.text.nothing_here_text(),
                &[("business", &flow.page.business.name)],
            ),
            again: None,
        }),
    }
}

fn notice(flow: &Flow) -> Option<Notice> {
    if let Some(trouble) = &flow.notice {
        return Some(trouble_notice(flow, trouble));
    }
    let offline = || (!flow.online).then(|| (flow.text.offline().to_owned(), None));
    let (text, action) = too_many_for_slot(flow).or_else(offline)?;
    Some(Notice {
        tone: Tone::Warning,
        text,
        action,
        closable: false,
    })
}

#[inline(never)]
fn trouble_notice(flow: &Flow, trouble: &Trouble) -> Notice {
    let texts = flow.text;
    let retry = NoticeAction {
        label: texts.retry().to_owned(),
        event: Event::Retry,
    };
    let resume = || {
        flow.held_elsewhere.as_ref().map(|_| NoticeAction {
            label: texts.resume_held().to_owned(),
            event: Event::Deed(Deed::Resume),
        })
    };
    let (tone, action) = match trouble {
        Trouble::SlotTaken { .. } | Trouble::HoldsMany => (Tone::Warning, resume()),
        Trouble::Released => (Tone::Info, None),
        Trouble::ServiceMissing
        | Trouble::TimeMissing
        | Trouble::TimeGone { .. }
        | Trouble::DetailsRefused
        | Trouble::LanguageFailed => (Tone::Warning, None),
        Trouble::Throttled { until } if flow.now < *until => (Tone::Warning, None),
        Trouble::Throttled { .. } => (Tone::Info, Some(retry)),
        Trouble::BelowMinimum | Trouble::CalendarGone => (Tone::Error, None),
        Trouble::Failed(_) | Trouble::PaymentUnavailable => (Tone::Error, Some(retry)),
        Trouble::ReleaseFailed => {
            let event = Event::ReleaseChosen;
            let label = texts.retry().to_owned();
            (Tone::Error, Some(NoticeAction { label, event }))
        }
    };
    Notice {
        tone,
        text: flow.trouble_text(trouble),
        action,
        closable: true,
    }
}

/// That the chosen slot does not take the party, and as many as it takes at one tap.
fn too_many_for_slot(flow: &Flow) -> Option<(String, Option<NoticeAction>)> {
    let at_time = matches!(flow.at, At::Booking(Step::Time));
    if !at_time || !flow.is_slot_too_small() {
        return None;
    }
    let picked = flow.draft.picked.as_ref()?;
    let (texts, left) = (flow.text, picked.slot.seats_left);
    let starts_at = picked.clock.local(picked.slot.starts_at).time();
    let named = [
        ("time", &*texts.time(starts_at)),
        ("count", &texts.number(left)),
    ];
    let text = fill(texts.time_too_small(left), &named);
    // How many take part is chosen here, or with each service of a menu.
    let action = (left > 0 && !flow.has_menu()).then(|| NoticeAction {
        label: texts.count(texts.offer_people(left), left),
        event: Event::AttendeesChosen(left),
    });
    Some((text, action))
}
