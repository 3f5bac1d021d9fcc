//! Unit prices: service, variation and staff, add-ons, times attendees.

use booking_engine::{
    ADD_ONS_MAX, ATTENDEES_MAX, AddOn, Item, ItemAddOn, PriceError, PriceRequest, PriceSource,
    StaffOffer, StaffPrice, Terms, Variation, price,
};

use crate::fixture::{id, noon, priced, quote, request, service, studio};

#[test]
fn the_subtotal_is_the_unit_price_times_attendees() {
    let quote = quote(&studio(), &[("class", 3)], None);
    assert_eq!(quote.subtotal_minor, 14_400);
    assert_eq!(quote.total_minor, 14_400);
    assert_eq!(quote.amount_due_minor, 14_400);
    assert_eq!(quote.balance_minor, 0);
}

#[test]
fn several_services_are_lines_of_one_quote_in_the_order_asked() {
    let quote = quote(&studio(), &[("lesson", 1), ("class", 2)], None);
    let lines: Vec<_> = quote.lines.iter().map(|line| line.amount_minor).collect();
    assert_eq!(lines, [8_500, 9_600]);
    assert_eq!(quote.subtotal_minor, 18_100);
}

#[test]
fn attendees_outside_of_what_the_service_takes_are_an_error_that_tells_the_bound() {
    for attendees in [0, 9, u32::MAX] {
        let error = price(&request(&[("class", attendees)], None), &studio(), noon());
        let service_id = "class".parse().unwrap();
        let attendees_max = 8;
        assert_eq!(
            error,
            Err(PriceError::Attendees {
                service_id,
                attendees_max
            })
        );
    }
}

#[test]
fn a_request_of_nothing_or_of_an_unknown_service_is_an_error() {
    let priced = |items: &[(&str, u32)]| price(&request(items, None), &studio(), noon());
    assert_eq!(priced(&[]), Err(PriceError::NoItems));
    assert_eq!(priced(&[("class", 1); 51]), Err(PriceError::TooManyItems));
    let service_id = "sauna".parse().unwrap();
    assert_eq!(
        priced(&[("sauna", 1)]),
        Err(PriceError::UnknownService { service_id })
    );
}

/// A class for 48.00 and a long one for 60.00. Bo takes prices of his own, Ana the studio's;
/// mats are 2.00 and towels 1.50.
fn menu() -> Terms {
    let mut class = service("class", 4_800, 8);
    class.variations = vec![Variation {
        id: id("long"),
        unit_price_minor: 6_000,
    }];
    let own = |variation: Option<&str>, unit_price_minor| StaffPrice {
        variation_id: variation.map(id),
        unit_price_minor,
    };
    let staff = |name: &str, own_prices| StaffOffer {
        staff_id: id(name),
        own_prices,
    };
    class.staff = vec![
        staff("ana", vec![]),
        staff("bo", vec![own(None, 5_500), own(Some("long"), 6_800)]),
        staff("cy", vec![own(Some("long"), 5_900)]),
    ];
    let add_on = |name: &str, unit_price_minor| AddOn {
        id: id(name),
        unit_price_minor,
        quantity_max: 2,
    };
    class.add_ons = vec![add_on("mat", 200), add_on("towel", 150)];
    Terms {
        services: vec![class],
        ..studio()
    }
}

fn with(variation: Option<&str>, staff: Option<&str>, add_ons: &[(&str, u32)]) -> Item {
    Item {
        variation_id: variation.map(id),
        staff_id: staff.map(id),
        add_ons: (add_ons.iter())
            .map(|&(name, quantity)| ItemAddOn {
                add_on_id: id(name),
                quantity,
            })
            .collect(),
        ..Item::plain(id("class"), 1)
    }
}

fn unit_price(variation: Option<&str>, staff: Option<&str>) -> (PriceSource, i64) {
    let quote = priced(
        &menu(),
        &PriceRequest::of(vec![with(variation, staff, &[])]),
    );
    let line = &quote.lines[0];
    assert_eq!(line.variation_id, variation.map(id));
    assert_eq!(line.staff_id, staff.map(id));
    assert_eq!(line.amount_minor, line.unit_price_minor);
    (line.price_from, line.unit_price_minor)
}

#[test]
fn a_variation_has_a_price_instead_of_the_service_s() {
    assert_eq!(unit_price(None, None), (PriceSource::Service, 4_800));
    assert_eq!(
        unit_price(Some("long"), None),
        (PriceSource::Variation, 6_000)
    );
}

#[test]
fn staff_have_a_price_instead_of_the_service_s_or_the_variation_s() {
    assert_eq!(unit_price(None, Some("bo")), (PriceSource::Staff, 5_500));
    assert_eq!(
        unit_price(Some("long"), Some("bo")),
        (PriceSource::Staff, 6_800)
    );
}

#[test]
fn staff_without_a_price_for_it_take_the_service_s_or_the_variation_s() {
    assert_eq!(unit_price(None, Some("ana")), (PriceSource::Service, 4_800));
    assert_eq!(
        unit_price(Some("long"), Some("ana")),
        (PriceSource::Variation, 6_000)
    );
    assert_eq!(
        unit_price(None, Some("cy")),
        (PriceSource::Service, 4_800),
        "a price for the long class is none for the short one"
    );
}

#[test]
fn anyone_is_at_the_service_s_or_the_variation_s_price() {
    // The rules do not say what anyone costs; the reading is that nobody's own price counts,
    // though it may be someone with one who performs it in the end.
    assert_eq!(unit_price(None, None), (PriceSource::Service, 4_800));
    assert_eq!(
        unit_price(Some("long"), None),
        (PriceSource::Variation, 6_000)
    );
}

#[test]
fn add_ons_are_counted_for_each_attendee_in_pieces() {
    let mut item = with(Some("long"), Some("bo"), &[("mat", 2), ("towel", 1)]);
    item.attendees = 3;
    let quote = priced(&menu(), &PriceRequest::of(vec![item]));
    let line = &quote.lines[0];
    assert_eq!(line.attendee_minor(), Some(6_800 + 2 * 200 + 150));
    assert_eq!(line.amount_minor, 3 * 7_350);
    assert_eq!(quote.subtotal_minor, 3 * 7_350);
    let add_ons: Vec<_> = (line.add_ons.iter())
        .map(|add_on| (add_on.add_on_id.as_str(), add_on.quantity))
        .collect();
    assert_eq!(add_ons, [("mat", 2), ("towel", 1)]);
}

fn error(item: Item) -> PriceError {
    price(&PriceRequest::of(vec![item]), &menu(), noon()).unwrap_err()
}

#[test]
fn what_the_service_does_not_have_is_an_error_that_names_it() {
    let service_id = || id("class");
    assert_eq!(
        error(with(Some("short"), None, &[])),
        PriceError::UnknownVariation {
            service_id: service_id(),
            variation_id: id("short"),
        }
    );
    assert_eq!(
        error(with(None, Some("dee"), &[])),
        PriceError::UnknownStaff {
            service_id: service_id(),
            staff_id: id("dee"),
        }
    );
    assert_eq!(
        error(with(None, None, &[("lamp", 1)])),
        PriceError::UnknownAddOn {
            service_id: service_id(),
            add_on_id: id("lamp"),
        }
    );
}

#[test]
fn no_pieces_of_an_add_on_or_more_than_it_comes_in_are_an_error_that_tells_the_bound() {
    for quantity in [0, 3, u32::MAX] {
        let expected = PriceError::AddOnQuantity {
            service_id: id("class"),
            add_on_id: id("mat"),
            quantity_max: 2,
        };
        assert_eq!(error(with(None, None, &[("mat", quantity)])), expected);
    }
}

#[test]
fn an_add_on_comes_in_at_least_one_piece() {
    let mut terms = menu();
    terms.services[0].add_ons[0].quantity_max = 0;
    let of = |quantity| {
        let request = PriceRequest::of(vec![with(None, None, &[("mat", quantity)])]);
        price(&request, &terms, noon())
    };
    assert_eq!(of(1).unwrap().subtotal_minor, 5_000);
    let quantity_max = 1;
    assert_eq!(
        of(2),
        Err(PriceError::AddOnQuantity {
            service_id: id("class"),
            add_on_id: id("mat"),
            quantity_max,
        })
    );
}

#[test]
fn an_add_on_is_named_once_for_an_item_and_an_item_names_so_many_at_most() {
    let expected = || PriceError::AddOns {
        service_id: id("class"),
    };
    assert_eq!(
        error(with(None, None, &[("mat", 1), ("mat", 1)])),
        expected()
    );
    let mut terms = menu();
    let names: Vec<_> = (0..=ADD_ONS_MAX).map(|n| format!("a{n}")).collect();
    terms.services[0].add_ons = (names.iter())
        .map(|name| AddOn {
            id: id(name),
            unit_price_minor: 1,
            quantity_max: 1,
        })
        .collect();
    let asked: Vec<_> = names.iter().map(|name| (name.as_str(), 1)).collect();
    let of = |asked: &[(&str, u32)]| {
        let request = PriceRequest::of(vec![with(None, None, asked)]);
        price(&request, &terms, noon()).map(|quote| quote.subtotal_minor)
    };
    assert_eq!(of(&asked[1..]), Ok(4_850));
    assert_eq!(of(&asked), Err(expected()));
}

/// A change to the menu.
type Spoil = fn(&mut Terms);

#[test]
fn a_negative_price_of_what_is_booked_is_an_error() {
    let spoilt: [(Spoil, Item); 4] = [
        (
            |terms| terms.services[0].unit_price_minor = -1,
            with(None, None, &[("mat", 1)]),
        ),
        (
            |terms| terms.services[0].variations[0].unit_price_minor = -1,
            with(Some("long"), None, &[("mat", 1)]),
        ),
        (
            |terms| terms.services[0].staff[1].own_prices[0].unit_price_minor = -1,
            with(None, Some("bo"), &[("mat", 1)]),
        ),
        (
            |terms| terms.services[0].add_ons[0].unit_price_minor = -1,
            with(None, None, &[("mat", 1)]),
        ),
    ];
    for (spoil, item) in spoilt {
        let mut terms = menu();
        let request = PriceRequest::of(vec![item]);
        assert!(price(&request, &terms, noon()).is_ok());
        spoil(&mut terms);
        assert_eq!(
            price(&request, &terms, noon()),
            Err(PriceError::AmountOutOfRange)
        );
    }
}

#[test]
fn add_ons_that_do_not_fit_are_an_error_never_a_wrap() {
    let mut terms = menu();
    terms.services[0].add_ons[0].unit_price_minor = i64::MAX;
    terms.services[0].add_ons[0].quantity_max = u32::MAX;
    for quantity in [1, 2, u32::MAX] {
        let request = PriceRequest::of(vec![with(None, None, &[("mat", quantity)])]);
        assert_eq!(
            price(&request, &terms, noon()),
            Err(PriceError::AmountOutOfRange)
        );
    }
}

#[test]
fn a_service_takes_at_least_one_attendee_and_at_most_a_thousand() {
    let of = |attendees_max, attendees| {
        let terms = Terms {
            services: vec![service("class", 100, attendees_max)],
            ..studio()
        };
        price(&request(&[("class", attendees)], None), &terms, noon())
            .map(|quote| quote.subtotal_minor)
    };
    assert_eq!(of(0, 1), Ok(100));
    assert_eq!(of(u32::MAX, ATTENDEES_MAX), Ok(100_000));
    let attendees_max = ATTENDEES_MAX;
    let service_id = id("class");
    assert_eq!(
        of(u32::MAX, ATTENDEES_MAX + 1),
        Err(PriceError::Attendees {
            service_id,
            attendees_max
        })
    );
}

#[test]
fn one_service_may_be_booked_in_several_items() {
    let quote = quote(&studio(), &[("class", 1), ("class", 2)], None);
    assert_eq!(quote.lines.len(), 2);
    assert_eq!(quote.subtotal_minor, 14_400);
}

#[test]
fn fifty_items_have_a_price() {
    let quote = quote(&studio(), &[("class", 1); 50], None);
    assert_eq!(quote.subtotal_minor, 240_000);
}
