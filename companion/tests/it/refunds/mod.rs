//! Money back: in full, per attendee, in part; by the owner, by Stripe's dashboard, by banks.

mod added_only;
mod at_stripe;
mod by_owner;
mod mismatch;
mod on_its_way;

use booking_companion::owner::{self, RefundRefusal, Share};
use booking_contract::OrderOpened;

use crate::app::{Setup, TestApp};

const REDEEMED: &str = "SELECT test_redeemed FROM coupon WHERE id = 'kiln-clay-lastone'";

async fn mute() -> TestApp {
    TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await
}

async fn refund(
    app: &TestApp,
    opened: &OrderOpened,
    share: Share,
) -> Result<owner::Refunded, RefundRefusal> {
    let refunded = owner::refund(&app.state, &opened.order.id, share, "test").await;
    refunded.expect("the books answer")
}
