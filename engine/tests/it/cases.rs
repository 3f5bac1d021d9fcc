//! One case for each sentence of the rules on money, coupons and codes.

use booking_engine::{
    AMOUNT_MAX_MINOR, Coupon, CouponCode, FreeOrders, OversizeFixed, Payment, Percent, Policy,
    PriceError, PromotionCode, QuoteChange, Rejection, Scope, Terms, price,
};
use chrono::TimeDelta;

use crate::fixture::{
    class_of, code, coupon, fixed, noon, percent, quote, request, service, studio, studio_with,
};

// Money

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
fn a_line_s_discount_is_split_over_its_attendees_to_the_cent() {
    let terms = studio_with(coupon(fixed("EUR", 1_000)));
    let quote = quote(&terms, &[("class", 3)], Some("WELCOME"));
    let shares = quote.attendee_shares();
    let discounts: Vec<_> = shares.iter().map(|share| share.discount_minor).collect();
    assert_eq!(discounts, [334, 333, 333]);
}

#[test]
fn amount_due_0_is_a_free_order() {
    let quote = quote(
        &studio_with(coupon(percent("100", None))),
        &[("class", 1)],
        Some("WELCOME"),
    );
    assert_eq!((quote.total_minor, quote.payment()), (0, Payment::Free));
}

#[test]
fn the_switch_free_orders_refuses_a_coupon_that_leaves_nothing_to_pay() {
    let policy = Policy {
        free_orders: FreeOrders::Refuse,
        ..Policy::default()
    };
    let terms = Terms {
        policy,
        ..studio_with(coupon(percent("100", None)))
    };
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::FreeOrderRefused)));
}

#[test]
fn an_amount_due_below_the_minimum_charge_rejects_the_code_and_keeps_the_price() {
    let at = |left_minor: i64| {
        let terms = studio_with(coupon(fixed("EUR", 4_800 - left_minor)));
        quote(&terms, &[("class", 1)], Some("WELCOME"))
    };
    let refused = at(49);
    let reason = Rejection::BelowMinimumCharge { minimum_minor: 50 };
    assert_eq!(refused.rejected.map(|r| r.reason), Some(reason));
    assert_eq!(refused.total_minor, 4_800, "the undiscounted price stays");
    assert_eq!(at(50).total_minor, 50);
}

#[test]
fn a_price_that_is_itself_below_the_minimum_charge_cannot_be_paid() {
    let terms = Terms {
        services: vec![service("class", 49, 1)],
        ..studio()
    };
    let payment = quote(&terms, &[("class", 1)], None).payment();
    assert_eq!(payment, Payment::BelowMinimum { minimum_minor: 50 });
}

#[test]
fn three_decimal_currencies_are_discounted_in_steps_of_ten() {
    let terms = Terms {
        currency: "KWD".parse().unwrap(),
        services: vec![service("class", 10_130, 1)],
        ..studio_with(coupon(percent("12.5", None)))
    };
    // 1266.25 fils; the last of three decimals that Stripe takes is 0.
    assert_eq!(class_of(&terms, 1), (1_270, None));
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

// Codes

#[test]
fn codes_are_trimmed_of_blanks_and_zero_width_marks_and_upper_cased() {
    for text in [
        "welcome",
        " Welcome\t",
        "\u{a0}WELCOME\u{2003}",
        "\u{feff}\u{200b}welcome\u{200d}",
    ] {
        assert_eq!(
            text.parse::<CouponCode>().unwrap().as_str(),
            "WELCOME",
            "{text:?}"
        );
    }
}

#[test]
fn codes_are_upper_cased_by_ascii_never_by_locale() {
    // The dotless i and the long s upper-case to ASCII letters by Unicode's rules.
    for text in ["w\u{131}n", "\u{17f}ale", "ＷＥＬＣＯＭＥ", "\u{410}BC"] {
        assert!(text.parse::<CouponCode>().is_err(), "{text}");
    }
}

#[test]
fn a_code_with_blanks_inside_is_not_found_at_checkout() {
    let quote = quote(
        &studio_with(coupon(percent("10", None))),
        &[("class", 1)],
        Some("WEL COME"),
    );
    let rejected = quote.rejected.unwrap();
    assert_eq!(rejected.reason, Rejection::NotFound);
    assert_eq!(rejected.code, "WEL COME", "shown as it was typed");
}

#[test]
fn a_code_has_one_to_sixty_four_characters() {
    assert!("".parse::<CouponCode>().is_err());
    assert!("A".parse::<CouponCode>().is_ok());
    assert!("A".repeat(64).parse::<CouponCode>().is_ok());
    assert!("A".repeat(65).parse::<CouponCode>().is_err());
}

#[test]
fn a_code_applies_in_any_case() {
    let terms = studio_with(coupon(percent("10", None)));
    for text in ["WELCOME", "welcome", " WelCome "] {
        let quote = quote(&terms, &[("class", 1)], Some(text));
        assert_eq!(quote.discount_minor, 480, "{text:?}");
        assert_eq!(quote.coupon.unwrap().code().unwrap().as_str(), "WELCOME");
    }
}

#[test]
fn an_archived_code_is_inactive_and_gives_its_text_to_a_new_one() {
    let archived = PromotionCode {
        archived: true,
        ..code("WELCOME")
    };
    let only_archived = Terms {
        promotion_codes: vec![archived.clone()],
        ..studio_with(coupon(percent("10", None)))
    };
    assert_eq!(class_of(&only_archived, 1), (0, Some(Rejection::Inactive)));
    let with_a_new_one = Terms {
        promotion_codes: vec![archived, code("WELCOME")],
        ..only_archived
    };
    assert_eq!(class_of(&with_a_new_one, 1), (480, None));
}

// Checks, in their order

fn ten_percent(change: impl FnOnce(&mut Coupon)) -> Terms {
    let mut coupon = coupon(percent("10", None));
    change(&mut coupon);
    studio_with(coupon)
}

#[test]
fn an_inactive_coupon_is_rejected() {
    let terms = ten_percent(|coupon| coupon.active = false);
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::Inactive)));
}

#[test]
fn the_window_is_inclusive_at_both_ends() {
    let tick = TimeDelta::nanoseconds(1);
    let with = |starts_at, ends_at| {
        let terms = ten_percent(|coupon| {
            coupon.starts_at = starts_at;
            coupon.ends_at = ends_at;
        });
        class_of(&terms, 1)
    };
    let applies = (480, None);
    assert_eq!(with(Some(noon()), Some(noon())), applies);
    assert_eq!(
        with(Some(noon() + tick), None),
        (0, Some(Rejection::NotStarted))
    );
    assert_eq!(
        with(None, Some(noon() - tick)),
        (0, Some(Rejection::Expired))
    );
}

#[test]
fn a_code_may_end_before_its_coupon() {
    let mut terms = ten_percent(|coupon| coupon.ends_at = Some(noon() + TimeDelta::days(30)));
    terms.promotion_codes[0].expires_at = Some(noon() - TimeDelta::seconds(1));
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::Expired)));
}

#[test]
fn only_services_in_scope_are_discounted() {
    let scope = Scope::Only {
        calendars: vec![],
        services: vec!["lesson".parse().unwrap()],
    };
    let terms = ten_percent(|coupon| coupon.scope = scope);
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
    let both = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
    let shares: Vec<_> = both.lines.iter().map(|line| line.discount_minor).collect();
    assert_eq!(shares, [0, 850]);
}

#[test]
fn a_calendar_in_scope_covers_all_its_services() {
    let named = |calendar: &str| {
        let scope = Scope::Only {
            calendars: vec![calendar.parse().unwrap()],
            services: vec![],
        };
        class_of(&ten_percent(|coupon| coupon.scope = scope), 1)
    };
    assert_eq!(named("studio"), (480, None));
    assert_eq!(named("gallery"), (0, Some(Rejection::NotApplicable)));
}

#[test]
fn the_minimum_is_inclusive_and_on_the_whole_undiscounted_subtotal() {
    let minimum_minor = 9_600;
    let terms = ten_percent(|coupon| {
        coupon.minimum_amount_minor = Some(minimum_minor);
        coupon.scope = Scope::Only {
            calendars: vec![],
            services: vec!["class".parse().unwrap()],
        };
    });
    let missing_minor = 4_800;
    let reason = Rejection::MinimumAmount {
        minimum_minor,
        missing_minor,
    };
    assert_eq!(class_of(&terms, 1), (0, Some(reason)));
    assert_eq!(class_of(&terms, 2), (960, None));
    let with_a_lesson = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
    assert_eq!(
        with_a_lesson.discount_minor, 480,
        "the lesson counts towards the minimum"
    );
}

#[test]
fn the_higher_minimum_of_coupon_and_code_holds() {
    let mut terms = ten_percent(|coupon| coupon.minimum_amount_minor = Some(100));
    terms.promotion_codes[0].minimum_amount_minor = Some(5_000);
    let reason = Rejection::MinimumAmount {
        minimum_minor: 5_000,
        missing_minor: 200,
    };
    assert_eq!(class_of(&terms, 1), (0, Some(reason)));
}

#[test]
fn limits_count_redemptions_of_the_coupon_of_the_code_and_of_the_customer() {
    let mut terms = ten_percent(|coupon| {
        coupon.max_redemptions = Some(3);
        coupon.max_per_customer = Some(2);
    });
    terms.promotion_codes[0].max_redemptions = Some(2);
    let coupon_id = terms.coupons[0].id.clone();
    let code_id = terms.promotion_codes[0].id.clone();
    let used = |by_all, by_code, by_customer| {
        let mut terms = terms.clone();
        terms
            .history
            .coupon_redemptions
            .insert(coupon_id.clone(), by_all);
        terms
            .history
            .code_redemptions
            .insert(code_id.clone(), by_code);
        terms
            .history
            .customer_redemptions
            .insert(coupon_id.clone(), by_customer);
        class_of(&terms, 1)
    };
    assert_eq!(used(2, 1, 1), (480, None));
    assert_eq!(used(3, 1, 1), (0, Some(Rejection::RedemptionLimit)));
    assert_eq!(used(2, 2, 1), (0, Some(Rejection::RedemptionLimit)));
    assert_eq!(used(2, 1, 2), (0, Some(Rejection::CustomerLimit)));
}

#[test]
fn a_first_purchase_has_no_earlier_order() {
    let mut terms = ten_percent(|coupon| coupon.first_purchase_only = true);
    assert_eq!(class_of(&terms, 1), (480, None));
    terms.history.customer_orders = 1;
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::FirstPurchase)));
}

/// A change to the terms that removes one reason to reject.
type Mend = fn(&mut Terms);

/// Spoils everything at once, then mends one thing after the other.
#[test]
fn the_first_check_that_fails_names_the_rejection() {
    let mut terms = studio_with(coupon(fixed("USD", 4_790)));
    let coupon_id = terms.coupons[0].id.clone();
    terms.coupons[0].active = false;
    terms.coupons[0].starts_at = Some(noon() + TimeDelta::days(1));
    terms.coupons[0].ends_at = Some(noon() - TimeDelta::days(1));
    terms.coupons[0].scope = Scope::Only {
        calendars: vec![],
        services: vec![],
    };
    terms.coupons[0].minimum_amount_minor = Some(4_801);
    terms.coupons[0].max_redemptions = Some(1);
    terms.coupons[0].max_per_customer = Some(1);
    terms.coupons[0].first_purchase_only = true;
    terms
        .history
        .coupon_redemptions
        .insert(coupon_id.clone(), 1);
    terms.history.customer_redemptions.insert(coupon_id, 1);
    terms.history.customer_orders = 1;

    let steps: [(Rejection, Mend); 10] = [
        (Rejection::Inactive, |t| t.coupons[0].active = true),
        (Rejection::NotStarted, |t| t.coupons[0].starts_at = None),
        (Rejection::Expired, |t| t.coupons[0].ends_at = None),
        (Rejection::CurrencyMismatch, |t| {
            t.coupons[0].benefit = fixed("EUR", 4_790);
        }),
        (Rejection::NotApplicable, |t| {
            t.coupons[0].scope = Scope::Everything;
        }),
        (
            Rejection::MinimumAmount {
                minimum_minor: 4_801,
                missing_minor: 1,
            },
            |t| t.coupons[0].minimum_amount_minor = None,
        ),
        (Rejection::RedemptionLimit, |t| {
            t.coupons[0].max_redemptions = None;
        }),
        (Rejection::CustomerLimit, |t| {
            t.coupons[0].max_per_customer = None;
        }),
        (Rejection::FirstPurchase, |t| t.history.customer_orders = 0),
        (Rejection::BelowMinimumCharge { minimum_minor: 50 }, |t| {
            t.coupons[0].benefit = fixed("EUR", 4_000);
        }),
    ];
    for (reason, mend) in steps {
        assert_eq!(class_of(&terms, 1), (0, Some(reason)));
        mend(&mut terms);
    }
    assert_eq!(class_of(&terms, 1), (4_000, None));
}

#[test]
fn a_discount_that_rounds_to_nothing_is_no_discount() {
    let terms = Terms {
        services: vec![service("class", 60, 1)],
        ..studio_with(coupon(percent("0.5", None)))
    };
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
}

// What strangers may know

#[test]
fn a_stranger_gets_one_answer_for_codes_that_do_not_work() {
    use Rejection::{CustomerLimit, Expired, Inactive, NotFound, NotStarted, RedemptionLimit};
    for reason in [
        NotFound,
        Inactive,
        NotStarted,
        Expired,
        RedemptionLimit,
        CustomerLimit,
    ] {
        assert_eq!(reason.for_stranger(&Policy::default()), NotFound);
    }
}

#[test]
fn reasons_that_depend_on_the_cart_stay_plain() {
    for reason in [
        Rejection::NotApplicable,
        Rejection::CurrencyMismatch,
        Rejection::MinimumAmount {
            minimum_minor: 2,
            missing_minor: 1,
        },
        Rejection::BelowMinimumCharge { minimum_minor: 50 },
        Rejection::FreeOrderRefused,
        Rejection::OversizeFixed,
    ] {
        assert_eq!(reason.for_stranger(&Policy::default()), reason);
    }
}

#[test]
fn public_terms_hold_the_presented_code_without_counters_and_no_other() {
    let mut terms = ten_percent(|coupon| {
        coupon.max_redemptions = Some(10);
        coupon.max_per_customer = Some(1);
    });
    terms.promotion_codes[0].max_redemptions = Some(5);
    let other = Coupon {
        id: "other".parse().unwrap(),
        ..terms.coupons[0].clone()
    };
    terms.promotion_codes.push(PromotionCode {
        id: "other".parse().unwrap(),
        coupon_id: other.id.clone(),
        ..code("SECRET")
    });
    terms.coupons.push(other);
    terms.history.customer_orders = 7;

    let none = terms.public(None);
    assert!(none.coupons.is_empty() && none.promotion_codes.is_empty() && none.history.is_empty());
    let presented = terms.public(Some(&"WELCOME".parse().unwrap()));
    let coupon = Coupon {
        max_redemptions: None,
        max_per_customer: None,
        ..terms.coupons[0].clone()
    };
    assert_eq!(presented.coupons, [coupon]);
    let code = PromotionCode {
        max_redemptions: None,
        ..terms.promotion_codes[0].clone()
    };
    assert_eq!(presented.promotion_codes, [code]);
    assert!(presented.history.is_empty());
    assert_eq!(
        class_of(&presented, 1),
        class_of(&terms, 1),
        "and they price the same"
    );
}

// Changes between two quotes

#[test]
fn equal_quotes_have_no_changes_and_any_difference_has_one() {
    let terms = studio_with(coupon(percent("10", None)));
    let shown = quote(&terms, &[("class", 2)], Some("WELCOME"));
    assert!(shown.changes_since(&shown).is_empty());
    let mut forged = shown.clone();
    forged.balance_minor = 1;
    assert_eq!(shown.changes_since(&forged), [QuoteChange::Other]);
    forged = shown.clone();
    forged.currency = "USD".parse().unwrap();
    assert_eq!(shown.changes_since(&forged), [QuoteChange::Currency]);
}

#[test]
fn a_change_names_the_price_the_discount_or_the_rejection() {
    let terms = studio_with(coupon(percent("10", None)));
    let shown = quote(&terms, &[("class", 2)], Some("WELCOME"));

    let mut dearer = terms.clone();
    dearer.services[0].unit_price_minor = 5_000;
    let now = quote(&dearer, &[("class", 2)], Some("WELCOME"));
    let unit_price = QuoteChange::UnitPrice {
        service_id: "class".parse().unwrap(),
        shown_minor: 4_800,
        now_minor: 5_000,
    };
    let discount = QuoteChange::Discount {
        shown_minor: 960,
        now_minor: 1_000,
    };
    assert_eq!(now.changes_since(&shown), [unit_price, discount]);

    let mut used_up = terms.clone();
    used_up.coupons[0].active = false;
    let now = quote(&used_up, &[("class", 2)], Some("WELCOME")).for_stranger(&used_up.policy);
    let reason = Rejection::NotFound;
    assert_eq!(
        now.changes_since(&shown),
        [QuoteChange::CodeRejected { reason }]
    );

    let fewer = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!(fewer.changes_since(&shown)[0], QuoteChange::Items);
}
