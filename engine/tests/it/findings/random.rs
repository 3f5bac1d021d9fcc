//! Random definitions: a few coupons, codes and calendars, many of them odd.

use booking_engine::{
    AddOn, Benefit, Conditions, Coupon, Currency, Definitions, Deposit, DepositBasis, Finding,
    FreeOrders, Hours, OversizeFixed, Policy, PromotionCode, Scope, Service, StaffOffer,
    StaffPrice, Tax, TaxKind, Terms, Variation, findings,
};
use chrono::{DateTime, Days, TimeDelta, Utc, Weekday};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use crate::fixture::{code, coupon, noon};

const SERVICES: [&str; 3] = ["s0", "s1", "s2"];
const STAFF: [&str; 3] = ["ana", "ben", "cem"];
const CALENDARS: [&str; 2] = ["c0", "c1"];

#[derive(Clone, Debug)]
pub(super) struct Books {
    pub(super) coupons: Vec<Coupon>,
    pub(super) codes: Vec<PromotionCode>,
    pub(super) calendars: Vec<Terms>,
}

impl Books {
    pub(super) fn findings(&self) -> Vec<Finding> {
        let definitions = Definitions {
            coupons: &self.coupons,
            promotion_codes: &self.codes,
            calendars: &self.calendars,
        };
        findings(&definitions, noon())
    }
}

/// Prices from nothing to plenty, among them some near the least amount that can be charged.
fn unit_price() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..3, 40_i64..120, 900_i64..10_000, 0_i64..2_000_000]
}

fn service(id: &'static str) -> impl Strategy<Value = Service> {
    let variation = unit_price().prop_map(|unit_price_minor| Variation {
        id: "long".parse().unwrap(),
        unit_price_minor,
    });
    let own_price = prop::option::of(unit_price()).prop_map(|own| {
        let of = |unit_price_minor| StaffPrice {
            variation_id: None,
            unit_price_minor,
        };
        own.map(of).into_iter().collect::<Vec<_>>()
    });
    let staff = subsequence(STAFF.to_vec(), 0..=3);
    let add_on = (unit_price(), 1_u32..4).prop_map(|(unit_price_minor, quantity_max)| AddOn {
        id: "mat".parse().unwrap(),
        unit_price_minor,
        quantity_max,
    });
    let kind = select(vec![TaxKind::Inclusive, TaxKind::Exclusive]);
    let tax = ("[1-9][0-9]?", kind).prop_map(|(percent, kind)| Tax {
        percent: percent.parse().unwrap(),
        kind,
    });
    (
        (unit_price(), 0_u32..7),
        prop::option::of(variation),
        (staff, own_price),
        prop::option::weighted(0.3, add_on),
        prop::option::weighted(0.3, tax),
    )
        .prop_map(
            move |((unit_price, attendees_max), variation, (staff, own_prices), add_on, tax)| {
                let by = |id: &str| StaffOffer {
                    staff_id: id.parse().unwrap(),
                    own_prices: own_prices.clone(),
                };
                Service {
                    variations: variation.into_iter().collect(),
                    staff: staff.into_iter().map(by).collect(),
                    add_ons: add_on.into_iter().collect(),
                    tax,
                    ..Service::plain(id.parse().unwrap(), unit_price, attendees_max)
                }
            },
        )
}

fn calendar(id: &'static str) -> impl Strategy<Value = Terms> {
    let services = subsequence(SERVICES.to_vec(), 1..=3)
        .prop_flat_map(|ids| ids.into_iter().map(service).collect::<Vec<_>>());
    let deposit = prop_oneof![
        (0_i64..5_000).prop_map(|amount_minor| Deposit::Flat { amount_minor }),
        "[1-9][0-9]?".prop_map(|percent| Deposit::Percent {
            percent: percent.parse().unwrap(),
        }),
    ];
    (
        select(vec!["EUR", "JPY", "KWD", "HUF"]),
        services,
        prop::option::weighted(0.3, deposit),
        (any::<bool>(), any::<bool>(), any::<bool>()),
    )
        .prop_map(
            move |(currency, services, deposit, (oversize, free, before))| {
                let policy = Policy {
                    oversize_fixed: if oversize {
                        OversizeFixed::Refuse
                    } else {
                        OversizeFixed::Clamp
                    },
                    free_orders: if free {
                        FreeOrders::Refuse
                    } else {
                        FreeOrders::Allow
                    },
                    deposit_basis: if before {
                        DepositBasis::BeforeDiscount
                    } else {
                        DepositBasis::AfterDiscount
                    },
                    ..Policy::default()
                };
                Terms {
                    services,
                    deposit,
                    policy,
                    ..Terms::of(id.parse().unwrap(), currency.parse().unwrap())
                }
            },
        )
}

fn benefit() -> impl Strategy<Value = Benefit> {
    let percent = prop_oneof![
        "[1-9][0-9]?(\\.[0-9]{1,3})?",
        Just("100".to_owned()),
        Just("99.9".to_owned()),
        Just("0.0001".to_owned()),
    ];
    prop_oneof![
        (percent, prop::option::weighted(0.3, -1_i64..100_000)).prop_map(
            |(percent, max_discount_minor)| Benefit::Percent {
                percent: percent.parse().unwrap(),
                max_discount_minor,
            }
        ),
        subsequence(vec!["EUR", "JPY", "KWD", "HUF"], 0..=4)
            .prop_flat_map(|currencies| {
                let amounts = prop_oneof![-1_i64..120, 0_i64..100_000, 0_i64..900_000_000];
                (Just(currencies), amounts)
            })
            .prop_map(|(currencies, amount)| Benefit::Fixed {
                amounts_minor: (currencies.iter())
                    .map(|currency| (currency.parse::<Currency>().unwrap(), amount))
                    .collect(),
            }),
    ]
}

fn scope() -> impl Strategy<Value = Scope> {
    let some = (
        subsequence(CALENDARS.to_vec(), 0..=2),
        subsequence(SERVICES.to_vec(), 0..=3),
    );
    let only = some.prop_map(|(calendars, services)| Scope::Only {
        calendars: calendars.iter().map(|id| id.parse().unwrap()).collect(),
        services: services.iter().map(|id| id.parse().unwrap()).collect(),
    });
    prop_oneof![2 => Just(Scope::Everything), 1 => only]
}

/// An instant some hours from noon, seldom given.
fn about(hours: std::ops::Range<i64>) -> impl Strategy<Value = Option<DateTime<Utc>>> {
    let instant = hours.prop_map(|hours| noon() + TimeDelta::hours(hours));
    prop::option::weighted(0.3, instant)
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let day = |day: u64| (noon() - TimeDelta::days(3)).date_naive() + Days::new(day);
    let weekdays = subsequence(
        vec![
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Sat,
            Weekday::Sun,
        ],
        1..3,
    );
    let hours = (0_u32..26, 0_u32..26).prop_map(|(from, to)| Hours {
        from_minute: from * 60,
        to_minute: to * 60,
    });
    (
        prop::option::weighted(0.3, weekdays),
        prop::option::weighted(0.3, hours),
        (
            prop::option::weighted(0.2, (0_u64..10).prop_map(day)),
            prop::option::weighted(0.2, (0_u64..10).prop_map(day)),
        ),
        (
            prop::option::weighted(0.2, (0_u32..72).prop_map(|hours| hours * 60)),
            prop::option::weighted(0.2, (0_u32..72).prop_map(|hours| hours * 60)),
        ),
        prop::option::weighted(0.2, subsequence(STAFF.to_vec(), 1..3)),
        prop::option::weighted(0.1, Just("north".parse().unwrap())),
    )
        .prop_map(
            |(weekdays, hours, dates, leads, staff, location)| Conditions {
                weekdays: weekdays.unwrap_or_default(),
                hours,
                first_date: dates.0,
                last_date: dates.1,
                lead_minutes_min: leads.0,
                lead_minutes_max: leads.1,
                staff: (staff.unwrap_or_default().iter())
                    .map(|id| id.parse().unwrap())
                    .collect(),
                locations: location.into_iter().collect(),
            },
        )
}

fn one_coupon() -> impl Strategy<Value = Coupon> {
    let minimum = prop_oneof![-5_i64..50_000, 0_i64..10_000_000_000];
    (
        benefit(),
        scope(),
        (about(-48..96), about(-24..200)),
        prop::option::weighted(0.3, minimum),
        (
            prop::option::weighted(0.2, 0_u32..20),
            prop::option::weighted(0.2, 0_u32..3),
        ),
        conditions(),
    )
        .prop_map(|(benefit, scope, times, minimum, limits, conditions)| {
            let mut coupon = coupon(benefit);
            coupon.scope = scope;
            (coupon.starts_at, coupon.ends_at) = times;
            coupon.minimum_amount_minor = minimum;
            (coupon.max_redemptions, coupon.max_per_customer) = limits;
            coupon.conditions = conditions;
            coupon
        })
}

pub(super) fn books() -> impl Strategy<Value = Books> {
    let code = (
        "[A-Z0-9-]{1,12}",
        any::<Index>(),
        about(-48..200),
        prop::option::weighted(0.2, -5_i64..50_000),
        prop::option::weighted(0.2, 0_u32..30),
        prop::option::weighted(0.2, select(vec!["ana@example.com", "ben@example.com"])),
    )
        .prop_map(|(text, index, expires_at, minimum, limit, customer)| {
            let mut it = code(&text);
            it.coupon_id = format!("k{}", index.index(4)).parse().unwrap();
            it.expires_at = expires_at;
            it.minimum_amount_minor = minimum;
            it.max_redemptions = limit;
            it.customer = customer.map(|customer| customer.parse().unwrap());
            it
        });
    (
        prop::collection::vec(one_coupon(), 1..4),
        prop::collection::vec(code, 0..5),
        (
            calendar(CALENDARS[0]),
            prop::option::of(calendar(CALENDARS[1])),
        ),
    )
        .prop_map(|(mut coupons, mut codes, (first, second))| {
            for (i, coupon) in coupons.iter_mut().enumerate() {
                coupon.id = format!("k{i}").parse().unwrap();
            }
            for (i, code) in codes.iter_mut().enumerate() {
                code.id = format!("p{i}").parse().unwrap();
            }
            Books {
                coupons,
                codes,
                calendars: std::iter::once(first).chain(second).collect(),
            }
        })
}
