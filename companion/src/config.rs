//! What the companion is told when it starts: the command line and two secrets from the
//! environment.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};

use crate::door::Limits;
use crate::keys::vault::{SealingKey, Vault};
use crate::logging::{LogFormat, LogLevel};
use crate::member::command::MemberSecretOptions;
use crate::outbox::command::WebhookOptions;
use crate::people::command::{BusinessOptions, UserOptions};

/// The backend companion of the booking widget.
#[derive(Debug, Parser)]
#[command(name = "booking-companion", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer requests until stopped.
    Serve(ServeOptions),
    /// Bring the database to this version's schema.
    Migrate(StoreOptions),
    /// Replay prices: read `{terms, request, now}` and print the quotes.
    Quote(QuoteOptions),
    /// Give back what an order was paid, or a part of it.
    Refund(RefundOptions),
    /// Decide about an order whose payment does not agree with it.
    Resolve(ResolveOptions),
    /// Check that the database can be opened and its books add up.
    Check(StoreOptions),
    /// Manage where businesses are told of their orders.
    Webhooks(WebhookOptions),
    /// Make the secret with which a business signs who of its members books.
    MemberSecret(MemberSecretOptions),
    /// Manage businesses.
    Business(BusinessOptions),
    /// Manage the people of businesses.
    User(UserOptions),
}

/// Where the books are.
#[derive(Clone, Debug, Args)]
pub struct StoreOptions {
    /// The database, such as `sqlite://booking.db`.
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://booking.db")]
    pub database_url: String,
}

/// What secrets are sealed with before they are kept.
#[derive(Clone, Debug, Args)]
pub struct SealingOptions {
    /// The sealing key, 64 hexadecimal digits; every companion of the same books needs the same one.
    #[arg(long, env = "BOOKING_SEALING_KEY", hide_env_values = true)]
    pub sealing_key: Option<SealingKey>,
    /// The file that holds the sealing key, made where there is none; beside a database of SQLite
    /// unless another is named.
    #[arg(long, env = "BOOKING_SEALING_KEY_FILE")]
    pub sealing_key_file: Option<PathBuf>,
}

impl SealingOptions {
    /// Where the sealing key is, for books at this address.
    fn vault(&self, database_url: &str) -> Vault {
        if let Some(key) = &self.sealing_key {
            return Vault::with(key.clone());
        }
        let named = self.sealing_key_file.clone();
        match named.or_else(|| beside(database_url)) {
            Some(path) => Vault::in_file(path),
            None => Vault::nowhere(),
        }
    }
}

/// The file beside a database of SQLite.
fn beside(database_url: &str) -> Option<PathBuf> {
    let rest = database_url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    Some(PathBuf::from(format!("{path}.key")))
}

/// How to serve.
#[derive(Clone, Debug, Args)]
pub struct ServeOptions {
    /// The port to listen on.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    pub bind: IpAddr,
    /// The address under which guests reach the companion, without a slash at the end.
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub public_url: String,
    /// Where the books are.
    #[command(flatten)]
    pub store: StoreOptions,
    /// What secrets are sealed with.
    #[command(flatten)]
    pub sealing: SealingOptions,
    /// The address of the Stripe API.
    #[arg(long, default_value = "https://api.stripe.com")]
    pub stripe_api: String,
    /// Load the demo data and serve /demo/.
    #[arg(long)]
    pub demo: bool,
    /// Serve the folder of the widget's gallery at /demo/gallery/.
    #[arg(long, requires = "demo")]
    pub gallery: Option<PathBuf>,
    /// Take the guest's address from X-Forwarded-For, and ids of requests from X-Request-Id and
    /// Traceparent: only behind a proxy that sets them.
    #[arg(long)]
    pub trust_proxy: bool,
    /// Let test-mode webhooks go to this machine, over http too: only for trying things out.
    #[arg(long)]
    pub webhooks_to_loopback: bool,
    /// How many connections may be open at once; the next takes the place of the one that has
    /// waited longest.
    #[arg(long, default_value_t = 8_192)]
    pub connections_max: usize,
    /// How many of them may have sent a request, so that they have buffers.
    #[arg(long, default_value_t = 512)]
    pub conversations_max: usize,
    /// How many of them may come from one network, unless all come from a proxy.
    #[arg(long, default_value_t = 128)]
    pub connections_per_network_max: usize,
    /// How long a connection is kept for the next request, in seconds: 10, or 75 behind a proxy.
    #[arg(long)]
    pub keep_alive_seconds: Option<u64>,
    /// How many requests one network may make a second, over ten seconds; 0 for any number.
    #[arg(long, default_value_t = 30)]
    pub requests_per_second: u32,
    /// Serve /metrics at this address, such as 127.0.0.1:9464; nowhere without it.
    #[arg(long)]
    pub metrics_bind: Option<SocketAddr>,
    /// The shape of a line of the log.
    #[arg(long, value_enum, default_value_t)]
    pub log_format: LogFormat,
    /// How much is logged.
    #[arg(long, value_enum, default_value_t)]
    pub log_level: LogLevel,
    /// The secret key of the Stripe account.
    #[arg(long, env = "STRIPE_SECRET_KEY", hide_env_values = true)]
    pub stripe_secret_key: Option<String>,
    /// The signing secrets of the webhook endpoint, separated by commas.
    #[arg(long, env = "STRIPE_WEBHOOK_SECRET", hide_env_values = true)]
    pub stripe_webhook_secret: Option<String>,
}

/// Where an owner works: the books and the Stripe account.
#[derive(Clone, Debug, Args)]
pub struct OwnerOptions {
    /// Where the books are. Those of SQLite are free only while no companion serves.
    #[command(flatten)]
    pub store: StoreOptions,
    /// What secrets are sealed with.
    #[command(flatten)]
    pub sealing: SealingOptions,
    /// The address of the Stripe API.
    #[arg(long, default_value = "https://api.stripe.com")]
    pub stripe_api: String,
    /// The secret key of the Stripe account.
    #[arg(long, env = "STRIPE_SECRET_KEY", hide_env_values = true)]
    pub stripe_secret_key: Option<String>,
}

/// What to give back: everything, unless a part is named.
#[derive(Clone, Debug, Args)]
pub struct RefundOptions {
    /// The order's id.
    pub order: String,
    /// What this attendee was charged, counted from 1; the seat is free again.
    #[arg(long, conflicts_with = "amount_minor")]
    pub attendee: Option<u32>,
    /// This many minor units of the payment's currency, such as cents.
    #[arg(long)]
    pub amount_minor: Option<i64>,
    /// Where.
    #[command(flatten)]
    pub owner: OwnerOptions,
}

/// How to decide.
#[derive(Clone, Debug, Args)]
#[group(id = "decision", required = true, multiple = false, args = ["refund", "accept"])]
pub struct ResolveOptions {
    /// The order's id.
    pub order: String,
    /// Give everything back.
    #[arg(long)]
    pub refund: bool,
    /// Take the payment as it is: the order is booked.
    #[arg(long)]
    pub accept: bool,
    /// Where.
    #[command(flatten)]
    pub owner: OwnerOptions,
}

/// What to quote.
#[derive(Clone, Debug, Args)]
pub struct QuoteOptions {
    /// A file of JSON, an array or JSON lines; `-` for standard input.
    pub file: PathBuf,
    /// Print where each figure comes from, too, and what would make a code apply.
    #[arg(long)]
    pub explain: bool,
}

/// How a running companion is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address under which guests reach the companion, without a slash at the end.
    pub public_url: String,
    /// The address of the Stripe API, without a slash at the end.
    pub stripe_api: String,
    /// The secret key of the Stripe account for businesses without one of their own; without any,
    /// they can have free orders only.
    pub stripe_secret_key: Option<String>,
    /// The signing secrets of the webhook endpoint, the current one and those it replaces.
    pub stripe_webhook_secrets: Vec<String>,
    /// What secrets are sealed with.
    pub vault: Vault,
    /// Whether the demo data and its pages are served.
    pub demo: bool,
    /// The folder of the widget's gallery, which the demo serves.
    pub gallery: Option<PathBuf>,
    /// Whether X-Forwarded-For names the guest's address.
    pub trust_proxy: bool,
    /// Whether webhooks of test mode may go to this machine, over http too.
    pub webhooks_to_loopback: bool,
    /// What the door allows.
    pub door: Limits,
}

impl OwnerOptions {
    /// The set-up of a companion that answers nobody.
    pub fn config(&self) -> Config {
        Config {
            public_url: String::new(),
            stripe_api: self.stripe_api.trim_end_matches('/').to_owned(),
            stripe_secret_key: (self.stripe_secret_key.clone())
                .filter(|key| !key.trim().is_empty()),
            stripe_webhook_secrets: Vec::new(),
            vault: self.sealing.vault(&self.store.database_url),
            demo: false,
            gallery: None,
            trust_proxy: false,
            webhooks_to_loopback: false,
            door: Limits::default(),
        }
    }
}

impl ServeOptions {
    /// The set-up that these options describe.
    pub fn config(&self) -> Config {
        let without_slash = |url: &str| url.trim_end_matches('/').to_owned();
        let secrets = self.stripe_webhook_secret.as_deref().unwrap_or_default();
        Config {
            public_url: without_slash(&self.public_url),
            stripe_api: without_slash(&self.stripe_api),
            stripe_secret_key: self
                .stripe_secret_key
                .clone()
                .filter(|key| !key.trim().is_empty()),
            stripe_webhook_secrets: secrets
                .split(',')
                .map(str::trim)
                .filter(|secret| !secret.is_empty())
                .map(str::to_owned)
                .collect(),
            vault: self.sealing.vault(&self.store.database_url),
            demo: self.demo,
            gallery: self.gallery.clone(),
            trust_proxy: self.trust_proxy,
            webhooks_to_loopback: self.webhooks_to_loopback,
            door: self.limits(),
        }
    }

    fn limits(&self) -> Limits {
        let mut limits = Limits {
            connections_max: self.connections_max,
            conversations_max: self.conversations_max,
            connections_per_network_max: self.connections_per_network_max,
            requests_per_second: self.requests_per_second,
            ..Limits::default()
        };
        if self.trust_proxy {
            limits = limits.behind_proxy();
        }
        if let Some(seconds) = self.keep_alive_seconds {
            limits.idle = Duration::from_secs(seconds);
        }
        limits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sealing_key_lies_beside_a_database_of_sqlite() {
        let beside = |url| beside(url).map(|path| path.display().to_string());
        assert_eq!(
            beside("sqlite://booking.db").as_deref(),
            Some("booking.db.key")
        );
        assert_eq!(
            beside("sqlite:///var/b.db").as_deref(),
            Some("/var/b.db.key")
        );
        assert_eq!(beside("postgres://books@host/books"), None);
    }
}
