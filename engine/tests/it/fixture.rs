//! A small business to price against, and what the cases read through.

use std::fmt::Debug;
use std::str::FromStr;

use booking_engine::{
    Benefit, Conditions, Coupon, Currency, GrantedCoupon, Item, PriceRequest, PromotionCode, Quote,
    Rejection, Scope, Service, Tax, TaxKind, Terms, price,
};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};

/// An id, a code, a key or a currency: whichever is wanted.
pub(crate) fn id<T: FromStr>(text: &str) -> T
where
    T::Err: Debug,
{
    text.parse().unwrap()
}

/// Noon on the day the cases play.
pub(crate) fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 12, 0, 0).unwrap()
}

/// A studio that sells a class for 48.00 and a lesson for 85.00.
pub(crate) fn studio() -> Terms {
    Terms {
        services: vec![service("class", 4_800, 8), service("lesson", 8_500, 1)],
        ..Terms::of("studio".parse().unwrap(), "EUR".parse().unwrap())
    }
}

pub(crate) fn service(id: &str, unit_price_minor: i64, attendees_max: u32) -> Service {
    Service::plain(id.parse().unwrap(), unit_price_minor, attendees_max)
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
        amounts_minor: [(currency, amount_minor)].into_iter().collect(),
    }
}

pub(crate) fn coupon(benefit: Benefit) -> Coupon {
    Coupon::of("coupon".parse().unwrap(), "Welcome".to_owned(), benefit)
}

pub(crate) fn code(text: &str) -> PromotionCode {
    PromotionCode::of(
        "code".parse().unwrap(),
        "coupon".parse().unwrap(),
        text.parse().unwrap(),
    )
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
    let items = items
        .iter()
        .map(|(service, attendees)| Item::plain(service.parse().unwrap(), *attendees));
    PriceRequest {
        code: code.map(str::to_owned),
        ..PriceRequest::of(items.collect())
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

/// The studio with 10 % off, changed.
pub(crate) fn ten_percent(change: impl FnOnce(&mut Coupon)) -> Terms {
    let mut coupon = coupon(percent("10", None));
    change(&mut coupon);
    studio_with(coupon)
}

/// The studio with 10 % off appointments of a kind.
pub(crate) fn ten_percent_if(conditions: Conditions) -> Terms {
    ten_percent(|coupon| coupon.conditions = conditions)
}

/// A scope of these services.
pub(crate) fn only(services: &[&str]) -> Scope {
    Scope::Only {
        calendars: vec![],
        services: services.iter().map(|service| id(service)).collect(),
    }
}

/// A service with a tax.
pub(crate) fn taxed(
    service_id: &str,
    unit_price_minor: i64,
    percent: &str,
    kind: TaxKind,
) -> Service {
    let percent = id(percent);
    Service {
        tax: Some(Tax { percent, kind }),
        ..service(service_id, unit_price_minor, 8)
    }
}

/// The member's grant of a coupon, so many days old.
pub(crate) fn grant(grant_id: &str, coupon_id: &str, days_old: i64) -> GrantedCoupon {
    GrantedCoupon {
        id: id(grant_id),
        coupon_id: id(coupon_id),
        granted_at: noon() - TimeDelta::days(days_old),
        location_id: None,
    }
}

/// The quote at noon of any request.
pub(crate) fn priced(terms: &Terms, request: &PriceRequest) -> Quote {
    price(request, terms, noon()).unwrap()
}

/// Why the code does not apply.
pub(crate) fn reason(quote: &Quote) -> Option<Rejection> {
    quote.rejected.as_ref().map(|rejected| rejected.reason)
}

/// The lines' shares of the discount.
pub(crate) fn shares(quote: &Quote) -> Vec<i64> {
    quote.lines.iter().map(|line| line.discount_minor).collect()
}
