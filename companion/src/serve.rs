//! The commands `serve`, `migrate` and `check`.

use std::net::SocketAddr;

use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::{self, AppState};
use crate::clock::Clock;
use crate::config::{ServeOptions, StoreOptions};
use crate::store::{Store, StoreError};
use crate::{demo_data, door, logging, metrics, outbox, sweep};

/// Why a command ends: one sentence for the person who gave it.
#[derive(Debug, Error)]
pub enum Failure {
    /// The port is taken.
    #[error("port {0} is in use: stop the other program or choose another with {1}")]
    PortTaken(u16, &'static str),
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
    logging::start(options.log_format, options.log_level);
    door::raise_files_limit();
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
    let listener = listen(SocketAddr::new(options.bind, options.port), "--port")?;
    let watched = match options.metrics_bind {
        Some(address) => Some(listen(address, "--metrics-bind")?),
        None => None,
    };
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
    let (tell, told) = watch::channel(false);
    // Whoever reads that it answers may tell it to stop at once.
    let stop = stop_signal()?;
    println!("The companion answers at {}", state.config.public_url);
    tokio::spawn(async move {
        stop.await;
        tell.send_replace(true);
        // Those who listen must not take the end of this task for another signal.
        tell.closed().await;
    });
    let watching = watched.map(|listener| {
        let serving = metrics::serve(listener, state.clone(), told.clone());
        tokio::spawn(serving)
    });
    let (limits, counts) = (state.config.door, state.metrics.clone());
    door::serve(listener, app::router(state), limits, counts, told).await;
    if let Some(watching) = watching {
        watching.abort();
    }
    sweeper.abort();
    courier.abort();
    store.close().await;
    Ok(())
}

fn listen(address: SocketAddr, option: &'static str) -> Result<TcpListener, Failure> {
    door::listen(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::PortTaken(address.port(), option),
        _ => Failure::Io {
            doing: "listening",
            error,
        },
    })
}

/// What runs the commands.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Runtime::new().map_err(|error| Failure::Io {
        doing: "starting",
        error,
    })
}

/// Ends when the process is asked to stop: Ctrl-C, or SIGTERM where there is one. It listens
/// from here on, and not only once it is waited for.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let failed = |error| Failure::Io {
        doing: "listening to signals",
        error,
    };
    let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when the process is asked to stop.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    Ok(async {
        // Without a handler for the signal the process ends at once, which was asked for.
        let _ = tokio::signal::ctrl_c().await;
    })
}
