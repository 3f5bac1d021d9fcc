//! Currencies: how many decimals, the least that may be charged, and how an amount reads.
//!
//! The figures come from `facts/stripe-currencies.json`. Where they differ from ISO 4217, Stripe's
//! count: the crown of Iceland is sent with two decimals that must be zero.

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 4217 code in lower case, as Stripe writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Currency([u8; 3]);

#[derive(Deserialize)]
struct Facts {
    minimum_charge: BTreeMap<String, Minimum>,
    zero_decimal: Vec<String>,
    three_decimal: Group,
    two_decimal_whole_units_only: Group,
}

#[derive(Deserialize)]
struct Minimum {
    minor: i64,
}

#[derive(Deserialize)]
struct Group {
    currencies: Vec<String>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../facts/stripe-currencies.json"))
        .expect("the currency facts are part of the build")
});

impl Currency {
    /// Reads a code in either case; `None` when it is not three letters.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(letters.map(|letter| letter.to_ascii_lowercase())))
    }

    /// The least that Stripe charges, in minor units, where the facts know it.
    pub(crate) fn minimum_minor(self) -> Option<i64> {
        FACTS
            .minimum_charge
            .get(&self.upper())
            .map(|minimum| minimum.minor)
    }

    /// What every amount must be a multiple of, in minor units.
    pub(crate) fn step_minor(self) -> i64 {
        let upper = self.upper();
        if FACTS.three_decimal.currencies.contains(&upper) {
            10
        } else if FACTS
            .two_decimal_whole_units_only
            .currencies
            .contains(&upper)
        {
            100
        } else {
            1
        }
    }

    /// The amount for a reader: sign, symbol, groups of three, decimals.
    pub(crate) fn format(self, amount_minor: i64) -> String {
        let digits = amount_minor.unsigned_abs().to_string();
        let exponent = self.exponent();
        let padded = format!("{digits:0>width$}", width = exponent + 1);
        let (whole, fraction) = padded.split_at(padded.len() - exponent);
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if amount_minor < 0 { "\u{2212}" } else { "" };
        let point = if exponent == 0 { "" } else { "." };
        format!("{sign}{}{grouped}{point}{fraction}", self.symbol())
    }

    fn exponent(self) -> usize {
        let upper = self.upper();
        if FACTS.zero_decimal.contains(&upper) {
            0
        } else if FACTS.three_decimal.currencies.contains(&upper) {
            3
        } else {
            2
        }
    }

    fn symbol(self) -> String {
        match &self.0 {
            b"usd" => "$".to_owned(),
            b"eur" => "€".to_owned(),
            b"gbp" => "£".to_owned(),
            b"jpy" => "¥".to_owned(),
            _ => format!("{}\u{a0}", self.upper()),
        }
    }

    fn upper(self) -> String {
        self.to_string().to_ascii_uppercase()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a currency"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(currency: &str, amount_minor: i64) -> String {
        Currency::parse(currency).unwrap().format(amount_minor)
    }

    #[test]
    fn amounts_read_with_the_decimals_of_their_currency() {
        assert_eq!(shown("eur", 7500), "€75.00");
        assert_eq!(shown("USD", 5), "$0.05");
        assert_eq!(shown("usd", 123_456_789), "$1,234,567.89");
        assert_eq!(shown("jpy", 5000), "¥5,000");
        assert_eq!(shown("kwd", 12_340), "KWD\u{a0}12.340");
        assert_eq!(shown("isk", 150_000), "ISK\u{a0}1,500.00");
        assert_eq!(shown("eur", -2500), "\u{2212}€25.00");
    }

    #[test]
    fn minimum_and_step_come_from_the_facts() {
        let of = |code| Currency::parse(code).unwrap();
        assert_eq!(of("gbp").minimum_minor(), Some(30));
        assert_eq!(of("huf").minimum_minor(), Some(17_500));
        assert_eq!(of("kwd").minimum_minor(), None);
        assert_eq!(
            (
                of("eur").step_minor(),
                of("kwd").step_minor(),
                of("isk").step_minor()
            ),
            (1, 10, 100)
        );
    }

    #[test]
    fn only_three_letters_are_a_code() {
        assert_eq!(Currency::parse("euro"), None);
        assert_eq!(Currency::parse("e1r"), None);
        assert_eq!(Currency::parse("EUR"), Currency::parse("eur"));
    }
}
