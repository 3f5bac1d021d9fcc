//! The operations themselves: checked parameters in, an object or a refusal out.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    books::{AccountId, Books, Cause},
    clock::Seconds,
    operation::Operation,
    refusal::{Code, Refusal},
    rules,
    sessions::{Session, State},
    shelf::{Paging, page},
    wire::facts::FACTS,
};

/// Does what the operation says. `params` went through the wire check.
pub(crate) fn perform(
    books: &mut Books,
    account: &AccountId,
    operation: &Operation,
    params: &Value,
    cause: &Cause,
) -> Result<Value, Refusal> {
    match operation {
        Operation::CreateCoupon => create_coupon(books, account, params),
        Operation::ListCoupons => list_coupons(books, account, params),
        Operation::RetrieveCoupon(id) => retrieve_coupon(books, account, id, params),
        Operation::DeleteCoupon(id) => delete_coupon(books, account, id),
        Operation::CreateSession => create_session(books, account, params),
        Operation::ListSessions => list_sessions(books, account, params),
        Operation::RetrieveSession(id) => shown_session(books, account, id, params),
        Operation::ExpireSession(id) => expire_session(books, account, id, params, cause),
        Operation::ListLineItems(id) => list_line_items(books, account, id, params),
    }
}

/// Verbatim: `resource_already_exists` for an id that is taken.
fn create_coupon(books: &mut Books, account: &AccountId, params: &Value) -> Result<Value, Refusal> {
    let now = books.now();
    nothing_to_expand("coupon", params)?;
    let coupon = rules::coupon::check(params, now)?;
    let coupons = &mut books.account(account).coupons;
    if coupons.get(&coupon.id).is_some() {
        let message = "Coupon already exists.";
        return Err(Refusal::invalid("id", Code::ResourceAlreadyExists, message));
    }
    let object = coupon.to_json(now);
    let id = coupon.id.clone();
    coupons.add(&id, coupon);
    Ok(object)
}

fn retrieve_coupon(
    books: &mut Books,
    account: &AccountId,
    id: &str,
    params: &Value,
) -> Result<Value, Refusal> {
    let now = books.now();
    nothing_to_expand("coupon", params)?;
    let coupon = books.account(account).coupons.get(id);
    coupon
        .map(|coupon| coupon.to_json(now))
        .ok_or_else(|| Refusal::no_such("coupon", id, "coupon"))
}

/// Documented: who uses the coupon already keeps the discount.
fn delete_coupon(books: &mut Books, account: &AccountId, id: &str) -> Result<Value, Refusal> {
    match books.account(account).coupons.remove(id) {
        Some(coupon) => Ok(json!({ "id": coupon.id, "object": "coupon", "deleted": true })),
        None => Err(Refusal::no_such("coupon", id, "coupon")),
    }
}

fn list_coupons(books: &mut Books, account: &AccountId, params: &Value) -> Result<Value, Refusal> {
    let now = books.now();
    nothing_to_expand("coupon", params)?;
    let filter = Filter::of(params);
    let coupons = &books.account(account).coupons;
    let all: Vec<(&str, Value)> = coupons
        .newest_first()
        .filter(|(_, coupon)| filter.created.admits(coupon.created))
        .map(|(id, coupon)| (id, coupon.to_json(now)))
        .collect();
    page(&all, &filter.paging, "/v1/coupons")
}

fn create_session(
    books: &mut Books,
    account: &AccountId,
    params: &Value,
) -> Result<Value, Refusal> {
    let now = books.now();
    let owner = books.account(account);
    let terms = rules::session::check(params, &owner.coupons, now)?;
    let coupon = terms.coupon.as_ref().and_then(|id| owner.coupons.get(id));
    let session = Session::open(terms, coupon, now);
    let id = session.id.clone();
    books.open_session(account, session);
    let shown = shown_session(books, account, &id, params);
    if shown.is_err() {
        // An expansion that cannot be refuses the whole request, so the session never was.
        books.account(account).sessions.remove(&id);
    }
    shown
}

/// Verbatim: only an open session can be expired.
fn expire_session(
    books: &mut Books,
    account: &AccountId,
    id: &str,
    params: &Value,
    cause: &Cause,
) -> Result<Value, Refusal> {
    let base_url = books.base_url().to_owned();
    let session = books
        .account(account)
        .sessions
        .get_mut(id)
        .ok_or_else(|| no_such_session(id))?;
    let status = match session.state {
        State::Open => {
            session.state = State::Expired;
            let object = session.to_json(&base_url);
            books.tell(account.clone(), "checkout.session.expired", &object, cause);
            return shown_session(books, account, id, params);
        }
        State::Complete(_) => "complete",
        State::Expired => "expired",
    };
    let message = format!(
        "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of `{status}`."
    );
    Err(Refusal::invalid("session", None, message))
}

fn list_sessions(books: &mut Books, account: &AccountId, params: &Value) -> Result<Value, Refusal> {
    let now = books.now();
    let base_url = books.base_url().to_owned();
    let filter = Filter::of(params);
    let expand: Vec<String> = expansions(params)
        .map(|path| {
            path.strip_prefix("data.")
                .map(str::to_owned)
                .ok_or_else(|| cannot_expand(path))
        })
        .collect::<Result<_, _>>()?;
    let owner = books.account(account);
    let mut all = Vec::new();
    for (id, session) in owner.sessions.newest_first() {
        let mut object = session.to_json(&base_url);
        if !filter.created.admits(session.created) || !filter.matches(&object) {
            continue;
        }
        for path in &expand {
            expand_session(&mut object, session, owner, path, now)?;
        }
        all.push((id, object));
    }
    page(&all, &filter.paging, "/v1/checkout/sessions")
}

fn list_line_items(
    books: &mut Books,
    account: &AccountId,
    id: &str,
    params: &Value,
) -> Result<Value, Refusal> {
    let session = books
        .account(account)
        .sessions
        .get(id)
        .ok_or_else(|| no_such_session(id))?;
    nothing_to_expand("line_item", params)?;
    line_items_page(session, &Filter::of(params).paging)
}

fn line_items_page(session: &Session, paging: &Paging) -> Result<Value, Refusal> {
    let url = format!("/v1/checkout/sessions/{}/line_items", session.id);
    page(&session.line_items(), paging, &url)
}

/// The session as an object, expanded as asked.
fn shown_session(
    books: &mut Books,
    account: &AccountId,
    id: &str,
    params: &Value,
) -> Result<Value, Refusal> {
    let now = books.now();
    let base_url = books.base_url().to_owned();
    let owner = books.account(account);
    let session = owner.sessions.get(id).ok_or_else(|| no_such_session(id))?;
    let mut object = session.to_json(&base_url);
    for path in expansions(params) {
        expand_session(&mut object, session, owner, path, now)?;
    }
    Ok(object)
}

/// Verbatim: a property that cannot be expanded is refused. One that the double always leaves
/// `null` expands to nothing.
fn expand_session(
    object: &mut Value,
    session: &Session,
    owner: &crate::books::Account,
    path: &str,
    now: Seconds,
) -> Result<(), Refusal> {
    match path {
        "line_items" => object["line_items"] = line_items_page(session, &Paging::default())?,
        "payment_intent" => object["payment_intent"] = session.payment_intent(),
        "total_details.breakdown" => object["total_details"]["breakdown"] = session.breakdown(),
        "discounts.coupon" => object["discounts"] = session.expanded_discounts(&owner.coupons, now),
        other if FACTS.is_expandable("checkout.session", other) => {}
        other => return Err(cannot_expand(other)),
    }
    Ok(())
}

/// For objects of which the double can expand nothing.
fn nothing_to_expand(object: &str, params: &Value) -> Result<(), Refusal> {
    match expansions(params).find(|path| {
        let property = path.strip_prefix("data.").unwrap_or(path);
        !FACTS.is_expandable(object, property)
    }) {
        Some(path) => Err(cannot_expand(path)),
        None => Ok(()),
    }
}

fn expansions(params: &Value) -> impl Iterator<Item = &str> {
    params["expand"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

fn cannot_expand(path: &str) -> Refusal {
    let message = format!("This property cannot be expanded ({path}).");
    Refusal::invalid("expand", None, message)
}

fn no_such_session(id: &str) -> Refusal {
    Refusal::no_such("checkout.session", id, "session")
}

/// Which objects of a list are asked for.
#[derive(Debug, Deserialize)]
struct Filter {
    #[serde(flatten)]
    paging: Paging,
    #[serde(default)]
    created: Created,
    status: Option<String>,
    payment_intent: Option<String>,
    customer: Option<String>,
    customer_account: Option<String>,
    payment_link: Option<String>,
    subscription: Option<String>,
    customer_details: Option<CustomerDetails>,
}

#[derive(Debug, Deserialize)]
struct CustomerDetails {
    email: String,
}

/// A moment, or a range of moments.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Created {
    At(Seconds),
    Within {
        gt: Option<Seconds>,
        gte: Option<Seconds>,
        lt: Option<Seconds>,
        lte: Option<Seconds>,
    },
}

impl Default for Created {
    fn default() -> Self {
        Self::Within {
            gt: None,
            gte: None,
            lt: None,
            lte: None,
        }
    }
}

impl Created {
    fn admits(&self, created: Seconds) -> bool {
        match self {
            Self::At(moment) => created == *moment,
            Self::Within { gt, gte, lt, lte } => {
                gt.is_none_or(|limit| created > limit)
                    && gte.is_none_or(|limit| created >= limit)
                    && lt.is_none_or(|limit| created < limit)
                    && lte.is_none_or(|limit| created <= limit)
            }
        }
    }
}

impl Filter {
    fn of(params: &Value) -> Self {
        serde_json::from_value(params.clone()).expect("the wire check leaves these types")
    }

    /// Whether the session has every property that was asked for.
    fn matches(&self, session: &Value) -> bool {
        let wanted = [
            ("/status", &self.status),
            ("/payment_intent", &self.payment_intent),
            ("/customer", &self.customer),
            ("/customer_account", &self.customer_account),
            ("/payment_link", &self.payment_link),
            ("/subscription", &self.subscription),
        ];
        let email = self
            .customer_details
            .as_ref()
            .map(|details| details.email.as_str());
        let has = |pointer: &str, value: &str| {
            session.pointer(pointer).and_then(Value::as_str) == Some(value)
        };
        wanted
            .iter()
            .all(|(pointer, value)| value.as_deref().is_none_or(|value| has(pointer, value)))
            && email.is_none_or(|email| has("/customer_details/email", email))
    }
}
