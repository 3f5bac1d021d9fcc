//! `/v1/account` and `/v1/webhook_endpoints`: what an account tells about itself.

use serde_json::{Value, json};

use super::{Call, filter::Filter};
use crate::{refusal::Refusal, shelf::page, standing::Endpoint};

/// The platform's own id.
const PLATFORM: &str = "acct_platform";

impl Call<'_> {
    /// The account of the key. Only what names it and says whether it may take money is modelled.
    pub(super) fn retrieve_account(&self) -> Value {
        let account = self.owner.account.as_deref();
        let standing = account.and_then(|id| self.books.standing(id));
        let name = standing.map_or(self.books.merchant(), |standing| standing.name.as_str());
        json!({
            "id": account.unwrap_or(PLATFORM),
            "object": "account",
            "charges_enabled": standing.is_none_or(|standing| standing.charges_enabled),
            "business_profile": { "name": name },
            "settings": { "dashboard": { "display_name": name } },
        })
    }

    pub(super) fn list_webhook_endpoints(&self) -> Result<Value, Refusal> {
        let (owner, now) = (self.owner, self.now());
        let standing = (owner.account.as_deref()).and_then(|id| self.books.standing(id));
        let endpoints = standing.map_or(&[][..], |standing| &standing.webhooks);
        let all: Vec<(&str, &Endpoint)> = endpoints
            .iter()
            .filter(|endpoint| endpoint.livemode == owner.livemode)
            .map(|endpoint| (endpoint.id.as_str(), endpoint))
            .collect();
        let paging = Filter::of(self.params).paging;
        page(&all, &paging, "/v1/webhook_endpoints", |endpoint| {
            endpoint.to_json(now)
        })
    }
}
