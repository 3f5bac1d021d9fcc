//! `/v1/events`: what was told, for those who missed it.

use serde_json::Value;

use super::{Call, filter::Filter};
use crate::{refusal::Refusal, shelf::page, webhooks::Event};

impl Call<'_> {
    pub(super) fn retrieve_event(&mut self) -> Result<Value, Refusal> {
        let found = self
            .books
            .events
            .iter()
            .find(|event| event.owner == *self.owner && event.id == self.operation.id);
        let object = found.map(|event| event.body.clone());
        object.ok_or_else(|| Refusal::no_such("event", self.id(), "id"))
    }

    /// `delivery_success` is not modelled: what is not delivered yet may be on its way.
    pub(super) fn list_events(&mut self) -> Result<Value, Refusal> {
        if self.params.get("delivery_success").is_some() {
            return Err(Refusal::not_modelled("delivery_success"));
        }
        let filter = Filter::of(self.params);
        let all: Vec<(&str, &Event)> = self
            .books
            .events
            .iter()
            .rev()
            .filter(|event| event.owner == *self.owner)
            .filter(|event| {
                let created = event.body["created"].as_i64();
                created.is_some_and(|created| filter.created.admits(created))
            })
            .filter(|event| self.wants_type(&event.kind))
            .map(|event| (event.id.as_str(), event))
            .collect();
        page(&all, &filter.paging, "/v1/events", |event| {
            event.body.clone()
        })
    }

    /// Documented: `type` may be a group such as `charge.*`; `types` is a list of whole names.
    fn wants_type(&self, kind: &str) -> bool {
        let fits = |wanted: &str| match wanted.strip_suffix('*') {
            Some(start) => kind.starts_with(start),
            None => kind == wanted,
        };
        let one = self.params["type"].as_str();
        let several = self.params["types"].as_array();
        one.is_none_or(fits)
            && several.is_none_or(|types| types.iter().filter_map(Value::as_str).any(fits))
    }
}
