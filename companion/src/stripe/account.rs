//! What an account tells about itself, as far as we use it.

use reqwest::Method;
use serde::Deserialize;

use super::{CallError, List, Stripe};

/// An account.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct StripeAccount {
    /// Its id.
    pub(crate) id: String,
    /// Whether it may take money.
    #[serde(default)]
    pub(crate) charges_enabled: bool,
    #[serde(default)]
    settings: Settings,
    #[serde(default)]
    business_profile: Profile,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Settings {
    #[serde(default)]
    dashboard: Dashboard,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Dashboard {
    display_name: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Profile {
    name: Option<String>,
}

/// A webhook endpoint.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct WebhookEndpoint {
    /// Where it is.
    pub(crate) url: String,
    /// Whether events are sent there.
    #[serde(default)]
    pub(crate) status: EndpointStatus,
    /// Which events; a star for all.
    #[serde(default)]
    pub(crate) enabled_events: Vec<String>,
}

/// Whether events are sent to an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EndpointStatus {
    /// They are not.
    Disabled,
    /// They are, or it is a status that we do not know.
    #[default]
    #[serde(other)]
    Other,
}

/// An answer of which nothing but its success matters.
#[derive(Debug, Deserialize)]
struct Anything {}

impl StripeAccount {
    /// What its owner calls it; the id where it has no name.
    pub(crate) fn name(&self) -> String {
        let shown = self.settings.dashboard.display_name.as_deref();
        let named = shown.or(self.business_profile.name.as_deref());
        let named = named.map(str::trim).filter(|name| !name.is_empty());
        named.unwrap_or(&self.id).to_owned()
    }
}

impl Stripe {
    /// The account of the key.
    pub(crate) async fn account(&self) -> Result<StripeAccount, CallError> {
        self.call(Method::GET, "/v1/account", None).await
    }

    /// The account's webhook endpoints; the latest hundred.
    pub(crate) async fn webhook_endpoints(&self) -> Result<Vec<WebhookEndpoint>, CallError> {
        let path = "/v1/webhook_endpoints?limit=100";
        let list: List<WebhookEndpoint> = self.call(Method::GET, path, None).await?;
        Ok(list.data)
    }

    /// Whether a call is let through; with a form it has to be one that cannot have an effect.
    pub(crate) async fn probe(&self, path: &str, form: Option<&str>) -> Result<(), CallError> {
        let (method, form) = match form {
            Some(form) => (Method::POST, Some((None, form))),
            None => (Method::GET, None),
        };
        let Anything {} = self.call(method, path, form).await?;
        Ok(())
    }
}
