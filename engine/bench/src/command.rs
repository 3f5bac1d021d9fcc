//! The native program's command line.
#![allow(
    clippy::disallowed_types,
    reason = "what is timed has no clock; what times it does"
)]

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use booking_bench::baskets::{Basket, price_often};
use booking_bench::comparison::{self, Pricing, SEED};

const USAGE: &str = "usage: booking-bench time MILLISECONDS\n       \
                     booking-bench digests FIRST COUNT CHUNK [SPOILT]\n       \
                     booking-bench hashes FIRST COUNT [SPOILT]\n       \
                     booking-bench lines FIRST COUNT [SPOILT]";

/// Does what the command line says.
pub(crate) fn run() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Option<Vec<u32>> = words.iter().skip(1).map(|n| n.parse().ok()).collect();
    let question = words.first().map(String::as_str);
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match (question, numbers.as_deref()) {
        (Some("time"), Some([milliseconds])) => time(*milliseconds, &mut out),
        (Some("digests"), Some([first, count, chunk, spoilt @ ..])) if *chunk > 0 => {
            digests(*first, *count, *chunk, pricing(spoilt), &mut out)
        }
        (Some("hashes"), Some([first, count, spoilt @ ..])) => {
            each(*first, *count, &mut out, |number| {
                format!("{:016x}", comparison::hash(SEED, number, pricing(spoilt)))
            })
        }
        (Some("lines"), Some([first, count, spoilt @ ..])) => {
            each(*first, *count, &mut out, |number| {
                comparison::line(SEED, number, pricing(spoilt))
            })
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A slice of time that is measured. It is short, so that some slices pass in which nobody else
/// wants the processor.
const SLICE: Duration = Duration::from_millis(5);

/// Prices every basket for so long, and prints how many quotes took how many nanoseconds in the
/// fastest slice. The slower ones were interrupted, or warmed up.
fn time(milliseconds: u32, out: &mut impl Write) -> io::Result<()> {
    let wanted = Duration::from_millis(milliseconds.into());
    for basket in Basket::ALL {
        let case = basket.case();
        let begun = Instant::now();
        let mut times = 1_u32;
        let mut fastest = Duration::MAX;
        while begun.elapsed() < wanted || fastest == Duration::MAX {
            let started = Instant::now();
            price_often(&case, times);
            let took = started.elapsed();
            if took < SLICE && times <= u32::MAX / 2 {
                times *= 2;
                fastest = Duration::MAX;
            } else {
                fastest = fastest.min(took);
            }
        }
        writeln!(out, "time {} {times} {}", basket.name(), fastest.as_nanos())?;
    }
    Ok(())
}

fn digests(
    first: u32,
    count: u32,
    chunk: u32,
    pricing: Pricing,
    out: &mut impl Write,
) -> io::Result<()> {
    let end = first.saturating_add(count);
    for start in (first..end).step_by(chunk as usize) {
        let count = chunk.min(end - start);
        let digest = comparison::digest(SEED, start, count, pricing);
        writeln!(out, "digest {start} {digest}")?;
    }
    Ok(())
}

fn each(
    first: u32,
    count: u32,
    out: &mut impl Write,
    text: impl Fn(u32) -> String,
) -> io::Result<()> {
    for number in first..first.saturating_add(count) {
        writeln!(out, "{}", text(number))?;
    }
    Ok(())
}

fn pricing(spoilt: &[u32]) -> Pricing {
    match spoilt {
        [number, ..] => Pricing::SpoiltAt(*number),
        [] => Pricing::True,
    }
}
