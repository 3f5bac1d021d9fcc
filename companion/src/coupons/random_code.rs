//! Codes that nobody guesses and everybody can read out.
//!
//! Ten characters of 31 are 49 bits: a thousand addresses that try a thousand live codes for a day
//! find one with a chance of about one in a thousand years.

use booking_engine::CouponCode;

use crate::Problem;

/// Letters and digits without those that look like another: I, L and 1, O and 0.
const SYMBOLS: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
/// The length of a code.
pub(crate) const LENGTH: usize = 10;
/// Bytes from here on would make the first symbols likelier than the others.
const FAIR_BELOW: u8 = 248;

/// A code by chance.
pub(crate) fn random_code() -> Result<CouponCode, Problem> {
    let text = random_text(LENGTH)?;
    text.parse()
        .map_err(|_| Problem::Internal("a random code is no code".into()))
}

/// So many symbols by chance.
pub(crate) fn random_text(length: usize) -> Result<String, Problem> {
    let mut text = String::with_capacity(length);
    let mut bytes = [0; 256];
    while text.len() < length {
        getrandom::fill(&mut bytes).map_err(|error| Problem::Internal(error.to_string()))?;
        let fair = bytes.iter().filter(|byte| **byte < FAIR_BELOW);
        let symbols = fair.filter_map(|byte| SYMBOLS.get(usize::from(byte % 31)));
        text.extend(
            symbols
                .take(length - text.len())
                .map(|symbol| char::from(*symbol)),
        );
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_code_is_of_ten_symbols_that_look_like_no_other() {
        for _ in 0..200 {
            let code = random_code().expect("randomness");
            assert_eq!(code.as_str().len(), LENGTH);
            assert_eq!(code.look_alikes(), [], "{code}");
        }
    }

    #[test]
    fn every_symbol_is_as_likely_as_the_others() {
        let text = random_text(310_000).expect("randomness");
        let mut counts = BTreeMap::new();
        for symbol in text.bytes() {
            *counts.entry(symbol).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), SYMBOLS.len());
        // Each is expected 10,000 times with a deviation of about 98.
        for (symbol, count) in counts {
            assert!((9_000..11_000).contains(&count), "{symbol} {count}");
        }
    }
}
