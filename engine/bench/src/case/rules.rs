//! Random rules: coupons, codes, what members hold, and what has been used.

use booking_engine::{
    Benefit, CODE_LENGTH_MAX, Conditions, Coupon, CouponCode, Currency, CustomerKey, Deposit,
    DepositBasis, FirstPurchaseScope, FreeOrders, GrantedCoupon, History, Hours, LocationId,
    OversizeFixed, Percent, Policy, PromotionCode, Purchase, Scope, Terms,
};
use chrono::{DateTime, Days, TimeDelta, Utc, Weekday};

use super::id;
use crate::dice::Dice;

pub(super) fn coupon(
    n: u32,
    terms: &Terms,
    subtotal_minor: i64,
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Coupon {
    let name = dice.pick(&["Spring", "Welcome back", "Été à Köln", "50 % \"off\"", "春"]);
    let benefit = benefit(terms.currency, subtotal_minor, dice);
    Coupon {
        scope: scope(terms, dice),
        starts_at: around(now, [-86_400_000, 1], dice),
        ends_at: around(now, [86_400_000, -1], dice),
        minimum_amount_minor: minimum_minor(subtotal_minor, dice),
        max_redemptions: limit(dice),
        max_per_customer: limit(dice),
        first_purchase_only: dice.one_in(20),
        customers: restricted(dice),
        conditions: conditions(now, dice),
        active: !dice.one_in(40),
        ..Coupon::of(id(&format!("coupon-{n}")), name.to_owned(), benefit)
    }
}

fn benefit(currency: Currency, subtotal_minor: i64, dice: &mut Dice) -> Benefit {
    if dice.one_in(3) {
        let amount = match dice.between(0_u32, 11) {
            0 => subtotal_minor,
            1 => subtotal_minor.saturating_add(1),
            2 => subtotal_minor.saturating_sub(dice.between(1_i64, 60)),
            3 => dice.pick(&[0, 1, -5, i64::MAX]),
            _ => dice.between(1_i64, subtotal_minor.max(2) / 2),
        };
        let mut amounts = Vec::new();
        if !dice.one_in(20) {
            amounts.push((currency, amount));
        }
        for other in ["EUR", "JPY", "NOK"] {
            if dice.one_in(3) {
                let other: Currency = other.parse().expect("three letters");
                let amount = dice.between(1_i64, 9_999);
                if amounts.iter().all(|(currency, _)| *currency != other) {
                    amounts.push((other, amount));
                }
            }
        }
        return Benefit::Fixed {
            amounts_minor: amounts.into_iter().collect(),
        };
    }
    let percent = match dice.between(0_u32, 7) {
        0 => dice.pick(&["0.000001", "99.999999", "100", "33.333333", "66.666667"]),
        1 => dice.pick(&["12.5", "7.25", "0.5", "1.1"]),
        2 => &format!(
            "{}.{:06}",
            dice.between(0_u32, 99),
            dice.between(1_u32, 999_999)
        ),
        _ => dice.pick(&["5", "10", "15", "20", "25", "30", "50", "75"]),
    };
    Benefit::Percent {
        percent: percent.parse::<Percent>().expect("above 0 and at most 100"),
        max_discount_minor: match dice.between(0_u32, 9) {
            0 => Some(dice.between(1_i64, subtotal_minor.max(2) / 2)),
            1 => Some(dice.pick(&[0, 1, 500, i64::MAX])),
            _ => None,
        },
    }
}

fn scope(terms: &Terms, dice: &mut Dice) -> Scope {
    match dice.between(0_u32, 19) {
        0..13 => Scope::Everything,
        13..15 => Scope::Only {
            calendars: vec![terms.calendar_id.clone()],
            services: Vec::new(),
        },
        15 => Scope::Only {
            calendars: vec![id("elsewhere")],
            services: dice
                .one_in(2)
                .then(|| id("service-1"))
                .into_iter()
                .collect(),
        },
        _ => Scope::Only {
            calendars: Vec::new(),
            services: terms
                .services
                .iter()
                .filter(|_| !dice.one_in(4))
                .map(|service| service.id.clone())
                .collect(),
        },
    }
}

/// An end of a window: mostly none or well on the open side, sometimes at `now` or a
/// millisecond beyond it. `toward` is the open and the closed side of `now`, in milliseconds.
fn around(now: DateTime<Utc>, toward: [i64; 2], dice: &mut Dice) -> Option<DateTime<Utc>> {
    let [open, closed] = toward;
    let offset = match dice.between(0_u32, 79) {
        0..40 => return None,
        40..76 => open * dice.between(1_i64, 90),
        76..78 => 0,
        78 => closed,
        _ => closed * dice.between(1_i64, 10_000_000),
    };
    now.checked_add_signed(TimeDelta::milliseconds(offset))
}

fn minimum_minor(subtotal_minor: i64, dice: &mut Dice) -> Option<i64> {
    match dice.between(0_u32, 39) {
        0..4 => Some(subtotal_minor / 2),
        4..6 => Some(subtotal_minor),
        6 => Some(subtotal_minor.saturating_add(1)),
        7 => Some(subtotal_minor.saturating_mul(2)),
        _ => None,
    }
}

fn limit(dice: &mut Dice) -> Option<u32> {
    dice.one_in(4)
        .then(|| dice.pick(&[1, 2, 3, 10, 10, 50, 50, 100]))
}

/// A code of its coupon; some share their text with another one.
pub(super) fn promotion_code(
    name: &str,
    coupon: &Coupon,
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> PromotionCode {
    let longest = "X".repeat(CODE_LENGTH_MAX);
    let text = dice.pick(&["WELCOME10", "SPRING-25", "A", "0", "---", "TEAM", &longest]);
    let coupon_id = if dice.one_in(150) {
        id("coupon-gone")
    } else {
        coupon.id.clone()
    };
    let code = text.parse::<CouponCode>().expect("letters, digits, dashes");
    PromotionCode {
        expires_at: around(now, [86_400_000, -1], dice),
        minimum_amount_minor: if dice.one_in(10) {
            coupon.minimum_amount_minor.map(|m| m.saturating_add(1))
        } else {
            None
        },
        max_redemptions: limit(dice),
        first_purchase_only: dice.one_in(20),
        customer: restricted(dice).pop(),
        archived: dice.one_in(40),
        ..PromotionCode::of(id(name), coupon_id, code)
    }
}

/// Mostly everybody.
fn restricted(dice: &mut Dice) -> Vec<CustomerKey> {
    match dice.between(0_u32, 29) {
        0 => vec![key("ana@example.com")],
        1 => vec![key("member-7"), key("other@example.com")],
        _ => Vec::new(),
    }
}

/// Mostly none; those there are mostly hold for the time that [`super::Case`] picks.
fn conditions(now: DateTime<Utc>, dice: &mut Dice) -> Conditions {
    let mut conditions = Conditions::default();
    if !dice.one_in(4) {
        return conditions;
    }
    let week = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let today = now.date_naive();
    match dice.between(0_u32, 5) {
        0 => conditions.weekdays = week[dice.between(0_u32, 3) as usize..].to_vec(),
        1 => {
            conditions.hours = Some(Hours {
                from_minute: dice.between(0_u32, 12) * 60,
                to_minute: dice.between(6_u32, 24) * 60,
            });
        }
        2 => conditions.first_date = Some(today),
        3 => {
            conditions.last_date =
                today.checked_add_days(Days::new(dice.between(0_u32, 60).into()));
        }
        4 => conditions.lead_minutes_min = Some(dice.between(0_u32, 4_000)),
        _ => conditions.lead_minutes_max = Some(dice.between(10_000_u32, 90_000)),
    }
    if dice.one_in(3) {
        conditions.staff = vec![id("staff-1"), id("staff-2")];
    }
    if dice.one_in(3) {
        conditions.locations = vec![id("east"), id("west")];
    }
    conditions
}

pub(super) fn location(dice: &mut Dice) -> Option<LocationId> {
    match dice.between(0_u32, 3) {
        0 => None,
        1 | 2 => Some(id("east")),
        _ => Some(id("north")),
    }
}

/// What a member holds: mostly nothing.
pub(super) fn granted(
    coupons: &[Coupon],
    now: DateTime<Utc>,
    dice: &mut Dice,
) -> Vec<GrantedCoupon> {
    if !dice.one_in(5) {
        return Vec::new();
    }
    (1..=dice.between(1_u32, 4))
        .map(|n| {
            let coupon = &coupons[dice.between(0_u32, 7) as usize % coupons.len()];
            GrantedCoupon {
                id: id(&format!("grant-{n}")),
                coupon_id: coupon.id.clone(),
                granted_at: now - TimeDelta::days(dice.between(1_i64, 3)),
                location_id: if dice.one_in(3) { location(dice) } else { None },
            }
        })
        .collect()
}

pub(super) fn policy(dice: &mut Dice) -> Policy {
    Policy {
        oversize_fixed: dice.pick(&[
            OversizeFixed::Clamp,
            OversizeFixed::Clamp,
            OversizeFixed::Refuse,
        ]),
        free_orders: dice.pick(&[FreeOrders::Allow, FreeOrders::Allow, FreeOrders::Refuse]),
        deposit_basis: dice.pick(&[DepositBasis::AfterDiscount, DepositBasis::BeforeDiscount]),
        first_purchase_scope: dice.pick(&[
            FirstPurchaseScope::Business,
            FirstPurchaseScope::ServiceAtLocation,
        ]),
        explain_rejections: dice.one_in(4),
    }
}

/// Mostly none.
pub(super) fn deposit(subtotal_minor: i64, dice: &mut Dice) -> Option<Deposit> {
    match dice.between(0_u32, 7) {
        0 => Some(Deposit::Flat {
            amount_minor: dice.between(0_i64, subtotal_minor.max(1)),
        }),
        1 => Some(Deposit::Percent {
            percent: dice
                .pick(&["10", "33.333333", "50", "100"])
                .parse()
                .expect("above 0 and at most 100"),
        }),
        _ => None,
    }
}

/// Who books, as far as it is known.
pub(super) fn customer(dice: &mut Dice) -> Vec<CustomerKey> {
    match dice.between(0_u32, 3) {
        0 => Vec::new(),
        1 => vec![key("ana@example.com")],
        2 => vec![key("ben@example.com"), key("member-7")],
        _ => vec![key("other@example.com")],
    }
}

fn key(text: &str) -> CustomerKey {
    text.parse().expect("no blanks")
}

/// Uses up to and sometimes at or beyond the limits.
pub(super) fn history(terms: &Terms, dice: &mut Dice) -> History {
    let mut history = History::default();
    let used = |limit: Option<u32>, dice: &mut Dice| {
        let limit = limit.unwrap_or(20);
        match dice.between(0_u32, 19) {
            0..8 => None,
            8..18 => Some(limit.saturating_sub(1)),
            18 => Some(limit),
            _ => Some(dice.pick(&[limit.saturating_add(1), u32::MAX])),
        }
    };
    for coupon in &terms.coupons {
        if let Some(n) = used(coupon.max_redemptions, dice) {
            history.coupon_redemptions.insert(coupon.id.clone(), n);
        }
        if let Some(n) = used(coupon.max_per_customer, dice) {
            history.customer_redemptions.insert(coupon.id.clone(), n);
        }
    }
    for code in &terms.promotion_codes {
        if let Some(n) = used(code.max_redemptions, dice) {
            history.code_redemptions.insert(code.id.clone(), n);
        }
    }
    history.customer_orders = dice.pick(&[0, 0, 0, 1, 7]);
    if dice.one_in(8) {
        history.customer_purchases = terms.services[..1]
            .iter()
            .map(|service| Purchase {
                service_id: service.id.clone(),
                location_id: location(dice),
            })
            .collect();
    }
    history
}
