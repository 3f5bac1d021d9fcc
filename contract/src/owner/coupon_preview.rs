//! `POST /v1/businesses/{id}/simulations/previews`: the widget as a guest would see it with a coupon
//! that is not saved, for the frame beside an owner's form.

use booking_engine::{CalendarId, CouponCode};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::TriedDraft;

/// How long a preview can be looked at, in minutes.
pub const PREVIEW_MINUTES: i64 = 30;

/// Asks for a preview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPreview {
    /// The calendar whose widget is shown.
    pub calendar_id: CalendarId,
    /// The coupon that is shown as if it were saved and switched on; none: codes as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Box<TriedDraft>>,
}

/// A preview. Nothing can be booked by it: it has no orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PreviewMade {
    /// What stands in the place of the calendar's id: the frame is at
    /// `/embed/preview/{business}/coupons/{token}`.
    pub token: CalendarId,
    /// The code by which the coupon is entered there; none without a coupon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<CouponCode>,
    /// Until when it can be looked at.
    #[serde(with = "booking_engine::moment")]
    pub expires_at: DateTime<Utc>,
}
