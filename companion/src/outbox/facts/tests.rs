//! Facts that no route brings about yet, over books of their own.

use booking_contract::WebhookEvent;
use booking_engine::{Item, PriceRequest, Quote, Terms, price};
use serde_json::json;

use super::*;
use crate::store::settlements::TransactionKind;
use crate::store::{Store, query};

const NOW_MS: i64 = 1_795_165_200_000;

struct Books {
    store: Store,
    folder: std::path::PathBuf,
}

impl Drop for Books {
    fn drop(&mut self) {
        // What is left in the temporary folder does no harm.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Books with one paid order.
async fn books() -> Books {
    let name = format!("companion-facts-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    let url = format!("sqlite://{}", folder.join("books.db").display());
    let store = Store::open(&url).await.expect("the books");
    let written = store.write((), |conn, ()| {
        Box::pin(async {
            for statement in [
                "INSERT INTO business (id, name, time_zone, currency) \
                 VALUES ('b', 'B', 'UTC', 'EUR')",
                "INSERT INTO calendar (id, business_id, style, title) \
                 VALUES ('c', 'b', 'neo', 'C')",
                "INSERT INTO service (id, calendar_id, position, name, unit_price_minor, \
                 duration_minutes, interval_minutes) VALUES ('s', 'c', 1, 'S', 5000, 60, 60)",
                "INSERT INTO orders (id, business_id, calendar_id, service_id, state, \
                 fingerprint, service_name, starts_ms, ends_ms, attendees, currency, \
                 subtotal_minor, discount_minor, total_minor, amount_due_minor, quote, \
                 guest_name, guest_email, customer_key, zone, test_mode, hold_until_ms, \
                 created_ms, updated_ms) VALUES ('o', 'b', 'c', 's', 'paid', 'f', 'S', 0, 0, 1, \
                 'EUR', 5000, 0, 5000, 5000, '{}', 'Ana', 'ana@example.com', 'k', 'UTC', 0, 0, \
                 0, 0)",
            ] {
                query(statement).execute(&mut *conn).await?;
            }
            Ok(Ok(()))
        })
    });
    written.await.expect("written");
    Books { store, folder }
}

fn quote() -> Quote {
    let terms: Terms = serde_json::from_value(json!({
        "currency": "EUR", "calendar_id": "c",
        "services": [{ "id": "s", "unit_price_minor": 5000, "attendees_max": 1 }]
    }))
    .expect("terms");
    let request = PriceRequest::of(vec![Item::plain("s".parse().expect("an id"), 1)]);
    price(&request, &terms, instant(NOW_MS)).expect("a price")
}

fn order() -> Order {
    Order {
        id: "o".to_owned(),
        business_id: "b".to_owned(),
        business_zone: chrono_tz::UTC,
        calendar_id: "c".parse().expect("an id"),
        state: OrderState::Paid,
        fingerprint: String::new(),
        service_name: "S".to_owned(),
        starts_ms: NOW_MS,
        ends_ms: NOW_MS,
        quote: quote(),
        guest: booking_contract::Guest {
            name: "Ana".parse().expect("a name"),
            email: "ana@example.com".parse().expect("an address"),
            phone: None,
            notes: None,
        },
        zone: chrono_tz::UTC,
        return_to: None,
        test_mode: false,
        hold_until_ms: 0,
        attempt: 1,
        stripe_coupon_body: None,
        stripe_body: None,
        stripe_expires_ms: None,
        stripe_session: None,
        checkout_url: None,
        tries: 0,
        next_at_ms: None,
        paid_minor: 5_000,
    }
}

#[tokio::test]
async fn each_refund_is_told_once_without_its_sign() {
    let books = books().await;
    let telling = books.store.write(order(), |conn, order| {
        Box::pin(async move {
            for (id, amount_minor) in [("re_1", -2_000), ("re_2", 3_000), ("re_1", -2_000)] {
                let refund = Transaction {
                    id,
                    order_id: &order.id,
                    kind: TransactionKind::Payment,
                    amount_minor,
                    currency: "EUR",
                    now_ms: NOW_MS,
                };
                payment_refunded(conn, order, &refund, OrderState::Paid).await?;
            }
            Ok(Ok(()))
        })
    });
    telling.await.expect("told");
    let mut conn = books.store.read().await.expect("a connection");
    let rows = query("SELECT body FROM outbox_event ORDER BY seq")
        .fetch_all(&mut conn)
        .await
        .expect("rows");
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let body: String = row.get("body").expect("a body");
            let event: WebhookEvent = serde_json::from_str(&body).expect("an event");
            let WebhookFact::PaymentRefunded { refund, .. } = event.fact else {
                panic!("{body}");
            };
            (event.sequence, refund.transaction_id, refund.amount_minor)
        })
        .collect();
    let expected = [(1, "re_1", 2_000), (2, "re_2", 3_000)];
    assert_eq!(
        told,
        expected.map(|(seq, id, minor)| (seq, id.to_owned(), minor))
    );
}

#[test]
fn the_same_fact_is_the_same_event_for_ever() {
    let id = event_id("order.created", "ord_1");
    // A receiver that saw the event before the books were restored from a copy knows it again:
    // computed with printf 'order.created\0ord_1' | sha256sum
    assert_eq!(id, "msg_4e739ab6a7ccf773dcff425d14101b85");
    assert_ne!(id, event_id("order.created", "ord_2"));
    assert_ne!(id, event_id("payment.received", "ord_1"));
}
