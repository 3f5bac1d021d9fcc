//! What the companion counts about itself, for Prometheus.
//!
//! Labels are of closed lists, or templates of routes: no value that a guest sends becomes one,
//! so the number of series is bounded. They are served at an address of their own, see
//! [`serve`], never beside what guests reach.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::door::{self, Limits};
use crate::store::orders;
use crate::{AppState, Problem};

/// The counters. Cloning is cheap, and clones count together.
#[derive(Clone, Debug)]
pub struct Metrics(Arc<Counts>);

#[derive(Debug)]
struct Counts {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    durations: Family<RouteLabels, Histogram, fn() -> Histogram>,
    connections_open: Gauge,
    connections: Family<EventLabels, Counter>,
    orders: Family<OrderLabels, Counter>,
    coupon_checks: Family<CheckLabels, Counter>,
    coupon_alarms: Counter,
    member_tokens: Family<MemberLabels, Counter>,
    throttled: Family<WhatLabels, Counter>,
    deliveries: Family<DeliveryLabels, Counter>,
    sweeper_lag: Gauge<f64, std::sync::atomic::AtomicU64>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct RouteLabels {
    route: String,
    method: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct EventLabels {
    event: ConnectionEvent,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct OrderLabels {
    outcome: OrderOutcome,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct CheckLabels {
    outcome: CheckOutcome,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct MemberLabels {
    outcome: MemberToken,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct DeliveryLabels {
    outcome: DeliveryOutcome,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct WhatLabels {
    what: Throttled,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct BuildLabels {
    version: &'static str,
}

/// A closed list of labels and the word for each.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
        }

        impl $name {
            const ALL: &[Self] = &[$(Self::$variant,)+];
        }

        impl EncodeLabelValue for $name {
            fn encode(&self, encoder: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
                encoder.write_str(match self {
                    $(Self::$variant => $word,)+
                })
            }
        }
    };
}

labels! {
    /// What happened to a connection.
    ConnectionEvent {
        /// It came in.
        Accepted = "accepted",
        /// It made room for a newer one.
        Displaced = "displaced",
        /// It kept us waiting too long.
        Overdue = "overdue",
        /// There was no room for it.
        Refused = "refused",
    }
}

labels! {
    /// What became of an order, or of the wish for one.
    OrderOutcome {
        /// It was opened.
        Opened = "opened",
        /// The same confirmation had opened it before.
        Repeated = "repeated",
        /// Somebody else has the time.
        SlotTaken = "slot_taken",
        /// The price was another one.
        QuoteChanged = "quote_changed",
        /// The payment page could not be opened.
        PaymentUnavailable = "payment_unavailable",
        /// What was asked for cannot be done.
        Refused = "refused",
        /// Ours was the fault.
        Failed = "failed",
        /// It was paid.
        Paid = "paid",
        /// It was paid after its hold was gone.
        PaidLate = "paid_late",
        /// It was given up, or its time ran out.
        Expired = "expired",
        /// It was booked, and called off.
        Cancelled = "cancelled",
        /// Everything that was paid is back with the guest.
        Refunded = "refunded",
        /// What Stripe says does not agree with the books.
        Quarantined = "quarantined",
    }
}

labels! {
    /// What a check of a coupon found.
    CheckOutcome {
        /// The code is good.
        Accepted = "accepted",
        /// The code cannot be used, or there is none.
        Rejected = "rejected",
        /// There were too many wrong codes.
        Throttled = "throttled",
        /// The question made no sense.
        Refused = "refused",
    }
}

labels! {
    /// What there was too much of.
    Throttled {
        /// Requests of a network.
        Requests = "requests",
        /// Wrong codes of a network, a session, or at a business.
        Codes = "codes",
        /// Tries to sign in, of a network or at an account.
        SignIns = "sign_ins",
    }
}

labels! {
    /// What a token that tells a member was good for.
    MemberToken {
        /// It tells the member.
        Accepted = "accepted",
        /// It is no token, or lacks what it needs.
        Malformed = "malformed",
        /// It is signed in another way.
        Algorithm = "algorithm",
        /// Nobody with a secret of the business has signed it.
        Signature = "signature",
        /// Its time is over.
        Expired = "expired",
        /// Its time has not come.
        Early = "early",
        /// It is for another business.
        Foreign = "foreign",
        /// The business has no secret.
        NoSecret = "no_secret",
    }
}

labels! {
    /// How the delivery of an event to an owner went.
    DeliveryOutcome {
        /// It was taken.
        Delivered = "delivered",
        /// It will be tried again.
        Failed = "failed",
        /// It will not be tried again.
        GivenUp = "given_up",
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut counts = Counts {
            registry: Registry::with_prefix("booking"),
            requests: Family::default(),
            durations: Family::new_with_constructor(durations),
            connections_open: Gauge::default(),
            connections: Family::default(),
            orders: Family::default(),
            coupon_checks: Family::default(),
            coupon_alarms: Counter::default(),
            member_tokens: Family::default(),
            throttled: Family::default(),
            deliveries: Family::default(),
            sweeper_lag: Gauge::default(),
        };
        counts.register();
        counts.begin_at_zero();
        Self(Arc::new(counts))
    }
}

impl Counts {
    fn register(&mut self) {
        let registry = &mut self.registry;
        let build = Info::new(BuildLabels {
            version: env!("CARGO_PKG_VERSION"),
        });
        registry.register("build", "The running version", build);
        registry.register("http_requests", "Answers", self.requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "Time from the head of a request to the head of its answer",
            self.durations.clone(),
        );
        registry.register(
            "connections_open",
            "Connections that are open",
            self.connections_open.clone(),
        );
        registry.register(
            "connections",
            "What happened to connections",
            self.connections.clone(),
        );
        registry.register("orders", "What became of orders", self.orders.clone());
        registry.register(
            "coupon_checks",
            "What checks of codes found",
            self.coupon_checks.clone(),
        );
        registry.register(
            "coupon_alarms",
            "Businesses whose codes somebody seems to guess, per ten minutes",
            self.coupon_alarms.clone(),
        );
        registry.register(
            "member_tokens",
            "What tokens of members were good for",
            self.member_tokens.clone(),
        );
        registry.register("throttled", "What was too much", self.throttled.clone());
        registry.register(
            "webhook_deliveries",
            "Events told to owners",
            self.deliveries.clone(),
        );
        registry.register(
            "sweeper_lag_seconds",
            "How long the order that has waited longest for the sweeper is due",
            self.sweeper_lag.clone(),
        );
    }
}

impl Counts {
    /// What has not happened yet is told as 0, so that its first time is a rise.
    fn begin_at_zero(&self) {
        for &event in ConnectionEvent::ALL {
            drop(self.connections.get_or_create(&EventLabels { event }));
        }
        for &outcome in OrderOutcome::ALL {
            drop(self.orders.get_or_create(&OrderLabels { outcome }));
        }
        for &outcome in CheckOutcome::ALL {
            drop(self.coupon_checks.get_or_create(&CheckLabels { outcome }));
        }
        for &outcome in MemberToken::ALL {
            drop(self.member_tokens.get_or_create(&MemberLabels { outcome }));
        }
        for &what in Throttled::ALL {
            drop(self.throttled.get_or_create(&WhatLabels { what }));
        }
        for &outcome in DeliveryOutcome::ALL {
            drop(self.deliveries.get_or_create(&DeliveryLabels { outcome }));
        }
    }
}

impl Metrics {
    /// An answer was given. `route` is a template, or none where no route was found.
    pub fn request(
        &self,
        route: Option<&str>,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        let route = route.unwrap_or("none").to_owned();
        let method = match method.as_str() {
            "GET" => "GET",
            "HEAD" => "HEAD",
            "OPTIONS" => "OPTIONS",
            "POST" => "POST",
            _ => "other",
        };
        let labels = RequestLabels {
            route: route.clone(),
            method,
            status: status.as_u16(),
        };
        self.0.requests.get_or_create(&labels).inc();
        let labels = RouteLabels { route, method };
        let durations = self.0.durations.get_or_create(&labels);
        durations.observe(took.as_secs_f64());
    }

    /// Something happened to a connection.
    pub fn connection(&self, event: ConnectionEvent) {
        let labels = EventLabels { event };
        self.0.connections.get_or_create(&labels).inc();
    }

    /// A connection is open until what is returned is dropped.
    pub(crate) fn open_connection(&self) -> OpenConnection {
        self.0.connections_open.inc();
        OpenConnection(self.clone())
    }

    /// Something became of an order.
    pub fn order(&self, outcome: OrderOutcome) {
        self.0.orders.get_or_create(&OrderLabels { outcome }).inc();
    }

    /// A confirmation was refused.
    pub(crate) fn confirmation_refused(&self, problem: &Problem) {
        self.order(match problem {
            Problem::SlotTaken(_) => OrderOutcome::SlotTaken,
            Problem::QuoteChanged(..) => OrderOutcome::QuoteChanged,
            Problem::PaymentUnavailable(_) => OrderOutcome::PaymentUnavailable,
            Problem::Internal(_) | Problem::Unavailable => OrderOutcome::Failed,
            _ => OrderOutcome::Refused,
        });
    }

    /// A code was checked.
    pub fn coupon_check(&self, outcome: CheckOutcome) {
        let labels = CheckLabels { outcome };
        self.0.coupon_checks.get_or_create(&labels).inc();
    }

    /// Somebody seems to guess the codes of a business.
    pub fn coupon_alarm(&self) {
        self.0.coupon_alarms.inc();
    }

    /// A token of a member was judged.
    pub fn member_token(&self, outcome: MemberToken) {
        let labels = MemberLabels { outcome };
        self.0.member_tokens.get_or_create(&labels).inc();
    }

    /// Something was too much.
    pub fn throttled(&self, what: Throttled) {
        self.0.throttled.get_or_create(&WhatLabels { what }).inc();
    }

    /// An event was told to an owner, or was to be.
    pub fn delivery(&self, outcome: DeliveryOutcome) {
        let labels = DeliveryLabels { outcome };
        self.0.deliveries.get_or_create(&labels).inc();
    }

    /// How far the sweeper is behind, in milliseconds.
    fn sweeper_lag(&self, lag_ms: i64) {
        let lag = Duration::from_millis(u64::try_from(lag_ms).unwrap_or_default());
        self.0.sweeper_lag.set(lag.as_secs_f64());
    }

    /// All of it, as Prometheus reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = encode(&mut text, &self.0.registry);
        text
    }
}

/// A connection that counts as open.
pub(crate) struct OpenConnection(Metrics);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.0.connections_open.dec();
    }
}

/// From half a millisecond, a read of the books, to ten seconds, a payment page that hangs.
fn durations() -> Histogram {
    Histogram::new([
        0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
    ])
}

/// Serves `/metrics` until told to stop.
pub async fn serve(listener: TcpListener, state: AppState, stop: watch::Receiver<bool>) {
    let limits = Limits {
        connections_max: 16,
        ..Limits::default()
    };
    let router = Router::new()
        .route("/metrics", get(answer))
        .with_state(state);
    // The connections of whoever looks on are not part of the picture.
    door::serve(listener, router, limits, Metrics::default(), stop).await;
}

async fn answer(State(state): State<AppState>) -> Result<impl IntoResponse, Problem> {
    let now_ms = state.clock.now_ms();
    let mut conn = state.store.read().await?;
    let due = orders::due(&mut conn, now_ms, 1).await?;
    drop(conn);
    let since = due.first().and_then(|order| order.next_at_ms);
    state
        .metrics
        .sweeper_lag(since.map_or(0, |since| now_ms - since));
    let media = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, media)], state.metrics.text()))
}
