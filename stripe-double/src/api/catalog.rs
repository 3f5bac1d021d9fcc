//! `/v1/products`, `/v1/prices`, `/v1/customers`.

use serde_json::Value;

use super::{
    Call, deleted,
    filter::{Filter, wants, wants_flag},
};
use crate::{
    refusal::{Code, Refusal},
    rules::{self, catalog},
    shelf::page,
};

impl Call<'_> {
    pub(super) fn create_product(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let (product, price) = catalog::product(self.params, now)?;
        let object = self.shown(product.to_json())?;
        let account = self.account();
        if account.products.get(&product.id).is_some() {
            let message = "Product already exists.";
            return Err(Refusal::invalid("id", Code::ResourceAlreadyExists, message));
        }
        let id = product.id.clone();
        account.products.add(&id, product);
        if let Some(price) = price {
            let id = price.id.clone();
            account.prices.add(&id, price);
        }
        Ok(object)
    }

    pub(super) fn update_product(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let (id, params) = (self.id().to_owned(), self.params);
        self.shown_product(&id)?;
        let product = self.account().products.get_mut(&id);
        catalog::change_product(product.ok_or_else(|| no_such_product(&id))?, params, now)?;
        self.shown_product(&id)
    }

    /// Documented: a product with prices stays.
    pub(super) fn delete_product(&mut self) -> Result<Value, Refusal> {
        let id = self.id().to_owned();
        let account = self.account();
        if account.products.get(&id).is_none() {
            return Err(no_such_product(&id));
        }
        if account
            .prices
            .newest_first()
            .any(|(_, price)| price.product == id)
        {
            let message =
                "This product cannot be deleted because it has one or more user-created prices.";
            return Err(Refusal::invalid("id", None, message));
        }
        account.products.remove(&id);
        Ok(deleted("product", &id))
    }

    pub(super) fn list_products(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        for name in ["ids", "shippable", "url", "type"] {
            if params.get(name).is_some() {
                return Err(Refusal::not_modelled(name));
            }
        }
        let filter = Filter::of(params);
        let all: Vec<_> = self
            .account()
            .products
            .newest_first()
            .filter(|(_, product)| filter.created.admits(product.created))
            .filter(|(_, product)| wants_flag(params, "active", product.active))
            .collect();
        let list = page(&all, &filter.paging, "/v1/products", |product| {
            product.to_json()
        })?;
        self.shown(list)
    }

    pub(super) fn shown_product(&mut self, id: &str) -> Result<Value, Refusal> {
        let product = self.account().products.get(id);
        let object = product.ok_or_else(|| no_such_product(id))?.to_json();
        self.shown(object)
    }

    pub(super) fn create_price(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let params = self.params;
        let (price, product) = catalog::price(params, self.account(), now)?;
        let object = self.shown(price.to_json())?;
        let account = self.account();
        if let Some(product) = product {
            let id = product.id.clone();
            account.products.add(&id, product);
        }
        let id = price.id.clone();
        account.prices.add(&id, price);
        Ok(object)
    }

    pub(super) fn update_price(&mut self) -> Result<Value, Refusal> {
        let (id, params) = (self.id().to_owned(), self.params);
        self.shown_price(&id)?;
        let price = self.account().prices.get_mut(&id);
        catalog::change_price(price.ok_or_else(|| no_such_price(&id))?, params)?;
        self.shown_price(&id)
    }

    pub(super) fn list_prices(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        for name in ["recurring", "lookup_keys"] {
            if params.get(name).is_some() {
                return Err(Refusal::not_modelled(name));
            }
        }
        let filter = Filter::of(params);
        let kind = |recurs: bool| if recurs { "recurring" } else { "one_time" };
        let all: Vec<_> = self
            .account()
            .prices
            .newest_first()
            .filter(|(_, price)| filter.created.admits(price.created))
            .filter(|(_, price)| wants(params, "/product", Some(&price.product)))
            .filter(|(_, price)| wants(params, "/type", Some(kind(price.recurring.is_some()))))
            .filter(|(_, price)| wants(params, "/currency", Some(&price.currency.to_string())))
            .filter(|(_, price)| wants_flag(params, "active", price.active))
            .collect();
        let list = page(&all, &filter.paging, "/v1/prices", |price| price.to_json())?;
        self.shown(list)
    }

    pub(super) fn shown_price(&mut self, id: &str) -> Result<Value, Refusal> {
        let price = self.account().prices.get(id);
        let object = price.ok_or_else(|| no_such_price(id))?.to_json();
        self.shown(object)
    }

    pub(super) fn create_customer(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let customer = catalog::customer(self.params, now)?;
        let object = self.shown(customer.to_json())?;
        let id = customer.id.clone();
        self.account().customers.add(&id, customer);
        Ok(object)
    }

    pub(super) fn update_customer(&mut self) -> Result<Value, Refusal> {
        let (id, params) = (self.id().to_owned(), self.params);
        self.shown_customer(&id)?;
        let customer = self.account().customers.get_mut(&id);
        let customer = customer.ok_or_else(|| no_such_customer(&id))?;
        catalog::change_customer(customer, params)?;
        rules::change_metadata(&mut customer.metadata, params.get("metadata"))?;
        self.shown_customer(&id)
    }

    pub(super) fn delete_customer(&mut self) -> Result<Value, Refusal> {
        let id = self.id().to_owned();
        match self.account().customers.remove(&id) {
            Some(_) => Ok(deleted("customer", &id)),
            None => Err(no_such_customer(&id)),
        }
    }

    pub(super) fn list_customers(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        if params.get("test_clock").is_some() {
            return Err(Refusal::not_modelled("test_clock"));
        }
        let filter = Filter::of(params);
        let all: Vec<_> = self
            .account()
            .customers
            .newest_first()
            .filter(|(_, customer)| filter.created.admits(customer.created))
            .filter(|(_, customer)| wants(params, "/email", customer.email.as_deref()))
            .collect();
        let list = page(&all, &filter.paging, "/v1/customers", |customer| {
            customer.to_json()
        })?;
        self.shown(list)
    }

    pub(super) fn shown_customer(&mut self, id: &str) -> Result<Value, Refusal> {
        let customer = self.account().customers.get(id);
        let object = customer.ok_or_else(|| no_such_customer(id))?.to_json();
        self.shown(object)
    }
}

fn no_such_product(id: &str) -> Refusal {
    Refusal::no_such("product", id, "id")
}

fn no_such_price(id: &str) -> Refusal {
    Refusal::no_such("price", id, "price")
}

fn no_such_customer(id: &str) -> Refusal {
    Refusal::no_such("customer", id, "customer")
}
