//! How often one network may ask, whatever it asks.
//!
//! Kept in memory: a restart forgives, and several companions count apart. What must not be
//! guessed (codes) is counted in the books instead, see `store/tries.rs`.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

use super::network_of;
use crate::metrics::Throttled;
use crate::routes::ClientAddress;
use crate::{AppState, Problem};

/// For how long a network may ask all at once what it may ask over time, in milliseconds.
const BURST_MS: u64 = 10_000;
/// How many networks are remembered, some four megabytes at most.
const NETWORKS_MAX: usize = 32_768;
/// What a request that changes something counts for.
const CHANGE_COST: u64 = 5;
/// Where Stripe posts its events. They are signed, come in bursts from few addresses, and one
/// that is refused is a payment that is noted late. Those of businesses' own accounts are below.
const EVENTS_PATH: &str = "/v1/stripe/webhooks";
const OWN_EVENTS_PATH: &str = "/v1/stripe/webhooks/";

/// How much each network has asked.
#[derive(Clone, Debug)]
pub(crate) struct Throttle {
    /// Milliseconds of a network's time that one request takes; 0 counts nothing.
    interval_ms: u64,
    began: Instant,
    /// When each network will have paid off what it asked, in milliseconds since `began`.
    paid_off_ms: Arc<Mutex<HashMap<IpAddr, u64>>>,
}

impl Throttle {
    /// So many requests of one network per second; 0 for any number.
    pub(crate) fn new(requests_per_second: u32) -> Self {
        let per_second = u64::from(requests_per_second);
        Self {
            // In microseconds it would be finer; nobody is meant to allow over 1,000.
            interval_ms: 1_000_u64.checked_div(per_second).map_or(0, |ms| ms.max(1)),
            began: Instant::now(),
            paid_off_ms: Arc::default(),
        }
    }

    /// Counts a request, or answers in how many seconds the network may ask again.
    fn take(&self, network: IpAddr, cost: u64) -> Result<(), u32> {
        if self.interval_ms == 0 {
            return Ok(());
        }
        let now_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        // A panic elsewhere leaves nothing half done here.
        let mut networks = self
            .paid_off_ms
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = networks.get(&network).copied();
        let paid_off = known.unwrap_or_default().max(now_ms) + cost * self.interval_ms;
        if let Some(excess_ms) = paid_off.checked_sub(now_ms + BURST_MS).filter(|ms| *ms > 0) {
            return Err(u32::try_from(excess_ms / 1_000 + 1).unwrap_or(u32::MAX));
        }
        if known.is_none() && networks.len() >= NETWORKS_MAX {
            networks.retain(|_, paid_off| *paid_off > now_ms);
            // So many at once are no longer told apart: everybody starts anew.
            if networks.len() > NETWORKS_MAX / 4 * 3 {
                networks.clear();
            }
        }
        networks.insert(network, paid_off);
        Ok(())
    }
}

/// Refuses requests of networks that ask too much. The machine itself is not counted: it is the
/// owner's, their monitor's, or a proxy of theirs.
pub(crate) async fn limit(
    State(state): State<AppState>,
    address: ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    let network = network_of(address.0);
    let path = request.uri().path();
    let is_event = path == EVENTS_PATH || path.starts_with(OWN_EVENTS_PATH);
    let counted = !network.is_loopback() && !is_event;
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let cost = if reads { 1 } else { CHANGE_COST };
    if counted && let Err(seconds) = state.throttle.take(network, cost) {
        state.metrics.throttled(Throttled::Requests);
        return Problem::TooManyRequests(seconds).into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(number.into())
    }

    #[tokio::test(start_paused = true)]
    async fn a_network_has_a_burst_and_then_its_rate() {
        let throttle = Throttle::new(30);
        let burst = (0..1_000)
            .take_while(|_| throttle.take(address(1), 1).is_ok())
            .count();
        assert!((300..=304).contains(&burst), "{burst}");
        assert_eq!(throttle.take(address(1), 1), Err(1));
        assert_eq!(throttle.take(address(2), 1), Ok(()));
        tokio::time::advance(Duration::from_secs(1)).await;
        let then = (0..1_000)
            .take_while(|_| throttle.take(address(1), 1).is_ok())
            .count();
        assert!((29..=31).contains(&then), "{then}");
        // What costs more waits longer.
        assert_eq!(throttle.take(address(1), 60), Err(2));
    }

    #[tokio::test(start_paused = true)]
    async fn it_remembers_a_limited_number_of_networks() {
        let throttle = Throttle::new(30);
        for number in 0..100_000 {
            assert_eq!(throttle.take(address(number), 1), Ok(()));
        }
        let remembered = throttle.paid_off_ms.lock().expect("no panic").len();
        assert!(remembered <= NETWORKS_MAX, "{remembered}");
    }

    #[test]
    fn no_limit_is_no_limit() {
        let throttle = Throttle::new(0);
        assert!((0..10_000).all(|_| throttle.take(address(1), 5).is_ok()));
    }
}
