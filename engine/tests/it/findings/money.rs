//! What a coupon does to money in the calendars in its scope.

use booking_engine::{
    AMOUNT_MAX_MINOR, AddOn, Deposit, Extent, Flaw, FreeOrders, Item, OversizeFixed, Policy,
    Rejection, Scope, Terms, Variation,
};

use super::{
    ERROR, NOTICE, WARNING, calendar_id, flaws, found, found_in, selling, ten_percent, under,
};
use crate::fixture::{code, coupon, fixed, percent, service, studio};

#[test]
fn a_minimum_that_no_order_reaches() {
    // Fifty classes for eight at 48.00 are the most that one order holds.
    let reach_minor = 50 * 8 * 4_800;
    let mut coupon = ten_percent();
    coupon.minimum_amount_minor = Some(reach_minor);
    let reason = Rejection::MinimumAmount {
        minimum_minor: reach_minor,
        missing_minor: 49 * 8 * 4_800,
    };
    let together = Flaw::OnlyTogether {
        calendar_id: calendar_id(),
        reason,
    };
    assert_eq!(found(coupon.clone()), [(WARNING, together)]);
    coupon.minimum_amount_minor = Some(reach_minor + 1);
    let never = Flaw::MinimumOutOfReach {
        calendar_id: calendar_id(),
        minimum_minor: reach_minor + 1,
        reach_minor,
    };
    assert_eq!(found(coupon), [(ERROR, never)]);
}

#[test]
fn a_minimum_above_every_amount_is_out_of_reach_whatever_is_sold() {
    let never = |minimum_minor, reach_minor| Flaw::MinimumOutOfReach {
        calendar_id: calendar_id(),
        minimum_minor,
        reach_minor,
    };
    let mut coupon = ten_percent();
    coupon.minimum_amount_minor = Some(AMOUNT_MAX_MINOR);
    let flaw = never(AMOUNT_MAX_MINOR, 50 * 8 * 4_800);
    assert_eq!(found(coupon.clone()), [(ERROR, flaw)]);
    coupon.minimum_amount_minor = Some(AMOUNT_MAX_MINOR + 1);
    let flaw = never(AMOUNT_MAX_MINOR + 1, AMOUNT_MAX_MINOR);
    assert_eq!(found(coupon), [(ERROR, flaw)]);
}

#[test]
fn with_add_ons_fewer_pieces_may_do_what_neither_none_nor_all_of_them_do() {
    let mut terms = selling(0, 3);
    terms.currency = "HUF".parse().unwrap();
    terms.services[0].add_ons = vec![AddOn {
        id: "mat".parse().unwrap(),
        unit_price_minor: 2_455,
        quantity_max: 2,
    }];
    // All pieces leave 2, which cannot be charged; half of them leave nothing, which is free.
    let mut coupon = coupon(fixed("HUF", 14_728));
    coupon.minimum_amount_minor = Some(393);
    let found = found_in(&terms, coupon);
    let together = |(_, flaw): &(_, Flaw)| matches!(flaw, Flaw::OnlyTogether { .. });
    assert!(!found.iter().any(together), "{found:?}");
}

#[test]
fn add_ons_and_variations_count_for_what_can_be_reached() {
    let mut terms = selling(1_000, 1);
    let class = &mut terms.services[0];
    class.variations = vec![Variation {
        id: "long".parse().unwrap(),
        unit_price_minor: 2_000,
    }];
    class.add_ons = vec![AddOn {
        id: "mat".parse().unwrap(),
        unit_price_minor: 500,
        quantity_max: 3,
    }];
    let mut coupon = ten_percent();
    coupon.minimum_amount_minor = Some(3_500);
    assert_eq!(found_in(&terms, coupon.clone()), []);
    coupon.minimum_amount_minor = Some(3_501);
    assert!(matches!(
        found_in(&terms, coupon)[..],
        [(WARNING, Flaw::OnlyTogether { .. })]
    ));
}

#[test]
fn a_share_that_rounds_to_nothing_everywhere() {
    let flaw = Flaw::TakesOffNothing {
        calendar_id: calendar_id(),
    };
    let tiny = coupon(percent("0.000001", None));
    assert_eq!(found_in(&selling(4_800, 8), tiny), [(ERROR, flaw.clone())]);
    let free = selling(0, 8);
    assert_eq!(found_in(&free, ten_percent()), [(ERROR, flaw)]);
}

#[test]
fn too_little_is_left_to_charge_whatever_is_booked() {
    // 50 orders of 0.90 at 1 % are 0.45, and 0.50 is the least that is charged.
    let terms = selling(90, 1);
    let flaw = Flaw::AlwaysBelowMinimumCharge {
        calendar_id: calendar_id(),
        minimum_minor: 50,
    };
    assert_eq!(
        found_in(&terms, coupon(percent("99", None))),
        [(ERROR, flaw)]
    );
    assert!(matches!(
        found_in(&selling(4_800, 1), coupon(percent("99", None)))[..],
        [
            (WARNING, Flaw::SometimesBelowMinimumCharge { .. }),
            (WARNING, Flaw::OnlyTogether { .. }),
        ]
    ));
}

#[test]
fn a_deposit_makes_an_amount_too_small_to_charge() {
    let terms = Terms {
        deposit: Some(Deposit::Percent {
            percent: "1".parse().unwrap(),
        }),
        ..selling(5_000, 1)
    };
    let expected = Flaw::SometimesBelowMinimumCharge {
        calendar_id: calendar_id(),
        example: Item::plain("class".parse().unwrap(), 1),
        minimum_minor: 50,
    };
    let flaws = found_in(&terms, ten_percent());
    assert!(flaws.contains(&(WARNING, expected)), "{flaws:?}");
}

#[test]
fn some_bookings_leave_too_little_to_charge() {
    // Three places are 144.00, of which 0.20 would be left.
    let almost = coupon(fixed("EUR", 14_380));
    let flaw = Flaw::SometimesBelowMinimumCharge {
        calendar_id: calendar_id(),
        example: Item::plain("class".parse().unwrap(), 3),
        minimum_minor: 50,
    };
    assert_eq!(found_in(&selling(4_800, 8), almost), [(WARNING, flaw)]);
    let plenty = coupon(fixed("EUR", 14_350));
    assert_eq!(found_in(&selling(4_800, 8), plenty), []);
}

#[test]
fn the_example_of_too_little_to_charge_is_the_smallest_that_could_be_charged_in_full() {
    let example = |unit_price_minor| {
        let flaws = found_in(&selling(unit_price_minor, 8), coupon(percent("90", None)));
        flaws.iter().find_map(|(_, flaw)| match flaw {
            Flaw::SometimesBelowMinimumCharge { example, .. } => Some(example.attendees),
            _ => None,
        })
    };
    // One sticker at 0.40 is too little by itself, and eight at 90 % less are 0.32.
    assert_eq!(example(40), Some(2));
    assert_eq!(example(20), Some(3));
    assert_eq!(example(60), Some(1));
    assert_eq!(example(7), Some(8));
    assert_eq!(example(6), None, "eight are too little by themselves");
}

#[test]
fn a_price_that_is_too_small_to_charge_by_itself_is_not_the_coupon_s_mistake() {
    let terms = Terms {
        services: vec![service("class", 4_800, 8), service("sticker", 40, 1)],
        ..studio()
    };
    assert_eq!(found_in(&terms, ten_percent()), []);
}

#[test]
fn few_attendees_with_add_ons_are_tried_as_well() {
    // Of mats for up to 4.99 nothing is left, and that is allowed; of more, too little is.
    let mut terms = selling(0, 6);
    terms.services[0].add_ons = vec![AddOn {
        id: "mat".parse().unwrap(),
        unit_price_minor: 100,
        quantity_max: 2,
    }];
    let mut nearly_free = coupon(percent("99.9", None));
    nearly_free.max_redemptions = Some(50);
    for minimum in [None, Some(400)] {
        nearly_free.minimum_amount_minor = minimum;
        let flaws = found_in(&terms, nearly_free.clone());
        let is_too_little = |flaw: &Flaw| matches!(flaw, Flaw::SometimesBelowMinimumCharge { .. });
        assert!(
            matches!(&flaws[..], [(WARNING, flaw)] if is_too_little(flaw)),
            "{flaws:?}"
        );
    }
}

#[test]
fn the_switch_free_orders_refuses_a_coupon_always() {
    let terms = under(Policy {
        free_orders: FreeOrders::Refuse,
        ..Policy::default()
    });
    let mut free = coupon(percent("100", None));
    free.max_redemptions = Some(50);
    let flaw = Flaw::AlwaysFree {
        calendar_id: calendar_id(),
    };
    assert_eq!(found_in(&terms, free.clone()), [(ERROR, flaw)]);
    // Beside something that it does not cover, it would work.
    free.scope = Scope::Only {
        calendars: vec![],
        services: vec!["class".parse().unwrap()],
    };
    let reason = Rejection::FreeOrderRefused;
    let flaw = Flaw::OnlyTogether {
        calendar_id: calendar_id(),
        reason,
    };
    assert_eq!(found_in(&terms, free), [(WARNING, flaw)]);
}

#[test]
fn nothing_is_called_always_free_where_prices_cannot_be_charged_to_the_last_unit() {
    // Of 14 fils 10 are taken off at 100 %, and of 20 all.
    let refuse = |unit_price_minor| Terms {
        currency: "KWD".parse().unwrap(),
        policy: Policy {
            free_orders: FreeOrders::Refuse,
            ..Policy::default()
        },
        ..selling(unit_price_minor, 10)
    };
    let mut free = coupon(percent("100", None));
    free.max_redemptions = Some(50);
    let flaw = Flaw::AlwaysFree {
        calendar_id: calendar_id(),
    };
    assert_eq!(found_in(&refuse(14), free.clone()), []);
    assert_eq!(found_in(&refuse(20), free), [(ERROR, flaw)]);
}

#[test]
fn the_switch_oversize_fixed_refuses_a_coupon_always() {
    let terms = Terms {
        policy: Policy {
            oversize_fixed: OversizeFixed::Refuse,
            ..Policy::default()
        },
        ..selling(1_000, 2)
    };
    let flaw = Flaw::AlwaysOversize {
        calendar_id: calendar_id(),
        amount_minor: 100_001,
        reach_minor: 100_000,
    };
    assert_eq!(
        found_in(&terms, coupon(fixed("EUR", 100_001))),
        [(ERROR, flaw)]
    );
    let flaws = found_in(&terms, coupon(fixed("EUR", 100_000)));
    assert!(matches!(flaws[..], [(WARNING, Flaw::OnlyTogether { .. })]));
}

#[test]
fn a_coupon_that_works_in_one_calendar_and_not_in_another_surprises() {
    let abroad = Terms {
        services: vec![service("sticker", 90, 1)],
        ..Terms::of("abroad".parse().unwrap(), "USD".parse().unwrap())
    };
    let mut large = coupon(percent("50", None));
    large.minimum_amount_minor = Some(4_600);
    let flaw = Flaw::MinimumOutOfReach {
        calendar_id: "abroad".parse().unwrap(),
        minimum_minor: 4_600,
        reach_minor: 4_500,
    };
    let codes = [code("K7QX2M9PTR")];
    let flaws = flaws(&[large], &codes, &[studio(), abroad]);
    assert_eq!(flaws, [(WARNING, flaw)]);
}

#[test]
fn a_percentage_never_reaches_its_cap() {
    let capped = |cap_minor| found_in(&selling(1_000, 2), coupon(percent("10", Some(cap_minor))));
    let flaw = |cap_minor, reach_minor, extent| Flaw::CapOutOfReach {
        calendar_id: calendar_id(),
        cap_minor,
        reach_minor,
        extent,
    };
    assert_eq!(capped(200), []);
    assert_eq!(capped(201), [(NOTICE, flaw(201, 200, Extent::OneService))]);
    assert_eq!(
        capped(10_000),
        [(NOTICE, flaw(10_000, 200, Extent::OneService))]
    );
    assert_eq!(
        capped(10_001),
        [(WARNING, flaw(10_001, 10_000, Extent::EveryOrder))]
    );
}

#[test]
fn a_fixed_amount_is_above_whatever_is_booked() {
    let worth = |amount_minor| found_in(&selling(1_000, 2), coupon(fixed("EUR", amount_minor)));
    let flaw = |amount_minor, reach_minor, extent| Flaw::AlwaysClamped {
        calendar_id: calendar_id(),
        amount_minor,
        reach_minor,
        extent,
    };
    assert_eq!(worth(1_000), []);
    assert_eq!(worth(2_000), [], "as much as is booked");
    assert_eq!(
        worth(2_001),
        [(NOTICE, flaw(2_001, 2_000, Extent::OneService))]
    );
    assert_eq!(
        worth(100_001),
        [(WARNING, flaw(100_001, 100_000, Extent::EveryOrder))]
    );
}
