//! Random operations over HTTP, beside a small model of what must come of them; after every step
//! the books say what the model says, and every law of theirs holds.
//!
//! Nothing here is left to chance but the operations: the companion runs inside with a clock that
//! stands still, it sweeps when it is told to, and the double holds its events back until they are
//! delivered, in any order and again. A failure names its seed and the steps that led there.

use std::collections::{BTreeMap, BTreeSet};

use booking_contract::{OpenOrder, OrderOpened, ProblemCode};
use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;
use serde_json::json;

use crate::Failure;
use crate::books::Engine;
use crate::guest::{self, Tariff, Wish};
use crate::stripe::{Event, session_of};
use crate::world::{CLASS, CODES, FEW_MAX, LESSON, Place, World};

/// Holds and sessions last so long.
const HOLD: TimeDelta = TimeDelta::minutes(30);
const SESSION: TimeDelta = TimeDelta::minutes(35);
/// Seats of a class.
const SEATS: u32 = 8;
/// Few guests and few times, so that they meet.
const GUESTS: u32 = 5;
const TIMES: i64 = 6;

/// Where the model sees an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Awaiting,
    Closing,
    Paid,
    Expired,
}

/// Where the model sees the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Money {
    /// The page is open.
    Open,
    /// The page is closed and took nothing.
    Shut,
    /// The bank was told to send it.
    Pending,
    /// It is there.
    Received,
    /// It did not come.
    Failed,
}

/// An order as the model has it.
#[derive(Clone, Debug)]
struct Modelled {
    wish: Wish,
    opened: OrderOpened,
    key: String,
    body: OpenOrder,
    stage: Stage,
    money: Money,
    made_at: DateTime<Utc>,
    session: String,
}

impl Stage {
    fn as_str(self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting",
            Self::Closing => "closing",
            Self::Paid => "paid",
            Self::Expired => "expired",
        }
    }
}

impl Modelled {
    fn holds(&self) -> bool {
        self.stage != Stage::Expired
    }

    fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Awaiting | Stage::Closing)
    }

    fn is_free(&self) -> bool {
        self.opened.order.quote.amount_due_minor == 0
    }

    /// Stripe is asked about it.
    fn learn(&mut self) {
        match self.money {
            Money::Received if self.is_open() => self.stage = Stage::Paid,
            Money::Shut | Money::Failed if self.is_open() => self.stage = Stage::Expired,
            _ => {}
        }
    }

    /// The companion wants its page closed.
    fn close(&mut self) {
        if self.is_open() {
            if self.money == Money::Open {
                self.money = Money::Shut;
            }
            self.stage = Stage::Closing;
            self.learn();
        }
    }
}

/// A run of so many steps.
#[derive(Clone, Debug)]
pub struct Run {
    /// Orders that were made.
    pub orders: usize,
    /// What was broken, with the steps that led there.
    pub complaints: Vec<String>,
}

struct Model {
    world: World,
    tariff: Tariff,
    rng: Rng,
    orders: Vec<Modelled>,
    /// The midnight from which times are counted.
    day: DateTime<Utc>,
    /// What happened at Stripe's; any of it may be told at any time, and again.
    events: Vec<Event>,
    /// The ids of those that were told.
    told: BTreeSet<String>,
    steps: Vec<String>,
    made: u32,
}

/// Does so many random things; the same seed does the same.
pub async fn run(engine: &Engine, seed: u64, steps: u32) -> Result<Run, Failure> {
    run_in(World::inside(engine).await?, seed, steps).await
}

/// The same in a world that was prepared, such as one that is sabotaged.
pub async fn run_in(world: World, seed: u64, steps: u32) -> Result<Run, Failure> {
    let hold = json!({ "hold": true });
    world.stripe.control("webhooks", &hold).await?;
    let mut model = Model {
        tariff: Tariff::of(&world, &[LESSON, CLASS]).await?,
        rng: Rng::with_seed(seed),
        orders: Vec::new(),
        day: world.slot(LESSON, 20, 0),
        events: Vec::new(),
        told: BTreeSet::new(),
        steps: Vec::new(),
        made: 0,
        world,
    };
    let mut run = Run {
        orders: 0,
        complaints: Vec::new(),
    };
    for step in 0..steps {
        if let Some(complaint) = model.step().await? {
            run.complaints.push(complaint);
        }
        run.complaints.extend(model.check().await?);
        if !run.complaints.is_empty() {
            let told = format!("seed {seed}, step {step}: {}", model.steps.join("; "));
            run.complaints.push(told);
            break;
        }
    }
    run.orders = model.orders.len();
    model.world.remove().await?;
    Ok(run)
}

impl Model {
    /// One thing; answers what was not as the model expects.
    async fn step(&mut self) -> Result<Option<String>, Failure> {
        let chosen = (!self.orders.is_empty()).then(|| self.rng.usize(0..self.orders.len()));
        let (operation, chosen) = match (self.rng.u32(0..20), chosen) {
            (operation, Some(chosen)) => (operation, chosen),
            _ => (0, 0),
        };
        match operation {
            0..6 => self.confirm().await,
            6 => self.confirm_again(chosen).await,
            7..10 => self.pay(chosen, false).await,
            10 => self.pay(chosen, true).await,
            11 | 12 => self.arrive(chosen).await,
            13 => self.look(chosen).await,
            14 => self.release(chosen).await,
            15..18 => self.deliver().await,
            _ => self.wait().await,
        }
    }

    async fn confirm(&mut self) -> Result<Option<String>, Failure> {
        let place: Place = [LESSON, CLASS][self.rng.usize(0..2)];
        let wish = Wish {
            place,
            attendees: self.rng.u32(1..=place.attendees_max),
            starts_at: self.day + TimeDelta::minutes(place.minutes * self.rng.i64(0..TIMES)),
            code: self
                .rng
                .bool()
                .then(|| CODES[self.rng.usize(0..CODES.len())]),
            guest: self.rng.u32(0..GUESTS),
        };
        let body = self.tariff.confirmation(&wish)?;
        self.made += 1;
        let key = format!("proof-model-{:08}", self.made);
        let expected = self.refusal(&wish);
        self.steps.push(format!(
            "{} books {} x {} at {} with {:?}",
            wish.guest,
            wish.attendees,
            place.service,
            wish.starts_at.format("%H:%M"),
            wish.code
        ));
        let reply = guest::confirm(&self.world, place, &key, &body).await;
        let Some(opened) = reply.opened() else {
            let unexpected = reply.code().is_none() || reply.code() != expected;
            return Ok(unexpected.then(|| format!("expected {expected:?}, was answered {reply:?}")));
        };
        let free = opened.order.quote.amount_due_minor == 0;
        self.orders.push(Modelled {
            stage: if free { Stage::Paid } else { Stage::Awaiting },
            money: if free { Money::Shut } else { Money::Open },
            made_at: self.world.now(),
            session: session_of(&opened.order).unwrap_or_default().to_owned(),
            opened: opened.clone(),
            wish,
            key,
            body,
        });
        Ok(expected.map(|expected| format!("expected {expected:?}, was taken")))
    }

    /// Why a wish cannot be had, if it cannot.
    fn refusal(&self, wish: &Wish) -> Option<ProblemCode> {
        let held = || self.orders.iter().filter(|order| order.holds());
        let of_guest = || held().filter(|order| order.wish.guest == wish.guest);
        let with_code = |order: &&Modelled| order.wish.code == wish.code;
        let used_up = match wish.code {
            Some("FEW") => held().filter(with_code).count() >= FEW_MAX,
            Some("ONCE") => of_guest().any(|order| with_code(&order)),
            Some("FIRST") => of_guest().next().is_some(),
            _ => false,
        };
        if used_up {
            return Some(ProblemCode::QuoteChanged);
        }
        let seats = if wish.place == CLASS { SEATS } else { 1 };
        let taken: u32 = held()
            .filter(|o| o.wish.place == wish.place && o.wish.starts_at == wish.starts_at)
            .map(|order| order.wish.attendees)
            .sum();
        (taken + wish.attendees > seats).then_some(ProblemCode::SlotTaken)
    }

    async fn confirm_again(&mut self, chosen: usize) -> Result<Option<String>, Failure> {
        let order = &self.orders[chosen];
        self.steps.push(format!("{chosen} is confirmed again"));
        let place = order.wish.place;
        let reply = guest::confirm(&self.world, place, &order.key, &order.body).await;
        let same = (reply.opened()).is_some_and(|again| again.order.id == order.opened.order.id);
        Ok((!same).then(|| format!("the same key was answered {reply:?}")))
    }

    async fn pay(&mut self, chosen: usize, delayed: bool) -> Result<Option<String>, Failure> {
        let order = &mut self.orders[chosen];
        self.steps
            .push(format!("{chosen} is paid, delayed: {delayed}"));
        if order.is_free() {
            return Ok(None);
        }
        let paid = self.world.stripe.pay(&order.session, delayed).await?;
        let expected = order.money == Money::Open;
        if paid {
            order.money = if delayed {
                Money::Pending
            } else {
                Money::Received
            };
        }
        Ok((paid != expected).then(|| format!("its page took money: {paid}")))
    }

    /// The bank's answer to a delayed payment.
    async fn arrive(&mut self, chosen: usize) -> Result<Option<String>, Failure> {
        let order = &mut self.orders[chosen];
        if order.money == Money::Pending {
            let arrived = self.rng.bool();
            self.steps
                .push(format!("the money of {chosen} arrives: {arrived}"));
            self.world.stripe.settle(&order.session, arrived).await?;
            order.money = if arrived {
                Money::Received
            } else {
                Money::Failed
            };
        }
        Ok(None)
    }

    async fn look(&mut self, chosen: usize) -> Result<Option<String>, Failure> {
        self.steps.push(format!("{chosen} is looked at"));
        // Stripe is asked once in two seconds.
        self.world.advance(TimeDelta::seconds(3)).await?;
        let order = &mut self.orders[chosen];
        let view = guest::look(&self.world, &order.opened).await;
        if order.stage == Stage::Awaiting {
            order.learn();
        }
        Ok(view.is_none().then(|| "it cannot be looked at".to_owned()))
    }

    async fn release(&mut self, chosen: usize) -> Result<Option<String>, Failure> {
        self.steps.push(format!("{chosen} is given up"));
        let order = &mut self.orders[chosen];
        let view = guest::release(&self.world, &order.opened).await;
        order.close();
        Ok(view.is_none().then(|| "it cannot be given up".to_owned()))
    }

    /// Some events come, whichever they are.
    async fn deliver(&mut self) -> Result<Option<String>, Failure> {
        self.hear().await?;
        if self.events.is_empty() {
            return Ok(None);
        }
        for _ in 0..self.rng.u32(1..4) {
            let index = self.rng.usize(0..self.events.len());
            let event = &self.events[index];
            self.steps.push(format!("{} comes", event.kind));
            self.world.stripe.deliver(&[&event.id]).await?;
            let about = |order: &&mut Modelled| event.object["id"] == order.session.as_str();
            // An event that came before has had its effect, and Stripe is not asked again.
            if let Some(order) = self.orders.iter_mut().find(about)
                && self.told.insert(event.id.clone())
            {
                order.learn();
            }
        }
        Ok(None)
    }

    /// Reads what has happened at Stripe's.
    async fn hear(&mut self) -> Result<(), Failure> {
        let known = self.events.last().map(|event| event.id.as_str());
        let news = self.world.stripe.events_after(known).await?;
        self.events.extend(news);
        Ok(())
    }

    /// Time passes, and everything that is due is taken up.
    async fn wait(&mut self) -> Result<Option<String>, Failure> {
        // Longer than any pause of the sweeper's, so that whatever is open is due.
        let by = TimeDelta::minutes(self.rng.i64(11..40));
        self.steps
            .push(format!("{} minutes pass", by.num_minutes()));
        self.world.advance(by).await?;
        self.world.sweep().await?;
        let now = self.world.now();
        for order in self.orders.iter_mut().filter(|order| order.is_open()) {
            if order.money == Money::Open && order.made_at + SESSION <= now {
                order.money = Money::Shut;
            }
            if order.made_at + HOLD <= now {
                order.close();
            } else {
                order.learn();
            }
        }
        Ok(None)
    }

    /// What the books say otherwise than the model, and laws that are broken.
    async fn check(&mut self) -> Result<Vec<String>, Failure> {
        let mut complaints = self.world.broken_laws().await?;
        let rows = self
            .world
            .books
            .rows("SELECT id, state FROM orders")
            .await?;
        let states: BTreeMap<&str, &str> = rows.iter().map(|row| (&*row[0], &*row[1])).collect();
        for (number, order) in self.orders.iter().enumerate() {
            let state = states.get(&*order.opened.order.id).copied();
            if state != Some(order.stage.as_str()) {
                let expected = order.stage.as_str();
                complaints.push(format!(
                    "{number} is {state:?}, the model has it {expected}"
                ));
            }
        }
        if states.len() != self.orders.len() {
            let (books, model) = (states.len(), self.orders.len());
            complaints.push(format!("there are {books} orders, the model has {model}"));
        }
        let known: i64 = (self.orders.iter())
            .filter(|order| order.stage == Stage::Paid)
            .map(|order| order.opened.order.quote.amount_due_minor)
            .sum();
        let sum = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM order_transaction";
        let booked = self.world.books.number(sum).await?;
        if booked != known {
            complaints.push(format!("{booked} are booked, the model has {known}"));
        }
        Ok(complaints)
    }
}
