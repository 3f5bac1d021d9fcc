//! The double's own arithmetic, in integers of minor units.
//!
//! It shares no code with the booking engine on purpose: where both arrive at the same sum, that
//! says something.

/// What the lines of a session come to.
#[expect(clippy::struct_field_names, reason = "every amount names its unit")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) subtotal_minor: i64,
    pub(crate) discount_minor: i64,
    pub(crate) total_minor: i64,
    /// The part of the discount that falls on each line, in the order of the lines.
    pub(crate) line_discounts_minor: Vec<i64>,
}

/// What a coupon takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reduction {
    /// Ten-thousandths of a percent, from 1 to 1,000,000.
    Percent(PercentOff),
    /// Minor units of the session's currency.
    Amount(i64),
}

/// A percentage as the integer number of its ten-thousandths: 25.5 % is 255,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PercentOff(i64);

/// A sum that does not fit 64 bits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

const WHOLE: i64 = 1_000_000;

impl PercentOff {
    /// Reads a decimal above 0 and up to 100 with at most four decimals.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || fraction.len() > 4 {
            return None;
        }
        if !digits_only(whole) || !digits_only(fraction) {
            return None;
        }
        let ten_thousandths: i64 = format!("{whole}{fraction:0<4}").parse().ok()?;
        (1..=WHOLE)
            .contains(&ten_thousandths)
            .then_some(Self(ten_thousandths))
    }
}

impl std::fmt::Display for PercentOff {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let decimals = format!("{:04}", self.0 % 10_000);
        match decimals.trim_end_matches('0') {
            "" => write!(formatter, "{}", self.0 / 10_000),
            decimals => write!(formatter, "{}.{decimals}", self.0 / 10_000),
        }
    }
}

/// Adds up lines of (unit amount in minor units, quantity), none negative, and takes the reduction
/// off.
///
/// A percentage is rounded half up once, on the subtotal. An amount is clamped to the subtotal.
/// The discount is spread over the lines by largest remainder, ties to the earlier line.
pub(crate) fn total(
    lines: &[(i64, i64)],
    reduction: Option<Reduction>,
) -> Result<Totals, TooLarge> {
    let mut amounts = Vec::with_capacity(lines.len());
    let mut subtotal: i64 = 0;
    for (unit, quantity) in lines {
        let amount = unit.checked_mul(*quantity).ok_or(TooLarge)?;
        subtotal = subtotal.checked_add(amount).ok_or(TooLarge)?;
        amounts.push(amount);
    }
    let discount = match reduction {
        None => 0,
        Some(Reduction::Amount(amount)) => amount.min(subtotal),
        Some(Reduction::Percent(PercentOff(ten_thousandths))) => {
            let exact = i128::from(subtotal) * i128::from(ten_thousandths);
            let rounded = (exact + i128::from(WHOLE / 2)) / i128::from(WHOLE);
            i64::try_from(rounded).map_err(|_| TooLarge)?
        }
    };
    Ok(Totals {
        subtotal_minor: subtotal,
        discount_minor: discount,
        total_minor: subtotal - discount,
        line_discounts_minor: spread(discount, &amounts, subtotal),
    })
}

fn spread(discount: i64, amounts: &[i64], subtotal: i64) -> Vec<i64> {
    if subtotal == 0 {
        return vec![0; amounts.len()];
    }
    let wide = |value: i64| i128::from(value);
    // Floor and remainder of each line's exact part; a part is never above its line.
    let parts = amounts.iter().map(|amount| {
        let exact = wide(discount) * wide(*amount);
        (
            i64::try_from(exact / wide(subtotal)).unwrap_or(*amount),
            exact % wide(subtotal),
        )
    });
    let (mut shares, remainders): (Vec<i64>, Vec<i128>) = parts.unzip();
    let mut by_remainder: Vec<usize> = (0..amounts.len()).collect();
    by_remainder.sort_by_key(|index| std::cmp::Reverse(remainders[*index]));
    let left_over = discount - shares.iter().sum::<i64>();
    let receivers = usize::try_from(left_over).unwrap_or(0);
    for index in by_remainder.into_iter().take(receivers) {
        shares[index] += 1;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> Reduction {
        Reduction::Percent(PercentOff::parse(text).unwrap())
    }

    #[track_caller]
    fn check(
        lines: &[(i64, i64)],
        reduction: Option<Reduction>,
        discount_minor: i64,
        line_discounts_minor: &[i64],
    ) {
        let totals = total(lines, reduction).unwrap();
        assert_eq!(totals.discount_minor, discount_minor);
        assert_eq!(totals.line_discounts_minor, line_discounts_minor);
        assert_eq!(
            totals.subtotal_minor - totals.discount_minor,
            totals.total_minor
        );
        assert_eq!(
            totals.line_discounts_minor.iter().sum::<i64>(),
            totals.discount_minor
        );
    }

    #[test]
    fn without_a_reduction_the_total_is_the_subtotal() {
        check(&[(2500, 3), (100, 1)], None, 0, &[0, 0]);
    }

    #[test]
    fn a_percentage_is_rounded_half_up_once_on_the_subtotal() {
        check(&[(250, 1)], Some(percent("25")), 63, &[63]); // 62.5
        check(&[(249, 1)], Some(percent("25")), 62, &[62]); // 62.25
        // Line by line it would be 33 + 33 + 33.
        check(
            &[(33, 1), (33, 1), (33, 1)],
            Some(percent("99")),
            98,
            &[33, 33, 32],
        );
        check(&[(1000, 1)], Some(percent("33.3333")), 333, &[333]);
        check(&[(1000, 2)], Some(percent("100")), 2000, &[2000]);
    }

    #[test]
    fn an_amount_is_clamped_to_the_subtotal() {
        check(&[(1000, 1)], Some(Reduction::Amount(300)), 300, &[300]);
        check(&[(1000, 1)], Some(Reduction::Amount(1001)), 1000, &[1000]);
        check(&[(0, 1)], Some(Reduction::Amount(5)), 0, &[0]);
    }

    #[test]
    fn left_over_units_go_to_the_largest_remainder_then_to_the_earlier_line() {
        let amount = Some(Reduction::Amount(10));
        check(&[(100, 1), (100, 1), (100, 1)], amount, 10, &[4, 3, 3]);
        check(&[(10, 1), (25, 1), (65, 1)], amount, 10, &[1, 3, 6]);
    }

    #[test]
    fn a_sum_that_does_not_fit_is_an_error_not_a_wrap() {
        assert_eq!(total(&[(i64::MAX, 2)], None), Err(TooLarge));
        assert_eq!(total(&[(i64::MAX, 1), (1, 1)], None), Err(TooLarge));
        assert!(total(&[(i64::MAX, 1)], Some(percent("100"))).is_ok());
    }

    #[test]
    fn percentages_are_above_0_and_at_most_100() {
        let read = |text| PercentOff::parse(text).map(|percent| percent.to_string());
        assert_eq!(read("25.5").as_deref(), Some("25.5"));
        assert_eq!(read("100").as_deref(), Some("100"));
        assert_eq!(read("0.0001").as_deref(), Some("0.0001"));
        for refused in [
            "0", "0.00", "100.0001", "-5", "1e1", "", ".5", "12.34567", "1.2.3",
        ] {
            assert_eq!(read(refused), None, "{refused}");
        }
    }
}
