//! Quotes per second, of everybody in turns: the machine's moods then fall on all alike. Each
//! turn counts with its fastest slice of some milliseconds, so that what else the machine does
//! changes little.

use crate::bench::answer::{self, Timing};
use crate::bench::engines::{Engine, Engines};
use crate::bench::report::{Cell, Table};
use crate::error::XtaskError;

/// How often everybody is asked.
const ROUNDS: usize = 7;
/// How long each basket is priced each time, to find its fastest slice.
const MILLISECONDS: &str = "400";
/// The basket of the aims, natively.
const AIM_BASKET: &str = "3-lines-percent";
/// Quotes per second that it has to reach natively.
const AIM_PER_SECOND: f64 = 2_000_000.0;
/// The share of that which wasm has to reach in the same run.
const AIM_OF_NATIVE: f64 = 0.5;

/// The rates of one basket in one engine, in quotes per second, one for each round.
struct Rates {
    basket: String,
    engine: Engine,
    per_second: Vec<f64>,
}

/// Times everything.
pub(crate) fn measure(engines: &Engines) -> Result<Table, XtaskError> {
    println!("Timing {ROUNDS} rounds (about 2 minutes).");
    let mut rates: Vec<Rates> = Vec::new();
    for _ in 0..ROUNDS {
        for engine in Engine::ALL {
            let lines = engines.ask(engine, &["time", MILLISECONDS])?;
            for timing in answer::all(&lines, Timing::read)? {
                add(&mut rates, engine, timing);
            }
        }
    }
    let table = table(&rates);
    print!("{}", table.text());
    for line in aims(&rates) {
        println!("  {line}");
    }
    Ok(table)
}

fn add(rates: &mut Vec<Rates>, engine: Engine, timing: Timing) {
    #[expect(clippy::cast_precision_loss, reason = "a rate needs no 53 bits")]
    let rate = timing.quotes as f64 * 1e9 / timing.nanoseconds as f64;
    let known = rates
        .iter_mut()
        .find(|known| known.engine == engine && known.basket == timing.basket);
    match known {
        Some(known) => known.per_second.push(rate),
        None => rates.push(Rates {
            basket: timing.basket,
            engine,
            per_second: vec![rate],
        }),
    }
}

fn table(rates: &[Rates]) -> Table {
    let mut table = Table::of(&[
        "basket",
        "engine",
        "quotes_per_second",
        "lowest",
        "highest",
        "microseconds",
        "of_native",
    ]);
    // A stable sort keeps the baskets in the order in which they first came.
    let mut baskets: Vec<&str> = Vec::new();
    for rate in rates {
        if !baskets.contains(&rate.basket.as_str()) {
            baskets.push(&rate.basket);
        }
    }
    for basket in baskets {
        for rate in rates.iter().filter(|rate| rate.basket == basket) {
            let (lowest, highest) = ends(&rate.per_second);
            let middle = median(&rate.per_second);
            table.row([
                Cell::word(basket),
                Cell::word(rate.engine.name()),
                whole(middle),
                whole(lowest),
                whole(highest),
                Cell::Part(1e6 / middle),
                Cell::Part(of_native(rates, rate)),
            ]);
        }
    }
    table
}

/// What the engine has to hold, and whether it did in this run.
fn aims(rates: &[Rates]) -> Vec<String> {
    let verdict = |held| if held { "held" } else { "NOT held" };
    let of_basket = rates.iter().filter(|rate| rate.basket == AIM_BASKET);
    let lines = of_basket.filter_map(|rate| match rate.engine {
        Engine::Native => Some(format!(
            "aim, {AIM_BASKET}: {AIM_PER_SECOND} a second natively: {}",
            verdict(median(&rate.per_second) >= AIM_PER_SECOND)
        )),
        engine if engine.is_shipped() => Some(format!(
            "aim, {AIM_BASKET}: {AIM_OF_NATIVE} of native in {}: {}",
            engine.name(),
            verdict(of_native(rates, rate) >= AIM_OF_NATIVE)
        )),
        _ => None,
    });
    lines.collect()
}

/// The median of the shares of native, each within its own round.
fn of_native(rates: &[Rates], rate: &Rates) -> f64 {
    let native = rates
        .iter()
        .find(|native| native.engine == Engine::Native && native.basket == rate.basket);
    let shares: Vec<f64> = native
        .into_iter()
        .flat_map(|native| rate.per_second.iter().zip(&native.per_second))
        .map(|(rate, native)| rate / native)
        .collect();
    median(&shares)
}

/// The middle one, or the mean of the two in the middle; no number if there is none.
fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[middle],
        _ => f64::midpoint(sorted[middle - 1], sorted[middle]),
    }
}

fn ends(numbers: &[f64]) -> (f64, f64) {
    numbers
        .iter()
        .fold((f64::INFINITY, 0.0), |(lowest, highest), number| {
            (number.min(lowest), number.max(highest))
        })
}

fn whole(rate: f64) -> Cell {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is neither negative nor near the end of a u64"
    )]
    Cell::Whole(rate.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::engines::Optimised;

    const NODE: Engine = Engine::Node(Optimised::AsShipped);

    fn rates(native: &[u64], node: &[u64]) -> Vec<Rates> {
        let mut rates = Vec::new();
        for (engine, numbers) in [(Engine::Native, native), (NODE, node)] {
            for quotes in numbers {
                let timing = Timing {
                    basket: AIM_BASKET.to_owned(),
                    quotes: *quotes,
                    nanoseconds: 1_000_000,
                };
                add(&mut rates, engine, timing);
            }
        }
        rates
    }

    #[test]
    fn the_median_is_in_the_middle() {
        assert!((median(&[3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median(&[4.0, 1.0, 2.0, 3.0]) - 2.5).abs() < 1e-9);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn shares_are_taken_within_a_round() {
        // In the second round the whole machine was ten times slower: the share is the same.
        let rates = rates(&[4_000, 400, 4_000], &[2_000, 200, 2_000]);
        assert!((of_native(&rates, &rates[1]) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn the_table_names_every_engine_with_its_rate() {
        let text = table(&rates(&[3_000, 3_000], &[1_000, 1_000])).text();
        assert!(
            text.contains("native") && text.contains("3,000,000"),
            "{text}"
        );
        assert!(
            text.contains("wasm, Node") && text.contains("0.333"),
            "{text}"
        );
    }

    #[test]
    fn an_aim_is_held_exactly_at_its_limit() {
        assert_eq!(
            aims(&rates(&[2_000], &[1_000]))
                .join("\n")
                .matches(": held")
                .count(),
            2
        );
        let below = aims(&rates(&[1_999], &[999])).join("\n");
        assert_eq!(below.matches(": NOT held").count(), 2, "{below}");
    }
}
