//! What the linter finds, in sentences for the owner.

use booking_contract::FieldProblemCode;
use booking_contract::owner::CouponRefusal;
use booking_engine::{Currency, Extent, Flaw, Stake, Weakness};
use chrono::{DateTime, NaiveDate, Utc};

use crate::words;

/// How instants and amounts of a business are written.
pub struct Speech<'s> {
    /// The business's currency.
    pub currency: Currency,
    /// The day of an instant where the business is.
    pub day: &'s dyn Fn(DateTime<Utc>) -> String,
}

impl Speech<'_> {
    fn money(&self, minor: i64) -> String {
        words::money(minor, self.currency)
    }

    fn date(date: NaiveDate) -> String {
        words::texts().date_title(date)
    }

    /// What is wrong, and what to do about it.
    pub fn finding(&self, flaw: &Flaw) -> String {
        self.as_written(flaw)
            .or_else(|| Self::scope(flaw))
            .or_else(|| self.never(flaw))
            .or_else(|| self.sometimes(flaw))
            .or_else(|| self.code(flaw))
            .unwrap_or_default()
    }

    fn as_written(&self, flaw: &Flaw) -> Option<String> {
        Some(match flaw {
            Flaw::NameBlank => "Without a name, receipts show the code alone. A name such as “Spring welcome” tells guests what it was.".to_owned(),
            Flaw::EndsBeforeItStarts { .. } => "It ends before it starts, so nobody can use it. Choose a later end.".to_owned(),
            Flaw::AlreadyOver { ended_at } => format!("Its time was over on {}. Choose a later end to let guests use it.", (self.day)(*ended_at)),
            Flaw::NoAmount => "It takes off nothing yet. Enter an amount.".to_owned(),
            Flaw::NoAmountInCurrency { currency } => format!("Some of your calendars charge in {}, and it has no amount in that currency: it cannot be used there.", currency.code()),
            Flaw::AmountNotPositive { .. } => "The amount must be above 0.".to_owned(),
            Flaw::CapNotPositive { .. } => "The most that it takes off must be above 0.".to_owned(),
            Flaw::OffStep { currency, amount_minor, step_minor } => format!("{} cannot be charged exactly: amounts go in steps of {}. Slightly less is taken off.", words::money(*amount_minor, *currency), words::money(*step_minor, *currency)),
            Flaw::NoRedemptions => "A limit of 0 lets nobody use it.".to_owned(),
            Flaw::NoRedemptionsPerCustomer => "A limit of 0 for each customer lets nobody use it.".to_owned(),
            Flaw::FreeWithoutLimit => "Everything is free with it, for everybody, as often as they like. Set a limit, an end or a customer, unless you mean exactly that.".to_owned(),
            Flaw::NotObtainable => "No code leads to it, so that nobody can use it. Give it a code.".to_owned(),
            _ => return None,
        })
    }

    fn scope(flaw: &Flaw) -> Option<String> {
        Some(match flaw {
            Flaw::NothingInScope => "Nothing of what it is for is sold. Choose other services or calendars.".to_owned(),
            Flaw::NoLongerSold { calendars, services } => format!("{} of what it is for are not sold any more; the rest works.", words::whole((calendars.len() + services.len()) as u64)),
            Flaw::StaffNotInScope => "Nobody whom it names performs a service that it is for.".to_owned(),
            Flaw::HoursOutOfRange { .. } => "The hours are outside of the day.".to_owned(),
            Flaw::HoursWholeDay { .. } => "The hours begin and end at the same time: that is the whole day.".to_owned(),
            Flaw::DatesReversed { .. } => "The last day of the appointment is before the first.".to_owned(),
            Flaw::DatesOver { last_date } => format!("It is for appointments until {}, and that day is over.", Self::date(*last_date)),
            Flaw::NoWeekdayBetweenDates { first_date, last_date } => format!("None of the chosen weekdays lies between {} and {}.", Self::date(*first_date), Self::date(*last_date)),
            Flaw::LeadReversed { .. } => "Guests would have to book earlier than the earliest and later than the latest.".to_owned(),
            Flaw::NoAppointment => "Each of the rules can be met, but no appointment meets all of them while the coupon can be used.".to_owned(),
            _ => return None,
        })
    }

    fn never(&self, flaw: &Flaw) -> Option<String> {
        Some(match flaw {
            Flaw::MinimumOutOfReach { minimum_minor, reach_minor, .. } => format!("No booking reaches {}: the largest comes to {}. Set a lower minimum.", self.money(*minimum_minor), self.money(*reach_minor)),
            Flaw::TakesOffNothing { .. } => "Whatever is booked, it takes off nothing: what it is for costs nothing, or the share is too small.".to_owned(),
            Flaw::AlwaysBelowMinimumCharge { minimum_minor, .. } => format!("Whatever is booked, less than {} is left to pay, which cannot be charged. Take off less, or everything.", self.money(*minimum_minor)),
            Flaw::AlwaysFree { .. } => "Whatever is booked is free with it, and this business does not take free bookings.".to_owned(),
            Flaw::AlwaysOversize { amount_minor, reach_minor, .. } => format!("{} is more than any booking costs ({}), and this business refuses such coupons.", self.money(*amount_minor), self.money(*reach_minor)),
            Flaw::OnlyTogether { .. } => "No booking of one service alone can use it; several services in one booking may.".to_owned(),
            _ => return None,
        })
    }

    fn sometimes(&self, flaw: &Flaw) -> Option<String> {
        let of = |extent: &Extent| match extent {
            Extent::OneService => "any booking of one service",
            Extent::EveryOrder => "any booking",
        };
        Some(match flaw {
            Flaw::SometimesBelowMinimumCharge { minimum_minor, .. } => format!(
                "Some bookings cannot use it, since less than {} would be left to pay, which cannot be charged.",
                self.money(*minimum_minor)
            ),
            Flaw::CapOutOfReach {
                cap_minor,
                reach_minor,
                extent,
                ..
            } => format!(
                "The cap of {} is never reached: the share of {} comes to {} at most.",
                self.money(*cap_minor),
                of(extent),
                self.money(*reach_minor)
            ),
            Flaw::AlwaysClamped {
                amount_minor,
                reach_minor,
                extent,
                ..
            } => format!(
                "{} is more than {} costs ({}), so that all of these are free.",
                self.money(*amount_minor),
                of(extent),
                self.money(*reach_minor)
            ),
            _ => return None,
        })
    }

    fn code(&self, flaw: &Flaw) -> Option<String> {
        Some(match flaw {
            Flaw::NoCoupon { .. } => "Its coupon is not there any more.".to_owned(),
            Flaw::OutlivesCoupon { ends_at, .. } => format!(
                "The code is good for longer than its coupon, which ends on {}.",
                (self.day)(*ends_at)
            ),
            Flaw::ExpiresBeforeCouponStarts { starts_at, .. } => format!(
                "The code is over before its coupon starts on {}.",
                (self.day)(*starts_at)
            ),
            Flaw::LimitAboveCoupon {
                max_redemptions,
                coupon_max_redemptions,
            } => format!(
                "The code may be used {} times, its coupon only {} times in all.",
                words::whole((*max_redemptions).into()),
                words::whole((*coupon_max_redemptions).into())
            ),
            Flaw::CustomerNotNamedByCoupon => {
                "The code is for a customer whom its coupon does not name.".to_owned()
            }
            Flaw::TextTaken { .. } => {
                "Another code in use has the same text. Choose another one.".to_owned()
            }
            Flaw::EasyToGuess { weakness, stake } => easy_to_guess(*weakness, *stake),
            Flaw::Overlaps { count, .. } => format!(
                "{} for the same bookings. Only one is ever used: the code that the guest types.",
                words::count(
                    (*count).into(),
                    "other coupon can be used",
                    "other coupons can be used"
                )
            ),
            _ => return None,
        })
    }

    /// Why it was not saved; none where the fields or findings say so themselves.
    pub fn refusal(&self, refusal: &CouponRefusal) -> Option<(&'static str, String)> {
        Some(match refusal {
            CouponRefusal::CannotWork { .. } => (
                "Nobody could use it like this",
                "What is named above contradicts itself. Change it, then save again.".to_owned(),
            ),
            CouponRefusal::CodeTaken { code, .. } => (
                "This code is taken",
                format!("{code} belongs to another coupon. Choose another code, or let one be generated."),
            ),
            CouponRefusal::Changed { .. } => (
                "Somebody else has changed this coupon",
                "Your changes are not saved. Look at the newer one, then make them again."
                    .to_owned(),
            ),
            CouponRefusal::BenefitFrozen => (
                "What it takes off has to stay",
                "Orders have been paid with it. Switch this coupon off and make another one."
                    .to_owned(),
            ),
            CouponRefusal::LimitBelowUses { uses } => (
                "The limit is below what is used",
                format!("{} it already. Set at least that, or switch the coupon off to end it.", words::count((*uses).into(), "order uses", "orders use")),
            ),
            CouponRefusal::EverUsed { orders } => (
                "It cannot be deleted",
                format!("{} it. Switch it off instead.", words::count(*orders, "order has used or held", "orders have used or held")),
            ),
            CouponRefusal::Fields { fields } if fields.iter().any(|it| it.code == FieldProblemCode::Unknown) => (
                "Something that it is for is not there",
                "A calendar, service, person or location that is named here is not of this business. Take it out, then save again."
                    .to_owned(),
            ),
            CouponRefusal::Fields { .. } => (
                "Some values cannot be saved",
                "Look at amounts, days and limits: one of them is outside of what a coupon can have."
                    .to_owned(),
            ),
        })
    }
}

fn easy_to_guess(weakness: Weakness, stake: Stake) -> String {
    let why = match weakness {
        Weakness::Short => "so short that strangers can try all codes of its length",
        Weakness::Repeated => "the same characters again and again",
        Weakness::Sequence => "a row of neighbours in the alphabet or on the keyboard",
        Weakness::UsualWords => "made of words that many codes are made of",
    };
    let what = match stake {
        Stake::FewUses { max_redemptions } => format!(
            "one of its {}",
            words::count(max_redemptions.into(), "use", "uses")
        ),
        Stake::HalfThePrice => "at least half the price".to_owned(),
    };
    format!("The code is {why}, and whoever guesses it gains {what}. Let one be generated.")
}
