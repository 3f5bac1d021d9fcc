//! The door under siege: whether honest guests notice thousands of sockets that say nothing, or
//! a byte a second.

use crate::bench::crowds::{self, Crowds, verdict};
use crate::bench::report::{Cell, Table};
use crate::error::XtaskError;
use crate::toolchain::Toolchain;

/// How many sockets come.
const SOCKETS: u64 = 5_000;
/// How long honest guests ask before they come, among them and afterwards: longer than the door waits for the
/// silent, so that all are shown out and come back meanwhile.
const SECONDS: &str = "20";
/// How many times as long 99 of 100 honest guests may wait.
const AIM_TIMES_AS_LONG: u64 = 2;
/// What memory the companion may take, in kB.
const AIM_KB: u64 = 64_000;
/// How many in a hundred of the sockets have to be open for it to be a siege; the others have
/// just been shown out.
const OPEN_IN_HUNDRED: u64 = 80;

/// How honest guests fared, and what memory that took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fared {
    p50_us: u64,
    p99_us: u64,
    failures: u64,
    memory_kb: u64,
}

/// A siege, and the calmer of the times before and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Siege {
    usual: Fared,
    besieged: Fared,
    sockets: u64,
}

/// Builds the release and lays siege to it.
pub(super) fn measure(toolchain: &Toolchain) -> Result<Table, XtaskError> {
    let crowds = Crowds::build(toolchain)?;
    println!("Laying siege with {SOCKETS} sockets (about 80 seconds).");
    let sockets = SOCKETS.to_string();
    let arguments = ["--sockets", &sockets, "--seconds", SECONDS];
    let lines = crowds.meet("siege", &crowds.sqlite("siege"), &arguments)?;
    let siege = Siege::read(&lines)?;
    let table = siege.table();
    print!("{}", table.text());
    println!("  {}", siege.aim());
    Ok(table)
}

impl Siege {
    /// `usual P50_US P99_US FAILURES RSS_KB` and
    /// `besieged P50_US P99_US FAILURES RSS_MAX_KB SOCKETS`
    fn read(lines: &[String]) -> Result<Self, XtaskError> {
        let usual = crowds::numbers(lines, "usual")?;
        let [p50_us, p99_us, failures, memory_kb, sockets] = crowds::numbers(lines, "besieged")?;
        Ok(Self {
            usual: Fared::of(usual),
            besieged: Fared::of([p50_us, p99_us, failures, memory_kb]),
            sockets,
        })
    }

    fn table(&self) -> Table {
        let mut table = Table::of(&[
            "honest_guests",
            "sockets_beside",
            "p50_us",
            "p99_us",
            "failures",
            "memory_kb",
        ]);
        for (name, sockets, fared) in [
            ("as usual", 0, self.usual),
            ("besieged", self.sockets, self.besieged),
        ] {
            table.row([
                Cell::word(name),
                Cell::Whole(sockets),
                Cell::Whole(fared.p50_us),
                Cell::Whole(fared.p99_us),
                Cell::Whole(fared.failures),
                Cell::Whole(fared.memory_kb),
            ]);
        }
        table
    }

    /// What the door has to hold, and whether it did in this run.
    fn aim(&self) -> String {
        if self.sockets * 100 < SOCKETS * OPEN_IN_HUNDRED {
            return format!("no siege: only {} sockets were open", self.sockets);
        }
        let unanswered = self.usual.failures + self.besieged.failures;
        format!(
            "aim: everybody answered: {}; p99 at most {AIM_TIMES_AS_LONG} times the usual: {}; \
             {AIM_KB} kB: {}",
            verdict(unanswered == 0),
            verdict(self.besieged.p99_us <= AIM_TIMES_AS_LONG * self.usual.p99_us),
            verdict(self.besieged.memory_kb <= AIM_KB)
        )
    }
}

impl Fared {
    fn of([p50_us, p99_us, failures, memory_kb]: [u64; 4]) -> Self {
        Self {
            p50_us,
            p99_us,
            failures,
            memory_kb,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn siege(besieged: &str) -> Siege {
        let lines = ["usual 300 1000 0 12000", besieged].map(str::to_owned);
        Siege::read(&lines).expect("a siege")
    }

    #[test]
    fn the_aim_is_held_exactly_at_its_limit() {
        let aim = siege("besieged 400 2000 0 64000 4000").aim();
        assert_eq!(aim.matches(": held").count(), 3, "{aim}");
        let beyond = siege("besieged 400 2001 1 64001 4000").aim();
        assert_eq!(beyond.matches("NOT held").count(), 3, "{beyond}");
    }

    #[test]
    fn a_crowd_that_did_not_come_is_no_siege() {
        let aim = siege("besieged 400 2000 0 64000 3999").aim();
        assert!(aim.starts_with("no siege"), "{aim}");
    }

    #[test]
    fn the_table_tells_of_both_times() {
        let text = siege("besieged 400 2000 0 60000 4987").table().text();
        assert!(
            text.contains("as usual") && text.contains("4,987"),
            "{text}"
        );
    }
}
