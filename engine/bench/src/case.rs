//! Random cases: a business's terms, a guest's request, and the time.

mod rules;
mod services;

use booking_engine::{CODE_LENGTH_MAX, Currency, PriceRequest, PromotionCode, Service, Terms};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use self::rules::{coupon, customer, deposit, granted, history, location, policy, promotion_code};
use self::services::{items, service, subtotal_minor};
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
            deposit: deposit(subtotal_minor, dice),
            customer: customer(dice),
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
        terms.granted = granted(&terms.coupons, now, dice);
        let code = typed(&terms.promotion_codes, dice);
        let grant_id = dice.one_in(3).then(|| id("grant-2"));
        let request = PriceRequest {
            items,
            code,
            grant_id: grant_id.filter(|_| !terms.granted.is_empty()),
            starts_at: starts_at(now, dice),
            location_id: location(dice),
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

/// When the appointment starts, on clocks somewhere on Earth; mostly the guest has chosen.
fn starts_at(now: DateTime<Utc>, dice: &mut Dice) -> Option<DateTime<FixedOffset>> {
    let offset = dice.pick(&[0, 3_600, 7_200, -10_800, 20_700, 50_400, -43_200]);
    let offset = FixedOffset::east_opt(offset).expect("less than a day");
    let minutes = dice.between(0_i64, 60 * 24 * 45);
    (!dice.one_in(4)).then(|| (now + TimeDelta::minutes(minutes)).with_timezone(&offset))
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
