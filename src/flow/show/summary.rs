//! The price summary: line by line what one pays and why, with the coupon field in it.

use booking_contract::OrderView;
use booking_engine::{
    AttendeeShare, CouponSource, Deposit, PriceSource, Quote, QuoteLine, TaxKind,
};

use super::super::booking::{At, Flow};
use super::super::cart::item_of;
use super::super::coupon::CheckPurpose;
use super::super::order::{Face, OrderStage};
use super::super::screen::{CouponField, Due, MoneyRow, OpenCode, PriceLine, Summary};
use super::super::wording;
use super::payment::{discount, row};
use crate::text::fill;

pub(super) fn summary(flow: &Flow) -> Option<Summary> {
    let order = match &flow.at {
        At::Booking(_) => None,
        At::Order(stage) => Some(on_its_way(stage)?),
        At::Nothing => return None,
    };
    let quote = match order {
        Some(view) => view.quote.clone(),
        None => flow.quote().ok()?,
    };
    let discount = discount(flow, &quote);
    Some(Summary {
        service: names(flow, &quote)?,
        when: match order {
            Some(view) => Some((&view.clock, view.starts_at, view.ends_at)),
            None => flow.slot().map(|picked| {
                let slot = &picked.slot;
                (&picked.clock, slot.starts_at, slot.ends_at)
            }),
        }
        .map(|(clock, from, to)| wording::when(flow.text, clock, from, to)),
        lines: lines(flow, &quote),
        subtotal: discount
            .is_some()
            .then(|| row(flow, flow.text.subtotal(), quote.subtotal_minor, &quote)),
        was: was(flow, &quote),
        discount,
        taxes: taxes(flow, &quote, TaxKind::Exclusive),
        total: total(flow, &quote),
        contained: taxes(flow, &quote, TaxKind::Inclusive),
        due: due(flow, &quote),
        coupon: (order.is_none() && flow.coupon_in_sight()).then(|| coupon_field(flow, &quote)),
    })
}

pub(super) fn total(flow: &Flow, quote: &Quote) -> MoneyRow {
    row(flow, flow.text.total(), quote.total_minor, quote)
}

/// The total without the discount; none where a tax adds to it, which would be another amount then.
pub(super) fn was(flow: &Flow, quote: &Quote) -> Option<String> {
    let added = taxes(flow, quote, TaxKind::Exclusive);
    (quote.coupon.is_some() && added.is_empty())
        .then(|| flow.text.money(quote.subtotal_minor, quote.currency))
}

/// An order that is being paid for, beside which its price stays in sight; see `flow/later.rs`.
#[inline(never)]
fn on_its_way(stage: &OrderStage) -> Option<&OrderView> {
    let paying = matches!(stage.face(), Face::Leaving | Face::Waiting);
    stage.view.as_ref().filter(|_| paying)
}

/// The service with its form.
pub(super) fn name(flow: &Flow, line: &QuoteLine) -> String {
    flow.item_name(&item_of(line))
}

/// What is booked: one service with its form, or the names of several.
pub(super) fn names(flow: &Flow, quote: &Quote) -> Option<String> {
    if let [line] = &quote.lines[..] {
        return Some(name(flow, line));
    }
    let lines = quote.lines.iter();
    let infos = lines.filter_map(|line| flow.service_info(&line.service_id));
    let names = infos.map(|info| info.name.clone());
    names.reduce(|all, next| flow.text.both(&all, &next))
}

fn lines(flow: &Flow, quote: &Quote) -> Vec<PriceLine> {
    let shares = quote.attendee_shares();
    let alone = quote.lines.len() == 1;
    let line = |(place, line): (usize, &QuoteLine)| {
        let texts = flow.text;
        let money = |minor| texts.money(minor, quote.currency);
        let times = |price: &str, count: u32| {
            let count = texts.number(count);
            fill(texts.unit_times(), &[("price", price), ("count", &count)])
        };
        let single = line.attendees == 1 && flow.service_attendees_max(&line.service_id) <= 1;
        let unit = times(&money(line.unit_price_minor), line.attendees);
        let mut details: Vec<String> = Vec::new();
        // The name of a single service stands above already.
        let named = !alone || single || !line.add_ons.is_empty();
        let label = if named {
            name(flow, line)
        } else {
            unit.clone()
        };
        if let Some(id) = &line.staff_id
            && (!alone || line.price_from == PriceSource::Staff)
            && let Some(who) = flow.page.staff.iter().find(|who| who.id == *id)
        {
            details.push(fill(texts.with_staff(), &[("name", &who.name)]));
        }
        let mut parts = Vec::new();
        if !line.add_ons.is_empty() {
            let people = i64::from(line.attendees);
            let base = line.unit_price_minor.saturating_mul(people);
            parts.push(row(flow, &unit, base, quote));
            let info = flow.service_info(&line.service_id);
            for add_on in &line.add_ons {
                let mut known = info.map_or(&[][..], |info| &info.add_ons).iter();
                let known = known.find(|known| known.id == add_on.add_on_id);
                let pieces = add_on.quantity.saturating_mul(line.attendees);
                let label = times(known.map_or("", |known| &known.name), pieces);
                let minor = add_on.unit_price_minor.saturating_mul(i64::from(pieces));
                parts.push(row(flow, &label, minor, quote));
            }
        } else if named && !single {
            details.push(unit);
        }
        // What it comes to for each attendee, or for each of several services.
        if line.discount_minor > 0 && !(alone && line.attendees == 1) {
            let own = shares.iter().filter(|share| share.line == place);
            let share = each(
                own,
                &money,
                &|price| match line.attendees {
                    1 => price.to_owned(),
                    _ => fill(texts.per_person(), &[("price", price)]),
                },
                &times,
            );
            details.push(fill(texts.after_discount(), &[("price", &share)]));
        }
        let details = details.into_iter();
        PriceLine {
            label,
            detail: details
                .reduce(|all, next| texts.both(&all, &next))
                .unwrap_or_default(),
            parts,
            amount: money(line.amount_minor),
        }
    };
    quote.lines.iter().enumerate().map(line).collect()
}

/// What each attendee of a line pays after the discount: the same for all, or so many of this and
/// so many of that, a unit apart.
fn each<'s>(
    shares: impl Iterator<Item = &'s AttendeeShare>,
    money: &dyn Fn(i64) -> String,
    alike: &dyn Fn(&str) -> String,
    times: &dyn Fn(&str, u32) -> String,
) -> String {
    let mut counts: Vec<(i64, u32)> = Vec::new();
    for share in shares {
        let minor = share.amount_minor.saturating_sub(share.discount_minor);
        match counts.iter_mut().find(|(known, _)| *known == minor) {
            Some((_, count)) => *count += 1,
            None => counts.push((minor, 1)),
        }
    }
    if let [(minor, _)] = counts[..] {
        return alike(&money(minor));
    }
    let mut text = String::new();
    for (minor, count) in counts {
        if !text.is_empty() {
            text.push_str(" + ");
        }
        text.push_str(&times(&money(minor), count));
    }
    text
}

fn taxes(flow: &Flow, quote: &Quote, kind: TaxKind) -> Vec<MoneyRow> {
    let texts = flow.text;
    let label = match kind {
        TaxKind::Exclusive => texts.tax_added(),
        TaxKind::Inclusive => texts.tax_included(),
    };
    let taxes = quote.taxes().into_iter();
    taxes
        .filter(|tax| tax.rate.kind == kind)
        .map(|tax| {
            let percent = texts.percent(&tax.rate.percent.to_string());
            let label = fill(label, &[("percent", &percent)]);
            row(flow, &label, tax.amount_minor, quote)
        })
        .collect()
}

fn due(flow: &Flow, quote: &Quote) -> Option<Due> {
    if quote.balance_minor <= 0 {
        return None;
    }
    let texts = flow.text;
    let business = ("business", flow.page.business.name.as_str());
    let why = match quote.deposit?.rule {
        Deposit::Percent { percent } => {
            let percent = texts.percent(&percent.to_string());
            fill(texts.deposit_percent(), &[("percent", &percent)])
        }
        Deposit::Flat { amount_minor } => {
            let amount = texts.money(amount_minor, quote.currency);
            fill(texts.deposit_flat(), &[("amount", &amount)])
        }
    };
    let later = fill(texts.due_later(), &[business]);
    Some(Due {
        now: row(flow, texts.due_now(), quote.amount_due_minor, quote),
        later: row(flow, &later, quote.balance_minor, quote),
        why,
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
    let granted = coupons.granted.as_ref().map(|granted| &granted.coupon);
    let benefit = |coupon: &booking_engine::Coupon| {
        wording::benefit(flow.text, &coupon.benefit, quote.currency)
    };
    if let Some(applied) = &coupons.applied {
        let rejected = quote.rejected.as_ref();
        let why_not = match rejected {
            Some(rejected) => Some(flow.rejection_text(rejected.reason)),
            // It counts for some times, and none is chosen.
            None => (quote.coupon.is_none()).then(|| flow.text.code_choose_time().to_owned()),
        };
        return CouponField::Applied {
            code: applied.promotion.code.to_string(),
            detail: benefit(&applied.coupon),
            why_not,
            offers: flow.offers().into_iter().map(|(label, _)| label).collect(),
            back: granted.map(|coupon| fill(flow.text.granted_back(), &[("name", &coupon.name)])),
            replacing: open,
        };
    }
    match (granted, open) {
        (Some(coupon), replacing) if is_granted(quote) => CouponField::Granted {
            name: coupon.name.clone(),
            detail: benefit(coupon),
            replacing,
        },
        (_, Some(open)) => CouponField::Open(open),
        (_, None) => CouponField::Closed,
    }
}

fn is_granted(quote: &Quote) -> bool {
    let applied = quote.coupon.as_ref();
    applied.is_some_and(|applied| matches!(applied.source, CouponSource::Grant { .. }))
}
