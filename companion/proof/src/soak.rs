//! The long versions of the campaigns, one after the other until the time is over.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use booking_companion::fail_point;
use clap::Args;

use crate::Failure;
use crate::books::{Engine, SERVER};
use crate::kills;

/// How often the companion is killed in one round.
const KILLS: u32 = 40;

/// How long, on what, and from which seed.
#[derive(Clone, Debug, Args)]
pub struct Soak {
    /// How long, in minutes.
    #[arg(long, default_value_t = 10)]
    pub minutes: u64,
    /// The seed; one of the clock's if none.
    #[arg(long)]
    pub seed: Option<u64>,
    /// `sqlite`, `postgres` or `both`, in turn; PostgreSQL at `TEST_POSTGRES_URL`.
    #[arg(long, default_value = "both")]
    pub database: String,
}

/// Everything that was seen so far.
#[derive(Debug, Default)]
struct Sum {
    kills: u32,
    acknowledged: usize,
    paid: usize,
    violations: usize,
    points: BTreeMap<&'static str, u32>,
}

/// Runs them and prints what was seen each minute; an error where a law was broken.
pub fn run(soak: &Soak) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(campaign(soak))
}

async fn campaign(soak: &Soak) -> Result<(), Failure> {
    let engines = engines(&soak.database)?;
    let seed = soak
        .seed
        .unwrap_or_else(|| fastrand::Rng::new().u64(1..1 << 48));
    let program = std::env::current_exe()?;
    println!("seed {seed}");
    let started = Instant::now();
    let length = Duration::from_secs(60 * soak.minutes);
    let mut sum = Sum::default();
    let mut number = 0;
    while started.elapsed() < length {
        for engine in &engines {
            round(&mut sum, engine, &program, seed.wrapping_add(number)).await?;
        }
        number += 1;
    }
    println!(
        "{} kills, {} orders acknowledged, {} of them paid, {} violations; seed {seed}",
        sum.kills, sum.acknowledged, sum.paid, sum.violations
    );
    for name in fail_point::NAMES {
        let kills = sum.points.get(name).copied().unwrap_or_default();
        println!("  {kills:>5} at {name}");
    }
    if sum.violations == 0 {
        Ok(())
    } else {
        Err(format!("{} laws were broken", sum.violations).into())
    }
}

async fn round(sum: &mut Sum, engine: &Engine, program: &Path, seed: u64) -> Result<(), Failure> {
    let started = Instant::now();
    let tally = kills::round(engine, program, seed, KILLS).await?;
    sum.kills += tally.kills;
    sum.acknowledged += tally.acknowledged;
    sum.paid += tally.paid;
    sum.violations += tally.complaints.len();
    for &point in &tally.points {
        *sum.points.entry(point).or_default() += 1;
    }
    println!(
        "{:>8} seed {seed}: {} kills ({} at fail points) in {} s, {} orders acknowledged, {} paid; \
         in all {} kills, {} violations",
        engine.name(),
        tally.kills,
        tally.points.len(),
        started.elapsed().as_secs(),
        tally.acknowledged,
        tally.paid,
        sum.kills,
        sum.violations
    );
    for complaint in tally.complaints {
        println!("  VIOLATION {complaint}");
    }
    Ok(())
}

fn engines(database: &str) -> Result<Vec<Engine>, Failure> {
    let postgres = || match Engine::of_environment() {
        Engine::Sqlite => Err(Failure::from(format!("{SERVER} names no server"))),
        engine @ Engine::Postgres(_) => Ok(engine),
    };
    Ok(match database {
        "sqlite" => vec![Engine::Sqlite],
        "postgres" => vec![postgres()?],
        "both" => vec![Engine::Sqlite, postgres()?],
        other => return Err(format!("there is no database {other:?}").into()),
    })
}
