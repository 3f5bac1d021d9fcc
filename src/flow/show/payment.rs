//! The price summary, the coupon field in it, and the screen of the payment step.

use booking_contract::PaymentTerms;
use booking_engine::{Payment, Quote};

use super::super::booking::{At, Flow};
use super::super::coupon::CheckPurpose;
use super::super::message::{GuestField, Step};
use super::super::order::is_web_address;
use super::super::screen::{
    CouponField, Discount, MoneyRow, OpenCode, PaymentStep, PriceChange, ReviewRow, Summary,
    TermsView,
};
use super::super::wording;
use crate::text::fill;

pub(super) fn summary(flow: &Flow) -> Option<Summary> {
    if !matches!(flow.at, At::Booking(_)) {
        return None;
    }
    let quote = flow.quote().ok()?;
    let discount = discount(flow, &quote);
    Some(Summary {
        service: flow
            .service_info(&flow.first_item()?.service_id)?
            .name
            .clone(),
        when: flow.slot().map(|picked| {
            let slot = &picked.slot;
            wording::when(flow.text, &picked.clock, slot.starts_at, slot.ends_at)
        }),
        lines: lines(flow, &quote),
        subtotal: discount
            .is_some()
            .then(|| row(flow, flow.text.subtotal(), quote.subtotal_minor, &quote)),
        discount,
        total: row(flow, flow.text.total(), quote.total_minor, &quote),
        coupon: flow.coupon_in_sight().then(|| coupon_field(flow, &quote)),
    })
}

pub(super) fn row(flow: &Flow, label: &str, amount_minor: i64, quote: &Quote) -> MoneyRow {
    MoneyRow {
        label: label.to_owned(),
        amount: flow.text.money(amount_minor, quote.currency),
    }
}

pub(super) fn lines(flow: &Flow, quote: &Quote) -> Vec<MoneyRow> {
    let line = |line: &booking_engine::QuoteLine| {
        let service = flow.page.terms.service(&line.service_id);
        let single = line.attendees == 1 && service.is_none_or(|s| s.attendees_max <= 1);
        let mut infos = flow.page.services.iter();
        let info = infos.find(|info| info.id == line.service_id);
        let label = match info {
            Some(info) if single => info.name.clone(),
            _ => {
                let unit = flow.text.money(line.unit_price_minor, quote.currency);
                let count = flow.text.number(line.attendees);
                fill(
                    flow.text.unit_times(),
                    &[("price", &unit), ("count", &count)],
                )
            }
        };
        row(flow, &label, line.amount_minor, quote)
    };
    quote.lines.iter().map(line).collect()
}

pub(super) fn discount(flow: &Flow, quote: &Quote) -> Option<Discount> {
    let coupon = quote.coupon.as_ref()?;
    Some(Discount {
        label: coupon.label().to_owned(),
        detail: wording::benefit(flow.text, &coupon.benefit, quote.currency),
        amount: flow.text.money(-quote.discount_minor, quote.currency),
    })
}

fn coupon_field(flow: &Flow, quote: &Quote) -> CouponField {
    let coupons = &flow.coupons;
    let checking = coupons
        .check
        .as_ref()
        .is_some_and(|check| check.purpose == CheckPurpose::Apply);
    let open = coupons.field.as_ref().map(|field| OpenCode {
        text: field.text.clone(),
        busy: checking,
        error: field
            .trouble
            .as_ref()
            .map(|trouble| flow.code_trouble_text(trouble)),
    });
    match (&coupons.applied, open) {
        (Some(applied), replacing) => CouponField::Applied {
            code: applied.promotion.code.to_string(),
            detail: wording::benefit(flow.text, &applied.coupon.benefit, quote.currency),
            why_not: quote
                .rejected
                .as_ref()
                .map(|rejected| flow.rejection_text(rejected.reason)),
            replacing,
        },
        (None, Some(open)) => CouponField::Open(open),
        (None, None) => CouponField::Closed,
    }
}

pub(super) fn step(flow: &Flow) -> PaymentStep {
    let texts = flow.text;
    let quote = flow.quote();
    let payment = quote.as_ref().map(Quote::payment);
    let due = |quote: &Quote| flow.text.money(quote.amount_due_minor, quote.currency);
    let business = ("business", flow.page.business.name.as_str());
    PaymentStep {
        rows: rows(flow),
        confirm: match (&quote, payment) {
            (Ok(quote), Ok(Payment::Charge | Payment::BelowMinimum { .. })) => {
                fill(texts.pay(), &[("amount", &due(quote))])
            }
            _ => texts.confirm().to_owned(),
        },
        busy: flow.confirming.is_busy(),
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
        price_change: flow.change.as_ref().map(|change| PriceChange {
            title: texts.price_changed(),
            was: flow.text.money(change.was.total_minor, change.was.currency),
            now: flow.text.money(change.now.total_minor, change.now.currency),
            reasons: flow.change_reasons(change),
            accept: match change.now.payment() {
                Payment::Free => texts.accept_free().to_owned(),
                Payment::Charge => fill(texts.accept_pay(), &[("amount", &due(&change.now))]),
                Payment::BelowMinimum { .. } => texts.accept_blocked().to_owned(),
            },
        }),
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

fn rows(flow: &Flow) -> Vec<ReviewRow> {
    let texts = flow.text;
    let mut rows = Vec::with_capacity(3);
    if let Some(info) = flow
        .first_item()
        .and_then(|item| flow.service_info(&item.service_id))
    {
        let people = texts.count(texts.people(flow.attendees()), flow.attendees());
        rows.push(ReviewRow {
            label: texts.what(),
            value: info.name.clone(),
            detail: if flow.attendees_max() > 1 {
                people
            } else {
                texts.duration(info.duration_minutes)
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
    rows
}
