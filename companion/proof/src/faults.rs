//! What machines do to a companion: a database connection that breaks during COMMIT, a clock
//! that jumps, a stop under load, a second companion on the same file.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use booking_contract::{OrderOpened, OrderStatus};
use chrono::TimeDelta;
use fastrand::Rng;
use tokio::task::JoinSet;

use crate::Failure;
use crate::books::Engine;
use crate::guest::{self, Reply, Tariff, Wish};
use crate::oracle::{self, Acknowledged};
use crate::proxy::Proxy;
use crate::stripe::session_of;
use crate::world::{CLASS, LESSON, Place, World};

/// How long a guest tries to be served.
const PATIENCE: Duration = Duration::from_secs(40);

/// A crowd of guests that confirm and pay, each with one key until they are answered.
#[derive(Debug, Default)]
struct Crowd {
    acknowledged: Vec<Acknowledged>,
    /// Answers of success, refusals, other answers, no answer at all; and those of the other
    /// answers that do not say when to come again.
    answers: [usize; 5],
}

async fn crowd(
    world: &Arc<World>,
    tariff: &Arc<Tariff>,
    guests: u32,
    seed: u64,
    pays: bool,
) -> Result<Crowd, Failure> {
    let mut visits = JoinSet::new();
    for number in 0..guests {
        let (world, tariff) = (Arc::clone(world), Arc::clone(tariff));
        let rng = Rng::with_seed(seed.wrapping_add(u64::from(number)));
        visits.spawn(async move { visit(&world, &tariff, number, rng, pays).await });
    }
    let mut crowd = Crowd::default();
    while let Some(visit) = visits.join_next().await {
        let (acknowledged, answers) = visit??;
        crowd.acknowledged.extend(acknowledged);
        for (sum, count) in crowd.answers.iter_mut().zip(answers) {
            *sum += count;
        }
    }
    Ok(crowd)
}

pub(crate) async fn visit(
    world: &World,
    tariff: &Tariff,
    number: u32,
    mut rng: Rng,
    pays: bool,
) -> Result<(Option<Acknowledged>, [usize; 5]), Failure> {
    let mut answers = [0; 5];
    let wish = wish(world, number);
    let body = tariff.confirmation(&wish)?;
    let key = guest::new_key(&mut rng);
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        let reply = guest::confirm(world, wish.place, &key, &body).await;
        match &reply {
            Reply::Opened(opened) => {
                answers[0] += 1;
                let paid = pays && pay(world, opened).await?;
                let acknowledged = Acknowledged {
                    order_id: opened.order.id.clone(),
                    key,
                    free: opened.order.quote.amount_due_minor == 0,
                    paid,
                    called_off: false,
                };
                return Ok((Some(acknowledged), answers));
            }
            Reply::Nothing => answers[3] += 1,
            reply if reply.is_passing() => {
                answers[2] += 1;
                answers[4] += usize::from(!reply.says_when());
            }
            Reply::Refused(..) => {
                answers[1] += 1;
                return Ok((None, answers));
            }
        }
        tokio::time::sleep(Duration::from_millis(rng.u64(30..150))).await;
    }
    Ok((None, answers))
}

/// Every guest has a place for themselves, half of them for free.
pub(crate) fn wish(world: &World, number: u32) -> Wish {
    let place: Place = if number.is_multiple_of(2) {
        LESSON
    } else {
        CLASS
    };
    let step = i64::from(number / 2);
    Wish {
        place,
        attendees: 1,
        starts_at: world.slot(place, 3, 0) + TimeDelta::minutes(step * place.minutes),
        code: number.is_multiple_of(3).then_some("FREE"),
        guest: number,
    }
}

async fn pay(world: &World, opened: &OrderOpened) -> Result<bool, Failure> {
    match session_of(&opened.order) {
        Some(session) => world.stripe.pay(session, false).await,
        None => Ok(false),
    }
}

/// What a commit that is cut leads to.
#[derive(Clone, Debug)]
pub struct Cut {
    /// Commits that the server never saw, and those whose answer was lost.
    pub cuts: (u32, u32),
    /// Orders that guests were told of.
    pub acknowledged: usize,
    /// What was broken.
    pub complaints: Vec<String>,
}

/// One in so many commits loses its connection while guests confirm and pay.
pub async fn cut_commits(
    server: &str,
    program: &Path,
    seed: u64,
    guests: u32,
    every: u32,
) -> Result<Cut, Failure> {
    let engine = Engine::Postgres(server.to_owned());
    let mut world = World::new(&engine, program.to_owned()).await?;
    let proxy = Proxy::start(server).await?;
    let (head, _) = server.rsplit_once('@').ok_or("no user")?;
    let name = world
        .start
        .database_url
        .rsplit('/')
        .next()
        .ok_or("no name")?;
    world.start.database_url = format!("{head}@127.0.0.1:{}/{name}", proxy.port);
    let world = Arc::new(world);
    let mut companion = world.serve().await?;
    let tariff = Arc::new(Tariff::of(&world, &[LESSON, CLASS]).await?);
    proxy.cut_every(every);
    let crowd = crowd(&world, &tariff, guests, seed, true).await?;
    proxy.cut_every(0);
    let mut complaints = oracle::settle(&world).await?;
    companion.kill().await?;
    complaints.extend(oracle::complaints(&world, &crowd.acknowledged).await?);
    let cut = Cut {
        cuts: proxy.cuts(),
        acknowledged: crowd.acknowledged.len(),
        complaints,
    };
    finish(world, &cut.complaints).await?;
    Ok(cut)
}

/// What a stop under load leads to.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Orders that guests were told of.
    pub acknowledged: usize,
    /// Answers of the kind 5xx.
    pub failed: usize,
    /// Whether the companion ended in order.
    pub orderly: bool,
    /// What was broken.
    pub complaints: Vec<String>,
}

/// The companion is told to stop while guests confirm, and started again.
pub async fn stop_under_load(
    engine: &Engine,
    program: &Path,
    seed: u64,
    guests: u32,
) -> Result<Stop, Failure> {
    let world = Arc::new(World::new(engine, program.to_owned()).await?);
    let mut companion = world.serve().await?;
    let tariff = Arc::new(Tariff::of(&world, &[LESSON, CLASS]).await?);
    let visiting = {
        let (world, tariff) = (Arc::clone(&world), Arc::clone(&tariff));
        tokio::spawn(async move { crowd(&world, &tariff, guests, seed, true).await })
    };
    // While the first are answered and the others wait.
    while world.books.number("SELECT COUNT(*) FROM orders").await? < i64::from(guests / 8) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let status = companion.terminate().await?;
    let mut companion = world.serve().await?;
    let crowd = visiting.await??;
    let mut complaints = oracle::settle(&world).await?;
    companion.kill().await?;
    complaints.extend(oracle::complaints(&world, &crowd.acknowledged).await?);
    let stop = Stop {
        acknowledged: crowd.acknowledged.len(),
        failed: crowd.answers[2],
        orderly: status.success(),
        complaints,
    };
    drop(tariff);
    finish(world, &stop.complaints).await?;
    Ok(stop)
}

/// What clocks that jump lead to.
///
/// A guest waits at the payment page and another has paid, unknown to the companion, when its
/// clock jumps an hour ahead; two more are there when it jumps an hour back.
pub async fn step_clocks(engine: &Engine, program: &Path) -> Result<Vec<String>, Failure> {
    let world = Arc::new(World::new(engine, program.to_owned()).await?);
    let mut companion = world.serve().await?;
    let tariff = Tariff::of(&world, &[LESSON]).await?;
    let hour = TimeDelta::hours(1);
    let mut complaints = Vec::new();
    let mut acknowledged = Vec::new();
    // Events stay away, so that only the clock and what Stripe says when asked can decide.
    let mute = serde_json::json!({ "mute": true });
    world.stripe.control("webhooks", &mute).await?;
    for (number, step) in [(0, hour), (2, -hour)] {
        let paying = book(&world, &tariff, number).await?;
        let waiting = book(&world, &tariff, number + 1).await?;
        let paid = pay(&world, &paying).await?;
        world.advance_companion(step)?;
        let payer = until(&world, &paying, |status| status == OrderStatus::Paid).await?;
        if !paid || !payer {
            complaints.push(format!("{} was paid and is not booked", paying.order.id));
        }
        let mut late = false;
        if step > TimeDelta::zero() {
            // Its hold has lapsed by the companion's clock, and not by Stripe's: it is given back
            // only together with its page.
            if !until(&world, &waiting, |status| status == OrderStatus::Expired).await? {
                complaints.push(format!("{} is held for ever", waiting.order.id));
            }
            late = pay(&world, &waiting).await?;
            if late {
                complaints.push(format!(
                    "{} was given back and took money",
                    waiting.order.id
                ));
            }
        } else {
            tokio::time::sleep(Duration::from_secs(2)).await;
            let view = guest::look(&world, &waiting).await.ok_or("no answer")?;
            if view.status != OrderStatus::AwaitingPayment {
                complaints.push(format!("{} was released early", waiting.order.id));
            }
        }
        world.advance_companion(-step)?;
        for (opened, paid) in [(paying, paid), (waiting, late)] {
            acknowledged.push(Acknowledged {
                order_id: opened.order.id.clone(),
                key: opened.token.clone(),
                free: false,
                paid,
                called_off: false,
            });
        }
    }
    complaints.extend(oracle::settle(&world).await?);
    companion.kill().await?;
    complaints.extend(oracle::complaints(&world, &acknowledged).await?);
    finish(world, &complaints).await?;
    Ok(complaints)
}

async fn book(world: &World, tariff: &Tariff, number: u32) -> Result<OrderOpened, Failure> {
    let wish = Wish {
        starts_at: world.slot(LESSON, 5, i64::from(number)),
        place: LESSON,
        attendees: 1,
        code: Some("TEN"),
        guest: number,
    };
    let body = tariff.confirmation(&wish)?;
    let key = format!("proof-clock-{number:08}");
    match guest::confirm(world, LESSON, &key, &body).await {
        Reply::Opened(opened) => Ok(*opened),
        reply => Err(format!("not opened: {reply:?}").into()),
    }
}

/// Whether the order comes to a status soon.
async fn until(
    world: &World,
    opened: &OrderOpened,
    there: impl Fn(OrderStatus) -> bool,
) -> Result<bool, Failure> {
    for _ in 0..60 {
        let view = guest::look(world, opened).await.ok_or("no answer")?;
        if there(view.status) {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    Ok(false)
}

/// A second companion on the same file: whether it refuses to start.
pub async fn start_twice(program: &Path) -> Result<bool, Failure> {
    let world = World::new(&Engine::Sqlite, program.to_owned()).await?;
    let mut companion = world.serve().await?;
    let second = crate::companion::Start {
        port: crate::companion::free_port()?,
        ..world.start.clone()
    };
    let refused = second.serve(None).await?.is_none();
    companion.kill().await?;
    world.remove().await?;
    Ok(refused)
}

pub(crate) async fn finish(world: Arc<World>, complaints: &[String]) -> Result<(), Failure> {
    // Books of a campaign that failed are kept.
    if complaints.is_empty() {
        Arc::into_inner(world)
            .ok_or("a guest is left")?
            .remove()
            .await?;
    }
    Ok(())
}
