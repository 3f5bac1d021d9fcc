//! Orders as those look after them who own them.

mod appointments;
mod details;
mod listing;

use booking_contract::owner::{OrderDetails, OrdersPage};
use reqwest::Method;
use serde_json::Value;

use crate::app::{Answer, TestApp};
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
