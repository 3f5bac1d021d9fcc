//! Examples of bodies about where a business's own systems are told.

use booking_contract::owner::{
    DeliveriesPage, DeliveryAttempt, DeliveryDetails, DeliveryFailure, DeliveryRow, DeliveryState,
    EditWebhook, NewWebhook, ReplayFailed, Replayed, RollSecret, WebhookList, WebhookMade,
    WebhookSecret, WebhookStanding, WebhookTried, WebhookView,
};
use booking_contract::{
    WEBHOOK_TEST, WEBHOOK_VERSION, WebhookEventType, WebhookTest, WebhookTestData,
};
use serde_json::Value;

use super::examples::{of, value};

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    let url = "https://crm.example/hooks".to_owned();
    Some(match operation {
        "add_webhook" => value(&NewWebhook {
            url,
            events: Some(vec![
                WebhookEventType::OrderCreated,
                WebhookEventType::OrderCancelled,
            ]),
            test_mode: false,
        }),
        "edit_webhook" => value(&EditWebhook { url, events: None }),
        "roll_webhook_secret" => value(&RollSecret { overlap_hours: 24 }),
        "replay_failed" => value(&ReplayFailed {
            from: of("2026-11-19T00:00:00Z"),
            until: of("2026-11-20T00:00:00Z"),
        }),
        _ => return None,
    })
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    Some(match operation {
        "webhooks" => value(&WebhookList {
            webhooks: vec![webhook(WebhookStanding::InOrder)],
            loopback: false,
        }),
        "webhook" | "edit_webhook" | "resume_webhook" => value(&webhook(WebhookStanding::InOrder)),
        "pause_webhook" => value(&webhook(WebhookStanding::Paused {
            since: of("2026-11-20T09:00:00Z"),
        })),
        "add_webhook" | "roll_webhook_secret" => value(&WebhookMade {
            webhook: webhook(WebhookStanding::InOrder),
            secret: WebhookSecret::from(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=".to_owned(),
            ),
        }),
        "test_webhook" => value(&tried()),
        "deliveries" => value(&DeliveriesPage {
            deliveries: vec![delivery()],
            next: None,
        }),
        "delivery" | "replay_delivery" => value(&DeliveryDetails {
            attempts: delivery().last.into_iter().collect(),
            delivery: delivery(),
            body: value(&tried()).get("body")?.as_str()?.to_owned(),
        }),
        "replay_failed" => value(&Replayed {
            events: 2_000,
            left: 317,
        }),
        _ => return None,
    })
}

fn webhook(standing: WebhookStanding) -> WebhookView {
    WebhookView {
        id: "whe_0123456789abcdef".into(),
        url: "https://crm.example/hooks".into(),
        events: None,
        test_mode: false,
        created_at: of("2026-11-02T08:30:00Z"),
        standing,
        waiting: 1,
        failed: 0,
        old_secret_until: None,
    }
}

fn delivery() -> DeliveryRow {
    DeliveryRow {
        event_id: "msg_0123456789abcdef0123456789abcdef".into(),
        event: WebhookEventType::PaymentReceived,
        order_id: "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e".into(),
        sequence: 2,
        happened_at: of("2026-11-20T08:59:58Z"),
        state: DeliveryState::Due,
        next_at: Some(of("2026-11-20T09:05:01Z")),
        last: Some(DeliveryAttempt {
            number: 1,
            at: of("2026-11-20T09:00:00Z"),
            duration_ms: 184,
            status: Some(500),
            failure: Some(DeliveryFailure::Status),
            answer: "database is locked".into(),
        }),
    }
}

fn tried() -> WebhookTried {
    let body = WebhookTest {
        version: WEBHOOK_VERSION,
        timestamp: of("2026-11-20T09:00:00Z"),
        business_id: "kiln-clay".into(),
        test_mode: false,
        kind: WEBHOOK_TEST.into(),
        data: WebhookTestData {
            webhook_id: "whe_0123456789abcdef".into(),
        },
    };
    WebhookTried {
        event_id: "msg_019ad3c1f2003b8d5e7a90c4f61b2d7e".into(),
        body: value(&body).to_string(),
        attempt: DeliveryAttempt {
            number: 1,
            at: of("2026-11-20T09:00:00Z"),
            duration_ms: 92,
            status: Some(200),
            failure: None,
            answer: "ok".into(),
        },
    }
}
