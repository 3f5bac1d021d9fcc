//! What the entries of the log say, as sentences. What is not known here is shown as it is.

use booking_contract::owner::{LogEntry, LogKind, Role};
use serde_json::Value;

use crate::session::role_name;

/// What somebody did, after their name.
pub fn deed(entry: &LogEntry) -> String {
    let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let subject = entry.subject.as_str();
    let whom = entry.subject_name.as_deref().unwrap_or("somebody");
    let own = entry.subject == entry.actor;
    match entry.action.as_str() {
        "session.begin" => "signed in".to_owned(),
        "session.refused" => "typed a wrong password, or somebody did for them".to_owned(),
        "session.end_all" if own => "signed out everywhere".to_owned(),
        "session.end_all" => format!("signed {whom} out everywhere"),
        "member.role" => role_deed(&detail, whom),
        "member.invite" => format!("invited somebody as {}", as_role(&detail["role"])),
        "member.uninvite" => "withdrew an invitation".to_owned(),
        "member.join" => format!("joined as {}", as_role(&detail["role"])),
        "member.password" if own => "changed their password".to_owned(),
        "member.password" => format!("set a new password for {whom}"),
        "business.add" => "added the business".to_owned(),
        "business.plan" => format!("changed the plan to {}", text(&detail["plan"])),
        "business.settings" => format!("changed the settings: {}", changes(&detail)),
        "business.stripe_connect" => format!(
            "connected a Stripe account for {} payments",
            text(&detail["mode"])
        ),
        "business.stripe_disconnect" => format!(
            "disconnected the Stripe account for {} payments",
            text(&detail["mode"])
        ),
        "business.stripe_forget" => "deleted the keys of an earlier Stripe account".to_owned(),
        "site.allow" => format!("let {subject} embed the widget"),
        "site.withdraw" => format!("let {subject} embed the widget no more"),
        "coupon.create" => "made a coupon".to_owned(),
        "coupon.edit" => "changed a coupon".to_owned(),
        "coupon.activate" => "switched a coupon on".to_owned(),
        "coupon.deactivate" => "switched a coupon off".to_owned(),
        "coupon.delete" => "deleted a coupon".to_owned(),
        "code.create" => "made a promotion code".to_owned(),
        "code.generate" => "made many promotion codes".to_owned(),
        "code.import" => "took promotion codes in from a file".to_owned(),
        "code.archive" => "archived a promotion code".to_owned(),
        "calendar.create" => "made a calendar".to_owned(),
        "calendar.edit" => "changed a calendar".to_owned(),
        "calendar.archive" => "put a calendar away".to_owned(),
        "calendar.restore" => "brought a calendar back".to_owned(),
        "service.create" => format!("made a service{}", named(&detail["name"])),
        "service.edit" => "changed a service".to_owned(),
        "service.archive" => "put a service away".to_owned(),
        "service.restore" => "brought a service back".to_owned(),
        "service.move" => "moved a service among the others".to_owned(),
        "staff.create" => format!("added somebody to the staff{}", named(&detail["name"])),
        "staff.edit" => "changed a member of staff".to_owned(),
        "staff.archive" => "put a member of staff away".to_owned(),
        "staff.restore" => "brought a member of staff back".to_owned(),
        "staff.move" => "moved a member of staff among the others".to_owned(),
        "location.create" => format!("added a location{}", named(&detail["name"])),
        "location.edit" => "changed a location".to_owned(),
        "location.archive" => "put a location away".to_owned(),
        "location.restore" => "brought a location back".to_owned(),
        "location.move" => "moved a location among the others".to_owned(),
        "hours.week" => "changed the opening hours of the week".to_owned(),
        "hours.date" => format!("changed the opening hours{}", of_day(&detail["date"])),
        "product.delete" => "deleted a product".to_owned(),
        "order.book" => "booked for a customer".to_owned(),
        "order.refund" => "gave money back".to_owned(),
        "order.accept" => "accepted a payment that did not agree with its order".to_owned(),
        "order.record_payment" => "recorded a payment".to_owned(),
        "order.collect" => "made a link to collect a balance".to_owned(),
        "order.hand_over" => "noted that money was handed over".to_owned(),
        "order.cancel" => "called a booking off".to_owned(),
        "webhook.add" => format!("added a webhook{}", at_host(&detail["host"])),
        "webhook.edit" => format!("changed a webhook{}", at_host(&detail["host"])),
        "webhook.roll" => "made a new secret for a webhook".to_owned(),
        "webhook.pause" => "paused a webhook".to_owned(),
        "webhook.resume" => "resumed a webhook".to_owned(),
        "webhook.remove" => format!("removed a webhook{}", at_host(&detail["host"])),
        "webhook.test" => "sent a test event to a webhook".to_owned(),
        "webhook.replay" => replayed(&detail["events"]),
        other => match other.split_once('.') {
            Some((what, done)) => format!("{what}: {}", done.replace('_', " ")),
            None => other.to_owned(),
        },
    }
}

/// Who did it.
pub fn actor(entry: &LogEntry) -> &str {
    match (entry.actor.as_str(), &entry.actor_name) {
        ("cli", _) => "Somebody at the server",
        (_, Some(name)) => name,
        (id, None) => id,
    }
}

/// What a kind of entries is called.
pub const fn kind_name(kind: LogKind) -> &'static str {
    match kind {
        LogKind::Session => "Signing in",
        LogKind::Member => "Members",
        LogKind::Business => "Settings",
        LogKind::Site => "Sites",
        LogKind::Calendar => "Calendars",
        LogKind::Service => "Services",
        LogKind::Staff => "Staff",
        LogKind::Location => "Locations",
        LogKind::Hours => "Hours",
        LogKind::Product => "Products",
        LogKind::Coupon => "Coupons",
        LogKind::Code => "Promotion codes",
        LogKind::Order => "Orders",
        LogKind::Webhook => "Webhooks",
    }
}

/// ", Lesson at the wheel" where a name is known.
fn named(name: &Value) -> String {
    name.as_str()
        .map_or_else(String::new, |name| format!(", {name}"))
}

/// " of 2026-12-24" where a day is known.
fn of_day(day: &Value) -> String {
    day.as_str()
        .map_or_else(String::new, |day| format!(" of {day}"))
}

/// " at crm.example" where a host is known.
fn at_host(host: &Value) -> String {
    host.as_str()
        .map_or_else(String::new, |host| format!(" at {host}"))
}

/// What was sent again: one event, or so many.
fn replayed(events: &Value) -> String {
    match events.as_u64() {
        None | Some(1) => "sent an event to a webhook again".to_owned(),
        Some(events) => format!("sent {events} events to a webhook again"),
    }
}

fn role_deed(detail: &Value, whom: &str) -> String {
    match (&detail["from"], &detail["to"]) {
        (from, Value::Null) => format!("took {whom} out, who was {}", as_role(from)),
        (Value::Null, to) => format!("made {whom} {}", as_role(to)),
        (from, to) => format!("made {whom} {} instead of {}", as_role(to), as_role(from)),
    }
}

fn as_role(word: &Value) -> String {
    let role: Option<Role> = word.as_str().and_then(|word| word.parse().ok());
    role.map_or_else(|| text(word), |role| role_name(role).to_lowercase())
}

/// "hold minutes from 30 to 45, name from Kiln to Clay".
fn changes(detail: &Value) -> String {
    let Some(changes) = detail.as_object() else {
        return String::new();
    };
    let change = |(name, change): (&String, &Value)| {
        let name = name.replace('_', " ");
        let [from, to] = ["from", "to"].map(|side| text(&change[side]));
        format!("{name} from {from} to {to}")
    };
    changes.iter().map(change).collect::<Vec<_>>().join(", ")
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}
