#![doc = include_str!("../../docs/quote.md")]

mod complaint;
mod entries;

use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use booking_engine::{Explanation, PriceRequest, Quote, Remedy, Terms, price, remedies};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use self::complaint::Complaint;
use self::entries::{Entry, entries, line_breaks};
use crate::serve::Failure;

/// One price to replay.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the business sold on.
    pub terms: Terms,
    /// What the guest chose.
    pub request: PriceRequest,
    /// The companion's clock at that time.
    pub now: DateTime<Utc>,
}

/// How many cases were priced and how many could not be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases with a quote.
    pub priced: usize,
    /// Cases without one.
    pub failed: usize,
}

/// What is printed for a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The quote.
    Quote,
    /// The quote, where its figures come from, and what the guest could do about a code that
    /// does not apply.
    Explained,
}

/// A quote with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explained {
    /// The price.
    pub quote: Quote,
    /// Where its figures come from.
    pub explanation: Explanation,
    /// What the guest could do so that the code applies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<Remedy>,
}

/// Reads `{terms, request, now}` from the file, or standard input for `-`, and prints the
/// answers. Fails after the last case if any of them has no price.
pub fn run(file: &Path, answer: Answer) -> Result<(), Failure> {
    let text = read(file)?;
    if text.trim().is_empty() {
        let name = file.display();
        return Err(Failure::Input(format!(
            "there is nothing in {name}: give it {{\"terms\": …, \"request\": …, \"now\": …}}"
        )));
    }
    let mut quotes = BufWriter::new(io::stdout().lock());
    let writing = |error| Failure::Io {
        doing: "writing the quotes",
        error,
    };
    let tally = replay(&text, answer, &mut quotes, &mut io::stderr().lock()).map_err(writing)?;
    quotes.flush().map_err(writing)?;
    match tally.failed {
        0 => Ok(()),
        failed => Err(Failure::Input(format!(
            "{failed} of {} cases have no price",
            tally.priced + failed
        ))),
    }
}

/// Prices every case of a text: answers one a line, complaints likewise. Fails only where one
/// of them cannot be written.
pub fn replay(
    text: &str,
    answer: Answer,
    quotes: &mut impl Write,
    complaints: &mut impl Write,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    for entry in entries(text) {
        match entry.and_then(|entry| entry.price()) {
            Ok((case, quote)) => {
                match answer {
                    Answer::Quote => serde_json::to_writer(&mut *quotes, &quote)?,
                    Answer::Explained => {
                        let explained = Explained {
                            explanation: quote.explain(),
                            remedies: remedies(&case.request, &case.terms, case.now),
                            quote,
                        };
                        serde_json::to_writer(&mut *quotes, &explained)?;
                    }
                }
                quotes.write_all(b"\n")?;
                tally.priced += 1;
            }
            Err(complaint) => {
                writeln!(complaints, "{complaint}")?;
                tally.failed += 1;
            }
        }
    }
    Ok(tally)
}

fn read(file: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let outcome = if file == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    let name = file.display();
    outcome.map_err(|error| Failure::Input(format!("cannot read {name}: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = 1 + line_breaks(str::from_utf8(before).unwrap_or_default());
        Failure::Input(format!(
            "line {line} of {name} is not UTF-8: save the file as UTF-8"
        ))
    })
}

impl Entry<'_> {
    fn price(&self) -> Result<(Case, Quote), Complaint> {
        let mut json = serde_json::Deserializer::from_str(self.text);
        let case: Case = serde_path_to_error::deserialize(&mut json)
            .map_err(|error| Complaint::field(self.line, &error))?;
        json.end()
            .map_err(|error| Complaint::syntax(self.line, &error))?;
        match price(&case.request, &case.terms, case.now) {
            Ok(quote) => Ok((case, quote)),
            Err(error) => Err(Complaint::price(self.line, &error, &case)),
        }
    }
}
