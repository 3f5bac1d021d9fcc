//! What the documentation says to receivers holds: its example verifies what is really sent, and
//! its event is of the contract.

use std::process::Command;

use booking_contract::{WebhookEvent, WebhookEventType};
use serde_json::{Value, json};

use super::receiver::{Letter, Receiver};
use super::{deliver, free_order, hook};
use crate::app::TestApp;

const DOCUMENT: &str = include_str!("../../../docs/webhooks.md");

/// What the dashboard shows.
const SHOWN: &str = include_str!("../../../../dashboard/src/pages/webhooks/verify.js");

/// The one block of this language.
fn block(language: &str) -> &'static str {
    let fence = format!("```{language}\n");
    let mut blocks = DOCUMENT.split(fence.as_str()).skip(1);
    let block = blocks.next().expect("a block");
    assert!(blocks.next().is_none(), "one block of {language}");
    block.split("```").next().expect("its text")
}

#[test]
fn the_example_of_an_event_is_of_the_contract() {
    let event: WebhookEvent = serde_json::from_str(block("json")).expect("an event");
    let written: serde_json::Value = serde_json::from_str(block("json")).expect("JSON");
    // Nothing in the example is unknown, nothing is left out.
    assert_eq!(serde_json::to_value(&event).expect("JSON"), written);
    for kind in WebhookEventType::ALL {
        assert!(DOCUMENT.contains(&format!("| `{kind}` |")), "{kind}");
    }
}

/// A call of the example, and what it should answer.
struct Case {
    name: &'static str,
    headers: Value,
    body: String,
    secret: String,
    now: i64,
    genuine: bool,
}

/// One call with what really was sent, and calls with something else.
fn cases(letter: &Letter, secret: &str) -> Vec<Case> {
    let signature = letter.signature.as_str();
    let of = |name, genuine| Case {
        name,
        headers: json!({
            "webhook-id": letter.id,
            "webhook-timestamp": letter.timestamp.to_string(),
            "webhook-signature": signature,
        }),
        body: letter.body.clone(),
        secret: secret.to_owned(),
        now: letter.timestamp,
        genuine,
    };
    let with = |name, header: &str, value: &str, genuine| {
        let mut case = of(name, genuine);
        case.headers[header] = value.into();
        case
    };
    let at = |name, seconds, genuine| Case {
        now: letter.timestamp + seconds,
        ..of(name, genuine)
    };
    let two = format!("v1,AAAA {signature}");
    let other_scheme = signature.replacen("v1", "v0", 1);
    let forged = letter
        .body
        .replace("\"amount_due_minor\":0", "\"amount_due_minor\":1");
    assert_ne!(forged, letter.body);
    vec![
        of("as it came", true),
        at("in five minutes", 300, true),
        with("two signatures", "webhook-signature", &two, true),
        at("too late", 301, false),
        at("from the future", -301, false),
        Case {
            body: forged,
            ..of("another body", false)
        },
        Case {
            secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
            ..of("another secret", false)
        },
        with("another id", "webhook-id", "msg_other", false),
        with("another scheme", "webhook-signature", &other_scheme, false),
        with("no signature", "webhook-signature", "", false),
        with("no time", "webhook-timestamp", "soon", false),
    ]
}

/// What an example says of each case. `call` is how it is called.
fn verdicts(example: &str, call: &str, cases: &[Case]) -> Vec<bool> {
    let arguments: Vec<_> = cases
        .iter()
        .map(|case| json!([case.headers, case.body, case.secret, case.now]))
        .collect();
    let script = format!(
        "{example}\nconst cases = {};\nconsole.log(JSON.stringify(cases.map({call})));",
        json!(arguments)
    );
    let output = Command::new("node")
        .args(["--input-type=module", "--eval", &script])
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).expect("verdicts")
}

#[tokio::test]
async fn the_examples_in_javascript_tell_what_is_genuine() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let cases = cases(&receiver.letters()[0], &hook.secret);
    // The dashboard's goes by the clock of the machine.
    let by_clock = "([headers, body, secret, now]) => {
        Date.now = () => now * 1000;
        return isGenuine(headers, body, secret);
    }";
    for (name, example, call) in [
        ("the document", block("js"), "(c) => isGenuine(...c)"),
        ("the dashboard", SHOWN, by_clock),
    ] {
        let verdicts = verdicts(example, call, &cases);
        assert_eq!(verdicts.len(), cases.len());
        for (case, verdict) in cases.iter().zip(verdicts) {
            assert_eq!(verdict, case.genuine, "{name}: {}", case.name);
        }
    }
}
