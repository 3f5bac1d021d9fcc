//! Two hundred guests want the same at the same moment: exactly as many have it as there is.
//!
//! Each race is run again without its guard, so that it is known to be one. On PostgreSQL the
//! guests are divided between two companions.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use booking_contract::{OpenOrder, ProblemCode};
use chrono::TimeDelta;
use fastrand::Rng;
use tokio::task::JoinSet;

use crate::Failure;
use crate::books::Engine;
use crate::companion::{Companion, Start, free_port};
use crate::guest::{self, Reply, Tariff, Wish};
use crate::world::{CLASS, FEW_MAX, LESSON, Place, World};

/// Guests of one race.
pub const GUESTS: u32 = 200;

/// How often a guest comes again who is told that the database is busy.
const TRIES_MAX: u32 = 40;

/// What is raced for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prize {
    /// The ten uses of a coupon.
    Coupon,
    /// The one use of a coupon that a customer has.
    CustomersUse,
    /// The one first order of a customer.
    FirstOrder,
    /// A slot of one seat.
    Slot,
    /// Slots that overlap.
    Overlap,
    /// The eight seats of a class, by parties of one to three.
    Seats,
    /// The one order of a key.
    Key,
}

/// Every prize.
pub const PRIZES: [Prize; 7] = [
    Prize::Coupon,
    Prize::CustomersUse,
    Prize::FirstOrder,
    Prize::Slot,
    Prize::Overlap,
    Prize::Seats,
    Prize::Key,
];

/// Whether the guard of the prize stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// As always.
    Up,
    /// Behind the companion's back, its counters are set back or its index is gone.
    Down,
}

/// How a race ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many confirmations were answered with 201 or 200.
    pub won: usize,
    /// Different orders among them.
    pub orders: usize,
    /// Attendees of all of them.
    pub attendees: u32,
    /// How often guests were told to come again because the database was busy, and did.
    pub busy: u32,
    /// Laws of the books that are broken, and answers that nobody should get.
    pub complaints: Vec<String>,
}

impl Prize {
    /// Whether the outcome is the one that the guard is there for.
    pub fn is_shared_out(self, outcome: &Outcome) -> bool {
        match self {
            Self::Coupon => outcome.won == FEW_MAX,
            Self::CustomersUse | Self::FirstOrder | Self::Slot => outcome.won == 1,
            // Of twenty lessons of an hour that begin every half hour, ten fit; the order of
            // arrival may leave gaps.
            Self::Overlap => (7..=10).contains(&outcome.won),
            Self::Seats => (6..=8).contains(&outcome.attendees),
            Self::Key => outcome.orders == 1 && outcome.won >= 1,
        }
    }

    fn place(self) -> Place {
        match self {
            Self::Slot | Self::Overlap => LESSON,
            _ => CLASS,
        }
    }

    fn code(self) -> Option<&'static str> {
        match self {
            Self::Coupon => Some("FEW"),
            Self::CustomersUse => Some("ONCE"),
            Self::FirstOrder => Some("FIRST"),
            Self::Slot | Self::Overlap | Self::Seats | Self::Key => None,
        }
    }

    /// What losers are told.
    fn refusal(self) -> ProblemCode {
        match self {
            Self::Coupon | Self::CustomersUse | Self::FirstOrder => ProblemCode::QuoteChanged,
            Self::Slot | Self::Overlap | Self::Seats => ProblemCode::SlotTaken,
            Self::Key => ProblemCode::InProgress,
        }
    }

    /// What of the books is made ready for the race.
    fn scene(self) -> &'static str {
        match self {
            // Only what is raced for may be short.
            Self::Coupon | Self::CustomersUse | Self::FirstOrder | Self::Key => {
                "UPDATE service SET capacity = 1000"
            }
            Self::Overlap => "UPDATE service SET duration_minutes = 60",
            Self::Slot | Self::Seats => "UPDATE service SET position = position",
        }
    }

    /// Takes the guard away.
    async fn sabotage(self, world: &World) -> Result<(), Failure> {
        let books = &world.books;
        match self {
            Self::Coupon => {
                let undone = "UPDATE coupon SET test_reserved = 0 \
                              WHERE id = new.id AND test_reserved > 0;";
                books
                    .sabotage("UPDATE OF test_reserved ON coupon", undone)
                    .await
            }
            Self::CustomersUse => {
                let undone = "UPDATE coupon_customer SET used = 0 WHERE used > 0;";
                books.sabotage("INSERT ON coupon_customer", undone).await?;
                books
                    .sabotage("UPDATE OF used ON coupon_customer", undone)
                    .await
            }
            Self::FirstOrder => {
                let undone = "UPDATE customer SET orders = 0 WHERE orders > 0;";
                books.sabotage("INSERT ON customer", undone).await?;
                books.sabotage("UPDATE OF orders ON customer", undone).await
            }
            Self::Slot | Self::Seats => {
                let undone = "UPDATE slot_session SET taken = 0; DELETE FROM cell;";
                books.sabotage("INSERT ON hold", undone).await
            }
            Self::Overlap => {
                let undone = "DELETE FROM cell WHERE cell = new.cell;";
                books.sabotage("INSERT ON cell", undone).await
            }
            Self::Key => books.sql("DROP INDEX order_of_key").await,
        }
    }

    /// The confirmations, each with its key.
    fn confirmations(
        self,
        world: &World,
        tariff: &Tariff,
        rng: &mut Rng,
    ) -> Result<Vec<(String, OpenOrder)>, Failure> {
        let one_key = guest::new_key(rng);
        let day = world.slot(self.place(), 3, 0);
        (0..GUESTS)
            .map(|number| {
                let wish = Wish {
                    place: self.place(),
                    attendees: match self {
                        Self::Seats => 1 + number % 3,
                        _ => 1,
                    },
                    starts_at: match self {
                        Self::Overlap => day + TimeDelta::minutes(30 * i64::from(number % 20)),
                        _ => day,
                    },
                    code: self.code(),
                    guest: match self {
                        Self::CustomersUse | Self::FirstOrder | Self::Key => 0,
                        _ => number,
                    },
                };
                let key = match self {
                    Self::Key => one_key.clone(),
                    _ => guest::new_key(rng),
                };
                Ok((key, tariff.confirmation(&wish)?))
            })
            .collect()
    }
}

/// Runs one race.
pub async fn run(
    engine: &Engine,
    program: &Path,
    seed: u64,
    prize: Prize,
    guard: Guard,
) -> Result<Outcome, Failure> {
    let mut rng = Rng::with_seed(seed);
    let world = Arc::new(World::new(engine, program.to_owned()).await?);
    world.books.sql(prize.scene()).await?;
    if guard == Guard::Down {
        prize.sabotage(&world).await?;
    }
    let mut companions = vec![world.serve().await?];
    let mut doors = vec![world.url.clone()];
    if let Engine::Postgres(_) = engine {
        let (companion, door) = another(&world).await?;
        companions.push(companion);
        doors.push(door);
    }
    let tariff = Tariff::of(&world, &[prize.place()]).await?;
    let mut confirmations = prize.confirmations(&world, &tariff, &mut rng)?;
    rng.shuffle(&mut confirmations);
    let mut guests = JoinSet::new();
    for (number, (key, body)) in confirmations.into_iter().enumerate() {
        let world = Arc::clone(&world);
        let door = doors[number % doors.len()].clone();
        let place = prize.place();
        guests.spawn(async move {
            let mut busy = 0;
            loop {
                let reply = guest::confirm_at(&world, &door, place, &key, &body).await;
                if !matches!(reply, Reply::Refused(503, _)) || busy == TRIES_MAX {
                    return (reply, busy);
                }
                if !reply.says_when() {
                    return (reply, busy);
                }
                busy += 1;
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
        });
    }
    let (replies, busy): (Vec<Reply>, Vec<u32>) = guests.join_all().await.into_iter().unzip();
    for companion in &mut companions {
        companion.kill().await?;
    }
    let mut outcome = outcome(prize, &replies);
    outcome.busy = busy.iter().sum();
    outcome.complaints.extend(world.broken_laws().await?);
    if let Engine::Postgres(_) = engine {
        let question = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
        let deadlocks = world.books.number(question).await?;
        if deadlocks != 0 && guard == Guard::Up {
            outcome.complaints.push(format!("{deadlocks} deadlocks"));
        }
    }
    Arc::into_inner(world)
        .ok_or("a guest is left")?
        .remove()
        .await?;
    Ok(outcome)
}

fn outcome(prize: Prize, replies: &[Reply]) -> Outcome {
    let mut outcome = Outcome {
        won: 0,
        orders: 0,
        attendees: 0,
        busy: 0,
        complaints: Vec::new(),
    };
    let mut orders = std::collections::BTreeSet::new();
    for reply in replies {
        match reply {
            Reply::Opened(opened) => {
                outcome.won += 1;
                orders.insert(&opened.order.id);
                outcome.attendees += opened.order.quote.lines[0].attendees;
            }
            reply if reply.code() == Some(prize.refusal()) => {}
            other => outcome
                .complaints
                .push(format!("a guest was answered {other:?}")),
        }
    }
    outcome.orders = orders.len();
    outcome
}

/// A second companion on the same books.
async fn another(world: &World) -> Result<(Companion, String), Failure> {
    let port = free_port()?;
    let start = Start {
        port,
        ..world.start.clone()
    };
    let companion = start.serve(None).await?.ok_or("the second did not start")?;
    Ok((companion, format!("http://127.0.0.1:{port}")))
}
