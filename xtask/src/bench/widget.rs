//! The widget in Chromium: from an event to the painted price.
//!
//! After a change of the attendees, how long script, style, layout and paint take; after the
//! answer to a code, how long until the price is painted, and whether a frame was shown in between
//! that did not have it yet. On this machine's processor, and on one that is made four times
//! slower. A page of two numbers, changed by a plain script, says how fast the machine is.

use std::time::Duration;

use crate::bench::answer;
use crate::bench::crowds::{numbers, verdict};
use crate::bench::report::{Cell, Table};
use crate::error::XtaskError;
use crate::step::{Echo, Step};
use crate::toolchain::Toolchain;
use crate::{bundle, gallery};

/// Starting a browser and 396 measurements.
const LIMIT: Duration = Duration::from_mins(20);
/// The names of the measurements, with what they are.
const MEASURED: [(&str, &str, u64); 6] = [
    ("attendees-1x", "attendee change to painted price", 1),
    ("code-1x", "answer to a code to painted price", 1),
    ("attendees-4x", "attendee change to painted price", 4),
    ("code-4x", "answer to a code to painted price", 4),
    ("plain-1x", "the same on a page with two numbers", 1),
    ("plain-4x", "the same on a page with two numbers", 4),
];
/// How long a change of the attendees may take on the slow processor.
const AIM_US: u64 = 16_000;

/// What came of one measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Timed {
    runs: u64,
    p50_us: u64,
    p95_us: u64,
    max_us: u64,
    late: u64,
}

/// Builds what guests download and measures it.
pub(super) fn measure(toolchain: &Toolchain) -> Result<Table, XtaskError> {
    bundle::build(toolchain)?;
    let mut command = gallery::beside_a_browser(toolchain)?;
    command.args(["run", "-p", "e2e", "--bin", "timing"]);
    println!("Timing the widget in Chromium (about a minute).");
    let finished = Step {
        title: "Time the widget",
        echo: Echo::Heartbeat,
        limit: LIMIT,
        logs: &toolchain.logs(),
    }
    .must(command, "See what it says above.")?;
    let lines: Vec<String> = finished.output.lines().map(str::to_owned).collect();
    let timed = read(&lines)?;
    let table = table(&timed);
    print!("{}", table.text());
    println!("  {}", aims(&timed));
    Ok(table)
}

/// `NAME RUNS P50_US P95_US MAX_US LATE` for each.
fn read(lines: &[String]) -> Result<[Timed; 6], XtaskError> {
    let mut all = Vec::new();
    for (name, ..) in MEASURED {
        let [runs, p50_us, p95_us, max_us, late] = numbers(lines, name)?;
        all.push(Timed {
            runs,
            p50_us,
            p95_us,
            max_us,
            late,
        });
    }
    all.try_into()
        .map_err(|_| answer::not_understood(&lines.join("\n")))
}

fn table(timed: &[Timed; 6]) -> Table {
    let mut table = Table::of(&[
        "what",
        "cpu_slower",
        "runs",
        "p50_us",
        "p95_us",
        "max_us",
        "later_than_next_frame",
    ]);
    for ((_, what, slower), timed) in MEASURED.into_iter().zip(timed) {
        table.row([
            Cell::word(what),
            Cell::Whole(slower),
            Cell::Whole(timed.runs),
            Cell::Whole(timed.p50_us),
            Cell::Whole(timed.p95_us),
            Cell::Whole(timed.max_us),
            Cell::Whole(timed.late),
        ]);
    }
    table
}

fn aims(timed: &[Timed; 6]) -> String {
    let [_, code, attendees_slow, code_slow, ..] = timed;
    // One run in twenty may meet something else that the machine does.
    let in_next_frame = |timed: &Timed| timed.late * 20 <= timed.runs;
    format!(
        "aim: attendees within {} ms at four times slower, half of them: {}, 95 of 100: {}; a code \
         in the next frame: {}, at four times slower: {}",
        AIM_US / 1_000,
        verdict(attendees_slow.p50_us <= AIM_US),
        verdict(attendees_slow.p95_us <= AIM_US),
        verdict(in_next_frame(code)),
        verdict(in_next_frame(code_slow)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(attendees: &str, code: &str) -> Vec<String> {
        vec![
            "attendees-1x 60 2000 3000 4000 0".to_owned(),
            "code-1x 60 9000 16000 17000 0".to_owned(),
            format!("attendees-4x 60 {attendees}"),
            format!("code-4x 60 {code}"),
            "plain-1x 60 700 1000 2000 0".to_owned(),
            "plain-4x 60 3000 4000 9000 0".to_owned(),
        ]
    }

    #[test]
    fn the_aims_are_held_exactly_at_their_limits() {
        let timed = read(&lines("9000 16000 90000 0", "9000 20000 30000 3")).expect("six lines");
        assert_eq!(
            aims(&timed).matches(": held").count(),
            4,
            "{}",
            aims(&timed)
        );
        let timed = read(&lines("9000 16001 90000 0", "9000 20000 30000 4")).expect("six lines");
        assert_eq!(
            aims(&timed).matches("NOT held").count(),
            2,
            "{}",
            aims(&timed)
        );
        let timed = read(&lines("16001 16001 90000 0", "9000 20000 30000 3")).expect("six lines");
        assert_eq!(
            aims(&timed).matches("NOT held").count(),
            2,
            "{}",
            aims(&timed)
        );
    }

    #[test]
    fn a_measurement_that_is_missing_is_no_result() {
        read(&lines("1 2 3 0", "1 2 3 0")[..3]).expect_err("one is missing");
    }
}
