//! Keys of Stripe's as owners paste them: told apart by what they begin with, and never shown.

use booking_contract::owner::{
    ConnectStripe, PaymentMode, SigningSecret, StripeCheck, StripeFinding, StripeKey,
    StripeKeyError, StripeRight,
};
use serde_json::json;

fn read(text: &str) -> Result<StripeKey, StripeKeyError> {
    text.parse()
}

#[test]
fn a_key_says_its_mode_and_shows_nothing_but_its_end() {
    for (text, mode, restricted) in [
        ("sk_test_1234567890", PaymentMode::Test, false),
        (" sk_live_1234567890 ", PaymentMode::Live, false),
        ("rk_test_1234567890", PaymentMode::Test, true),
        ("rk_live_1234567890", PaymentMode::Live, true),
    ] {
        let key = read(text).unwrap();
        assert_eq!(
            (key.mode(), key.is_restricted()),
            (mode, restricted),
            "{text}"
        );
        assert_eq!((key.ends(), key.reveal()), ("7890", text.trim()));
        assert_eq!(format!("{key:?}"), "StripeKey");
    }
    let secret: SigningSecret = "whsec_1234567890".parse().unwrap();
    assert_eq!(
        (secret.ends(), format!("{secret:?}").as_str()),
        ("7890", "SigningSecret")
    );
}

#[test]
fn what_is_no_key_is_told_apart() {
    assert_eq!(read("pk_live_1234567890"), Err(StripeKeyError::Publishable));
    assert_eq!(read("whsec_1234567890"), Err(StripeKeyError::SigningSecret));
    let long = format!("sk_test_{}", "a".repeat(300));
    for text in [
        "",
        "sk_test_",
        "sk_test_1234567",
        "sk_test_12 4567890",
        "sk_prod_1234567890",
        "sk_test_éééééééé",
        &long,
    ] {
        assert_eq!(read(text), Err(StripeKeyError::Malformed), "{text}");
    }
    assert!("sk_test_1234567890".parse::<SigningSecret>().is_err());
}

#[test]
fn bodies_are_strict_and_findings_are_words() {
    let connect = json!({ "key": "sk_test_1234567890" });
    let read: ConnectStripe = serde_json::from_value(connect.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), connect);
    let refused = json!({ "key": "sk_test_1234567890", "mode": "test" });
    assert!(serde_json::from_value::<ConnectStripe>(refused).is_err());
    let check = StripeCheck {
        name: String::new(),
        stripe_id: None,
        findings: vec![
            StripeFinding::NoAnswer,
            StripeFinding::Lacks(StripeRight::WriteRefunds),
            StripeFinding::WebhookLacks(vec!["charge.refunded".to_owned()]),
        ],
    };
    let wire = json!({
        "name": "",
        "findings": [
            "no_answer", { "lacks": "write_refunds" }, { "webhook_lacks": ["charge.refunded"] },
        ],
    });
    assert_eq!(serde_json::to_value(&check).unwrap(), wire);
}
