//! The same random requests, priced natively and in a browser, must come to the same bytes.
//!
//! Both sides make the requests themselves from one seed, and what they print is a hash of every
//! thousand. Where two hashes differ, the first case that differs is looked up and shown.

use crate::bench::answer::{self, Digest};
use crate::bench::engines::{Engine, Engines, Optimised};
use crate::bench::report::{Cell, Table};
use crate::error::XtaskError;

/// How many cases make one hash.
const CHUNK: u32 = 1_000;
/// How many cases a page prices before the next one is opened: about ten seconds of work.
const PAGE: u32 = 50_000;
/// The side that is compared with native: what guests run, where they run it.
const BROWSER: Engine = Engine::Chromium(Optimised::AsShipped);
/// The case that is spoilt for the positive control, in the first chunk.
const SPOILT: u32 = 777;

/// Compares so many cases.
pub(crate) fn compare(engines: &Engines, cases: u32) -> Result<Table, XtaskError> {
    println!("Pricing {cases} random requests natively and in Chromium.");
    shows_a_difference(engines)?;
    let mut covered = [0_u64; 4];
    let mut first = 0;
    while first < cases {
        let count = PAGE.min(cases - first);
        let native = digests(engines, Engine::Native, first, count, None)?;
        let browser = digests(engines, BROWSER, first, count, None)?;
        if let Some(chunk) = first_difference(&native, &browser) {
            return Err(differs(engines, chunk)?);
        }
        for digest in &native {
            for (sum, number) in covered.iter_mut().zip(digest.covered) {
                *sum += number;
            }
        }
        first += count;
        println!("  {first} are the same");
    }
    let mut table = Table::of(&[
        "requests",
        "discounts",
        "rejections",
        "without_code",
        "errors",
    ]);
    let [discounts, rejections, plain, errors] = covered.map(Cell::Whole);
    table.row([
        Cell::Whole(cases.into()),
        discounts,
        rejections,
        plain,
        errors,
    ]);
    print!("{}", table.text());
    Ok(table)
}

/// Positive control: one price in a thousand is spoilt in the browser, and has to be found.
fn shows_a_difference(engines: &Engines) -> Result<(), XtaskError> {
    let native = digests(engines, Engine::Native, 0, CHUNK, None)?;
    let spoilt = digests(engines, BROWSER, 0, CHUNK, Some(SPOILT))?;
    let found = match first_difference(&native, &spoilt) {
        Some(chunk) => first_case(
            chunk,
            &hashes(engines, Engine::Native, chunk, None)?,
            &hashes(engines, BROWSER, chunk, Some(SPOILT))?,
        ),
        None => None,
    };
    if found == Some(SPOILT) {
        println!("  control: a price that was spoilt on purpose is found (case {SPOILT})");
        return Ok(());
    }
    Err(XtaskError::Missing {
        what: format!(
            "the comparison finds {found:?} where case {SPOILT} was spoilt on purpose, so what it \
             says is worth nothing"
        ),
        advice: "Correct engine/bench or xtask/src/bench.".to_owned(),
    })
}

fn digests(
    engines: &Engines,
    engine: Engine,
    first: u32,
    count: u32,
    spoilt: Option<u32>,
) -> Result<Vec<Digest>, XtaskError> {
    let mut words = vec![first.to_string(), count.to_string(), CHUNK.to_string()];
    words.extend(spoilt.map(|number| number.to_string()));
    let lines = ask(engines, engine, "digests", &words)?;
    let digests = answer::all(&lines, Digest::read)?;
    let expected: Vec<u32> = (first..first + count).step_by(CHUNK as usize).collect();
    if digests.iter().map(|digest| digest.first).eq(expected) {
        return Ok(digests);
    }
    Err(XtaskError::Missing {
        what: format!("{} did not price every case", engine.name()),
        advice: "See the logs below target/xtask.".to_owned(),
    })
}

fn hashes(
    engines: &Engines,
    engine: Engine,
    first: u32,
    spoilt: Option<u32>,
) -> Result<Vec<String>, XtaskError> {
    let mut words = vec![first.to_string(), CHUNK.to_string()];
    words.extend(spoilt.map(|number| number.to_string()));
    ask(engines, engine, "hashes", &words)
}

fn ask(
    engines: &Engines,
    engine: Engine,
    question: &str,
    words: &[String],
) -> Result<Vec<String>, XtaskError> {
    let words = words.iter().map(String::as_str);
    let words: Vec<&str> = [question].into_iter().chain(words).collect();
    engines.ask(engine, &words)
}

/// The first case of the first chunk whose hash or kinds of outcomes differ.
fn first_difference(native: &[Digest], browser: &[Digest]) -> Option<u32> {
    let mut pairs = native.iter().zip(browser);
    pairs.find(|(a, b)| a != b).map(|(a, _)| a.first)
}

/// The number of the first case whose hashes differ.
fn first_case(first: u32, native: &[String], browser: &[String]) -> Option<u32> {
    let mut pairs = (first..).zip(native.iter().zip(browser));
    pairs.find(|(_, (a, b))| a != b).map(|(number, _)| number)
}

/// Looks the first differing case up, shows what both sides make of it, and says so.
fn differs(engines: &Engines, chunk: u32) -> Result<XtaskError, XtaskError> {
    let native = hashes(engines, Engine::Native, chunk, None)?;
    let browser = hashes(engines, BROWSER, chunk, None)?;
    let Some(number) = first_case(chunk, &native, &browser) else {
        return Ok(XtaskError::Missing {
            what: format!("the cases from {chunk} on differed, but not when asked again"),
            advice: "Something in the engine is not the same at every run: find it.".to_owned(),
        });
    };
    for engine in [Engine::Native, BROWSER] {
        let words = [number.to_string(), "1".to_owned()];
        for line in ask(engines, engine, "lines", &words)? {
            println!("  {}: {line}", engine.name());
        }
    }
    Ok(XtaskError::Missing {
        what: format!("case {number} has another price in the browser than natively"),
        advice: "Both are shown above; correct the engine.".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(first: u32, hash: &str) -> Digest {
        Digest {
            first,
            hash: hash.to_owned(),
            covered: [1, 0, 0, 0],
        }
    }

    #[test]
    fn the_first_chunk_that_differs_is_named() {
        let native = [digest(0, "a"), digest(1_000, "b"), digest(2_000, "c")];
        assert_eq!(first_difference(&native, &native), None);
        let browser = [digest(0, "a"), digest(1_000, "x"), digest(2_000, "y")];
        assert_eq!(first_difference(&native, &browser), Some(1_000));
        let mut counted_otherwise = native.clone();
        counted_otherwise[2].covered = [0, 1, 0, 0];
        assert_eq!(first_difference(&native, &counted_otherwise), Some(2_000));
    }

    #[test]
    fn the_first_case_that_differs_is_named() {
        let hashes = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        assert_eq!(first_case(5_000, &hashes("abc"), &hashes("abc")), None);
        assert_eq!(
            first_case(5_000, &hashes("abc"), &hashes("axx")),
            Some(5_001)
        );
    }
}
