//! The companion under load, on `SQLite` and on PostgreSQL: how many it answers a second and how
//! long they wait, how soon it is ready, and what memory it takes.

use crate::bench::answer;
use crate::bench::crowds::{self, Crowds, verdict};
use crate::bench::report::{Cell, Table};
use crate::error::XtaskError;
use crate::postgres::Postgres;
use crate::toolchain::Toolchain;

/// How long each measurement takes.
const SECONDS: &str = "5";
/// What is asked for.
const COUPON_CHECKS: &str = "coupon-checks";
const CONFIRMATIONS: &str = "confirmations";
/// The connections at which the aims are measured.
const AIM_CONNECTIONS: u64 = 16;
/// How long 99 of 100 may wait, in microseconds.
const AIM_P99_US: u64 = 10_000;
/// How soon it has to be ready, in microseconds.
const AIM_READY_US: u64 = 50_000;
/// What memory it may take before anybody came, and at most, in kB.
const AIM_REST_KB: u64 = 20_000;
const AIM_LOADED_KB: u64 = 64_000;

/// Where the books are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Database {
    Sqlite,
    Postgres,
}

/// One measurement under load.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Load {
    /// What was asked.
    kind: String,
    /// On how many connections at once.
    connections: u64,
    /// How many answers came.
    answers: u64,
    /// In what time, in microseconds.
    took_us: u64,
    /// How long half of them waited at most, and 99 of 100, in microseconds.
    p50_us: u64,
    p99_us: u64,
    /// The processors' time that the companion took for all, in microseconds.
    cpu_us: u64,
}

/// Everything that was measured on one database.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Measured {
    database: Database,
    ready_us: u64,
    rest_kb: u64,
    loads: Vec<Load>,
    loaded_kb: u64,
    /// How many orders the audit went through, and how long it took, in microseconds.
    audited: u64,
    audit_us: u64,
}

/// Builds the release and measures it on both databases.
pub(super) fn measure(toolchain: &Toolchain) -> Result<Table, XtaskError> {
    let crowds = Crowds::build(toolchain)?;
    println!("Measuring on two databases (about 2 minutes).");
    let seconds = ["--seconds", SECONDS];
    let sqlite = crowds.meet("load on SQLite", &crowds.sqlite("load"), &seconds)?;
    let server = Postgres::start(toolchain)?;
    let url = format!("{}/postgres", server.url());
    let postgres = crowds.meet("load on PostgreSQL", &url, &seconds)?;
    drop(server);
    let measured = [
        Measured::read(Database::Sqlite, &sqlite)?,
        Measured::read(Database::Postgres, &postgres)?,
    ];
    let mut table = Table::of(&[
        "database",
        "what",
        "connections",
        "per_second",
        "p50_us",
        "p99_us",
        "cpu_us_each",
        "took_us",
        "memory_kb",
    ]);
    for measured in &measured {
        measured.tell(&mut table);
    }
    print!("{}", table.text());
    for line in measured.iter().flat_map(Measured::aims) {
        println!("  {line}");
    }
    Ok(table)
}

impl Database {
    fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The least answers a second.
    fn aim_per_second(self, kind: &str) -> Option<u64> {
        match (kind, self) {
            (COUPON_CHECKS, _) => Some(8_000),
            (CONFIRMATIONS, Self::Sqlite) => Some(6_000),
            (CONFIRMATIONS, Self::Postgres) => Some(2_000),
            _ => None,
        }
    }
}

impl Load {
    /// `load KIND CONNECTIONS ANSWERS US P50_US P99_US CPU_US`
    fn read(line: &str) -> Option<Self> {
        let [kind, numbers @ ..] = answer::words::<7>(line, "load")?;
        let [connections, answers, took_us, p50_us, p99_us, cpu_us] =
            numbers.map(|number| number.parse().ok());
        let load = Self {
            kind: kind.to_owned(),
            connections: connections?,
            answers: answers?,
            took_us: took_us?,
            p50_us: p50_us?,
            p99_us: p99_us?,
            cpu_us: cpu_us?,
        };
        // What took no time, or had no answer, was not measured.
        (load.answers > 0 && load.took_us > 0).then_some(load)
    }

    fn per_second(&self) -> u64 {
        self.answers * 1_000_000 / self.took_us
    }
}

impl Measured {
    fn read(database: Database, lines: &[String]) -> Result<Self, XtaskError> {
        let [ready_us, rest_kb] = crowds::numbers(lines, "started")?;
        let [loaded_kb] = crowds::numbers(lines, "loaded")?;
        let [audited, audit_us] = crowds::numbers(lines, "checked")?;
        let loads: Vec<String> = (lines.iter())
            .filter(|line| line.starts_with("load "))
            .cloned()
            .collect();
        Ok(Self {
            database,
            ready_us,
            rest_kb,
            loads: answer::all(&loads, Load::read)?,
            loaded_kb,
            audited,
            audit_us,
        })
    }

    fn tell(&self, table: &mut Table) {
        let database = self.database.name();
        for load in &self.loads {
            table.row([
                Cell::word(database),
                Cell::word(&load.kind),
                Cell::Whole(load.connections),
                Cell::Whole(load.per_second()),
                Cell::Whole(load.p50_us),
                Cell::Whole(load.p99_us),
                Cell::Whole(load.cpu_us / load.answers),
                Cell::Nothing,
                Cell::Nothing,
            ]);
        }
        let audit = format!("audit of {} orders", self.audited);
        for (what, took_us, memory_kb) in [
            ("ready, at rest", Some(self.ready_us), Some(self.rest_kb)),
            ("loaded", None, Some(self.loaded_kb)),
            (&audit, Some(self.audit_us), None),
        ] {
            let cell = |number: Option<u64>| number.map_or(Cell::Nothing, Cell::Whole);
            table.row([
                Cell::word(database),
                Cell::word(what),
                Cell::Nothing,
                Cell::Nothing,
                Cell::Nothing,
                Cell::Nothing,
                Cell::Nothing,
                cell(took_us),
                cell(memory_kb),
            ]);
        }
    }

    /// What the companion has to hold here, and whether it did in this run.
    fn aims(&self) -> Vec<String> {
        let database = self.database.name();
        let mut lines = Vec::new();
        let at_aim = (self.loads.iter()).filter(|load| load.connections == AIM_CONNECTIONS);
        for load in at_aim {
            let Some(least) = self.database.aim_per_second(&load.kind) else {
                continue;
            };
            lines.push(format!(
                "aim, {database}, {} at {AIM_CONNECTIONS} connections: {least} a second: {}; \
                 p99 below {AIM_P99_US} us: {}",
                load.kind,
                verdict(load.per_second() >= least),
                verdict(load.p99_us < AIM_P99_US)
            ));
        }
        lines.push(format!(
            "aim, {database}: ready in {AIM_READY_US} us: {}; {AIM_REST_KB} kB at rest: {}; \
             {AIM_LOADED_KB} kB loaded: {}",
            verdict(self.ready_us <= AIM_READY_US),
            verdict(self.rest_kb <= AIM_REST_KB),
            verdict(self.loaded_kb <= AIM_LOADED_KB)
        ));
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(database: Database, text: &str) -> Measured {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        Measured::read(database, &lines).expect("a measurement")
    }

    const AT_THE_AIMS: &str = "started 50000 20000\n\
        load coupon-checks 16 40000 5000000 1500 9999 4000000\n\
        load slots 16 10 5000000 900000 990000 4000000\n\
        load confirmations 16 30000 5000000 2500 9999 4500000\n\
        loaded 64000\n\
        checked 30000 700000";

    #[test]
    fn aims_are_held_exactly_at_their_limits() {
        let aims = measured(Database::Sqlite, AT_THE_AIMS).aims().join("\n");
        assert!(!aims.contains("NOT"), "{aims}");
        assert_eq!(aims.matches(": held").count(), 7, "{aims}");
    }

    #[test]
    fn just_beyond_their_limits_they_are_not() {
        let beyond = "started 50001 20001\n\
            load coupon-checks 16 39999 5000000 1500 10000 4000000\n\
            load confirmations 16 29999 5000000 2500 10000 4500000\n\
            loaded 64001\n\
            checked 29999 700000";
        let aims = measured(Database::Sqlite, beyond).aims().join("\n");
        assert_eq!(aims.matches("NOT held").count(), 7, "{aims}");
        // PostgreSQL commits every confirmation by itself.
        let postgres = measured(Database::Postgres, beyond).aims().join("\n");
        assert_eq!(postgres.matches("NOT held").count(), 6, "{postgres}");
    }

    #[test]
    fn the_table_has_every_load_and_every_figure() {
        let mut table = Table::of(&[
            "database",
            "what",
            "connections",
            "rate",
            "p50",
            "p99",
            "cpu",
            "took",
            "memory",
        ]);
        measured(Database::Sqlite, AT_THE_AIMS).tell(&mut table);
        let text = table.text();
        for told in [
            "8,000",
            "9,999",
            "50,000",
            "64,000",
            "audit of 30000 orders",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
    }

    #[test]
    fn what_is_no_result_is_not_taken_for_one() {
        assert_eq!(Load::read("load slots 16 0 5000000 1 1 1"), None);
        assert_eq!(Load::read("load slots 16 5 0 1 1 1"), None);
        assert_eq!(Load::read("load slots 16 5 1 1 1"), None);
        let without_load = ["started 1 1", "loaded 1", "checked 1 1"].map(str::to_owned);
        Measured::read(Database::Sqlite, &without_load).expect_err("nothing was measured");
    }
}
