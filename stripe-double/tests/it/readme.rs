//! The examples of the README do what it says.

use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, TestDouble, read, text};

const README: &str = include_str!("../../README.md");

/// One `curl` line of the README.
#[derive(Debug)]
struct Example {
    method: Method,
    path: String,
    body: Option<String>,
}

fn examples() -> Vec<Example> {
    let lines = README.lines().filter_map(|line| line.strip_prefix("curl "));
    lines
        .map(|line| {
            let line = line.split(" #").next().unwrap().trim();
            let (method, rest) = match line.strip_prefix("-X DELETE ") {
                Some(rest) => (Method::DELETE, rest),
                None if line.contains(" --json ") => (Method::POST, line),
                None => (Method::GET, line),
            };
            let (address, body) = match rest.split_once(" --json ") {
                Some((address, body)) => (address, Some(body.trim_matches('\'').to_owned())),
                None => (rest, None),
            };
            Example {
                method,
                path: address.strip_prefix("$DOUBLE").unwrap().to_owned(),
                body,
            }
        })
        .collect()
}

/// What an example about this path can be tried on.
async fn object_for(double: &TestDouble, path: &str) -> String {
    let charge = async || {
        let intent = text(&double.paid(&[]).await, "payment_intent");
        let path = format!("/v1/payment_intents/{intent}");
        text(&double.get(&path).await.object(), "latest_charge")
    };
    if path.contains("/settle") {
        let session = text(&double.session(&[]).await.object(), "id");
        let pay = format!("/sessions/{session}/pay");
        double
            .control(&pay, json!({ "delayed": true }))
            .await
            .object();
        session
    } else if path.contains("/sessions/") {
        text(&double.session(&[]).await.object(), "id")
    } else if path.contains("/refunds/") {
        let refund = double.refund(&[("charge", &charge().await)]).await;
        text(&refund.object(), "id")
    } else if path.contains("/charges/") {
        charge().await
    } else if path.contains("/disputes/") {
        let open = format!("/charges/{}/dispute", charge().await);
        text(&double.control(&open, json!({})).await.object(), "id")
    } else {
        double.paid(&[]).await;
        text(&double.state().await["events"][0], "id")
    }
}

#[tokio::test]
async fn every_example_is_accepted() {
    let examples = examples();
    assert!(examples.len() > 20, "{}", examples.len());
    for example in examples {
        // A double of its own, so that no fault of one example hits the next.
        let double = TestDouble::new().await;
        let whole = format!("{} {}", example.path, example.body.as_deref().unwrap_or(""));
        let id = if whole.contains("$ID") {
            object_for(&double, &example.path).await
        } else {
            String::new()
        };
        let mut request = double.bare(example.method.clone(), &example.path.replace("$ID", &id));
        if let Some(body) = &example.body {
            let body: Value = serde_json::from_str(&body.replace("$ID", &id)).unwrap();
            request = request.json(&body);
        }
        let Answer { status, body, .. } = read(request).await;
        assert!((200..300).contains(&status), "{example:?}: {status} {body}");
    }
}

#[tokio::test]
async fn every_knob_fault_and_setting_is_told() {
    let double = TestDouble::new().await;
    let state = double.state().await;
    for part in ["webhooks", "settings"] {
        for name in state[part].as_object().unwrap().keys() {
            assert!(README.contains(&format!("`{name}`")), "{name}");
        }
    }
    let refused = double.control("/faults", json!({ "next": "none" })).await;
    let names: Vec<&str> = refused.body.split('`').skip(3).step_by(2).collect();
    assert!(names.len() > 10, "{}", refused.body);
    for name in names {
        assert!(README.contains(&format!("| `{name}` |")), "{name}");
    }
}
