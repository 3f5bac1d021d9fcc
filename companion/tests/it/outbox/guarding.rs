//! Nothing is delivered to this machine, its neighbours or its cloud, whatever names say.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use booking_companion::outbox::endpoints::{self, EndpointError, NewEndpoint};
use booking_companion::outbox::{Courier, UrlError};
use chrono::TimeDelta;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::receiver::{Receiver, counting};
use super::{BUSINESS, Hook, deliver, free_order, log};
use crate::app::{Setup, TestApp};

/// A resolver that lies as it is told: one answer after the other, the last one for ever.
#[derive(Clone)]
struct Liar {
    answers: Arc<Mutex<Vec<Vec<IpAddr>>>>,
    asked: Arc<AtomicUsize>,
}

impl Liar {
    fn new(answers: &[&[&str]]) -> Self {
        let address = |text: &&str| text.parse().expect("an address");
        let answers = answers
            .iter()
            .map(|answer| answer.iter().map(address).collect());
        Self {
            answers: Arc::new(Mutex::new(answers.collect())),
            asked: Arc::default(),
        }
    }
}

impl Resolve for Liar {
    fn resolve(&self, _: Name) -> Resolving {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().expect("the answers");
        let answer = if answers.len() > 1 {
            answers.remove(0)
        } else {
            answers[0].clone()
        };
        let addresses = answer.into_iter().map(|ip| SocketAddr::new(ip, 0));
        Box::pin(async move { Ok(Box::new(addresses) as Addrs) })
    }
}

/// An endpoint at this URL, however it came into the books.
async fn hook_at(app: &TestApp, url: &str) -> Hook {
    let new = NewEndpoint {
        business_id: BUSINESS.to_owned(),
        url: "https://hooks.example/".to_owned(),
        events: None,
        test_mode: true,
        loopback: false,
    };
    let added = endpoints::add(&app.state.store, new, app.clock.now()).await;
    let (endpoint, secret) = added.expect("an endpoint");
    app.sql(&format!("UPDATE webhook_endpoint SET url = '{url}'"))
        .await;
    Hook {
        id: endpoint.id,
        secret: secret.reveal(),
    }
}

/// The words for what went wrong, the first try first.
async fn failures(app: &TestApp, hook: &Hook) -> Vec<String> {
    let mut entries = log(app, hook).await;
    entries.reverse();
    let attempts = entries.into_iter().filter_map(|entry| entry.attempt);
    attempts.filter_map(|attempt| attempt.failure).collect()
}

#[tokio::test]
async fn a_name_that_leads_inside_is_never_connected_to() {
    for answer in [
        &["127.0.0.1"][..],
        &["8.8.8.8", "127.0.0.1"],
        &["::ffff:127.0.0.1"],
        &["::1"],
        &["169.254.169.254"],
        &["64:ff9b::7f00:1"],
        &["10.0.0.1", "192.168.0.1"],
    ] {
        let app = TestApp::start_with(Setup {
            no_loopback: true,
            ..Setup::default()
        })
        .await;
        let (address, connected) = counting().await;
        let hook = hook_at(&app, &format!("https://hooks.example:{}/", address.port())).await;
        free_order(&app, "ana@example.com").await;
        let liar = Liar::new(&[answer]);
        let mut courier = Courier::with_names(app.state.clone(), Arc::new(liar.clone()));
        assert_eq!(courier.deliver_due().await.expect("it tries"), 1);
        assert_eq!(liar.asked.load(Ordering::SeqCst), 1);
        assert_eq!(connected.load(Ordering::SeqCst), 0, "{answer:?}");
        assert_eq!(failures(&app, &hook).await, ["not_public"], "{answer:?}");
    }
}

#[tokio::test]
async fn a_name_is_looked_at_again_for_every_connection() {
    // With this machine allowed, the first try connects, as the positive control; then the name
    // leads to the neighbours.
    let app = TestApp::start().await;
    let (address, connected) = counting().await;
    let hook = hook_at(&app, &format!("https://hooks.example:{}/", address.port())).await;
    free_order(&app, "ana@example.com").await;
    let liar = Liar::new(&[&["127.0.0.1"], &["10.0.0.1"], &["127.0.0.1", "10.0.0.1"]]);
    let mut courier = Courier::with_names(app.state.clone(), Arc::new(liar));
    for wait in [
        TimeDelta::zero(),
        TimeDelta::seconds(6),
        TimeDelta::minutes(6),
    ] {
        app.clock.advance(wait);
        assert_eq!(courier.deliver_due().await.expect("it tries"), 1);
        assert_eq!(connected.load(Ordering::SeqCst), 1);
    }
    let failures = failures(&app, &hook).await;
    assert_eq!(failures[1..], ["not_public", "not_public"]);
    assert_ne!(failures[0], "not_public");
}

#[tokio::test]
async fn an_address_in_the_books_is_looked_at_before_anything_is_sent() {
    for no_loopback in [true, false] {
        let app = TestApp::start_with(Setup {
            no_loopback,
            ..Setup::default()
        })
        .await;
        let hook = hook_at(&app, "https://hooks.example/").await;
        let mut expected = 0;
        for url in [
            "http://169.254.169.254/latest/meta-data/",
            "https://10.0.0.1/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a9fe:a9fe]/",
            "http://hooks.example/",
        ] {
            app.sql(&format!("UPDATE webhook_endpoint SET url = '{url}'"))
                .await;
            free_order(&app, &format!("guest{expected}@example.com")).await;
            expected += 1;
            deliver(&app).await;
            let failures = failures(&app, &hook).await;
            assert!(failures.len() >= expected, "{url}");
            assert!(
                failures.iter().all(|word| word == "not_public"),
                "{failures:?}"
            );
        }
    }
}

#[tokio::test]
async fn this_machine_is_reached_only_in_test_mode_and_where_that_is_switched_on() {
    for (no_loopback, test_mode) in [(true, true), (false, false)] {
        let app = TestApp::start_with(Setup {
            no_loopback,
            ..Setup::default()
        })
        .await;
        let receiver = Receiver::start().await;
        let hook = hook_at(&app, &receiver.url()).await;
        free_order(&app, "ana@example.com").await;
        if !test_mode {
            app.sql("UPDATE webhook_endpoint SET test_mode = 0").await;
        }
        deliver(&app).await;
        assert_eq!(receiver.address().ip().to_string(), "127.0.0.1");
        assert!(receiver.letters().is_empty());
        assert_eq!(failures(&app, &hook).await, ["not_public"]);
    }
}

#[tokio::test]
async fn an_endpoint_inside_is_not_even_added() {
    let app = TestApp::start().await;
    let add = async |url: &str, test_mode, loopback| {
        let new = NewEndpoint {
            business_id: BUSINESS.to_owned(),
            url: url.to_owned(),
            events: None,
            test_mode,
            loopback,
        };
        endpoints::add(&app.state.store, new, app.clock.now()).await
    };
    for (url, expected) in [
        ("https://127.0.0.1/", UrlError::NotPublic),
        ("https://metadata.localhost/", UrlError::NotPublic),
        ("https://[fe80::1]/", UrlError::NotPublic),
        ("http://hooks.example/", UrlError::Scheme),
        ("file:///etc/passwd", UrlError::Malformed),
    ] {
        let refused = add(url, true, false).await.expect_err("it is refused");
        assert!(
            matches!(refused, EndpointError::Url(error) if error == expected),
            "{url}: {refused}"
        );
    }
    // Real orders are told to no machine of ours, whatever the switch says.
    assert!(add("http://127.0.0.1:9/", false, true).await.is_err());
    assert!(add("http://127.0.0.1:9/", true, true).await.is_ok());
}
