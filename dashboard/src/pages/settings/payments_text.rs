//! What is said about Stripe accounts, in plain words.

use booking_contract::owner::{
    PaymentMode, PaysTo, StripeFinding, StripeKey, StripeKeyError, StripeRight, StripeSide,
};

use super::payments::Job;
use crate::client::Failure;

/// What is wrong with a text that is no signing secret.
pub const NO_SECRET: &str =
    "Paste the signing secret of the webhook endpoint. It begins with whsec_.";

/// The key that a text is, or what is wrong with it.
pub fn key(typed: &str, mode: PaymentMode) -> Result<StripeKey, String> {
    let key: StripeKey = typed.parse().map_err(|error| match error {
        StripeKeyError::Publishable => {
            "This is the publishable key. Copy the secret key beside it, which begins with sk_ or \
             rk_."
                .to_owned()
        }
        StripeKeyError::SigningSecret => {
            "This is the secret of a webhook. It comes second; the key begins with sk_ or rk_."
                .to_owned()
        }
        StripeKeyError::Malformed => format!(
            "Paste the whole key from Stripe. It begins with sk_{0}_ or rk_{0}_.",
            mode.as_str()
        ),
    })?;
    match (key.mode() == mode, mode) {
        (true, _) => Ok(key),
        (false, PaymentMode::Test) => Err(
            "This is a live key, which moves real money. Test payments take the key that begins \
             with sk_test_ or rk_test_."
                .to_owned(),
        ),
        (false, PaymentMode::Live) => Err(
            "This is a test key. Live payments take the key that begins with sk_live_ or rk_live_."
                .to_owned(),
        ),
    }
}

/// What a mode is called at the head of its card.
pub fn title(mode: PaymentMode) -> &'static str {
    match mode {
        PaymentMode::Test => "Test payments",
        PaymentMode::Live => "Live payments",
    }
}

/// Where the money of a mode goes, and what that means for guests.
pub fn standing(mode: PaymentMode, side: &StripeSide) -> String {
    let calendars = match (side.calendars, mode) {
        (0, _) => String::new(),
        (1, PaymentMode::Test) => " One calendar is in test mode.".to_owned(),
        (1, PaymentMode::Live) => " One calendar takes live payments.".to_owned(),
        (many, PaymentMode::Test) => format!(" {many} calendars are in test mode."),
        (many, PaymentMode::Live) => format!(" {many} calendars take live payments."),
    };
    let money = match (side.pays_to, mode) {
        (PaysTo::OwnAccount, PaymentMode::Live) => {
            "What guests pay goes to your own Stripe account."
        }
        (PaysTo::OwnAccount, PaymentMode::Test) => {
            "Calendars in test mode use your own account. No real money moves."
        }
        (PaysTo::CompanionsAccount, PaymentMode::Live) => {
            "What guests pay goes to the account of whoever runs this server. Connect your own to \
             be paid yourself."
        }
        (PaysTo::CompanionsAccount, PaymentMode::Test) => {
            "Calendars in test mode use the server\u{2019}s account. Connect your own to see test \
             payments in your Stripe dashboard."
        }
        (PaysTo::Nowhere, _) if side.calendars > 0 => {
            "Guests cannot pay yet: no account is connected. Free bookings work."
        }
        (PaysTo::Nowhere, PaymentMode::Live) => {
            "No account is connected. Connect one before a calendar leaves test mode."
        }
        (PaysTo::Nowhere, PaymentMode::Test) => "No account is connected.",
    };
    format!("{money}{calendars}")
}

/// The state of a mode in a word or two, and how it looks.
pub fn state(side: &StripeSide) -> (&'static str, &'static str) {
    match (side.pays_to, &side.account) {
        (PaysTo::OwnAccount, Some(account)) if !account.readable => ("Key lost", "warn"),
        (PaysTo::OwnAccount, _) => ("Your account", "good"),
        (PaysTo::CompanionsAccount, _) => ("Server\u{2019}s account", "soon"),
        (PaysTo::Nowhere, _) if side.calendars > 0 => ("Guests cannot pay", "warn"),
        (PaysTo::Nowhere, _) => ("Not connected", ""),
    }
}

/// Something that is missing or in the way, and what to do about it.
pub fn finding(finding: &StripeFinding) -> String {
    match finding {
        StripeFinding::NoAnswer => "Stripe did not answer. Try again in a moment.".to_owned(),
        StripeFinding::KeyRefused => {
            "Stripe does not know this key, or it was revoked. Copy it again from Developers, API \
             keys."
                .to_owned()
        }
        StripeFinding::KeyLost => {
            "The key can no longer be read, since the server\u{2019}s sealing key has changed. \
             Enter it again."
                .to_owned()
        }
        StripeFinding::ChargesDisabled => {
            "The account may not take money yet. Finish its set-up in Stripe.".to_owned()
        }
        StripeFinding::Lacks(right) => lacks(*right).to_owned(),
        StripeFinding::NoWebhook => {
            "Stripe has no webhook endpoint with the address below. Payments are noticed all the \
             same, up to two minutes late."
                .to_owned()
        }
        StripeFinding::WebhookOff => {
            "The webhook endpoint is switched off in Stripe. Switch it on, so that payments are \
             noticed at once."
                .to_owned()
        }
        StripeFinding::WebhookLacks(events) => format!(
            "The webhook endpoint does not get every event. Add: {}.",
            events.join(", ")
        ),
        StripeFinding::NoSigningSecret => {
            "The signing secret of the webhook endpoint is not entered yet, so its events are not \
             believed."
                .to_owned()
        }
    }
}

fn lacks(right: StripeRight) -> &'static str {
    match right {
        StripeRight::WriteCheckoutSessions => {
            "The key may not make payment pages, so guests cannot pay. Give it the permission \
             Checkout Sessions: write."
        }
        StripeRight::WriteCoupons => {
            "The key may not make coupons, so a discount is told in words on Stripe\u{2019}s page \
             instead of in a line of its own. Give it the permission Coupons: write."
        }
        StripeRight::WriteRefunds => {
            "The key may not give money back. Give it the permission Charges and Refunds: write."
        }
        StripeRight::ReadPayments => {
            "The key may not see what became of a payment. Give it the permission Payment Intents: \
             read."
        }
        StripeRight::ReadDisputes => {
            "The key may not see disputes, so orders do not show them. Give it the permission \
             Disputes: read."
        }
        StripeRight::ReadPromotionCodes => {
            "The key may not see promotion codes that were made in Stripe. Give it the permission \
             Promotion Codes: read."
        }
        StripeRight::ReadAccount => {
            "The key may not see what the account is called, so that a new key counts as another \
             account."
        }
        StripeRight::ReadWebhooks => {
            "The key may not see webhook endpoints, so yours could not be checked."
        }
    }
}

/// What is said once something is done.
pub fn done(job: Job) -> &'static str {
    match job {
        Job::Check(_) => "Checked.",
        Job::Connect(_) => "The account is connected.",
        Job::Sign(_) => "The signing secret is saved.",
        Job::Disconnect(_) => "The account is not used any more.",
        Job::Forget => "The keys are deleted.",
    }
}

/// Why something was not done, as a sentence.
pub fn sentence(failure: &Failure) -> String {
    let why = failure.sentence();
    let mut letters = why.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    let end = if why.ends_with('.') { "" } else { "." };
    format!("{}{}{end}", first.unwrap_or_default(), letters.as_str())
}
