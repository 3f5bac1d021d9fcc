//! What it costs, by the same engine that the companion prices with, on the terms that it sent.

use booking_contract::owner::BookingTerms;
use booking_engine::{Item, LocationId, PriceRequest, Quote, price};
use chrono::{DateTime, FixedOffset};

/// What is booked, as far as a price depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basket {
    /// The services.
    pub items: Vec<Item>,
    /// Where.
    pub location_id: Option<LocationId>,
    /// When, with the offset that the business's clocks have then; none: no time is chosen yet.
    pub starts_at: Option<DateTime<FixedOffset>>,
}

/// A price with what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// What it is of, with the code where that applies.
    pub request: PriceRequest,
    /// The price.
    pub quote: Quote,
}

impl Basket {
    /// The request, with a code or without.
    pub fn request(&self, code: Option<String>) -> PriceRequest {
        PriceRequest {
            code,
            starts_at: self.starts_at,
            location_id: self.location_id.clone(),
            ..PriceRequest::of(self.items.clone())
        }
    }

    /// The price as it is to be shown: a code that does not fit what is booked says why.
    pub fn shown(&self, terms: &BookingTerms) -> Option<Priced> {
        let code = terms.code.as_ref().map(ToString::to_string);
        self.price(code, terms)
    }

    /// The price as it is to be booked: a code that does not fit is left out.
    pub fn booked(&self, terms: &BookingTerms) -> Option<Priced> {
        let shown = self.shown(terms)?;
        if shown.quote.rejected.is_some() {
            return self.price(None, terms);
        }
        Some(shown)
    }

    fn price(&self, code: Option<String>, terms: &BookingTerms) -> Option<Priced> {
        let request = self.request(code);
        let quote = price(&request, &terms.terms, terms.now).ok()?;
        Some(Priced { request, quote })
    }
}
