//! `/v1/coupons`.

use serde_json::Value;

use super::{Call, deleted, filter::Filter};
use crate::{
    refusal::{Code, Refusal},
    rules,
    shelf::page,
};

impl Call<'_> {
    /// Verbatim: `resource_already_exists` for an id that is taken.
    pub(super) fn create_coupon(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let coupon = rules::coupon::check(self.params, now)?;
        let object = self.shown(coupon.to_json(now))?;
        let coupons = &mut self.account().coupons;
        if coupons.get(&coupon.id).is_some() {
            let message = "Coupon already exists.";
            return Err(Refusal::invalid("id", Code::ResourceAlreadyExists, message));
        }
        let id = coupon.id.clone();
        coupons.add(&id, coupon);
        Ok(object)
    }

    pub(super) fn retrieve_coupon(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let id = self.id().to_owned();
        let object = self
            .account()
            .coupons
            .get(&id)
            .map(|coupon| coupon.to_json(now))
            .ok_or_else(|| no_such_coupon(&id))?;
        self.shown(object)
    }

    /// Documented: name, metadata and further currencies of an amount can be changed.
    pub(super) fn update_coupon(&mut self) -> Result<Value, Refusal> {
        let (id, params) = (self.id().to_owned(), self.params);
        self.retrieve_coupon()?;
        let coupon = self.account().coupons.get_mut(&id);
        rules::coupon::change(coupon.ok_or_else(|| no_such_coupon(&id))?, params)?;
        self.retrieve_coupon()
    }

    /// Documented: who uses the coupon already keeps the discount.
    pub(super) fn delete_coupon(&mut self) -> Result<Value, Refusal> {
        let id = self.id().to_owned();
        match self.account().coupons.remove(&id) {
            Some(coupon) => Ok(deleted("coupon", &coupon.id)),
            None => Err(no_such_coupon(&id)),
        }
    }

    pub(super) fn list_coupons(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let filter = Filter::of(self.params);
        let coupons = &self.account().coupons;
        let all: Vec<_> = coupons
            .newest_first()
            .filter(|(_, coupon)| filter.created.admits(coupon.created))
            .collect();
        let list = page(&all, &filter.paging, "/v1/coupons", |coupon| {
            coupon.to_json(now)
        })?;
        self.shown(list)
    }
}

fn no_such_coupon(id: &str) -> Refusal {
    Refusal::no_such("coupon", id, "coupon")
}
