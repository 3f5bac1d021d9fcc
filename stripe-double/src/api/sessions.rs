//! `/v1/checkout/sessions`.

use serde_json::Value;

use super::{
    Call,
    filter::{Filter, wants},
};
use crate::{
    refusal::Refusal,
    rules,
    sessions::{Session, State},
    shelf::page,
};

impl Call<'_> {
    pub(super) fn create_session(&mut self) -> Result<Value, Refusal> {
        let now = self.now();
        let params = self.params;
        let livemode = self.owner.livemode;
        let delayed_methods = self.books.settings.delayed_methods;
        let account = self.account();
        let terms = rules::session::check(params, account, now)?;
        let coupon = terms.coupon.as_ref().and_then(|id| account.coupons.get(id));
        let session = Session::open(terms, coupon, livemode, delayed_methods, now);
        let id = session.id.clone();
        self.books.open_session(self.owner, session);
        let shown = self.shown_session(&id);
        if shown.is_err() {
            // An expansion that cannot be refuses the whole request, so the session never was.
            self.account().sessions.remove(&id);
        }
        shown
    }

    /// Verbatim: only an open session can be expired.
    pub(super) fn expire_session(&mut self) -> Result<Value, Refusal> {
        let id = self.id().to_owned();
        let base_url = self.books.base_url().to_owned();
        // An expansion that cannot be refuses the whole request.
        self.shown_session(&id)?;
        let session = self
            .account()
            .sessions
            .get_mut(&id)
            .ok_or_else(|| no_such_session(&id))?;
        let status = match session.state {
            State::Open => {
                session.state = State::Expired;
                let object = session.to_json(&base_url);
                self.books
                    .tell(self.owner, "checkout.session.expired", &object, self.cause);
                return self.shown_session(&id);
            }
            State::Complete(_) => "complete",
            State::Expired => "expired",
        };
        let message = format!(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{status}`."
        );
        Err(Refusal::invalid("session", None, message))
    }

    /// Documented: the metadata can be changed. The double models nothing else of it.
    pub(super) fn update_session(&mut self) -> Result<Value, Refusal> {
        let (id, params) = (self.id().to_owned(), self.params);
        for name in [
            "collected_information",
            "line_items",
            "payment_intent_data",
            "shipping_options",
        ] {
            if params.get(name).is_some() {
                return Err(Refusal::not_modelled(name));
            }
        }
        self.shown_session(&id)?;
        let session = self.account().sessions.get_mut(&id);
        let session = session.ok_or_else(|| no_such_session(&id))?;
        rules::change_metadata(&mut session.terms.metadata, params.get("metadata"))?;
        self.shown_session(&id)
    }

    pub(super) fn list_sessions(&mut self) -> Result<Value, Refusal> {
        let params = self.params;
        let base_url = self.books.base_url().to_owned();
        let filter = Filter::of(params);
        let account = self.account();
        let all: Vec<_> = account
            .sessions
            .newest_first()
            .filter(|(_, session)| filter.created.admits(session.created))
            .filter(|(_, session)| is_asked_for(session, params))
            .collect();
        let list = page(&all, &filter.paging, "/v1/checkout/sessions", |session| {
            session.to_json(&base_url)
        })?;
        self.shown(list)
    }

    pub(super) fn list_line_items(&mut self) -> Result<Value, Refusal> {
        let id = self.id().to_owned();
        let filter = Filter::of(self.params);
        let session = self.account().sessions.get(&id);
        let list = session
            .ok_or_else(|| no_such_session(&id))?
            .line_items_page(&filter.paging)?;
        self.shown(list)
    }

    /// The session as an object, expanded as asked.
    pub(super) fn shown_session(&mut self, id: &str) -> Result<Value, Refusal> {
        let base_url = self.books.base_url().to_owned();
        let session = self.account().sessions.get(id);
        let object = session
            .ok_or_else(|| no_such_session(id))?
            .to_json(&base_url);
        self.shown(object)
    }
}

fn is_asked_for(session: &Session, params: &Value) -> bool {
    let terms = &session.terms;
    let done = session.completion();
    let email = done.map(|done| done.email.as_str());
    let email = email.or(terms.customer_email.as_deref());
    wants(params, "/status", Some(session.status()))
        && wants(params, "/payment_intent", done.map(|done| done.intent.as_str()))
        && wants(params, "/customer", terms.customer.as_deref())
        && wants(params, "/customer_details/email", email)
        // No session of the double has one of these.
        && wants(params, "/customer_account", None)
        && wants(params, "/payment_link", None)
        && wants(params, "/subscription", None)
}

fn no_such_session(id: &str) -> Refusal {
    Refusal::no_such("checkout.session", id, "session")
}
