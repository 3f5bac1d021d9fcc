//! The companions of a campaign of kills: one, or two over the same books of which one always
//! works on.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use booking_contract::ProblemCode;
use chrono::TimeDelta;

use crate::Failure;
use crate::balancer::Balancer;
use crate::books::Engine;
use crate::companion::{Companion, Start, free_port};
use crate::guest::{self, Reply, Tariff, Wish};
use crate::oracle::{self, Acknowledged};
use crate::stripe::session_of;
use crate::world::{LESSON, World};

/// How long the other one may take to notice.
const PATIENCE: Duration = Duration::from_secs(15);

/// How many companions there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staff {
    /// One, which nobody stands in for.
    One,
    /// Two on one PostgreSQL behind one address: while one dies, the other works on.
    Two,
}

/// The companions of one world.
#[derive(Debug)]
pub(crate) struct House {
    world: Arc<World>,
    pair: Option<Pair>,
}

#[derive(Debug)]
struct Pair {
    /// Where the next victim answers, and where the one that stands by does.
    ports: [u16; 2],
    standing: Companion,
    balancer: Balancer,
}

impl House {
    pub(crate) async fn open(world: &Arc<World>, staff: Staff) -> Result<Self, Failure> {
        let world = Arc::clone(world);
        let pair = match staff {
            Staff::One => None,
            Staff::Two => {
                let ports = [free_port()?, free_port()?];
                let balancer = Balancer::start(world.start.port, ports).await?;
                let standing = serve(&world, ports[1]).await?;
                Some(Pair {
                    ports,
                    standing,
                    balancer,
                })
            }
        };
        Ok(Self { world, pair })
    }

    /// Starts the one that is to die; none where it has died already.
    pub(crate) async fn victim(
        &self,
        fail_point: Option<&str>,
    ) -> Result<Option<Companion>, Failure> {
        match &self.pair {
            None => self.world.start.serve(fail_point).await,
            Some(pair) => start(&self.world, pair.ports[0]).serve(fail_point).await,
        }
    }

    /// The dead one is started again, and the one that has stood by is killed and dies next;
    /// false where there is only one.
    pub(crate) async fn change_places(&mut self) -> Result<bool, Failure> {
        let Some(pair) = &mut self.pair else {
            return Ok(false);
        };
        let fresh = serve(&self.world, pair.ports[0]).await?;
        pair.standing.kill().await?;
        pair.standing = fresh;
        pair.ports.reverse();
        Ok(true)
    }

    /// The one that has to bring everything to its end, alone.
    pub(crate) async fn last(self) -> Result<Last, Failure> {
        match self.pair {
            None => Ok(Last {
                companion: self.world.serve().await?,
                _balancer: None,
            }),
            Some(pair) => Ok(Last {
                companion: pair.standing,
                _balancer: Some(pair.balancer),
            }),
        }
    }
}

/// The last companion, and the address that it is reached by.
#[derive(Debug)]
pub(crate) struct Last {
    companion: Companion,
    _balancer: Option<Balancer>,
}

impl Last {
    pub(crate) async fn kill(&mut self) -> Result<(), Failure> {
        self.companion.kill().await
    }
}

/// What became of an order whose companion died over it.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its state in the end.
    pub state: String,
    /// What was broken.
    pub complaints: Vec<String>,
}

/// One of two companions is killed at a fail point of a confirmation; the guest tries again at
/// the other, where there is another.
pub async fn take_over(
    engine: &Engine,
    program: &Path,
    point: &str,
    other: bool,
) -> Result<Taken, Failure> {
    let world = World::new(engine, program.to_owned()).await?;
    // Stripe knows the address of the one that lives.
    let mut living = world.serve().await?;
    let tariff = Tariff::of(&world, &[LESSON]).await?;
    let port = free_port()?;
    let Some(mut dying) = start(&world, port).serve(Some(point)).await? else {
        return Err("it died before it was asked".into());
    };
    let wish = Wish {
        place: LESSON,
        attendees: 1,
        starts_at: world.slot(LESSON, 3, 4),
        code: Some("TEN"),
        guest: 1,
    };
    let body = tariff.confirmation(&wish)?;
    let key = guest::new_key(&mut fastrand::Rng::new());
    let door = format!("http://127.0.0.1:{port}");
    let mut complaints = Vec::new();
    let cut_off = guest::confirm_at(&world, &door, LESSON, &key, &body).await;
    if !matches!(cut_off, Reply::Nothing) || !dying.ends_within(PATIENCE).await? {
        complaints.push(format!("it did not die: {cut_off:?}"));
    }
    let mut acknowledged = Vec::new();
    if other {
        let early = guest::confirm(&world, LESSON, &key, &body).await;
        if early.code() != Some(ProblemCode::InProgress) {
            complaints.push(format!("too early it is answered {early:?}"));
        }
        // The claim of the dead one lapses.
        world.advance(TimeDelta::minutes(2)).await?;
        let since = Instant::now();
        let opened = loop {
            match guest::confirm(&world, LESSON, &key, &body).await {
                Reply::Opened(opened) => break opened,
                reply if since.elapsed() > PATIENCE => {
                    return Err(format!("{point}: it is not taken over: {reply:?}").into());
                }
                _ => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        let session = session_of(&opened.order).ok_or("no page")?;
        acknowledged.push(Acknowledged {
            order_id: opened.order.id.clone(),
            key,
            paid: world.stripe.pay(session, false).await?,
            ..Acknowledged::default()
        });
        complaints.extend(oracle::settle(&world).await?);
    } else {
        living.kill().await?;
        world.advance(TimeDelta::minutes(2)).await?;
        tokio::time::sleep(PATIENCE / 5).await;
    }
    let rows = world.books.rows("SELECT state FROM orders").await?;
    let state = rows.into_iter().flatten().collect::<Vec<_>>().join(", ");
    living.kill().await?;
    if other {
        complaints.extend(oracle::complaints(&world, &acknowledged).await?);
    }
    world.remove().await?;
    Ok(Taken { state, complaints })
}

async fn serve(world: &World, port: u16) -> Result<Companion, Failure> {
    let companion = start(world, port).serve(None).await?;
    companion.ok_or_else(|| "a companion did not start".into())
}

fn start(world: &World, port: u16) -> Start {
    Start {
        port,
        ..world.start.clone()
    }
}
