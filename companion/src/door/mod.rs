//! The door: how connections come in, how long they may take, and who is asked to leave.
//!
//! `axum::serve` has no deadline that works for a guest who connects and says little, so the
//! loop that accepts connections is ours. It keeps to [`Limits`]: a connection that owes us
//! something (its first words, the rest of a head, the next request) has a deadline, and where
//! there are too many, the one that has kept us waiting longest makes room for the next. Honest
//! requests come at once and are answered at once, so they are never the oldest of a crowd.
//!
//! There are two rooms. In the [`porch`] a connection waits until its first head is whole; it
//! costs next to nothing there, so thousands may. Inside, where there are buffers for it, there
//! is room for hundreds.
//!
//! What a request may be once it is in, is told by the layers beside: [`body`] reads its body
//! whole, [`throttle`] counts it, [`cors`] and [`headers`] dress the answer.

pub(crate) mod body;
pub(crate) mod connections;
pub(crate) mod cors;
pub(crate) mod headers;
mod outside;
mod porch;
mod pulse;
pub(crate) mod throttle;

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Version, header};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use tower::ServiceExt;

use crate::metrics::{ConnectionEvent, Metrics};
use connections::{Connections, Guest, Ticket};
use outside::recover;
use pulse::Watched;

pub use outside::{listen, raise_files_limit};

/// The most bytes of a request's address and headers.
pub const HEAD_BYTES_MAX: usize = 12 * 1024;
/// The most headers of a request.
pub const HEADERS_MAX: usize = 64;
/// What hyper reads of a head before it gives up by itself, without a problem as its answer.
const HEAD_BUFFER_BYTES: usize = 16 * 1024;
/// Streams of one HTTP/2 connection.
const STREAMS_MAX: u32 = 16;
/// Streams that were reset before they were answered, on one HTTP/2 connection.
const RESETS_MAX: usize = 16;
/// What an HTTP/2 connection may send before we have read it, in bytes.
const WINDOW_BYTES: u32 = 64 * 1024;
/// How long quiet connections are kept once the companion was told to stop: what their guest
/// has just sent is answered, with the word that the connection ends.
const FAREWELL: Duration = Duration::from_secs(1);
/// How long nobody may have come before the queue of those who wait outside counts as empty.
const QUEUE_QUIET: Duration = Duration::from_millis(10);
/// How long it is emptied at most, however many still come.
const QUEUE_MAX: Duration = Duration::from_millis(500);

/// What the door allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections that are open at once.
    pub connections_max: usize,
    /// Those among them that have sent a whole head at least once, and have buffers.
    pub conversations_max: usize,
    /// Connections of one network: an IPv4 address, or 64 bits of IPv6. The machine itself and
    /// whoever connects to a companion behind a proxy are not counted.
    pub connections_per_network_max: usize,
    /// Requests of one network per second, over ten seconds; 0 stands for any number.
    pub requests_per_second: u32,
    /// From connecting, or from the first byte of a head, to its end.
    pub head: Duration,
    /// Between two requests.
    pub idle: Duration,
    /// From the head to the end of the body.
    pub body: Duration,
    /// From the end of the body to the answer.
    pub request: Duration,
    /// From the head to the last byte of the answer.
    pub exchange: Duration,
    /// From being told to stop to closing whatever is still open.
    pub drain: Duration,
    /// Whether connections may speak HTTP/2. Browsers do not without TLS, so only proxies do.
    pub http2: bool,
    /// Whether all connections come from a proxy of the owner's.
    pub behind_proxy: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 8_192,
            conversations_max: 512,
            connections_per_network_max: 128,
            requests_per_second: 30,
            head: Duration::from_secs(10),
            idle: Duration::from_secs(10),
            body: Duration::from_secs(10),
            request: Duration::from_secs(30),
            exchange: Duration::from_mins(1),
            drain: Duration::from_secs(10),
            http2: false,
            behind_proxy: false,
        }
    }
}

impl Limits {
    /// The limits behind a proxy that keeps connections for its next request: it closes them,
    /// not we, else a request of its could meet the end of a connection.
    #[must_use]
    pub fn behind_proxy(self) -> Self {
        Self {
            idle: Duration::from_secs(75),
            http2: true,
            behind_proxy: true,
            ..self
        }
    }
}

/// Serves until told to stop; then nobody else comes in, and what is under way is finished.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    metrics: Metrics,
    stop: watch::Receiver<bool>,
) {
    let mut told = stop.clone();
    let mut hall = Hall {
        connections: Connections::new(limits),
        inside: Connections::new(Limits {
            connections_max: limits.conversations_max,
            connections_per_network_max: usize::MAX,
            ..limits
        }),
        builder: Arc::new(builder(&limits)),
        router,
        limits,
        metrics,
        stop,
        open: JoinSet::new(),
    };
    loop {
        tokio::select! {
            () = until_told(&mut told) => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => hall.admit(stream, peer),
                Err(error) => recover(&error).await,
            },
            Some(_) = hall.open.join_next() => {}
        }
    }
    // Whom the machine let in already is a guest of ours; closing would turn them away unheard.
    // Those who come again and again do not keep us open.
    let last = Instant::now() + QUEUE_MAX;
    while Instant::now() < last
        && let Ok(Ok((stream, peer))) = timeout(QUEUE_QUIET, listener.accept()).await
    {
        hall.admit(stream, peer);
    }
    drop(listener);
    let finished = async { while hall.open.join_next().await.is_some() {} };
    if timeout(limits.drain, finished).await.is_err() {
        tracing::warn!(open = hall.open.len(), "connections were cut short");
        hall.open.shutdown().await;
    }
}

/// What counts as one guest: an IPv4 address, or the 64 bits that one guest has in IPv6.
pub(crate) fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// What every connection needs.
struct Hall {
    connections: Connections,
    inside: Connections,
    builder: Arc<auto::Builder<TokioExecutor>>,
    router: Router,
    limits: Limits,
    metrics: Metrics,
    stop: watch::Receiver<bool>,
    open: JoinSet<()>,
}

impl Hall {
    fn admit(&mut self, stream: TcpStream, peer: SocketAddr) {
        let (ticket, displaced) = self.connections.admit(peer.ip());
        if displaced {
            self.metrics.connection(ConnectionEvent::Displaced);
        }
        let Some(ticket) = ticket else {
            self.metrics.connection(ConnectionEvent::Refused);
            // All it gets is what fits into the socket at once.
            let _ = stream.try_write(FULL.as_bytes());
            return;
        };
        self.metrics.connection(ConnectionEvent::Accepted);
        let conversation = Conversation {
            inside: self.inside.clone(),
            builder: self.builder.clone(),
            router: self.router.clone(),
            limits: self.limits,
            metrics: self.metrics.clone(),
            stop: self.stop.clone(),
            peer,
        };
        self.open.spawn(conversation.hold(stream, ticket));
    }
}

/// The answer to a connection that there is no room for.
const FULL: &str = "HTTP/1.1 503 Service Unavailable\r\n\
    content-type: application/problem+json\r\nretry-after: 2\r\nconnection: close\r\n\
    cache-control: no-store\r\ncontent-length: 115\r\n\r\n\
    {\"status\":503,\"code\":\"unavailable\",\"title\":\"The service is not available now.\",\
    \"retry_after_seconds\":2,\"detail\":\"\"}";

/// One connection, from its first byte to its last.
struct Conversation {
    inside: Connections,
    builder: Arc<auto::Builder<TokioExecutor>>,
    router: Router,
    limits: Limits,
    metrics: Metrics,
    stop: watch::Receiver<bool>,
    peer: SocketAddr,
}

impl Conversation {
    async fn hold(self, stream: TcpStream, ticket: Ticket) {
        let _open = self.metrics.open_connection();
        if !self.wait_for_head(&stream, &ticket).await {
            return;
        }
        let pulse = ticket.pulse().clone();
        let (place, displaced) = self.inside.admit_with(self.peer.ip(), pulse);
        if displaced {
            self.metrics.connection(ConnectionEvent::Displaced);
        }
        let Some(place) = place else {
            self.metrics.connection(ConnectionEvent::Refused);
            let _ = stream.try_write(FULL.as_bytes());
            return;
        };
        // In a box, so that those who wait outside do not take the space of those inside.
        Box::pin(self.converse(stream, ticket, place)).await;
    }

    /// Whether there is a head to read now; not if the connection was shown out before.
    async fn wait_for_head(&self, stream: &TcpStream, ticket: &Ticket) -> bool {
        let mut told = self.stop.clone();
        let farewell = async {
            until_told(&mut told).await;
            tokio::time::sleep(FAREWELL).await;
        };
        tokio::select! {
            there = porch::head_is_there(stream) => there,
            () = ticket.displaced() => false,
            () = sleep_until(ticket.pulse().overdue_at(&self.limits)) => {
                self.metrics.connection(ConnectionEvent::Overdue);
                false
            }
            () = farewell => false,
        }
    }

    async fn converse(self, stream: TcpStream, ticket: Ticket, place: Ticket) {
        // Answers are short and whole: waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let pulse = ticket.pulse().clone();
        let io = TokioIo::new(Watched::new(stream, pulse.clone()));
        let service = service_fn(|request: hyper::Request<Incoming>| {
            let under_way = pulse.enter();
            let router = self.router.clone();
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(self.peer));
            request.extensions_mut().insert(Guest {
                pulse: pulse.clone(),
                inside: self.inside.clone(),
            });
            let stop = self.stop.clone();
            let one_by_one = request.version() < Version::HTTP_2;
            async move {
                let Ok(mut response) = router.oneshot(request).await;
                if *stop.borrow() && one_by_one {
                    let close = HeaderValue::from_static("close");
                    response.headers_mut().insert(header::CONNECTION, close);
                }
                Ok::<_, Infallible>(response.map(|body| under_way.until_the_end_of(body)))
            }
        });
        let mut connection = pin!(self.builder.serve_connection(io, service));
        let mut told = self.stop.clone();
        let mut farewell = None;
        loop {
            let overdue = pulse.overdue_at(&self.limits);
            let wake = farewell.map_or(overdue, |at: Instant| overdue.min(at));
            tokio::select! {
                // How it ends, be it by an error of the guest's, concerns nobody else.
                _ = connection.as_mut() => return,
                () = ticket.displaced() => return,
                () = place.displaced() => return,
                () = sleep_until(wake) => {
                    let now = Instant::now();
                    if pulse.overdue_at(&self.limits) <= now {
                        self.metrics.connection(ConnectionEvent::Overdue);
                        return;
                    }
                    if farewell.is_some_and(|at| at <= now) {
                        connection.as_mut().graceful_shutdown();
                        farewell = Some(now + self.limits.drain);
                    }
                }
                () = until_told(&mut told), if farewell.is_none() => {
                    farewell = Some(Instant::now() + FAREWELL);
                }
            }
        }
    }
}

/// Waits for the word to stop; whoever should give it and is gone has given it.
async fn until_told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

fn builder(limits: &Limits) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        // Heads have a deadline of the door's own, which covers the silence before them, too.
        .header_read_timeout(None)
        .max_buf_size(HEAD_BUFFER_BYTES)
        .max_headers(2 * HEADERS_MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        .max_pending_accept_reset_streams(RESETS_MAX)
        .max_local_error_reset_streams(RESETS_MAX)
        .max_header_list_size(u32::try_from(HEAD_BUFFER_BYTES).unwrap_or(u32::MAX))
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_send_buf_size(WINDOW_BYTES as usize);
    if limits.http2 {
        builder
    } else {
        builder.http1_only()
    }
}

#[cfg(test)]
mod tests {
    use super::FULL;

    #[test]
    fn the_answer_for_want_of_room_is_a_problem_of_the_length_it_says() {
        let (head, body) = FULL.split_once("\r\n\r\n").expect("a head and a body");
        assert!(
            head.contains(&format!("content-length: {}", body.len())),
            "{}",
            body.len()
        );
        let problem: booking_contract::Problem = serde_json::from_str(body).expect("a problem");
        assert_eq!(problem.status, 503);
    }
}
