//! The commands `serve`, `migrate` and `check`.

use std::net::SocketAddr;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpListener;

use crate::app::{self, AppState};
use crate::clock::Clock;
use crate::config::{ServeOptions, StoreOptions};
use crate::store::{Store, StoreError};
use crate::{demo_data, outbox, sweep};

/// How long requests under way may take after the companion was told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Why a command ends: one sentence for the person who gave it.
#[derive(Debug, Error)]
pub enum Failure {
    /// The port is taken.
    #[error("port {0} is in use: stop the other program or choose another with --port")]
    PortTaken(u16),
    /// The books cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The books do not add up.
    #[error("the books do not add up")]
    Books,
    /// What was given cannot be used.
    #[error("{0}")]
    Input(String),
    /// The machine refused something.
    #[error("{doing}: {error}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the machine said.
        error: std::io::Error,
    },
}

/// Serves until the process is told to stop, then finishes the requests under way.
pub fn run(options: &ServeOptions) -> Result<(), Failure> {
    start_logging();
    runtime()?.block_on(serve(options))
}

/// Brings the database to this version's schema.
pub fn migrate(options: &StoreOptions) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let store = Store::open(&options.database_url).await?;
        store.close().await;
        println!("The database is up to date.");
        Ok(())
    })
}

/// Checks that the database can be opened and that its books add up.
pub fn check(options: &StoreOptions) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let store = Store::open(&options.database_url).await?;
        let violations = store.violations().await?;
        store.close().await;
        for violation in &violations {
            println!("{} rows break the law: {}", violation.rows, violation.law);
        }
        if violations.is_empty() {
            println!("The books add up.");
            Ok(())
        } else {
            Err(Failure::Books)
        }
    })
}

async fn serve(options: &ServeOptions) -> Result<(), Failure> {
    let address = SocketAddr::new(options.bind, options.port);
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => Failure::PortTaken(options.port),
            _ => Failure::Io {
                doing: "listening",
                error,
            },
        })?;
    let store = Store::open(&options.store.database_url).await?;
    let state = AppState::new(options.config(), Clock::system(), store.clone());
    if options.demo {
        demo_data::load(&state).await?;
    }
    // Before anybody asks: what is begun from here on is not taken for something cut short.
    sweep::wake(&state)
        .await
        .map_err(|_| Failure::Store(StoreError::Busy))?;
    let sweeper = tokio::spawn(sweep::run(state.clone()));
    let courier = tokio::spawn(outbox::run(state.clone()));
    println!("The companion answers at {}", state.config.public_url);
    let service = app::router(state).into_make_service_with_connect_info::<SocketAddr>();
    let (told, mut stopping) = tokio::sync::watch::channel(false);
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop_signal().await;
        told.send_replace(true);
    });
    tokio::select! {
        outcome = serving => outcome.map_err(|error| Failure::Io {
            doing: "serving",
            error,
        })?,
        () = async {
            // The sender lives as long as the server that this waits beside.
            let _ = stopping.wait_for(|stopped| *stopped).await;
            tokio::time::sleep(DRAIN).await;
        } => {}
    }
    sweeper.abort();
    courier.abort();
    store.close().await;
    Ok(())
}

/// What runs the commands.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Runtime::new().map_err(|error| Failure::Io {
        doing: "starting",
        error,
    })
}

fn start_logging() {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(std::io::stderr)
        .init();
}

/// Ends when the process is asked to stop: Ctrl-C, or SIGTERM where there is one.
async fn stop_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler for the signal the process ends at once, which is what was asked for.
    let _ = tokio::signal::ctrl_c().await;
}
