//! Accounts of their own beside the platform's: each has keys, a name and webhook endpoints, and
//! sees nothing of anybody else.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{books::in_mode, clock::Seconds, ids::new_id};

/// How an account is set up: what a real one has in its own dashboard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Standing {
    /// Its id, such as `acct_studio`.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) name: String,
    /// Its secret key of test mode; the live one is spelled the same but for `sk_live_`.
    pub(crate) secret_key: String,
    /// A restricted key of test mode, with a live twin as well.
    #[serde(default)]
    pub(crate) restricted_key: Option<String>,
    /// The operations that the restricted key may not do, such as `create:refund`.
    #[serde(default)]
    pub(crate) lacks: BTreeSet<String>,
    /// Whether it may take money yet.
    #[serde(default = "yes")]
    pub(crate) charges_enabled: bool,
    /// Where its events go.
    #[serde(default)]
    pub(crate) webhooks: Vec<Endpoint>,
}

/// A webhook endpoint.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endpoint {
    /// Its id; one is made where none is given.
    #[serde(default = "endpoint_id")]
    pub(crate) id: String,
    /// Where it is.
    pub(crate) url: String,
    /// What its events are signed with.
    pub(crate) secret: String,
    /// Which events it gets.
    #[serde(default = "every_event")]
    pub(crate) events: Vec<String>,
    /// Whether it is one of live mode.
    #[serde(default)]
    pub(crate) livemode: bool,
    /// Whether it was switched off.
    #[serde(default)]
    pub(crate) disabled: bool,
}

fn yes() -> bool {
    true
}

fn endpoint_id() -> String {
    new_id("we_", 24)
}

fn every_event() -> Vec<String> {
    vec!["*".to_owned()]
}

/// Who a key belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) livemode: bool,
    /// Whether it is the restricted key, which may not do everything.
    pub(crate) restricted: bool,
}

impl Standing {
    /// What a key is to this account; none where it is somebody else's.
    pub(crate) fn holder(&self, key: &str) -> Option<Holder> {
        let keys = [
            (Some(&self.secret_key), false),
            (self.restricted_key.as_ref(), true),
        ];
        keys.into_iter().find_map(|(own, restricted)| {
            let own = own?;
            let livemode = *own != key;
            let fits = !livemode || live_twin(own).as_deref() == Some(key);
            fits.then_some(Holder {
                livemode,
                restricted,
            })
        })
    }

    /// The endpoint that gets an event, where there is one.
    pub(crate) fn endpoint(&self, kind: &str, livemode: bool) -> Option<&Endpoint> {
        self.webhooks.iter().find(|endpoint| {
            endpoint.livemode == livemode
                && !endpoint.disabled
                && endpoint
                    .events
                    .iter()
                    .any(|event| event == "*" || event == kind)
        })
    }
}

impl Endpoint {
    pub(crate) fn to_json(&self, created: Seconds) -> Value {
        let mut object = json!({
            "id": self.id,
            "object": "webhook_endpoint",
            "api_version": null,
            "application": null,
            "created": created,
            "description": null,
            "enabled_events": self.events,
            "livemode": false,
            "metadata": {},
            "status": if self.disabled { "disabled" } else { "enabled" },
            "url": self.url,
        });
        in_mode(&mut object, self.livemode);
        object
    }
}

/// The live key that is spelled like a key of test mode.
pub(crate) fn live_twin(key: &str) -> Option<String> {
    let (kind, rest) = key.split_once("_test_")?;
    Some(format!("{kind}_live_{rest}"))
}
