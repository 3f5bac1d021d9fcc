//! Why something of a business is not changed as asked.

use axum::http::StatusCode;
use booking_contract::ProblemCode;
use booking_contract::owner::{PaymentMode, Permission, Role, SITES_MAX, WEBHOOKS_MAX};

use super::invitations::INVITATIONS_MAX;
use super::sites::SiteError;
use crate::Problem;
use crate::outbox::UrlError;
use crate::people::PasswordError;

/// Why not.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    /// There is no such thing.
    NotFound,
    /// The role does not allow this, by what it is inside the transaction.
    NotAllowed(Role, Permission),
    /// It cannot be done as things stand.
    Because(Reason),
}

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Somebody changed it meanwhile.
    Changed,
    /// Something is priced or ordered in the currency.
    CurrencyInUse,
    /// Nobody would own the business.
    LastOwner,
    /// Whoever is invited belongs to the business already.
    AlreadyMember,
    /// The address of the invitation has an account.
    AlreadyHasAccount,
    /// Somebody else is signed in than the one who is invited.
    OtherAccount,
    /// A password that nobody may have.
    Password(PasswordError),
    /// An address that is no site's.
    Site(SiteError),
    /// A key of Stripe's that is not one of this mode.
    StripeKeyMode(PaymentMode),
    /// A key that Stripe does not know.
    StripeKeyUnknown,
    /// A payment or a refund is still on its way.
    StillNeeded,
    /// The companion has nothing to seal a key with.
    CannotSeal,
    /// An address that is no endpoint's.
    Webhook(UrlError),
    /// As many sites as there may be.
    TooManySites,
    /// As many endpoints as there may be.
    TooManyWebhooks,
    /// As many open invitations as there may be.
    TooManyInvitations,
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self::Because(reason)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::NotFound,
            Refusal::NotAllowed(role, permission) => Self::NotAllowed(role, permission),
            Refusal::Because(reason) => Self::Refused(reason),
        }
    }
}

impl Reason {
    /// Status, code and title, as every problem has them.
    pub(crate) const fn kind(self) -> (StatusCode, ProblemCode, &'static str) {
        use ProblemCode as Code;
        let conflict = StatusCode::CONFLICT;
        match self {
            Self::Changed => (
                conflict,
                Code::Changed,
                "Somebody else changed it meanwhile.",
            ),
            Self::CurrencyInUse => (
                conflict,
                Code::CurrencyInUse,
                "Something is priced or ordered in this currency.",
            ),
            Self::LastOwner => (conflict, Code::LastOwner, "A business needs an owner."),
            Self::AlreadyMember => (
                conflict,
                Code::AlreadyMember,
                "They belong to the business already.",
            ),
            Self::AlreadyHasAccount => (
                conflict,
                Code::AlreadyHasAccount,
                "The address has an account already.",
            ),
            Self::OtherAccount => (
                conflict,
                Code::OtherAccount,
                "The invitation is for somebody else.",
            ),
            Self::Password(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Code::PasswordRefused,
                "The password cannot be used.",
            ),
            Self::Site(_) | Self::Webhook(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Code::AddressRefused,
                "The address cannot be used.",
            ),
            Self::StripeKeyMode(_) | Self::StripeKeyUnknown => (
                StatusCode::UNPROCESSABLE_ENTITY,
                Code::StripeKeyRefused,
                "The Stripe key cannot be used.",
            ),
            Self::StillNeeded => (
                conflict,
                Code::StillNeeded,
                "Something is still on its way.",
            ),
            Self::CannotSeal => (conflict, Code::CannotSeal, "Keys cannot be kept safely."),
            Self::TooManySites | Self::TooManyWebhooks | Self::TooManyInvitations => (
                conflict,
                Code::TooManyOfThem,
                "There are as many as there may be.",
            ),
        }
    }

    /// What to do about it.
    pub(crate) fn advice(self) -> String {
        match self {
            Self::Changed => "read it again, and make the change to what it is now".into(),
            Self::CurrencyInUse => {
                "the currency is chosen before the first service, coupon or order".into()
            }
            Self::LastOwner => "make somebody else its owner first".into(),
            Self::AlreadyMember => "change the role that they have".into(),
            Self::AlreadyHasAccount => {
                "sign in with that account, then open the invitation again".into()
            }
            Self::OtherAccount => "sign in with the address that the invitation names".into(),
            Self::Password(error) => error.to_string(),
            Self::Site(error) => error.to_string(),
            Self::StripeKeyMode(PaymentMode::Test) => {
                "this is a live key: for test payments the key begins with sk_test_ or rk_test_"
                    .into()
            }
            Self::StripeKeyMode(PaymentMode::Live) => {
                "this is a test key: for live payments the key begins with sk_live_ or rk_live_"
                    .into()
            }
            Self::StripeKeyUnknown => {
                "Stripe does not know this key, or it was revoked: copy it again".into()
            }
            Self::StillNeeded => {
                "payments or refunds of this account are still on their way; try again once they \
                 have arrived"
                    .into()
            }
            Self::CannotSeal => {
                "the companion has no sealing key: whoever runs it sets BOOKING_SEALING_KEY, or \
                 names a file with --sealing-key-file"
                    .into()
            }
            Self::Webhook(error) => error.to_string(),
            Self::TooManyWebhooks => format!("a business has at most {WEBHOOKS_MAX} endpoints"),
            Self::TooManySites => format!("a business has at most {SITES_MAX} sites"),
            Self::TooManyInvitations => {
                format!("at most {INVITATIONS_MAX} invitations may be open: withdraw one first")
            }
        }
    }
}
