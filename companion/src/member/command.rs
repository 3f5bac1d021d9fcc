//! The command `member-secret`: what a business signs its members' tokens with.

use chrono::TimeDelta;
use clap::Args;

use super::secrets::{self, SecretError};
use crate::clock::Clock;
use crate::config::StoreOptions;
use crate::serve::{Failure, runtime};
use crate::store::Store;

/// Make the secret with which a business signs who of its members books; it is shown once.
#[derive(Clone, Debug, Args)]
pub struct MemberSecretOptions {
    /// The business.
    pub business: String,
    /// Make another one; the old one counts along for a while.
    #[arg(long, conflicts_with = "off")]
    pub rotate: bool,
    /// For how many hours; 0 where the old one is known to others.
    #[arg(long, default_value_t = 24, requires = "rotate")]
    pub overlap_hours: u32,
    /// Forget all of them: every token counts as none.
    #[arg(long)]
    pub off: bool,
    /// Where the books are. Those of SQLite can be used only while no companion serves them.
    #[command(flatten)]
    pub store: StoreOptions,
}

impl From<SecretError> for Failure {
    fn from(error: SecretError) -> Self {
        match error {
            SecretError::Store(error) => Self::Store(error),
            error => Self::Input(error.to_string()),
        }
    }
}

/// Does it and prints what came of it.
pub fn run(options: &MemberSecretOptions) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let store = Store::open(&options.store.database_url).await?;
        let outcome = act(&store, options).await;
        store.close().await;
        println!("{}", outcome?);
        Ok(())
    })
}

async fn act(store: &Store, options: &MemberSecretOptions) -> Result<String, SecretError> {
    let business = options.business.as_str();
    let now = Clock::system().now();
    if options.off {
        secrets::forget(store, business).await?;
        Ok("Every token counts as none.".to_owned())
    } else if options.rotate {
        let overlap = TimeDelta::hours(i64::from(options.overlap_hours));
        secrets::rotate(store, business, overlap, now).await
    } else {
        secrets::make(store, business, now).await
    }
}
