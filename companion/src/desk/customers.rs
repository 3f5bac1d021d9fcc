//! Customers who booked before, by beginnings of the words of their name and address.

use booking_contract::owner::{
    CUSTOMERS_SUGGESTED_MAX, CustomersFound, OrderRow, OrderSort, PastCustomer,
};

use crate::customer::one_form;
use crate::store::order_list::{self, OrderFilter};
use crate::store::order_words::Beginning;
use crate::store::{Conn, StoreError, orders};

/// How many of the last orders that fit are looked at for different customers.
const ORDERS_LOOKED_AT: i64 = 60;

/// Customers whose words begin like these, who booked last first; nobody where no word is said.
pub(crate) async fn suggest(
    conn: &mut Conn,
    business_id: &str,
    words: &[String],
) -> Result<CustomersFound, StoreError> {
    if words.is_empty() {
        return Ok(CustomersFound::default());
    }
    let mut rows = Vec::new();
    // A customer is the same whether they paid for real.
    for test_mode in [false, true] {
        let filter = filter(words, test_mode);
        let found = order_list::page(conn, business_id, &filter, None, ORDERS_LOOKED_AT).await?;
        rows.extend(found.rows);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
    let mut known: Vec<String> = Vec::new();
    let mut customers = Vec::new();
    for row in rows {
        let name = one_form(&row.email);
        if customers.len() < CUSTOMERS_SUGGESTED_MAX && !known.contains(&name) {
            known.push(name);
            customers.push(customer(conn, row).await?);
        }
    }
    Ok(CustomersFound { customers })
}

fn filter(words: &[String], test_mode: bool) -> OrderFilter {
    let mut words: Vec<&String> = words.iter().collect();
    // What is longest fits the fewest.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut ranges = words.into_iter().map(|word| Beginning::of(word));
    OrderFilter {
        words: std::array::from_fn(|_| ranges.next().unwrap_or_else(Beginning::any)),
        id: String::new(),
        state: None,
        calendar: String::new(),
        coupon: String::new(),
        from_ms: i64::MIN,
        to_ms: i64::MAX,
        test_mode,
        sort: OrderSort::Created,
        reverse: false,
    }
}

async fn customer(conn: &mut Conn, row: OrderRow) -> Result<PastCustomer, StoreError> {
    Ok(PastCustomer {
        phone: orders::phone(conn, &row.id).await?,
        name: row.name,
        email: row.email,
    })
}
