//! A coupon's rule as one sentence: its parts in reading order, as data for the texts of each
//! language.

use chrono::{DateTime, NaiveDate, Utc, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    Benefit, CalendarId, Coupon, Duration, Hours, LocationId, PromotionCode, Scope, ServiceId,
    StaffId,
};

/// A part of the sentence. Only what a coupon asks for is there; the benefit always comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RulePart {
    /// What it takes off.
    Takes {
        /// The benefit.
        benefit: Benefit,
    },
    /// Off these only, instead of everything.
    Off {
        /// Calendars all of whose services it covers.
        calendar_ids: Vec<CalendarId>,
        /// Single services.
        service_ids: Vec<ServiceId>,
    },
    /// From this subtotal on.
    FromSubtotal {
        /// The least undiscounted subtotal, in minor units of the terms' currency.
        minimum_minor: i64,
    },
    /// For first purchases.
    FirstPurchase,
    /// For certain customers, who are not named.
    CertainCustomers,
    /// On these days of the week.
    OnWeekdays {
        /// The days on which the appointment starts, from Monday on.
        #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
        weekdays: Vec<Weekday>,
    },
    /// At this time of day.
    DuringHours {
        /// When the appointment starts.
        hours: Hours,
    },
    /// On these dates.
    OnDates {
        /// The first one, in the business's zone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        first_date: Option<NaiveDate>,
        /// The last one, inclusive.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last_date: Option<NaiveDate>,
    },
    /// When booked so long before.
    BookedAhead {
        /// The least time before the start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes_min: Option<u32>,
        /// The most.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes_max: Option<u32>,
    },
    /// With certain staff.
    WithStaff {
        /// Who.
        staff_ids: Vec<StaffId>,
    },
    /// At certain locations.
    AtLocations {
        /// Where.
        location_ids: Vec<LocationId>,
    },
    /// When it can be used, which is the time of booking.
    Usable {
        /// The first instant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        starts_at: Option<DateTime<Utc>>,
        /// The last instant, inclusive.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends_at: Option<DateTime<Utc>>,
    },
    /// How long it discounts a subscription, if not only its first invoice.
    Lasts {
        /// How long.
        duration: Duration,
    },
    /// How often it can be used in all.
    Redemptions {
        /// The most orders.
        max: u32,
    },
    /// How often each customer can use it.
    PerCustomer {
        /// The most orders.
        max: u32,
    },
}

impl Coupon {
    /// The rule; with a code, as this code has it: the narrower of both where both set a limit.
    pub fn rule(&self, code: Option<&PromotionCode>) -> Vec<RulePart> {
        let conditions = &self.conditions;
        let benefit = self.benefit.clone();
        let mut parts = vec![RulePart::Takes { benefit }];
        if let Scope::Only {
            calendars,
            services,
        } = &self.scope
        {
            parts.push(RulePart::Off {
                calendar_ids: calendars.clone(),
                service_ids: services.clone(),
            });
        }
        let of_code = code.and_then(|code| code.minimum_amount_minor);
        if let Some(minimum_minor) = self.minimum_amount_minor.max(of_code) {
            parts.push(RulePart::FromSubtotal { minimum_minor });
        }
        if self.first_purchase_only || code.is_some_and(|code| code.first_purchase_only) {
            parts.push(RulePart::FirstPurchase);
        }
        if !self.customers.is_empty() || code.is_some_and(|code| code.customer.is_some()) {
            parts.push(RulePart::CertainCustomers);
        }
        if !conditions.weekdays.is_empty() {
            let mut weekdays = conditions.weekdays.clone();
            weekdays.sort_unstable_by_key(Weekday::num_days_from_monday);
            parts.push(RulePart::OnWeekdays { weekdays });
        }
        if let Some(hours) = conditions.hours {
            parts.push(RulePart::DuringHours { hours });
        }
        let (first_date, last_date) = (conditions.first_date, conditions.last_date);
        if first_date.is_some() || last_date.is_some() {
            parts.push(RulePart::OnDates {
                first_date,
                last_date,
            });
        }
        let (minutes_min, minutes_max) = (conditions.lead_minutes_min, conditions.lead_minutes_max);
        if minutes_min.is_some() || minutes_max.is_some() {
            parts.push(RulePart::BookedAhead {
                minutes_min,
                minutes_max,
            });
        }
        if !conditions.staff.is_empty() {
            parts.push(RulePart::WithStaff {
                staff_ids: conditions.staff.clone(),
            });
        }
        if !conditions.locations.is_empty() {
            parts.push(RulePart::AtLocations {
                location_ids: conditions.locations.clone(),
            });
        }
        let starts_at = self.starts_at;
        let ends_at = earlier(self.ends_at, code.and_then(|code| code.expires_at));
        if starts_at.is_some() || ends_at.is_some() {
            parts.push(RulePart::Usable { starts_at, ends_at });
        }
        if self.duration != Duration::Once {
            let duration = self.duration;
            parts.push(RulePart::Lasts { duration });
        }
        let of_code = code.and_then(|code| code.max_redemptions);
        if let Some(max) = earlier(self.max_redemptions, of_code) {
            parts.push(RulePart::Redemptions { max });
        }
        if let Some(max) = self.max_per_customer {
            parts.push(RulePart::PerCustomer { max });
        }
        parts
    }
}

/// The lesser of two bounds, where none means no bound.
fn earlier<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    a.into_iter().chain(b).min()
}
