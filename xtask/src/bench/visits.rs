//! First visits in Chromium on a slow network and a slow processor: how long until the first screen
//! is painted with real times, and until a time that was pressed is taken with its price in sight.

use std::time::Duration;

use crate::bench::crowds::{numbers, verdict};
use crate::bench::report::{Cell, Table};
use crate::error::XtaskError;
use crate::step::{Echo, Step};
use crate::toolchain::Toolchain;
use crate::{bundle, gallery};

/// 33 visits, each in a browser of its own.
const LIMIT: Duration = Duration::from_mins(15);
/// The names of the pages, with what they are.
const PAGES: [(&str, &str); 3] = [
    ("neo-frame", "the frame of Neo"),
    ("classic-frame", "the frame of Classic"),
    ("neo-hosted", "the hosted page of Neo"),
];
/// What is waited for: its name, what it is, and within how many microseconds it is aimed at.
const WAITED_FOR: [(&str, &str, u64); 2] = [
    ("screen", "real times painted", 900_000),
    ("bookable", "a pressed time taken", 1_400_000),
];

/// What came of one measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Waited {
    page: &'static str,
    what: &'static str,
    aim_us: u64,
    runs: u64,
    p50_us: u64,
    p95_us: u64,
}

/// Builds what guests download and visits it.
pub(super) fn measure(toolchain: &Toolchain) -> Result<Table, XtaskError> {
    bundle::build(toolchain)?;
    let mut command = gallery::beside_a_browser(toolchain)?;
    command.args(["run", "-p", "e2e", "--bin", "visits"]);
    println!("Visiting at 1.6 Mbit/s, 150 ms and a processor made four times slower (3 minutes).");
    let finished = Step {
        title: "Visit the pages",
        echo: Echo::Heartbeat,
        limit: LIMIT,
        logs: &toolchain.logs(),
    }
    .must(command, "See what it says above.")?;
    let lines: Vec<String> = finished.output.lines().map(str::to_owned).collect();
    let waited = read(&lines)?;
    let table = table(&waited);
    print!("{}", table.text());
    println!("  {}", aims(&waited));
    Ok(table)
}

/// `NAME RUNS P50_US P95_US` for each.
fn read(lines: &[String]) -> Result<Vec<Waited>, XtaskError> {
    let mut all = Vec::new();
    for (name, page) in PAGES {
        for (kind, what, aim_us) in WAITED_FOR {
            let [runs, p50_us, p95_us] = numbers(lines, &format!("{name}-{kind}"))?;
            all.push(Waited {
                page,
                what,
                aim_us,
                runs,
                p50_us,
                p95_us,
            });
        }
    }
    Ok(all)
}

fn table(waited: &[Waited]) -> Table {
    let mut table = Table::of(&["page", "waited_for", "visits", "p50_us", "p95_us", "aim_us"]);
    for waited in waited {
        table.row([
            Cell::word(waited.page),
            Cell::word(waited.what),
            Cell::Whole(waited.runs),
            Cell::Whole(waited.p50_us),
            Cell::Whole(waited.p95_us),
            Cell::Whole(waited.aim_us),
        ]);
    }
    table
}

fn aims(waited: &[Waited]) -> String {
    let aims = WAITED_FOR.map(|(_, what, aim_us)| {
        let mut these = waited.iter().filter(|waited| waited.what == what);
        let held = these.all(|waited| waited.p50_us <= aim_us);
        format!("{what} within {} ms: {}", aim_us / 1_000, verdict(held))
    });
    format!("aim: at the median of every page, {}", aims.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(screen_us: u64, bookable_us: u64) -> Vec<String> {
        let page = |name: &str| {
            [
                format!("{name}-screen 11 {screen_us} 2000000"),
                format!("{name}-bookable 11 {bookable_us} 2000000"),
            ]
        };
        PAGES.iter().flat_map(|(name, _)| page(name)).collect()
    }

    #[test]
    fn the_aims_are_held_exactly_at_their_limits() {
        let waited = read(&lines(900_000, 1_400_000)).expect("six lines");
        assert_eq!(aims(&waited).matches(": held").count(), 2);
        let waited = read(&lines(900_001, 1_400_001)).expect("six lines");
        assert_eq!(aims(&waited).matches("NOT held").count(), 2);
    }

    #[test]
    fn one_slow_page_is_enough_to_miss_an_aim() {
        let mut lines = lines(900_000, 1_400_000);
        lines[4] = "neo-hosted-screen 11 900001 2000000".to_owned();
        let waited = read(&lines).expect("six lines");
        assert_eq!(aims(&waited).matches("NOT held").count(), 1);
    }

    #[test]
    fn a_measurement_that_is_missing_is_no_result() {
        read(&lines(1, 2)[..5]).expect_err("one is missing");
    }
}
