//! Payments of an order other than that of its booking: recorded by hand, or made by a link.

use booking_contract::owner::PaymentMethod;

use super::{Conn, Row, StoreError, named, query};

/// Such a payment.
#[derive(Clone, Debug)]
pub(crate) struct OrderPayment {
    /// How it was made, or is to be.
    pub(crate) method: PaymentMethod,
    /// What was written down with it.
    pub(crate) note: String,
    /// The movement of money, once there is one.
    pub(crate) transaction_id: Option<String>,
}

/// Those of an order, the oldest first.
pub(crate) async fn of_order(
    conn: &mut Conn,
    order_id: &str,
) -> Result<Vec<OrderPayment>, StoreError> {
    let rows = query(
        "SELECT method, note, transaction_id FROM order_payment WHERE order_id = $1 \
         ORDER BY number",
    )
    .bind(order_id)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<OrderPayment, StoreError> {
    Ok(OrderPayment {
        method: named(&row.get::<String>("method")?, "way to pay")?,
        note: row.get("note")?,
        transaction_id: row.get("transaction_id")?,
    })
}
