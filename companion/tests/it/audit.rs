//! What an audit finds: for every law of the books, at least one change that breaks it and is
//! noticed, and that goes unnoticed once it is taken back.

use std::collections::BTreeSet;

use booking_companion::outbox::endpoints::{self, NewEndpoint};
use booking_companion::owner::{self, Share};
use booking_companion::store::Store;
use booking_contract::OrderOpened;

use crate::app::{CLASS, KILN, Setup, TUESDAY, TestApp, new_key};

/// A law, a statement that breaks it, and one that mends what the first did. In both, the words
/// in braces stand for the orders of [`Orders`].
type Control = (&'static str, &'static str, &'static str);

/// Changes of what is counted.
const OF_COUNTERS: &[Control] = &[
    (
        "the counters of a coupon are its redemptions by state",
        "UPDATE coupon SET reserved = reserved + 1 WHERE max_redemptions IS NULL",
        "UPDATE coupon SET reserved = reserved - 1 WHERE max_redemptions IS NULL",
    ),
    (
        "the counters of a coupon are its redemptions by state",
        "UPDATE coupon SET redeemed = redeemed + 1 WHERE max_redemptions IS NULL",
        "UPDATE coupon SET redeemed = redeemed - 1 WHERE max_redemptions IS NULL",
    ),
    (
        "the counters of a coupon are its redemptions by state",
        "UPDATE coupon SET test_reserved = test_reserved - 1 WHERE test_reserved > 0",
        "UPDATE coupon SET test_reserved = test_reserved + 1 \
         WHERE id IN (SELECT coupon_id FROM redemption WHERE state = 'reserved')",
    ),
    (
        "the counters of a coupon are its redemptions by state",
        "UPDATE coupon SET test_redeemed = test_redeemed - 1 WHERE test_redeemed > 0",
        "UPDATE coupon SET test_redeemed = test_redeemed + 1 \
         WHERE id IN (SELECT coupon_id FROM redemption WHERE state = 'redeemed')",
    ),
    (
        "the counters of a promotion code are its redemptions by state",
        "UPDATE promotion_code SET reserved = reserved + 1 WHERE max_redemptions IS NULL",
        "UPDATE promotion_code SET reserved = reserved - 1 WHERE max_redemptions IS NULL",
    ),
    (
        "the counters of a promotion code are its redemptions by state",
        "UPDATE promotion_code SET redeemed = redeemed + 1 WHERE max_redemptions IS NULL",
        "UPDATE promotion_code SET redeemed = redeemed - 1 WHERE max_redemptions IS NULL",
    ),
    (
        "the counters of a promotion code are its redemptions by state",
        "UPDATE promotion_code SET test_reserved = test_reserved - 1 WHERE test_reserved > 0",
        "UPDATE promotion_code SET test_reserved = test_reserved + 1 \
         WHERE id IN (SELECT promotion_code_id FROM redemption WHERE state = 'reserved')",
    ),
    (
        "the counters of a promotion code are its redemptions by state",
        "UPDATE promotion_code SET test_redeemed = test_redeemed - 1 WHERE test_redeemed > 0",
        "UPDATE promotion_code SET test_redeemed = test_redeemed + 1 \
         WHERE id IN (SELECT promotion_code_id FROM redemption WHERE state = 'redeemed')",
    ),
    (
        "a coupon's own code is a code of it in use, of the same text",
        "UPDATE promotion_code SET archived = 1 WHERE code = 'WELCOME10'",
        "UPDATE promotion_code SET archived = 0 WHERE code = 'WELCOME10'",
    ),
    (
        "a coupon's own code is a code of it in use, of the same text",
        "UPDATE coupon SET code = 'OTHER' WHERE code = 'WELCOME10'",
        "UPDATE coupon SET code = 'WELCOME10' WHERE code = 'OTHER'",
    ),
    (
        "a customer's uses of a coupon are their redemptions that were not released",
        "UPDATE coupon_customer SET used = used + 1",
        "UPDATE coupon_customer SET used = used - 1",
    ),
    (
        "a customer's uses of a coupon are their redemptions that were not released",
        "INSERT INTO coupon_customer (coupon_id, customer_key, test_mode, used) \
         SELECT coupon_id, 'nobody', 1, 1 FROM redemption WHERE order_id = '{paid}'",
        "DELETE FROM coupon_customer WHERE customer_key = 'nobody'",
    ),
    (
        "a customer's orders are those that have seats",
        "UPDATE customer SET orders = orders + 1",
        "UPDATE customer SET orders = orders - 1",
    ),
    (
        "a customer's orders are those that have seats",
        "INSERT INTO customer (business_id, customer_key, test_mode, orders) \
         SELECT business_id, customer_key, 0, 1 FROM orders WHERE id = '{paid}'",
        "DELETE FROM customer WHERE test_mode = 0",
    ),
    (
        "a redemption is of the member of its order",
        "UPDATE orders SET member_id = 'm', member_key = 'k' WHERE id = '{paid}'",
        "UPDATE orders SET member_id = NULL, member_key = NULL WHERE id = '{paid}'",
    ),
    (
        "the holds counted for a network or a customer are their open orders",
        "UPDATE live_hold SET live = live + 1 \
         WHERE key = (SELECT network_key FROM orders WHERE id = '{waiting}')",
        "UPDATE live_hold SET live = live - 1 \
         WHERE key = (SELECT network_key FROM orders WHERE id = '{waiting}')",
    ),
    (
        "the holds counted for a network or a customer are their open orders",
        "UPDATE live_hold SET live = live - 1 \
         WHERE key = (SELECT customer_key FROM orders WHERE id = '{waiting}')",
        "UPDATE live_hold SET live = live + 1 \
         WHERE key = (SELECT customer_key FROM orders WHERE id = '{waiting}')",
    ),
    (
        "the holds counted for a network or a customer are their open orders",
        "INSERT INTO live_hold (business_id, key, live) \
         SELECT business_id, 'nobody', 1 FROM orders WHERE id = '{waiting}'",
        "DELETE FROM live_hold WHERE key = 'nobody'",
    ),
];

/// Changes of what is held and used up.
const OF_HOLDS: &[Control] = &[
    (
        "the seats taken in a session are those of its holds",
        "UPDATE slot_session SET taken = taken + 1 WHERE taken > 0",
        "UPDATE slot_session SET taken = taken - 1 WHERE taken > 0",
    ),
    (
        "a session has its cells exactly while seats are taken",
        "UPDATE cell SET cell = cell + 1000000",
        "UPDATE cell SET cell = cell - 1000000",
    ),
    (
        "a session has its cells exactly while seats are taken",
        "UPDATE slot_session SET cell_to = cell_to + 1 WHERE taken > 0",
        "UPDATE slot_session SET cell_to = cell_to - 1 WHERE taken > 0",
    ),
    (
        "a cell belongs to a session that covers it",
        "UPDATE cell SET cell = cell + 1000000",
        "UPDATE cell SET cell = cell - 1000000",
    ),
    (
        "an order holds seats exactly while it is open or paid",
        "UPDATE hold SET state = 'confirmed' WHERE order_id = '{waiting}'",
        "UPDATE hold SET state = 'held' WHERE order_id = '{waiting}'",
    ),
    (
        "an order holds seats exactly while it is open or paid",
        "UPDATE hold SET state = 'held' WHERE order_id = '{paid}'",
        "UPDATE hold SET state = 'confirmed' WHERE order_id = '{paid}'",
    ),
    (
        "an order holds seats exactly while it is open or paid",
        "UPDATE hold SET state = 'held' WHERE order_id = '{refunded}'",
        "UPDATE hold SET state = 'released' WHERE order_id = '{refunded}'",
    ),
    (
        "an order's redemption is in the state that the order's state asks for",
        "UPDATE redemption SET state = 'redeemed' WHERE order_id = '{waiting}'",
        "UPDATE redemption SET state = 'reserved' WHERE order_id = '{waiting}'",
    ),
    (
        "an order's redemption is in the state that the order's state asks for",
        "UPDATE redemption SET state = 'released' WHERE order_id = '{paid}'",
        "UPDATE redemption SET state = 'redeemed' WHERE order_id = '{paid}'",
    ),
    (
        "an order's redemption is in the state that the order's state asks for",
        "UPDATE orders SET state = 'refunded' WHERE id = '{waiting}'",
        "UPDATE orders SET state = 'awaiting' WHERE id = '{waiting}'",
    ),
    (
        "an order's redemption is in the state that the order's state asks for",
        "UPDATE orders SET state = 'expired' WHERE id = '{paid}'",
        "UPDATE orders SET state = 'paid' WHERE id = '{paid}'",
    ),
    (
        "an order has a redemption exactly where it has a discount that is not Stripe's",
        "UPDATE orders SET discount_minor = 0, subtotal_minor = total_minor WHERE id = '{paid}'",
        "UPDATE orders SET discount_minor = 960, subtotal_minor = total_minor + 960 \
         WHERE id = '{paid}'",
    ),
    (
        "an order has a redemption exactly where it has a discount that is not Stripe's",
        "UPDATE orders SET discount_minor = 1, subtotal_minor = total_minor + 1 \
         WHERE id = '{refunded}'",
        "UPDATE orders SET discount_minor = 0, subtotal_minor = total_minor \
         WHERE id = '{refunded}'",
    ),
    (
        "a booked seat is an attendee who was not called off",
        "UPDATE hold SET seats = seats + 1 WHERE order_id = '{paid}'",
        "UPDATE hold SET seats = seats - 1 WHERE order_id = '{paid}'",
    ),
    (
        "a booked seat is an attendee who was not called off",
        "UPDATE refund SET attendee = NULL WHERE order_id = '{paid}'",
        "UPDATE refund SET attendee = 1 WHERE order_id = '{paid}'",
    ),
];

/// Changes of what was paid and given back.
const OF_MONEY: &[Control] = &[
    (
        "an appointment without an order costs nothing and tells nothing",
        "UPDATE orders SET recorded = 0 WHERE id = '{paid}'",
        "UPDATE orders SET recorded = 1 WHERE id = '{paid}'",
    ),
    (
        "an order has one creation record of 0",
        "UPDATE order_transaction SET kind = 'dispute' \
         WHERE kind = 'created' AND order_id = '{paid}'",
        "UPDATE order_transaction SET kind = 'created' WHERE kind = 'dispute'",
    ),
    (
        "a movement of money is of its order's mode",
        "UPDATE order_transaction SET test_mode = 0 WHERE kind = 'refund'",
        "UPDATE order_transaction SET test_mode = 1 WHERE kind = 'refund'",
    ),
    (
        "what an order received is its payments",
        "UPDATE orders SET received_minor = received_minor + 1 WHERE id = '{paid}'",
        "UPDATE orders SET received_minor = received_minor - 1 WHERE id = '{paid}'",
    ),
    (
        "what an order received is its payments",
        "UPDATE orders SET stripe_payment = stripe_payment || 'x' WHERE id = '{paid}'",
        "UPDATE orders SET stripe_payment = \
         substr(stripe_payment, 1, length(stripe_payment) - 1) WHERE id = '{paid}'",
    ),
    (
        "what an order gives back is its refunds that did not fail, and not more than it received",
        "UPDATE orders SET returned_minor = returned_minor - 1 WHERE id = '{paid}'",
        "UPDATE orders SET returned_minor = returned_minor + 1 WHERE id = '{paid}'",
    ),
    (
        "what an order gives back is its refunds that did not fail, and not more than it received",
        "UPDATE orders SET received_minor = received_minor - 1 WHERE id = '{refunded}'",
        "UPDATE orders SET received_minor = received_minor + 1 WHERE id = '{refunded}'",
    ),
    (
        "a refund has moved its money exactly once it has arrived",
        "UPDATE refund SET state = 'failed' WHERE order_id = '{refunded}'",
        "UPDATE refund SET state = 'succeeded' WHERE order_id = '{refunded}'",
    ),
    (
        "a movement back belongs to a refund",
        "UPDATE refund SET stripe_refund = stripe_refund || 'x' WHERE order_id = '{refunded}'",
        "UPDATE refund SET stripe_refund = \
         substr(stripe_refund, 1, length(stripe_refund) - 1) WHERE order_id = '{refunded}'",
    ),
    (
        "nobody pays more than their order costs",
        "UPDATE orders SET received_minor = received_minor + 1 WHERE id = '{paid}'",
        "UPDATE orders SET received_minor = received_minor - 1 WHERE id = '{paid}'",
    ),
    (
        "a payment beside the booking's that was made has its movement, of its amount",
        "UPDATE order_payment SET state = 'paid', transaction_id = 'hand:nowhere:1'",
        "UPDATE order_payment SET state = 'void', transaction_id = NULL",
    ),
    (
        "a link that may take money has its turn, and an order that is not booked has none open",
        "UPDATE order_payment SET state = 'open'",
        "UPDATE order_payment SET state = 'void'",
    ),
    (
        "a payment gives back no more than it brought",
        "UPDATE refund SET payment = 1 WHERE order_id = '{refunded}'",
        "UPDATE refund SET payment = NULL WHERE order_id = '{refunded}'",
    ),
    (
        "a refunded order has nothing left",
        "UPDATE orders SET received_minor = received_minor + 1 WHERE id = '{refunded}'",
        "UPDATE orders SET received_minor = received_minor - 1 WHERE id = '{refunded}'",
    ),
    (
        "an order that gives back has a refund that has not arrived",
        "UPDATE orders SET state = 'refund_pending' WHERE id = '{refunded}'",
        "UPDATE orders SET state = 'refunded' WHERE id = '{refunded}'",
    ),
    (
        "a refund that is asked for or on its way has its turn",
        "UPDATE refund SET next_at_ms = 1 WHERE order_id = '{refunded}'",
        "UPDATE refund SET next_at_ms = NULL WHERE order_id = '{refunded}'",
    ),
    (
        "a refund that is asked for or on its way has its turn",
        "UPDATE refund SET state = 'requested' WHERE order_id = '{refunded}'",
        "UPDATE refund SET state = 'succeeded' WHERE order_id = '{refunded}'",
    ),
    (
        "a paid order has been paid its amount due in one movement",
        "UPDATE orders SET amount_due_minor = amount_due_minor - 1 WHERE id = '{paid}'",
        "UPDATE orders SET amount_due_minor = amount_due_minor + 1 WHERE id = '{paid}'",
    ),
    (
        "a paid order has been paid its amount due in one movement",
        "UPDATE order_transaction SET kind = 'dispute' \
         WHERE kind = 'payment' AND order_id = '{paid}'",
        "UPDATE order_transaction SET kind = 'payment' WHERE kind = 'dispute'",
    ),
    (
        "an order that is not paid has no payment",
        "UPDATE orders SET state = 'awaiting' WHERE id = '{paid}'",
        "UPDATE orders SET state = 'paid' WHERE id = '{paid}'",
    ),
];

/// Changes of codes that were entered at Stripe.
const OF_CODES: &[Control] = &[
    (
        "only an order whose guest could enter a code at Stripe has one of there, and a discount",
        "UPDATE orders SET stripe_code = 'LATER' WHERE id = '{paid}'",
        "UPDATE orders SET stripe_code = NULL WHERE id = '{paid}'",
    ),
    (
        "only an order whose guest could enter a code at Stripe has one of there, and a discount",
        "UPDATE orders SET stripe_code = 'LATER', codes_at_stripe = 1 WHERE id = '{refunded}'",
        "UPDATE orders SET stripe_code = NULL, codes_at_stripe = 0 WHERE id = '{refunded}'",
    ),
];

/// Changes of what is told, and of what owners did.
const OF_WORDS: &[Control] = &[
    (
        "an order has told of its creation once",
        "UPDATE outbox_event SET fact = fact || 'x' \
         WHERE type = 'order.created' AND order_id = '{paid}'",
        "UPDATE outbox_event SET fact = order_id \
         WHERE type = 'order.created' AND order_id = '{paid}'",
    ),
    (
        "a movement has told of itself once",
        "UPDATE outbox_event SET fact = fact || 'x' \
         WHERE type = 'payment.refunded' AND order_id = '{refunded}'",
        "UPDATE outbox_event SET fact = substr(fact, 1, length(fact) - 1) \
         WHERE type = 'payment.refunded' AND order_id = '{refunded}'",
    ),
    (
        "an event about money is about a movement",
        "UPDATE outbox_event SET fact = fact || 'x' \
         WHERE type = 'payment.received' AND order_id = '{paid}'",
        "UPDATE outbox_event SET fact = substr(fact, 1, length(fact) - 1) \
         WHERE type = 'payment.received' AND order_id = '{paid}'",
    ),
    (
        "a coupon that was redeemed has told of it once, one that only was reserved has not",
        "UPDATE outbox_event SET type = 'nothing' \
         WHERE type = 'coupon.redeemed' AND order_id = '{paid}'",
        "UPDATE outbox_event SET type = 'coupon.redeemed' WHERE type = 'nothing'",
    ),
    (
        "a coupon that was redeemed has told of it once, one that only was reserved has not",
        "UPDATE outbox_event SET type = 'coupon.redeemed' \
         WHERE type = 'payment.received' AND order_id = '{waiting}'",
        "UPDATE outbox_event SET type = 'payment.received' \
         WHERE type = 'coupon.redeemed' AND order_id = '{waiting}'",
    ),
    (
        "an event about a coupon is about a redemption",
        "UPDATE outbox_event SET type = 'coupon.redeemed' \
         WHERE type = 'order.created' AND order_id = '{refunded}'",
        "UPDATE outbox_event SET type = 'order.created' \
         WHERE type = 'coupon.redeemed' AND order_id = '{refunded}'",
    ),
    (
        "an order that came to nothing has told of it, one that did not has not",
        "UPDATE outbox_event SET type = 'nothing' \
         WHERE type = 'order.cancelled' AND order_id = '{released}'",
        "UPDATE outbox_event SET type = 'order.cancelled' WHERE type = 'nothing'",
    ),
    (
        "an order that came to nothing has told of it, one that did not has not",
        "UPDATE outbox_event SET type = 'order.cancelled' \
         WHERE type = 'order.created' AND order_id = '{waiting}'",
        "UPDATE outbox_event SET type = 'order.created' \
         WHERE type = 'order.cancelled' AND order_id = '{waiting}'",
    ),
    (
        "an order that came to nothing has told of it, one that did not has not",
        "UPDATE outbox_event SET type = 'order.cancelled' \
         WHERE type = 'coupon.redeemed' AND order_id = '{paid}'",
        "UPDATE outbox_event SET type = 'coupon.redeemed' \
         WHERE type = 'order.cancelled' AND order_id = '{paid}'",
    ),
    (
        "the events of an order are counted from 1 without gaps",
        "UPDATE outbox_event SET seq = seq + 100 WHERE order_id = '{waiting}' AND seq = 2",
        "UPDATE outbox_event SET seq = 2 WHERE order_id = '{waiting}' AND seq = 102",
    ),
    (
        "what is delivered is of the business and the mode of its receiver",
        "UPDATE webhook_endpoint SET test_mode = 0",
        "UPDATE webhook_endpoint SET test_mode = 1",
    ),
    (
        "what is delivered is of the business and the mode of its receiver",
        "UPDATE webhook_delivery SET seq = seq + 1 WHERE order_id = '{waiting}'",
        "UPDATE webhook_delivery SET seq = seq - 1 WHERE order_id = '{waiting}'",
    ),
    (
        "an entry of the owner's log follows from the one before",
        "UPDATE owner_log SET at_ms = at_ms + 1 WHERE seq = 1",
        "UPDATE owner_log SET at_ms = at_ms - 1 WHERE seq = 1",
    ),
];

/// One order of each kind that the laws tell apart.
struct Orders {
    /// With a coupon, and one of two attendees called off.
    paid: String,
    /// Without a coupon, and all given back.
    refunded: String,
    /// With a coupon, and given up.
    released: String,
    /// With a coupon, at the payment page, from a network that is counted.
    waiting: String,
}

impl Orders {
    async fn booked(app: &TestApp) -> Self {
        let paid = app.paid(Some("WELCOME10")).await;
        let refunded = app.paid(None).await;
        for (opened, share) in [(&paid, Share::Attendee(1)), (&refunded, Share::Everything)] {
            let back = owner::refund(&app.state, &opened.order.id, share, "test").await;
            back.expect("the books answer").expect("a refund");
        }
        let released = app.awaiting(Some("WELCOME10")).await;
        app.release(&released).await;
        let body = app.confirmation(CLASS, 2, TUESDAY, Some("WELCOME10")).await;
        let request = app
            .http
            .post(format!("{}/v1/calendars/{KILN}/orders", app.url))
            .header("idempotency-key", new_key())
            .header("x-forwarded-for", "203.0.113.7")
            .json(&body);
        let waiting: OrderOpened = app.send(request).await.success();
        let [paid, refunded, released, waiting] =
            [paid, refunded, released, waiting].map(|opened| opened.order.id);
        Self {
            paid,
            refunded,
            released,
            waiting,
        }
    }

    fn named_in(&self, statement: &str) -> String {
        statement
            .replace("{paid}", &self.paid)
            .replace("{refunded}", &self.refunded)
            .replace("{released}", &self.released)
            .replace("{waiting}", &self.waiting)
    }
}

fn controls() -> impl Iterator<Item = &'static Control> {
    [OF_COUNTERS, OF_HOLDS, OF_MONEY, OF_CODES, OF_WORDS]
        .into_iter()
        .flatten()
}

#[test]
fn every_law_has_a_control() {
    let controlled: BTreeSet<&str> = controls().map(|(law, ..)| *law).collect();
    assert_eq!(controlled, Store::laws().collect());
}

#[tokio::test]
async fn every_law_is_seen_to_be_broken_and_to_be_mended() {
    let app = TestApp::start_with(Setup {
        mute: true,
        ..Setup::default()
    })
    .await;
    let endpoint = NewEndpoint {
        business_id: "kiln-clay".to_owned(),
        url: "http://127.0.0.1:9/".to_owned(),
        events: None,
        test_mode: true,
        loopback: true,
    };
    // Only where there are limits are unpaid holds counted.
    app.sql("UPDATE business SET holds_per_network_max = 3, holds_per_customer_max = 3")
        .await;
    let added = endpoints::add(&app.state.store, endpoint, app.clock.now()).await;
    added.expect("an endpoint");
    let orders = Orders::booked(&app).await;
    // A link that nobody paid.
    let link = "INSERT INTO order_payment (order_id, number, method, state, amount_minor, \
         created_ms, updated_ms) VALUES ('{refunded}', 1, 'link', 'void', 1, 0, 0)";
    app.sql(&orders.named_in(link)).await;
    app.check_books().await;
    // Whoever breaks the books on purpose does not stop at a trigger.
    app.books.allow_changes("order_transaction").await;
    app.books.allow_changes("owner_log").await;
    for (law, breaks, mends) in controls() {
        let changed = app.sql(&orders.named_in(breaks)).await;
        assert!(changed > 0, "nothing was broken: {breaks}");
        let violations = app.state.store.violations().await.expect("an audit");
        let seen = violations.iter().any(|violation| violation.law == *law);
        assert!(seen, "{law}, by {breaks}: {violations:?}");
        app.sql(&orders.named_in(mends)).await;
        let violations = app.state.store.violations().await.expect("an audit");
        assert_eq!(violations, [], "{mends}");
    }
}
