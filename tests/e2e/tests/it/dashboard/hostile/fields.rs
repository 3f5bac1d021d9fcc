//! Every text that owners and guests can send, by its name in the contract, and what comes of hostile
//! ones there: they are shown, or refused, or nobody ever reads them.

use std::collections::BTreeSet;

use e2e::desk::Desk;
use e2e::hostile::texts;
use e2e::stack::Stack;
use reqwest::Method;
use serde_json::Value;

use super::planted::{NEO, Planted};
use super::refused;

/// What takes any text, and is shown somewhere; [`Planted`] fills it in.
pub(super) const SHOWN: [&str; 32] = [
    "AcceptInvitation.name",
    "AddOnDraft.description",
    "AddOnDraft.name",
    "Answer.values[]",
    "Attendee.name",
    "BusinessSettings.name",
    "CalendarDraft.consent",
    "CalendarDraft.description",
    "CalendarDraft.location",
    "CalendarDraft.title",
    "CategoryInfo.name",
    "CouponCustomer.member",
    "CouponDraft.name",
    "FieldKind.choice.options[]",
    "FieldKind.choices.options[]",
    "FormField.hint",
    "FormField.label",
    "Guest.name",
    "Guest.notes",
    "LocationDraft.address",
    "LocationDraft.name",
    "Passed.value",
    "PaymentTerms.text.text",
    "RecordPayment.note",
    "ServiceDraft.description",
    "ServiceDraft.name",
    "StaffDraft.name",
    "StaffDraft.role",
    "Theme.button",
    "Tried.code",
    "VariationDraft.name",
    "import text/csv",
];

/// What of it is planted and read where it belongs: by the people, in the business's name, as the note
/// of a payment, in an address, and in a file.
const SHOWN_ELSEWHERE: [&str; 5] = [
    "AcceptInvitation.name",
    "BusinessSettings.name",
    "RecordPayment.note",
    "Tried.code",
    "import text/csv",
];

/// What nobody reads again, and why.
const UNREAD: [(&str, &str); 16] = [
    ("AcceptInvitation.password", "of a password a hash is kept"),
    ("AcceptInvitation.token", "it is looked up"),
    (
        "AppliedCoupon.name",
        "a part of the quote, which is compared",
    ),
    ("ChangePassword.current", "it is compared"),
    ("ChangePassword.new", "of a password a hash is kept"),
    ("CheckStripe.key", "a secret that Stripe is asked with"),
    ("ConnectStripe.key", "a secret that is sealed"),
    ("ConnectStripe.signing_secret", "a secret that is sealed"),
    (
        "CouponCheck.member",
        "a token that is not signed counts as none",
    ),
    ("OpenInvitation.token", "it is looked up"),
    (
        "OpenOrder.member",
        "a token that is not signed counts as none",
    ),
    ("Passed.name", "one that is no name is left out"),
    (
        "PriceRequest.code",
        "what is no code is looked up and told to be none",
    ),
    (
        "RejectedCode.code",
        "a part of the quote, which is compared",
    ),
    ("SignIn.password", "it is compared"),
    ("Simulate.member", "it is compared"),
];

/// Types of many fields, which read and refuse in one place; their fields go by them.
const ONE_PARSER: [&str; 2] = ["EmailAddress", "Percent"];

/// The names of all strings in the bodies of requests. Those with a pattern or a format go by that.
fn named(document: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for operation in methods.as_object().expect("operations").values() {
            let Some(bodies) = operation["requestBody"]["content"].as_object() else {
                continue;
            };
            for (media, body) in bodies {
                let place = path.rsplit('/').next().unwrap_or_default();
                let mut walk = Walk {
                    document,
                    found: &mut found,
                    within: Vec::new(),
                };
                walk.look(&body["schema"], &format!("{place} {media}"));
            }
        }
    }
    found
}

struct Walk<'d> {
    document: &'d Value,
    found: &'d mut BTreeSet<String>,
    /// The schemas that are being looked into.
    within: Vec<String>,
}

impl Walk<'_> {
    fn look(&mut self, schema: &Value, name: &str) {
        if let Some(reference) = schema["$ref"].as_str() {
            let id = reference.rsplit('/').next().unwrap_or_default();
            let target = &self.document["components"]["schemas"][id];
            if is_text(target) {
                let name = if ONE_PARSER.contains(&id) {
                    format!("type {id}")
                } else {
                    name.to_owned()
                };
                return self.look(target, &name);
            }
            if !self.within.iter().any(|it| it == id) {
                self.within.push(id.to_owned());
                self.look(target, id);
                self.within.pop();
            }
            return;
        }
        for several in ["oneOf", "anyOf", "allOf"] {
            for one in schema[several].as_array().into_iter().flatten() {
                self.look(one, name);
            }
        }
        if is_text(schema) && schema["enum"].is_null() && schema["const"].is_null() {
            let rule = |kind: &str| schema[kind].as_str().map(|it| format!("{kind} {it}"));
            let by_rule = rule("pattern").or_else(|| rule("format"));
            self.found
                .insert(by_rule.unwrap_or_else(|| name.to_owned()));
        }
        for (property, schema) in schema["properties"].as_object().into_iter().flatten() {
            self.look(schema, &format!("{name}.{property}"));
        }
        if schema["propertyNames"].is_object() {
            self.look(&schema["propertyNames"], &format!("{name} keys"));
        }
        for (within, sign) in [("items", "[]"), ("additionalProperties", ".*")] {
            if schema[within].is_object() {
                self.look(&schema[within], &format!("{name}{sign}"));
            }
        }
    }
}

fn is_text(schema: &Value) -> bool {
    let kind = &schema["type"];
    kind == "string"
        || kind
            .as_array()
            .is_some_and(|all| all.iter().any(|it| it == "string"))
}

#[tokio::test]
async fn every_text_of_a_request_is_shown_refused_or_read_by_nobody() {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let document = desk.done(Method::GET, "/openapi.json", &Value::Null).await;
    let mut known = BTreeSet::new();
    let tables = [
        SHOWN.to_vec(),
        refused::NAMES.map(|(name, _)| name).to_vec(),
        UNREAD.map(|(name, _)| name).to_vec(),
    ];
    for name in tables.concat() {
        assert!(known.insert(name.to_owned()), "{name} is there once");
    }
    let named = named(&document);
    let new: Vec<_> = named.difference(&known).collect();
    assert!(new.is_empty(), "fields that no test fills in: {new:#?}");
    let gone: Vec<_> = known.difference(&named).collect();
    assert!(gone.is_empty(), "fields that are gone: {gone:#?}");
}

#[tokio::test]
async fn every_field_that_is_shown_has_held_every_text() {
    let stack = Stack::start().await;
    let desk = Desk::sign_in(&stack, NEO.owner).await;
    let mut planted = Planted::at(NEO, &desk);
    planted.calendars().await;
    planted.workplace().await;
    planted.coupons().await;
    planted.orders().await;
    for field in SHOWN {
        if SHOWN_ELSEWHERE.contains(&field) {
            continue;
        }
        let held = planted.fields.get(field).map(|all| all.join("\n"));
        let held = held.unwrap_or_else(|| panic!("{field} is filled in"));
        for text in texts() {
            assert!(held.contains(&text), "{field} has held {text}");
        }
    }
}
