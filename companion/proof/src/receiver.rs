//! A business's own system that is told of orders: it keeps what it hears, and does not always
//! say thank you.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use booking_companion::outbox::endpoints::{self, NewEndpoint};
use booking_companion::store::Store;
use chrono::DateTime;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::Failure;
use crate::world::World;

/// One in so many events is heard and answered with an error, one with hesitation.
const STUMBLES_EVERY: usize = 9;
/// How long it hesitates.
const HESITATION: Duration = Duration::from_millis(120);

/// A running receiver, told of every event of every business.
#[derive(Debug)]
pub struct Receiver {
    /// Where it is told.
    pub url: String,
    heard: Heard,
    serving: JoinHandle<()>,
}

/// Ids and bodies, in the order in which they came.
type Heard = Arc<Mutex<Vec<(String, String)>>>;

impl Receiver {
    /// Starts one and makes it known in the books. No companion runs outside yet.
    pub async fn start(world: &World) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/hooks", listener.local_addr()?);
        let heard = Heard::default();
        let router = Router::new().fallback(hear).with_state(Arc::clone(&heard));
        let serving = tokio::spawn(async move {
            // Ends with the receiver.
            let _ = axum::serve(listener, router).await;
        });
        let store = match &world.inside {
            Some(state) => state.store.clone(),
            None => Store::open(&world.books.url()).await?,
        };
        for business in ["north", "south"] {
            let new = NewEndpoint {
                business_id: business.to_owned(),
                url: url.clone(),
                events: None,
                test_mode: true,
                loopback: true,
            };
            endpoints::add(&store, new, DateTime::UNIX_EPOCH).await?;
        }
        if world.inside.is_none() {
            store.close().await;
        }
        Ok(Self {
            url,
            heard,
            serving,
        })
    }

    /// How often anything was heard.
    pub fn count(&self) -> usize {
        hold(&self.heard).len()
    }

    /// What was told otherwise than it happened: every event at least once and as it was written
    /// down, those of an order in their order, and nothing that never happened.
    pub async fn complaints(&self, world: &World) -> Result<Vec<String>, Failure> {
        let rows = world
            .books
            .rows("SELECT id, order_id, seq, body FROM outbox_event")
            .await?;
        let mut events = BTreeMap::new();
        for row in &rows {
            events.insert(&*row[0], (&*row[1], row[2].parse::<i64>()?, &*row[3]));
        }
        let mut complaints = Vec::new();
        let mut told = BTreeSet::new();
        let mut last = BTreeMap::new();
        let heard = hold(&self.heard).clone();
        for (id, body) in &heard {
            let Some((order_id, seq, written)) = events.get(id.as_str()) else {
                complaints.push(format!("{id} was told and never happened"));
                continue;
            };
            if body != written {
                complaints.push(format!("{id} was told in other words: {body}"));
            }
            if told.insert(id.as_str()) {
                let last = last.entry(*order_id).or_insert(0);
                if seq <= last {
                    complaints.push(format!("{order_id}: event {seq} was told after {last}"));
                }
                *last = *seq;
            }
        }
        for (id, (order_id, seq, _)) in &events {
            if !told.contains(id) {
                complaints.push(format!("{order_id}: event {seq}, {id}, was never told"));
            }
        }
        Ok(complaints)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn hear(State(heard): State<Heard>, headers: HeaderMap, body: String) -> StatusCode {
    let id = headers.get("webhook-id").and_then(|id| id.to_str().ok());
    let number = {
        let mut heard = hold(&heard);
        heard.push((id.unwrap_or_default().to_owned(), body));
        heard.len()
    };
    match number % STUMBLES_EVERY {
        3 => StatusCode::INTERNAL_SERVER_ERROR,
        6 => {
            tokio::time::sleep(HESITATION).await;
            StatusCode::NO_CONTENT
        }
        _ => StatusCode::OK,
    }
}

fn hold<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
