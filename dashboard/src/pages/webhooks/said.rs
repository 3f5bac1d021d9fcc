//! What endpoints and deliveries are called, as whoever looks after them reads it.

use booking_contract::WebhookEventType;
use booking_contract::owner::{
    DELIVERIES_COUNTED_MAX, DeliveryAttempt, DeliveryFailure, DeliveryState, WebhookStanding,
};

/// What an event means.
pub const fn means(event: WebhookEventType) -> &'static str {
    match event {
        WebhookEventType::OrderCreated => "Somebody has booked.",
        WebhookEventType::PaymentReceived => {
            "A payment was recorded; every order begins with one of 0."
        }
        WebhookEventType::OrderCancelled => "A booking came to nothing or was called off.",
        WebhookEventType::OrderMoved => "A guest moved a booking to another time.",
        WebhookEventType::PaymentRefunded => "Money went back.",
        WebhookEventType::CouponRedeemed => "A coupon was used for good.",
    }
}

/// Which events an endpoint is told of, in a few words.
pub fn told_of(events: Option<&[WebhookEventType]>) -> String {
    match events {
        None => "All events".to_owned(),
        Some([one]) => one.to_string(),
        Some(some) => format!("{} of {} events", some.len(), WebhookEventType::ALL.len()),
    }
}

/// How an endpoint fares: the class of its mark, and what it says.
pub const fn standing(standing: WebhookStanding) -> (&'static str, &'static str) {
    match standing {
        WebhookStanding::InOrder => ("state good", "Active"),
        WebhookStanding::Failing { .. } => ("state warn", "Failing"),
        WebhookStanding::Paused { .. } => ("state", "Paused"),
        WebhookStanding::Gone { .. } | WebhookStanding::Stopped { .. } => ("state warn", "Stopped"),
    }
}

/// What is to be known of how an endpoint fares, where it is not in order: a title and what can be
/// done, after the time since when it is so.
pub fn trouble(standing: WebhookStanding) -> Option<(&'static str, &'static str)> {
    match standing {
        WebhookStanding::InOrder => None,
        WebhookStanding::Failing { .. } => Some((
            "Nothing gets through",
            "Events are tried again on their own, ever more rarely, for 7 days. The latest tries below say what went wrong. After 5 days without success the webhook is stopped.",
        )),
        WebhookStanding::Paused { .. } => Some((
            "Paused",
            "What happens meanwhile waits, for 30 days at most, and goes once you resume it.",
        )),
        WebhookStanding::Gone { .. } => Some((
            "Stopped: the receiver wants no more events",
            "It answered 410. What happens meanwhile waits, for 30 days at most, and goes once you resume the webhook.",
        )),
        WebhookStanding::Stopped { .. } => Some((
            "Stopped: nothing got through for 5 days",
            "What happens meanwhile waits, for 30 days at most. Mend the receiver, send a test event, then resume the webhook.",
        )),
    }
}

/// Where a delivery stands: the class of its mark, and what it says.
pub const fn delivery(state: DeliveryState) -> (&'static str, &'static str) {
    match state {
        DeliveryState::Due => ("state soon", "Waiting"),
        DeliveryState::Delivered => ("state good", "Delivered"),
        DeliveryState::Failed => ("state warn", "Failed"),
    }
}

/// What came of a try, in a few words: "200 in 84 ms", "no connection".
pub fn outcome(attempt: &DeliveryAttempt) -> String {
    let took = attempt.duration_ms;
    match (attempt.status, attempt.failure) {
        (Some(status), _) => format!("{status} in {took} ms"),
        (None, Some(DeliveryFailure::Connect)) => "No connection".to_owned(),
        (None, Some(DeliveryFailure::Timeout)) => "No answer in time".to_owned(),
        (None, Some(DeliveryFailure::NotPublic)) => "Not sent: not a public host".to_owned(),
        (None, Some(DeliveryFailure::Endpoint)) => {
            "Not sent: address or secret unusable".to_owned()
        }
        (None, _) => "The connection broke".to_owned(),
    }
}

/// Why a receiver does not have an event, and what can be done; none where it has it.
pub const fn why(failure: DeliveryFailure) -> &'static str {
    match failure {
        DeliveryFailure::Status => "Only an answer from 200 to 299 counts as delivered.",
        DeliveryFailure::Redirect => {
            "It answered with a redirect, which is not followed. Enter the address that it leads to."
        }
        DeliveryFailure::Gone => "It answered 410, which says that it wants no more events.",
        DeliveryFailure::NotPublic => {
            "The host is not on the public Internet, so nothing was sent."
        }
        DeliveryFailure::Connect => {
            "No connection could be made. Check host and port, and whether the certificate is valid."
        }
        DeliveryFailure::Timeout => {
            "It did not answer within 15 seconds. Answer first, and work afterwards."
        }
        DeliveryFailure::Broken => "The connection broke before there was an answer.",
        DeliveryFailure::Endpoint => {
            "The address or the secret cannot be used. Make a new secret, or add the webhook again."
        }
    }
}

/// A count that goes no further than 10,000.
pub fn at_most(count: u32) -> String {
    let number = crate::words::whole(u64::from(count));
    if count >= DELIVERIES_COUNTED_MAX {
        format!("{number} or more")
    } else {
        number
    }
}
