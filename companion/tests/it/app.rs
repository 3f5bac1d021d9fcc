//! A companion of its own for every test.

use std::net::SocketAddr;
use std::path::PathBuf;

use booking_companion::AppState;
use booking_companion::app;
use booking_companion::clock::Clock;
use booking_companion::config::Config;
use booking_companion::store::Store;
use chrono::{DateTime, Utc};

/// A running companion; its database goes with it.
pub(crate) struct TestApp {
    /// Where it answers.
    pub(crate) url: String,
    /// Its clock.
    pub(crate) clock: Clock,
    /// What its handlers use.
    pub(crate) state: AppState,
    /// For requests.
    pub(crate) http: reqwest::Client,
    folder: PathBuf,
}

impl TestApp {
    /// Starts a companion with an empty database on Friday 2026-11-20 at 09:00 UTC.
    pub(crate) async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("companion-{:032x}", random()));
        std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let url = format!("sqlite://{}", folder.join("books.db").display());
        let store = Store::open(&url).await.expect("the database opens");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let clock = Clock::set_to(
            "2026-11-20T09:00:00Z"
                .parse::<DateTime<Utc>>()
                .expect("a time"),
        );
        let config = Config {
            public_url: format!("http://127.0.0.1:{port}"),
            stripe_api: "http://127.0.0.1:9".into(),
            stripe_secret_key: None,
            stripe_webhook_secrets: vec!["whsec_test".into()],
            demo: true,
            trust_proxy: false,
        };
        let url = config.public_url.clone();
        let state = AppState::new(config, clock.clone(), store);
        let service =
            app::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self {
            url,
            clock,
            state,
            http: reqwest::Client::new(),
            folder,
        }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // What is left in the temporary folder does no harm.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn random() -> u128 {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the machine has randomness");
    u128::from_ne_bytes(bytes)
}
