//! Books of an earlier companion become books of this one with nothing lost.

use booking_companion::store::Store;

use crate::app::{CLASS, TUESDAY, TestApp};
use crate::books::Books;

/// The first schema, as the first companion made it, with an order in each of its states.
const FIRST: &str = include_str!("../../migrations/0001_books.sql");

fn random_name() -> String {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the machine has randomness");
    format!("migrating_{:032x}", u128::from_ne_bytes(bytes))
}

#[tokio::test]
async fn orders_of_the_first_schema_keep_state_money_and_laws() {
    // A running companion tells what its rows look like.
    let app = TestApp::start().await;
    let paid = app.paid(None).await;
    let quote = app.books.text("SELECT quote FROM orders").await;
    let name = random_name();
    let folder = std::env::temp_dir().join(&name);
    std::fs::create_dir_all(&folder).expect("a folder");
    let books = Books::new(&folder, &name).await;
    books.sql(FIRST).await;
    let id = &paid.order.id;
    books
        .sql(&format!(
            "CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY); \
             INSERT INTO schema_version (version) VALUES (1); \
             INSERT INTO business (id, name, time_zone, currency) \
               VALUES ('b', 'B', 'Europe/Lisbon', 'EUR'); \
             INSERT INTO calendar (id, business_id, style, title, test_mode) \
               VALUES ('c', 'b', 'neo', 'C', 1); \
             INSERT INTO service (id, calendar_id, position, name, unit_price_minor, \
               duration_minutes, interval_minutes, capacity, attendees_max) \
               VALUES ('{CLASS}', 'c', 1, 'S', 4800, 120, 60, 8, 4); \
             INSERT INTO slot_session (id, resource, service_id, starts_ms, ends_ms, cell_from, \
               cell_to, capacity, taken) VALUES ('s', 'c', '{CLASS}', 0, 7200000, 0, 1, 8, 2); \
             INSERT INTO cell (resource, cell, session_id) VALUES ('c', 0, 's'); \
             INSERT INTO customer (business_id, customer_key, test_mode, orders) \
               VALUES ('b', 'k', 1, 1); \
             INSERT INTO orders (id, business_id, calendar_id, service_id, state, fingerprint, \
               service_name, starts_ms, ends_ms, attendees, currency, subtotal_minor, \
               discount_minor, total_minor, amount_due_minor, quote, guest_name, guest_email, \
               customer_key, zone, test_mode, hold_until_ms, created_ms, updated_ms) \
               VALUES ('{id}', 'b', 'c', '{CLASS}', 'paid', 'f', 'S', 0, 7200000, 2, 'EUR', \
               9600, 0, 9600, 9600, '{quote}', 'Ana', 'ana@example.com', 'k', 'Europe/Lisbon', \
               1, 0, 0, 0); \
             INSERT INTO hold (order_id, session_id, seats, state) \
               VALUES ('{id}', 's', 2, 'confirmed'); \
             INSERT INTO order_transaction (id, order_id, kind, amount_minor, currency, at_ms) \
               VALUES ('created:{id}', '{id}', 'created', 0, 'EUR', 0), \
               ('pi_1', '{id}', 'payment', 9600, 'EUR', 5);"
        ))
        .await;
    let store = Store::open(&books.url()).await.expect("the books open");
    assert_eq!(store.violations().await.expect("an audit"), []);
    store.close().await;
    drop(store);
    assert_eq!(books.text("SELECT state FROM orders").await, "paid");
    assert_eq!(
        books.text("SELECT stripe_payment FROM orders").await,
        "pi_1"
    );
    assert_eq!(
        books.number("SELECT received_minor FROM orders").await,
        9_600
    );
    let movements = "SELECT COUNT(*) FROM order_transaction WHERE test_mode = 1";
    assert_eq!(books.number(movements).await, 2);
    // The new states fit, and no others.
    books.sql("UPDATE orders SET state = 'disputed'").await;
    let refused = books.try_sql("UPDATE orders SET state = 'lost'").await;
    assert!(refused.is_err());
    // Opened once more, nothing is done twice.
    let store = Store::open(&books.url())
        .await
        .expect("the books open again");
    store.close().await;
    books.remove();
    let _ = std::fs::remove_dir_all(&folder);
    assert_eq!(app.seats_left(CLASS, TUESDAY).await, 6);
}
