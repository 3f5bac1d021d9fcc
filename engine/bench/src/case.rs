//! Random cases: a business's terms, a guest's request, and the time.

use std::collections::BTreeMap;

use booking_engine::{
    AMOUNT_MAX_MINOR, Benefit, CODE_LENGTH_MAX, Coupon, CouponCode, Currency, FreeOrders, History,
    ITEMS_MAX, Item, OversizeFixed, Percent, Policy, PriceRequest, PromotionCode, Scope, Service,
    Terms,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::dice::Dice;

/// What is priced: the three arguments of the engine, as `booking-companion quote` reads them,
/// too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// What the business sells, and its coupons.
    pub terms: Terms,
    /// What the guest wants.
    pub request: PriceRequest,
    /// When.
    pub now: DateTime<Utc>,
}

impl Case {
    /// One case of a seed. The same seed and number give the same case on every machine.
    ///
    /// Most cases are ones a business could have; about one in ten stands on an edge (limits,
    /// exact ends of windows, odd currencies, codes pasted with invisible marks, requests that
    /// have no price).
    pub fn random(seed: u32, number: u32) -> Self {
        let dice = &mut Dice::of_case(seed, number);
        let now = instant(dice);
        let currency = currency(dice);
        let services: Vec<Service> = (1..=dice.between(1_u32, 6))
            .map(|n| service(n, currency, dice))
            .collect();
        let items = items(&services, dice);
        let subtotal_minor = subtotal_minor(&items, &services);
        let mut terms = Terms {
            services,
            policy: policy(dice),
            ..Terms::of(id("studio"), currency)
        };
        for n in 1..=dice.between(1_u32, 3) {
            let coupon = coupon(n, &terms, subtotal_minor, now, dice);
            let codes = dice.between(1_u32, 2);
            for m in 1..=codes {
                let code = promotion_code(&format!("code-{n}-{m}"), &coupon, now, dice);
                terms.promotion_codes.push(code);
            }
            terms.coupons.push(coupon);
        }
        terms.history = history(&terms, dice);
        let code = typed(&terms.promotion_codes, dice);
        let request = PriceRequest {
            code,
            ..PriceRequest::of(items)
        };
        Self {
            terms,
            request,
            now,
        }
    }
}

/// A time within the next years, sometimes to the millisecond.
fn instant(dice: &mut Dice) -> DateTime<Utc> {
    let seconds = dice.between(1_795_000_000_i64, 1_990_000_000);
    let nanos = if dice.one_in(4) {
        dice.between(0_u32, 999) * 1_000_000
    } else {
        0
    };
    DateTime::from_timestamp(seconds, nanos).expect("a time of this century")
}

fn currency(dice: &mut Dice) -> Currency {
    // None, two and three decimals; whole units only although counted with two; a high least
    // charge; one that nobody knows.
    let odd = [
        "JPY", "KRW", "KWD", "BHD", "TND", "ISK", "UGX", "HUF", "XAF", "QQQ",
    ];
    let text = if dice.one_in(3) {
        dice.pick(&odd)
    } else {
        dice.pick(&["EUR", "USD", "GBP", "CHF", "SEK", "MXN"])
    };
    text.parse().expect("three letters")
}

/// A plausible amount of the currency, in minor units.
fn amount_minor(currency: Currency, dice: &mut Dice) -> i64 {
    let major = dice.between(5_i64, 250);
    // Without decimals a unit is worth little, so prices have a hundred times as many of them.
    let unit = match currency.exponent() {
        3 => 1_000,
        _ => 100,
    };
    match dice.between(0_u32, 9) {
        // Amounts that do not divide well.
        0..3 => major * unit - 1,
        3..5 => dice.between(1_i64, 99_999),
        _ => major * unit,
    }
}

fn service(n: u32, currency: Currency, dice: &mut Dice) -> Service {
    let unit_price_minor = match dice.between(0_u32, 99) {
        0..3 => 0,
        3..6 => dice.between(1_i64, 60),
        6 => dice.pick(&[AMOUNT_MAX_MINOR, AMOUNT_MAX_MINOR / 2, AMOUNT_MAX_MINOR + 1]),
        7 => dice.pick(&[-1, i64::MAX]),
        _ => amount_minor(currency, dice),
    };
    let attendees_max = match dice.between(0_u32, 19) {
        0 => dice.pick(&[0, 1_000, 1_001, u32::MAX]),
        1..5 => 1,
        _ => dice.between(2_u32, 24),
    };
    Service::plain(id(&format!("service-{n}")), unit_price_minor, attendees_max)
}

fn items(services: &[Service], dice: &mut Dice) -> Vec<Item> {
    let count = match dice.between(0_u32, 199) {
        0 => 0,
        1 => ITEMS_MAX,
        2 => ITEMS_MAX + 1,
        3..130 => 1,
        _ => dice.between(2_u32, 5) as usize,
    };
    (0..count)
        .map(|_| {
            let n = dice.between(1_u32, u32::try_from(services.len()).expect("a few"));
            let service = &services[n as usize - 1];
            let most = service.attendees_max.clamp(1, 1_000);
            let service_id = if dice.one_in(300) {
                id("service-7")
            } else {
                service.id.clone()
            };
            let attendees = match dice.between(0_u32, 299) {
                0 => 0,
                1 => most + 1,
                2..20 => most,
                _ => dice.between(1, most.min(8)),
            };
            Item::plain(service_id, attendees)
        })
        .collect()
}

/// The subtotal as far as there is one; used to stand minimums exactly on it.
fn subtotal_minor(items: &[Item], services: &[Service]) -> i64 {
    items
        .iter()
        .filter_map(|item| {
            let service = services.iter().find(|s| s.id == item.service_id)?;
            Some(
                service
                    .unit_price_minor
                    .saturating_mul(item.attendees.into()),
            )
        })
        .fold(0, i64::saturating_add)
        .clamp(0, AMOUNT_MAX_MINOR)
}

fn policy(dice: &mut Dice) -> Policy {
    Policy {
        oversize_fixed: dice.pick(&[
            OversizeFixed::Clamp,
            OversizeFixed::Clamp,
            OversizeFixed::Refuse,
        ]),
        free_orders: dice.pick(&[FreeOrders::Allow, FreeOrders::Allow, FreeOrders::Refuse]),
        ..Policy::default()
    }
}

fn coupon(
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
        let mut amounts_minor = BTreeMap::new();
        if !dice.one_in(20) {
            amounts_minor.insert(currency, amount);
        }
        for other in ["EUR", "JPY", "NOK"] {
            if dice.one_in(3) {
                let other = other.parse().expect("three letters");
                amounts_minor
                    .entry(other)
                    .or_insert(dice.between(1_i64, 9_999));
            }
        }
        return Benefit::Fixed { amounts_minor };
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
fn promotion_code(
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
        archived: dice.one_in(40),
        ..PromotionCode::of(id(name), coupon_id, code)
    }
}

/// Uses up to and sometimes at or beyond the limits.
fn history(terms: &Terms, dice: &mut Dice) -> History {
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
    history
}

/// The code as a guest might type or paste it.
fn typed(codes: &[PromotionCode], dice: &mut Dice) -> Option<String> {
    let n = dice.between(1_u32, u32::try_from(codes.len()).expect("a few"));
    let code = codes[n as usize - 1].code.as_str();
    let text = match dice.between(0_u32, 39) {
        0..3 => return None,
        3 => dice
            .pick(&[
                "NOPE",
                "",
                "   ",
                "\u{200B}",
                "ROT\u{131}",
                "𝐖𝐄𝐋𝐂𝐎𝐌𝐄𝟏𝟎",
                "\"\\/\u{8}",
            ])
            .to_owned(),
        4 => format!("{code}{code}").replace('-', " "),
        5 => "y".repeat(CODE_LENGTH_MAX + 1),
        6..12 => code.to_ascii_lowercase(),
        12..15 => format!("  {code}\t"),
        15..17 => format!("\u{FEFF}{code}\u{200B}"),
        17..19 => format!("\u{A0}{}\r\n", code.to_ascii_lowercase()),
        19..22 => code
            .chars()
            .map(|c| {
                if dice.one_in(2) {
                    c.to_ascii_lowercase()
                } else {
                    c
                }
            })
            .collect(),
        _ => code.to_owned(),
    };
    Some(text)
}

/// An id of ours, whatever kind is wanted.
fn id<T>(text: &str) -> T
where
    T: std::str::FromStr,
    T::Err: std::fmt::Debug,
{
    text.parse().expect("letters, digits and dashes")
}
