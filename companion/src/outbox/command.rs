//! The command `webhooks`: what an owner does with endpoints until the dashboard can.

use booking_contract::WebhookEventType;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use clap::{Args, Subcommand};

use super::endpoints::{self, Disabled, Endpoint, EndpointError, NewEndpoint};
use super::log::{self, Entry, Standing};
use crate::clock::Clock;
use crate::config::StoreOptions;
use crate::serve::{Failure, runtime};
use crate::store::Store;

/// Manage where businesses are told of their orders.
#[derive(Clone, Debug, Args)]
pub struct WebhookOptions {
    /// Where the books are. Those of SQLite can be used only while no companion serves them.
    #[command(flatten)]
    pub store: StoreOptions,
    /// What to do.
    #[command(subcommand)]
    pub action: WebhookAction,
}

/// What to do with endpoints.
#[derive(Clone, Debug, Subcommand)]
pub enum WebhookAction {
    /// Add an endpoint; its secret is shown once.
    Add {
        /// The business.
        #[arg(long)]
        business: String,
        /// Where to post; https.
        #[arg(long)]
        url: String,
        /// The events, separated by commas; every one where this is left out.
        #[arg(long, value_delimiter = ',')]
        events: Option<Vec<WebhookEventType>>,
        /// Tell it of test orders, rather than of real ones.
        #[arg(long)]
        test: bool,
        /// Let it be this machine: only with --test, and for a companion that allows it.
        #[arg(long, requires = "test")]
        loopback: bool,
    },
    /// List endpoints.
    List {
        /// Of one business.
        #[arg(long)]
        business: Option<String>,
    },
    /// Make another secret, shown once; the old one signs along for a while.
    Rotate {
        /// The endpoint.
        endpoint: String,
        /// For how many hours.
        #[arg(long, default_value_t = 24)]
        overlap_hours: u32,
    },
    /// Tell an endpoint nothing; what happens meanwhile waits for it, for 30 days.
    Disable {
        /// The endpoint.
        endpoint: String,
    },
    /// Tell an endpoint everything again.
    Enable {
        /// The endpoint.
        endpoint: String,
    },
    /// Forget an endpoint, its deliveries and its log.
    Remove {
        /// The endpoint.
        endpoint: String,
    },
    /// Show what was tried when and what came of it, the newest first.
    Log {
        /// The endpoint.
        endpoint: String,
        /// How many lines.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Send again: one event, or all that failed.
    Replay {
        /// The endpoint.
        endpoint: String,
        /// The event.
        #[arg(
            long,
            conflicts_with = "failed_since",
            required_unless_present = "failed_since"
        )]
        event: Option<String>,
        /// Everything that failed and happened since then, such as 2026-11-20T09:00:00Z.
        #[arg(long, value_parser = instant_of)]
        failed_since: Option<DateTime<Utc>>,
    },
}

impl From<EndpointError> for Failure {
    fn from(error: EndpointError) -> Self {
        match error {
            EndpointError::Store(error) => Self::Store(error),
            error => Self::Input(error.to_string()),
        }
    }
}

/// Does it and prints what came of it.
pub fn run(options: &WebhookOptions) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let store = Store::open(&options.store.database_url).await?;
        let outcome = act(&store, options.action.clone(), Clock::system().now()).await;
        store.close().await;
        print!("{}", outcome?);
        Ok(())
    })
}

/// Does it; answers what is printed.
async fn act(
    store: &Store,
    action: WebhookAction,
    now: DateTime<Utc>,
) -> Result<String, EndpointError> {
    Ok(match action {
        WebhookAction::Add {
            business,
            url,
            events,
            test,
            loopback,
        } => {
            let new = NewEndpoint {
                business_id: business,
                url,
                events,
                test_mode: test,
                loopback,
            };
            let (endpoint, secret) = endpoints::add(store, new, now).await?;
            format!("{}\n{}\n", endpoint.id, secret.reveal())
        }
        WebhookAction::List { business } => {
            let found = endpoints::list(store, business.as_deref()).await?;
            found.iter().map(endpoint_line).collect()
        }
        WebhookAction::Rotate {
            endpoint,
            overlap_hours,
        } => {
            let overlap = TimeDelta::hours(i64::from(overlap_hours));
            let secret = endpoints::rotate(store, &endpoint, overlap, now).await?;
            format!("{}\n", secret.reveal())
        }
        WebhookAction::Disable { endpoint } => {
            endpoints::disable(store, &endpoint, now).await?;
            "It is told nothing until it is enabled.\n".to_owned()
        }
        WebhookAction::Enable { endpoint } => {
            endpoints::enable(store, &endpoint, now).await?;
            "It is told everything again.\n".to_owned()
        }
        WebhookAction::Remove { endpoint } => {
            endpoints::remove(store, &endpoint, now).await?;
            "It is forgotten.\n".to_owned()
        }
        WebhookAction::Log { endpoint, limit } => {
            let entries = log::read(store, &endpoint, limit).await?;
            entries.iter().map(log_line).collect()
        }
        WebhookAction::Replay {
            endpoint,
            event: Some(event),
            ..
        } => {
            log::replay(store, &endpoint, &event, now).await?;
            "It is sent again.\n".to_owned()
        }
        WebhookAction::Replay {
            endpoint,
            failed_since,
            ..
        } => {
            let since = failed_since.unwrap_or(now);
            let events = log::replay_failed(store, &endpoint, since, now).await?;
            format!("{events} events are sent again.\n")
        }
    })
}

fn endpoint_line(endpoint: &Endpoint) -> String {
    let events = match &endpoint.events {
        None => "all events".to_owned(),
        Some(events) => {
            let names: Vec<_> = events.iter().map(|event| event.as_str()).collect();
            names.join(",")
        }
    };
    let mode = if endpoint.test_mode { "test" } else { "live" };
    let standing = match (endpoint.disabled, endpoint.failing_since) {
        (Some((at, why)), _) => {
            let why = match why {
                Disabled::ByOwner => "by its owner",
                Disabled::Gone => "by its answer 410",
                Disabled::Failing => "because nothing got through",
            };
            format!("disabled {} {why}", time(at))
        }
        (None, Some(since)) => format!("failing since {}", time(since)),
        (None, None) => "in order".to_owned(),
    };
    let Endpoint {
        id,
        business_id,
        url,
        ..
    } = endpoint;
    format!("{id}  {business_id}  {mode}  {url}  {events}  {standing}\n")
}

fn log_line(entry: &Entry) -> String {
    let standing = match entry.standing {
        Standing::Due(next) => format!("next try {}", time(next)),
        Standing::Delivered => "delivered".to_owned(),
        Standing::Failed => "failed".to_owned(),
    };
    let attempt = entry.attempt.as_ref().map_or_else(
        || format!("{}  not tried yet", time(entry.happened_at)),
        |attempt| {
            let status = match (attempt.status, &attempt.failure) {
                (Some(status), _) => status.to_string(),
                (None, Some(failure)) => failure.clone(),
                (None, None) => String::new(),
            };
            let (at, number) = (time(attempt.at), attempt.number);
            let took = attempt.took.num_milliseconds();
            format!(
                "{at}  try {number}  {status}  {took} ms  {:?}",
                attempt.answer
            )
        },
    );
    let Entry {
        event_id,
        kind,
        order_id,
        sequence,
        ..
    } = entry;
    format!("{attempt}  {kind}  {event_id}  {order_id}/{sequence}  {standing}\n")
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Reads an instant; chrono's own error is none for the command line.
fn instant_of(text: &str) -> Result<DateTime<Utc>, String> {
    text.parse()
        .map_err(|_| "not a time such as 2026-11-20T09:00:00Z".to_owned())
}
