//! `cargo xtask bench`: engine, widget and companion in numbers, as tables and as JSON in
//! `target/bench/`.
//!
//! How fast the engine prices natively and as WebAssembly, what a quote allocates, what it adds
//! to the bundle, and whether a browser comes to the same prices as a native program. How long
//! the widget takes to paint a price, and how long a first visit does. How many guests the companion serves a second on both
//! databases, and whether honest guests notice a crowd of others at its door. How long an owner waits
//! for a page of a list where there are 100,000 coupons and 1,000,000 orders.

use std::fs;
use std::time::Instant;

use crate::bench::answer::Allocations;
use crate::bench::engines::Engines;
use crate::bench::report::{Cell, Table};
use crate::error::XtaskError;
use crate::toolchain::Toolchain;

mod answer;
mod crowds;
mod differential;
mod engines;
mod lists;
mod load;
mod module;
mod report;
mod siege;
mod speed;
mod visits;
mod weight;
mod widget;

/// One part of the measurements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Quotes per second.
    Speed,
    /// Allocations per quote.
    Allocations,
    /// What the engine adds to the bundle.
    Bytes,
    /// The same prices in a browser as natively.
    Differential,
    /// The widget in a browser, from an event to the painted price.
    Widget,
    /// First visits on a slow network.
    Visits,
    /// The companion under load, on both databases.
    Load,
    /// The companion among thousands of sockets that keep it waiting.
    Siege,
    /// An owner's lists in large books.
    Lists,
}

/// What to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BenchOptions {
    /// The only part; all if none.
    pub(crate) only: Option<Part>,
    /// How many random requests are compared.
    pub(crate) cases: u32,
}

impl Part {
    /// All parts, in order.
    pub(crate) const ALL: [Self; 9] = [
        Self::Speed,
        Self::Allocations,
        Self::Bytes,
        Self::Differential,
        Self::Widget,
        Self::Visits,
        Self::Load,
        Self::Siege,
        Self::Lists,
    ];

    /// The name on the command line, and of the file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Speed => "speed",
            Self::Allocations => "allocations",
            Self::Bytes => "bytes",
            Self::Differential => "differential",
            Self::Widget => "widget",
            Self::Visits => "visits",
            Self::Load => "load",
            Self::Siege => "siege",
            Self::Lists => "lists",
        }
    }

    /// The part of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// Measures everything, or one part.
pub(crate) fn run(toolchain: &Toolchain, options: &BenchOptions) -> Result<(), XtaskError> {
    let folder = toolchain.target_dir().join("bench");
    fs::create_dir_all(&folder).map_err(XtaskError::file(&folder))?;
    let started = Instant::now();
    // Asked by three parts, built once.
    let mut engines = None;
    for part in Part::ALL {
        if options.only.is_some_and(|only| only != part) {
            continue;
        }
        println!("\n== {} ==", part.name());
        let table = match part {
            Part::Speed => speed::measure(built(&mut engines, toolchain)?)?,
            Part::Allocations => allocations(built(&mut engines, toolchain)?)?,
            Part::Bytes => bytes(toolchain)?,
            Part::Differential => {
                differential::compare(built(&mut engines, toolchain)?, options.cases)?
            }
            Part::Widget => widget::measure(toolchain)?,
            Part::Visits => visits::measure(toolchain)?,
            Part::Load => load::measure(toolchain)?,
            Part::Siege => siege::measure(toolchain)?,
            Part::Lists => lists::measure(toolchain)?,
        };
        let file = folder.join(format!("{}.json", part.name()));
        fs::write(&file, table.json()).map_err(XtaskError::file(&file))?;
    }
    println!(
        "\nDone in {} s; the same values as JSON are in {}.",
        started.elapsed().as_secs(),
        folder.display()
    );
    Ok(())
}

/// The engines, built when they are first asked for.
fn built<'e, 't>(
    engines: &'e mut Option<Engines<'t>>,
    toolchain: &'t Toolchain,
) -> Result<&'e Engines<'t>, XtaskError> {
    Ok(match engines {
        Some(engines) => engines,
        none => none.insert(Engines::build(toolchain)?),
    })
}

fn allocations(engines: &Engines) -> Result<Table, XtaskError> {
    let lines = engines.count_allocations()?;
    let mut table = Table::of(&["basket", "allocations", "bytes"]);
    for counted in answer::all(&lines, Allocations::read)? {
        table.row([
            Cell::Word(counted.basket),
            Cell::Whole(counted.count),
            Cell::Whole(counted.bytes),
        ]);
    }
    print!("{}", table.text());
    Ok(table)
}

fn bytes(toolchain: &Toolchain) -> Result<Table, XtaskError> {
    let weight = weight::weigh(toolchain)?;
    let mut table = Table::of(&["what", "bytes", "sent"]);
    let mut row = |what: &str, bytes: usize, sent: Option<usize>| {
        let sent = sent.map_or(Cell::Nothing, |sent| Cell::Whole(sent as u64));
        table.row([Cell::word(what), Cell::Whole(bytes as u64), sent]);
    };
    let added = weight.added_sent_bytes;
    row(
        "engine with what only it uses",
        weight.added_bytes,
        Some(added),
    );
    let own = format!("its own {} functions", weight.functions);
    row(&own, weight.own_bytes, None);
    let sent = weight.module_sent_bytes;
    row("the whole module", weight.module_bytes, Some(sent));
    print!("{}", table.text());
    Ok(table)
}
