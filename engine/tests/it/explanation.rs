//! Where each figure of a quote comes from.

use booking_engine::{
    AddOn, AmountDueReason, Benefit, Deposit, DiscountLimit, DiscountReason, Item, ItemAddOn,
    PriceRequest, PriceSource, Quote, StaffOffer, StaffPrice, Step, Tax, TaxKind, Terms, Variation,
};

use crate::fixture::{
    coupon, fixed, id, only, percent, priced, quote, service, studio, studio_with, taxed,
};

/// The steps of each line.
fn steps(quote: &Quote) -> Vec<Vec<Step>> {
    quote.explain().lines
}

fn attendees(attendees: u32, each_minor: i64) -> Step {
    Step::Attendees {
        attendees,
        each_minor,
        amount_minor: each_minor * i64::from(attendees),
    }
}

fn base(amount_minor: i64) -> Step {
    let from = PriceSource::Service;
    Step::UnitPrice { from, amount_minor }
}

fn off(share_minor: i64, rounding_minor: i64) -> Step {
    Step::Coupon {
        coupon_id: id("coupon"),
        share_minor,
        rounding_minor,
    }
}

#[test]
fn a_plain_line_is_its_unit_price_times_attendees() {
    let quote = quote(&studio(), &[("class", 3)], None);
    assert_eq!(steps(&quote), [vec![base(4_800), attendees(3, 4_800)]]);
    assert_eq!(quote.explain().discount, None);
    assert_eq!(quote.explain().amount_due, AmountDueReason::Total);
}

#[test]
fn a_unit_price_tells_whose_it_is_and_add_ons_what_they_cost() {
    let mut class = service("class", 4_800, 8);
    class.variations = vec![Variation {
        id: id("long"),
        unit_price_minor: 6_000,
    }];
    class.staff = vec![StaffOffer {
        staff_id: id("bo"),
        own_prices: vec![StaffPrice {
            variation_id: Some(id("long")),
            unit_price_minor: 6_800,
        }],
    }];
    class.add_ons = vec![AddOn {
        id: id("mat"),
        unit_price_minor: 150,
        quantity_max: 2,
    }];
    let terms = Terms {
        services: vec![class],
        ..studio()
    };
    let of = |variation: Option<&str>, staff: Option<&str>| {
        let item = Item {
            variation_id: variation.map(id),
            staff_id: staff.map(id),
            add_ons: vec![ItemAddOn {
                add_on_id: id("mat"),
                quantity: 2,
            }],
            ..Item::plain(id("class"), 3)
        };
        steps(&priced(&terms, &PriceRequest::of(vec![item]))).remove(0)
    };
    let mats = Step::AddOn {
        add_on_id: id("mat"),
        unit_price_minor: 150,
        quantity: 2,
        amount_minor: 300,
    };
    for (variation, staff, from, amount_minor) in [
        (None, None, PriceSource::Service, 4_800),
        (Some("long"), None, PriceSource::Variation, 6_000),
        (Some("long"), Some("bo"), PriceSource::Staff, 6_800),
    ] {
        let expected = [
            Step::UnitPrice { from, amount_minor },
            mats.clone(),
            attendees(3, amount_minor + 300),
        ];
        assert_eq!(of(variation, staff), expected);
    }
}

#[test]
fn a_coupon_tells_its_share_and_the_cent_that_was_left_over() {
    let terms = Terms {
        services: vec![service("class", 1_000, 1)],
        ..studio_with(coupon(fixed("EUR", 100)))
    };
    let quote = quote(&terms, &[("class", 1); 3], Some("WELCOME"));
    let coupon_steps: Vec<_> = steps(&quote).into_iter().map(|mut it| it.pop()).collect();
    assert_eq!(
        coupon_steps,
        [Some(off(34, 1)), Some(off(33, 0)), Some(off(33, 0))]
    );
}

#[test]
fn a_line_that_the_coupon_does_not_cover_says_so() {
    let mut terms = studio_with(coupon(percent("10", None)));
    terms.coupons[0].scope = only(&["class"]);
    let quote = quote(&terms, &[("class", 1), ("lesson", 1)], Some("WELCOME"));
    let coupon_id = id("coupon");
    assert_eq!(
        steps(&quote),
        [
            vec![base(4_800), attendees(1, 4_800), off(480, 0)],
            vec![
                base(8_500),
                attendees(1, 8_500),
                Step::NotCovered { coupon_id }
            ],
        ]
    );
}

#[test]
fn a_tax_tells_its_rate_what_is_taxed_and_the_cent_that_was_left_over() {
    let terms = Terms {
        services: vec![
            taxed("a", 1_004, "10", TaxKind::Exclusive),
            taxed("b", 1_004, "10", TaxKind::Exclusive),
            taxed("c", 1_190, "19", TaxKind::Inclusive),
            taxed("d", 1_191, "19", TaxKind::Inclusive),
        ],
        ..studio()
    };
    let items = [("a", 1), ("b", 1), ("c", 1), ("d", 1)];
    let quote = quote(&terms, &items, None);
    let taxes: Vec<_> = (steps(&quote).into_iter())
        .filter_map(|mut steps| steps.pop())
        .collect();
    let tax = |percent: &str, kind, net_minor, amount_minor, rounding_minor| Step::Tax {
        rate: Tax {
            percent: id(percent),
            kind,
        },
        net_minor,
        amount_minor,
        rounding_minor,
    };
    assert_eq!(
        taxes,
        [
            tax("10", TaxKind::Exclusive, 1_004, 101, 1),
            tax("10", TaxKind::Exclusive, 1_004, 100, 0),
            tax("19", TaxKind::Inclusive, 1_190, 190, 1),
            tax("19", TaxKind::Inclusive, 1_191, 190, 0),
        ]
    );
}

#[test]
fn a_tax_is_explained_after_the_coupon_on_what_that_leaves() {
    let terms = Terms {
        services: vec![taxed("class", 5_000, "10", TaxKind::Exclusive)],
        ..studio_with(coupon(percent("20", None)))
    };
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    let rate = quote.lines[0].tax.unwrap().rate;
    let tax = Step::Tax {
        rate,
        net_minor: 4_000,
        amount_minor: 400,
        rounding_minor: 0,
    };
    assert_eq!(
        steps(&quote),
        [vec![base(5_000), attendees(1, 5_000), off(1_000, 0), tax]]
    );
}

/// The rule behind the discount on one class, what it alone would take off, and what limits it.
fn discount(
    currency: &str,
    unit_price_minor: i64,
    benefit: Benefit,
) -> (i64, Option<DiscountLimit>, i64) {
    let terms = Terms {
        currency: id(currency),
        services: vec![service("class", unit_price_minor, 1)],
        ..studio_with(coupon(benefit.clone()))
    };
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    let reason = quote.explain().discount.unwrap();
    let expected = DiscountReason {
        benefit,
        eligible_minor: unit_price_minor,
        discount_minor: quote.discount_minor,
        ..reason.clone()
    };
    assert_eq!(reason, expected);
    (
        reason.unlimited_minor,
        reason.limited_by,
        reason.discount_minor,
    )
}

#[test]
fn a_discount_tells_what_the_rule_alone_would_take_off_and_what_limits_it() {
    use DiscountLimit::{Cap, ChargeStep, EligibleSubtotal};
    assert_eq!(
        discount("EUR", 4_804, percent("12.5", None)),
        (601, None, 601),
        "the rounding of 600.5 is no limit"
    );
    assert_eq!(
        discount("EUR", 4_800, percent("25", Some(500))),
        (1_200, Some(Cap), 500)
    );
    assert_eq!(
        discount("EUR", 4_800, percent("25", Some(1_200))),
        (1_200, None, 1_200),
        "a cap that is just reached"
    );
    assert_eq!(discount("EUR", 4_800, fixed("EUR", 500)), (500, None, 500));
    assert_eq!(
        discount("EUR", 4_800, fixed("EUR", 4_800)),
        (4_800, None, 4_800)
    );
    assert_eq!(
        discount("EUR", 4_800, fixed("EUR", 5_000)),
        (5_000, Some(EligibleSubtotal), 4_800)
    );
    assert_eq!(
        discount("KWD", 10_130, percent("12.5", None)),
        (1_270, None, 1_270),
        "the rounding to the step is the one rounding"
    );
    assert_eq!(
        discount("KWD", 10_130, fixed("KWD", 1_005)),
        (1_005, Some(ChargeStep), 1_000)
    );
    assert_eq!(
        discount("ISK", 100_000, percent("50", Some(1_099))),
        (50_000, Some(Cap), 1_000)
    );
}

#[test]
fn an_amount_due_tells_the_deposit_and_whether_the_total_keeps_it_down() {
    let reason = |rule: Deposit| {
        let terms = Terms {
            deposit: Some(rule),
            ..studio()
        };
        quote(&terms, &[("class", 1)], None).explain().amount_due
    };
    let basis_minor = 4_800;
    for amount_minor in [1_000, 4_800] {
        let rule = Deposit::Flat { amount_minor };
        assert_eq!(reason(rule), AmountDueReason::Deposit { rule, basis_minor });
    }
    let rule = Deposit::Percent { percent: id("50") };
    assert_eq!(reason(rule), AmountDueReason::Deposit { rule, basis_minor });
    let rule = Deposit::Flat {
        amount_minor: 4_801,
    };
    assert_eq!(
        reason(rule),
        AmountDueReason::DepositAboveTotal { rule, basis_minor }
    );
}

#[test]
fn a_free_line_among_others_is_explained() {
    let terms = Terms {
        services: vec![service("free", 0, 1), service("class", 4_800, 1)],
        ..studio_with(coupon(percent("10", None)))
    };
    let quote = quote(&terms, &[("free", 1), ("class", 1)], Some("WELCOME"));
    assert_eq!(
        steps(&quote)[0],
        [base(0), attendees(1, 0), off(0, 0)],
        "covered, though there is nothing to take off"
    );
}

#[test]
fn an_explanation_reads_back_from_json_as_itself() {
    let terms = Terms {
        services: vec![taxed("class", 5_000, "10", TaxKind::Exclusive)],
        deposit: Some(Deposit::Flat { amount_minor: 100 }),
        ..studio_with(coupon(percent("20", Some(500))))
    };
    let explanation = quote(&terms, &[("class", 2)], Some("WELCOME")).explain();
    let text = serde_json::to_string(&explanation).unwrap();
    assert_eq!(
        serde_json::from_str::<booking_engine::Explanation>(&text).unwrap(),
        explanation
    );
}
