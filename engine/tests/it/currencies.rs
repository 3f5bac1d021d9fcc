//! Currencies with 0, 2 and 3 decimals, and those of which Stripe takes whole steps only.

use booking_engine::{Benefit, Currency, Deposit, Rejection, TaxKind, Terms};

use crate::fixture::{class_of, coupon, fixed, id, percent, quote, service, studio_with, taxed};

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

/// One class at a price in a currency, with a coupon.
fn selling(currency: &str, unit_price_minor: i64, benefit: Benefit) -> Terms {
    Terms {
        currency: id(currency),
        services: vec![service("class", unit_price_minor, 8)],
        ..studio_with(coupon(benefit))
    }
}

#[test]
fn a_currency_is_three_letters_in_any_case_shown_in_capitals() {
    assert_eq!(id::<Currency>("eur").code(), "EUR");
    for text in ["", "EU", "EURO", "E1R", "€", "E R", "ÉUR"] {
        assert!(text.parse::<Currency>().is_err(), "{text}");
    }
}

#[test]
fn the_exponent_is_the_one_stripe_uses_not_iso_4217_s() {
    let exponent = |code: &str| id::<Currency>(code).exponent();
    // ISO 4217 gives these 0 and 2 the other way round.
    assert_eq!(
        (exponent("ISK"), exponent("UGX"), exponent("MGA")),
        (2, 2, 0)
    );
    assert_eq!(
        (exponent("JPY"), exponent("EUR"), exponent("KWD")),
        (0, 2, 3)
    );
}

#[test]
fn a_currency_without_decimals_is_discounted_in_whole_units() {
    // 12.5 % of 1,001 yen is 125.125 yen.
    assert_eq!(
        class_of(&selling("JPY", 1_001, percent("12.5", None)), 1),
        (125, None)
    );
    assert_eq!(
        class_of(&selling("JPY", 1_004, percent("12.5", None)), 1),
        (126, None),
        "125.5 rounds up"
    );
}

#[test]
fn kronur_and_ugandan_shillings_have_two_decimals_but_are_discounted_in_whole_ones() {
    for currency in ["ISK", "UGX"] {
        // 12.5 % of 1,001.00 is 125.125; of 1,004.00 it is 125.5.
        for (unit_price_minor, discount_minor) in [(100_100, 12_500), (100_400, 12_600)] {
            let terms = selling(currency, unit_price_minor, percent("12.5", None));
            assert_eq!(class_of(&terms, 1), (discount_minor, None), "{currency}");
        }
    }
}

#[test]
fn a_cap_or_fixed_amount_between_two_steps_is_brought_down_to_the_step() {
    for (currency, step) in [
        ("KWD", 10),
        ("ISK", 100),
        ("UGX", 100),
        ("EUR", 1),
        ("JPY", 1),
    ] {
        let amount_minor = 1_000 + step - 1;
        let capped = selling(currency, 100_000, percent("50", Some(amount_minor)));
        assert_eq!(class_of(&capped, 1), (1_000, None), "{currency}");
        let fixed = selling(currency, 100_000, fixed(currency, amount_minor));
        assert_eq!(class_of(&fixed, 1), (1_000, None), "{currency}");
    }
}

#[test]
fn a_fixed_amount_below_one_step_takes_nothing_off() {
    let terms = selling("ISK", 100_000, fixed("ISK", 99));
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotApplicable)));
}

#[test]
fn a_discount_is_never_above_a_price_between_two_steps() {
    // The business's own price is not one that can be charged; the engine does not raise it.
    let all = selling("KWD", 1_005, percent("100", None));
    assert_eq!(class_of(&all, 1), (1_005, None));
    let fixed = selling("KWD", 1_005, fixed("KWD", 2_000));
    assert_eq!(class_of(&fixed, 1), (1_005, None));
}

#[test]
fn a_tax_that_is_added_and_a_share_as_deposit_leave_what_can_be_charged() {
    let mut terms = Terms {
        currency: id("KWD"),
        services: vec![taxed("class", 10_130, "5", TaxKind::Exclusive)],
        deposit: Some(Deposit::Percent { percent: id("33") }),
        ..studio_with(coupon(percent("10", None)))
    };
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!(quote.discount_minor, 1_010, "of 1013");
    assert_eq!(quote.tax_minor, 460, "of 456");
    assert_eq!(quote.total_minor, 9_580);
    assert_eq!(quote.amount_due_minor, 3_160, "of 3161.4");
    terms.services[0] = taxed("class", 10_130, "5", TaxKind::Inclusive);
    let quote = crate::fixture::quote(&terms, &[("class", 1)], None);
    assert_eq!(
        quote.lines[0].tax.unwrap().amount_minor,
        482,
        "what a price contains is only stated: to the fils, of 482.38"
    );
}

#[test]
fn a_fixed_coupon_takes_the_amount_of_the_order_s_currency() {
    let amounts = [("EUR", 1_000), ("JPY", 300), ("KWD", 2_500)];
    let benefit = Benefit::Fixed {
        amounts_minor: amounts
            .map(|(currency, amount)| (id(currency), amount))
            .into_iter()
            .collect(),
    };
    for (currency, amount_minor) in amounts {
        let terms = selling(currency, 100_000, benefit.clone());
        assert_eq!(class_of(&terms, 1), (amount_minor, None), "{currency}");
    }
    let terms = selling("CHF", 100_000, benefit);
    assert_eq!(class_of(&terms, 1), (0, Some(Rejection::CurrencyMismatch)));
}

#[test]
fn a_percentage_knows_no_currency() {
    for currency in ["EUR", "JPY", "KWD", "ISK", "XAF"] {
        let terms = selling(currency, 100_000, percent("10", None));
        assert_eq!(class_of(&terms, 1), (10_000, None), "{currency}");
    }
}

#[test]
fn the_minimum_charge_is_the_one_of_the_currency() {
    for (currency, minimum_minor) in [("JPY", 50), ("GBP", 30), ("HUF", 17_500)] {
        let at = |left_minor: i64| {
            let benefit = fixed(currency, 100_000 - left_minor);
            class_of(&selling(currency, 100_000, benefit), 1).1
        };
        let below = Rejection::BelowMinimumCharge { minimum_minor };
        assert_eq!(at(minimum_minor - 1), Some(below), "{currency}");
        assert_eq!(at(minimum_minor), None, "{currency}");
    }
}

#[test]
fn a_currency_whose_minimum_charge_is_not_known_has_none() {
    let terms = selling("XAF", 1_000, fixed("XAF", 999));
    assert_eq!(class_of(&terms, 1), (999, None));
}

#[test]
fn a_quote_is_in_one_currency_the_terms_one() {
    let terms = selling("CHF", 1_000, percent("10", None));
    let quote = quote(&terms, &[("class", 1)], Some("WELCOME"));
    assert_eq!(quote.currency, id("CHF"));
}
