//! `/v1/promotion_codes`.

use serde_json::Value;

use super::{
    Call,
    filter::{Filter, wants, wants_flag},
};
use crate::{refusal::Refusal, rules, shelf::page};

impl Call<'_> {
    pub(super) fn create_promotion_code(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let params = self.params;
        let account = self.account();
        let code = rules::promotion::check(params, account, now)?;
        let object = code.to_json(&account.coupons, now);
        let object = self.shown(object)?;
        let id = code.id.clone();
        self.account().promotion_codes.add(&id, code);
        Ok(object)
    }

    pub(super) fn update_promotion_code(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let (id, params) = (self.id().to_owned(), self.params);
        self.shown_promotion_code(&id)?;
        let account = self.account();
        let code = account.promotion_codes.get(&id).cloned();
        let mut code = code.ok_or_else(|| no_such_code(&id))?;
        rules::promotion::change(&mut code, params, account, now)?;
        if let Some(kept) = account.promotion_codes.get_mut(&id) {
            *kept = code;
        }
        self.shown_promotion_code(&id)
    }

    /// Documented: codes are found whatever their case.
    pub(super) fn list_promotion_codes(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let params = self.params;
        let filter = Filter::of(params);
        let account = self.account();
        let wanted = params["code"].as_str();
        let all: Vec<_> = account
            .promotion_codes
            .newest_first()
            .filter(|(_, code)| filter.created.admits(code.created))
            .filter(|(_, code)| wanted.is_none_or(|text| text.eq_ignore_ascii_case(&code.code)))
            .filter(|(_, code)| wants(params, "/coupon", Some(&code.coupon)))
            .filter(|(_, code)| wants(params, "/customer", code.customer.as_deref()))
            .filter(|(_, code)| wants_flag(params, "active", code.active(&account.coupons, now)))
            .collect();
        let list = page(&all, &filter.paging, "/v1/promotion_codes", |code| {
            code.to_json(&account.coupons, now)
        })?;
        self.shown(list)
    }

    /// The promotion code as an object, expanded as asked.
    pub(super) fn shown_promotion_code(&mut self, id: &str) -> Result<Value, Refusal> {
        let now = self.now();
        let account = self.account();
        let code = account.promotion_codes.get(id);
        let object = code
            .ok_or_else(|| no_such_code(id))?
            .to_json(&account.coupons, now);
        self.shown(object)
    }
}

fn no_such_code(id: &str) -> Refusal {
    Refusal::no_such("promotion code", id, "promotion_code")
}
