//! Codes that were presented: their coupon, and what counts against its limits.

use booking_engine::{CalendarId, Coupon, CouponCode, PromotionCode, Terms};

use super::{Query, Row, StoreError, parsed, query, small};
use crate::clock::instant;

/// A code of the business of a calendar, in the calendar's mode, and the history of a customer
/// once known. The same statement runs whether the code exists or not.
pub(crate) fn presented<'q>(
    calendar: &'q CalendarId,
    customer_key: Option<&'q str>,
    code: &'q CouponCode,
) -> Query<'q> {
    query(
        "SELECT p.id AS code_id, p.expires_ms, p.minimum_amount_minor AS code_minimum_minor, \
         p.max_redemptions AS code_max, p.first_purchase_only AS code_first, p.archived, \
         CASE WHEN k.test_mode = 1 THEN p.test_reserved + p.test_redeemed \
              ELSE p.reserved + p.redeemed END AS code_used, \
         c.id AS coupon_id, c.name, c.benefit, c.scope, c.starts_ms, c.ends_ms, \
         c.minimum_amount_minor, c.max_redemptions, c.max_per_customer, \
         c.first_purchase_only, c.active, c.version, \
         CASE WHEN k.test_mode = 1 THEN c.test_reserved + c.test_redeemed \
              ELSE c.reserved + c.redeemed END AS coupon_used, \
         COALESCE((SELECT u.used FROM coupon_customer u WHERE u.coupon_id = c.id \
              AND u.customer_key = $3 AND u.test_mode = k.test_mode), 0) AS customer_used, \
         COALESCE((SELECT o.orders FROM customer o WHERE o.business_id = p.business_id \
              AND o.customer_key = $3 AND o.test_mode = k.test_mode), 0) AS customer_orders \
         FROM calendar k JOIN promotion_code p ON p.business_id = k.business_id \
         JOIN coupon c ON c.id = p.coupon_id \
         WHERE k.id = $1 AND p.code = $2 ORDER BY p.archived LIMIT 1",
    )
    .bind(calendar.as_str())
    .bind(code.as_str())
    // No key is empty, so that a stranger has no history.
    .bind(customer_key.unwrap_or_default())
}

/// Adds the code, its coupon and what counts against their limits to the terms; answers the
/// version of the coupon's rule.
pub(crate) fn add_to_terms(
    row: &Row,
    code: &CouponCode,
    terms: &mut Terms,
) -> Result<i64, StoreError> {
    let number = |name| row.get::<i64>(name);
    let optional = |name| row.get::<Option<i64>>(name);
    let count = |name| -> Result<Option<u32>, StoreError> {
        optional(name)?
            .map(|n| small(n, "redemption limit"))
            .transpose()
    };
    let json = |name| row.get::<String>(name);
    let id = parsed(&row.get::<String>("coupon_id")?, "coupon id")?;
    let benefit =
        serde_json::from_str(&json("benefit")?).map_err(|_| StoreError::Malformed("benefit"))?;
    let coupon = Coupon {
        scope: serde_json::from_str(&json("scope")?).map_err(|_| StoreError::Malformed("scope"))?,
        starts_at: optional("starts_ms")?.map(instant),
        ends_at: optional("ends_ms")?.map(instant),
        minimum_amount_minor: optional("minimum_amount_minor")?,
        max_redemptions: count("max_redemptions")?,
        max_per_customer: count("max_per_customer")?,
        first_purchase_only: number("first_purchase_only")? == 1,
        active: number("active")? == 1,
        ..Coupon::of(id, row.get("name")?, benefit)
    };
    let id = parsed(&row.get::<String>("code_id")?, "promotion code id")?;
    let promotion_code = PromotionCode {
        expires_at: optional("expires_ms")?.map(instant),
        minimum_amount_minor: optional("code_minimum_minor")?,
        max_redemptions: count("code_max")?,
        first_purchase_only: number("code_first")? == 1,
        archived: number("archived")? == 1,
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
    terms.coupons.push(coupon);
    terms.promotion_codes.push(promotion_code);
    number("version")
}
