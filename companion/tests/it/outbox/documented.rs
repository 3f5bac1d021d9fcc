//! What the documentation says to receivers holds: its example verifies what is really sent, and
//! its event is of the contract.

use std::process::Command;

use booking_contract::{WebhookEvent, WebhookEventType};
use serde_json::json;

use super::receiver::Receiver;
use super::{deliver, free_order, hook};
use crate::app::TestApp;

const DOCUMENT: &str = include_str!("../../../docs/webhooks.md");

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

#[tokio::test]
async fn the_example_in_javascript_tells_what_is_genuine() {
    let app = TestApp::start().await;
    let receiver = Receiver::start().await;
    let hook = hook(&app, &receiver).await;
    free_order(&app, "ana@example.com").await;
    deliver(&app).await;
    let letter = &receiver.letters()[0];
    let headers = json!({
        "webhook-id": letter.id,
        "webhook-timestamp": letter.timestamp.to_string(),
        "webhook-signature": letter.signature,
    });
    let with = |name: &str, value: &str| {
        let mut headers = headers.clone();
        headers[name] = value.into();
        headers
    };
    let now = letter.timestamp;
    let forged = letter
        .body
        .replace("\"amount_due_minor\":0", "\"amount_due_minor\":1");
    assert_ne!(forged, letter.body);
    let bare = letter.signature.trim_start_matches("v1,");
    let cases = [
        (
            "as it came",
            json!([headers, letter.body, hook.secret, now]),
            true,
        ),
        (
            "in five minutes",
            json!([headers, letter.body, hook.secret, now + 300]),
            true,
        ),
        (
            "with an old signature beside it",
            json!([
                with(
                    "webhook-signature",
                    &format!("v1,AAAA {}", letter.signature)
                ),
                letter.body,
                hook.secret,
                now
            ]),
            true,
        ),
        (
            "too late",
            json!([headers, letter.body, hook.secret, now + 301]),
            false,
        ),
        (
            "from the future",
            json!([headers, letter.body, hook.secret, now - 301]),
            false,
        ),
        (
            "another body",
            json!([headers, forged, hook.secret, now]),
            false,
        ),
        (
            "another id",
            json!([
                with("webhook-id", "msg_other"),
                letter.body,
                hook.secret,
                now
            ]),
            false,
        ),
        (
            "another secret",
            json!([
                headers,
                letter.body,
                "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                now
            ]),
            false,
        ),
        (
            "another scheme",
            json!([
                with("webhook-signature", &format!("v0,{bare}")),
                letter.body,
                hook.secret,
                now
            ]),
            false,
        ),
        (
            "no signature",
            json!([with("webhook-signature", ""), letter.body, hook.secret, now]),
            false,
        ),
        (
            "no time",
            json!([
                with("webhook-timestamp", "soon"),
                letter.body,
                hook.secret,
                now
            ]),
            false,
        ),
    ];
    let arguments: Vec<_> = cases.iter().map(|(_, arguments, _)| arguments).collect();
    let script = format!(
        "{}\nconst cases = {};\nconsole.log(JSON.stringify(cases.map((c) => isGenuine(...c))));",
        block("js"),
        json!(arguments)
    );
    let output = Command::new("node")
        .args(["--input-type=module", "--eval", &script])
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{output:?}");
    let verdicts: Vec<bool> = serde_json::from_slice(&output.stdout).expect("verdicts");
    for ((name, _, expected), verdict) in cases.iter().zip(&verdicts) {
        assert_eq!(verdict, expected, "{name}");
    }
    assert_eq!(verdicts.len(), cases.len());
}
