//! Measures a companion under load: coupon checks, slot queries and durable confirmations a
//! second with their waiting times, at 1, 16 and 64 connections, and what memory that takes.
//!
//! The confirmations are of free orders, so that no time of Stripe's is in them: slot, coupon,
//! customer, order and its zero record are written and on the disk before each answer. At the
//! end the orders in the books are as many as were acknowledged, and the books add up.
//!
//! With `--sockets` it lays siege instead: so many sockets that say nothing, or a byte a second,
//! and how honest guests fare without and among them. With `--lists` an owner goes through the lists
//! of a business with 100,000 coupons and 1,000,000 orders.

mod books;
mod companion;
mod crowd;
mod lists;
mod siege;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;

use books::Books;
use companion::Companion;
use crowd::{Crowd, Kind};

/// How many connections ask at once.
const CONNECTIONS: [usize; 3] = [1, 16, 64];

/// What to measure.
#[derive(Debug, Parser)]
struct Options {
    /// The companion's program, built for release.
    #[arg(long)]
    companion: PathBuf,
    /// An empty database, as the companion is given it.
    #[arg(long)]
    database_url: String,
    /// The only kind of question; all if none.
    #[arg(long)]
    only: Option<String>,
    /// How long each measurement takes, in seconds.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How many idle and dribbling sockets come; nothing else is measured then.
    #[arg(long)]
    sockets: Option<usize>,
    /// Whether an owner's lists are measured in large books; nothing else is measured then.
    #[arg(long)]
    lists: bool,
}

/// Why there is no measurement.
type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    let outcome = match options.sockets {
        Some(sockets) => besiege(&options, sockets).await,
        None if options.lists => lists::measure(&options).await,
        None => run(&options).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("booking-load: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Prints `started READY_US RSS_KB`, then a line `load KIND CONNECTIONS ANSWERS US P50_US P99_US CPU_US`
/// for each measurement, then `loaded RSS_MAX_KB` and `checked ORDERS US`.
async fn run(options: &Options) -> Result<(), Failure> {
    companion::run(&options.companion, "migrate", &options.database_url)?;
    let books = Books::open(&options.database_url).await?;
    books.fill().await?;
    // Each guest of the crowd comes from an address of its own.
    let through_proxy = ["--trust-proxy"];
    let companion =
        Companion::start(&options.companion, &options.database_url, &through_proxy).await?;
    println!(
        "started {} {}",
        companion.ready_after.as_micros(),
        companion.memory_kb("VmRSS")?
    );
    let mut crowd = Crowd::gather(companion.port).await?;
    let mut confirmed = 0;
    for kind in Kind::ALL {
        if options
            .only
            .as_ref()
            .is_some_and(|only| only != kind.name())
        {
            continue;
        }
        for connections in CONNECTIONS {
            let length = Duration::from_secs(options.seconds);
            let before = companion.processor_time()?;
            let mut answers = crowd.ask(kind, connections, length).await?;
            let used = companion.processor_time()?.saturating_sub(before);
            println!(
                "load {} {connections} {} {} {} {} {}",
                kind.name(),
                answers.count(),
                answers.took.as_micros(),
                answers.percentile_us(50),
                answers.percentile_us(99),
                used.as_micros()
            );
            if kind == Kind::Confirmations {
                confirmed += answers.count();
            }
        }
    }
    println!("loaded {}", companion.memory_kb("VmHWM")?);
    drop(companion);
    let booked = books.orders().await?;
    if booked != confirmed {
        return Err(format!("{confirmed} orders were acknowledged and {booked} are booked").into());
    }
    let before = Instant::now();
    companion::run(&options.companion, "check", &options.database_url)?;
    println!("checked {booked} {}", before.elapsed().as_micros());
    Ok(())
}

/// Prints `usual P50_US P99_US FAILURES RSS_KB`, then
/// `besieged P50_US P99_US FAILURES RSS_MAX_KB SOCKETS`.
async fn besiege(options: &Options, sockets: usize) -> Result<(), Failure> {
    companion::run(&options.companion, "migrate", &options.database_url)?;
    Books::open(&options.database_url).await?.fill().await?;
    let companion = Companion::start(&options.companion, &options.database_url, &[]).await?;
    let length = Duration::from_secs(options.seconds);
    // The first questions fill what is kept for the next ones.
    siege::honest(companion.port, Duration::from_secs(1)).await?;
    let mut usual = siege::honest(companion.port, length).await?;
    let rest_kb = companion.memory_kb("VmRSS")?;
    let mut besieged = siege::lay(companion.port, sockets, length).await?;
    let loaded_kb = companion.memory_kb("VmHWM")?;
    // What else the machine does must not make the siege look harmless: the calmer time counts.
    let mut afterwards = siege::honest(companion.port, length).await?;
    let failures = usual.failures + afterwards.failures;
    if afterwards.percentile_us(99) < usual.percentile_us(99) {
        usual = afterwards;
    }
    println!(
        "usual {} {} {failures} {rest_kb}",
        usual.percentile_us(50),
        usual.percentile_us(99)
    );
    println!(
        "besieged {} {} {} {loaded_kb} {}",
        besieged.fared.percentile_us(50),
        besieged.fared.percentile_us(99),
        besieged.fared.failures,
        besieged.sockets
    );
    Ok(())
}
