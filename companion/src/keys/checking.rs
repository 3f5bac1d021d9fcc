//! Whether a key is good for everything that is done with it, as Stripe says.
//!
//! What may be written is asked for by calls that cannot have an effect, since something that they
//! need is missing: a key that lacks the right is refused for that before anything is looked at.

use booking_contract::owner::{
    CheckStripe, PaymentMode, STRIPE_EVENTS, StripeCheck, StripeFinding, StripeRight,
};

use super::{connecting, webhook_url};
use crate::store::stripe_accounts::{self, Account};
use crate::stripe::account::{EndpointStatus, StripeAccount, WebhookEndpoint};
use crate::stripe::{CallError, Refusal, Stripe};
use crate::{AppState, Problem};

/// Asks Stripe about a key, or about the one that is connected.
pub(crate) async fn check(
    state: &AppState,
    business_id: &str,
    mode: PaymentMode,
    asked: CheckStripe,
) -> Result<StripeCheck, Problem> {
    let mut conn = state.store.read().await?;
    let account = stripe_accounts::in_use(&mut conn, business_id, mode).await?;
    drop(conn);
    let key = match (&asked.key, &account) {
        (Some(key), _) => {
            connecting::fits(key, mode)?;
            Some(key.reveal().to_owned())
        }
        (None, Some(account)) => super::key(state, account),
        (None, None) => return Err(Problem::NotFound),
    };
    let Some(key) = key else {
        return Ok(said(None, vec![StripeFinding::KeyLost]));
    };
    Ok(Checking {
        stripe: state.stripe.with_key(Some(key)),
        // What another account's endpoints say means nothing for a key that is only tried.
        webhook: account.map(|account| (webhook_url(state, &account.id), account)),
        findings: Vec::new(),
    }
    .run()
    .await)
}

fn said(account: Option<&StripeAccount>, findings: Vec<StripeFinding>) -> StripeCheck {
    StripeCheck {
        name: account.map(StripeAccount::name).unwrap_or_default(),
        stripe_id: account.map(|account| account.id.clone()),
        findings,
    }
}

struct Checking {
    stripe: Stripe,
    /// The address of the account that is connected, and the account.
    webhook: Option<(String, Account)>,
    findings: Vec<StripeFinding>,
}

impl Checking {
    async fn run(mut self) -> StripeCheck {
        let account = match self.stripe.account().await {
            Ok(account) => Some(account),
            Err(CallError::Refused(Refusal::Right)) => None,
            Err(CallError::Refused(_)) => return said(None, vec![StripeFinding::KeyRefused]),
            Err(CallError::NotSent | CallError::Unclear) => {
                return said(None, vec![StripeFinding::NoAnswer]);
            }
        };
        match &account {
            Some(account) if !account.charges_enabled => {
                self.findings.push(StripeFinding::ChargesDisabled);
            }
            Some(_) => {}
            None => self.lacks(StripeRight::ReadAccount),
        }
        if self.rights().await.is_err() {
            self.findings.push(StripeFinding::NoAnswer);
            return said(account.as_ref(), self.findings);
        }
        self.webhooks(account.as_ref()).await;
        said(account.as_ref(), self.findings)
    }

    fn lacks(&mut self, right: StripeRight) {
        self.findings.push(StripeFinding::Lacks(right));
    }

    /// Asks for every right; an error where Stripe does not answer.
    async fn rights(&mut self) -> Result<(), ()> {
        for (right, path, form) in [
            (
                StripeRight::WriteCheckoutSessions,
                "/v1/checkout/sessions",
                // It ends in the past, and has nothing to sell.
                Some("mode=payment&expires_at=1"),
            ),
            // Neither an amount nor a percentage.
            (
                StripeRight::WriteCoupons,
                "/v1/coupons",
                Some("duration=once"),
            ),
            // Neither a charge nor a payment.
            (StripeRight::WriteRefunds, "/v1/refunds", Some("")),
            (
                StripeRight::ReadPayments,
                "/v1/payment_intents?limit=1",
                None,
            ),
            (StripeRight::ReadDisputes, "/v1/disputes?limit=1", None),
            (
                StripeRight::ReadPromotionCodes,
                "/v1/promotion_codes?limit=1",
                None,
            ),
        ] {
            match self.stripe.probe(path, form).await {
                Err(CallError::Refused(refusal)) if refusal.is_about_key() => self.lacks(right),
                // Refused for what is missing: the right is there.
                Ok(()) | Err(CallError::Refused(_)) => {}
                Err(CallError::NotSent | CallError::Unclear) => return Err(()),
            }
        }
        Ok(())
    }

    /// Looks for the endpoint of the account that is connected.
    async fn webhooks(&mut self, tried: Option<&StripeAccount>) {
        let Some((url, account)) = &self.webhook else {
            return;
        };
        // A key of another account sees other endpoints; that account gets an address of its own.
        if tried.is_some_and(|tried| Some(&tried.id) != account.stripe_id.as_ref()) {
            return;
        }
        let has_secret = account.secret_sealed.is_some();
        match self.stripe.webhook_endpoints().await {
            Ok(endpoints) => {
                let own = endpoints.iter().find(|endpoint| endpoint.url == *url);
                self.findings.extend(about(own));
            }
            Err(CallError::Refused(_)) => self.lacks(StripeRight::ReadWebhooks),
            Err(CallError::NotSent | CallError::Unclear) => {
                self.findings.push(StripeFinding::NoAnswer);
            }
        }
        if !has_secret {
            self.findings.push(StripeFinding::NoSigningSecret);
        }
    }
}

/// What is wrong with the endpoint.
fn about(own: Option<&WebhookEndpoint>) -> Option<StripeFinding> {
    let Some(own) = own else {
        return Some(StripeFinding::NoWebhook);
    };
    if own.status == EndpointStatus::Disabled {
        return Some(StripeFinding::WebhookOff);
    }
    let gets = |event: &&str| own.enabled_events.iter().any(|it| it == "*" || it == event);
    let missing: Vec<String> = STRIPE_EVENTS
        .iter()
        .filter(|event| !gets(event))
        .map(|event| (*event).to_owned())
        .collect();
    (!missing.is_empty()).then_some(StripeFinding::WebhookLacks(missing))
}
