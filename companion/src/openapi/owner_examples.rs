//! Examples of the dashboard's bodies.

use booking_contract::owner::{
    BusinessDetails, LogCheck, LogEntry, LogPage, Membership, Password, Plan, Role, Session,
    SignIn, User,
};
use serde_json::Value;

use super::examples::{of, value};
use crate::people::roles;

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    match operation {
        "begin_session" => Some(value(&SignIn {
            email: of("owner@example.com"),
            password: Password::from("a long sentence of one\u{2019}s own".to_owned()),
        })),
        _ => None,
    }
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    match operation {
        "begin_session" | "session" => Some(value(&Session {
            user: User {
                id: "usr_4gq0xZ8yS1mXkq2uJ9rT6w".into(),
                name: "Test Owner".into(),
                email: of("owner@example.com"),
            },
            businesses: vec![Membership {
                id: "kiln-clay".into(),
                name: "Kiln & Clay".into(),
                role: Role::Owner,
                permissions: roles::permissions(Role::Owner),
                features: roles::features(Plan::Full).to_vec(),
            }],
        })),
        "business" => Some(value(&BusinessDetails {
            id: "kiln-clay".into(),
            name: "Kiln & Clay".into(),
            zone: "Europe/Lisbon".into(),
            currency: of("EUR"),
            plan: Plan::Full,
            role: Role::Manager,
            permissions: roles::permissions(Role::Manager),
            features: roles::features(Plan::Full).to_vec(),
        })),
        "check_log" => Some(value(&LogCheck {
            entries: 1_204,
            broken: 0,
        })),
        "log" => Some(value(&LogPage {
            entries: vec![LogEntry {
                number: 1_204,
                at: of("2026-11-20T09:00:00Z"),
                actor: "usr_4gq0xZ8yS1mXkq2uJ9rT6w".into(),
                actor_name: Some("Test Owner".into()),
                action: "session.begin".into(),
                subject: "usr_4gq0xZ8yS1mXkq2uJ9rT6w".into(),
                subject_name: Some("Test Owner".into()),
                detail: r#"{"role":"owner"}"#.into(),
            }],
            before: Some(1_204),
        })),
        _ => None,
    }
}
