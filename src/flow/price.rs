//! The price of what is chosen, made here from the calendar's terms by the same engine that the
//! companion runs.

use booking_engine::{PriceError, PriceRequest, Quote, price};

use super::booking::Flow;
use super::draft::Picked;
use crate::text;

/// A price that the companion named and that stands instead of the one made here, as long as the
/// choices are the same.
#[derive(Clone, Debug)]
pub(super) struct Agreed {
    pub request: PriceRequest,
    pub quote: Quote,
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

    /// The price that is shown.
    pub(super) fn quote(&self) -> Result<Quote, PriceError> {
        let request = self.request();
        match &self.agreed {
            Some(agreed) if agreed.request == request => Ok(agreed.quote.clone()),
            _ => price(&request, &self.page.terms, self.now),
        }
    }

    pub(super) fn announce_total(&mut self) {
        if let Ok(quote) = self.quote() {
            let total = self.text.money(quote.total_minor, quote.currency);
            self.announcement = text::fill(self.text.total_now(), &[("total", &total)]);
        }
    }
}
