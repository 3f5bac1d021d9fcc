//! What a random business sells, and what a random guest takes of it.

use booking_engine::{
    AMOUNT_MAX_MINOR, AddOn, Currency, ITEMS_MAX, Item, ItemAddOn, Service, StaffOffer, StaffPrice,
    Tax, TaxKind, Variation,
};

use super::id;
use crate::dice::Dice;

/// A service, sometimes with variations, staff, add-ons and a tax.
pub(super) fn service(n: u32, currency: Currency, dice: &mut Dice) -> Service {
    let attendees_max = match dice.between(0_u32, 19) {
        0 => dice.pick(&[0, 1_000, 1_001, u32::MAX]),
        1..5 => 1,
        _ => dice.between(2_u32, 24),
    };
    let price = |dice: &mut Dice| unit_price_minor(currency, dice);
    let variations: Vec<Variation> = (1..=some(dice, 3))
        .map(|n| Variation {
            id: id(&format!("variation-{n}")),
            unit_price_minor: price(dice),
        })
        .collect();
    let staff = (1..=some(dice, 3))
        .map(|n| StaffOffer {
            staff_id: id(&format!("staff-{n}")),
            own_prices: (0..some(dice, 2))
                .map(|_| StaffPrice {
                    variation_id: (variations.first())
                        .filter(|_| dice.one_in(2))
                        .map(|variation| variation.id.clone()),
                    unit_price_minor: price(dice),
                })
                .collect(),
        })
        .collect();
    let add_ons = (1..=some(dice, 3))
        .map(|n| AddOn {
            id: id(&format!("add-on-{n}")),
            unit_price_minor: price(dice) / 4,
            quantity_max: dice.pick(&[0, 1, 1, 2, 5]),
        })
        .collect();
    Service {
        variations,
        staff,
        add_ons,
        tax: dice.one_in(3).then(|| tax(dice)),
        ..Service::plain(id(&format!("service-{n}")), price(dice), attendees_max)
    }
}

fn unit_price_minor(currency: Currency, dice: &mut Dice) -> i64 {
    match dice.between(0_u32, 99) {
        0..3 => 0,
        3..6 => dice.between(1_i64, 60),
        6 if dice.one_in(2) => {
            dice.pick(&[AMOUNT_MAX_MINOR, AMOUNT_MAX_MINOR / 2, AMOUNT_MAX_MINOR + 1])
        }
        7 if dice.one_in(2) => dice.pick(&[-1, i64::MAX]),
        _ => amount_minor(currency, dice),
    }
}

fn tax(dice: &mut Dice) -> Tax {
    Tax {
        percent: dice
            .pick(&["19", "7", "20", "8.1", "8.875", "100", "0.000001"])
            .parse()
            .expect("above 0 and at most 100"),
        kind: dice.pick(&[TaxKind::Inclusive, TaxKind::Exclusive]),
    }
}

/// Mostly nothing, otherwise 1 to so many.
fn some(dice: &mut Dice, most: u32) -> u32 {
    if dice.one_in(4) {
        dice.between(1_u32, most)
    } else {
        0
    }
}

/// A plausible amount of the currency, in minor units.
pub(super) fn amount_minor(currency: Currency, dice: &mut Dice) -> i64 {
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

pub(super) fn items(services: &[Service], dice: &mut Dice) -> Vec<Item> {
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
            Item {
                variation_id: chosen(&service.variations, |it| it.id.clone(), dice),
                staff_id: chosen(&service.staff, |it| it.staff_id.clone(), dice),
                add_ons: add_ons(&service.add_ons, dice),
                ..Item::plain(service_id, attendees)
            }
        })
        .collect()
}

/// One of what is offered, or none; rarely one that nobody offers.
fn chosen<T, Id>(offered: &[T], id_of: impl Fn(&T) -> Id, dice: &mut Dice) -> Option<Id>
where
    Id: std::str::FromStr,
    Id::Err: std::fmt::Debug,
{
    if dice.one_in(300) {
        return Some(id("nobody"));
    }
    let n = dice.between(0_u32, u32::try_from(offered.len()).expect("a few")) as usize;
    n.checked_sub(1).map(|index| id_of(&offered[index]))
}

fn add_ons(offered: &[AddOn], dice: &mut Dice) -> Vec<ItemAddOn> {
    let mut asked = Vec::new();
    for add_on in offered {
        if dice.one_in(2) {
            let most = add_on.quantity_max.max(1);
            asked.push(ItemAddOn {
                add_on_id: add_on.id.clone(),
                quantity: match dice.between(0_u32, 99) {
                    0 => 0,
                    1 => most + 1,
                    _ => dice.between(1, most),
                },
            });
        }
    }
    if dice.one_in(200) {
        asked.extend(asked.first().cloned());
    }
    asked
}

/// The subtotal as far as there is one; used to stand minimums exactly on it.
pub(super) fn subtotal_minor(items: &[Item], services: &[Service]) -> i64 {
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
