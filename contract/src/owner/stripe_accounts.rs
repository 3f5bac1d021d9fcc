//! The Stripe accounts through which a business is paid: one for test payments, one for live ones.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest key or secret of Stripe's, in bytes.
pub const STRIPE_KEY_BYTES_MAX: usize = 255;
/// How many letters of a key are ever shown again.
const ENDS_LENGTH: usize = 4;

/// The events that the companion acts on: those to choose for a webhook endpoint in Stripe.
pub const STRIPE_EVENTS: [&str; 10] = [
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.refunded",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "refund.failed",
    "refund.updated",
];

/// Which money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentMode {
    /// Stripe's play money.
    Test,
    /// Real money.
    Live,
}

/// A secret or restricted key of Stripe's, such as `sk_test_…` or `rk_live_…`. It is not shown where
/// values are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct StripeKey(String);

/// Why a text is no key to pay with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StripeKeyError {
    /// It is the publishable key, which anybody may know and nothing can be paid with.
    Publishable,
    /// It is a webhook's signing secret.
    SigningSecret,
    /// It is of no form that Stripe's keys have.
    Malformed,
}

/// The signing secret of a webhook endpoint, such as `whsec_…`. It is not shown where values are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(try_from = "String", into = "String")]
pub struct SigningSecret(String);

/// Why a text is no signing secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigningSecretError;

/// Connects an account, or changes what is known of the one that is connected. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConnectStripe {
    /// The key; needed where no account is connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<StripeKey>,
    /// The signing secret of the webhook endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_secret: Option<SigningSecret>,
}

/// Asks Stripe whether a key is good for everything that is done with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckStripe {
    /// The key; without one, that of the account that is connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<StripeKey>,
}

/// How a business is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StripeAccounts {
    /// Test payments.
    pub test: StripeSide,
    /// Live payments.
    pub live: StripeSide,
    /// Accounts that were connected once and whose keys are kept for what was paid there.
    pub earlier: Vec<EarlierStripeAccount>,
    /// The events to choose for a webhook endpoint in Stripe.
    pub events: Vec<String>,
}

/// How payments of one mode are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StripeSide {
    /// Where the money goes.
    pub pays_to: PaysTo,
    /// The business's own account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<StripeAccountView>,
    /// How many calendars take payments in this mode.
    pub calendars: u32,
}

/// Where the money of a mode goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaysTo {
    /// To the business's own account.
    OwnAccount,
    /// To the account that the companion was set up with.
    CompanionsAccount,
    /// Nowhere: guests cannot pay.
    Nowhere,
}

/// An account that is connected. Of its key only the end is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StripeAccountView {
    /// What it is called at Stripe; empty where its key may not ask.
    pub name: String,
    /// Its id at Stripe, where its key may ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stripe_id: Option<String>,
    /// The last letters of its key.
    pub key_ends: String,
    /// Whether the key is a restricted one.
    pub restricted: bool,
    /// Whether the key can still be read: it cannot where the companion's sealing key was lost.
    pub readable: bool,
    /// Where Stripe sends its events.
    pub webhook_url: String,
    /// The last letters of the endpoint's signing secret, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_secret_ends: Option<String>,
    /// Since when.
    pub connected_at: chrono::DateTime<chrono::Utc>,
}

/// An account that was connected once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EarlierStripeAccount {
    /// Its id here.
    pub id: String,
    /// Which money.
    pub mode: PaymentMode,
    /// What it is called at Stripe; empty where its key could not ask.
    pub name: String,
    /// The last letters of its key.
    pub key_ends: String,
    /// Orders whose payment or refund is still on its way there.
    pub under_way: u32,
    /// Since when it is not connected any more.
    pub until: chrono::DateTime<chrono::Utc>,
}

/// What Stripe says of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StripeCheck {
    /// What the account is called; empty where the key may not ask.
    pub name: String,
    /// Its id at Stripe, where the key may ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stripe_id: Option<String>,
    /// What is missing or in the way; nothing where all is well.
    pub findings: Vec<StripeFinding>,
}

/// Something that is missing, or in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StripeFinding {
    /// Stripe cannot be reached, or does not answer.
    NoAnswer,
    /// Stripe does not know the key, or it was revoked.
    KeyRefused,
    /// The key cannot be read any more: it has to be entered again.
    KeyLost,
    /// The account may not take money yet.
    ChargesDisabled,
    /// The key may not do this.
    Lacks(StripeRight),
    /// No webhook endpoint has this account's address.
    NoWebhook,
    /// The webhook endpoint is switched off.
    WebhookOff,
    /// The webhook endpoint does not get these events.
    WebhookLacks(Vec<String>),
    /// The webhook endpoint's signing secret is not entered yet.
    NoSigningSecret,
}

/// What a key has to be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StripeRight {
    /// Make payment pages.
    WriteCheckoutSessions,
    /// Make the coupons that show a discount on a payment page.
    WriteCoupons,
    /// Give money back.
    WriteRefunds,
    /// See what became of a payment.
    ReadPayments,
    /// See disputes.
    ReadDisputes,
    /// See codes that were made in Stripe.
    ReadPromotionCodes,
    /// See what the account is called. Payments work without.
    ReadAccount,
    /// See webhook endpoints. Payments work without.
    ReadWebhooks,
}

impl PaymentMode {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Live => "live",
        }
    }

    /// Whether it is play money.
    pub const fn is_test(self) -> bool {
        matches!(self, Self::Test)
    }
}

impl StripeFinding {
    /// Whether guests cannot pay, or cannot be paid back, because of it.
    pub fn is_serious(&self) -> bool {
        match self {
            Self::NoAnswer | Self::KeyRefused | Self::KeyLost | Self::ChargesDisabled => true,
            Self::Lacks(right) => right.is_needed(),
            Self::NoWebhook | Self::WebhookOff | Self::WebhookLacks(_) | Self::NoSigningSecret => {
                false
            }
        }
    }
}

impl StripeRight {
    /// Whether payments and refunds need it.
    pub const fn is_needed(self) -> bool {
        matches!(
            self,
            Self::WriteCheckoutSessions | Self::WriteRefunds | Self::ReadPayments
        )
    }
}

impl StripeKey {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Which money it moves.
    pub fn mode(&self) -> PaymentMode {
        if self.0[2..].starts_with("_live_") {
            PaymentMode::Live
        } else {
            PaymentMode::Test
        }
    }

    /// Whether it is a restricted key.
    pub fn is_restricted(&self) -> bool {
        self.0.starts_with("rk_")
    }

    /// Its last letters, which may be shown.
    pub fn ends(&self) -> &str {
        ends(&self.0)
    }
}

impl SigningSecret {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its last letters, which may be shown.
    pub fn ends(&self) -> &str {
        ends(&self.0)
    }
}

/// The last letters of a text of ASCII.
fn ends(text: &str) -> &str {
    &text[text.len().saturating_sub(ENDS_LENGTH)..]
}

/// Whether a text can be what follows a prefix of Stripe's: long enough that its end gives nothing
/// away.
fn is_secret(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-+/=".contains(&byte);
    (8..STRIPE_KEY_BYTES_MAX).contains(&text.len()) && text.bytes().all(plain)
}

impl FromStr for StripeKey {
    type Err = StripeKeyError;

    fn from_str(text: &str) -> Result<Self, StripeKeyError> {
        let text = text.trim();
        if text.starts_with("pk_") {
            return Err(StripeKeyError::Publishable);
        }
        if text.starts_with("whsec_") {
            return Err(StripeKeyError::SigningSecret);
        }
        let rest = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"]
            .into_iter()
            .find_map(|prefix| text.strip_prefix(prefix));
        match rest {
            Some(rest) if is_secret(rest) => Ok(Self(text.to_owned())),
            _ => Err(StripeKeyError::Malformed),
        }
    }
}

impl FromStr for SigningSecret {
    type Err = SigningSecretError;

    fn from_str(text: &str) -> Result<Self, SigningSecretError> {
        let text = text.trim();
        match text.strip_prefix("whsec_") {
            Some(rest) if is_secret(rest) => Ok(Self(text.to_owned())),
            _ => Err(SigningSecretError),
        }
    }
}

impl FromStr for PaymentMode {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "test" => Ok(Self::Test),
            "live" => Ok(Self::Live),
            _ => Err("a mode is one of test, live".to_owned()),
        }
    }
}

impl TryFrom<String> for StripeKey {
    type Error = StripeKeyError;

    fn try_from(text: String) -> Result<Self, StripeKeyError> {
        text.parse()
    }
}

impl From<StripeKey> for String {
    fn from(key: StripeKey) -> Self {
        key.0
    }
}

impl TryFrom<String> for SigningSecret {
    type Error = SigningSecretError;

    fn try_from(text: String) -> Result<Self, SigningSecretError> {
        text.parse()
    }
}

impl From<SigningSecret> for String {
    fn from(secret: SigningSecret) -> Self {
        secret.0
    }
}

impl fmt::Debug for StripeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StripeKey")
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret")
    }
}

impl fmt::Display for StripeKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Publishable => {
                "this is the publishable key: the secret key beside it is needed, which begins \
                 with sk_ or rk_"
            }
            Self::SigningSecret => {
                "this is a webhook's signing secret: the key begins with sk_ or rk_"
            }
            Self::Malformed => {
                "a key of Stripe's begins with sk_test_, sk_live_, rk_test_ or rk_live_ and has \
                 letters and digits after that"
            }
        })
    }
}

impl fmt::Display for SigningSecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a signing secret begins with whsec_ and has letters and digits after that")
    }
}

impl std::error::Error for StripeKeyError {}

impl std::error::Error for SigningSecretError {}
