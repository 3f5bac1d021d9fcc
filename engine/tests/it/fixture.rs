//! A small business to price against, and the one helper that the cases read through.

use std::collections::BTreeMap;

use booking_engine::{
    Benefit, Coupon, Currency, History, Item, Policy, PriceRequest, PromotionCode, Quote,
    Rejection, Scope, Service, Terms, price,
};
use chrono::{DateTime, TimeZone, Utc};

/// Noon on the day the cases play.
pub(crate) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 12, 0, 0).unwrap()
}

/// A studio that sells a class for 48.00 and a lesson for 85.00.
pub(crate) fn studio() -> Terms {
    Terms {
        calendar_id: "studio".parse().unwrap(),
        currency: "EUR".parse().unwrap(),
        services: vec![service("class", 4_800, 8), service("lesson", 8_500, 1)],
        coupons: Vec::new(),
        promotion_codes: Vec::new(),
        policy: Policy::default(),
        history: History::default(),
    }
}

pub(crate) fn service(id: &str, unit_price_minor: i64, attendees_max: u32) -> Service {
    Service {
        id: id.parse().unwrap(),
        unit_price_minor,
        attendees_max,
    }
}

pub(crate) fn percent(percent: &str, max_discount_minor: Option<i64>) -> Benefit {
    Benefit::Percent {
        percent: percent.parse().unwrap(),
        max_discount_minor,
    }
}

pub(crate) fn fixed(currency: &str, amount_minor: i64) -> Benefit {
    let currency: Currency = currency.parse().unwrap();
    Benefit::Fixed {
        amounts_minor: BTreeMap::from([(currency, amount_minor)]),
    }
}

pub(crate) fn coupon(benefit: Benefit) -> Coupon {
    Coupon {
        id: "coupon".parse().unwrap(),
        name: "Welcome".to_owned(),
        benefit,
        scope: Scope::Everything,
        starts_at: None,
        ends_at: None,
        minimum_amount_minor: None,
        max_redemptions: None,
        max_per_customer: None,
        first_purchase_only: false,
        active: true,
    }
}

pub(crate) fn code(text: &str) -> PromotionCode {
    PromotionCode {
        id: "code".parse().unwrap(),
        coupon_id: "coupon".parse().unwrap(),
        code: text.parse().unwrap(),
        expires_at: None,
        minimum_amount_minor: None,
        max_redemptions: None,
        first_purchase_only: false,
        archived: false,
    }
}

/// The studio with one coupon under the code `WELCOME`.
pub(crate) fn studio_with(coupon: Coupon) -> Terms {
    Terms {
        coupons: vec![coupon],
        promotion_codes: vec![code("WELCOME")],
        ..studio()
    }
}

pub(crate) fn request(items: &[(&str, u32)], code: Option<&str>) -> PriceRequest {
    let items = items.iter().map(|(service, attendees)| Item {
        service_id: service.parse().unwrap(),
        attendees: *attendees,
    });
    PriceRequest {
        items: items.collect(),
        code: code.map(str::to_owned),
    }
}

/// The quote at noon.
pub(crate) fn quote(terms: &Terms, items: &[(&str, u32)], code: Option<&str>) -> Quote {
    price(&request(items, code), terms, noon()).unwrap()
}

/// The discount and the rejection of `WELCOME` on so many places in the class.
pub(crate) fn class_of(terms: &Terms, attendees: u32) -> (i64, Option<Rejection>) {
    let quote = quote(terms, &[("class", attendees)], Some("WELCOME"));
    (quote.discount_minor, quote.rejected.map(|r| r.reason))
}
