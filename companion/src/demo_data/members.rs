//! The studio has a sign-in of its own: a secret to sign with, and a code for one of its members.

use booking_engine::CustomerKey;

use crate::customer::member_key;
use crate::secret::Secret;
use crate::store::{Conn, StoreError, member_secrets, query};

/// The studio.
const BUSINESS: &str = "kiln-clay";
/// What it signs with; known to everybody, so good for nothing but the demo.
const SECRET: &str = "mbs_demo_of_kiln_clay_never_use_it_elsewhere";
/// The one member.
const MEMBER: &str = "potter-17";
/// Their code.
const CODE: &str = "POTTER15";

/// The member's key as a customer.
pub(super) fn key(secret: &Secret) -> Option<CustomerKey> {
    let member = MEMBER.parse().ok()?;
    member_key(secret, &member).parse().ok()
}

/// Loads secret and code where they are not there yet.
pub(super) async fn load(conn: &mut Conn, member: &CustomerKey) -> Result<(), StoreError> {
    if !member_secrets::has_other(conn, BUSINESS, SECRET).await? {
        member_secrets::add(conn, BUSINESS, SECRET, 0, 0).await?;
    }
    query(
        "INSERT INTO coupon (id, business_id, name, benefit, scope, customers, customers_named, \
         code, code_id, search) VALUES ('kiln-clay-potter15', $1, 'For our members', \
         '{\"percent\":{\"percent\":\"15\"}}', '\"everything\"', $2, $3, $4, \
         'kiln-clay-potter15-code', LOWER($4) || ' for our members') ON CONFLICT DO NOTHING",
    )
    .bind(BUSINESS)
    .bind(format!("[\"{}\"]", member.as_str()))
    .bind(format!("[{{\"member\":\"{MEMBER}\"}}]"))
    .bind(CODE)
    .execute(&mut *conn)
    .await?;
    query(
        "INSERT INTO promotion_code (id, business_id, coupon_id, code) \
         VALUES ('kiln-clay-potter15-code', $1, 'kiln-clay-potter15', $2) ON CONFLICT DO NOTHING",
    )
    .bind(BUSINESS)
    .bind(CODE)
    .execute(&mut *conn)
    .await?;
    Ok(())
}
