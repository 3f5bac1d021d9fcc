//! Uses of coupons and promotion codes.
//!
//! A limit is a counter that one conditional statement raises; whoever reads a count and
//! writes later would let two guests through.

use booking_engine::Coupon;

use super::{Conn, Query, Row, Step, StoreError, query};
use crate::customer::Customer;

/// The use of a coupon by one order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use<'a> {
    /// Which coupon.
    pub(crate) coupon: &'a Coupon,
    /// The version of the coupon's rule that the price was made with.
    pub(crate) version: i64,
    /// By which code; a grant is counted like one.
    pub(crate) code_id: &'a str,
    /// By whom.
    pub(crate) customer: &'a Customer,
    /// In which counters.
    pub(crate) test_mode: bool,
    /// A free order redeems at once; any other reserves.
    pub(crate) redeem: bool,
}

/// What counts one use of a coupon for an order, in steps; `lost` where a limit or an edit of
/// the rule got in the way.
pub(crate) fn take_use<'q, R>(order_id: &'q str, taken: &Use<'q>, lost: R) -> Vec<Step<'q, R>>
where
    R: Copy,
{
    let [reserved, redeemed, test_reserved, test_redeemed] =
        counter_steps(taken.test_mode, taken.redeem);
    let test_mode = i64::from(taken.test_mode);
    let coupon = query(
        "UPDATE coupon SET reserved = reserved + $3, redeemed = redeemed + $4, \
         test_reserved = test_reserved + $5, test_redeemed = test_redeemed + $6 \
         WHERE id = $1 AND version = $2 AND (max_redemptions IS NULL OR \
         CASE WHEN $7 = 1 THEN test_reserved + test_redeemed \
              ELSE reserved + redeemed END < max_redemptions)",
    )
    .bind(taken.coupon.id.as_str())
    .bind(taken.version)
    .bind(reserved)
    .bind(redeemed)
    .bind(test_reserved)
    .bind(test_redeemed)
    .bind(test_mode);
    let code = query(
        "UPDATE promotion_code SET reserved = reserved + $2, redeemed = redeemed + $3, \
         test_reserved = test_reserved + $4, test_redeemed = test_redeemed + $5 \
         WHERE id = $1 AND archived = 0 AND (max_redemptions IS NULL OR \
         CASE WHEN $6 = 1 THEN test_reserved + test_redeemed \
              ELSE reserved + redeemed END < max_redemptions)",
    )
    .bind(taken.code_id)
    .bind(reserved)
    .bind(redeemed)
    .bind(test_reserved)
    .bind(test_redeemed)
    .bind(test_mode);
    let customer = |key: &'q str| {
        let limit = taken.coupon.max_per_customer.map_or(i64::MAX, i64::from);
        let counted = query(
            "INSERT INTO coupon_customer (coupon_id, customer_key, test_mode, used) \
             SELECT $1, $2, $3, 1 WHERE CAST($4 AS BIGINT) > 0 \
             ON CONFLICT (coupon_id, customer_key, test_mode) DO UPDATE \
             SET used = coupon_customer.used + 1 WHERE coupon_customer.used < $4",
        );
        counted
            .bind(taken.coupon.id.as_str())
            .bind(key)
            .bind(test_mode)
            .bind(limit)
            .must_change(1, lost)
    };
    let redemption = query(
        "INSERT INTO redemption \
         (order_id, coupon_id, promotion_code_id, customer_key, member_key, test_mode, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(order_id)
    .bind(taken.coupon.id.as_str())
    .bind(taken.code_id)
    .bind(taken.customer.email_key())
    .bind(taken.customer.member().map(|member| member.key.as_str()))
    .bind(test_mode)
    .bind(if taken.redeem { "redeemed" } else { "reserved" });
    let mut steps = vec![coupon.must_change(1, lost), code.must_change(1, lost)];
    steps.extend(taken.customer.keys().map(customer));
    steps.push(redemption.step());
    steps
}

/// By how much the four counters of a coupon grow with one use.
fn counter_steps(test_mode: bool, redeem: bool) -> [i64; 4] {
    match (test_mode, redeem) {
        (false, false) => [1, 0, 0, 0],
        (false, true) => [0, 1, 0, 0],
        (true, false) => [0, 0, 1, 0],
        (true, true) => [0, 0, 0, 1],
    }
}

/// What an order asks of the earlier ones of its customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// Nothing.
    Any,
    /// That there are none.
    None,
    /// That those are all that were known of when this many had ever been counted.
    Known(Opened),
}

/// How many orders of a customer had ever been counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Opened {
    /// Of the address.
    email: i64,
    /// Of the member.
    member: i64,
}

impl Opened {
    /// As a row about a customer tells.
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            email: row.get("email_opened")?,
            member: row.get("member_opened")?,
        })
    }
}

/// What counts an order of a customer, under each of their keys; `lost` where the earlier ones are
/// not as it asks.
pub(crate) fn take_customer_order<'q, R>(
    business_id: &'q str,
    customer: &'q Customer,
    test_mode: bool,
    earlier: Earlier,
    lost: R,
) -> impl Iterator<Item = Step<'q, R>>
where
    R: Copy,
{
    let known = move |key: &str| match earlier {
        Earlier::Known(opened) if key == customer.email_key() => Some(opened.email),
        Earlier::Known(opened) => Some(opened.member),
        Earlier::Any | Earlier::None => None,
    };
    let is_first = earlier == Earlier::None;
    let keys = customer.keys().map(move |key| (key, known(key)));
    keys.map(move |(key, known)| {
        take_order_of_key(business_id, key, test_mode, is_first, known).must_change(1, lost)
    })
}

fn take_order_of_key<'q>(
    business_id: &'q str,
    key: &'q str,
    test_mode: bool,
    is_first: bool,
    known: Option<i64>,
) -> Query<'q> {
    query(
        "INSERT INTO customer (business_id, customer_key, test_mode, orders, opened) \
         VALUES ($1, $2, $3, 1, 1) \
         ON CONFLICT (business_id, customer_key, test_mode) DO UPDATE \
         SET orders = customer.orders + 1, opened = customer.opened + 1 \
         WHERE ($4 = 0 OR customer.orders = 0) \
         AND customer.opened = COALESCE($5, customer.opened)",
    )
    .bind(business_id)
    .bind(key)
    .bind(i64::from(test_mode))
    .bind(i64::from(is_first))
    .bind(known)
}

/// The reserved use of an order becomes a redeemed one; an order without a coupon has none.
pub(crate) async fn redeem(conn: &mut Conn, order_id: &str) -> Result<(), StoreError> {
    let Some(row) = move_redemption(conn, order_id, "reserved", "redeemed").await? else {
        return Ok(());
    };
    let step = i64::from(!row.test_mode);
    let test_step = i64::from(row.test_mode);
    for statement in [
        "UPDATE coupon SET reserved = reserved - $2, redeemed = redeemed + $2, \
         test_reserved = test_reserved - $3, test_redeemed = test_redeemed + $3 WHERE id = $1",
        "UPDATE promotion_code SET reserved = reserved - $2, redeemed = redeemed + $2, \
         test_reserved = test_reserved - $3, test_redeemed = test_redeemed + $3 WHERE id = $1",
    ]
    .into_iter()
    .zip([&row.coupon_id, &row.promotion_code_id])
    {
        query(statement.0)
            .bind(statement.1)
            .bind(step)
            .bind(test_step)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// An order that holds nothing any more no longer counts for its customer.
pub(crate) async fn give_back_customer_order(
    conn: &mut Conn,
    order_id: &str,
) -> Result<(), StoreError> {
    for statement in [
        "UPDATE customer SET orders = orders - 1 WHERE EXISTS (SELECT 1 FROM orders o \
         WHERE o.id = $1 AND o.recorded = 1 AND o.business_id = customer.business_id \
         AND o.customer_key = customer.customer_key AND o.test_mode = customer.test_mode)",
        "UPDATE customer SET orders = orders - 1 WHERE EXISTS (SELECT 1 FROM orders o \
         WHERE o.id = $1 AND o.recorded = 1 AND o.business_id = customer.business_id \
         AND o.member_key = customer.customer_key AND o.test_mode = customer.test_mode)",
    ] {
        query(statement).bind(order_id).execute(&mut *conn).await?;
    }
    Ok(())
}

/// The use of an order, reserved or redeemed, is given back; an order without one has none.
pub(crate) async fn release(conn: &mut Conn, order_id: &str) -> Result<(), StoreError> {
    let (row, redeemed) = match move_redemption(conn, order_id, "reserved", "released").await? {
        Some(row) => (row, false),
        None => match move_redemption(conn, order_id, "redeemed", "released").await? {
            Some(row) => (row, true),
            None => return Ok(()),
        },
    };
    let [reserved, redeemed, test_reserved, test_redeemed] = counter_steps(row.test_mode, redeemed);
    for (statement, id) in [
        (
            "UPDATE coupon SET reserved = reserved - $2, redeemed = redeemed - $3, \
             test_reserved = test_reserved - $4, test_redeemed = test_redeemed - $5 \
             WHERE id = $1",
            &row.coupon_id,
        ),
        (
            "UPDATE promotion_code SET reserved = reserved - $2, redeemed = redeemed - $3, \
             test_reserved = test_reserved - $4, test_redeemed = test_redeemed - $5 \
             WHERE id = $1",
            &row.promotion_code_id,
        ),
    ] {
        query(statement)
            .bind(id)
            .bind(reserved)
            .bind(redeemed)
            .bind(test_reserved)
            .bind(test_redeemed)
            .execute(&mut *conn)
            .await?;
    }
    for key in [Some(&row.customer_key), row.member_key.as_ref()]
        .into_iter()
        .flatten()
    {
        query(
            "UPDATE coupon_customer SET used = used - 1 \
             WHERE coupon_id = $1 AND customer_key = $2 AND test_mode = $3",
        )
        .bind(&row.coupon_id)
        .bind(key)
        .bind(i64::from(row.test_mode))
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// A redemption whose state was changed.
struct Redemption {
    coupon_id: String,
    promotion_code_id: String,
    customer_key: String,
    member_key: Option<String>,
    test_mode: bool,
}

async fn move_redemption(
    conn: &mut Conn,
    order_id: &str,
    from: &'static str,
    to: &'static str,
) -> Result<Option<Redemption>, StoreError> {
    let row = query(
        "UPDATE redemption SET state = $3 WHERE order_id = $1 AND state = $2 \
         RETURNING coupon_id, promotion_code_id, customer_key, member_key, test_mode",
    )
    .bind(order_id)
    .bind(from)
    .bind(to)
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Redemption {
            coupon_id: row.get("coupon_id")?,
            promotion_code_id: row.get("promotion_code_id")?,
            customer_key: row.get("customer_key")?,
            member_key: row.get("member_key")?,
            test_mode: row.get::<i64>("test_mode")? == 1,
        })
    })
    .transpose()
}

/// A released use is taken again for an order that was paid after all; false where a limit is
/// in the way.
pub(crate) async fn retake(conn: &mut Conn, order_id: &str) -> Result<bool, StoreError> {
    for statement in [
        "UPDATE customer SET orders = orders + 1, opened = opened + 1 WHERE EXISTS \
         (SELECT 1 FROM orders o WHERE o.id = $1 AND o.business_id = customer.business_id \
         AND o.customer_key = customer.customer_key AND o.test_mode = customer.test_mode)",
        "UPDATE customer SET orders = orders + 1, opened = opened + 1 WHERE EXISTS \
         (SELECT 1 FROM orders o WHERE o.id = $1 AND o.business_id = customer.business_id \
         AND o.member_key = customer.customer_key AND o.test_mode = customer.test_mode)",
    ] {
        query(statement).bind(order_id).execute(&mut *conn).await?;
    }
    let row = query(
        "UPDATE redemption SET state = 'redeemed' WHERE order_id = $1 AND state = 'released' \
         RETURNING coupon_id, promotion_code_id, customer_key, member_key, test_mode",
    )
    .bind(order_id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else {
        return Ok(true);
    };
    let coupon_id: String = row.get("coupon_id")?;
    let promotion_code_id: String = row.get("promotion_code_id")?;
    let keys = [
        Some(row.get::<String>("customer_key")?),
        row.get("member_key")?,
    ];
    let test_mode: i64 = row.get("test_mode")?;
    for (statement, id) in [
        (
            "UPDATE coupon SET redeemed = redeemed + 1 - $2, test_redeemed = test_redeemed + $2 \
             WHERE id = $1 AND (max_redemptions IS NULL OR CASE WHEN $2 = 1 \
             THEN test_reserved + test_redeemed ELSE reserved + redeemed END < max_redemptions)",
            &coupon_id,
        ),
        (
            "UPDATE promotion_code SET redeemed = redeemed + 1 - $2, \
             test_redeemed = test_redeemed + $2 \
             WHERE id = $1 AND (max_redemptions IS NULL OR CASE WHEN $2 = 1 \
             THEN test_reserved + test_redeemed ELSE reserved + redeemed END < max_redemptions)",
            &promotion_code_id,
        ),
    ] {
        let counted = query(statement)
            .bind(id)
            .bind(test_mode)
            .execute(&mut *conn)
            .await?;
        if counted != 1 {
            return Ok(false);
        }
    }
    for key in keys.iter().flatten() {
        let counted = query(
            "UPDATE coupon_customer SET used = used + 1 \
             WHERE coupon_id = $1 AND customer_key = $2 AND test_mode = $3 \
             AND used < COALESCE((SELECT max_per_customer FROM coupon WHERE id = $1), used + 1)",
        )
        .bind(&coupon_id)
        .bind(key)
        .bind(test_mode)
        .execute(&mut *conn)
        .await?;
        if counted != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}
