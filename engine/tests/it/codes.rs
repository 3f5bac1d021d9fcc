//! Codes: the text, and which code a guest means by it.

use booking_engine::{
    CODE_LENGTH_MAX, CodeError, CouponCode, LOOK_ALIKES_MAX, PromotionCode, Rejection, Terms,
};

use crate::fixture::{
    class_of, code, coupon, fixed, id, percent, quote, reason, studio, studio_with, ten_percent,
};

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
fn a_code_names_those_that_look_like_it_once_each_and_not_too_many() {
    for text in ["WELCOME10", "OLI0L1OI0OLI0L1OI0", "CLAY25", "A", "O"] {
        let code: CouponCode = text.parse().unwrap();
        let others = code.look_alikes();
        assert!(others.len() <= LOOK_ALIKES_MAX);
        assert!(!others.contains(&code));
        for (place, other) in others.iter().enumerate() {
            assert!(code.looks_like(other), "{other} is not {text}");
            assert!(!others[..place].contains(other), "{other} twice");
        }
    }
    let names = |text: &str| -> Vec<String> {
        let code: CouponCode = text.parse().unwrap();
        code.look_alikes().iter().map(ToString::to_string).collect()
    };
    assert_eq!(names("KZ-47"), [""; 0], "nothing looks like it");
    assert_eq!(names("O5"), ["05"]);
    assert_eq!(names("L"), ["1", "I"]);
    for (typed, meant) in [
        ("WELC0ME10", "WELCOME10"),
        ("WELCOMEIO", "WELCOME10"),
        ("WELCOMELO", "WELCOME10"),
        ("IOOOFF", "1OOOFF"),
        ("0I0I", "OLOL"),
        ("SUMMER2O26", "SUMMER2026"),
        ("WEICOME1O", "WELCOME10"),
    ] {
        assert!(names(typed).contains(&meant.to_owned()), "{typed}");
    }
}

#[test]
fn codes_that_look_alike_are_as_long_and_differ_in_nothing_else() {
    let code = |text: &str| text.parse::<CouponCode>().unwrap();
    assert!(code("SOLI0").looks_like(&code("S0110")));
    for other in ["SOLI", "SOLI00", "SQLI0", "SOL10-"] {
        assert!(!code("SOLI0").looks_like(&code(other)), "{other}");
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

#[test]
fn unicode_white_space_and_zero_width_marks_are_trimmed_at_both_ends() {
    let white_space = "\t\n\u{b}\u{c}\r \u{85}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\
                       \u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\
                       \u{3000}";
    // Space, non-joiner, joiner, the two marks of direction, word joiner, byte order mark.
    let zero_width = "\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}";
    for c in white_space.chars().chain(zero_width.chars()) {
        for text in [
            format!("{c}ab-1"),
            format!("ab-1{c}"),
            format!("{c}{c}ab-1{c}{c}"),
            format!(" {c} ab-1 {c} "),
        ] {
            assert_eq!(text.parse(), Ok(id::<CouponCode>("AB-1")), "{text:?}");
        }
        let inside = format!("ab{c}1");
        assert_eq!(
            inside.parse::<CouponCode>(),
            Err(CodeError::Character(c)),
            "{inside:?}"
        );
        assert_eq!(
            c.to_string().parse::<CouponCode>(),
            Err(CodeError::Empty),
            "{c:?}"
        );
    }
}

#[test]
fn a_code_is_letters_digits_and_dashes() {
    let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    assert_eq!(id::<CouponCode>(&all.to_lowercase()).as_str(), all);
    for c in (0_u8..=127).map(char::from) {
        let fits = c.is_ascii_alphanumeric() || c == '-';
        let text = format!("A{c}B");
        assert_eq!(text.parse::<CouponCode>().is_ok(), fits, "{text:?}");
    }
}

#[test]
fn a_sharp_s_is_no_code_and_means_none() {
    // Upper-casing by Unicode's rules would make it SS, and the dotless i an I.
    let mut terms = ten_percent(|_| {});
    terms.promotion_codes[0].code = id("GRASS-WIN");
    let rejected = |text: &str| reason(&quote(&terms, &[("class", 1)], Some(text)));
    assert_eq!(rejected("grass-win"), None);
    for text in [
        "gra\u{df}-win",
        "grass-w\u{131}n",
        "gra\u{17f}s-win",
        "GRASS-W\u{130}N",
    ] {
        assert!(text.parse::<CouponCode>().is_err(), "{text}");
        assert_eq!(rejected(text), Some(Rejection::NotFound), "{text}");
    }
}

#[test]
fn blanks_inside_are_refused_at_creation_with_the_character() {
    assert_eq!(
        "WEL COME".parse::<CouponCode>(),
        Err(CodeError::Character(' '))
    );
}

#[test]
fn a_code_of_blanks_only_is_refused_and_not_found() {
    for text in ["", "   ", "\u{200b}", "\t\u{feff}\n"] {
        assert_eq!(
            text.parse::<CouponCode>(),
            Err(CodeError::Empty),
            "{text:?}"
        );
        let quote = quote(&ten_percent(|_| {}), &[("class", 1)], Some(text));
        assert_eq!(reason(&quote), Some(Rejection::NotFound), "{text:?}");
    }
}

#[test]
fn a_code_that_is_too_long_is_refused_and_not_found() {
    let longest = "a".repeat(CODE_LENGTH_MAX);
    let mut terms = ten_percent(|_| {});
    terms.promotion_codes[0].code = id(&longest);
    let rejected = |text: &str| reason(&quote(&terms, &[("class", 1)], Some(text)));
    assert_eq!(
        rejected(&format!("  {longest}  ")),
        None,
        "blanks do not count"
    );
    let longer = format!("{longest}a");
    assert_eq!(longer.parse::<CouponCode>(), Err(CodeError::TooLong));
    assert_eq!(rejected(&longer), Some(Rejection::NotFound));
}

#[test]
fn a_code_must_be_typed_whole() {
    for text in ["WELCOM", "WELCOME1", "ELCOME", "WELCOME-"] {
        let quote = quote(&ten_percent(|_| {}), &[("class", 1)], Some(text));
        assert_eq!(reason(&quote), Some(Rejection::NotFound), "{text}");
    }
}

#[test]
fn a_coupon_may_have_many_codes_with_limits_of_their_own() {
    let mut terms = ten_percent(|_| {});
    terms.promotion_codes.push(PromotionCode {
        id: id("second"),
        minimum_amount_minor: Some(5_000),
        ..code("SECOND")
    });
    let with = |text: &str| {
        let quote = quote(&terms, &[("class", 1)], Some(text));
        (quote.discount_minor, reason(&quote))
    };
    assert_eq!(with("WELCOME"), (480, None));
    assert!(matches!(
        with("SECOND"),
        (0, Some(Rejection::MinimumAmount { .. }))
    ));
}

#[test]
fn a_code_belongs_to_one_coupon_and_takes_off_what_that_one_says() {
    let mut terms = ten_percent(|_| {});
    let mut other = coupon(fixed("EUR", 700));
    other.id = id("other");
    terms.coupons.insert(0, other);
    terms.promotion_codes.insert(
        0,
        PromotionCode {
            id: id("second"),
            coupon_id: id("other"),
            ..code("SECOND")
        },
    );
    let coupon_of = |text: &str| {
        let quote = quote(&terms, &[("class", 1)], Some(text));
        let coupon = quote.coupon.unwrap();
        (coupon.coupon_id.to_string(), quote.discount_minor)
    };
    assert_eq!(coupon_of("WELCOME"), ("coupon".to_owned(), 480));
    assert_eq!(coupon_of("SECOND"), ("other".to_owned(), 700));
}

#[test]
fn a_code_without_its_coupon_is_not_found_archived_or_not() {
    for archived in [false, true] {
        let terms = Terms {
            promotion_codes: vec![PromotionCode {
                archived,
                ..code("WELCOME")
            }],
            ..studio()
        };
        assert_eq!(class_of(&terms, 1), (0, Some(Rejection::NotFound)));
    }
}

#[test]
fn one_code_at_a_time_and_a_new_one_replaces_the_old() {
    let mut terms = ten_percent(|_| {});
    let mut other = coupon(fixed("EUR", 700));
    other.id = id("other");
    terms.coupons.push(other);
    terms.promotion_codes.push(PromotionCode {
        id: id("second"),
        coupon_id: id("other"),
        ..code("SECOND")
    });
    let discount = |text: Option<&str>| quote(&terms, &[("class", 1)], text).discount_minor;
    assert_eq!(discount(Some("WELCOME")), 480);
    assert_eq!(discount(Some("SECOND")), 700, "not 700 and 480");
    assert_eq!(discount(Some("WELCOME SECOND")), 0, "two are none");
    assert_eq!(discount(None), 0, "guests can remove a code");
}

#[test]
fn the_same_code_again_changes_nothing() {
    let terms = ten_percent(|_| {});
    let once = quote(&terms, &[("class", 1)], Some("WELCOME"));
    let again = quote(&terms, &[("class", 1)], Some(" welcome"));
    assert!(again.changes_since(&once).is_empty());
    assert_eq!(again, once);
}

#[test]
fn a_price_is_labelled_with_the_code_in_capitals_and_receipts_with_the_coupon_s_name() {
    let quote = quote(&ten_percent(|_| {}), &[("class", 1)], Some("welcome"));
    let coupon = quote.coupon.unwrap();
    assert_eq!(
        (coupon.label(), coupon.name.as_str()),
        ("WELCOME", "Welcome")
    );
    assert_eq!(coupon.benefit, percent("10", None));
}

#[test]
fn without_a_code_nothing_is_discounted_though_coupons_exist() {
    let quote = quote(
        &studio_with(coupon(percent("10", None))),
        &[("class", 1)],
        None,
    );
    assert_eq!(quote.discount_minor, 0);
    assert!(quote.coupon.is_none() && quote.rejected.is_none());
}
