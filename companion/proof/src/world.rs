//! A companion, its books and its Stripe, with three places to book.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};

use booking_companion::clock::Clock;
use booking_companion::config::Config;
use booking_companion::door::Limits;
use booking_companion::keys::vault::Vault;
use booking_companion::store::Store;
use booking_companion::{AppState, app, door, sweep};
use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::Failure;
use crate::books::{Books, Engine};
use crate::companion::{Companion, Start, free_port, set_clock};
use crate::stripe::{SECRET_KEY, Stripe, WEBHOOK_SECRET};

/// Something to book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its calendar.
    pub calendar: &'static str,
    /// Its service.
    pub service: &'static str,
    /// How many attendees one order may have.
    pub attendees_max: u32,
    /// How long it takes, and how far its starts are apart, in minutes.
    pub minutes: i64,
    /// Whether it knows the codes.
    pub coupons: bool,
}

/// One seat, half an hour, EUR 20.
pub const LESSON: Place = Place {
    calendar: "studio",
    service: "lesson",
    attendees_max: 1,
    minutes: 30,
    coupons: true,
};
/// Eight seats, an hour, EUR 15 each.
pub const CLASS: Place = Place {
    calendar: "hall",
    service: "class",
    attendees_max: 3,
    minutes: 60,
    coupons: true,
};
/// One seat, half an hour, USD 40.
pub const VISIT: Place = Place {
    calendar: "clinic",
    service: "visit",
    attendees_max: 1,
    minutes: 30,
    coupons: false,
};

/// Codes: a tenth off; a fifth off, [`FEW_MAX`] times; free; a twentieth off, once per customer;
/// a twentieth off the first order.
pub const CODES: [&str; 5] = ["TEN", "FEW", "FREE", "ONCE", "FIRST"];
/// How often `FEW` can be used.
pub const FEW_MAX: usize = 10;

/// Everything that takes part in a campaign, except the guests.
#[derive(Debug)]
pub struct World {
    /// How the companion is started.
    pub start: Start,
    /// Its address, without a slash at the end.
    pub url: String,
    /// The books.
    pub books: Books,
    /// The double.
    pub stripe: Stripe,
    /// For guests.
    pub http: reqwest::Client,
    /// The companion, where it runs inside.
    pub inside: Option<AppState>,
    folder: PathBuf,
    /// How far both clocks are ahead, in milliseconds.
    ahead_ms: AtomicI64,
}

impl World {
    /// New books and a double; the companion is yet to be started.
    pub async fn new(engine: &Engine, program: PathBuf) -> Result<Self, Failure> {
        Self::at_port(engine, program, free_port()?).await
    }

    async fn at_port(engine: &Engine, program: PathBuf, port: u16) -> Result<Self, Failure> {
        // Not of the campaign's seed: two runs of one seed may be under way at once.
        let name = format!("proof_{:016x}", fastrand::Rng::new().u64(..));
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder)?;
        let books = Books::new(engine, &folder, &name).await?;
        let url = format!("http://127.0.0.1:{port}");
        let stripe = Stripe::start(&url).await?;
        Store::open(&books.url()).await?.close().await;
        books.sql(BUSINESSES).await?;
        let start = Start {
            program,
            port,
            database_url: books.url(),
            stripe_api: stripe.url.clone(),
            clock_file: folder.join("clock"),
            log: folder.join("companion.log"),
        };
        set_clock(&start.clock_file, 0)?;
        Ok(Self {
            start,
            url,
            books,
            stripe,
            http: reqwest::Client::new(),
            inside: None,
            folder,
            ahead_ms: AtomicI64::new(0),
        })
    }

    /// A world whose companion runs inside, with a clock that stands still; it sweeps only when
    /// it is told to.
    pub async fn inside(engine: &Engine) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let mut world = Self::at_port(engine, PathBuf::new(), port).await?;
        let store = Store::open(&world.books.url()).await?;
        let clock = Clock::set_to(machine_now().trunc_subsecs(0));
        let config = world.config();
        let limits = config.door;
        let state = AppState::new(config, clock, store);
        let (router, metrics) = (app::router(state.clone()), state.metrics.clone());
        let (stop, told) = watch::channel(false);
        tokio::spawn(async move {
            door::serve(listener, router, limits, metrics, told).await;
            // Nobody tells it to stop: it ends with the program.
            drop(stop);
        });
        world.inside = Some(state);
        Ok(world)
    }

    fn config(&self) -> Config {
        Config {
            vault: Vault::nowhere(),
            public_url: self.url.clone(),
            stripe_api: self.stripe.url.clone(),
            stripe_secret_key: Some(SECRET_KEY.to_owned()),
            stripe_webhook_secrets: vec![WEBHOOK_SECRET.to_owned()],
            demo: false,
            gallery: None,
            trust_proxy: true,
            webhooks_to_loopback: false,
            door: Limits {
                requests_per_second: 0,
                ..Limits::default().behind_proxy()
            },
        }
    }

    /// Starts the companion, which must not die.
    pub async fn serve(&self) -> Result<Companion, Failure> {
        let companion = self.start.serve(None).await?;
        companion.ok_or_else(|| format!("it did not start: {}", self.start.log.display()).into())
    }

    /// What the companion's clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        match &self.inside {
            Some(state) => state.clock.now(),
            None => machine_now() + TimeDelta::milliseconds(self.ahead_ms.load(Ordering::SeqCst)),
        }
    }

    /// Lets time pass for the companion and for Stripe.
    pub async fn advance(&self, by: TimeDelta) -> Result<(), Failure> {
        self.stripe.advance(by.num_seconds()).await?;
        self.advance_companion(by)
    }

    /// Lets time pass for the companion only, backwards where it is negative.
    pub fn advance_companion(&self, by: TimeDelta) -> Result<(), Failure> {
        if let Some(state) = &self.inside {
            state.clock.advance(by);
            return Ok(());
        }
        let by = by.num_milliseconds();
        let ahead_ms = self.ahead_ms.fetch_add(by, Ordering::SeqCst) + by;
        set_clock(&self.start.clock_file, ahead_ms)
    }

    /// Takes up everything that is due, where the companion runs inside.
    pub async fn sweep(&self) -> Result<(), Failure> {
        let state = self.inside.as_ref().ok_or("it sweeps by itself")?;
        while sweep::once(state).await.map_err(|p| format!("{p:?}"))? > 0 {}
        Ok(())
    }

    /// Every law of the books that is broken, as the command `check` tells it. Of `SQLite`, only
    /// while no companion runs.
    pub async fn broken_laws(&self) -> Result<Vec<String>, Failure> {
        let store = match &self.inside {
            Some(state) => state.store.clone(),
            None => Store::open(&self.books.url()).await?,
        };
        let violations = store.violations().await?;
        if self.inside.is_none() {
            store.close().await;
        }
        let told = |v: &booking_companion::store::Violation| format!("{} rows: {}", v.rows, v.law);
        Ok(violations.iter().map(told).collect())
    }

    /// The start of a slot: so many steps after a midnight that lies days ahead, so that time
    /// may pass without passing it. Of these days, the first may be nearly over.
    pub fn slot(&self, place: Place, days: i64, step: i64) -> DateTime<Utc> {
        let midnight = (self.now() + TimeDelta::days(days)).date_naive();
        let midnight = midnight.and_time(chrono::NaiveTime::MIN).and_utc();
        midnight + TimeDelta::minutes(step * place.minutes)
    }

    /// Takes books and files away. Those of a campaign that failed are better kept.
    pub async fn remove(self) -> Result<(), Failure> {
        if let Some(state) = &self.inside {
            state.store.close().await;
        }
        self.books.remove().await?;
        Ok(std::fs::remove_dir_all(&self.folder)?)
    }
}

fn machine_now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

/// Written behind the companion's back, so that nothing of its demo matters here.
const BUSINESSES: &str = r#"
INSERT INTO business
  (id, name, time_zone, currency, holds_per_network_max, holds_per_customer_max) VALUES
  ('north', 'North', 'UTC', 'EUR', NULL, NULL), ('south', 'South', 'UTC', 'USD', NULL, NULL);
INSERT INTO weekly_hours (business_id, weekday, opens_minute, closes_minute) VALUES
  ('north', 1, 0, 1440), ('north', 2, 0, 1440), ('north', 3, 0, 1440), ('north', 4, 0, 1440),
  ('north', 5, 0, 1440), ('north', 6, 0, 1440), ('north', 7, 0, 1440),
  ('south', 1, 0, 1440), ('south', 2, 0, 1440), ('south', 3, 0, 1440), ('south', 4, 0, 1440),
  ('south', 5, 0, 1440), ('south', 6, 0, 1440), ('south', 7, 0, 1440);
INSERT INTO calendar (id, business_id, style, title, coupons, window_days, test_mode) VALUES
  ('studio', 'north', 'neo', 'Studio', 1, 730, 1), ('hall', 'north', 'neo', 'Hall', 1, 730, 1),
  ('clinic', 'south', 'classic', 'Clinic', 0, 730, 1);
INSERT INTO service (id, calendar_id, position, name, unit_price_minor, duration_minutes,
  interval_minutes, capacity, attendees_max) VALUES
  ('lesson', 'studio', 1, 'Lesson', 2000, 30, 30, 1, 1),
  ('class', 'hall', 1, 'Class', 1500, 60, 60, 8, 3),
  ('visit', 'clinic', 1, 'Visit', 4000, 30, 30, 1, 1);
INSERT INTO coupon (id, business_id, name, benefit, scope, max_redemptions, max_per_customer,
  first_purchase_only) VALUES
  ('ten', 'north', 'Ten', '{"percent":{"percent":"10"}}', '"everything"', NULL, NULL, 0),
  ('few', 'north', 'Few', '{"percent":{"percent":"20"}}', '"everything"', 10, NULL, 0),
  ('free', 'north', 'Free', '{"percent":{"percent":"100"}}', '"everything"', NULL, NULL, 0),
  ('once', 'north', 'Once', '{"percent":{"percent":"5"}}', '"everything"', NULL, 1, 0),
  ('first', 'north', 'First', '{"percent":{"percent":"5"}}', '"everything"', NULL, NULL, 1);
INSERT INTO promotion_code (id, business_id, coupon_id, code) VALUES
  ('ten-code', 'north', 'ten', 'TEN'), ('few-code', 'north', 'few', 'FEW'),
  ('free-code', 'north', 'free', 'FREE'), ('once-code', 'north', 'once', 'ONCE'),
  ('first-code', 'north', 'first', 'FIRST');
"#;
