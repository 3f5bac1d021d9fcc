-- Orders end in more ways: called off, given back, disputed. Holds can be extended and are
-- counted. What owners do is written down in a chain.

-- What the business lets its guests do; minutes and whole percentages.
ALTER TABLE business ADD COLUMN hold_extensions_max BIGINT NOT NULL DEFAULT 10
  CHECK (hold_extensions_max BETWEEN 0 AND 10);
ALTER TABLE business ADD COLUMN hold_extension_minutes BIGINT NOT NULL DEFAULT 5
  CHECK (hold_extension_minutes BETWEEN 1 AND 60);
-- Unpaid holds of one network address and of one customer at a time; none: any number.
ALTER TABLE business ADD COLUMN holds_per_network_max BIGINT DEFAULT 3
  CHECK (holds_per_network_max >= 1);
ALTER TABLE business ADD COLUMN holds_per_customer_max BIGINT DEFAULT 2
  CHECK (holds_per_customer_max >= 1);
ALTER TABLE business ADD COLUMN cancellation TEXT NOT NULL DEFAULT 'allow'
  CHECK (cancellation IN ('allow', 'refuse'));
ALTER TABLE business ADD COLUMN cancel_notice_minutes BIGINT NOT NULL DEFAULT 1440
  CHECK (cancel_notice_minutes >= 0);
ALTER TABLE business ADD COLUMN cancel_refund_percent BIGINT NOT NULL DEFAULT 100
  CHECK (cancel_refund_percent BETWEEN 0 AND 100);
ALTER TABLE business ADD COLUMN cancel_late_refund_percent BIGINT NOT NULL DEFAULT 0
  CHECK (cancel_late_refund_percent BETWEEN 0 AND 100);
ALTER TABLE business ADD COLUMN release_on_cancel BIGINT NOT NULL DEFAULT 1
  CHECK (release_on_cancel IN (0, 1));

-- A CHECK cannot be changed in place on both databases; a column can be replaced on both.
ALTER TABLE orders ADD COLUMN state_now TEXT NOT NULL DEFAULT 'opening' CHECK (state_now IN
  ('opening', 'awaiting', 'closing', 'paid', 'expired', 'paid_late', 'quarantine', 'disputed',
   'refund_pending', 'refunded', 'cancelled'));
UPDATE orders SET state_now = state;
ALTER TABLE orders DROP COLUMN state;
ALTER TABLE orders RENAME COLUMN state_now TO state;

ALTER TABLE orders ADD COLUMN extensions BIGINT NOT NULL DEFAULT 0
  CHECK (extensions BETWEEN 0 AND 10);
-- The keyed hash of the network that opened it, while its hold is counted there.
ALTER TABLE orders ADD COLUMN network_key TEXT;
-- The payment behind the order, and what of it was received and is given back, in minor units
-- of the payment's currency. Refunds that failed do not count as given back.
ALTER TABLE orders ADD COLUMN stripe_payment TEXT;
ALTER TABLE orders ADD COLUMN payment_currency TEXT;
ALTER TABLE orders ADD COLUMN received_minor BIGINT NOT NULL DEFAULT 0
  CHECK (received_minor >= 0);
ALTER TABLE orders ADD COLUMN returned_minor BIGINT NOT NULL DEFAULT 0
  CHECK (returned_minor >= 0);
-- How much has to be back with the guest before an order in refund_pending ends.
ALTER TABLE orders ADD COLUMN owed_back_minor BIGINT;
-- The owner took a payment that does not agree with the order.
ALTER TABLE orders ADD COLUMN accepted BIGINT NOT NULL DEFAULT 0 CHECK (accepted IN (0, 1));

UPDATE orders SET
  stripe_payment = (SELECT MAX(t.id) FROM order_transaction t
    WHERE t.order_id = orders.id AND t.kind = 'payment'),
  payment_currency = (SELECT MAX(t.currency) FROM order_transaction t
    WHERE t.order_id = orders.id AND t.kind = 'payment'),
  received_minor = (SELECT CAST(COALESCE(SUM(t.amount_minor), 0) AS BIGINT)
    FROM order_transaction t WHERE t.order_id = orders.id AND t.kind = 'payment');
CREATE INDEX order_of_payment ON orders (stripe_payment) WHERE stripe_payment IS NOT NULL;

-- Movements of money learn of refunds and disputes, and which kind of money they are.
CREATE TABLE order_movement (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  kind TEXT NOT NULL CHECK (kind IN ('created', 'payment', 'refund', 'dispute')),
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  test_mode BIGINT NOT NULL CHECK (test_mode IN (0, 1)),
  at_ms BIGINT NOT NULL,
  CHECK (kind <> 'created' OR amount_minor = 0),
  CHECK (kind <> 'payment' OR amount_minor >= 0)
);
INSERT INTO order_movement (id, order_id, kind, amount_minor, currency, test_mode, at_ms)
  SELECT t.id, t.order_id, t.kind, t.amount_minor, t.currency, o.test_mode, t.at_ms
  FROM order_transaction t JOIN orders o ON o.id = t.order_id;
DROP TABLE order_transaction;
ALTER TABLE order_movement RENAME TO order_transaction;
CREATE INDEX order_transaction_of_order ON order_transaction (order_id);

-- Money on its way back. The row is written before Stripe is called, with the body and the key
-- of the call; refunds that others made at Stripe have neither.
CREATE TABLE refund (
  order_id TEXT NOT NULL REFERENCES orders (id),
  number BIGINT NOT NULL CHECK (number >= 1),
  amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0),
  -- Counted from 1; the attendee's seat is free again.
  attendee BIGINT CHECK (attendee >= 1),
  state TEXT NOT NULL CHECK (state IN ('requested', 'pending', 'succeeded', 'failed')),
  idempotency_key TEXT UNIQUE,
  attempt BIGINT NOT NULL DEFAULT 1,
  body TEXT,
  stripe_refund TEXT UNIQUE,
  failure TEXT,
  tries BIGINT NOT NULL DEFAULT 0,
  next_at_ms BIGINT,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  PRIMARY KEY (order_id, number)
);
CREATE UNIQUE INDEX refund_of_attendee ON refund (order_id, attendee) WHERE attendee IS NOT NULL;
CREATE INDEX refund_due ON refund (next_at_ms) WHERE next_at_ms IS NOT NULL;

-- Orders of one network or customer that hold a slot without being paid.
CREATE TABLE live_hold (
  business_id TEXT NOT NULL REFERENCES business (id),
  key TEXT NOT NULL,
  live BIGINT NOT NULL CHECK (live >= 0),
  PRIMARY KEY (business_id, key)
);

-- What owners did, entry upon entry: each holds the hash of the one before. Only ever added to.
CREATE TABLE owner_log (
  business_id TEXT NOT NULL REFERENCES business (id),
  seq BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (business_id, seq)
);
CREATE TABLE owner_log_head (
  business_id TEXT NOT NULL PRIMARY KEY REFERENCES business (id),
  seq BIGINT NOT NULL,
  hash TEXT NOT NULL
);
