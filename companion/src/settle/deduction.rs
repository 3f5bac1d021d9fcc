//! What a code that was entered on Stripe's own page took off, as a discount of the order's price.

use booking_engine::{
    Benefit, Coupon, CouponCode, CouponId, PromotionCode, PromotionCodeId, Quote, price,
};

use crate::clock::instant;
use crate::moving::agreed::sold;
use crate::store::orders::Order;
use crate::stripe::Session;
use crate::{AppState, keys};

/// What names the coupon and the code of Stripe's in a price: none of ours has this id.
const AT_STRIPE: &str = "at-stripe";
/// What a code is called whose text Stripe does not tell.
const UNNAMED: &str = "STRIPE-CODE";

/// What Stripe's page took off by a code of the guest's, in minor units; none where the session may
/// have no such code, or its figures do not say that one explains the sum.
pub(super) fn taken_off(order: &Order, session: &Session) -> Option<i64> {
    let due_minor = order.quote.amount_due_minor;
    let total_minor = session.amount_total.filter(|total| *total >= 0)?;
    let off_minor = due_minor.checked_sub(total_minor)?;
    let told_minor = session.total_details?.amount_discount;
    let explained = session.amount_subtotal == Some(due_minor) && told_minor == off_minor;
    (order.codes_at_stripe && off_minor > 0 && explained).then_some(off_minor)
}

/// The order with the lower price, and the code; none where nothing was taken off, or where the
/// price with this discount is not what was paid.
pub(super) async fn lowered(
    state: &AppState,
    order: &Order,
    session: &Session,
) -> Option<(Order, CouponCode)> {
    let off_minor = taken_off(order, session)?;
    let code = code(state, order, session).await;
    let quote = quote(order, off_minor, &code)?;
    let mut order = order.clone();
    order.quote = quote;
    Some((order, code))
}

/// The text of the code that was entered.
async fn code(state: &AppState, order: &Order, session: &Session) -> CouponCode {
    let mut used = session.discounts.iter().flatten();
    let id = used.find_map(|it| it.promotion_code.as_deref());
    let mut found = None;
    if let Some(id) = id {
        // A key that may not read codes settles the payment all the same.
        found = keys::of_order(state, order)
            .await
            .promotion_code(id)
            .await
            .ok();
    }
    let read = found.and_then(|found| found.code.parse().ok());
    read.unwrap_or_else(|| UNNAMED.parse().expect("letters and a hyphen are a code"))
}

/// The price as it was agreed, with so much off.
fn quote(order: &Order, off_minor: i64, code: &CouponCode) -> Option<Quote> {
    let agreed = &order.quote;
    let (mut request, mut terms) = sold(&order.calendar_id, agreed);
    let coupon: CouponId = AT_STRIPE.parse().ok()?;
    let promotion_code: PromotionCodeId = AT_STRIPE.parse().ok()?;
    let benefit = Benefit::Fixed {
        amounts_minor: [(agreed.currency, off_minor)].into_iter().collect(),
    };
    let name = code.as_str().to_owned();
    terms
        .coupons
        .push(Coupon::of(coupon.clone(), name, benefit));
    terms
        .promotion_codes
        .push(PromotionCode::of(promotion_code, coupon, code.clone()));
    request.code = Some(code.as_str().to_owned());
    let quote = price(&request, &terms, instant(order.created_ms)).ok()?;
    let total_minor = agreed.total_minor - off_minor;
    let fits = quote.total_minor == total_minor && quote.amount_due_minor == total_minor;
    fits.then_some(quote)
}
