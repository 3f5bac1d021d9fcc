//! What can be wrong with a coupon or a code, as data.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{CalendarId, CouponId, Currency, Hours, Item, PromotionCodeId, Rejection, ServiceId};

/// What is wrong with a coupon or a code. Amounts are in minor units of the calendar's currency
/// where no other is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Flaw {
    // The coupon as it is written.
    /// It has no name to print on receipts.
    NameBlank,
    /// Its end is before its start.
    EndsBeforeItStarts {
        /// The start.
        starts_at: DateTime<Utc>,
        /// The end.
        ends_at: DateTime<Utc>,
    },
    /// It is switched on or in use, and its time is over.
    AlreadyOver {
        /// Since when.
        ended_at: DateTime<Utc>,
    },
    /// A fixed coupon without an amount in any currency.
    NoAmount,
    /// A fixed coupon without an amount in the currency of a calendar in its scope.
    NoAmountInCurrency {
        /// The currency.
        currency: Currency,
    },
    /// A fixed amount of 0 or less.
    AmountNotPositive {
        /// The currency.
        currency: Currency,
        /// The amount in minor units of it.
        amount_minor: i64,
    },
    /// A cap of 0 or less.
    CapNotPositive {
        /// The cap, in minor units.
        cap_minor: i64,
    },
    /// A fixed amount or a cap that is no multiple of what charges in its currency are
    /// multiples of; less is taken off.
    OffStep {
        /// The currency.
        currency: Currency,
        /// The amount or cap in minor units of it.
        amount_minor: i64,
        /// The step in minor units of it.
        step_minor: i64,
    },
    /// A limit of 0 orders in all.
    NoRedemptions,
    /// A limit of 0 orders for each customer.
    NoRedemptionsPerCustomer,
    /// Everything free, for everybody, as often as they like.
    FreeWithoutLimit,
    /// No code that can still be used belongs to it, and no member holds it.
    NotObtainable,

    // What it is for.
    /// Nothing that its scope names is sold.
    NothingInScope,
    /// Its scope names calendars that there are not, or services that none sells, beside others
    /// that are sold.
    NoLongerSold {
        /// The calendars, by id.
        calendars: Vec<CalendarId>,
        /// The services, by id.
        services: Vec<ServiceId>,
    },
    /// Nobody whom its conditions name performs a service in its scope.
    StaffNotInScope,
    /// Hours with minutes that no day has.
    HoursOutOfRange {
        /// The hours.
        hours: Hours,
    },
    /// Hours that end when they start: the whole day.
    HoursWholeDay {
        /// The hours.
        hours: Hours,
    },
    /// The first date is after the last.
    DatesReversed {
        /// The first date.
        first_date: NaiveDate,
        /// The last date.
        last_date: NaiveDate,
    },
    /// The last date is in the past wherever the business is.
    DatesOver {
        /// The last date.
        last_date: NaiveDate,
    },
    /// None of the weekdays lies between the first date and the last.
    NoWeekdayBetweenDates {
        /// The first date.
        first_date: NaiveDate,
        /// The last date.
        last_date: NaiveDate,
    },
    /// Bookings would have to be made earlier than the earliest and later than the latest.
    LeadReversed {
        /// The least lead, in minutes.
        lead_minutes_min: u32,
        /// The greatest lead, in minutes.
        lead_minutes_max: u32,
    },
    /// Every condition can be met, but no appointment meets all of them while the coupon or
    /// code may be used.
    NoAppointment,

    // What it does to money in a calendar.
    /// Whatever is booked, the minimum amount is not reached.
    MinimumOutOfReach {
        /// The calendar.
        calendar_id: CalendarId,
        /// The minimum amount.
        minimum_minor: i64,
        /// The subtotal of the largest order.
        reach_minor: i64,
    },
    /// Whatever is booked, nothing is taken off: what is in scope costs nothing, or the
    /// benefit rounds to nothing.
    TakesOffNothing {
        /// The calendar.
        calendar_id: CalendarId,
    },
    /// Whatever is booked, too little is left to charge.
    AlwaysBelowMinimumCharge {
        /// The calendar.
        calendar_id: CalendarId,
        /// The least amount that can be charged.
        minimum_minor: i64,
    },
    /// Whatever is booked, nothing is left to pay, and the business refuses that.
    AlwaysFree {
        /// The calendar.
        calendar_id: CalendarId,
    },
    /// Whatever is booked, the fixed amount is above it, and the business refuses that.
    AlwaysOversize {
        /// The calendar.
        calendar_id: CalendarId,
        /// The fixed amount.
        amount_minor: i64,
        /// The most that can be booked in one order.
        reach_minor: i64,
    },
    /// No booking of one service can use it; several services in one order may.
    OnlyTogether {
        /// The calendar.
        calendar_id: CalendarId,
        /// Why the largest booking of one service cannot.
        reason: Rejection,
    },
    /// Some bookings cannot use it because too little would be left to charge.
    SometimesBelowMinimumCharge {
        /// The calendar.
        calendar_id: CalendarId,
        /// Such a booking.
        example: Item,
        /// The least amount that can be charged.
        minimum_minor: i64,
    },
    /// The percentage never reaches the cap.
    CapOutOfReach {
        /// The calendar.
        calendar_id: CalendarId,
        /// The cap.
        cap_minor: i64,
        /// The most that the percentage takes off.
        reach_minor: i64,
        /// Of which orders that holds.
        extent: Extent,
    },
    /// The fixed amount is above whatever is booked, so that everything is free.
    AlwaysClamped {
        /// The calendar.
        calendar_id: CalendarId,
        /// The fixed amount.
        amount_minor: i64,
        /// The most that can be booked.
        reach_minor: i64,
        /// Of which orders that holds.
        extent: Extent,
    },

    // The code.
    /// It belongs to a coupon that there is not.
    NoCoupon {
        /// The coupon.
        coupon_id: CouponId,
    },
    /// It expires after its coupon has ended, and will not be accepted that long.
    OutlivesCoupon {
        /// When it expires.
        expires_at: DateTime<Utc>,
        /// When the coupon ends.
        ends_at: DateTime<Utc>,
    },
    /// It expires before its coupon starts.
    ExpiresBeforeCouponStarts {
        /// When it expires.
        expires_at: DateTime<Utc>,
        /// When the coupon starts.
        starts_at: DateTime<Utc>,
    },
    /// More orders may use it than may use its coupon.
    LimitAboveCoupon {
        /// The code's limit.
        max_redemptions: u32,
        /// The coupon's limit.
        coupon_max_redemptions: u32,
    },
    /// Its customer is not among those that its coupon names. It works only where the coupon
    /// names the same customer in another way, such as by member id.
    CustomerNotNamedByCoupon,
    /// Another code in use has the same text for the same guests.
    TextTaken {
        /// The other code; of several, the one whose id comes first.
        other: PromotionCodeId,
    },
    /// It is easy to guess, and a stranger who does gains by it.
    EasyToGuess {
        /// What makes it so.
        weakness: Weakness,
        /// What a stranger gains.
        stake: Stake,
    },

    // Several coupons.
    /// Other coupons can be used for the same bookings. Only one is: the code that was typed,
    /// even where another coupon is worth more.
    Overlaps {
        /// The others, by id; at most the first eight.
        others: Vec<CouponId>,
        /// How many others there are.
        count: u32,
    },
}

/// Of which orders something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Of those of one service, in any form and with any number of attendees.
    OneService,
    /// Of all.
    EveryOrder,
}

/// What makes a code easy to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// There are so few texts of its length that they can be tried.
    Short,
    /// It repeats one to three characters.
    Repeated,
    /// It follows the alphabet, the digits or a row of keys.
    Sequence,
    /// It is made of words that codes are usually made of, with or without a short number.
    UsualWords,
}

/// What a stranger gains by guessing a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Stake {
    /// One of the few uses that were meant for others.
    FewUses {
        /// How many orders may use it.
        max_redemptions: u32,
    },
    /// At least half the price.
    HalfThePrice,
}
