//! What differs between the quote a guest saw and the one that holds now.

use booking_engine::{
    AddOn, Deposit, Item, ItemAddOn, PriceRequest, Quote, QuoteChange, Rejection, StaffOffer,
    StaffPrice, TaxKind, Terms, Variation,
};

use crate::fixture::{
    coupon, fixed, grant, id, percent, priced, quote, studio, studio_with, taxed,
};

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

/// Two places in a long class of Bo's, with two mats, 10 % off, 20 % tax and a deposit.
fn everything() -> (Terms, PriceRequest) {
    let mut class = taxed("class", 4_800, "20", TaxKind::Exclusive);
    class.variations = ["long", "short"]
        .map(|name| Variation {
            id: id(name),
            unit_price_minor: 6_000,
        })
        .into();
    class.staff = ["ana", "bo"]
        .map(|name| StaffOffer {
            staff_id: id(name),
            own_prices: vec![StaffPrice {
                variation_id: Some(id("long")),
                unit_price_minor: 6_000,
            }],
        })
        .into();
    class.add_ons = ["mat", "towel"]
        .map(|name| AddOn {
            id: id(name),
            unit_price_minor: 200,
            quantity_max: 3,
        })
        .into();
    let terms = Terms {
        services: vec![class],
        deposit: Some(Deposit::Percent { percent: id("50") }),
        ..studio_with(coupon(percent("10", None)))
    };
    let item = Item {
        variation_id: Some(id("long")),
        staff_id: Some(id("bo")),
        add_ons: vec![ItemAddOn {
            add_on_id: id("mat"),
            quantity: 2,
        }],
        ..Item::plain(id("class"), 2)
    };
    let request = PriceRequest {
        code: Some("WELCOME".to_owned()),
        ..PriceRequest::of(vec![item])
    };
    (terms, request)
}

/// What differs once the terms or the request have changed.
fn after(change: fn(&mut Terms, &mut PriceRequest)) -> Vec<QuoteChange> {
    let (mut terms, mut request) = everything();
    let shown = priced(&terms, &request);
    change(&mut terms, &mut request);
    let now = priced(&terms, &request);
    assert_ne!(now, shown);
    now.changes_since(&shown)
}

#[test]
fn another_choice_is_a_change_of_the_items() {
    let changes: [fn(&mut Terms, &mut PriceRequest); 7] = [
        |_, request| request.items[0].attendees = 1,
        |_, request| request.items[0].variation_id = Some(id("short")),
        |_, request| request.items[0].staff_id = Some(id("ana")),
        |_, request| request.items[0].staff_id = None,
        |_, request| request.items[0].add_ons[0].quantity = 1,
        |_, request| request.items[0].add_ons[0].add_on_id = id("towel"),
        |_, request| request.items[0].add_ons.clear(),
    ];
    for change in changes {
        assert_eq!(after(change)[0], QuoteChange::Items);
    }
    let more = after(|_, request| request.items.push(Item::plain(id("class"), 1)));
    assert_eq!(more[0], QuoteChange::Items);
}

#[test]
fn another_service_is_a_change_of_the_items() {
    let of = |service: &str| quote(&studio(), &[(service, 1)], None);
    assert_eq!(
        of("class").changes_since(&of("lesson")),
        [QuoteChange::Items]
    );
}

#[test]
fn another_price_is_told_with_the_discount_that_follows() {
    let changes = after(|terms, _| {
        terms.services[0].staff[1].own_prices[0].unit_price_minor = 7_000;
    });
    let unit_price = QuoteChange::UnitPrice {
        service_id: id("class"),
        shown_minor: 6_000,
        now_minor: 7_000,
    };
    let discount = QuoteChange::Discount {
        shown_minor: 1_280,
        now_minor: 1_480,
    };
    assert_eq!(changes, [unit_price, discount]);
}

#[test]
fn another_price_of_an_add_on_is_told() {
    let changes = after(|terms, _| terms.services[0].add_ons[0].unit_price_minor = 100);
    let add_on = QuoteChange::AddOnPrice {
        service_id: id("class"),
        add_on_id: id("mat"),
        shown_minor: 200,
        now_minor: 100,
    };
    assert_eq!(changes[0], add_on);
}

#[test]
fn another_rate_or_kind_of_tax_is_told() {
    let service_id = || id("class");
    let told = [QuoteChange::TaxRate {
        service_id: service_id(),
    }];
    assert_eq!(
        after(|terms, _| terms.services[0].tax.as_mut().unwrap().percent = id("19")),
        told
    );
    assert_eq!(
        after(|terms, _| terms.services[0].tax.as_mut().unwrap().kind = TaxKind::Inclusive),
        told
    );
    assert_eq!(after(|terms, _| terms.services[0].tax = None), told);
}

#[test]
fn another_deposit_is_told_with_both_amounts() {
    // 128.00 less 12.80 and with 23.04 of tax is 138.24.
    let flat = after(|terms, _| {
        terms.deposit = Some(Deposit::Flat {
            amount_minor: 5_000,
        });
    });
    let deposit = |now_minor| QuoteChange::Deposit {
        shown_minor: 6_912,
        now_minor,
    };
    assert_eq!(flat, [deposit(5_000)]);
    assert_eq!(after(|terms, _| terms.deposit = None), [deposit(13_824)]);
}

#[test]
fn another_benefit_is_told_as_another_discount() {
    let changes = after(|terms, _| terms.coupons[0].benefit = percent("20", None));
    let discount = QuoteChange::Discount {
        shown_minor: 1_280,
        now_minor: 2_560,
    };
    assert_eq!(changes, [discount]);
}

#[test]
fn a_code_that_does_not_apply_any_more_is_told_by_its_reason_alone() {
    let changes = after(|terms, _| terms.coupons[0].max_redemptions = Some(0));
    let reason = Rejection::RedemptionLimit;
    assert_eq!(changes, [QuoteChange::CodeRejected { reason }]);
}

#[test]
fn a_rejection_that_was_shown_already_is_no_change() {
    let (mut terms, request) = everything();
    terms.coupons[0].active = false;
    let shown = priced(&terms, &request);
    terms.services[0].staff[1].own_prices[0].unit_price_minor = 7_000;
    let changes = priced(&terms, &request).changes_since(&shown);
    assert!(
        matches!(changes[..], [QuoteChange::UnitPrice { .. }]),
        "{changes:?}"
    );
}

#[test]
fn a_code_that_applies_again_is_told_as_a_discount() {
    let (mut terms, request) = everything();
    let now = priced(&terms, &request);
    terms.coupons[0].active = false;
    let shown = priced(&terms, &request);
    let discount = QuoteChange::Discount {
        shown_minor: 0,
        now_minor: 1_280,
    };
    assert_eq!(now.changes_since(&shown), [discount]);
}

#[test]
fn another_currency_is_told_though_the_figures_agree() {
    let changes = after(|terms, _| terms.currency = id("USD"));
    assert_eq!(changes, [QuoteChange::Currency]);
}

#[test]
fn what_no_reason_names_is_a_change_all_the_same() {
    let other = [QuoteChange::Other];
    assert_eq!(
        after(|terms, _| terms.coupons[0].name = "Farewell".to_owned()),
        other
    );
    assert_eq!(after(|_, request| request.code = None)[0], {
        QuoteChange::Discount {
            shown_minor: 1_280,
            now_minor: 0,
        }
    });
    // Another coupon takes off the same.
    assert_eq!(
        after(|terms, _| terms.coupons[0].benefit = fixed("EUR", 1_280)),
        other
    );
}

#[test]
fn a_picked_coupon_that_is_gone_is_a_change() {
    let mut terms = studio_with(coupon(percent("10", None)));
    terms.granted = vec![grant("own", "coupon", 1)];
    let request = PriceRequest {
        grant_id: Some(id("own")),
        ..PriceRequest::of(vec![Item::plain(id("class"), 1)])
    };
    let shown: Quote = priced(&terms, &request);
    terms.granted.clear();
    let now = priced(&terms, &request);
    let discount = QuoteChange::Discount {
        shown_minor: 480,
        now_minor: 0,
    };
    assert_eq!(now.changes_since(&shown), [discount]);
}
