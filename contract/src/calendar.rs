//! `GET /v1/calendars/{id}`: what a guest can book, and on which terms.

use booking_engine::{CalendarId, ServiceId, Terms};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
    /// What prices depend on; no coupon and no history.
    pub terms: Terms,
    /// The companion's clock. A guest's clock may be wrong; differences count from this.
    pub now: DateTime<Utc>,
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
    /// The first and the last local date, in the business's zone, that can be booked now.
    pub first_date: NaiveDate,
    /// See `first_date`.
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

/// A service as a guest sees it; its price is in the terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceInfo {
    /// Its id.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// How long it takes, in minutes.
    pub duration_minutes: u32,
}
