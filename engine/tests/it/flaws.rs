//! Limits and conditions for the random cases. Most of them make a coupon or a code fail.

use booking_engine::{Benefit, Conditions, Hours, PromotionCode, Purchase, Terms};
use chrono::{TimeDelta, Weekday};
use proptest::sample::Index;

use crate::fixture::{id, noon, only};

/// How many flaws there are.
pub(crate) const FLAWS: u32 = 24;

/// Gives one coupon, or one of the codes, the flaw of that number.
pub(crate) fn spoil(terms: &mut Terms, coupon: Index, code: Index, service: Index, flaw: u32) {
    let service_id = service.get(&terms.services).id.clone();
    let coupon = coupon.index(terms.coupons.len());
    let coupon = &mut terms.coupons[coupon];
    let of_code = if terms.promotion_codes.is_empty() {
        None
    } else {
        Some(code.get_mut(&mut terms.promotion_codes))
    };
    let tick = TimeDelta::nanoseconds(1);
    match flaw {
        0 => coupon.active = false,
        1 => coupon.starts_at = Some(noon() + tick),
        2 => coupon.ends_at = Some(noon() - tick),
        3 => {
            if let Benefit::Fixed { amounts_minor } = &mut coupon.benefit {
                amounts_minor.remove(&terms.currency);
            }
        }
        4 => coupon.scope = only(&["elsewhere"]),
        5 | 6 => coupon.scope = only(&[service_id.as_str()]),
        7 => coupon.minimum_amount_minor = Some(400_000),
        8 => coupon.max_redemptions = Some(0),
        9 => {
            coupon.max_per_customer = Some(2);
            (terms.history.customer_redemptions).insert(coupon.id.clone(), 2);
        }
        10 => {
            coupon.first_purchase_only = true;
            terms.history.customer_orders = 1;
            terms.history.customer_purchases = vec![Purchase {
                service_id,
                location_id: Some(id("north")),
            }];
        }
        11 => coupon.conditions = wrong_day(),
        12 => {
            coupon.conditions.hours = Some(Hours {
                from_minute: 600,
                to_minute: 720,
            });
        }
        13 => coupon.conditions.lead_minutes_min = Some(7 * 24 * 60),
        14 => coupon.conditions.staff = vec![id("ana")],
        15 => coupon.conditions.locations = vec![id("north")],
        16 => coupon.customers = vec![id("ana")],
        17 => {
            if let Some(grant) = terms.granted.first_mut() {
                grant.location_id = Some(id("north"));
            }
        }
        18 => coupon.minimum_amount_minor = Some(100_000),
        _ => {
            if let Some(code) = of_code {
                spoil_code(code, flaw);
            }
        }
    }
}

fn spoil_code(code: &mut PromotionCode, flaw: u32) {
    match flaw {
        19 => code.archived = true,
        20 => code.customer = Some(id("bo")),
        21 => code.expires_at = Some(noon()),
        22 => code.max_redemptions = Some(1),
        _ => code.minimum_amount_minor = Some(300_000),
    }
}

fn wrong_day() -> Conditions {
    Conditions {
        weekdays: vec![Weekday::Sat, Weekday::Sun],
        ..Conditions::default()
    }
}
