//! Money: integers, exact percentages, and the order of work from the subtotal to what is due.

use booking_engine::{
    AMOUNT_MAX_MINOR, AddOn, Deposit, FreeOrders, Item, ItemAddOn, OversizeFixed, Percent, Policy,
    PriceError, PriceRequest, Rejection, TaxKind, Terms, allocate, price, share_minor,
};

use crate::fixture::{
    class_of, coupon, fixed, id, noon, only, percent, priced, quote, reason, request, service,
    shares, studio, studio_with, taxed, ten_percent,
};

#[test]
fn a_percentage_is_rounded_half_up_once_on_the_eligible_subtotal() {
    let discount = |percentage: &str, unit_price_minor| {
        let terms = Terms {
            services: vec![service("class", unit_price_minor, 8)],
            ..studio_with(coupon(percent(percentage, None)))
        };
        class_of(&terms, 3).0
    };
    assert_eq!(discount("50", 1_033), 1_550, "1549.5 rounds up");
    assert_eq!(discount("12.5", 1_033), 387, "387.375 rounds down");
    assert_eq!(discount("0.05", 1_000), 2, "1.5 rounds up");
    // Line by line it would be 3 x round(10.4) = 30.
    assert_eq!(discount("1", 1_040), 31, "31.2 for the whole order");
}

#[test]
fn max_discount_caps_a_percentage_after_the_rounding() {
    let terms = studio_with(coupon(percent("25", Some(1_500))));
    assert_eq!(class_of(&terms, 1), (1_200, None));
    assert_eq!(class_of(&terms, 2), (1_500, None));
}

#[test]
fn a_fixed_coupon_is_clamped_to_the_eligible_subtotal() {
    let terms = studio_with(coupon(fixed("EUR", 6_000)));
    assert_eq!(class_of(&terms, 1), (4_800, None));
    assert_eq!(class_of(&terms, 2), (6_000, None));
}

#[test]
fn the_switch_oversize_fixed_refuses_what_is_worth_more_than_the_subtotal() {
    let policy = Policy {
        oversize_fixed: OversizeFixed::Refuse,
        ..Policy::default()
    };
    let terms = Terms {
        policy,
        ..studio_with(coupon(fixed("EUR", 6_000)))
    };
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::OversizeFixed)));
    assert_eq!(class_of(&terms, 2), (6_000, None));
}

#[test]
fn a_fixed_coupon_in_another_currency_is_rejected_never_converted() {
    let terms = studio_with(coupon(fixed("USD", 1_000)));
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::CurrencyMismatch)));
}

#[test]
fn a_discount_is_split_by_largest_remainder_with_ties_to_the_earlier_line() {
    let terms = Terms {
        services: vec![
            service("a", 100, 1),
            service("b", 100, 1),
            service("c", 100, 1),
        ],
        ..studio_with(coupon(fixed("EUR", 100)))
    };
    let quote = quote(&terms, &[("a", 1), ("b", 1), ("c", 1)], Some("WELCOME"));
    let shares: Vec<_> = quote.lines.iter().map(|line| line.discount_minor).collect();
    assert_eq!(shares, [34, 33, 33]);
}

#[test]
fn overflow_is_an_error_never_a_wrap() {
    let priced = |unit_price_minor, attendees| {
        let terms = Terms {
            services: vec![service("class", unit_price_minor, 1_000)],
            ..studio()
        };
        price(&request(&[("class", attendees)], None), &terms, noon())
    };
    for (unit_price_minor, attendees) in [
        (i64::MAX, 2),
        (AMOUNT_MAX_MINOR, 2),
        (AMOUNT_MAX_MINOR + 1, 1),
        (-1, 1),
    ] {
        let error = priced(unit_price_minor, attendees);
        assert_eq!(
            error,
            Err(PriceError::AmountOutOfRange),
            "{unit_price_minor} x {attendees}"
        );
    }
    assert!(priced(AMOUNT_MAX_MINOR, 1).is_ok());
}

#[test]
fn a_percentage_is_above_0_at_most_100_and_exact() {
    for text in ["0", "0.0", "100.01", "101"] {
        assert!(text.parse::<Percent>().is_err(), "{text}");
    }
    for text in [
        "",
        "-5",
        "+5",
        "1e2",
        "NaN",
        "12,5",
        "0.0000001",
        "1_0",
        ".",
    ] {
        assert!(text.parse::<Percent>().is_err(), "{text}");
    }
    for (text, canonical) in [("100", "100"), ("12.50", "12.5"), ("0.000001", "0.000001")] {
        assert_eq!(text.parse::<Percent>().unwrap().to_string(), canonical);
    }
}

#[test]
fn a_discount_that_rounds_to_nothing_is_no_discount() {
    let terms = Terms {
        services: vec![service("class", 60, 1)],
        ..studio_with(coupon(percent("0.5", None)))
    };
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
}

#[test]
fn the_order_of_work_is_price_attendees_coupon_tax_total_deposit_amount_due() {
    let mut class = taxed("class", 4_800, "20", TaxKind::Exclusive);
    class.add_ons = vec![AddOn {
        id: id("mat"),
        unit_price_minor: 100,
        quantity_max: 2,
    }];
    let terms = Terms {
        services: vec![class],
        deposit: Some(Deposit::Percent { percent: id("50") }),
        ..studio_with(coupon(percent("10", None)))
    };
    let mut request = PriceRequest::of(vec![Item::plain(id("class"), 2)]);
    request.items[0].add_ons = vec![ItemAddOn {
        add_on_id: id("mat"),
        quantity: 2,
    }];
    request.code = Some("welcome".to_owned());
    let quote = priced(&terms, &request);
    assert_eq!(quote.subtotal_minor, 10_000, "(48.00 + 2 x 1.00) x 2");
    assert_eq!(quote.discount_minor, 1_000, "of the subtotal");
    assert_eq!(quote.tax_minor, 1_800, "20 % of 90.00");
    assert_eq!(quote.total_minor, 10_800);
    assert_eq!(quote.amount_due_minor, 5_400, "half of the total");
    assert_eq!(quote.balance_minor, 5_400, "total less what is paid");
}

#[test]
fn percentages_are_exact_decimals_up_to_the_largest_amount() {
    let discount = |percentage: &str, unit_price_minor| {
        let terms = Terms {
            services: vec![service("class", unit_price_minor, 1)],
            ..studio_with(coupon(percent(percentage, None)))
        };
        class_of(&terms, 1).0
    };
    // 333333.33 and 999999.99 of a million, to the last cent.
    assert_eq!(discount("33.333333", AMOUNT_MAX_MINOR), 333_333_330_000);
    assert_eq!(discount("99.999999", AMOUNT_MAX_MINOR), 999_999_989_999);
    assert_eq!(discount("0.000001", 50_000_000), 1, "0.5 rounds up");
    assert_eq!(
        discount("0.000001", 49_999_999),
        0,
        "0.49999999 rounds down"
    );
    // In binary fractions 1.005 x 100 falls short of 100.5.
    assert_eq!(discount("1.005", 10_000), 101);
}

#[test]
fn a_hundred_percent_takes_off_everything() {
    let quote = quote(
        &studio_with(coupon(percent("100", None))),
        &[("class", 3), ("lesson", 1)],
        Some("WELCOME"),
    );
    assert_eq!(quote.discount_minor, quote.subtotal_minor);
    assert_eq!(shares(&quote), [14_400, 8_500]);
}

#[test]
fn a_percentage_is_of_the_eligible_subtotal_only() {
    let terms = ten_percent(|coupon| coupon.scope = only(&["class"]));
    let quote = quote(&terms, &[("class", 2), ("lesson", 1)], Some("WELCOME"));
    assert_eq!((quote.subtotal_minor, quote.discount_minor), (18_100, 960));
    assert_eq!(quote.coupon.unwrap().eligible_minor, 9_600);
}

#[test]
fn a_fixed_amount_is_taken_off_once_for_the_order_not_for_each_line_or_attendee() {
    let terms = studio_with(coupon(fixed("EUR", 1_000)));
    let quote = quote(&terms, &[("class", 3), ("lesson", 1)], Some("WELCOME"));
    assert_eq!(quote.discount_minor, 1_000);
}

#[test]
fn a_fixed_coupon_is_clamped_to_what_is_eligible_not_to_the_whole_order() {
    let mut terms = studio_with(coupon(fixed("EUR", 6_000)));
    terms.coupons[0].scope = only(&["class"]);
    let quote = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
    assert_eq!(shares(&quote), [4_800, 0]);
}

#[test]
fn a_cap_of_nothing_leaves_no_discount() {
    let terms = studio_with(coupon(percent("25", Some(0))));
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
}

#[test]
fn oversize_refuse_compares_with_what_is_eligible_and_equal_is_not_above() {
    let with = |amount_minor| {
        let mut terms = studio_with(coupon(fixed("EUR", amount_minor)));
        terms.coupons[0].scope = only(&["class"]);
        terms.policy.oversize_fixed = OversizeFixed::Refuse;
        let quote = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
        (quote.discount_minor, reason(&quote))
    };
    assert_eq!(with(4_800), (4_800, None));
    assert_eq!(with(4_801), (0, Some(Rejection::OversizeFixed)));
}

#[test]
fn oversize_refuse_says_nothing_of_percentages() {
    let mut terms = studio_with(coupon(percent("100", None)));
    terms.policy.oversize_fixed = OversizeFixed::Refuse;
    assert_eq!(class_of(&terms, 1), (4_800, None));
}

#[test]
fn oversize_is_clamped_and_free_orders_are_allowed_by_default() {
    let policy = Policy::default();
    assert_eq!(policy.oversize_fixed, OversizeFixed::Clamp);
    assert_eq!(policy.free_orders, FreeOrders::Allow);
}

#[test]
fn the_unit_that_is_left_over_goes_to_the_largest_remainder() {
    // 1.1, 2.2 and 7.7; the first two keep what is whole.
    assert_eq!(allocate(11, &[10, 20, 70]), [1, 2, 8]);
    // 0.6, 0.6, 0.6 and 1.2: two units for the earlier ones of three equal remainders.
    assert_eq!(allocate(3, &[10, 10, 10, 20]), [1, 1, 0, 1]);
}

#[test]
fn no_share_is_above_its_line() {
    assert_eq!(allocate(1_001, &[1, 1, 1_000]), [1, 1, 999]);
    assert_eq!(allocate(1_002, &[1, 1, 1_000]), [1, 1, 1_000]);
    assert_eq!(allocate(5, &[0, 5, 0]), [0, 5, 0]);
    assert_eq!(allocate(0, &[0, 0]), [0, 0]);
    assert!(allocate(0, &[]).is_empty());
}

#[test]
fn the_largest_amounts_are_split_without_overflow() {
    let lines = [AMOUNT_MAX_MINOR / 2, AMOUNT_MAX_MINOR / 2, 1];
    assert_eq!(allocate(AMOUNT_MAX_MINOR, &lines), lines);
}

#[test]
fn a_subtotal_or_a_total_above_the_largest_amount_is_an_error() {
    let half = AMOUNT_MAX_MINOR / 2 + 1;
    let lines = Terms {
        services: vec![service("class", half, 1)],
        ..studio()
    };
    let priced = |terms: &Terms, items: &[(&str, u32)], code| {
        price(&request(items, code), terms, noon()).map(|quote| quote.total_minor)
    };
    assert_eq!(priced(&lines, &[("class", 1)], None), Ok(half));
    assert_eq!(
        priced(&lines, &[("class", 1), ("class", 1)], None),
        Err(PriceError::AmountOutOfRange)
    );
    let taxed = Terms {
        services: vec![taxed("class", AMOUNT_MAX_MINOR, "1", TaxKind::Exclusive)],
        ..studio_with(coupon(percent("50", None)))
    };
    for code in [None, Some("WELCOME")] {
        // The undiscounted price must be one, too: removing the code shows it.
        assert_eq!(
            priced(&taxed, &[("class", 1)], code),
            Err(PriceError::AmountOutOfRange)
        );
    }
}

#[test]
fn amounts_beyond_any_price_on_a_coupon_or_deposit_never_wrap() {
    for amount_minor in [i64::MIN, -1, 0] {
        let terms = studio_with(coupon(fixed("EUR", amount_minor)));
        assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
        let terms = studio_with(coupon(percent("10", Some(amount_minor))));
        assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
    }
    let terms = studio_with(coupon(fixed("EUR", i64::MAX)));
    assert_eq!(class_of(&terms, 1), (4_800, None));
    let terms = studio_with(coupon(percent("10", Some(i64::MAX))));
    assert_eq!(class_of(&terms, 1), (480, None));
    let terms = ten_percent(|coupon| coupon.minimum_amount_minor = Some(i64::MAX));
    let missing_minor = i64::MAX - 4_800;
    let minimum_minor = i64::MAX;
    let reason = Rejection::MinimumAmount {
        minimum_minor,
        missing_minor,
    };
    assert_eq!(class_of(&terms, 1), (0, Some(reason)));
    let terms = Terms {
        deposit: Some(Deposit::Flat {
            amount_minor: i64::MAX,
        }),
        ..studio()
    };
    assert_eq!(quote(&terms, &[("class", 1)], None).amount_due_minor, 4_800);
}

#[test]
fn a_share_is_rounded_half_up_once_to_what_the_currency_can_give_back() {
    let share = |percent: &str, amount_minor, currency: &str| {
        let percent: Percent = percent.parse().expect("a percentage");
        percent.share_minor(amount_minor, currency.parse().expect("a currency"))
    };
    assert_eq!(share("50", 4_801, "EUR"), 2_401);
    assert_eq!(share("33", 100, "EUR"), 33);
    assert_eq!(share("100", 9_600, "EUR"), 9_600);
    // Three decimals are given back with the last one 0, and never more than there was.
    assert_eq!(share("50", 4_810, "KWD"), 2_410);
    assert_eq!(share("100", 5, "KWD"), 5);
    // Whole percentages are rounded the same way, and 0 is one of them.
    let eur = "EUR".parse().expect("a currency");
    assert_eq!(share_minor(50, 4_801, eur), share("50", 4_801, "EUR"));
    assert_eq!(share_minor(0, 4_801, eur), 0);
    assert_eq!(share_minor(100, 4_801, eur), 4_801);
    assert_eq!(
        share_minor(250, 4_801, eur),
        4_801,
        "never more than there was"
    );
    let kwd = "KWD".parse().expect("a currency");
    assert_eq!(share_minor(50, 4_810, kwd), 2_410);
}
