//! Codes that were presented and coupons that were granted: the rule, and what counts against its
//! limits.

use booking_engine::{
    CalendarId, Coupon, CouponCode, CouponId, CustomerKey, FirstPurchaseScope, GrantedCoupon,
    LOOK_ALIKES_MAX, PromotionCode, Purchase, Terms,
};

use super::catalog::Calendar;
use super::{Conn, Query, Row, StoreError, json, parsed, query, small};
use crate::clock::instant;
use crate::customer::Customer;

/// Texts that are no codes: they take the places of look-alikes that a code does not have.
const NO_CODES: [&str; LOOK_ALIKES_MAX] = [
    "?1", "?2", "?3", "?4", "?5", "?6", "?7", "?8", "?9", "?10", "?11", "?12", "?13", "?14", "?15",
];

/// What is read of a code, with `$3` for the customer's address and `$4` for the member. Of what is
/// counted under both, the more counts.
macro_rules! of_codes {
    ($meant:literal) => {
        concat!(
            "SELECT p.id AS code_id, p.code, p.expires_ms, \
             p.minimum_amount_minor AS code_minimum_minor, \
             p.max_redemptions AS code_max, p.first_purchase_only AS code_first, p.archived, \
             CASE WHEN k.test_mode = 1 THEN p.test_reserved + p.test_redeemed \
                  ELSE p.reserved + p.redeemed END AS code_used, \
             c.id AS coupon_id, c.name, c.benefit, c.scope, c.starts_ms, c.ends_ms, \
             c.minimum_amount_minor, c.max_redemptions, c.max_per_customer, \
             c.first_purchase_only, c.active, c.version, c.customers, c.conditions, c.duration, \
             p.customer, \
             CASE WHEN k.test_mode = 1 THEN c.test_reserved + c.test_redeemed \
                  ELSE c.reserved + c.redeemed END AS coupon_used, \
             COALESCE((SELECT MAX(u.used) FROM coupon_customer u WHERE u.coupon_id = c.id \
                  AND u.customer_key IN ($3, $4) AND u.test_mode = k.test_mode), 0) \
                  AS customer_used, \
             COALESCE((SELECT MAX(o.orders) FROM customer o \
                  WHERE o.business_id = p.business_id \
                  AND o.customer_key IN ($3, $4) AND o.test_mode = k.test_mode), 0) \
                  AS customer_orders, \
             COALESCE((SELECT o.opened FROM customer o WHERE o.business_id = p.business_id \
                  AND o.customer_key = $3 AND o.test_mode = k.test_mode), 0) AS email_opened, \
             COALESCE((SELECT o.opened FROM customer o WHERE o.business_id = p.business_id \
                  AND o.customer_key = $4 AND o.test_mode = k.test_mode), 0) AS member_opened \
             FROM calendar k JOIN promotion_code p ON p.business_id = k.business_id \
             JOIN coupon c ON c.id = p.coupon_id \
             WHERE k.id = $1 AND (p.customer IS NULL OR p.customer IN ($3, $4) \
                  OR ($3 = '' AND p.customer NOT LIKE 'member:%')) \
             AND p.code ",
            $meant,
            // A code of one's own comes before one that may be somebody else's.
            "p.archived, CASE WHEN p.customer IN ($3, $4) THEN 0 ELSE 1 END, p.id LIMIT 1"
        )
    };
}

/// A code of the business of a calendar, in the calendar's mode, and the history of a customer
/// once known. The same statement runs whether the code exists or not.
pub(crate) fn presented<'q>(
    calendar: &'q CalendarId,
    customer: &'q Customer,
    code: &'q CouponCode,
) -> Query<'q> {
    of_customer(of_codes!("= $2 ORDER BY "), calendar, customer, code)
}

/// The same for a code that was typed by hand: itself, or else one that looks like it. As many
/// codes are looked for whatever was typed, so that it takes the same time.
pub(crate) fn meant<'q>(
    calendar: &'q CalendarId,
    customer: &'q Customer,
    code: &'q CouponCode,
    look_alikes: &'q [CouponCode],
) -> Query<'q> {
    let statement = of_customer(
        of_codes!(
            "IN ($2, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) \
             ORDER BY CASE WHEN p.code = $2 THEN 0 ELSE 1 END, "
        ),
        calendar,
        customer,
        code,
    );
    let others = look_alikes.iter().map(CouponCode::as_str).chain(NO_CODES);
    others.take(LOOK_ALIKES_MAX).fold(statement, Query::bind)
}

fn of_customer<'q>(
    statement: &'static str,
    calendar: &'q CalendarId,
    customer: &'q Customer,
    code: &'q CouponCode,
) -> Query<'q> {
    query(statement)
        .bind(calendar.as_str())
        .bind(code.as_str())
        // No key is empty, so that a stranger has no history.
        .bind(customer.email_key())
        .bind(customer.member_key())
}

/// The coupons that a customer of the business of a calendar holds, with what counts against
/// their limits, oldest first.
pub(crate) fn granted<'q>(calendar: &'q CalendarId, customer: &'q Customer) -> Query<'q> {
    query(
        "SELECT g.id AS grant_id, g.at_ms, g.location_id, \
         c.id AS coupon_id, c.name, c.benefit, c.scope, c.starts_ms, c.ends_ms, \
         c.minimum_amount_minor, c.max_redemptions, c.max_per_customer, \
         c.first_purchase_only, c.active, c.version, c.customers, c.conditions, c.duration, \
         CASE WHEN k.test_mode = 1 THEN c.test_reserved + c.test_redeemed \
              ELSE c.reserved + c.redeemed END AS coupon_used, \
         COALESCE((SELECT MAX(u.used) FROM coupon_customer u WHERE u.coupon_id = c.id \
              AND u.customer_key IN ($2, $3) AND u.test_mode = k.test_mode), 0) \
              AS customer_used, \
         COALESCE((SELECT MAX(o.orders) FROM customer o WHERE o.business_id = g.business_id \
              AND o.customer_key IN ($2, $3) AND o.test_mode = k.test_mode), 0) \
              AS customer_orders, \
         COALESCE((SELECT o.opened FROM customer o WHERE o.business_id = g.business_id \
              AND o.customer_key = $2 AND o.test_mode = k.test_mode), 0) AS email_opened, \
         COALESCE((SELECT o.opened FROM customer o WHERE o.business_id = g.business_id \
              AND o.customer_key = $3 AND o.test_mode = k.test_mode), 0) AS member_opened \
         FROM calendar k JOIN coupon_grant g ON g.business_id = k.business_id \
         JOIN promotion_code p ON p.id = g.id AND p.archived = 0 \
         JOIN coupon c ON c.id = g.coupon_id \
         WHERE k.id = $1 AND g.customer_key IN ($2, $3) ORDER BY g.at_ms, g.id",
    )
    .bind(calendar.as_str())
    .bind(customer.email_key())
    .bind(customer.member_key())
}

/// What the orders of a customer that have seats are of, where the business's first purchases are
/// those of a service at a location; nothing where they are not, or nobody is known.
pub(crate) async fn purchases(
    conn: &mut Conn,
    calendar: &Calendar,
    customer: &Customer,
) -> Result<Vec<Purchase>, StoreError> {
    let business = &calendar.business;
    let by_service = FirstPurchaseScope::ServiceAtLocation;
    if business.policy.first_purchase_scope != by_service || customer.keys().next().is_none() {
        return Ok(Vec::new());
    }
    let rows = query(
        "SELECT DISTINCT s.service_id, o.location_id FROM orders o \
         JOIN hold h ON h.order_id = o.id AND h.state <> 'released' \
         JOIN slot_session s ON s.id = h.session_id \
         WHERE o.business_id = $1 AND (o.customer_key = $2 OR o.member_key = $3) \
         AND o.test_mode = $4 AND o.recorded = 1",
    )
    .bind(business.id.as_str())
    .bind(customer.email_key())
    .bind(customer.member_key())
    .bind(i64::from(calendar.test_mode))
    .fetch_all(conn)
    .await?;
    let purchase = |row: &Row| {
        let location: Option<String> = row.get("location_id")?;
        Ok(Purchase {
            service_id: parsed(&row.get::<String>("service_id")?, "service id")?,
            location_id: location.map(|id| parsed(&id, "location id")).transpose()?,
        })
    };
    rows.iter().map(purchase).collect()
}

/// Adds a granted coupon and what counts against its limits to the terms of its customer; answers
/// the coupon with the version of its rule.
pub(crate) fn add_grant(row: &Row, terms: &mut Terms) -> Result<(CouponId, i64), StoreError> {
    let coupon = read_coupon(row)?;
    let id = coupon.id.clone();
    let location: Option<String> = row.get("location_id")?;
    terms.granted.push(GrantedCoupon {
        id: parsed(&row.get::<String>("grant_id")?, "grant id")?,
        coupon_id: id.clone(),
        granted_at: instant(row.get("at_ms")?),
        location_id: location.map(|id| parsed(&id, "location id")).transpose()?,
    });
    let used = |name| small(row.get(name)?, "number of uses");
    let history = &mut terms.history;
    history
        .coupon_redemptions
        .insert(id.clone(), used("coupon_used")?);
    history
        .customer_redemptions
        .insert(id.clone(), used("customer_used")?);
    history.customer_orders = used("customer_orders")?;
    if !terms.coupons.iter().any(|known| known.id == id) {
        terms.coupons.push(coupon);
    }
    Ok((id, row.get("version")?))
}

/// Adds the code, its coupon and what counts against their limits to the terms; answers the
/// coupon with the version of its rule.
pub(crate) fn add_to_terms(
    row: &Row,
    code: &CouponCode,
    terms: &mut Terms,
) -> Result<(CouponId, i64), StoreError> {
    let number = |name| row.get::<i64>(name);
    let optional = |name| row.get::<Option<i64>>(name);
    let count = |name| -> Result<Option<u32>, StoreError> {
        optional(name)?
            .map(|n| small(n, "redemption limit"))
            .transpose()
    };
    let coupon = read_coupon(row)?;
    let id = parsed(&row.get::<String>("code_id")?, "promotion code id")?;
    let promotion_code = PromotionCode {
        expires_at: optional("expires_ms")?.map(instant),
        minimum_amount_minor: optional("code_minimum_minor")?,
        max_redemptions: count("code_max")?,
        first_purchase_only: number("code_first")? == 1,
        archived: number("archived")? == 1,
        customer: row
            .get::<Option<String>>("customer")?
            .map(|key| parsed(&key, "customer key"))
            .transpose()?,
        ..PromotionCode::of(id, coupon.id.clone(), code.clone())
    };
    let history = &mut terms.history;
    let used = |name| small(number(name)?, "number of uses");
    history
        .coupon_redemptions
        .insert(coupon.id.clone(), used("coupon_used")?);
    history
        .code_redemptions
        .insert(promotion_code.id.clone(), used("code_used")?);
    history
        .customer_redemptions
        .insert(coupon.id.clone(), used("customer_used")?);
    history.customer_orders = used("customer_orders")?;
    let id = coupon.id.clone();
    terms.coupons.push(coupon);
    terms.promotion_codes.push(promotion_code);
    Ok((id, number("version")?))
}

/// Whether the coupon of a code may be for this customer, as far as it is known who that is.
pub(crate) fn may_be_for(row: &Row, customer: &Customer) -> Result<bool, StoreError> {
    let only: Vec<CustomerKey> = json(&row.get::<String>("customers")?, "list of customers")?;
    Ok(customer.may_be_one_of(&only))
}

/// The coupon of a row with its columns.
pub(super) fn read_coupon(row: &Row) -> Result<Coupon, StoreError> {
    let number = |name| row.get::<i64>(name);
    let optional = |name| row.get::<Option<i64>>(name);
    let text = |name| row.get::<String>(name);
    let count = |name| -> Result<Option<u32>, StoreError> {
        optional(name)?
            .map(|n| small(n, "redemption limit"))
            .transpose()
    };
    let id = parsed(&text("coupon_id")?, "coupon id")?;
    let benefit = json(&text("benefit")?, "benefit")?;
    Ok(Coupon {
        scope: json(&text("scope")?, "scope")?,
        starts_at: optional("starts_ms")?.map(instant),
        ends_at: optional("ends_ms")?.map(instant),
        minimum_amount_minor: optional("minimum_amount_minor")?,
        max_redemptions: count("max_redemptions")?,
        max_per_customer: count("max_per_customer")?,
        first_purchase_only: number("first_purchase_only")? == 1,
        active: number("active")? == 1,
        customers: json(&text("customers")?, "list of customers")?,
        conditions: json(&text("conditions")?, "conditions")?,
        duration: json(&text("duration")?, "duration")?,
        ..Coupon::of(id, text("name")?, benefit)
    })
}
