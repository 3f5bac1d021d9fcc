//! The price of what is chosen, made here from the calendar's terms by the same engine that the
//! companion runs.

use booking_contract::Slot;
use booking_engine::{Conditions, Coupon, PriceError, PriceRequest, Quote, Terms, price};
use chrono::{DateTime, TimeDelta, Utc};

use super::booking::Flow;
use super::calendar::Loaded;
use super::draft::Picked;
use crate::text;

/// How long a price stays as it is before it is announced, in milliseconds: whoever goes from one
/// attendee to five hears one total.
const SETTLED_MS: i64 = 700;

/// A price that the companion named and that stands instead of the one made here, as long as the
/// choices are the same.
#[derive(Clone, Debug)]
pub(super) struct Agreed {
    pub request: PriceRequest,
    pub quote: Quote,
}

/// The announcement of a total, once it has settled.
#[derive(Clone, Debug, Default)]
pub(super) struct Telling {
    due: Option<DateTime<Utc>>,
    /// When it was announced last. What happens at the same time does not take it back.
    pub said: Option<DateTime<Utc>>,
}

/// What the times of a month cost with the coupon in hand.
pub(super) struct TimePrices<'f> {
    conditions: &'f Conditions,
    loaded: &'f Loaded,
    now: DateTime<Utc>,
    /// At the times that the coupon is for, in minor units.
    pub fitting_minor: i64,
    /// At all others.
    pub other_minor: i64,
}

impl TimePrices<'_> {
    /// Whether the coupon counts at a time.
    pub(super) fn fits(&self, slot: &Slot) -> bool {
        fits(self.conditions, self.loaded, slot, self.now)
    }

    /// What a time costs, in minor units.
    pub(super) fn minor(&self, slot: &Slot) -> i64 {
        if self.fits(slot) {
            self.fitting_minor
        } else {
            self.other_minor
        }
    }
}

/// Whether a time is one that a coupon is for.
pub(super) fn fits(
    conditions: &Conditions,
    loaded: &Loaded,
    slot: &Slot,
    now: DateTime<Utc>,
) -> bool {
    let starts_at = loaded.business_clock.at(slot.starts_at);
    conditions.unmet_at(starts_at, now).is_none()
}

impl Flow {
    /// What the price depends on.
    pub(super) fn request(&self) -> PriceRequest {
        PriceRequest {
            code: self.coupons.code().map(ToString::to_string),
            starts_at: self.draft.picked.as_ref().map(Picked::starts_at_business),
            location_id: self.draft.cart.location.clone(),
            ..PriceRequest::of(self.items())
        }
    }

    /// The price that is shown. A coupon for some times only takes nothing off before one of them
    /// is chosen: no time in sight may cost what it would promise.
    pub(super) fn quote(&self) -> Result<Quote, PriceError> {
        let request = self.request();
        if let Some(agreed) = &self.agreed
            && agreed.request == request
        {
            return Ok(agreed.quote.clone());
        }
        let quote = price(&request, &self.page.terms, self.now)?;
        let open = request.starts_at.is_none() && quote.coupon.is_some();
        let coupon = self.coupon_in_hand().filter(|_| open);
        if coupon.is_some_and(|coupon| coupon.conditions.is_about_time()) {
            self.price_before_a_time(request)
        } else {
            Ok(quote)
        }
    }

    /// What it costs as long as no coupon counts; see `flow/later.rs`.
    #[inline(never)]
    fn price_before_a_time(&self, request: PriceRequest) -> Result<Quote, PriceError> {
        let code = None;
        let terms = Terms {
            coupons: Vec::new(),
            promotion_codes: Vec::new(),
            granted: Vec::new(),
            ..self.page.terms.clone()
        };
        price(&PriceRequest { code, ..request }, &terms, self.now)
    }

    /// What the times of a loaded month cost with the coupon in hand; none without one, and where
    /// it takes nothing off at any of them.
    ///
    /// A price asks of a time only whether it meets the coupon's conditions, so that however many
    /// times there are, two of them are priced.
    pub(super) fn time_prices<'f>(&'f self, loaded: &'f Loaded) -> Option<TimePrices<'f>> {
        self.coupon_in_hand()
            .and_then(|coupon| self.priced_times(loaded, coupon))
    }

    #[inline(never)]
    fn priced_times<'f>(
        &'f self,
        loaded: &'f Loaded,
        coupon: &'f Coupon,
    ) -> Option<TimePrices<'f>> {
        let conditions = &coupon.conditions;
        let request = self.request();
        let priced = |wanted: bool| {
            let is_it = |slot: &&Slot| fits(conditions, loaded, slot, self.now) == wanted;
            let slot = loaded.open(self.attendees(), self.now).find(is_it)?;
            let request = PriceRequest {
                starts_at: Some(loaded.business_clock.at(slot.starts_at)),
                ..request.clone()
            };
            price(&request, &self.page.terms, self.now).ok()
        };
        let fitting = priced(true)?;
        let applies = fitting.coupon.as_ref()?.coupon_id == coupon.id;
        applies.then(|| TimePrices {
            conditions,
            loaded,
            now: self.now,
            fitting_minor: fitting.total_minor,
            other_minor: priced(false).map_or(0, |quote| quote.total_minor),
        })
    }

    /// Announces the total, once the guest has stopped changing it.
    pub(super) fn announce_total(&mut self) {
        self.telling.due = Some(self.now + TimeDelta::milliseconds(SETTLED_MS));
    }

    /// Announces a total that has settled.
    pub(super) fn tell_settled(&mut self) {
        if self.telling.due.is_none_or(|due| self.now < due) {
            return;
        }
        self.telling.due = None;
        if let Ok(quote) = self.quote() {
            let total = self.text.money(quote.total_minor, quote.currency);
            self.announcement = text::fill(self.text.total_now(), &[("total", &total)]);
            self.telling.said = Some(self.now);
        }
    }

    /// Something else that is announced names the total already.
    pub(super) fn has_told_total(&mut self) {
        self.telling.due = None;
    }
}
