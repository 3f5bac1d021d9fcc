//! The screen of the payment step.

use booking_contract::PaymentTerms;
use booking_engine::{Payment, PriceError, Quote};

use super::super::booking::Flow;
use super::super::confirm::Change;
use super::super::message::{GuestField, Step};
use super::super::order::is_web_address;
use super::super::screen::{Discount, MoneyRow, PaymentStep, PriceChange, ReviewRow, TermsView};
use super::super::wording;
use crate::text::fill;

pub(super) fn row(flow: &Flow, label: &str, amount_minor: i64, quote: &Quote) -> MoneyRow {
    MoneyRow {
        label: label.to_owned(),
        amount: flow.text.money(amount_minor, quote.currency),
    }
}

pub(super) fn discount(flow: &Flow, quote: &Quote) -> Option<Discount> {
    let coupon = quote.coupon.as_ref()?;
    let benefit = wording::benefit(flow.text, &coupon.benefit, quote.currency);
    let covered = quote.lines.iter().filter(|line| line.eligible);
    let partial = covered.clone().count() < quote.lines.len();
    let covered = covered.map(|line| super::summary::name(flow, line));
    let covered = covered.reduce(|all, next| flow.text.both(&all, &next));
    Some(Discount {
        label: coupon.label().to_owned(),
        detail: match covered.filter(|_| partial) {
            Some(what) => fill(
                flow.text.off_on(),
                &[("benefit", &benefit), ("what", &what)],
            ),
            None => benefit,
        },
        amount: flow.text.money(-quote.discount_minor, quote.currency),
    })
}

pub(super) fn step(flow: &Flow) -> PaymentStep {
    let texts = flow.text;
    let quote = flow.quote();
    let payment = quote.as_ref().map(Quote::payment);
    let due = |quote: &Quote| flow.text.money(quote.amount_due_minor, quote.currency);
    let business = ("business", flow.page.business.name.as_str());
    PaymentStep {
        rows: rows(flow, quote.as_ref()),
        confirm: match (&quote, payment) {
            (Ok(quote), Ok(Payment::Charge | Payment::BelowMinimum { .. })) => {
                fill(texts.pay(), &[("amount", &due(quote))])
            }
            _ => texts.confirm().to_owned(),
        },
        busy: flow.confirming.is_busy(),
        offline: !flow.online,
        blocked: match payment {
            Ok(Payment::BelowMinimum { .. }) => flow.below_minimum_text(),
            Err(_) => Some(texts.no_price().to_owned()),
            Ok(_) => None,
        },
        terms: match payment {
            Ok(Payment::Free) => None,
            _ => terms(flow),
        },
        legal: match payment {
            Ok(Payment::Free) => fill(texts.legal_free(), &[business]),
            _ => fill(texts.legal_pay(), &[business]),
        },
        cancellation: quote
            .as_ref()
            .map(|quote| cancellation(flow, quote))
            .unwrap_or_default(),
        price_change: flow
            .change
            .as_ref()
            .map(|change| price_change(flow, change)),
    }
}

fn price_change(flow: &Flow, change: &Change) -> PriceChange {
    let texts = flow.text;
    let money = |minor, quote: &Quote| texts.money(minor, quote.currency);
    let lower = change.is_lower();
    // What costs less needs no consent, only the one confirmation.
    let (pay, free) = if lower {
        (texts.pay(), texts.confirm())
    } else {
        (texts.accept_pay(), texts.accept_free())
    };
    PriceChange {
        title: change.title(texts),
        lower,
        was: money(change.was.total_minor, &change.was),
        now: money(change.now.total_minor, &change.now),
        reasons: flow.change_reasons(change),
        accept: match change.now.payment() {
            Payment::Free => free.to_owned(),
            Payment::Charge => {
                let due = money(change.now.amount_due_minor, &change.now);
                fill(pay, &[("amount", &due)])
            }
            Payment::BelowMinimum { .. } => texts.accept_blocked().to_owned(),
        },
    }
}

fn terms(flow: &Flow) -> Option<TermsView> {
    let (text, url) = match flow.page.calendar.payment_terms.as_ref()? {
        PaymentTerms::Text { text } => (Some(text), None),
        PaymentTerms::Link { url } => (None, Some(url)),
    };
    let business = &flow.page.business.name;
    Some(TermsView {
        accept: fill(flow.text.terms_accept(), &[("business", business)]),
        text: text.cloned(),
        url: url.filter(|url| is_web_address(url)).cloned(),
    })
}

/// What calling off would give back, in one sentence with the real times and amounts.
fn cancellation(flow: &Flow, quote: &Quote) -> String {
    let texts = flow.text;
    let (Some(terms), Some(picked)) = (flow.page.calendar.cancellation, flow.slot()) else {
        return String::new();
    };
    let starts_at = picked.slot.starts_at;
    let due_minor = quote.amount_due_minor;
    let told = terms.cancellation(starts_at, due_minor, quote.currency, flow.now);
    let Some(told) = told else {
        return String::new();
    };
    let until = picked.clock.local(told.until);
    let when = fill(
        texts.day_and_time(),
        &[
            ("day", &texts.day_title(until.date())),
            ("time", &texts.time(until.time())),
        ],
    );
    let pattern = match (told.refund_minor, told.later_refund_minor) {
        _ if due_minor == 0 => texts.policy_free(),
        (0, None | Some(0)) => texts.policy_nothing(),
        (now, Some(later)) if later == now => texts.policy_until(),
        (_, Some(0)) => texts.policy_later_none(),
        (_, Some(_)) => texts.policy_later(),
        (_, None) => texts.policy_until(),
    };
    let money = |minor| texts.money(minor, quote.currency);
    fill(
        pattern,
        &[
            ("when", &when),
            ("amount", &money(told.refund_minor)),
            ("later", &money(told.later_refund_minor.unwrap_or(0))),
        ],
    )
}

fn rows(flow: &Flow, quote: Result<&Quote, &PriceError>) -> Vec<ReviewRow> {
    let texts = flow.text;
    let mut rows = Vec::with_capacity(4);
    if let Ok(quote) = quote
        && let Some(value) = super::summary::names(flow, quote)
    {
        let people = texts.count(texts.people(flow.attendees()), flow.attendees());
        let items = flow.draft.cart.items.iter();
        let minutes = items.clone().map(|item| flow.item_minutes(item)).sum();
        // Where not everybody takes part in all of it, the lines of the price say who does in what.
        let together = items
            .map(|item| flow.item_attendees(item))
            .all(|attendees| attendees == flow.attendees());
        rows.push(ReviewRow {
            label: texts.what(),
            value,
            detail: if together && flow.attendees_max() > 1 {
                people
            } else {
                texts.duration(minutes)
            },
            change: flow.step_of_services(),
            change_name: texts.change_service(),
        });
    }
    if let Some(picked) = flow.slot() {
        let slot = &picked.slot;
        let business_time =
            wording::business_time(texts, &picked.clock, &picked.business_clock, slot.starts_at);
        rows.push(ReviewRow {
            label: texts.when(),
            value: wording::when(texts, &picked.clock, slot.starts_at, slot.ends_at),
            detail: business_time.unwrap_or_default(),
            change: Step::Time,
            change_name: texts.change_time(),
        });
    }
    rows.push(ReviewRow {
        label: texts.who(),
        value: flow.draft.form.text(GuestField::Name).trim().to_owned(),
        detail: flow.draft.form.text(GuestField::Email).trim().to_owned(),
        change: Step::Details,
        change_name: texts.change_details(),
    });
    if let Some(value) = flow.attendee_names() {
        rows.push(ReviewRow {
            label: texts.people_label(),
            value,
            detail: String::new(),
            change: Step::Details,
            change_name: texts.change_details(),
        });
    }
    rows
}
