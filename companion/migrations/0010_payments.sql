-- Orders as owners look after them: lists of them, payments beside the one of the booking, and who
-- of the staff somebody is who signs in.

-- Payments of an order other than that of its booking: recorded by hand, or made by a link. A link
-- is being made, open, being closed, then paid or void; what is recorded by hand is paid. The body
-- and the key of the call that makes the link's session are written before Stripe is asked.
CREATE TABLE order_payment (
  order_id TEXT NOT NULL REFERENCES orders (id),
  number BIGINT NOT NULL CHECK (number >= 1),
  method TEXT NOT NULL CHECK (method IN ('link', 'cash', 'card_reader', 'transfer', 'other')),
  state TEXT NOT NULL CHECK (state IN ('opening', 'open', 'closing', 'paid', 'void')),
  amount_minor BIGINT NOT NULL CHECK (amount_minor >= 1),
  note TEXT NOT NULL DEFAULT '',
  -- The movement of money, once there is one: the payment's own id at Stripe, or hand:ORDER:N.
  transaction_id TEXT UNIQUE,
  stripe_body TEXT,
  stripe_session TEXT UNIQUE,
  url TEXT,
  stripe_expires_ms BIGINT,
  tries BIGINT NOT NULL DEFAULT 0,
  next_at_ms BIGINT,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  PRIMARY KEY (order_id, number),
  CHECK ((state = 'paid') = (transaction_id IS NOT NULL)),
  CHECK (method = 'link' OR state = 'paid')
);
-- At most one link of an order can take money.
CREATE UNIQUE INDEX order_payment_live ON order_payment (order_id)
  WHERE state IN ('opening', 'open', 'closing');
CREATE INDEX order_payment_due ON order_payment (next_at_ms) WHERE next_at_ms IS NOT NULL;

-- Which of those payments a refund is of; none: that of the booking.
ALTER TABLE refund ADD COLUMN payment BIGINT CHECK (payment >= 1);

-- Beginnings of words by which an order is found: of the guest's name and address, in small letters
-- and written as decimal digits, which every database sorts alike.
CREATE TABLE order_word (
  order_id TEXT NOT NULL REFERENCES orders (id),
  word TEXT NOT NULL,
  business_id TEXT NOT NULL,
  PRIMARY KEY (order_id, word)
);
CREATE INDEX order_word_of_business ON order_word (business_id, word, order_id);

CREATE INDEX order_of_business ON orders (business_id, test_mode, id);
CREATE INDEX order_by_start ON orders (business_id, test_mode, starts_ms, id);
CREATE INDEX order_by_state ON orders (business_id, test_mode, state, id);
CREATE INDEX order_of_calendar ON orders (calendar_id, test_mode, id);

CREATE INDEX slot_session_by_start ON slot_session (resource, starts_ms);

-- The account of a member of staff, who then sees their own appointments.
ALTER TABLE staff ADD COLUMN user_id TEXT REFERENCES users (id);
CREATE UNIQUE INDEX staff_of_user ON staff (business_id, user_id) WHERE user_id IS NOT NULL;
