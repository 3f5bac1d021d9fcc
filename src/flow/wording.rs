//! Sentences made from what happened: every one says what helps.

use booking_contract::ProblemCode;
use booking_engine::{
    Benefit, CodeError, Condition, CouponSource, Currency, Quote, QuoteChange, Rejection,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::booking::{Flow, Trouble};
use super::confirm::Change;
use super::coupon::CodeTrouble;
use super::draft::Picked;
use super::message::Failure;
use crate::text::{self, Texts, fill};
use booking_contract::ZoneClock;

/// "Tuesday, 1 December 2026, 14:30 to 15:30", on the given clock.
pub(super) fn when(
    texts: &Texts,
    clock: &ZoneClock,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> String {
    let (from, to) = (clock.local(starts_at), clock.local(ends_at));
    fill(
        texts.date_and_times(),
        &[
            ("date", &texts.date_title(from.date())),
            ("from", &texts.time(from.time())),
            ("to", &texts.time(to.time())),
        ],
    )
}

/// What the business's clock shows at an instant, where it differs from the guest's: "That is
/// 14:30 in Lisbon."
pub(super) fn business_time(
    texts: &Texts,
    clock: &ZoneClock,
    business: &ZoneClock,
    at: DateTime<Utc>,
) -> Option<String> {
    if clock.offset_seconds(at) == business.offset_seconds(at) {
        return None;
    }
    let (own, there) = (clock.local(at), business.local(at));
    let pattern = if own.date() == there.date() {
        texts.zone_time()
    } else {
        texts.zone_time_on()
    };
    Some(fill(
        pattern,
        &[
            ("zone", &text::zone_place(&business.zone)),
            ("time", &texts.time(there.time())),
            ("day", &texts.day_title(there.date())),
        ],
    ))
}

/// A day with how much is free on it: "Tuesday 1 December, 5 free times".
pub(super) fn day_name(texts: &Texts, date: NaiveDate, free: u32) -> String {
    let pattern = match free {
        0 => texts.day_none_free(),
        _ => texts.day_free(free),
    };
    let (day, count) = (texts.day_title(date), texts.number(free));
    fill(pattern, &[("day", &day), ("count", &count)])
}

/// What a coupon takes off: "10% off".
pub(super) fn benefit(texts: &Texts, benefit: &Benefit, currency: Currency) -> String {
    match benefit {
        Benefit::Percent {
            percent,
            max_discount_minor,
        } => {
            let percent = texts.percent(&percent.to_string());
            let cap = max_discount_minor.map(|cap| texts.money(cap, currency));
            match cap {
                None => fill(texts.percent_off(), &[("percent", &percent)]),
                Some(cap) => fill(
                    texts.percent_off_capped(),
                    &[("percent", &percent), ("amount", &cap)],
                ),
            }
        }
        Benefit::Fixed { amounts_minor } => amounts_minor
            .get(&currency)
            .map(|&amount| {
                fill(
                    texts.amount_off(),
                    &[("amount", &texts.money(amount, currency))],
                )
            })
            .unwrap_or_default(),
    }
}

/// Why a code does not apply, and what helps.
pub(super) fn rejection(texts: &Texts, rejection: Rejection, currency: Currency) -> String {
    let plain = match rejection {
        Rejection::NotFound => texts.code_not_found(),
        Rejection::Inactive => texts.code_inactive(),
        Rejection::NotStarted => texts.code_not_started(),
        Rejection::Expired => texts.code_expired(),
        Rejection::CurrencyMismatch => texts.code_currency(),
        Rejection::NotApplicable => texts.code_not_applicable(),
        Rejection::RedemptionLimit => texts.code_used_up(),
        Rejection::CustomerLimit => texts.code_customer_limit(),
        Rejection::FirstPurchase => texts.code_first_purchase(),
        Rejection::NotForThisAppointment { condition } => other_appointment(texts, condition),
        Rejection::FreeOrderRefused => texts.code_free_refused(),
        Rejection::OversizeFixed => texts.code_oversize(),
        Rejection::MinimumAmount {
            minimum_minor,
            missing_minor,
        } => {
            let minimum = texts.money(minimum_minor, currency);
            let missing = texts.money(missing_minor, currency);
            return fill(
                texts.code_minimum(),
                &[("minimum", &minimum), ("missing", &missing)],
            );
        }
        Rejection::BelowMinimumCharge { minimum_minor } => {
            let minimum = texts.money(minimum_minor, currency);
            return fill(texts.code_below_charge(), &[("minimum", &minimum)]);
        }
    };
    plain.to_owned()
}

/// What about the appointment does not fit the coupon.
fn other_appointment(texts: &Texts, condition: Condition) -> &'static str {
    match condition {
        Condition::Weekday => texts.code_weekday(),
        Condition::Hours => texts.code_hours(),
        Condition::Date => texts.code_date(),
        Condition::LeadTooShort => texts.code_too_near(),
        Condition::LeadTooLong => texts.code_too_far(),
        Condition::Staff => texts.code_staff(),
        Condition::Location => texts.code_location(),
    }
}

impl Flow {
    /// "Tuesday 1 December, 14:30", on the guest's clock.
    pub(super) fn when_short(&self, picked: &Picked) -> String {
        self.moment(&picked.clock, picked.slot.starts_at)
    }

    /// A day with how much is free on it.
    pub(super) fn day_name(&self, date: NaiveDate) -> String {
        let free = u32::try_from(self.free_on(date)).unwrap_or(u32::MAX);
        day_name(self.text, date, free)
    }

    /// A span of time: "40 s" is not said, a minute is the least.
    pub(super) fn span_text(&self, span: TimeDelta) -> String {
        let texts = self.text;
        let seconds = u32::try_from(span.num_seconds()).unwrap_or_default();
        if seconds < 60 {
            return texts.count(texts.span_seconds(seconds), seconds);
        }
        let minutes = seconds.div_ceil(60);
        texts.count(texts.span_minutes(minutes), minutes)
    }

    /// How long until an instant, as a whole sentence's part.
    fn until_text(&self, until: DateTime<Utc>) -> String {
        self.span_text((until - self.now).max(TimeDelta::seconds(1)))
    }

    pub(super) fn rejection_text(&self, reason: Rejection) -> String {
        rejection(self.text, reason, self.page.terms.currency)
    }

    pub(super) fn code_trouble_text(&self, trouble: &CodeTrouble) -> String {
        let texts = self.text;
        let text = match trouble {
            CodeTrouble::Form(CodeError::Empty) => texts.code_empty(),
            CodeTrouble::Form(CodeError::TooLong | CodeError::Character(_)) => texts.code_form(),
            CodeTrouble::Failed(_) if !self.online => texts.code_offline(),
            CodeTrouble::Failed(_) => texts.code_unreachable(),
            CodeTrouble::Unapplied => texts.code_unapplied(),
            CodeTrouble::Rejected(reason) => return self.refused_code_text(*reason),
            CodeTrouble::Throttled => match self.coupons.throttled_until {
                Some(until) if self.now < until => {
                    let time = self.until_text(until);
                    return fill(texts.code_throttled(), &[("time", &time)]);
                }
                _ => texts.failed_throttled_soon(),
            },
        };
        text.to_owned()
    }

    /// Why a typed code was refused, and that the applied one stays, where there is one.
    fn refused_code_text(&self, reason: Rejection) -> String {
        let texts = self.text;
        let why = self.rejection_text(reason);
        match self.coupons.code() {
            None => why,
            Some(code) => {
                let kept = fill(texts.code_kept(), &[("code", code.as_str())]);
                texts.one_after_the_other(&why, &kept)
            }
        }
    }

    pub(super) fn slots_failure(&self, failure: &Failure) -> String {
        let texts = self.text;
        let text = match failure {
            Failure::Refused(problem) if problem.code == ProblemCode::NotFound => {
                texts.failed_calendar()
            }
            _ if !self.online => texts.slots_failed_offline(),
            _ => texts.slots_failed(),
        };
        text.to_owned()
    }

    pub(super) fn trouble_text(&self, trouble: &Trouble) -> String {
        let texts = self.text;
        let text = match trouble {
            Trouble::ServiceMissing => texts.service_missing(),
            Trouble::TimeMissing => texts.time_missing(),
            Trouble::TimeGone { picked } => {
                let time = self.when_short(picked);
                return fill(texts.time_gone_service(), &[("time", &time)]);
            }
            Trouble::SlotTaken {
                picked,
                alternatives,
            } => {
                let time = self.when_short(picked);
                let pattern = if *alternatives {
                    texts.slot_taken()
                } else {
                    texts.slot_taken_none()
                };
                return fill(pattern, &[("time", &time)]);
            }
            Trouble::DetailsRefused => texts.details_wrong(),
            Trouble::Failed(failure) => {
                let why = self.failure_text(failure);
                return texts.one_after_the_other(texts.not_confirmed(), why);
            }
            Trouble::Throttled { until } => return self.throttled_text(*until),
            Trouble::PaymentUnavailable => texts.failed_payment(),
            Trouble::BelowMinimum => return self.below_minimum_text().unwrap_or_default(),
            Trouble::CalendarGone => texts.failed_calendar(),
            Trouble::ReleaseFailed => texts.failed_release(),
            Trouble::Released => texts.released(),
            Trouble::HoldsMany => texts.holds_many(),
            Trouble::LanguageFailed => texts.language_failed(),
        };
        text.to_owned()
    }

    /// Why there is no answer that can be used.
    pub(super) fn failure_text(&self, failure: &Failure) -> &'static str {
        let texts = self.text;
        match failure {
            Failure::Unreachable if !self.online => texts.offline(),
            Failure::Unreachable => texts.failed_unreachable(),
            Failure::TimedOut => texts.failed_timeout(),
            Failure::Refused(_) | Failure::Unreadable => texts.failed_server(),
        }
    }

    /// When there may be another try.
    pub(super) fn throttled_text(&self, until: DateTime<Utc>) -> String {
        if self.now < until {
            let time = self.until_text(until);
            fill(self.text.failed_throttled(), &[("time", &time)])
        } else {
            self.text.failed_throttled_soon().to_owned()
        }
    }

    /// "Tuesday 1 December, 14:30", on the clock of an order.
    pub(super) fn moment(&self, clock: &ZoneClock, at: DateTime<Utc>) -> String {
        let local = clock.local(at);
        let day = self.text.day_title(local.date());
        let time = self.text.time(local.time());
        fill(self.text.day_and_time(), &[("day", &day), ("time", &time)])
    }

    /// That too little is due to be charged online.
    pub(super) fn below_minimum_text(&self) -> Option<String> {
        let quote = self.quote().ok()?;
        let minimum = quote.currency.minimum_charge_minor().unwrap_or(1);
        Some(fill(
            self.text.below_minimum(),
            &[
                ("minimum", &self.text.money(minimum, quote.currency)),
                (
                    "amount",
                    &self.text.money(quote.amount_due_minor, quote.currency),
                ),
                ("business", &self.page.business.name),
            ],
        ))
    }

    /// That the new price is the guest's own benefit, where the old one was not.
    fn granted_text(&self, change: &Change) -> Option<String> {
        let by_grant = |quote: &Quote| {
            let applied = quote.coupon.clone()?;
            let is_granted = matches!(applied.source, CouponSource::Grant { .. });
            is_granted.then_some(applied)
        };
        if by_grant(&change.was).is_some() {
            return None;
        }
        let applied = by_grant(&change.now)?;
        let benefit = benefit(self.text, &applied.benefit, change.now.currency);
        Some(fill(
            self.text.granted_change(),
            &[("name", &applied.name), ("benefit", &benefit)],
        ))
    }

    /// Why the price changed, one sentence each.
    pub(super) fn change_reasons(&self, change: &Change) -> Vec<String> {
        let texts = self.text;
        let currency = change.now.currency;
        let other = || {
            fill(
                texts.change_other(),
                &[("business", &self.page.business.name)],
            )
        };
        let granted = self.granted_text(change);
        let reason = |one: &QuoteChange| match one {
            QuoteChange::UnitPrice {
                service_id,
                shown_minor,
                now_minor,
            } => {
                let mut services = self.page.services.iter();
                let service = services.find(|info| info.id == *service_id);
                let (was, now) = (
                    texts.money(*shown_minor, currency),
                    texts.money(*now_minor, currency),
                );
                fill(
                    texts.change_unit_price(),
                    &[
                        ("service", service.map_or("", |info| &info.name)),
                        ("was", &was),
                        ("now", &now),
                    ],
                )
            }
            QuoteChange::Discount { .. } if granted.is_some() => {
                granted.clone().unwrap_or_default()
            }
            QuoteChange::Discount {
                shown_minor,
                now_minor,
            } => {
                let (was, now) = (
                    texts.money(*shown_minor, currency),
                    texts.money(*now_minor, currency),
                );
                fill(texts.change_discount(), &[("was", &was), ("now", &now)])
            }
            QuoteChange::CodeRejected { reason } => {
                let code = change.code.as_deref().unwrap_or_default();
                let reason = rejection(texts, *reason, currency);
                fill(texts.change_code(), &[("code", code), ("reason", &reason)])
            }
            QuoteChange::Currency
            | QuoteChange::Items
            | QuoteChange::AddOnPrice { .. }
            | QuoteChange::TaxRate { .. }
            | QuoteChange::Deposit { .. }
            | QuoteChange::Other => other(),
        };
        let reasons: Vec<String> = change.changes.iter().map(reason).collect();
        if reasons.is_empty() {
            vec![other()]
        } else {
            reasons
        }
    }
}
