//! Random businesses, members and requests for the laws: everything that the engine knows.
//!
//! Most of what is made works, so that discounts are common. What makes a coupon fail comes from
//! a list of flaws, of which a case gets a few at most.

use booking_engine::{
    AddOn, Benefit, Coupon, Deposit, DepositBasis, FirstPurchaseScope, FreeOrders, GrantedCoupon,
    Item, ItemAddOn, OversizeFixed, Policy, PriceRequest, PromotionCode, Service, StaffOffer,
    StaffPrice, Tax, TaxKind, Terms, Variation,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use crate::fixture::{coupon, grant, id, service};
use crate::flaws::{FLAWS, spoil};

/// No decimals, two, three; whole units of two decimals; a high minimum charge, and none.
const CURRENCIES: [&str; 9] = [
    "EUR", "EUR", "USD", "JPY", "KWD", "ISK", "UGX", "HUF", "XAF",
];

/// The texts of codes. Some codes share one.
const TEXTS: [&str; 3] = ["WELCOME", "SPRING-25", "TEAM"];

/// A Tuesday morning four days after noon.
const THEN: &str = "2026-11-24T10:30:00+01:00";

/// The terms of a business and a request that it has a price for, but for rare ones.
pub(crate) fn case() -> impl Strategy<Value = (Terms, PriceRequest)> {
    let business = (
        select(&CURRENCIES[..]),
        vec(a_service(), 1..5),
        policy(),
        option::of(deposit()),
    );
    let coupons = (
        vec(benefit(), 1..4),
        vec((any::<Index>(), select(&TEXTS[..])), 0..5),
        vec((any::<Index>(), 0_i64..4), 0..4),
        vec(
            (any::<Index>(), any::<Index>(), any::<Index>(), 0..FLAWS),
            0..5,
        ),
    );
    let choices = (
        vec(an_item(), 1..6),
        option::weighted(0.8, typed()),
        option::weighted(0.3, select(vec!["g0", "g1", "g2", "g9"])),
        option::weighted(0.6, Just(THEN)),
        option::weighted(0.6, select(vec!["north", "south"])),
    );
    let who = select(vec![vec![], vec!["ana"], vec!["bo", "member-7"]]);
    (business, coupons, choices, who).prop_map(|(business, coupons, choices, who)| {
        let (currency, services, policy, deposit) = business;
        let mut terms = Terms {
            services,
            policy,
            deposit,
            customer: who.into_iter().map(id).collect(),
            ..Terms::of(id("studio"), id(currency))
        };
        for (n, service) in terms.services.iter_mut().enumerate() {
            service.id = id(&format!("s{n}"));
        }
        add_coupons(&mut terms, coupons.0, coupons.1, coupons.2);
        for (coupon, code, service, flaw) in coupons.3 {
            spoil(&mut terms, coupon, code, service, flaw);
        }
        let (items, code, grant, starts_at, location) = choices;
        let request = PriceRequest {
            items: items.iter().map(|item| item.of(&terms)).collect(),
            code: code.map(|code| code.of(&terms)),
            grant_id: grant.map(id),
            starts_at: starts_at.map(id),
            location_id: location.map(id),
        };
        (terms, request)
    })
}

/// A price in minor units: mostly of some size, sometimes tiny or nothing.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![
        6 => 1_000_i64..60_000,
        3 => (1_i64..600).prop_map(|whole| whole * 100),
        1 => 0_i64..100,
    ]
}

fn percentage() -> impl Strategy<Value = &'static str> {
    select(vec![
        "5",
        "10",
        "12.5",
        "20",
        "33.333333",
        "50",
        "99.9",
        "100",
    ])
}

fn a_service() -> impl Strategy<Value = Service> {
    let rate =
        (select(vec!["7", "19", "8.1", "0.5"]), any::<bool>()).prop_map(|(percent, added)| {
            let kind = if added {
                TaxKind::Exclusive
            } else {
                TaxKind::Inclusive
            };
            let percent = id(percent);
            Tax { percent, kind }
        });
    let own = (any::<bool>(), amount()).prop_map(|(long, unit_price_minor)| StaffPrice {
        variation_id: long.then(|| id("v0")),
        unit_price_minor,
    });
    (
        (amount(), 1_u32..9),
        vec(amount(), 0..3),
        vec(vec(own, 0..2), 0..3),
        vec((amount(), 1_u32..4), 0..3),
        option::of(rate),
    )
        .prop_map(
            |((unit_price_minor, attendees_max), variations, staff, add_ons, tax)| {
                let names = ["ana", "bo"];
                Service {
                    variations: (variations.into_iter().enumerate())
                        .map(|(n, unit_price_minor)| Variation {
                            id: id(&format!("v{n}")),
                            unit_price_minor,
                        })
                        .collect(),
                    staff: (names.iter().zip(staff))
                        .map(|(name, own_prices)| StaffOffer {
                            staff_id: id(name),
                            own_prices,
                        })
                        .collect(),
                    add_ons: (add_ons.into_iter().enumerate())
                        .map(|(n, (unit_price_minor, quantity_max))| AddOn {
                            id: id(&format!("a{n}")),
                            unit_price_minor,
                            quantity_max,
                        })
                        .collect(),
                    tax,
                    ..service("s", unit_price_minor, attendees_max)
                }
            },
        )
}

fn policy() -> impl Strategy<Value = Policy> {
    any::<[bool; 5]>().prop_map(|[oversize, free, basis, first, explain]| Policy {
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
        deposit_basis: if basis {
            DepositBasis::BeforeDiscount
        } else {
            DepositBasis::AfterDiscount
        },
        first_purchase_scope: if first {
            FirstPurchaseScope::ServiceAtLocation
        } else {
            FirstPurchaseScope::Business
        },
        explain_rejections: explain,
    })
}

fn deposit() -> impl Strategy<Value = Deposit> {
    prop_oneof![
        amount().prop_map(|amount_minor| Deposit::Flat { amount_minor }),
        percentage().prop_map(|percent| Deposit::Percent {
            percent: id(percent)
        }),
    ]
}

fn benefit() -> impl Strategy<Value = Benefit> {
    prop_oneof![
        (percentage(), option::weighted(0.3, amount())).prop_map(
            |(percent, max_discount_minor)| {
                Benefit::Percent {
                    percent: id(percent),
                    max_discount_minor,
                }
            }
        ),
        prop_oneof![2 => amount(), 1 => 60_000_i64..2_000_000].prop_map(|amount_minor| {
            Benefit::Fixed {
                amounts_minor: CURRENCIES
                    .map(|currency| (id(currency), amount_minor))
                    .into_iter()
                    .collect(),
            }
        }),
    ]
}

/// What a guest types: mostly a code that there is, as it may be pasted.
#[derive(Clone, Debug)]
enum Typed {
    Code(Index),
    Pasted(Index),
    Text(String),
}

fn typed() -> impl Strategy<Value = Typed> {
    prop_oneof![
        8 => any::<Index>().prop_map(Typed::Code),
        1 => any::<Index>().prop_map(Typed::Pasted),
        1 => "[ -~]{0,9}".prop_map(Typed::Text),
    ]
}

impl Typed {
    fn of(self, terms: &Terms) -> String {
        let text = |index: Index| index.get(&terms.promotion_codes).code.as_str();
        match self {
            Self::Text(text) => text,
            _ if terms.promotion_codes.is_empty() => "NONE".to_owned(),
            Self::Code(index) => text(index).to_owned(),
            Self::Pasted(index) => format!("\u{feff} {}\n", text(index).to_lowercase()),
        }
    }
}

/// An item before it is known what its service has.
#[derive(Clone, Debug)]
struct Choice {
    service: Index,
    variation: Option<Index>,
    staff: Option<Index>,
    add_ons: Vec<usize>,
    quantity: Index,
    attendees: Index,
}

fn an_item() -> impl Strategy<Value = Choice> {
    (
        any::<Index>(),
        option::of(any::<Index>()),
        option::of(any::<Index>()),
        subsequence(vec![0_usize, 1], 0..=2),
        any::<Index>(),
        any::<Index>(),
    )
        .prop_map(
            |(service, variation, staff, add_ons, quantity, attendees)| Choice {
                service,
                variation,
                staff,
                add_ons,
                quantity,
                attendees,
            },
        )
}

impl Choice {
    fn of(&self, terms: &Terms) -> Item {
        let service = self.service.get(&terms.services);
        let up_to =
            |most: u32, index: Index| 1 + u32::try_from(index.index(most as usize)).unwrap();
        let variation = (self.variation).filter(|_| !service.variations.is_empty());
        let staff = self.staff.filter(|_| !service.staff.is_empty());
        let offered = self.add_ons.iter().filter_map(|&n| service.add_ons.get(n));
        Item {
            service_id: service.id.clone(),
            variation_id: variation.map(|it| it.get(&service.variations).id.clone()),
            staff_id: staff.map(|it| it.get(&service.staff).staff_id.clone()),
            add_ons: offered
                .map(|add_on| ItemAddOn {
                    add_on_id: add_on.id.clone(),
                    quantity: up_to(add_on.quantity_max, self.quantity),
                })
                .collect(),
            attendees: up_to(service.attendees_max, self.attendees),
        }
    }
}

fn add_coupons(
    terms: &mut Terms,
    benefits: Vec<Benefit>,
    codes: Vec<(Index, &str)>,
    grants: Vec<(Index, i64)>,
) {
    for (n, benefit) in benefits.into_iter().enumerate() {
        let id = id(&format!("c{n}"));
        terms.coupons.push(Coupon {
            id,
            ..coupon(benefit)
        });
    }
    for (n, (coupon, text)) in codes.into_iter().enumerate() {
        terms.promotion_codes.push(PromotionCode::of(
            id(&format!("p{n}")),
            coupon.get(&terms.coupons).id.clone(),
            id(text),
        ));
    }
    for (n, (coupon, days_old)) in grants.into_iter().enumerate() {
        let coupon_id = coupon.get(&terms.coupons).id.as_str();
        let grant: GrantedCoupon = grant(&format!("g{n}"), coupon_id, days_old);
        terms.granted.push(grant);
    }
}
