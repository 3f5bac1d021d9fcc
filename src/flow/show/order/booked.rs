//! The confirmation: what was booked and paid, and what can still be done about it.

use booking_contract::{BookedItem, Cancellation, OrderView, calendar_links};
use booking_engine::{QuoteLine, TaxKind};
use chrono::{DateTime, Utc};

use super::{facts, is_web_address};
use crate::flow::booking::Flow;
use crate::flow::message::OrderChange;
use crate::flow::order::{Came, Copied, DeedTrouble, Doing, Made, OrderStage};
use crate::flow::screen::{
    Booked, CancelView, DeedButton, Link, Manage, Mishap, MoneyRow, MoveStep, Tone,
};
use crate::flow::show::{payment, time};
use crate::flow::wording;
use crate::text::fill;

pub(super) fn booked(flow: &Flow, stage: &OrderStage, view: &OrderView) -> Booked {
    let texts = flow.text;
    let quote = &view.quote;
    let balance = quote.total_minor.saturating_sub(view.paid_minor).max(0);
    let (paid, owed) = (
        money(flow, view, view.paid_minor),
        money(flow, view, balance),
    );
    let mut rest = taxes(flow, view, TaxKind::Inclusive);
    for (label, amount_minor) in [
        (texts.receipt_paid(), view.paid_minor),
        (texts.receipt_balance(), balance),
        (texts.given_back(), -view.refunded_minor),
    ] {
        if amount_minor != 0 {
            rest.push(payment::row(flow, label, amount_minor, quote));
        }
    }
    let business = [("business", flow.page.business.name.as_str())];
    let onward = stage.onward_url().map(|url| Link {
        url: url.to_owned(),
        label: fill(texts.onward(), &business),
    });
    let news = match (stage.onward_at, stage.made) {
        (Some(_), _) => fill(texts.onward_soon(), &business),
        (None, Some(Made::Moved)) => flow.moved_text(),
        (None, _) => String::new(),
    };
    let links = flow.with_appointment(view, calendar_links);
    let (copied, address) = match &stage.copied {
        None => ("", None),
        Some(Copied::Done) => (texts.link_copied(), None),
        Some(Copied::ByHand(address)) => (texts.link_failed(), Some(address.clone())),
    };
    Booked {
        title: texts.booked(),
        paid: match (view.paid_minor, balance) {
            (0, 0) => texts.nothing_to_pay().to_owned(),
            (_, 0) => fill(texts.paid(), &[("amount", &paid)]),
            _ => fill(
                texts.paid_partly(),
                &[("amount", &paid), ("balance", &owed)],
            ),
        },
        news,
        leaving: stage.onward_at.is_some(),
        facts: facts(flow, view),
        lines: lines(flow, view),
        total: payment::row(flow, texts.total(), quote.total_minor, quote),
        rest,
        online: links
            .into_iter()
            .map(|(name, url)| Link {
                url,
                label: name.to_owned(),
            })
            .collect(),
        manage: manage(flow, stage, view),
        cancel: match (&stage.doing, view.cancellation) {
            (Some(Doing::Cancelling), Some(meaning)) => Some(cancel(flow, stage, view, meaning)),
            _ => None,
        },
        copied: copied.to_owned(),
        address,
        back_to: match onward {
            Some(_) => None,
            None => back_to(flow, stage, view),
        },
        onward,
    }
}

fn money(flow: &Flow, view: &OrderView, minor: i64) -> String {
    flow.text.money(minor, view.quote.currency)
}

/// Every service with its add-ons, what the coupon takes off, and the taxes.
fn lines(flow: &Flow, view: &OrderView) -> Vec<MoneyRow> {
    let texts = flow.text;
    let quote = &view.quote;
    let mut lines = Vec::new();
    for (line, item) in quote.lines.iter().zip(&view.items) {
        push_line(flow, view, line, item, &mut lines);
    }
    if let Some(discount) = payment::discount(flow, quote) {
        // Below a single line it would only say the same again.
        if lines.len() > 1 {
            lines.push(payment::row(
                flow,
                texts.subtotal(),
                quote.subtotal_minor,
                quote,
            ));
        }
        lines.push(MoneyRow {
            label: texts.both(&discount.label, &discount.detail),
            amount: discount.amount,
        });
    }
    lines.extend(taxes(flow, view, TaxKind::Exclusive));
    lines
}

/// The taxes that are added to the price, or those that it contains.
fn taxes(flow: &Flow, view: &OrderView, kind: TaxKind) -> Vec<MoneyRow> {
    let texts = flow.text;
    let pattern = match kind {
        TaxKind::Inclusive => texts.receipt_tax_within(),
        TaxKind::Exclusive => texts.receipt_tax(),
    };
    let taxes = view.quote.taxes().into_iter();
    taxes
        .filter(|tax| tax.rate.kind == kind)
        .map(|tax| {
            let percent = texts.percent(&tax.rate.percent.to_string());
            let label = fill(pattern, &[("percent", &percent)]);
            payment::row(flow, &label, tax.amount_minor, &view.quote)
        })
        .collect()
}

fn push_line(
    flow: &Flow,
    view: &OrderView,
    line: &QuoteLine,
    item: &BookedItem,
    lines: &mut Vec<MoneyRow>,
) {
    let texts = flow.text;
    let mut push = |name: &str, unit_minor: i64, pieces: u32| {
        let label = if pieces == 1 {
            name.to_owned()
        } else {
            let unit = texts.money(unit_minor, view.quote.currency);
            let count = texts.number(pieces);
            let times = fill(texts.unit_times(), &[("price", &unit), ("count", &count)]);
            texts.both(name, &times)
        };
        let amount = unit_minor.saturating_mul(i64::from(pieces));
        lines.push(payment::row(flow, &label, amount, &view.quote));
    };
    push(&item.name, line.unit_price_minor, line.attendees);
    for (add_on, name) in line.add_ons.iter().zip(&item.add_ons) {
        let pieces = add_on.quantity.saturating_mul(line.attendees);
        push(name, add_on.unit_price_minor, pieces);
    }
}

fn manage(flow: &Flow, stage: &OrderStage, view: &OrderView) -> Manage {
    let texts = flow.text;
    let can_cancel = view.cancellation.is_some();
    let text = match view.movable_until {
        Some(until) => fill(
            texts.manage_move(),
            &[("time", &flow.moment(&view.clock, until))],
        ),
        None if can_cancel => texts.manage_late().to_owned(),
        None => String::new(),
    };
    Manage {
        text,
        can_move: view.movable_until.is_some(),
        can_cancel,
        trouble: match &stage.doing {
            None => trouble(flow, stage),
            Some(_) => mishap(flow, None),
        },
    }
}

pub(super) fn trouble(flow: &Flow, stage: &OrderStage) -> Mishap {
    mishap(flow, stage.trouble.as_ref())
}

fn mishap(flow: &Flow, trouble: Option<&DeedTrouble>) -> Mishap {
    Mishap {
        tone: match trouble {
            Some(DeedTrouble::Failed(_)) => Tone::Error,
            _ => Tone::Warning,
        },
        text: trouble.map_or_else(String::new, |trouble| flow.deed_trouble_text(trouble)),
    }
}

fn cancel(flow: &Flow, stage: &OrderStage, view: &OrderView, meaning: Cancellation) -> CancelView {
    let texts = flow.text;
    let amount = |minor| money(flow, view, minor);
    let back = amount(meaning.refund_minor);
    let time = flow.moment(&view.clock, meaning.until);
    let left_minor = view.paid_minor.saturating_sub(view.refunded_minor);
    let mut lines = Vec::new();
    if left_minor <= 0 {
        lines.push(texts.cancel_free().to_owned());
    } else if meaning.refund_minor > 0 {
        lines.push(fill(texts.cancel_back(), &[("amount", &back)]));
    } else {
        let paid = amount(left_minor);
        lines.push(fill(texts.cancel_none(), &[("amount", &paid)]));
    }
    if left_minor > 0 {
        lines.push(match meaning.later_refund_minor {
            None => fill(texts.cancel_until(), &[("time", &time)]),
            Some(later) => fill(
                texts.cancel_later(),
                &[("time", &time), ("amount", &amount(later))],
            ),
        });
    }
    if view.quote.coupon.is_some() {
        let coupon = if meaning.releases_coupon {
            texts.cancel_coupon_back()
        } else {
            texts.cancel_coupon_gone()
        };
        lines.push(coupon.to_owned());
    }
    CancelView {
        title: texts.cancel_title(),
        lines,
        confirm: DeedButton {
            label: match meaning.refund_minor {
                0 => texts.cancel_booking().to_owned(),
                _ => fill(texts.cancel_pay(), &[("amount", &back)]),
            },
            // An amount that changed is being asked for before it can be shown.
            busy: stage.sent.is_some()
                || stage.asking.is_some()
                    && matches!(stage.trouble, Some(DeedTrouble::RefundChanged { .. })),
        },
        trouble: trouble(flow, stage),
    }
}

pub(super) fn step(flow: &Flow, stage: &OrderStage, view: &OrderView) -> MoveStep {
    let texts = flow.text;
    let when =
        |starts_at: DateTime<Utc>, ends_at, clock| wording::when(texts, clock, starts_at, ends_at);
    MoveStep {
        title: texts.move_title(),
        text: texts.move_text(),
        old: when(view.starts_at, view.ends_at, &view.clock),
        new: flow
            .moving_to()
            .map(|to| when(to.slot.starts_at, to.slot.ends_at, &to.clock)),
        month: time::month(flow),
        slots: time::slots(flow),
        zones: time::zones(flow),
        confirm: DeedButton {
            label: texts.move_now().to_owned(),
            busy: matches!(stage.sent, Some((_, OrderChange::Move(_)))),
        },
        trouble: trouble(flow, stage),
    }
}

/// The way back for a guest who came from the payment page. A guest who never left needs none.
fn back_to(flow: &Flow, stage: &OrderStage, view: &OrderView) -> Option<Link> {
    let website = flow.page.business.website.as_ref();
    let url = view.return_to.as_ref().or(website)?;
    if stage.came == Came::Here || !is_web_address(url) {
        return None;
    }
    let business = &flow.page.business.name;
    Some(Link {
        url: url.clone(),
        label: fill(flow.text.back_to_site(), &[("business", business)]),
    })
}
