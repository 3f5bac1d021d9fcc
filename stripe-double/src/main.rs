//! The command line of the double.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    process::ExitCode,
};

use clap::Parser;
use stripe_double::{Config, api_version, start};
use tokio::net::TcpListener;

/// A stand-in for the Stripe API and its hosted Checkout page, for development and CI only.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 12_111)]
    port: u16,
    /// The only API key that is accepted.
    #[arg(long, default_value = "sk_test_demo")]
    secret_key: String,
    /// What events are signed with.
    #[arg(long, default_value = "whsec_demo")]
    webhook_secret: String,
    /// Where events are delivered to. Without it they are only recorded.
    #[arg(long)]
    webhook_url: Option<String>,
    /// Whose name the hosted page shows.
    #[arg(long, default_value = "Demo business")]
    merchant: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = match TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("stripe-double: {}", refusal_to_bind(address, &error));
            return ExitCode::FAILURE;
        }
    };
    match serve(arguments, listener).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("stripe-double: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments, listener: TcpListener) -> io::Result<()> {
    let events = match &arguments.webhook_url {
        Some(url) => format!("events go to {url}"),
        None => "events are only recorded".to_owned(),
    };
    let config = Config {
        secret_key: arguments.secret_key,
        webhook_secret: arguments.webhook_secret,
        webhook_url: arguments.webhook_url,
        merchant: arguments.merchant,
    };
    // Before anybody is told that the double is ready, or the first signal would kill it.
    let told_to_stop = told_to_stop()?;
    let double = start(config, listener)?;
    println!(
        "stripe-double: ready on {} (Stripe API {}; {events})",
        double.base_url(),
        api_version()
    );
    told_to_stop.await;
    double.stop().await;
    Ok(())
}

/// Listens for Ctrl-C and for a request to terminate, from this call on.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Listens for Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

fn refusal_to_bind(address: SocketAddr, error: &io::Error) -> String {
    let port = address.port();
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!(
                "port {port} is already in use. Stop what listens there, or choose another one with --port."
            )
        }
        io::ErrorKind::PermissionDenied => {
            format!("port {port} may not be used by this user. Choose one above 1023 with --port.")
        }
        _ => format!("cannot listen on {address}: {error}"),
    }
}
