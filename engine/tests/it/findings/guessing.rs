//! Codes that are easy to guess, and what a stranger gains by it.

use booking_engine::{Coupon, Flaw, PromotionCode, Severity, Stake, Weakness};

use super::{ERROR, NOTICE, WARNING, calendar_id, flaws, found_in_code, key, selling, ten_percent};
use crate::fixture::{code, coupon, fixed, percent, studio};

/// What is said of the text of a code that one order may use.
fn weakness(text: &str) -> Option<Weakness> {
    let mut single = code(text);
    single.max_redemptions = Some(1);
    let flaws = found_in_code(single);
    flaws.into_iter().find_map(|(_, flaw)| match flaw {
        Flaw::EasyToGuess { weakness, .. } => Some(weakness),
        _ => None,
    })
}

#[test]
fn a_short_code_is_easy_to_guess() {
    for text in ["A", "VIP", "X7Q2M", "QZXWV", "4819273", "---", "A-B-C-D-7"] {
        assert_eq!(weakness(text), Some(Weakness::Short), "{text}");
    }
    for text in ["48192736", "QZXWVK", "X7Q2MB"] {
        assert_eq!(weakness(text), None, "{text}");
    }
}

#[test]
fn a_code_that_repeats_itself_is_easy_to_guess() {
    for text in [
        "AAAAAAA",
        "ABABABAB",
        "121212121",
        "XYZXYZXY",
        "777-777-777",
    ] {
        assert_eq!(weakness(text), Some(Weakness::Repeated), "{text}");
    }
}

#[test]
fn a_code_that_follows_the_alphabet_or_the_keys_is_easy_to_guess() {
    for text in [
        "ABCDEFG",
        "12345678",
        "87654321",
        "QWERTY",
        "ABC1234",
        "QWERTZ123",
    ] {
        assert_eq!(weakness(text), Some(Weakness::Sequence), "{text}");
    }
}

#[test]
fn a_code_that_follows_the_keys_for_a_part_only_is_not_easy_to_guess() {
    for text in ["ABCX7Q2M", "X7Q2MABC", "QWERTYLK", "LK123456"] {
        assert_eq!(weakness(text), None, "{text}");
    }
}

#[test]
fn a_code_of_usual_words_and_a_short_number_is_easy_to_guess() {
    for text in [
        "SAVE10",
        "WELCOME10",
        "WELCOME",
        "10PERCENTOFF",
        "SUMMER2026",
        "BLACK-FRIDAY",
        "HAPPYNEWYEAR",
        "THANKYOU5",
        "GUTSCHEIN20",
        "DESCUENTO",
    ] {
        assert_eq!(weakness(text), Some(Weakness::UsualWords), "{text}");
    }
    for text in ["HERON-LAKE", "WELCOMEQX", "SAVE10482", "LAGOON88"] {
        assert_eq!(weakness(text), None, "{text}");
    }
}

/// What is found in a guessable code as far as guessing goes.
fn at_stake(coupon: Coupon, code: PromotionCode) -> Option<(Severity, Stake)> {
    let flaws = flaws(&[coupon], &[code], &[studio()]);
    flaws.into_iter().find_map(|(severity, flaw)| match flaw {
        Flaw::EasyToGuess { stake, .. } => Some((severity, stake)),
        _ => None,
    })
}

#[test]
fn a_moderate_code_for_everybody_is_meant_to_be_passed_on() {
    assert_eq!(at_stake(ten_percent(), code("SAVE10")), None);
    assert_eq!(at_stake(coupon(fixed("EUR", 4_249)), code("SAVE10")), None);
    let mut first_hundred = ten_percent();
    first_hundred.max_redemptions = Some(100);
    assert_eq!(at_stake(first_hundred, code("SAVE10")), None);
}

#[test]
fn a_guessed_code_of_few_uses_takes_one_from_somebody() {
    let few = |max_redemptions| Some((WARNING, Stake::FewUses { max_redemptions }));
    let mut ten = ten_percent();
    ten.max_redemptions = Some(10);
    assert_eq!(at_stake(ten.clone(), code("SAVE10")), few(10));
    let mut single = code("SAVE10");
    single.max_redemptions = Some(1);
    assert_eq!(at_stake(ten, single), few(1));
    let mut eleven = ten_percent();
    eleven.max_redemptions = Some(11);
    assert_eq!(at_stake(eleven, code("SAVE10")), None);
}

#[test]
fn a_guessed_code_worth_half_the_price_is_worth_guessing() {
    let half = |severity| Some((severity, Stake::HalfThePrice));
    assert_eq!(
        at_stake(coupon(percent("50", None)), code("SAVE50")),
        half(WARNING)
    );
    // Half of a lesson, the dearest place.
    assert_eq!(
        at_stake(coupon(fixed("EUR", 4_250)), code("SAVE42")),
        half(WARNING)
    );
    assert_eq!(
        at_stake(coupon(percent("50", Some(1_000))), code("SAVE50")),
        None
    );
    let mut large = coupon(percent("50", None));
    large.minimum_amount_minor = Some(20_000);
    assert_eq!(at_stake(large, code("SAVE50")), half(WARNING));
    let mut first = coupon(percent("50", None));
    first.first_purchase_only = true;
    assert_eq!(at_stake(first, code("SAVE50")), half(NOTICE));
}

#[test]
fn where_nothing_costs_anything_there_is_nothing_to_guess() {
    let found = flaws(&[ten_percent()], &[code("SAVE10")], &[selling(0, 8)]);
    let flaw = Flaw::TakesOffNothing {
        calendar_id: calendar_id(),
    };
    assert_eq!(found, [(ERROR, flaw)]);
}

#[test]
fn a_guessed_code_for_named_customers_is_of_no_use() {
    let mut own = code("SAVE50");
    own.customer = Some(key("ana@example.com"));
    own.max_redemptions = Some(1);
    assert_eq!(at_stake(coupon(percent("50", None)), own), None);
    let mut theirs = coupon(percent("50", None));
    theirs.customers = vec![key("ana@example.com")];
    assert_eq!(at_stake(theirs, code("SAVE50")), None);
}
