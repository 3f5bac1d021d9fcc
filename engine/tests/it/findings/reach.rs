//! Which bookings stand for all others, and what is not said where they cannot.

use booking_engine::{
    ADD_ONS_MAX, AMOUNT_MAX_MINOR, AddOn, Flaw, FreeOrders, Item, OversizeFixed, Policy, Rejection,
    StaffOffer, TaxKind, Terms, Variation,
};

use super::{ERROR, WARNING, calendar_id, found_in, selling, ten_percent};
use crate::fixture::{coupon, fixed, only, percent, service, studio, taxed};

fn add_on(id: &str, unit_price_minor: i64, quantity_max: u32) -> AddOn {
    AddOn {
        id: id.parse().unwrap(),
        unit_price_minor,
        quantity_max,
    }
}

fn by(staff: &str) -> StaffOffer {
    StaffOffer {
        staff_id: staff.parse().unwrap(),
        own_prices: vec![],
    }
}

/// A studio that refuses free orders and fixed amounts above what is booked.
fn strict(terms: Terms) -> Terms {
    Terms {
        policy: Policy {
            free_orders: FreeOrders::Refuse,
            oversize_fixed: OversizeFixed::Refuse,
            ..Policy::default()
        },
        ..terms
    }
}

fn sometimes_below(service: &str, attendees: u32) -> Flaw {
    Flaw::SometimesBelowMinimumCharge {
        calendar_id: calendar_id(),
        example: Item::plain(service.parse().unwrap(), attendees),
        minimum_minor: 50,
    }
}

#[test]
fn where_the_largest_booking_has_no_price_no_minimum_is_said_to_be_out_of_reach() {
    // A hundred places fit into one order, a thousand do not, and 60 would reach the minimum.
    let terms = selling(AMOUNT_MAX_MINOR / 100, 1_000);
    let mut coupon = ten_percent();
    coupon.minimum_amount_minor = Some(AMOUNT_MAX_MINOR / 10 * 6);
    assert_eq!(found_in(&terms, coupon), []);
}

#[test]
fn where_more_is_sold_than_is_looked_at_no_minimum_is_said_to_be_out_of_reach() {
    let mut terms = selling(100, 1);
    let variation = |number: usize| Variation {
        id: format!("v{number:04}").parse().unwrap(),
        unit_price_minor: if number < 2_000 { 100 } else { 1_000_000 },
    };
    let mut coupon = ten_percent();
    coupon.minimum_amount_minor = Some(1_000_000);
    // With the service as it is, these are the 2,000 that are looked at.
    terms.services[0].variations = (0..1_999).map(variation).collect();
    let flaw = Flaw::MinimumOutOfReach {
        calendar_id: calendar_id(),
        minimum_minor: 1_000_000,
        reach_minor: 5_000,
    };
    assert_eq!(found_in(&terms, coupon.clone()), [(ERROR, flaw)]);
    terms.services[0].variations.push(variation(2_000));
    assert_eq!(found_in(&terms, coupon), []);
}

#[test]
fn a_price_is_tried_once_however_many_people_perform_at_it() {
    // A lesson leaves 0.20 of 144.00; two leave enough, and of classes nothing is left.
    let mut terms = Terms {
        services: vec![service("class", 4_800, 2), service("lesson", 14_400, 2)],
        ..studio()
    };
    terms.services[0].staff = (0..40).map(|n| by(&format!("staff-{n}"))).collect();
    let flaw = sometimes_below("lesson", 1);
    assert_eq!(
        found_in(&terms, coupon(fixed("EUR", 14_380))),
        [(WARNING, flaw)]
    );
}

#[test]
fn the_largest_booking_of_each_price_is_tried_since_a_tax_may_leave_more_of_a_cheaper_one() {
    // A lesson leaves 0.49. Eight classes leave 0.48, and 0.10 of tax is added to that.
    let terms = Terms {
        services: vec![
            taxed("class", 606, "20", TaxKind::Exclusive),
            service("lesson", 4_900, 1),
        ],
        ..studio()
    };
    let flaw = sometimes_below("class", 1);
    assert_eq!(
        found_in(&terms, coupon(percent("99", None))),
        [(WARNING, flaw)]
    );
}

#[test]
fn the_only_number_of_attendees_for_whom_a_coupon_works_is_found() {
    // Two at 0.02 each are free. One is below the minimum amount, and more leave too little.
    let mut coupon = coupon(percent("90", None));
    coupon.minimum_amount_minor = Some(3);
    let flaw = sometimes_below("class", 25);
    assert_eq!(found_in(&selling(2, 100), coupon), [(WARNING, flaw)]);
}

#[test]
fn of_two_services_at_one_price_the_one_with_add_ons_reaches_further() {
    let mut terms = Terms {
        services: vec![service("class", 1_000, 1), service("lesson", 1_000, 1)],
        ..studio()
    };
    terms.services[1].add_ons = vec![add_on("mat", 500, 3)];
    let mut coupon = ten_percent();
    coupon.minimum_amount_minor = Some(2_500);
    assert_eq!(found_in(&terms, coupon), []);
}

#[test]
fn a_single_piece_of_the_cheapest_add_on_is_tried_as_well() {
    // Without a mat there is nothing to discount; of one nothing is left, and of two too little.
    let mut terms = selling(0, 1);
    terms.services[0].add_ons = vec![add_on("towel", 0, 1), add_on("mat", 300, 2)];
    let mut nearly_free = coupon(percent("99.9", None));
    nearly_free.max_redemptions = Some(50);
    let flaws = found_in(&terms, nearly_free);
    assert!(
        matches!(
            flaws[..],
            [(WARNING, Flaw::SometimesBelowMinimumCharge { .. })]
        ),
        "{flaws:?}"
    );
}

#[test]
fn beside_what_costs_next_to_nothing_too_little_is_left_if_anything_is() {
    // Everything off the class leaves nothing, and 49 stickers beside it leave 0.49.
    let mut terms = strict(studio());
    terms.services = vec![service("class", 4_800, 8), service("sticker", 1, 1)];
    let mut free = coupon(percent("100", None));
    free.max_redemptions = Some(50);
    free.scope = only(&["class"]);
    let flaw = Flaw::AlwaysBelowMinimumCharge {
        calendar_id: calendar_id(),
        minimum_minor: 50,
    };
    assert_eq!(found_in(&terms, free), [(ERROR, flaw)]);
}

#[test]
fn what_fails_for_different_reasons_is_not_said_to_leave_too_little() {
    // Fifty classes leave 0.20. Fewer are less than the coupon is worth, and beside one of them 49
    // stickers are enough to charge.
    let mut terms = strict(studio());
    terms.services = vec![service("class", 201, 1), service("sticker", 2, 1)];
    let mut almost = coupon(fixed("EUR", 50 * 201 - 20));
    almost.scope = only(&["class"]);
    let flaw = Flaw::OnlyTogether {
        calendar_id: calendar_id(),
        reason: Rejection::FreeOrderRefused,
    };
    assert_eq!(found_in(&terms, almost), [(WARNING, flaw)]);
}

#[test]
fn too_little_is_not_always_left_where_the_cheapest_booking_is_free() {
    // Of 33 prices the last, which is the cheapest, is not tried by itself, and is free.
    let mut terms = selling(0, 1);
    terms.services = (0..33)
        .map(|n| {
            let mut it = service(&format!("s{n:02}"), 0, 1);
            it.add_ons = vec![add_on("mat", if n == 32 { 40 } else { 60 + n }, 1)];
            it
        })
        .collect();
    let mut nearly_free = coupon(percent("99", None));
    nearly_free.max_redemptions = Some(50);
    assert_eq!(found_in(&terms, nearly_free), []);
}

#[test]
fn where_nothing_is_seen_to_apply_no_booking_is_an_exception() {
    // More add-ons are sold than one item may have, so that nothing is said to be impossible.
    let mut terms = selling(90, 1);
    terms.services[0].add_ons = (0..=ADD_ONS_MAX)
        .map(|n| add_on(&format!("a{n}"), 0, 1))
        .collect();
    assert_eq!(found_in(&terms, coupon(percent("99", None))), []);
}

#[test]
fn a_coupon_for_one_person_s_appointments_works_beside_those_of_others() {
    let mut terms = strict(selling(4_800, 8));
    terms.services[0].staff = vec![by("ana")];
    let mut free = coupon(percent("100", None));
    free.max_redemptions = Some(50);
    free.conditions.staff = vec!["ana".parse().unwrap()];
    let flaw = Flaw::OnlyTogether {
        calendar_id: calendar_id(),
        reason: Rejection::FreeOrderRefused,
    };
    assert_eq!(found_in(&terms, free), [(WARNING, flaw)]);
}

#[test]
fn a_coupon_for_a_location_is_tried_there() {
    let mut north = ten_percent();
    north.conditions.locations = vec!["north".parse().unwrap(), "south".parse().unwrap()];
    assert_eq!(found_in(&studio(), north), []);
}

#[test]
fn a_coupon_for_certain_customers_or_first_purchases_is_tried_as_for_anybody() {
    let mut theirs = ten_percent();
    theirs.customers = vec!["ana@example.com".parse().unwrap()];
    theirs.first_purchase_only = true;
    assert_eq!(found_in(&studio(), theirs), []);
}
