//! Prints random cases and their quotes, one JSON object a line, for comparing builds of the
//! engine byte for byte: the browser tests read a native file and price every case in wasm.
//!
//! ```text
//! cargo run -p booking-engine --example random_quotes -- 5000 [seed]
//! {"case":{"terms":{…},"request":{…},"now":"…"},"quote":{…}}
//! {"case":{"terms":{…},"request":{…},"now":"…"},"error":"no_items"}
//! ```
//!
//! The same count and seed print the same bytes. Most cases are ones a business could have;
//! about one in ten stands on an edge (limits, exact ends of windows, odd currencies, codes
//! pasted with invisible marks, requests that have no price). What was covered is summed up on
//! standard error, and a file in which fewer than a third of the cases get a discount fails.

mod case;
mod dice;

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

use booking_engine::{PriceError, Quote, price};
use serde::Serialize;

use case::Case;
use dice::Dice;

const SEED_DEFAULT: u64 = 20_261_120;

#[derive(Serialize)]
struct Line<'a> {
    case: &'a Case,
    #[serde(flatten)]
    outcome: Outcome,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Quote(Box<Quote>),
    Error(PriceError),
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|text| text.parse::<u64>());
    let (Some(Ok(count)), Ok(seed), None) = (
        arguments.next(),
        arguments.next().unwrap_or(Ok(SEED_DEFAULT)),
        arguments.next(),
    ) else {
        eprintln!("usage: random_quotes COUNT [SEED], both whole numbers");
        return ExitCode::from(2);
    };
    let mut dice = Dice(seed);
    let mut covered = BTreeMap::new();
    let mut out = BufWriter::new(std::io::stdout().lock());
    for _ in 0..count {
        let case = Case::random(&mut dice);
        let outcome = match price(&case.request, &case.terms, case.now) {
            Ok(quote) => Outcome::Quote(Box::new(quote)),
            Err(error) => Outcome::Error(error),
        };
        *covered.entry(name(&outcome)).or_insert(0_u64) += 1;
        let line = Line {
            case: &case,
            outcome,
        };
        let written = serde_json::to_writer(&mut out, &line)
            .map_err(std::io::Error::from)
            .and_then(|()| out.write_all(b"\n"));
        if let Err(error) = written {
            eprintln!("cannot write: {error}");
            return ExitCode::FAILURE;
        }
    }
    if let Err(error) = out.flush() {
        eprintln!("cannot write: {error}");
        return ExitCode::FAILURE;
    }
    for (name, times) in &covered {
        eprintln!("{times:>8}  {name}");
    }
    let discounted = covered.get("discount").copied().unwrap_or(0);
    // A handful of cases may fall either way; a whole file may not.
    if count >= 100 && discounted.saturating_mul(3) < count {
        eprintln!("only {discounted} of {count} cases get a discount: too few to compare");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// What happened, in a word or two of the wire.
fn name(outcome: &Outcome) -> String {
    let (kind, detail) = match outcome {
        Outcome::Quote(quote) => match &quote.rejected {
            _ if quote.coupon.is_some() => return "discount".to_owned(),
            None => return "no code".to_owned(),
            Some(rejected) => ("rejected", serde_json::to_value(rejected.reason)),
        },
        Outcome::Error(error) => ("error", serde_json::to_value(error)),
    };
    let detail = match detail {
        Ok(serde_json::Value::String(name)) => name,
        Ok(serde_json::Value::Object(fields)) => fields.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    format!("{kind}: {detail}")
}
