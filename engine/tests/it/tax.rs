//! Taxes: on the discounted amount, rounded half up once for each rate.

use booking_engine::{Quote, TaxKind, Terms};

use crate::fixture::{coupon, fixed, only, percent, quote, service, studio, studio_with, taxed};

use TaxKind::{Exclusive, Inclusive};

/// The lines' shares of their taxes.
fn tax_shares(quote: &Quote) -> Vec<Option<i64>> {
    let tax = |line: &booking_engine::QuoteLine| line.tax.map(|tax| tax.amount_minor);
    quote.lines.iter().map(tax).collect()
}

#[test]
fn without_a_tax_the_total_is_the_discounted_subtotal() {
    let terms = studio_with(coupon(percent("10", None)));
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!((quote.tax_minor, quote.total_minor), (0, 4_320));
    assert_eq!(tax_shares(&quote), [None]);
    assert!(quote.taxes().is_empty());
}

#[test]
fn an_exclusive_tax_is_added_to_the_total() {
    let terms = Terms {
        services: vec![taxed("class", 4_800, "19", Exclusive)],
        ..studio()
    };
    let quote = quote(&terms, &[("class", 2)], None);
    assert_eq!(quote.subtotal_minor, 9_600);
    assert_eq!((quote.tax_minor, quote.total_minor), (1_824, 11_424));
}

#[test]
fn an_inclusive_tax_is_stated_and_adds_nothing() {
    let terms = Terms {
        services: vec![taxed("class", 4_760, "19", Inclusive)],
        ..studio()
    };
    let quote = quote(&terms, &[("class", 1)], None);
    assert_eq!((quote.tax_minor, quote.total_minor), (0, 4_760));
    assert_eq!(tax_shares(&quote), [Some(760)], "of 40.00 and 19 %");
}

#[test]
fn tax_is_on_the_discounted_amount() {
    for (kind, tax_minor, total_minor) in [(Exclusive, 760, 4_760), (Inclusive, 639, 4_000)] {
        let terms = Terms {
            services: vec![taxed("class", 5_000, "19", kind)],
            ..studio_with(coupon(percent("20", None)))
        };
        let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
        assert_eq!(tax_shares(&quote), [Some(tax_minor)], "{kind:?}");
        assert_eq!(quote.total_minor, total_minor, "{kind:?}");
    }
}

#[test]
fn tax_is_rounded_half_up_once_for_each_rate() {
    let terms = |price_minor, kind| Terms {
        services: vec![
            taxed("a", price_minor, "10", kind),
            taxed("b", price_minor, "10", kind),
            taxed("c", price_minor, "10", kind),
        ],
        ..studio()
    };
    let items = [("a", 1), ("b", 1), ("c", 1)];
    // Line by line it would be three times 100.4, which is 300.
    let added = quote(&terms(1_004, Exclusive), &items, None);
    assert_eq!(added.tax_minor, 301, "of 301.2");
    assert_eq!(tax_shares(&added), [Some(101), Some(100), Some(100)]);
    // Line by line it would be three times 91.27, which is 273.
    let contained = quote(&terms(1_004, Inclusive), &items, None);
    assert_eq!(
        tax_shares(&contained),
        [Some(92), Some(91), Some(91)],
        "of 273.82"
    );
    let half = Terms {
        services: vec![taxed("a", 1_005, "10", Exclusive)],
        ..studio()
    };
    assert_eq!(quote(&half, &[("a", 1)], None).tax_minor, 101, "of 100.5");
    let half = Terms {
        services: vec![taxed("a", 5, "100", Inclusive)],
        ..studio()
    };
    assert_eq!(
        tax_shares(&quote(&half, &[("a", 1)], None)),
        [Some(3)],
        "of 2.5"
    );
}

#[test]
fn each_rate_is_rounded_by_itself() {
    let terms = Terms {
        services: vec![
            taxed("a", 1_004, "10", Exclusive),
            taxed("b", 1_004, "10", Exclusive),
            taxed("c", 1_004, "20", Exclusive),
            service("d", 1_004, 1),
        ],
        ..studio()
    };
    let items = [("a", 1), ("c", 1), ("b", 1), ("d", 1)];
    let quote = quote(&terms, &items, None);
    assert_eq!(
        tax_shares(&quote),
        [Some(101), Some(201), Some(100), None],
        "200.8 and 200.8 of 20.08 and 10.04"
    );
    assert_eq!(quote.tax_minor, 402);
    let totals: Vec<_> = (quote.taxes().iter())
        .map(|tax| {
            (
                tax.rate.percent.to_string(),
                tax.net_minor,
                tax.amount_minor,
            )
        })
        .collect();
    assert_eq!(
        totals,
        [("10".to_owned(), 2_008, 201), ("20".to_owned(), 1_004, 201)],
        "in the order of the lines"
    );
}

#[test]
fn one_percentage_included_and_added_are_two_rates() {
    let terms = Terms {
        services: vec![
            taxed("a", 1_190, "19", Inclusive),
            taxed("b", 1_000, "19", Exclusive),
        ],
        ..studio()
    };
    let quote = quote(&terms, &[("a", 1), ("b", 1)], None);
    assert_eq!(tax_shares(&quote), [Some(190), Some(190)]);
    assert_eq!((quote.tax_minor, quote.total_minor), (190, 2_380));
    assert_eq!(quote.taxes().len(), 2);
}

#[test]
fn one_rate_written_in_two_ways_is_one_rate() {
    let terms = Terms {
        services: vec![
            taxed("a", 1_004, "10", Exclusive),
            taxed("b", 1_004, "10.00", Exclusive),
        ],
        ..studio()
    };
    let quote = quote(&terms, &[("a", 1), ("b", 1)], None);
    assert_eq!(quote.taxes().len(), 1);
    assert_eq!(quote.tax_minor, 201, "of 200.8");
}

#[test]
fn a_discount_lowers_the_tax_of_the_lines_that_it_covers_only() {
    let mut terms = Terms {
        services: vec![
            taxed("a", 1_000, "10", Exclusive),
            taxed("b", 1_000, "20", Exclusive),
        ],
        ..studio_with(coupon(fixed("EUR", 500)))
    };
    terms.coupons[0].scope = only(&["b"]);
    let quote = quote(&terms, &[("a", 1), ("b", 1)], Some("WELCOME"));
    assert_eq!(tax_shares(&quote), [Some(100), Some(100)]);
    assert_eq!(quote.total_minor, 1_700);
}

#[test]
fn nothing_is_taxed_where_nothing_is_left() {
    let terms = Terms {
        services: vec![taxed("class", 4_800, "19", Exclusive)],
        ..studio_with(coupon(percent("100", None)))
    };
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!((quote.tax_minor, quote.total_minor), (0, 0));
}

#[test]
fn the_minimum_charge_is_of_what_is_due_with_the_tax() {
    let left = |kind| {
        let terms = Terms {
            services: vec![taxed("class", 4_800, "20", kind)],
            ..studio_with(coupon(fixed("EUR", 4_755)))
        };
        let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
        (quote.total_minor, quote.rejected.is_some())
    };
    assert_eq!(left(Exclusive), (54, false), "0.45 and 0.09");
    assert_eq!(left(Inclusive), (4_800, true));
}

#[test]
fn the_minimum_amount_looks_at_the_subtotal_without_the_tax() {
    let mut terms = Terms {
        services: vec![taxed("class", 4_800, "20", Exclusive)],
        ..studio_with(coupon(percent("10", None)))
    };
    terms.coupons[0].minimum_amount_minor = Some(4_801);
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert!(quote.rejected.is_some());
}
