//! The settings of a business: columns of its row.

use booking_contract::owner::{BusinessSettings, WebAddress};
use serde_json::Value;

use super::{Conn, Row, StoreError, named, parsed, query, small};

/// The settings as the books have them.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    /// What was chosen.
    pub(crate) settings: BusinessSettings,
    /// Raised with every change.
    pub(crate) version: i64,
}

/// The settings of a business.
pub(crate) async fn find(conn: &mut Conn, id: &str) -> Result<Option<Stored>, StoreError> {
    let row = query(
        "SELECT name, website, time_zone, currency, free_orders, oversize_fixed, \
         first_purchase_scope, explain_rejections, hold_minutes, hold_extensions_max, \
         hold_extension_minutes, holds_per_network_max, holds_per_customer_max, cancellation, \
         cancel_notice_minutes, cancel_refund_percent, cancel_late_refund_percent, \
         release_on_cancel, version FROM business WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(conn)
    .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<Stored, StoreError> {
    let text = |name| row.get::<String>(name);
    let number = |name| small(row.get(name)?, "number of the settings");
    let perhaps = |name| {
        let found: Option<i64> = row.get(name)?;
        found
            .map(|found| small(found, "number of the settings"))
            .transpose()
    };
    let website: Option<String> = row.get("website")?;
    let settings = BusinessSettings {
        name: parsed(&text("name")?, "name of a business")?,
        // What was written before addresses were checked leads nowhere.
        website: website.and_then(|website| website.parse().ok()),
        zone: text("time_zone")?,
        currency: parsed(&text("currency")?, "currency")?,
        free_orders: named(&text("free_orders")?, "switch of free orders")?,
        oversize_fixed: named(&text("oversize_fixed")?, "switch of oversize coupons")?,
        first_purchase_scope: named(&text("first_purchase_scope")?, "scope of first purchases")?,
        explain_rejections: number("explain_rejections")? == 1,
        hold_minutes: number("hold_minutes")?,
        hold_extensions_max: number("hold_extensions_max")?,
        hold_extension_minutes: number("hold_extension_minutes")?,
        holds_per_network_max: perhaps("holds_per_network_max")?,
        holds_per_customer_max: perhaps("holds_per_customer_max")?,
        guests_cancel: text("cancellation")? == "allow",
        cancel_notice_minutes: number("cancel_notice_minutes")?,
        cancel_refund_percent: number("cancel_refund_percent")?,
        cancel_late_refund_percent: number("cancel_late_refund_percent")?,
        release_on_cancel: number("release_on_cancel")? == 1,
    };
    Ok(Stored {
        settings,
        version: row.get("version")?,
    })
}

/// Writes all of them, and raises the version.
pub(crate) async fn write(
    conn: &mut Conn,
    id: &str,
    settings: &BusinessSettings,
) -> Result<(), StoreError> {
    let perhaps = |number: Option<u32>| number.map(i64::from);
    query(
        "UPDATE business SET name = $2, website = $3, time_zone = $4, currency = $5, \
         free_orders = $6, oversize_fixed = $7, first_purchase_scope = $8, \
         explain_rejections = $9, hold_minutes = $10, hold_extensions_max = $11, \
         hold_extension_minutes = $12, holds_per_network_max = $13, holds_per_customer_max = $14, \
         cancellation = $15, cancel_notice_minutes = $16, cancel_refund_percent = $17, \
         cancel_late_refund_percent = $18, release_on_cancel = $19, version = version + 1 \
         WHERE id = $1",
    )
    .bind(id)
    .bind(settings.name.as_str())
    .bind(settings.website.as_ref().map(WebAddress::as_str))
    .bind(&settings.zone)
    .bind(settings.currency.code())
    .bind(word(settings.free_orders))
    .bind(word(settings.oversize_fixed))
    .bind(word(settings.first_purchase_scope))
    .bind(i64::from(settings.explain_rejections))
    .bind(i64::from(settings.hold_minutes))
    .bind(i64::from(settings.hold_extensions_max))
    .bind(i64::from(settings.hold_extension_minutes))
    .bind(perhaps(settings.holds_per_network_max))
    .bind(perhaps(settings.holds_per_customer_max))
    .bind(if settings.guests_cancel {
        "allow"
    } else {
        "refuse"
    })
    .bind(i64::from(settings.cancel_notice_minutes))
    .bind(i64::from(settings.cancel_refund_percent))
    .bind(i64::from(settings.cancel_late_refund_percent))
    .bind(i64::from(settings.release_on_cancel))
    .execute(conn)
    .await?;
    Ok(())
}

/// The word that the books and the wire have for one of a few.
fn word(one: impl serde::Serialize) -> String {
    match serde_json::to_value(one) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Whether something of a business has a price: a service, a coupon or an order.
pub(crate) async fn has_prices(conn: &mut Conn, id: &str) -> Result<bool, StoreError> {
    let row = query(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM service s JOIN calendar c ON c.id = s.calendar_id \
         WHERE c.business_id = $1) OR EXISTS (SELECT 1 FROM coupon WHERE business_id = $1) \
         OR EXISTS (SELECT 1 FROM orders WHERE business_id = $1) THEN 1 ELSE 0 END AS priced",
    )
    .bind(id)
    .fetch_one(conn)
    .await?;
    Ok(row.get::<i64>("priced")? == 1)
}

/// The windows of coupons and codes stay the instants that they are; on the clock of another zone
/// they are other times than those that were typed. Who has the form of such a coupon open is
/// refused, and reads it again.
pub(crate) async fn forget_typed_times(conn: &mut Conn, id: &str) -> Result<(), StoreError> {
    query(
        "UPDATE coupon SET starts_local = NULL, ends_local = NULL, version = version + 1 \
         WHERE business_id = $1 AND (starts_local IS NOT NULL OR ends_local IS NOT NULL)",
    )
    .bind(id)
    .execute(&mut *conn)
    .await?;
    query(
        "UPDATE promotion_code SET expires_local = NULL \
         WHERE business_id = $1 AND expires_local IS NOT NULL",
    )
    .bind(id)
    .execute(conn)
    .await?;
    Ok(())
}
