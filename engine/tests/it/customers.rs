//! Coupons and codes for certain customers.

use booking_engine::{CustomerKey, PromotionCode, Rejection, Terms};

use crate::fixture::{class_of, code, coupon, fixed, id, quote, reason, studio, ten_percent};

/// The code `WELCOME` twice: Ana's takes off 5.00, Bo's 7.00.
fn two_of_one_text() -> Terms {
    let mut terms = studio();
    for (name, amount_minor) in [("ana", 500), ("bo", 700)] {
        let mut coupon = coupon(fixed("EUR", amount_minor));
        coupon.id = id(name);
        terms.coupons.push(coupon);
        terms.promotion_codes.push(PromotionCode {
            id: id(name),
            coupon_id: id(name),
            customer: Some(id(name)),
            ..code("WELCOME")
        });
    }
    terms
}

fn booked_by(mut terms: Terms, names: &[&str]) -> (i64, Option<Rejection>) {
    terms.customer = names.iter().map(|name| id(name)).collect();
    class_of(&terms, 1)
}

#[test]
fn a_code_for_a_customer_is_not_found_by_another() {
    let mut terms = ten_percent(|_| {});
    terms.promotion_codes[0].customer = Some(id("ana"));
    assert_eq!(booked_by(terms.clone(), &["ana"]), (480, None));
    assert_eq!(booked_by(terms, &["bo"]), (0, Some(Rejection::NotFound)));
}

#[test]
fn a_coupon_for_customers_is_not_found_by_others() {
    let terms = ten_percent(|coupon| coupon.customers = vec![id("ana"), id("bo")]);
    assert_eq!(booked_by(terms.clone(), &["ana"]), (480, None));
    assert_eq!(booked_by(terms.clone(), &["bo"]), (480, None));
    assert_eq!(booked_by(terms, &["cy"]), (0, Some(Rejection::NotFound)));
}

#[test]
fn a_customer_is_known_by_the_e_mail_or_by_the_member_id() {
    let terms = ten_percent(|coupon| coupon.customers = vec![id("member-7")]);
    assert_eq!(
        booked_by(terms.clone(), &["ana@example.com", "member-7"]),
        (480, None)
    );
    assert_eq!(
        booked_by(terms, &["ana@example.com"]),
        (0, Some(Rejection::NotFound))
    );
}

#[test]
fn before_the_customer_is_known_the_answer_is_provisional() {
    let mut terms = ten_percent(|coupon| coupon.customers = vec![id("ana")]);
    assert_eq!(booked_by(terms.clone(), &[]), (480, None));
    terms.coupons[0].customers.clear();
    terms.promotion_codes[0].customer = Some(id("ana"));
    assert_eq!(booked_by(terms, &[]), (480, None));
}

#[test]
fn customers_codes_may_share_their_text_and_each_customer_means_their_own() {
    assert_eq!(booked_by(two_of_one_text(), &["ana"]), (500, None));
    assert_eq!(booked_by(two_of_one_text(), &["bo"]), (700, None));
    assert_eq!(
        booked_by(two_of_one_text(), &["cy"]),
        (0, Some(Rejection::NotFound))
    );
}

#[test]
fn while_the_customer_is_not_known_one_of_their_codes_stands_for_all_in_any_order() {
    let mut terms = two_of_one_text();
    assert_eq!(booked_by(terms.clone(), &[]), (500, None), "the first id");
    terms.promotion_codes.reverse();
    terms.coupons.reverse();
    assert_eq!(booked_by(terms, &[]), (500, None));
}

#[test]
fn a_customer_s_archived_code_is_inactive_for_that_customer_and_not_found_by_others() {
    let mut terms = two_of_one_text();
    terms.promotion_codes[0].archived = true;
    assert_eq!(
        booked_by(terms.clone(), &["ana"]),
        (0, Some(Rejection::Inactive))
    );
    assert_eq!(booked_by(terms.clone(), &["bo"]), (700, None));
    assert_eq!(booked_by(terms, &["cy"]), (0, Some(Rejection::NotFound)));
}

#[test]
fn a_customer_s_own_code_of_a_coupon_for_others_is_not_found() {
    let mut terms = two_of_one_text();
    terms.coupons[0].customers = vec![id("bo")];
    assert_eq!(booked_by(terms, &["ana"]), (0, Some(Rejection::NotFound)));
}

#[test]
fn another_s_archived_code_of_the_text_does_not_hide_an_open_one() {
    let mut terms = ten_percent(|_| {});
    terms.promotion_codes.insert(
        0,
        PromotionCode {
            id: id("a-former"),
            archived: true,
            customer: Some(id("ana")),
            ..code("WELCOME")
        },
    );
    for names in [&["ana"][..], &["bo"], &[]] {
        assert_eq!(booked_by(terms.clone(), names), (480, None));
    }
}

#[test]
fn keys_are_only_compared_the_companion_brings_them_into_form() {
    let mut terms = ten_percent(|_| {});
    terms.promotion_codes[0].customer = Some(id("ana@example.com"));
    assert_eq!(booked_by(terms.clone(), &["ana@example.com"]), (480, None));
    for other in ["Ana@example.com", "ana+1@example.com", "a.na@example.com"] {
        assert_eq!(
            booked_by(terms.clone(), &[other]),
            (0, Some(Rejection::NotFound)),
            "{other}"
        );
    }
}

#[test]
fn a_key_has_1_to_320_bytes_without_blanks_and_control_characters() {
    for text in ["", " ", "a b", "a\n", "a\u{a0}b", "a\u{0}"] {
        assert!(text.parse::<CustomerKey>().is_err(), "{text:?}");
    }
    let longest = "é".repeat(160);
    assert_eq!(id::<CustomerKey>(&longest).as_str(), longest);
    assert!(format!("{longest}a").parse::<CustomerKey>().is_err());
}

#[test]
fn a_rejection_for_the_wrong_customer_is_the_one_for_a_code_that_does_not_exist() {
    let mut terms = ten_percent(|coupon| coupon.customers = vec![id("ana")]);
    terms.customer = vec![id("bo")];
    let wrong = quote(&terms, &[("class", 1)], Some("WELCOME"));
    let none = quote(&studio(), &[("class", 1)], Some("WELCOME"));
    assert_eq!(reason(&wrong), Some(Rejection::NotFound));
    assert_eq!(wrong, none);
}
