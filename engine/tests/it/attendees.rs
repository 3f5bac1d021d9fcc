//! What each attendee stands for, so that a cancellation gives back a known sum.

use booking_engine::{
    AddOn, AttendeeShare, Deposit, Item, ItemAddOn, PriceRequest, TaxKind, Terms,
};

use crate::fixture::{coupon, fixed, id, percent, priced, quote, studio, studio_with, taxed};

#[test]
fn a_line_s_discount_is_split_over_its_attendees_to_the_cent() {
    let terms = studio_with(coupon(fixed("EUR", 1_000)));
    let quote = quote(&terms, &[("class", 3)], Some("WELCOME"));
    let shares = quote.attendee_shares();
    let discounts: Vec<_> = shares.iter().map(|share| share.discount_minor).collect();
    assert_eq!(discounts, [334, 333, 333]);
}

/// A field of every share.
fn each(shares: &[AttendeeShare], field: fn(&AttendeeShare) -> i64) -> Vec<i64> {
    shares.iter().map(field).collect()
}

#[test]
fn there_is_one_share_for_each_attendee_line_by_line() {
    let shares = quote(&studio(), &[("class", 2), ("lesson", 1)], None).attendee_shares();
    let lines: Vec<_> = shares.iter().map(|share| share.line).collect();
    assert_eq!(lines, [0, 0, 1]);
    assert_eq!(each(&shares, |s| s.amount_minor), [4_800, 4_800, 8_500]);
    assert_eq!(each(&shares, |s| s.total_minor), [4_800, 4_800, 8_500]);
    assert_eq!(each(&shares, |s| s.amount_due_minor), [4_800, 4_800, 8_500]);
}

#[test]
fn shares_of_attendees_hold_tax_add_ons_and_deposit_and_sum_to_the_quote_s_figures() {
    let mut class = taxed("class", 3_333, "19", TaxKind::Exclusive);
    class.add_ons = vec![AddOn {
        id: id("mat"),
        unit_price_minor: 100,
        quantity_max: 1,
    }];
    let terms = Terms {
        services: vec![class],
        deposit: Some(Deposit::Flat {
            amount_minor: 5_000,
        }),
        ..studio_with(coupon(fixed("EUR", 1_000)))
    };
    let item = Item {
        add_ons: vec![ItemAddOn {
            add_on_id: id("mat"),
            quantity: 1,
        }],
        ..Item::plain(id("class"), 3)
    };
    let request = PriceRequest {
        code: Some("welcome".to_owned()),
        ..PriceRequest::of(vec![item])
    };
    let quote = priced(&terms, &request);
    // 102.99 is 99.99 and three mats; 92.99 is taxed with 17.6681.
    assert_eq!(
        (quote.subtotal_minor, quote.tax_minor, quote.total_minor),
        (10_299, 1_767, 11_066)
    );
    let shares = quote.attendee_shares();
    assert_eq!(each(&shares, |s| s.amount_minor), [3_433; 3]);
    assert_eq!(each(&shares, |s| s.discount_minor), [334, 333, 333]);
    assert_eq!(each(&shares, |s| s.tax_minor), [589, 589, 589]);
    assert_eq!(each(&shares, |s| s.total_minor), [3_688, 3_689, 3_689]);
    assert_eq!(each(&shares, |s| s.amount_due_minor), [1_666, 1_667, 1_667]);
}

#[test]
fn a_tax_that_prices_contain_is_no_more_to_give_back() {
    let terms = Terms {
        services: vec![taxed("class", 4_800, "19", TaxKind::Inclusive)],
        ..studio()
    };
    let shares = quote(&terms, &[("class", 2)], None).attendee_shares();
    assert_eq!(each(&shares, |s| s.tax_minor), [0, 0]);
    assert_eq!(each(&shares, |s| s.total_minor), [4_800, 4_800]);
}

#[test]
fn attendees_of_a_free_order_have_nothing_to_get_back() {
    let terms = studio_with(coupon(percent("100", None)));
    let shares = quote(&terms, &[("class", 2)], Some("WELCOME")).attendee_shares();
    assert_eq!(each(&shares, |s| s.discount_minor), [4_800, 4_800]);
    assert_eq!(each(&shares, |s| s.total_minor), [0, 0]);
    assert_eq!(each(&shares, |s| s.amount_due_minor), [0, 0]);
}

#[test]
fn a_tax_is_split_over_attendees_by_largest_remainder() {
    let terms = Terms {
        services: vec![taxed("class", 1_001, "10", TaxKind::Exclusive)],
        ..studio()
    };
    let quote = quote(&terms, &[("class", 4)], None);
    assert_eq!(quote.tax_minor, 400, "of 400.4");
    let shares = quote.attendee_shares();
    assert_eq!(each(&shares, |s| s.tax_minor), [100; 4]);

    let terms = Terms {
        services: vec![taxed("class", 1_004, "10", TaxKind::Exclusive)],
        ..studio()
    };
    let quote = crate::fixture::quote(&terms, &[("class", 4)], None);
    assert_eq!(quote.tax_minor, 402, "of 401.6");
    let shares = quote.attendee_shares();
    assert_eq!(each(&shares, |s| s.tax_minor), [101, 101, 100, 100]);
}

#[test]
fn shares_are_frozen_with_the_quote_and_read_off_it_alone() {
    let terms = Terms {
        services: vec![taxed("class", 3_333, "19", TaxKind::Exclusive)],
        ..studio_with(coupon(fixed("EUR", 1_000)))
    };
    let quote = quote(&terms, &[("class", 3)], Some("WELCOME"));
    let shares = quote.attendee_shares();
    let text = serde_json::to_string(&quote).unwrap();
    drop((terms, quote));
    let recorded: booking_engine::Quote = serde_json::from_str(&text).unwrap();
    assert_eq!(recorded.check_laws(), Ok(()));
    assert_eq!(recorded.attendee_shares(), shares);
}

#[test]
fn an_attendee_s_tax_is_on_what_the_discount_leaves_of_that_attendee() {
    let terms = Terms {
        services: vec![taxed("class", 1_000, "10", TaxKind::Exclusive)],
        ..studio_with(coupon(fixed("EUR", 1_000)))
    };
    let shares = quote(&terms, &[("class", 3)], Some("WELCOME")).attendee_shares();
    assert_eq!(each(&shares, |s| s.discount_minor), [334, 333, 333]);
    assert_eq!(
        each(&shares, |s| s.tax_minor),
        [66, 67, 67],
        "of 66.6, 66.7 and 66.7"
    );
}
