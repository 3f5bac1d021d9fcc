//! A stateful stand-in for the Stripe API and its hosted Checkout page, for development and CI
//! only.
//!
//! It refuses what Stripe refuses, computes with integers of its own, keeps sessions and coupons,
//! lets sessions expire by a clock that can be moved, shows a page to pay on, and delivers signed
//! events. It never talks to Stripe, and its page charges nobody.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! let config = stripe_double::Config {
//!     secret_key: "sk_test_demo".to_owned(),
//!     webhook_secret: "whsec_demo".to_owned(),
//!     webhook_url: None,
//!     merchant: "Studio Lumen".to_owned(),
//! };
//! let double = stripe_double::start(config, listener)?;
//! println!("{}", double.base_url());
//! double.stop().await;
//! # Ok(()) }
//! ```
//!
//! # Map
//! | module | subject |
//! |---|---|
//! | `server` | the accept loop |
//! | `door` | what every API call goes through |
//! | `operation`, `api` | which operation is asked for, and doing it |
//! | `wire` | form encoding, checked against `facts/stripe-api.json` |
//! | `rules` | the rules between fields, each with how well it is known |
//! | `money`, `currency` | integer arithmetic, minimums, how an amount reads |
//! | `coupons`, `promotions`, `catalog`, `sessions`, `payments`, `refunds`, `disputes` | the objects |
//! | `shelf`, `expand` | lists of objects, and objects within objects |
//! | `books`, `clock`, `idempotency`, `settings` | the state |
//! | `till`, `ledger` | what moves money, and what it comes to |
//! | `hosted_page` | the page that takes the payment |
//! | `webhooks` | signed events and their delivery |
//! | `control`, `faults` | the remote control for tests and demos |

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, reason = "a test that panics tells where")
)]

mod api;
mod books;
mod catalog;
mod clock;
mod control;
mod coupons;
mod currency;
mod disputes;
mod door;
mod expand;
mod faults;
mod hosted_page;
mod idempotency;
mod ids;
mod ledger;
mod money;
mod operation;
mod payments;
mod promotions;
mod refunds;
mod refusal;
mod rules;
mod server;
mod sessions;
mod settings;
mod shelf;
mod standing;
mod till;
mod webhooks;
mod wire;

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{Router, routing::any};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};

use crate::{books::Books, webhooks::Knobs};

/// What the double is told at its start.
#[derive(Debug, Clone)]
pub struct Config {
    /// The API key that is accepted. When it starts with `sk_test_`, so is the live key that is
    /// spelled the same but for `sk_live_`; its objects are apart and say `livemode`.
    pub secret_key: String,
    /// What events are signed with.
    pub webhook_secret: String,
    /// Where events are delivered to; nowhere when absent. Can be set later by the control.
    pub webhook_url: Option<String>,
    /// Whose name the hosted page shows, unless a session brings its own.
    pub merchant: String,
}

/// A double that runs. Dropping it stops it without waiting.
#[derive(Debug)]
pub struct Running {
    base_url: String,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    background: [JoinHandle<()>; 2],
}

/// What all parts share.
#[derive(Debug)]
pub(crate) struct Double {
    config: Config,
    /// What delivers events.
    client: reqwest::Client,
    books: Mutex<Books>,
}

/// How often sessions are looked at that nobody asks for.
const TICK: Duration = Duration::from_millis(100);

/// The API version that the double speaks, for clients that want to agree with it.
pub fn api_version() -> &'static str {
    wire::facts::FACTS.version()
}

/// Starts a double on the listener, within the current Tokio runtime.
///
/// # Errors
/// When the listener has no address.
pub fn start(config: Config, listener: TcpListener) -> io::Result<Running> {
    let base_url = server::base_url(&listener)?;
    let (outgoing, events) = mpsc::unbounded_channel();
    let knobs = Knobs::new(config.webhook_url.clone(), config.webhook_secret.clone());
    let double = Arc::new(Double {
        books: Mutex::new(Books::new(&base_url, &config.merchant, knobs, outgoing)),
        client: webhooks::client(),
        config,
    });
    let router = Router::new()
        .nest("/_double", control::routes())
        .nest("/c", hosted_page::routes())
        .fallback(any(door::answer))
        .with_state(double.clone());
    let (stop, stopping) = watch::channel(false);
    Ok(Running {
        base_url,
        stop,
        server: tokio::spawn(server::run(listener, router, stopping)),
        background: [
            tokio::spawn(webhooks::deliver_all(double.clone(), events)),
            tokio::spawn(tick(double)),
        ],
    })
}

/// Lets sessions expire while nobody asks for them, so that their events are told in time.
async fn tick(double: Arc<Double>) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        drop(double.books());
    }
}

impl Double {
    /// The state, with every session expired whose time is over.
    pub(crate) fn books(&self) -> MutexGuard<'_, Books> {
        let mut books = self.books.lock().unwrap_or_else(PoisonError::into_inner);
        books.expire_due();
        books
    }
}

impl Running {
    /// The address of the API, the page and the control, without a slash at its end.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Stops accepting, lets answers under way finish for a second, and cuts the rest. Events that
    /// were not delivered are lost.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        // A panic in the loop was reported by its own message already.
        let _ = (&mut self.server).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.server.abort();
        for task in &self.background {
            task.abort();
        }
    }
}
