//! Sentences made from what happened: every one says what helps.

use booking_contract::{
    ANSWER_LENGTH_MAX, AnswerError, CancellationTerms, EmailError, FieldKind,
    LONG_ANSWER_LENGTH_MAX, NameError, NotesError, PhoneError,
};
use booking_engine::{Benefit, Condition, Currency, Quote, Rejection};
use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::{Words, fill};

impl Words {
    /// "Tuesday 1 December 2026, 14:30 to 15:30", on the given clock.
    pub(crate) fn hours_of(&self, zone: Tz, from: DateTime<Utc>, to: DateTime<Utc>) -> String {
        let (from, to) = (local(zone, from), local(zone, to));
        fill(
            self.date_and_times(),
            &[
                ("date", &self.date_title(from.date())),
                ("from", &self.time(from.time())),
                ("to", &self.time(to.time())),
            ],
        )
    }

    /// "Tuesday 1 December, 14:30", on the given clock.
    pub(crate) fn moment(&self, zone: Tz, at: DateTime<Utc>) -> String {
        let local = local(zone, at);
        let (day, time) = (self.day_title(local.date()), self.time(local.time()));
        fill(self.day_and_time(), &[("day", &day), ("time", &time)])
    }

    /// A span of seconds: under a minute in seconds, else in whole minutes.
    pub(crate) fn span(&self, seconds: u32) -> String {
        if seconds < 60 {
            return self.count(self.span_seconds(seconds), seconds);
        }
        let minutes = seconds.div_ceil(60);
        self.count(self.span_minutes(minutes), minutes)
    }

    /// What a coupon takes off: "10% off".
    pub(crate) fn benefit(&self, benefit: &Benefit, currency: Currency) -> String {
        match benefit {
            Benefit::Percent {
                percent,
                max_discount_minor,
            } => {
                let percent = self.percent(&percent.to_string());
                let cap = max_discount_minor.map(|cap| self.money(cap, currency));
                match cap {
                    None => fill(self.percent_off(), &[("percent", &percent)]),
                    Some(cap) => fill(
                        self.percent_off_capped(),
                        &[("percent", &percent), ("amount", &cap)],
                    ),
                }
            }
            Benefit::Fixed { amounts_minor } => {
                let amount = amounts_minor.get(&currency);
                let amount = amount.map(|&amount| self.money(amount, currency));
                amount.map_or_else(String::new, |amount| {
                    fill(self.amount_off(), &[("amount", &amount)])
                })
            }
        }
    }

    /// Why a code does not apply, and what helps.
    pub(crate) fn rejection(&self, rejection: Rejection, currency: Currency) -> String {
        let plain = match rejection {
            Rejection::NotFound => self.code_not_found(),
            Rejection::Inactive => self.code_inactive(),
            Rejection::NotStarted => self.code_not_started(),
            Rejection::Expired => self.code_expired(),
            Rejection::CurrencyMismatch => self.code_currency(),
            Rejection::NotApplicable => self.code_not_applicable(),
            Rejection::RedemptionLimit => self.code_used_up(),
            Rejection::CustomerLimit => self.code_customer_limit(),
            Rejection::FirstPurchase => self.code_first_purchase(),
            Rejection::FreeOrderRefused => self.code_free_refused(),
            Rejection::OversizeFixed => self.code_oversize(),
            Rejection::NotForThisAppointment { condition } => match condition {
                Condition::Weekday => self.code_weekday(),
                Condition::Hours => self.code_hours(),
                Condition::Date => self.code_date(),
                Condition::LeadTooShort => self.code_too_near(),
                Condition::LeadTooLong => self.code_too_far(),
                Condition::Staff => self.code_staff(),
                Condition::Location => self.code_location(),
            },
            Rejection::MinimumAmount {
                minimum_minor,
                missing_minor,
            } => {
                let minimum = self.money(minimum_minor, currency);
                let missing = self.money(missing_minor, currency);
                let parts = [("minimum", &*minimum), ("missing", &missing)];
                return fill(self.code_minimum(), &parts);
            }
            Rejection::BelowMinimumCharge { minimum_minor } => {
                let minimum = self.money(minimum_minor, currency);
                return fill(self.code_below_charge(), &[("minimum", &minimum)]);
            }
        };
        plain.to_owned()
    }

    /// What calling off would give back, in one sentence with the real times and amounts.
    pub(crate) fn policy(
        &self,
        terms: CancellationTerms,
        quote: &Quote,
        zone: Tz,
        starts_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Option<String> {
        let due_minor = quote.amount_due_minor;
        let told = terms.cancellation(starts_at, due_minor, quote.currency, now)?;
        let pattern = match (told.refund_minor, told.later_refund_minor) {
            _ if due_minor == 0 => self.policy_free(),
            (0, None | Some(0)) => self.policy_nothing(),
            (now, Some(later)) if later == now => self.policy_until(),
            (_, Some(0)) => self.policy_later_none(),
            (_, Some(_)) => self.policy_later(),
            (_, None) => self.policy_until(),
        };
        let money = |minor| self.money(minor, quote.currency);
        Some(fill(
            pattern,
            &[
                ("when", &self.moment(zone, told.until)),
                ("amount", &money(told.refund_minor)),
                ("later", &money(told.later_refund_minor.unwrap_or(0))),
            ],
        ))
    }

    /// What is wrong with the booker's name.
    pub(crate) fn name_error(&self, error: NameError, booker: bool) -> &'static str {
        match error {
            NameError::Empty if booker => self.name_empty(),
            NameError::Empty => self.attendee_name_empty(),
            NameError::TooLong => self.name_long(),
            NameError::Control => self.name_control(),
        }
    }

    /// What is wrong with an e-mail address.
    pub(crate) fn email_error(&self, error: EmailError, booker: bool) -> &'static str {
        match error {
            EmailError::Empty if booker => self.email_empty(),
            EmailError::Empty => self.attendee_email_empty(),
            EmailError::NoLocalPart => self.email_local(),
            EmailError::NoDomain => self.email_domain(),
            EmailError::Character => self.email_character(),
            EmailError::TooLong => self.email_long(),
        }
    }

    /// What is wrong with a phone number.
    pub(crate) fn phone_error(&self, error: PhoneError, needed: bool) -> &'static str {
        match error {
            PhoneError::TooShort if needed => self.phone_whole(),
            PhoneError::TooShort => self.phone_short(),
            PhoneError::TooLong => self.phone_long(),
            PhoneError::Character => self.phone_character(),
        }
    }

    /// What is wrong with notes.
    pub(crate) fn notes_error(&self, error: NotesError) -> &'static str {
        match error {
            NotesError::TooLong => self.notes_long(),
            // Empty notes are not sent, so they cannot be wrong.
            NotesError::Control | NotesError::Empty => self.notes_control(),
        }
    }

    /// What is wrong with an answer to a question of this kind.
    pub(crate) fn answer_error(&self, error: AnswerError, kind: &FieldKind) -> String {
        let text = match (error, kind) {
            (AnswerError::Missing, FieldKind::Checkbox) => self.consent_missing(),
            (AnswerError::Missing, FieldKind::Choice { .. } | FieldKind::Choices { .. })
            | (AnswerError::NotAnOption | AnswerError::TooMany, _) => self.answer_choose(),
            (AnswerError::Missing | AnswerError::NotADate, FieldKind::Date) => self.answer_date(),
            (AnswerError::TooLong, kind) => {
                let most = match kind {
                    FieldKind::LongText => LONG_ANSWER_LENGTH_MAX,
                    _ => ANSWER_LENGTH_MAX,
                };
                // A limit of a few thousand.
                let most = u32::try_from(most).unwrap_or_default();
                return self.count(self.answer_long(), most);
            }
            (AnswerError::OutOfRange, &FieldKind::Number { min, max }) => {
                let pattern = match (min, max) {
                    (Some(_), Some(_)) => self.answer_between(),
                    (Some(_), None) => self.answer_least(),
                    _ => self.answer_most(),
                };
                let number = |limit: Option<i64>| self.number(limit.unwrap_or_default());
                return fill(pattern, &[("least", &number(min)), ("most", &number(max))]);
            }
            (AnswerError::NotANumber, _) => self.answer_number(),
            (AnswerError::Control, _) => self.answer_control(),
            (AnswerError::Missing | AnswerError::NotADate | AnswerError::OutOfRange, _) => {
                self.answer_missing()
            }
        };
        text.to_owned()
    }
}

/// The wall clock of a zone.
fn local(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&zone).naive_local()
}
