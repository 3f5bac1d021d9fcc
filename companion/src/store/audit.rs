//! What must hold of the books at any time, as questions whose answer is 0.

use super::db::script;
use super::{Conn, Store, StoreError, kept, owner_log, query};

/// A law of the books that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The law.
    pub law: &'static str,
    /// How many rows break it.
    pub rows: i64,
}

/// How an audit's transaction begins on PostgreSQL: everything else there ends after seconds,
/// and large books take longer.
const UNHURRIED: &str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; \
                         SET LOCAL statement_timeout = 0";
/// The one law that no statement can count.
const LAW_OF_THE_LOG: &str = "an entry of the owner's log follows from the one before";

/// Every law, and the statement that counts the rows which break it. Where a law
/// counts the rows of somebody, all are counted once in groups: a count for each is quadratic.
const LAWS: &[(&str, &str)] = &[
    (
        "the counters of a coupon are its redemptions by state",
        "SELECT COUNT(*) AS broken FROM coupon c LEFT JOIN (SELECT coupon_id AS id, \
            SUM(CASE WHEN test_mode = 0 AND state = 'reserved' THEN 1 ELSE 0 END) AS reserved, \
            SUM(CASE WHEN test_mode = 0 AND state = 'redeemed' THEN 1 ELSE 0 END) AS redeemed, \
            SUM(CASE WHEN test_mode = 1 AND state = 'reserved' THEN 1 ELSE 0 END) \
               AS test_reserved, \
            SUM(CASE WHEN test_mode = 1 AND state = 'redeemed' THEN 1 ELSE 0 END) \
               AS test_redeemed \
            FROM redemption GROUP BY coupon_id) r ON r.id = c.id WHERE \
         c.reserved <> COALESCE(r.reserved, 0) OR c.redeemed <> COALESCE(r.redeemed, 0) \
         OR c.test_reserved <> COALESCE(r.test_reserved, 0) \
         OR c.test_redeemed <> COALESCE(r.test_redeemed, 0)",
    ),
    (
        "the counters of a promotion code are its redemptions by state",
        "SELECT COUNT(*) AS broken FROM promotion_code c LEFT JOIN (SELECT promotion_code_id AS id, \
            SUM(CASE WHEN test_mode = 0 AND state = 'reserved' THEN 1 ELSE 0 END) AS reserved, \
            SUM(CASE WHEN test_mode = 0 AND state = 'redeemed' THEN 1 ELSE 0 END) AS redeemed, \
            SUM(CASE WHEN test_mode = 1 AND state = 'reserved' THEN 1 ELSE 0 END) \
               AS test_reserved, \
            SUM(CASE WHEN test_mode = 1 AND state = 'redeemed' THEN 1 ELSE 0 END) \
               AS test_redeemed \
            FROM redemption GROUP BY promotion_code_id) r ON r.id = c.id WHERE \
         c.reserved <> COALESCE(r.reserved, 0) OR c.redeemed <> COALESCE(r.redeemed, 0) \
         OR c.test_reserved <> COALESCE(r.test_reserved, 0) \
         OR c.test_redeemed <> COALESCE(r.test_redeemed, 0)",
    ),
    (
        "a coupon's own code is a code of it in use, of the same text",
        "SELECT COUNT(*) AS broken FROM coupon c LEFT JOIN promotion_code p ON p.id = c.code_id \
         WHERE CASE WHEN c.code_id IS NULL THEN c.code <> '' ELSE p.id IS NULL \
         OR p.coupon_id <> c.id OR p.code <> c.code OR p.archived = 1 END",
    ),
    (
        "a customer's uses of a coupon are their redemptions that were not released",
        "SELECT COUNT(*) AS broken FROM coupon_customer u LEFT JOIN \
         (SELECT k.coupon_id, k.customer_key, k.test_mode, COUNT(*) AS used FROM \
            (SELECT coupon_id, customer_key, test_mode FROM redemption \
               WHERE state <> 'released' \
             UNION ALL SELECT coupon_id, member_key, test_mode FROM redemption \
               WHERE state <> 'released' AND member_key IS NOT NULL) k \
            GROUP BY k.coupon_id, k.customer_key, k.test_mode) r \
         ON r.coupon_id = u.coupon_id AND r.customer_key = u.customer_key \
            AND r.test_mode = u.test_mode \
         WHERE u.used <> COALESCE(r.used, 0)",
    ),
    (
        "a customer's orders are those that have seats",
        "SELECT COUNT(*) AS broken FROM customer c LEFT JOIN \
         (SELECT k.business_id, k.customer_key, k.test_mode, COUNT(*) AS orders FROM \
            (SELECT id, business_id, customer_key, test_mode FROM orders WHERE recorded = 1 \
             UNION ALL SELECT id, business_id, member_key, test_mode FROM orders \
               WHERE member_key IS NOT NULL AND recorded = 1) k \
            WHERE EXISTS (SELECT 1 FROM hold h WHERE h.order_id = k.id AND h.state <> 'released') \
            GROUP BY k.business_id, k.customer_key, k.test_mode) s \
         ON s.business_id = c.business_id AND s.customer_key = c.customer_key \
            AND s.test_mode = c.test_mode \
         WHERE c.orders <> COALESCE(s.orders, 0)",
    ),
    (
        "a redemption is of the member of its order",
        "SELECT COUNT(*) AS broken FROM redemption r JOIN orders o ON o.id = r.order_id \
         WHERE COALESCE(r.member_key, '') <> COALESCE(o.member_key, '') \
         OR CASE WHEN o.member_id IS NULL THEN 1 ELSE 0 END \
         <> CASE WHEN o.member_key IS NULL THEN 1 ELSE 0 END",
    ),
    (
        "the seats taken in a session are those of its holds",
        "SELECT COUNT(*) AS broken FROM slot_session s WHERE taken <> \
         (SELECT COALESCE(SUM(h.seats), 0) FROM hold h WHERE h.session_id = s.id \
            AND h.state <> 'released')",
    ),
    (
        "a session has its cells exactly while seats are taken",
        "SELECT COUNT(*) AS broken FROM slot_session s WHERE \
         (SELECT COUNT(*) FROM cell c WHERE c.session_id = s.id AND c.resource = s.resource \
            AND c.cell >= s.cell_from AND c.cell < s.cell_to) \
         <> CASE WHEN taken > 0 THEN cell_to - cell_from ELSE 0 END",
    ),
    (
        "a cell belongs to a session that covers it",
        "SELECT COUNT(*) AS broken FROM cell c WHERE NOT EXISTS (SELECT 1 FROM slot_session s \
         WHERE s.id = c.session_id AND s.taken > 0 AND c.cell >= s.cell_from \
         AND c.cell < s.cell_to)",
    ),
    (
        "an order holds seats exactly while it is open or paid",
        "SELECT COUNT(*) AS broken FROM orders o WHERE \
         (o.state IN ('opening', 'awaiting', 'closing') AND NOT EXISTS \
            (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.state = 'held')) \
         OR (o.state IN ('paid', 'disputed') AND NOT EXISTS \
            (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.state = 'confirmed')) \
         OR (o.state IN ('expired', 'paid_late', 'refund_pending', 'refunded', 'cancelled') \
            AND EXISTS \
            (SELECT 1 FROM hold h WHERE h.order_id = o.id AND h.state <> 'released'))",
    ),
    (
        "an order's redemption is in the state that the order's state asks for",
        "SELECT COUNT(*) AS broken FROM redemption r JOIN orders o ON o.id = r.order_id WHERE \
         (o.state IN ('opening', 'awaiting', 'closing') AND r.state <> 'reserved') \
         OR (o.state IN ('paid', 'disputed') AND r.state <> 'redeemed') \
         OR (o.state IN ('refund_pending', 'refunded', 'cancelled') AND r.state = 'reserved') \
         OR (o.state IN ('expired', 'paid_late') AND r.state <> 'released')",
    ),
    (
        "an order has a redemption exactly where it has a discount that is not Stripe's",
        "SELECT COUNT(*) AS broken FROM orders o WHERE CASE WHEN discount_minor > 0 \
         AND stripe_code IS NULL THEN 1 ELSE 0 END <> (SELECT COUNT(*) FROM redemption r WHERE r.order_id = o.id)",
    ),
    (
        "an order has one creation record of 0",
        "SELECT COUNT(*) AS broken FROM orders o WHERE o.recorded <> (SELECT COUNT(*) \
         FROM order_transaction t WHERE t.order_id = o.id AND t.kind = 'created' \
         AND t.amount_minor = 0)",
    ),
    (
        "an appointment without an order costs nothing and tells nothing",
        "SELECT COUNT(*) AS broken FROM orders o WHERE o.recorded = 0 AND \
         (o.total_minor <> 0 OR o.tax_minor <> 0 OR EXISTS (SELECT 1 FROM order_transaction t \
            WHERE t.order_id = o.id) OR EXISTS (SELECT 1 FROM outbox_event e \
            WHERE e.order_id = o.id) OR EXISTS (SELECT 1 FROM redemption r \
            WHERE r.order_id = o.id))",
    ),
    (
        "a booked seat is an attendee who was not called off",
        "SELECT COUNT(*) AS broken FROM orders o WHERE EXISTS (SELECT 1 FROM hold h \
         WHERE h.order_id = o.id AND h.state <> 'released') \
         AND (SELECT SUM(h.seats) FROM hold h WHERE h.order_id = o.id \
         AND h.state <> 'released') <> o.attendees - (SELECT COUNT(*) \
         FROM refund f WHERE f.order_id = o.id AND f.attendee IS NOT NULL)",
    ),
    (
        "the holds counted for a network or a customer are their open orders",
        "SELECT COUNT(*) AS broken FROM live_hold l LEFT JOIN \
         (SELECT k.business_id, k.key, COUNT(*) AS live FROM \
            (SELECT id, business_id, network_key AS key FROM orders \
               WHERE network_key IS NOT NULL AND state IN ('opening', 'awaiting', 'closing') \
             UNION SELECT id, business_id, customer_key FROM orders \
               WHERE network_key IS NOT NULL AND state IN ('opening', 'awaiting', 'closing')) k \
            GROUP BY k.business_id, k.key) o \
         ON o.business_id = l.business_id AND o.key = l.key \
         WHERE l.live <> COALESCE(o.live, 0)",
    ),
    (
        "only an order whose guest could enter a code at Stripe has one of there, and a discount",
        "SELECT COUNT(*) AS broken FROM orders o WHERE o.stripe_code IS NOT NULL \
         AND (o.codes_at_stripe = 0 OR o.discount_minor = 0)",
    ),
    (
        "a movement of money is of its order's mode",
        "SELECT COUNT(*) AS broken FROM order_transaction t JOIN orders o ON o.id = t.order_id \
         WHERE t.test_mode <> o.test_mode AND o.state <> 'quarantine' AND o.accepted = 0 \
         AND t.kind <> 'payment'",
    ),
    (
        "what an order received is its payments",
        "SELECT COUNT(*) AS broken FROM orders o WHERE received_minor <> \
         (SELECT COALESCE(SUM(t.amount_minor), 0) FROM order_transaction t \
            WHERE t.order_id = o.id AND t.kind = 'payment') \
         OR EXISTS (SELECT 1 FROM order_transaction t WHERE t.order_id = o.id \
            AND t.kind = 'payment' AND (t.currency <> o.payment_currency \
            OR (t.id <> COALESCE(o.stripe_payment, '') AND NOT EXISTS (SELECT 1 \
               FROM order_payment p WHERE p.order_id = o.id AND p.transaction_id = t.id))))",
    ),
    (
        "a payment beside the booking's that was made has its movement, of its amount",
        "SELECT COUNT(*) AS broken FROM order_payment p WHERE p.state = 'paid' AND 1 <> \
         (SELECT COUNT(*) FROM order_transaction t WHERE t.id = p.transaction_id \
            AND t.order_id = p.order_id AND t.kind = 'payment' \
            AND t.amount_minor = p.amount_minor)",
    ),
    (
        "a link that may take money has its turn, and an order that is not booked has none open",
        "SELECT COUNT(*) AS broken FROM order_payment p JOIN orders o ON o.id = p.order_id WHERE \
         CASE WHEN p.state IN ('opening', 'open', 'closing') THEN 1 ELSE 0 END \
         <> CASE WHEN p.next_at_ms IS NULL THEN 0 ELSE 1 END \
         OR (p.state IN ('opening', 'open') AND o.state NOT IN ('paid', 'disputed'))",
    ),
    (
        "nobody pays more than their order costs",
        "SELECT COUNT(*) AS broken FROM orders o WHERE o.state IN ('paid', 'disputed') \
         AND o.accepted = 0 AND o.received_minor > o.total_minor + o.tax_minor",
    ),
    (
        "a payment gives back no more than it brought",
        "SELECT COUNT(*) AS broken FROM order_payment p WHERE \
         (SELECT COALESCE(SUM(f.amount_minor), 0) FROM refund f WHERE f.order_id = p.order_id \
            AND f.payment = p.number AND f.state <> 'failed') > p.amount_minor",
    ),
    (
        "what an order gives back is its refunds that did not fail, and not more than it received",
        "SELECT COUNT(*) AS broken FROM orders o WHERE returned_minor > received_minor \
         OR returned_minor <> (SELECT COALESCE(SUM(f.amount_minor), 0) FROM refund f \
            WHERE f.order_id = o.id AND f.state <> 'failed')",
    ),
    (
        "a refund has moved its money exactly once it has arrived",
        "SELECT COUNT(*) AS broken FROM refund f WHERE f.amount_minor > 0 AND \
         CASE WHEN f.state = 'succeeded' THEN -f.amount_minor ELSE 0 END <> \
         (SELECT COALESCE(SUM(t.amount_minor), 0) FROM order_transaction t \
            WHERE t.order_id = f.order_id AND t.kind = 'refund' \
            AND (t.id = f.stripe_refund OR t.id = f.stripe_refund || ':failed'))",
    ),
    (
        "a movement back belongs to a refund",
        "SELECT COUNT(*) AS broken FROM order_transaction t WHERE t.kind = 'refund' \
         AND NOT EXISTS (SELECT 1 FROM refund f WHERE f.order_id = t.order_id \
            AND (t.id = f.stripe_refund OR t.id = f.stripe_refund || ':failed'))",
    ),
    (
        "a refunded order has nothing left",
        "SELECT COUNT(*) AS broken FROM orders o WHERE o.state = 'refunded' \
         AND o.received_minor <> (SELECT COALESCE(SUM(f.amount_minor), 0) FROM refund f \
            WHERE f.order_id = o.id AND f.state = 'succeeded')",
    ),
    (
        "an order that gives back has a refund that has not arrived",
        "SELECT COUNT(*) AS broken FROM orders o WHERE o.state = 'refund_pending' \
         AND o.owed_back_minor <= (SELECT COALESCE(SUM(f.amount_minor), 0) FROM refund f \
            WHERE f.order_id = o.id AND f.state = 'succeeded')",
    ),
    (
        "a refund that is asked for or on its way has its turn",
        "SELECT COUNT(*) AS broken FROM refund f WHERE \
         CASE WHEN f.state IN ('requested', 'pending') THEN 1 ELSE 0 END \
         <> CASE WHEN f.next_at_ms IS NULL THEN 0 ELSE 1 END",
    ),
    (
        // On the page of its booking in one movement, or by hand. What the business booked itself
        // has no such page, and is paid beside it or not yet.
        "a paid order has been paid its amount due in one movement",
        "SELECT COUNT(*) AS broken FROM (SELECT o.id, \
            COALESCE(o.charge_minor, o.amount_due_minor) AS due_minor, \
            (SELECT COUNT(*) FROM order_transaction t WHERE t.order_id = o.id \
               AND t.kind = 'payment' AND NOT EXISTS (SELECT 1 FROM order_payment p \
               WHERE p.order_id = o.id AND p.transaction_id = t.id)) AS own, \
            (SELECT COALESCE(SUM(t.amount_minor), 0) FROM order_transaction t \
               WHERE t.order_id = o.id AND t.kind = 'payment' AND t.currency = o.currency \
               AND NOT EXISTS (SELECT 1 FROM order_payment p \
               WHERE p.order_id = o.id AND p.transaction_id = t.id)) AS own_minor, \
            (SELECT COALESCE(MAX(p.amount_minor), 0) FROM order_payment p \
               WHERE p.order_id = o.id AND p.number = (SELECT MIN(q.number) \
               FROM order_payment q WHERE q.order_id = o.id AND q.state = 'paid') \
               AND p.method <> 'link') AS first_minor, o.booked_by \
            FROM orders o WHERE o.state IN ('paid', 'disputed') AND o.accepted = 0) b WHERE NOT \
         ((b.own_minor = b.due_minor AND b.own = CASE WHEN b.due_minor > 0 THEN 1 ELSE 0 END) \
         OR (b.own = 0 AND b.due_minor > 0 AND b.first_minor >= b.due_minor) \
         OR (b.own = 0 AND b.booked_by IS NOT NULL))",
    ),
    (
        "an order that is not paid has no payment",
        "SELECT COUNT(*) AS broken FROM order_transaction t JOIN orders o ON o.id = t.order_id \
         WHERE t.kind = 'payment' AND o.state IN ('opening', 'awaiting', 'closing', 'expired')",
    ),
    (
        "an order has told of its creation once",
        "SELECT COUNT(*) AS broken FROM orders o WHERE o.recorded <> (SELECT COUNT(*) \
         FROM outbox_event e WHERE e.order_id = o.id AND e.type = 'order.created' \
         AND e.fact = o.id)",
    ),
    (
        "a movement has told of itself once",
        "SELECT COUNT(*) AS broken FROM order_transaction t WHERE 1 <> (SELECT COUNT(*) \
         FROM outbox_event e WHERE e.order_id = t.order_id AND e.fact = t.id AND e.type = \
         CASE WHEN t.amount_minor < 0 THEN 'payment.refunded' ELSE 'payment.received' END)",
    ),
    (
        "an event about money is about a movement",
        "SELECT COUNT(*) AS broken FROM outbox_event e \
         WHERE e.type IN ('payment.received', 'payment.refunded') AND NOT EXISTS \
         (SELECT 1 FROM order_transaction t WHERE t.id = e.fact AND t.order_id = e.order_id)",
    ),
    (
        "a coupon that was redeemed has told of it once, one that only was reserved has not",
        "SELECT COUNT(*) AS broken FROM redemption r WHERE \
         (r.state = 'redeemed' AND 1 <> (SELECT COUNT(*) FROM outbox_event e \
            WHERE e.order_id = r.order_id AND e.type = 'coupon.redeemed')) \
         OR (r.state = 'reserved' AND EXISTS (SELECT 1 FROM outbox_event e \
            WHERE e.order_id = r.order_id AND e.type = 'coupon.redeemed'))",
    ),
    (
        "an event about a coupon is about a redemption",
        "SELECT COUNT(*) AS broken FROM outbox_event e WHERE e.type = 'coupon.redeemed' \
         AND NOT EXISTS (SELECT 1 FROM redemption r WHERE r.order_id = e.order_id)",
    ),
    (
        "an order that came to nothing has told of it, one that did not has not",
        "SELECT COUNT(*) AS broken FROM orders o WHERE \
         (o.recorded = 1 AND o.state IN ('expired', 'cancelled') AND NOT EXISTS (SELECT 1 FROM outbox_event e \
            WHERE e.order_id = o.id AND e.type = 'order.cancelled')) \
         OR (o.state IN ('opening', 'awaiting', 'closing') AND EXISTS (SELECT 1 \
            FROM outbox_event e WHERE e.order_id = o.id AND e.type = 'order.cancelled')) \
         OR (o.state = 'paid' AND EXISTS (SELECT 1 FROM outbox_event e \
            WHERE e.order_id = o.id AND e.type = 'order.cancelled' AND NOT EXISTS (SELECT 1 \
            FROM outbox_event p WHERE p.order_id = o.id AND p.type = 'payment.received' \
            AND p.seq > e.seq)))",
    ),
    (
        "the events of an order are counted from 1 without gaps",
        "SELECT COUNT(*) AS broken FROM orders o WHERE (SELECT COUNT(*) FROM outbox_event e \
         WHERE e.order_id = o.id) <> (SELECT COALESCE(MAX(e.seq), 0) FROM outbox_event e \
         WHERE e.order_id = o.id)",
    ),
    (
        "what is delivered is of the business and the mode of its receiver",
        "SELECT COUNT(*) AS broken FROM webhook_delivery d \
         JOIN outbox_event e ON e.id = d.event_id JOIN webhook_endpoint w ON w.id = d.endpoint_id \
         WHERE e.business_id <> w.business_id OR e.test_mode <> w.test_mode \
         OR e.order_id <> d.order_id OR e.seq <> d.seq OR (d.state = 'due' AND e.body = '')",
    ),
];

impl Store {
    /// Every law of the books that does not hold; none where the books add up.
    ///
    /// On PostgreSQL all laws look at one moment of the books, however long they take: nobody
    /// waits for this transaction, since it only reads.
    pub async fn violations(&self) -> Result<Vec<Violation>, StoreError> {
        if self.is_exclusive() {
            return audit(&mut *self.read().await?).await;
        }
        self.write((), |conn, ()| {
            Box::pin(kept(async {
                script(conn, UNHURRIED).await?;
                audit(conn).await
            }))
        })
        .await
    }

    /// The names of all laws, in order.
    pub fn laws() -> impl Iterator<Item = &'static str> {
        LAWS.iter().map(|(law, _)| *law).chain([LAW_OF_THE_LOG])
    }
}

async fn audit(conn: &mut Conn) -> Result<Vec<Violation>, StoreError> {
    let mut violations = Vec::new();
    for &(law, statement) in LAWS {
        let row = query(statement).fetch_one(&mut *conn).await?;
        let rows = row.get("broken")?;
        if rows != 0 {
            violations.push(Violation { law, rows });
        }
    }
    let rows = owner_log::broken(conn).await?;
    if rows != 0 {
        let law = LAW_OF_THE_LOG;
        violations.push(Violation { law, rows });
    }
    Ok(violations)
}
