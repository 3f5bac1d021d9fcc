//! Orders as those look after them who own them.

mod appointments;
mod calling_off;
mod details;
mod giving_back;
mod links;
mod listing;
mod receipts;
mod recording;

use booking_contract::OrderOpened;
use booking_contract::owner::{OrderDetails, OrdersPage};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, CLASS, TUESDAY, TestApp};
use crate::person::{BUSINESS, OWNER, Person};

/// Somebody at the orders of the pottery studio.
struct Desk<'a> {
    person: Person<'a>,
}

impl<'a> Desk<'a> {
    /// Its owner.
    async fn owner(app: &'a TestApp) -> Self {
        Self::of(app, OWNER).await
    }

    /// Somebody of the demo.
    async fn of(app: &'a TestApp, email: &str) -> Self {
        let person = app.sign_in(email).await;
        Self { person }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let path = format!("/v1/businesses/{BUSINESS}{path}");
        self.person.ask(method, &path, body).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    /// Does something with an order.
    async fn act(&self, id: &str, deed: &str, body: Value) -> Answer {
        self.ask(Method::POST, &format!("/orders/{id}/{deed}"), Some(body))
            .await
    }

    /// Records a payment in cash.
    async fn cash(&self, id: &str, balance_minor: i64, amount_minor: i64) -> Answer {
        let body = json!({
            "balance_minor": balance_minor, "amount_minor": amount_minor, "method": "cash",
            "note": "At the counter",
        });
        self.act(id, "payments", body).await
    }

    /// Asks for money back, as it was told.
    async fn refund(&self, id: &str, share: Value, refund_minor: i64) -> Answer {
        let body = json!({ "share": share, "refund_minor": refund_minor });
        self.act(id, "refunds", body).await
    }

    /// A page of the orders in test mode, as all of the demo's are.
    async fn list(&self, query: &str) -> OrdersPage {
        let path = format!("/orders?test_mode=true&{query}");
        self.get(&path).await.success()
    }

    /// An order.
    async fn order(&self, id: &str) -> OrderDetails {
        let order: OrderDetails = self.get(&format!("/orders/{id}")).await.success();
        check_sums(&order);
        order
    }
}

/// The guest pays on the page; whether it took the money.
async fn pay(url: &str) -> bool {
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let reply = http
        .post(format!("{url}/pay"))
        .form(&[("email", "ana@example.com")])
        .send()
        .await
        .expect("an answer");
    reply.status().is_redirection()
}

/// A class for two for 96.00, of which a quarter is due at once.
async fn with_deposit(app: &TestApp) -> OrderOpened {
    app.sql(r#"UPDATE calendar SET deposit = '{"percent":{"percent":"25"}}'"#)
        .await;
    let body = app.confirmation(CLASS, 2, TUESDAY, None).await;
    app.confirm(&body).await.success()
}

/// The same, with its deposit paid.
async fn with_balance(app: &TestApp) -> OrderOpened {
    let opened = with_deposit(app).await;
    app.press(&opened, "pay").await;
    app.order(&opened).await;
    opened
}

/// Every figure of an order is the sum of its attendees', and what came in and goes back is what
/// its movements say.
#[track_caller]
fn check_sums(order: &OrderDetails) {
    use booking_contract::owner::{AttendeePayments, RefundProgress, TransactionKind};
    let view = &order.payments;
    let sum = |of: fn(&AttendeePayments) -> i64| view.attendees.iter().map(of).sum::<i64>();
    assert_eq!(view.subtotal_minor, sum(|one| one.subtotal_minor));
    assert_eq!(view.discount_minor, sum(|one| one.discount_minor));
    assert_eq!(view.tax_minor, sum(|one| one.tax_minor));
    assert_eq!(view.total_minor, sum(|one| one.total_minor));
    assert_eq!(view.paid_minor, sum(|one| one.paid_minor));
    assert_eq!(view.refunded_minor, sum(|one| one.refunded_minor));
    assert_eq!(view.balance_minor, sum(|one| one.balance_minor));
    let quote = &order.quote;
    assert_eq!(view.subtotal_minor, quote.subtotal_minor);
    assert_eq!(view.discount_minor, quote.discount_minor);
    assert_eq!(view.tax_minor, quote.tax_minor);
    assert_eq!(view.total_minor, quote.total_minor);
    let paid = order.transactions.iter();
    let paid = paid.filter(|one| one.kind == TransactionKind::Payment);
    assert_eq!(
        view.paid_minor,
        paid.map(|one| one.amount_minor).sum::<i64>()
    );
    let back = order.refunds.iter();
    let back = back.filter(|one| one.state != RefundProgress::Failed);
    assert_eq!(
        view.refunded_minor,
        back.map(|one| one.amount_minor).sum::<i64>()
    );
}
