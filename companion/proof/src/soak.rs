//! The long versions of the campaigns, one after the other until the time is over: a round of
//! kills, and after each another one of the other campaigns.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use booking_companion::fail_point;
use clap::Args;

use crate::Failure;
use crate::books::{Engine, SERVER};
use crate::disk::fill_disk;
use crate::events::{STORIES, tell};
use crate::faults::{cut_commits, step_clocks, stop_under_load};
use crate::house::Staff;
use crate::kills::Plan;
use crate::races::{Guard, PRIZES};
use crate::recovery::restart_server;
use crate::{kills, model, races};

/// Runs of the model, and the steps of each.
const MODELS: u64 = 10;
const STEPS: u32 = 120;
/// The longest order of events.
const EVENTS: usize = 5;
/// Guests of whom connections are cut, or whose companion is stopped.
const CROWD: u32 = 120;

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
    /// How often the companion is killed in one round.
    #[arg(long, default_value_t = 40)]
    pub kills: u32,
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
            let seed = seed.wrapping_add(number);
            let plan = Plan {
                seed,
                kills: soak.kills,
                points: &[],
                staff: match engine {
                    Engine::Postgres(_) if number % 2 == 0 => Staff::Two,
                    _ => Staff::One,
                },
            };
            round(&mut sum, engine, &program, plan).await?;
            let (name, complaints) = match number % 4 {
                0 => ("races", all_races(engine, &program, seed).await?),
                1 => ("model", models(engine, seed).await?),
                2 => ("faults", faults(engine, &program, seed).await?),
                _ => ("events", stories(engine).await?),
            };
            let count = complaints.len();
            sum.violations += count;
            println!(
                "{:>8} seed {seed}: {name}, {count} violations",
                engine.name()
            );
            tell_of(&complaints);
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

async fn round(
    sum: &mut Sum,
    engine: &Engine,
    program: &Path,
    plan: Plan<'_>,
) -> Result<(), Failure> {
    let started = Instant::now();
    let tally = kills::round(engine, program, plan).await?;
    sum.kills += tally.kills;
    sum.acknowledged += tally.acknowledged;
    sum.paid += tally.paid;
    sum.violations += tally.complaints.len();
    for &point in &tally.points {
        *sum.points.entry(point).or_default() += 1;
    }
    println!(
        "{:>8} seed {}: {} kills ({} at fail points) of {:?} in {} s, {} orders acknowledged, \
         {} paid, {} called off; businesses were told {} times; in all {} kills, {} violations",
        engine.name(),
        plan.seed,
        tally.kills,
        tally.points.len(),
        plan.staff,
        started.elapsed().as_secs(),
        tally.acknowledged,
        tally.paid,
        tally.called_off,
        tally.told,
        sum.kills,
        sum.violations
    );
    tell_of(&tally.complaints);
    Ok(())
}

fn tell_of(complaints: &[String]) {
    for complaint in complaints {
        println!("  VIOLATION {complaint}");
    }
}

async fn all_races(engine: &Engine, program: &Path, seed: u64) -> Result<Vec<String>, Failure> {
    let mut complaints = Vec::new();
    for prize in PRIZES {
        let outcome = races::run(engine, program, seed, prize, Guard::Up).await?;
        if !prize.is_shared_out(&outcome) {
            complaints.push(format!("{prize:?}: {outcome:?}"));
        }
        if outcome.busy > 0 {
            println!(
                "  {prize:?}: 503 was answered {} times, and later another answer",
                outcome.busy
            );
        }
        complaints.extend(outcome.complaints);
    }
    Ok(complaints)
}

async fn models(engine: &Engine, seed: u64) -> Result<Vec<String>, Failure> {
    let mut complaints = Vec::new();
    for number in 0..MODELS {
        let run = model::run(
            engine,
            seed.wrapping_mul(MODELS).wrapping_add(number),
            STEPS,
        );
        complaints.extend(run.await?.complaints);
    }
    Ok(complaints)
}

async fn faults(engine: &Engine, program: &Path, seed: u64) -> Result<Vec<String>, Failure> {
    let stop = stop_under_load(engine, program, seed, CROWD).await?;
    let mut complaints = stop.complaints.clone();
    if !stop.orderly || stop.failed > 0 {
        complaints.push(format!("{stop:?}"));
    }
    complaints.extend(step_clocks(engine, program).await?);
    match engine {
        Engine::Postgres(server) => {
            if let Some(recovery) = restart_server(program, seed, CROWD).await? {
                println!(
                    "  the server was away, guests were told to come again {} times; ready after {:?}",
                    recovery.refused, recovery.ready_after
                );
                complaints.extend(recovery.complaints);
            }
            let cut = cut_commits(server, program, seed, CROWD, 3).await?;
            println!(
                "  {} commits were cut before and {} after",
                cut.cuts.0, cut.cuts.1
            );
            complaints.extend(cut.complaints);
        }
        Engine::Sqlite => match fill_disk(program).await {
            Ok(full) => complaints.extend(full.complaints),
            // Mounting a small disk is for root.
            Err(failure) => println!("  the full disk was left out: {failure}"),
        },
    }
    Ok(complaints)
}

async fn stories(engine: &Engine) -> Result<Vec<String>, Failure> {
    let mut complaints = Vec::new();
    for story in STORIES {
        let told = tell(engine, story, EVENTS, usize::MAX).await?;
        println!(
            "  {story:?}: {} orders of {} events",
            told.orders,
            told.events.len()
        );
        complaints.extend(told.complaints);
    }
    Ok(complaints)
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
