//! The bodies between the dashboard and the companion.

use booking_contract::owner::{
    BusinessDetails, Feature, LogKind, Password, Permission, Plan, Role, Session, SignIn,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads the JSON and writes it again: both directions are pinned by one sample.
fn check<T: Serialize + DeserializeOwned>(sample: &Value) -> T {
    let body: T = serde_json::from_value(sample.clone()).unwrap();
    assert_eq!(serde_json::to_value(&body).unwrap(), *sample);
    body
}

#[test]
fn a_sign_in_holds_an_address_and_any_password() {
    let sign_in: SignIn = check(&json!({ "email": "owner@example.com", "password": " pass " }));
    assert_eq!(sign_in.password.reveal(), " pass ");
    assert!(!format!("{sign_in:?}").contains("pass "));
    assert_eq!(sign_in.password, Password::from(" pass ".to_owned()));
    for refused in [
        json!({ "email": "owner", "password": "x" }),
        json!({ "email": "owner@example.com" }),
        json!({ "email": "owner@example.com", "password": "x", "role": "owner" }),
    ] {
        assert!(serde_json::from_value::<SignIn>(refused).is_err());
    }
}

#[test]
fn a_session_tells_who_and_where() {
    let session: Session = check(&json!({
        "user": { "id": "usr_1", "name": "Test Owner", "email": "owner@example.com" },
        "businesses": [{
            "id": "kiln-clay",
            "name": "Kiln & Clay",
            "role": "manager",
            "permissions": ["view_business", "refund"],
            "features": ["coupons"],
        }],
    }));
    assert_eq!(session.businesses[0].role, Role::Manager);
}

#[test]
fn a_business_tells_zone_currency_and_plan() {
    let business: BusinessDetails = check(&json!({
        "id": "kiln-clay",
        "name": "Kiln & Clay",
        "zone": "Europe/Lisbon",
        "currency": "EUR",
        "plan": "full",
        "role": "staff",
        "permissions": ["view_business"],
        "features": [],
    }));
    assert_eq!((business.plan, business.role), (Plan::Full, Role::Staff));
}

#[test]
fn every_word_is_the_one_on_the_wire_and_is_read_back() {
    fn words<T>(all: &[T], word: fn(T) -> &'static str)
    where
        T: Copy + PartialEq + std::fmt::Debug + Serialize + std::str::FromStr<Err = String>,
    {
        for one in all {
            assert_eq!(serde_json::to_value(one).unwrap(), word(*one));
            assert_eq!(word(*one).parse(), Ok(*one));
        }
        assert!("nothing like this".parse::<T>().is_err());
    }
    words(Role::ALL, Role::as_str);
    words(Permission::ALL, Permission::as_str);
    words(Plan::ALL, Plan::as_str);
    words(Feature::ALL, Feature::as_str);
    words(LogKind::ALL, LogKind::as_str);
    let refused = "boss".parse::<Role>().unwrap_err();
    assert_eq!(refused, "a role is one of owner, admin, manager, staff");
}
