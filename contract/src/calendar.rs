//! `GET /v1/calendars/{id}`: what a guest can book, and on which terms.

use booking_engine::{CalendarId, Currency, Terms, share_minor};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AttendeeDetails, Cancellation, CategoryInfo, FormField, LocationInfo, MenuLayout, MenuStart,
    PaymentTerms, PhoneUse, ServiceInfo, StaffInfo, StepOrder, Theme, ZonePolicy,
};

/// From so many services on there are a search and an order to choose.
const FINDER_FROM: usize = 8;

/// A calendar as a guest sees it. The frame page carries one inside, so that the widget starts
/// without asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarPage {
    /// Whose calendar it is.
    pub business: Business,
    /// The calendar.
    pub calendar: CalendarInfo,
    /// What it sells, in the order to show; one entry for each service of the terms.
    pub services: Vec<ServiceInfo>,
    /// The headings that the services stand under, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryInfo>,
    /// Who performs services, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffInfo>,
    /// Where services are performed, in the order to show. Empty: there is nothing to choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationInfo>,
    /// What prices depend on; no coupon and no history.
    pub terms: Terms,
    /// The companion's clock. A guest's clock may be wrong; differences count from this.
    #[serde(with = "booking_engine::moment")]
    pub now: DateTime<Utc>,
}

impl CalendarPage {
    /// Whether services have a step of their own: where there is more to choose than one of a
    /// few plain services.
    #[must_use]
    pub fn has_menu(&self) -> bool {
        let rich = |info: &ServiceInfo| {
            let staff = self.terms.service(&info.id);
            let staff = staff.is_some_and(|service| !service.staff.is_empty());
            staff || !info.variations.is_empty() || !info.add_ons.is_empty()
        };
        self.calendar.items_max > 1
            || self.locations.len() > 1
            || !self.categories.is_empty()
            || self.has_finder()
            || self.services.iter().any(rich)
    }

    /// Whether there is so much that guests want to search.
    #[must_use]
    pub fn has_finder(&self) -> bool {
        self.services.len() >= FINDER_FROM
    }

    /// Whether the location is asked before any service is shown.
    #[must_use]
    pub fn asks_location_first(&self) -> bool {
        self.calendar.menu_start == MenuStart::Location && self.locations.len() > 1
    }
}

/// A business as a guest sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Business {
    /// Its name in URLs.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The IANA name of its time zone.
    pub time_zone: String,
    /// Its own site, to go back to from the hosted page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
}

/// A calendar's settings as far as guests are concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarInfo {
    /// Its id.
    pub id: CalendarId,
    /// Which widget draws it.
    pub style: WidgetStyle,
    /// Its title.
    pub title: String,
    /// A paragraph about it; may be empty.
    pub description: String,
    /// Where it takes place; may be empty.
    pub location: String,
    /// The address of a cover image on the companion, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// The primary colour as `#rrggbb`, where the owner chose one (Neo only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// Whether guests may enter a coupon code.
    pub coupons: bool,
    /// Whether payments are Stripe test payments.
    pub test_mode: bool,
    /// The text beside the consent box; none: no box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// What the guest agrees to by paying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<PaymentTerms>,
    /// What calling off gives back; none where guests cannot call off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancellation: Option<CancellationTerms>,
    /// How it looks.
    #[serde(default)]
    pub theme: Theme,
    /// What comes first (Neo only).
    #[serde(default)]
    pub steps: StepOrder,
    /// How the services are shown.
    #[serde(default)]
    pub menu: MenuLayout,
    /// What is asked first where there are several locations.
    #[serde(default)]
    pub menu_start: MenuStart,
    /// How many services one booking may hold, back to back, at least 1.
    #[serde(default = "one")]
    pub items_max: u32,
    /// In whose time zone times are shown.
    #[serde(default)]
    pub zone: ZonePolicy,
    /// Whether the form has a phone number.
    #[serde(default)]
    pub phone: PhoneUse,
    /// What is asked about everybody who takes part.
    #[serde(default)]
    pub attendee_details: AttendeeDetails,
    /// The calendar's own questions, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<FormField>,
    /// The first and the last local date, in the business's zone, that can be booked now.
    #[serde(with = "booking_engine::moment")]
    pub first_date: NaiveDate,
    /// See `first_date`.
    #[serde(with = "booking_engine::moment")]
    pub last_date: NaiveDate,
}

/// The two looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WidgetStyle {
    /// One card: details, month grid and slots side by side.
    Neo,
    /// A single column of steps in a plain card.
    Classic,
}

/// What calling a booking off gives back, by when it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CancellationTerms {
    /// How many minutes before the start the first share ends.
    pub notice_minutes: u32,
    /// What is given back until then, in whole percent of what was paid, 0 to 100.
    pub refund_percent: u32,
    /// What is given back from then on until the start, in whole percent of what was paid.
    pub late_refund_percent: u32,
}

impl CancellationTerms {
    /// What calling a booking off would mean at an instant, of which so much is paid, in minor
    /// units; none once it has begun. Guests are told by it before they pay, and given back by it
    /// afterwards.
    pub fn cancellation(
        &self,
        starts_at: DateTime<Utc>,
        paid_minor: i64,
        currency: Currency,
        now: DateTime<Utc>,
    ) -> Option<Cancellation> {
        let deadline = starts_at
            .checked_sub_signed(TimeDelta::minutes(i64::from(self.notice_minutes)))
            .unwrap_or(now);
        let later_minor = share_minor(self.late_refund_percent, paid_minor, currency);
        let in_time = now <= deadline;
        (now < starts_at).then(|| Cancellation {
            refund_minor: if in_time {
                share_minor(self.refund_percent, paid_minor, currency)
            } else {
                later_minor
            },
            until: if in_time { deadline } else { starts_at },
            later_refund_minor: (in_time && deadline < starts_at).then_some(later_minor),
            releases_coupon: false,
        })
    }
}

fn one() -> u32 {
    1
}
