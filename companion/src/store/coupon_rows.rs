//! Coupons as their owners write them: reading one, and the steps of writing it.
//!
//! Whoever changes a coupon locks its row first ([`lock`]), and takes its turn in the owner's log
//! before it looks whether a text is free: changes of one business come one after the other.
//! Confirmations ask for neither; they find another version of the rule and price again.

use booking_contract::owner::{
    CivilTime, CouponCustomer, CouponDraft, CouponName, CouponStatus, CouponView, UseCounts,
};
use booking_engine::{Coupon, CouponCode, CouponId};
use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;

use super::codes::read_coupon;
use super::{Conn, Row, StoreError, json, named, parsed, query, small};
use crate::clock::instant;

/// Where the coupon `c` stands at the instant `$2`, in the order of the checks.
macro_rules! status {
    () => {
        "CASE WHEN c.active = 0 THEN 'inactive' WHEN c.starts_ms > $2 THEN 'scheduled' \
         WHEN c.ends_ms < $2 THEN 'expired' \
         WHEN c.reserved + c.redeemed >= c.max_redemptions THEN 'used_up' ELSE 'active' END"
    };
}
pub(super) use status;

/// A coupon as the books have it.
#[derive(Clone, Debug)]
pub(crate) struct StoredCoupon {
    /// What prices depend on.
    pub(crate) coupon: Coupon,
    /// Which writing of it this is.
    pub(crate) version: i64,
    /// Its own code, and the id of that.
    pub(crate) own: Option<(String, CouponCode)>,
    /// How many orders use it.
    pub(crate) uses: UseCounts,
    /// How many do in test mode.
    pub(crate) test_uses: UseCounts,
    /// Whether orders were paid with its benefit.
    pub(crate) benefit_frozen: bool,
    /// How many orders ever used or held it.
    pub(crate) orders_ever: u64,
    /// How many promotion codes it has beside its own.
    pub(crate) codes: u64,
    starts: Option<CivilTime>,
    ends: Option<CivilTime>,
    customers: Vec<CouponCustomer>,
    status: CouponStatus,
    created_ms: i64,
    updated_ms: i64,
}

/// What is written of a coupon.
#[derive(Clone, Debug)]
pub(crate) struct CouponWriting {
    /// What prices depend on.
    pub(crate) coupon: Coupon,
    /// What its owner typed.
    pub(crate) draft: CouponDraft,
    /// Its own code, and the id of that.
    pub(crate) own: Option<(String, CouponCode)>,
}

/// A coupon of a business.
pub(crate) async fn find(
    conn: &mut Conn,
    business_id: &str,
    id: &CouponId,
    zone: Tz,
    now_ms: i64,
) -> Result<Option<StoredCoupon>, StoreError> {
    let row = query(concat!(
        "SELECT c.id AS coupon_id, c.name, c.benefit, c.scope, c.starts_ms, c.ends_ms, \
         c.minimum_amount_minor, c.max_redemptions, c.max_per_customer, c.first_purchase_only, \
         c.active, c.version, c.customers, c.conditions, c.duration, c.code, c.code_id, \
         c.starts_local, c.ends_local, c.customers_named, c.created_ms, c.updated_ms, \
         c.reserved, c.redeemed, c.test_reserved, c.test_redeemed, ",
        status!(),
        " AS status, \
         (SELECT COUNT(*) FROM redemption r WHERE r.coupon_id = c.id) AS orders_ever, \
         (SELECT COUNT(*) FROM promotion_code p WHERE p.coupon_id = c.id AND p.archived = 0) \
         - (SELECT COUNT(*) FROM coupon_grant g JOIN promotion_code p ON p.id = g.id \
            AND p.archived = 0 WHERE g.coupon_id = c.id) \
         - CASE WHEN c.code_id IS NULL THEN 0 ELSE 1 END AS codes, \
         CASE WHEN EXISTS (SELECT 1 FROM redemption r WHERE r.coupon_id = c.id \
            AND r.test_mode = 0 AND (r.state <> 'released' OR EXISTS (SELECT 1 \
               FROM outbox_event e WHERE e.order_id = r.order_id \
               AND e.type = 'coupon.redeemed'))) THEN 1 ELSE 0 END AS frozen \
         FROM coupon c WHERE c.id = $1 AND c.business_id = $3"
    ))
    .bind(id.as_str())
    .bind(now_ms)
    .bind(business_id)
    .fetch_optional(conn)
    .await?;
    row.map(|row| read(&row, zone)).transpose()
}

fn read(row: &Row, zone: Tz) -> Result<StoredCoupon, StoreError> {
    let number = |name| row.get::<i64>(name);
    let coupon = read_coupon(row)?;
    let own = match row.get::<Option<String>>("code_id")? {
        Some(id) => Some((id, parsed(&row.get::<String>("code")?, "coupon's code")?)),
        None => None,
    };
    let typed = |name| -> Result<Option<CivilTime>, StoreError> {
        let text: Option<String> = row.get(name)?;
        text.map(|text| parsed(&text, "wall-clock time"))
            .transpose()
    };
    let whole = |name| -> Result<u64, StoreError> {
        u64::try_from(number(name)?).map_err(|_| StoreError::Malformed("count"))
    };
    let starts = coupon
        .starts_at
        .map(|at| CivilTime::Minute(at.with_timezone(&zone).naive_local()));
    // The last millisecond of a day stands for the day.
    let ends = coupon.ends_at.map(|at| {
        let after = (at + TimeDelta::milliseconds(1)).with_timezone(&zone);
        let local = at.with_timezone(&zone).naive_local();
        if after.time() == NaiveTime::MIN {
            CivilTime::Date(local.date())
        } else {
            CivilTime::Minute(local)
        }
    });
    Ok(StoredCoupon {
        version: number("version")?,
        own,
        uses: read_counts(row, "reserved", "redeemed")?,
        test_uses: read_counts(row, "test_reserved", "test_redeemed")?,
        benefit_frozen: number("frozen")? == 1,
        orders_ever: whole("orders_ever")?,
        codes: whole("codes")?,
        starts: typed("starts_local")?.or(starts),
        ends: typed("ends_local")?.or(ends),
        customers: json(&row.get::<String>("customers_named")?, "list of customers")?,
        status: named(&row.get::<String>("status")?, "status")?,
        created_ms: number("created_ms")?,
        updated_ms: number("updated_ms")?,
        coupon,
    })
}

/// How many orders use something, from two columns.
pub(super) fn read_counts(
    row: &Row,
    reserved: &'static str,
    redeemed: &'static str,
) -> Result<UseCounts, StoreError> {
    Ok(UseCounts {
        reserved: small(row.get(reserved)?, "number of uses")?,
        redeemed: small(row.get(redeemed)?, "number of uses")?,
    })
}

impl StoredCoupon {
    /// What its owner wrote.
    pub(crate) fn draft(&self) -> CouponDraft {
        let coupon = &self.coupon;
        CouponDraft {
            name: name(&coupon.name),
            code: self.own.as_ref().map(|(_, code)| code.clone()),
            starts: self.starts,
            ends: self.ends,
            scope: coupon.scope.clone(),
            minimum_amount_minor: coupon.minimum_amount_minor,
            max_redemptions: coupon.max_redemptions,
            max_per_customer: coupon.max_per_customer,
            first_purchase_only: coupon.first_purchase_only,
            customers: self.customers.clone(),
            conditions: coupon.conditions.clone(),
            duration: coupon.duration,
            ..CouponDraft::of(coupon.benefit.clone())
        }
    }

    /// The coupon for its owner.
    pub(crate) fn view(&self) -> CouponView {
        CouponView {
            id: self.coupon.id.clone(),
            version: self.version,
            draft: self.draft(),
            status: self.status,
            active: self.coupon.active,
            starts_at: self.coupon.starts_at,
            ends_at: self.coupon.ends_at,
            uses: self.uses,
            test_uses: self.test_uses,
            codes: self.codes,
            benefit_frozen: self.benefit_frozen,
            orders_ever: self.orders_ever,
            created_at: instant(self.created_ms),
            updated_at: instant(self.updated_ms),
        }
    }
}

/// A name of the books; they never hold one that is none.
pub(super) fn name(text: &str) -> CouponName {
    text.parse().unwrap_or_default()
}

/// Takes the row of a coupon until the transaction ends, and makes its rule another one for
/// whoever prices meanwhile; false where it is not this writing any more, or none of the business.
pub(crate) async fn lock(
    conn: &mut Conn,
    business_id: &str,
    id: &CouponId,
    version: Option<i64>,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let changed = query(
        "UPDATE coupon SET version = version + 1, updated_ms = $4 \
         WHERE id = $1 AND business_id = $2 AND version = COALESCE($3, version)",
    )
    .bind(id.as_str())
    .bind(business_id)
    .bind(version)
    .bind(now_ms)
    .execute(conn)
    .await?;
    Ok(changed == 1)
}

/// Whether there is such a coupon of the business.
pub(crate) async fn exists(
    conn: &mut Conn,
    business_id: &str,
    id: &CouponId,
) -> Result<bool, StoreError> {
    let row = query("SELECT id FROM coupon WHERE id = $1 AND business_id = $2")
        .bind(id.as_str())
        .bind(business_id)
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// A locked coupon has no code of its own any more.
pub(crate) async fn forget_code(conn: &mut Conn, coupon: &Coupon) -> Result<(), StoreError> {
    query("UPDATE coupon SET code = '', code_id = NULL, search = $2 WHERE id = $1")
        .bind(coupon.id.as_str())
        .bind(searched("", &coupon.name))
        .execute(conn)
        .await?;
    Ok(())
}

/// Own code and name, to look for a part of them.
fn searched(code: &str, name: &str) -> String {
    format!("{code} {name}").to_lowercase()
}

/// Switches a locked coupon on or off.
pub(crate) async fn switch(conn: &mut Conn, id: &CouponId, on: bool) -> Result<(), StoreError> {
    query("UPDATE coupon SET active = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(i64::from(on))
        .execute(conn)
        .await?;
    Ok(())
}

/// Adds a coupon; false where this id is there already.
pub(crate) async fn insert(
    conn: &mut Conn,
    business_id: &str,
    writing: &CouponWriting,
    now_ms: i64,
) -> Result<bool, StoreError> {
    let id = writing.coupon.id.as_str();
    let added = query(
        "INSERT INTO coupon (id, business_id, name, benefit, scope, active, created_ms, \
         updated_ms) VALUES ($1, $2, '', '', '', $3, $4, $4) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id)
    .bind(business_id)
    .bind(i64::from(writing.coupon.active))
    .bind(now_ms)
    .execute(&mut *conn)
    .await?;
    if added == 0 {
        return Ok(false);
    }
    write(conn, writing).await?;
    Ok(true)
}

/// Writes what a locked coupon says from now on; whether it is switched on stays.
pub(crate) async fn write(conn: &mut Conn, writing: &CouponWriting) -> Result<(), StoreError> {
    let (coupon, draft) = (&writing.coupon, &writing.draft);
    let (code_id, code) = match &writing.own {
        Some((id, code)) => (Some(id), code.as_str()),
        None => (None, ""),
    };
    let search = searched(code, &coupon.name);
    query(
        "UPDATE coupon SET name = $2, benefit = $3, scope = $4, starts_ms = $5, ends_ms = $6, \
         minimum_amount_minor = $7, max_redemptions = $8, max_per_customer = $9, \
         first_purchase_only = $10, customers = $11, conditions = $12, duration = $13, \
         code = $14, code_id = $15, search = $16, starts_local = $17, ends_local = $18, \
         customers_named = $19 WHERE id = $1",
    )
    .bind(coupon.id.as_str())
    .bind(&coupon.name)
    .bind(text(&coupon.benefit)?)
    .bind(text(&coupon.scope)?)
    .bind(coupon.starts_at.map(|at| at.timestamp_millis()))
    .bind(coupon.ends_at.map(|at| at.timestamp_millis()))
    .bind(coupon.minimum_amount_minor)
    .bind(coupon.max_redemptions.map(i64::from))
    .bind(coupon.max_per_customer.map(i64::from))
    .bind(i64::from(coupon.first_purchase_only))
    .bind(text(&coupon.customers)?)
    .bind(text(&coupon.conditions)?)
    .bind(text(&coupon.duration)?)
    .bind(code)
    .bind(code_id)
    .bind(search)
    .bind(draft.starts.map(|time| time.to_string()))
    .bind(draft.ends.map(|time| time.to_string()))
    .bind(text(&draft.customers)?)
    .execute(conn)
    .await?;
    Ok(())
}

/// A value of the engine's or the contract's as the books keep it.
fn text(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Malformed("value to write"))
}

/// Takes away so many codes of a coupon that nobody ever used; answers how many there were.
pub(crate) async fn delete_codes(
    conn: &mut Conn,
    id: &CouponId,
    count_max: i64,
) -> Result<u64, StoreError> {
    query(
        "DELETE FROM coupon_grant WHERE id IN (SELECT p.id FROM promotion_code p \
         WHERE p.coupon_id = $1 ORDER BY p.archived, p.created_ms, p.id LIMIT $2)",
    )
    .bind(id.as_str())
    .bind(count_max)
    .execute(&mut *conn)
    .await?;
    query(
        "DELETE FROM promotion_code WHERE id IN (SELECT p.id FROM promotion_code p \
         WHERE p.coupon_id = $1 ORDER BY p.archived, p.created_ms, p.id LIMIT $2)",
    )
    .bind(id.as_str())
    .bind(count_max)
    .execute(conn)
    .await
}

/// Takes a locked coupon away whose codes are gone.
pub(crate) async fn delete(conn: &mut Conn, id: &CouponId) -> Result<(), StoreError> {
    for statement in [
        "DELETE FROM coupon_customer WHERE coupon_id = $1",
        "DELETE FROM coupon WHERE id = $1",
    ] {
        query(statement)
            .bind(id.as_str())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
