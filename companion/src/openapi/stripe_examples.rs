//! Examples of bodies about a business's Stripe accounts.

use booking_contract::owner::{
    CheckStripe, ConnectStripe, EarlierStripeAccount, PaymentMode, PaysTo, STRIPE_EVENTS,
    StripeAccountView, StripeAccounts, StripeCheck, StripeFinding, StripeRight, StripeSide,
};
use serde_json::Value;

use super::examples::{of, value};

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    let key = || Some(of("rk_test_an-example-only"));
    Some(match operation {
        "connect_stripe" => value(&ConnectStripe {
            key: key(),
            signing_secret: Some(of("whsec_an-example-only")),
        }),
        "check_stripe" => value(&CheckStripe { key: key() }),
        _ => return None,
    })
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    Some(match operation {
        "stripe_accounts" | "connect_stripe" | "disconnect_stripe" | "forget_stripe" => {
            value(&accounts())
        }
        "check_stripe" => value(&StripeCheck {
            name: "Kiln & Clay".into(),
            stripe_id: Some("acct_1".into()),
            findings: vec![
                StripeFinding::Lacks(StripeRight::WriteRefunds),
                StripeFinding::NoWebhook,
            ],
        }),
        _ => return None,
    })
}

fn accounts() -> StripeAccounts {
    StripeAccounts {
        test: StripeSide {
            pays_to: PaysTo::OwnAccount,
            account: Some(StripeAccountView {
                name: "Kiln & Clay".into(),
                stripe_id: Some("acct_1".into()),
                key_ends: "only".into(),
                restricted: true,
                readable: true,
                webhook_url: "https://book.example.com/v1/stripe/webhooks/sa_2".into(),
                signing_secret_ends: Some("only".into()),
                connected_at: of("2026-11-20T09:00:00Z"),
            }),
            calendars: 2,
        },
        live: StripeSide {
            pays_to: PaysTo::Nowhere,
            account: None,
            calendars: 0,
        },
        earlier: vec![EarlierStripeAccount {
            id: "sa_1".into(),
            mode: PaymentMode::Test,
            name: "Kiln & Clay (old)".into(),
            key_ends: "1234".into(),
            under_way: 1,
            until: of("2026-11-20T09:00:00Z"),
        }],
        events: STRIPE_EVENTS.map(str::to_owned).to_vec(),
    }
}
