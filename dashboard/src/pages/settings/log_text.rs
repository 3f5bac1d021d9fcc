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
        "product.delete" => "deleted a product".to_owned(),
        "order.refund" => "gave money back".to_owned(),
        "order.accept" => "accepted a payment that did not agree with its order".to_owned(),
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
        LogKind::Coupon => "Coupons",
        LogKind::Code => "Promotion codes",
        LogKind::Order => "Orders",
        LogKind::Webhook => "Webhooks",
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
