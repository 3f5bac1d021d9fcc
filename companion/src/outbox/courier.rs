//! The courier: claims what is due, posts it, writes down what came of it.
//!
//! Any number of companions may run one over the same books. A claim is a conditional UPDATE of
//! the delivery's next try, so that one of them gets it, and it lapses by itself.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::dns::Resolve;
use tokio::task::JoinSet;

use super::endpoints::Disabled;
use super::log;
use super::post::{Failure, Letter, Poster, Receipt};
use super::schedule::{DISABLE_MS, GIVE_UP_MS, wait_ms};
use super::signing::SigningSecret;
use crate::metrics::DeliveryOutcome;
use crate::store::deliveries::{self, Busy, Due, Tried};
use crate::store::{Conn, StoreError, delivery_log, endpoints};
use crate::{AppState, fail_point};

/// How often is looked for what is due.
const INTERVAL: Duration = Duration::from_secs(1);
/// How often what is old is forgotten.
const FORGET_INTERVAL: Duration = Duration::from_hours(1);
/// How long a claim lasts, in milliseconds: longer than a try and the writing after it.
const LEASE_MS: i64 = 60 * 1000;
/// How long an event waits for an earlier one of its order that waits for a later try, in
/// milliseconds.
const PATIENCE_MS: i64 = 10 * 60 * 1000;
/// How long ago an event was tried lately, in milliseconds: it is not tried once more before a
/// later one of its order passes it.
const LATELY_MS: i64 = 60 * 1000;
/// After how long without success what waits is brought forward by the next success, in
/// milliseconds: a single failure among successes is about one event, not about the receiver.
const OUTAGE_MS: i64 = 60 * 1000;
/// How many tries run at once: in all, at one endpoint, and at one that fails, so that slow
/// receivers leave room for others.
const RUNNING_MAX: usize = 128;
const RUNNING_AT_ONE_MAX: usize = 4;
const RUNNING_AT_FAILING_MAX: usize = 1;

/// Delivers until the companion ends.
pub async fn run(state: AppState) {
    let mut courier = Courier::new(state);
    let mut forgotten: Option<Instant> = None;
    loop {
        if let Err(error) = courier.dispatch().await {
            tracing::error!(%error, "webhooks wait: what is due cannot be read");
        }
        if forgotten.is_none_or(|at| at.elapsed() >= FORGET_INTERVAL) {
            let state = &courier.state;
            if let Err(error) = log::forget(&state.store, state.clock.now()).await {
                tracing::error!(%error, "old webhooks are still there");
            }
            forgotten = Some(Instant::now());
        }
        // Whoever is done makes room, which is used at once.
        tokio::select! {
            Some(()) = courier.finished() => {}
            () = tokio::time::sleep(INTERVAL) => {}
        }
    }
}

/// Posts what is due. Dropped, it leaves what it was posting to whoever looks next, once the
/// claims have lapsed.
#[derive(Debug)]
pub struct Courier {
    state: AppState,
    poster: Poster,
    running: JoinSet<String>,
    /// How many tries run at which endpoint.
    at: HashMap<String, usize>,
}

impl Courier {
    /// One that looks names up with the machine's own resolver.
    pub fn new(state: AppState) -> Self {
        let poster = state.poster.clone();
        Self::over(state, poster)
    }

    /// One that looks names up with this resolver. What it answers is checked all the same.
    pub fn with_names(state: AppState, names: Arc<dyn Resolve>) -> Self {
        Self::over(state, Poster::with_names(names))
    }

    fn over(state: AppState, poster: Poster) -> Self {
        Self {
            state,
            poster,
            running: JoinSet::new(),
            at: HashMap::new(),
        }
    }

    /// Posts everything that is due by now, and what becomes due by that; answers how many tries
    /// there were.
    pub async fn deliver_due(&mut self) -> Result<usize, StoreError> {
        let mut tries = 0;
        loop {
            tries += self.dispatch().await?;
            if self.finished().await.is_none() {
                return Ok(tries);
            }
        }
    }

    /// Begins as many tries as there is room for; answers how many those are.
    pub async fn dispatch(&mut self) -> Result<usize, StoreError> {
        let mut begun = 0;
        let now_ms = self.state.clock.now_ms();
        let mut conn = self.state.store.read().await?;
        let busy = deliveries::busy(&mut conn, now_ms).await?;
        drop(conn);
        for endpoint in busy {
            let most = if endpoint.failing {
                RUNNING_AT_FAILING_MAX
            } else {
                RUNNING_AT_ONE_MAX
            };
            let here = self.at.get(&endpoint.endpoint_id).copied().unwrap_or(0);
            let room = most
                .saturating_sub(here)
                .min(RUNNING_MAX.saturating_sub(self.running.len()));
            if room > 0 {
                begun += self.begin(endpoint, room, now_ms).await?;
            }
        }
        Ok(begun)
    }

    /// Waits until a try is over; none where none is running.
    async fn finished(&mut self) -> Option<()> {
        match self.running.join_next().await? {
            Ok(endpoint_id) => {
                if let Some(here) = self.at.get_mut(&endpoint_id) {
                    *here -= 1;
                    if *here == 0 {
                        self.at.remove(&endpoint_id);
                    }
                }
            }
            // Which endpoint it was is not known: rather too many at one than none any more.
            Err(error) => {
                tracing::error!(%error, "a webhook was not sent");
                self.at.clear();
            }
        }
        Some(())
    }

    /// Claims what is due at an endpoint and begins to post it.
    async fn begin(
        &mut self,
        endpoint: Busy,
        room: usize,
        now_ms: i64,
    ) -> Result<usize, StoreError> {
        let limit = i64::try_from(room).unwrap_or(i64::MAX);
        let mut conn = self.state.store.read().await?;
        let patient_since = now_ms - PATIENCE_MS;
        let id = &endpoint.endpoint_id;
        let mut due = deliveries::due(&mut conn, id, patient_since, now_ms, limit).await?;
        if due.is_empty() {
            return Ok(0);
        }
        for due in &mut due {
            if due.since_ms <= patient_since {
                // It would pass an event that waits for a later try. That one is tried first:
                // after an outage it gets through, and the order is kept.
                let lately = now_ms - LATELY_MS;
                if let Some(earlier) = deliveries::earlier(&mut conn, id, due, lately).await? {
                    *due = earlier;
                }
            }
        }
        let secrets = endpoints::secrets(&mut conn, id, now_ms).await?;
        drop(conn);
        let secrets: Arc<[SigningSecret]> = (secrets.iter())
            .filter_map(|secret| SigningSecret::parse(secret).ok())
            .collect();
        let endpoint = Arc::new(endpoint);
        let claiming = (Arc::clone(&endpoint), due, now_ms);
        let claimed = self
            .state
            .store
            .write(claiming, |conn, (endpoint, due, now_ms)| {
                Box::pin(claim(conn, &endpoint.endpoint_id, due, *now_ms))
            })
            .await?;
        fail_point::here("deliver:after-claim");
        let begun = claimed.len();
        for due in claimed {
            *self.at.entry(endpoint.endpoint_id.clone()).or_default() += 1;
            let trying = Trying {
                state: self.state.clone(),
                poster: self.poster.clone(),
                endpoint: Arc::clone(&endpoint),
                secrets: Arc::clone(&secrets),
                due,
                lease_ms: now_ms + LEASE_MS,
            };
            self.running.spawn(trying.run());
        }
        Ok(begun)
    }
}

async fn claim(
    conn: &mut Conn,
    endpoint_id: &str,
    due: &[Due],
    now_ms: i64,
) -> Result<Result<Vec<Due>, Infallible>, StoreError> {
    let mut claimed = Vec::new();
    for due in due {
        if deliveries::claim(conn, endpoint_id, due, now_ms + LEASE_MS, now_ms).await? {
            claimed.push(due.clone());
        }
    }
    fail_point::here("deliver:before-claim");
    Ok(Ok(claimed))
}

/// One try.
struct Trying {
    state: AppState,
    poster: Poster,
    endpoint: Arc<Busy>,
    secrets: Arc<[SigningSecret]>,
    due: Due,
    lease_ms: i64,
}

impl Trying {
    /// Posts and writes down what came of it; answers the endpoint.
    async fn run(self) -> String {
        let endpoint_id = self.endpoint.endpoint_id.clone();
        let began_ms = self.state.clock.now_ms();
        let letter = Letter {
            url: &self.endpoint.url,
            loopback: self.endpoint.test_mode && self.state.config.webhooks_to_loopback,
            id: &self.due.event_id,
            body: &self.due.body,
            secrets: &self.secrets,
            now_ms: began_ms,
        };
        fail_point::here("deliver:before-post");
        let receipt = self.poster.post(&letter).await;
        fail_point::here("deliver:after-post");
        let (store, metrics) = (self.state.store.clone(), self.state.metrics.clone());
        let ending = self.ending(receipt, began_ms);
        let (event, endpoint) = (ending.tried.event_id.clone(), &endpoint_id);
        let failure = ending.tried.failure;
        let status = ending.tried.status;
        let noted = store
            .write(ending, |conn, ending| Box::pin(ending.write(conn)))
            .await;
        fail_point::here("deliver:after-commit");
        metrics.delivery(match (&noted, failure) {
            (_, None) => DeliveryOutcome::Delivered,
            (Ok(After::GivenUp), Some(_)) => DeliveryOutcome::GivenUp,
            (_, Some(_)) => DeliveryOutcome::Failed,
        });
        match noted {
            Ok(After::Known | After::Later) => {}
            Ok(After::Back(waiting)) => {
                tracing::info!(endpoint, waiting, "webhooks get through again");
            }
            Ok(After::Failing) => {
                tracing::warn!(
                    endpoint,
                    event,
                    failure,
                    status,
                    "webhooks do not get through"
                );
            }
            Ok(After::GivenUp) => {
                tracing::error!(endpoint, event, failure, status, "a webhook was given up");
            }
            Ok(After::Disabled(why)) => {
                let why = why.as_str();
                tracing::error!(
                    endpoint,
                    event,
                    failure,
                    status,
                    why,
                    "webhooks are disabled"
                );
            }
            // The claim lapses, and the event is sent again under the same id.
            Err(error) => tracing::error!(endpoint, event, %error, "a webhook was sent, not noted"),
        }
        endpoint_id
    }

    fn ending(self, receipt: Receipt, began_ms: i64) -> Ending {
        let now_ms = self.state.clock.now_ms();
        let mut chance = [0; 1];
        // Without randomness the waits are merely alike.
        let _ = getrandom::fill(&mut chance);
        let attempt = self.due.attempts + 1;
        let asked_ms = receipt.retry_after_ms.unwrap_or(0);
        Ending {
            outcome: receipt.outcome,
            next_at_ms: now_ms + wait_ms(attempt, chance[0]).max(asked_ms),
            wait_until_ms: receipt.retry_after_ms.map(|wait| now_ms + wait),
            since_ms: self.due.since_ms,
            lease_ms: self.lease_ms,
            now_ms,
            tried: Tried {
                event_id: self.due.event_id,
                endpoint_id: self.endpoint.endpoint_id.clone(),
                attempt,
                at_ms: began_ms,
                duration_ms: i64::try_from(receipt.took.as_millis()).unwrap_or(i64::MAX),
                status: receipt.status.map(|status| i64::from(status.as_u16())),
                failure: receipt.outcome.err().map(Failure::as_str),
                answer: receipt.answer,
            },
        }
    }
}

/// What is written after a try, in one transaction.
struct Ending {
    tried: Tried,
    outcome: Result<(), Failure>,
    next_at_ms: i64,
    wait_until_ms: Option<i64>,
    since_ms: i64,
    lease_ms: i64,
    now_ms: i64,
}

/// What followed from a try.
enum After {
    /// Delivered as usual, or somebody else has seen to it.
    Known,
    /// Delivered after failures: so many other events are tried now.
    Back(u64),
    /// It is tried again.
    Later,
    /// It is tried again, and nothing gets through any more.
    Failing,
    /// It is not tried any more.
    GivenUp,
    /// The endpoint is told nothing any more.
    Disabled(Disabled),
}

impl Ending {
    async fn write(&self, conn: &mut Conn) -> Result<Result<After, Infallible>, StoreError> {
        delivery_log::note(conn, &self.tried).await?;
        let after = match self.outcome {
            Ok(()) => self.succeed(conn).await?,
            Err(failure) => self.fail(conn, failure).await?,
        };
        fail_point::here("deliver:before-commit");
        Ok(Ok(after))
    }

    async fn succeed(&self, conn: &mut Conn) -> Result<After, StoreError> {
        let id = &self.tried.endpoint_id;
        deliveries::delivered(conn, &self.tried, self.now_ms).await?;
        let failed_since = endpoints::note_success(conn, id).await?;
        if failed_since.is_some_and(|since_ms| self.now_ms - since_ms >= OUTAGE_MS) {
            let waiting = deliveries::hasten(conn, id, self.now_ms).await?;
            return Ok(After::Back(waiting));
        }
        Ok(After::Known)
    }

    async fn fail(&self, conn: &mut Conn, failure: Failure) -> Result<After, StoreError> {
        let given_up = self.next_at_ms - self.since_ms > GIVE_UP_MS;
        let ours = if given_up {
            deliveries::give_up(conn, &self.tried, self.lease_ms, self.now_ms).await?
        } else {
            deliveries::again(conn, &self.tried, self.lease_ms, self.next_at_ms).await?
        };
        if !ours {
            return Ok(After::Known);
        }
        let id = &self.tried.endpoint_id;
        let noted = endpoints::note_failure(conn, id, self.wait_until_ms, self.now_ms).await?;
        let since_ms = noted.unwrap_or(self.now_ms);
        let why = if failure == Failure::Gone {
            Some(Disabled::Gone)
        } else if self.now_ms - since_ms >= DISABLE_MS {
            Some(Disabled::Failing)
        } else {
            None
        };
        if let Some(why) = why
            && endpoints::disable(conn, id, why.as_str(), self.now_ms).await?
        {
            return Ok(After::Disabled(why));
        }
        Ok(match (given_up, since_ms == self.now_ms) {
            (true, _) => After::GivenUp,
            (false, true) => After::Failing,
            (false, false) => After::Later,
        })
    }
}
