//! What holds for every split of a total over lines, and for every text as a code.

use booking_engine::allocate;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn shares_sum_to_the_total_and_stay_within_their_lines(
        amounts in prop::collection::vec(0_i64..1_000_000_000, 1..40),
        part in 0_u32..=1_000,
    ) {
        let sum: i64 = amounts.iter().sum();
        let total = i64::try_from(i128::from(sum) * i128::from(part) / 1_000).unwrap();
        let shares = allocate(total, &amounts);
        prop_assert_eq!(shares.iter().sum::<i64>(), total);
        for (share, amount) in shares.iter().zip(&amounts) {
            prop_assert!((0..=*amount).contains(share));
        }
    }

    #[test]
    fn shares_are_within_one_unit_of_exact_proportion(
        amounts in prop::collection::vec(1_i64..1_000_000, 2..20),
        part in 1_u32..=1_000,
    ) {
        let sum: i64 = amounts.iter().sum();
        let total = sum * i64::from(part) / 1_000;
        for (share, amount) in allocate(total, &amounts).iter().zip(&amounts) {
            let error = i128::from(*share) * i128::from(sum) - i128::from(total) * i128::from(*amount);
            prop_assert!(error.abs() < i128::from(sum));
        }
    }

    #[test]
    fn of_equal_amounts_the_earlier_never_has_the_smaller_share(
        amounts in prop::collection::vec(0_i64..5, 1..20),
        part in 0_u32..=1_000,
    ) {
        let sum: i64 = amounts.iter().sum();
        let shares = allocate(sum * i64::from(part) / 1_000, &amounts);
        for (later, amount) in amounts.iter().enumerate() {
            for earlier in 0..later {
                prop_assert!(amounts[earlier] != *amount || shares[earlier] >= shares[later]);
            }
        }
    }

    #[test]
    fn no_text_makes_the_code_parser_panic(text in "\\PC*") {
        if let Ok(code) = text.parse::<booking_engine::CouponCode>() {
            prop_assert_eq!(code.as_str().parse::<booking_engine::CouponCode>(), Ok(code));
        }
    }
}
