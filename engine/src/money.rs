//! Money: integers in minor units, the one rounding, and the one way to split.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The largest amount the engine handles, in minor units: twelve digits, Stripe's own bound.
pub const AMOUNT_MAX_MINOR: i64 = 999_999_999_999;

/// The most decimal places of a percentage.
const PERCENT_SCALE_MAX: u32 = 6;

/// A currency by its three-letter code, upper case.
///
/// The exponent is the one Stripe uses, which differs from ISO 4217 for a few currencies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^[A-Z]{3}$", example = "EUR"))]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Why a text is not a currency: it must be three letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrencyError;

impl Currency {
    /// The code in capitals, such as `EUR`.
    pub fn code(&self) -> &str {
        // Three ASCII letters by construction.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimal places Stripe gives the currency's minor unit: 0, 2 or 3.
    pub fn exponent(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"JPY" | b"KMF" | b"KRW" | b"MGA" | b"PYG"
            | b"RWF" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"JOD" | b"KWD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// The step that a charge must be a multiple of, in minor units.
    ///
    /// Stripe wants the last of three decimals to be 0, and whole units only for the Icelandic
    /// króna and the Ugandan shilling although it counts them with two decimals.
    pub fn charge_step_minor(&self) -> i64 {
        match &self.0 {
            b"BHD" | b"JOD" | b"KWD" | b"OMR" | b"TND" => 10,
            b"ISK" | b"UGX" => 100,
            _ => 1,
        }
    }

    /// The smallest amount Stripe charges in this currency, in minor units, where it is known.
    pub fn minimum_charge_minor(&self) -> Option<i64> {
        let minimum = match &self.0 {
            b"GBP" => 30,
            b"ARS" | b"AUD" | b"BRL" | b"CAD" | b"CHF" | b"COP" | b"EUR" | b"IDR" | b"ILS"
            | b"INR" | b"JPY" | b"KRW" | b"NZD" | b"PHP" | b"RUB" | b"SGD" | b"USD" | b"ZAR" => 50,
            b"BGN" => 100,
            b"AED" | b"MYR" | b"PLN" | b"RON" => 200,
            b"DKK" => 250,
            b"NOK" | b"SEK" => 300,
            b"HKD" => 400,
            b"MXN" | b"THB" => 1_000,
            b"CZK" => 1_500,
            b"HUF" => 17_500,
            _ => return None,
        };
        Some(minimum)
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, CurrencyError> {
        match text.as_bytes() {
            [a, b, c] if text.bytes().all(|b| b.is_ascii_alphabetic()) => Ok(Self([
                a.to_ascii_uppercase(),
                b.to_ascii_uppercase(),
                c.to_ascii_uppercase(),
            ])),
            _ => Err(CurrencyError),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = CurrencyError;

    fn try_from(text: String) -> Result<Self, CurrencyError> {
        text.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Display for CurrencyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a currency is three letters, such as EUR")
    }
}

impl std::error::Error for CurrencyError {}

/// A percentage above 0 and at most 100, exact, with up to six decimal places.
///
/// On the wire it is a decimal string, such as `"12.5"`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, example = "12.5"))]
#[serde(try_from = "String", into = "String")]
pub struct Percent(Decimal);

/// Why a text is not a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PercentError {
    /// Not a plain decimal number of at most six decimal places.
    NotDecimal,
    /// Not above 0 and at most 100.
    OutOfRange,
}

impl Percent {
    /// This share of a non-negative amount of a currency, in minor units, rounded half up once
    /// to what can be charged or given back. Never above the amount.
    pub fn share_minor(self, amount_minor: i64, currency: Currency) -> i64 {
        self.of(amount_minor, currency.charge_step_minor())
    }

    /// This share of a non-negative amount, rounded half up once, to a multiple of the step.
    pub(crate) fn of(self, amount_minor: i64, step_minor: i64) -> i64 {
        let (share, whole) = self.ratio();
        // Never above the amount: 100 % of 5 fils in steps of 10 is 5, not 10.
        scale_half_up(amount_minor, share, whole, step_minor).min(amount_minor)
    }

    /// The part of a non-negative amount that is this percentage of the rest, rounded half up
    /// once: the tax in a price that contains it.
    pub(crate) fn contained_in(self, amount_minor: i64) -> i64 {
        let (share, whole) = self.ratio();
        scale_half_up(amount_minor, share, whole.saturating_add(share), 1)
    }

    /// The percentage as a fraction: at most 100 million of 100 million.
    fn ratio(self) -> (i64, i64) {
        let wholes = [
            100,
            1_000,
            10_000,
            100_000,
            1_000_000,
            10_000_000,
            100_000_000,
        ];
        let whole = usize::try_from(self.0.scale())
            .ok()
            .and_then(|scale| wholes.get(scale));
        // Both fit: the scale is at most six, and the value at most 100.
        let share = i64::try_from(self.0.mantissa()).unwrap_or(0);
        (share, whole.copied().unwrap_or(100_000_000))
    }
}

/// So many whole percent, 0 to 100, of a non-negative amount of a currency, in minor units: rounded
/// as [`Percent::share_minor`] is. What calling a booking off gives back is worked out by it.
pub fn share_minor(percent: u32, amount_minor: i64, currency: Currency) -> i64 {
    let step = currency.charge_step_minor();
    scale_half_up(amount_minor, i64::from(percent.min(100)), 100, step).min(amount_minor)
}

/// A fraction of an amount, rounded half up to a multiple of the step. This is the only rounding
/// there is.
fn scale_half_up(amount_minor: i64, share: i64, whole: i64, step_minor: i64) -> i64 {
    let step = whole.saturating_mul(step_minor);
    let (steps, rest) = multiply_divide(amount_minor, share, step);
    let up = i64::from(rest >= step.saturating_sub(rest));
    steps.saturating_add(up).saturating_mul(step_minor)
}

/// The product of two numbers, or none where it does not fit.
pub(crate) fn multiply(a: i64, b: i64) -> Option<i64> {
    // WebAssembly checks a product by one of twice the width, unless it is plain that it fits.
    match (u32::try_from(a), u32::try_from(b)) {
        (Ok(a), Ok(b)) => i64::try_from(u64::from(a).checked_mul(u64::from(b))?).ok(),
        _ => a.checked_mul(b),
    }
}

/// `a * b / c` and the remainder, for amounts that are not negative and `a` or `b` at most `c`,
/// so that the quotient fits.
fn multiply_divide(a: i64, b: i64, c: i64) -> (i64, i64) {
    // Wide division is an order of magnitude slower, and almost never needed.
    if let Some(product) = multiply(a, b)
        && let Some(quotient) = product.checked_div(c)
    {
        return (quotient, product.wrapping_sub(quotient.wrapping_mul(c)));
    }
    let product = i128::from(a).saturating_mul(i128::from(b));
    let quotient = product.checked_div(i128::from(c)).unwrap_or(0);
    let rest = product.checked_rem(i128::from(c)).unwrap_or(0);
    (
        i64::try_from(quotient).unwrap_or(i64::MAX),
        i64::try_from(rest).unwrap_or(0),
    )
}

impl FromStr for Percent {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Self, PercentError> {
        let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if !plain {
            return Err(PercentError::NotDecimal);
        }
        let value = Decimal::from_str_exact(text)
            .map_err(|_| PercentError::NotDecimal)?
            .normalize();
        if value.scale() > PERCENT_SCALE_MAX {
            return Err(PercentError::NotDecimal);
        }
        if value <= Decimal::ZERO || value > Decimal::ONE_HUNDRED {
            return Err(PercentError::OutOfRange);
        }
        Ok(Self(value))
    }
}

impl TryFrom<String> for Percent {
    type Error = PercentError;

    fn try_from(text: String) -> Result<Self, PercentError> {
        text.parse()
    }
}

impl From<Percent> for String {
    fn from(percent: Percent) -> String {
        percent.to_string()
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for PercentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDecimal => "a percentage is a decimal number with at most six decimal places",
            Self::OutOfRange => "a percentage is above 0 and at most 100",
        })
    }
}

impl std::error::Error for PercentError {}

/// Splits a total over lines in proportion to their amounts: largest remainder, ties to the
/// earlier line.
///
/// All amounts are in minor units, not negative, of a sum that fits, and `total_minor` is at
/// most that sum. The shares sum to the total exactly, and no share is above its line.
pub fn allocate(total_minor: i64, amounts_minor: &[i64]) -> Vec<i64> {
    let mut parts: Vec<Part> = amounts_minor.iter().copied().map(Part::of).collect();
    split(total_minor, &mut parts);
    parts.iter().map(|part| part.share_minor).collect()
}

/// One of the lines that a total is split over.
pub(crate) struct Part {
    amount_minor: i64,
    pub share_minor: i64,
    remainder: i64,
}

impl Part {
    pub(crate) fn of(amount_minor: i64) -> Self {
        Self {
            amount_minor,
            share_minor: 0,
            remainder: 0,
        }
    }
}

/// As [`allocate`], into the parts themselves.
pub(crate) fn split(total_minor: i64, parts: &mut [Part]) {
    let sum = (parts.iter()).fold(0_i64, |sum, part| sum.saturating_add(part.amount_minor));
    if sum <= 0 {
        return;
    }
    let mut left = total_minor;
    for part in parts.iter_mut() {
        (part.share_minor, part.remainder) = multiply_divide(total_minor, part.amount_minor, sum);
        left = left.saturating_sub(part.share_minor);
    }
    // Fewer units are left than lines have a remainder. Looking for the largest each time is
    // quick for the few lines of an order, and a sort would be a large part of the engine's bytes.
    for _ in 0..left {
        let mut largest: Option<&mut Part> = None;
        for part in parts.iter_mut() {
            if largest
                .as_ref()
                .is_none_or(|most| part.remainder > most.remainder)
            {
                largest = Some(part);
            }
        }
        if let Some(part) = largest {
            part.share_minor = part.share_minor.saturating_add(1);
            part.remainder = 0;
        }
    }
}
