//! PostgreSQL goes away and comes back while guests confirm, or somebody holds the row that all
//! of them want: guests are told the truth and when to come again, and nothing is lost.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use fastrand::Rng;
use tokio::task::JoinSet;

use crate::Failure;
use crate::books::{Engine, Left};
use crate::cluster::{Cluster, End};
use crate::faults::{finish, visit};
use crate::guest::{self, Reply, Tariff, Wish};
use crate::oracle;
use crate::world::{CLASS, LESSON, World};

/// How long after the one before a guest comes.
const ARRIVAL: Duration = Duration::from_millis(40);
/// How long the server is away.
const AWAY: Duration = Duration::from_secs(1);
/// Longer than a confirmation is left to the request that began it.
const CLAIM: TimeDelta = TimeDelta::minutes(2);
/// How long a companion may take to be ready at all before a campaign is given up.
const READY_MAX: Duration = Duration::from_secs(30);

/// What a server that went away led to.
#[derive(Clone, Debug, Default)]
pub struct Recovery {
    /// How long the companion took to be ready, each time the server was.
    pub ready_after: Vec<Duration>,
    /// How often guests were told to come again, and did.
    pub refused: usize,
    /// Guests whose order was confirmed.
    pub acknowledged: usize,
    /// What was broken.
    pub complaints: Vec<String>,
}

/// The server is stopped in both ways while guests confirm and pay; none where this machine has
/// no PostgreSQL.
pub async fn restart_server(
    program: &Path,
    seed: u64,
    guests: u32,
) -> Result<Option<Recovery>, Failure> {
    let Some(mut cluster) = Cluster::start().await? else {
        return Ok(None);
    };
    let engine = Engine::Postgres(cluster.url());
    let world = Arc::new(World::new(&engine, program.to_owned()).await?);
    let mut companion = world.serve().await?;
    let tariff = Arc::new(Tariff::of(&world, &[LESSON, CLASS]).await?);
    let mut visits = JoinSet::new();
    for number in 0..guests {
        let (world, tariff) = (Arc::clone(&world), Arc::clone(&tariff));
        let rng = Rng::with_seed(seed.wrapping_add(u64::from(number)));
        visits.spawn(async move {
            tokio::time::sleep(ARRIVAL * number).await;
            visit(&world, &tariff, number, rng, true).await
        });
    }
    let mut recovery = Recovery::default();
    for end in [End::Immediate, End::Fast] {
        tokio::time::sleep(ARRIVAL * (guests / 5)).await;
        cluster.stop(end).await?;
        let stopped = Instant::now();
        recovery.complaints.extend(away(&world).await?);
        tokio::time::sleep(AWAY.saturating_sub(stopped.elapsed())).await;
        cluster.resume().await?;
        recovery.ready_after.push(ready(&world).await?);
    }
    // A confirmation that was cut off between its commit and its page is in progress, for all
    // that its guest is told, until its claim lapses and the sweeper takes it up.
    tokio::time::sleep(ARRIVAL * (guests / 2)).await;
    world.advance(CLAIM).await?;
    let mut acknowledged = Vec::new();
    let mut silent = 0;
    while let Some(visit) = visits.join_next().await {
        let (one, [_, _, passing, _, unsaid]) = visit??;
        acknowledged.extend(one);
        recovery.refused += passing;
        silent += unsaid;
    }
    if silent > 0 {
        let silent = format!("{silent} answers did not say when to come again");
        recovery.complaints.push(silent);
    }
    recovery.acknowledged = acknowledged.len();
    recovery.complaints.extend(oracle::settle(&world).await?);
    companion.kill().await?;
    let complaints = oracle::complaints(&world, &acknowledged).await?;
    recovery.complaints.extend(complaints);
    drop(tariff);
    finish(world, &recovery.complaints).await?;
    Ok(Some(recovery))
}

/// What is answered otherwise than it should be while there is no server.
async fn away(world: &World) -> Result<Vec<String>, Failure> {
    let mut complaints = Vec::new();
    let date = world.slot(LESSON, 3, 0).date_naive();
    let slots = format!(
        "/v1/calendars/{}/slots?items={}&from={date}&to={date}&zone=UTC",
        LESSON.calendar, LESSON.service
    );
    for (path, expected) in [("/healthz", 200), ("/readyz", 503), (slots.as_str(), 503)] {
        let answer = world
            .http
            .get(format!("{}{path}", world.url))
            .send()
            .await?;
        let status = answer.status().as_u16();
        if status != expected {
            complaints.push(format!("{path} was answered with {status}, not {expected}"));
        }
        if status == 503 && !answer.headers().contains_key("retry-after") {
            complaints.push(format!("{path} did not say when to come again"));
        }
    }
    Ok(complaints)
}

/// How long it takes from now until the companion is ready.
async fn ready(world: &World) -> Result<Duration, Failure> {
    let since = Instant::now();
    while since.elapsed() < READY_MAX {
        let answer = world.http.get(format!("{}/readyz", world.url)).send();
        if answer.await?.status().is_success() {
            return Ok(since.elapsed());
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Err("the companion is never ready".into())
}

/// What a guest is answered who waits behind a row that somebody else holds, and how the same
/// confirmation is answered once the row is free.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// While it was held.
    pub meanwhile: Reply,
    /// How long that took.
    pub after: Duration,
    /// Afterwards.
    pub then: Reply,
    /// What was broken.
    pub complaints: Vec<String>,
}

/// Somebody holds the row of a coupon for longer than the companion waits.
pub async fn hold_row(server: &str, program: &Path) -> Result<Waiting, Failure> {
    let engine = Engine::Postgres(server.to_owned());
    let world = World::new(&engine, program.to_owned()).await?;
    let mut companion = world.serve().await?;
    let tariff = Tariff::of(&world, &[CLASS]).await?;
    let wish = Wish {
        place: CLASS,
        attendees: 1,
        starts_at: world.slot(CLASS, 3, 9),
        code: Some("FEW"),
        guest: 1,
    };
    let body = tariff.confirmation(&wish)?;
    let key = guest::new_key(&mut Rng::new());
    let statement = "UPDATE coupon SET name = name WHERE id = 'few'";
    let held = Left::open(&world.books, statement).await?;
    let since = Instant::now();
    let meanwhile = guest::confirm(&world, CLASS, &key, &body).await;
    let after = since.elapsed();
    drop(held);
    let then = guest::confirm(&world, CLASS, &key, &body).await;
    let mut complaints = Vec::new();
    let reserved = "SELECT test_reserved FROM coupon WHERE id = 'few'";
    let reserved = world.books.number(reserved).await?;
    if reserved != 1 {
        complaints.push(format!("{reserved} uses are reserved, not 1"));
    }
    complaints.extend(world.broken_laws().await?);
    companion.kill().await?;
    world.remove().await?;
    Ok(Waiting {
        meanwhile,
        after,
        then,
        complaints,
    })
}
