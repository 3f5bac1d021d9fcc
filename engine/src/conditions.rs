//! Conditions on the appointment: a coupon for Tuesdays, for mornings, for those who book early.
//!
//! They are about the time of the appointment in the business's zone, not about the time of
//! booking. A condition is judged as soon as what it asks about is known; once the guest has
//! chosen a time, everything is.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Timelike, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::{LocationId, PriceRequest, StaffId};

/// What an appointment must be like. What is empty or none asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Conditions {
    /// The days of the week on which it starts, as `Mon`, `Tue` and so on.
    #[serde(skip_serializing_if = "Vec::is_empty", with = "crate::moment::list")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub weekdays: Vec<Weekday>,
    /// The time of day at which it starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// The first local date, inclusive.
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "crate::moment::optional"
    )]
    pub first_date: Option<NaiveDate>,
    /// The last local date, inclusive.
    #[serde(
        skip_serializing_if = "Option::is_none",
        with = "crate::moment::optional"
    )]
    pub last_date: Option<NaiveDate>,
    /// How long before the start the booking is made at the latest, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_minutes_min: Option<u32>,
    /// How long before the start the booking is made at the earliest, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_minutes_max: Option<u32>,
    /// Who performs it. In an order of several services, those with others get no discount.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffId>,
    /// Where it takes place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
}

/// A span of the day, in minutes after midnight. One that ends before it starts runs over
/// midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The first minute, 0 to 1439.
    pub from_minute: u32,
    /// The minute after the last, 1 to 1440.
    pub to_minute: u32,
}

/// A condition that the appointment does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Another day of the week is needed.
    Weekday,
    /// Another time of day is needed.
    Hours,
    /// Another date is needed.
    Date,
    /// The appointment is too near.
    LeadTooShort,
    /// The appointment is too far away.
    LeadTooLong,
    /// Someone else is needed.
    Staff,
    /// Another location is needed.
    Location,
}

impl Hours {
    /// Whether a minute of the day lies in the span.
    pub fn contains(&self, minute: u32) -> bool {
        let (from, to) = (self.from_minute, self.to_minute);
        if from < to {
            (from..to).contains(&minute)
        } else {
            minute >= from || minute < to
        }
    }
}

impl Conditions {
    /// Whether they ask for nothing.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether they ask for something about the time.
    pub fn is_about_time(&self) -> bool {
        !self.weekdays.is_empty()
            || self.hours.is_some()
            || self.first_date.is_some()
            || self.last_date.is_some()
            || self.lead_minutes_min.is_some()
            || self.lead_minutes_max.is_some()
    }

    /// The first condition, in the order of [`Condition`], that the order as a whole does not
    /// meet. Staff is a matter of each item: see [`Conditions::allows_staff`].
    pub(crate) fn unmet(&self, request: &PriceRequest, now: DateTime<Utc>) -> Option<Condition> {
        if let Some(starts_at) = request.starts_at
            && let Some(condition) = self.unmet_at(starts_at, now)
        {
            return Some(condition);
        }
        let known = request.starts_at.is_some() || request.location_id.is_some();
        if !self.locations.is_empty()
            && known
            && !request
                .location_id
                .as_ref()
                .is_some_and(|location| self.locations.contains(location))
        {
            return Some(Condition::Location);
        }
        None
    }

    /// The first condition that a time does not meet. Times that meet the same conditions have
    /// the same price.
    pub fn unmet_at(
        &self,
        starts_at: DateTime<FixedOffset>,
        now: DateTime<Utc>,
    ) -> Option<Condition> {
        if !self.weekdays.is_empty() && !self.weekdays.contains(&starts_at.weekday()) {
            return Some(Condition::Weekday);
        }
        let minute = starts_at
            .hour()
            .saturating_mul(60)
            .saturating_add(starts_at.minute());
        if self.hours.is_some_and(|hours| !hours.contains(minute)) {
            return Some(Condition::Hours);
        }
        let date = starts_at.date_naive();
        if self.first_date.is_some_and(|first| date < first)
            || self.last_date.is_some_and(|last| date > last)
        {
            return Some(Condition::Date);
        }
        let lead = starts_at.to_utc().signed_duration_since(now);
        let minutes = |minutes: u32| TimeDelta::minutes(i64::from(minutes));
        if self.lead_minutes_min.is_some_and(|min| lead < minutes(min)) {
            return Some(Condition::LeadTooShort);
        }
        if self.lead_minutes_max.is_some_and(|max| lead > minutes(max)) {
            return Some(Condition::LeadTooLong);
        }
        None
    }

    /// Whether an item with this member of staff meets them; without one, only as long as the
    /// guest has not chosen a time.
    pub(crate) fn allows_staff(&self, staff: Option<&StaffId>, request: &PriceRequest) -> bool {
        self.staff.is_empty()
            || match staff {
                Some(staff) => self.staff.contains(staff),
                None => request.starts_at.is_none(),
            }
    }
}
