-- The books of the companion. One text for SQLite and PostgreSQL: amounts are BIGINT minor
-- units, instants BIGINT milliseconds since the epoch, switches BIGINT 0 or 1. Limits are
-- counters with a CHECK, so that no statement can count past them.

CREATE TABLE secret (
  name TEXT NOT NULL PRIMARY KEY,
  value_hex TEXT NOT NULL
);

CREATE TABLE business (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  currency TEXT NOT NULL,
  website TEXT,
  free_orders TEXT NOT NULL DEFAULT 'allow' CHECK (free_orders IN ('allow', 'refuse')),
  oversize_fixed TEXT NOT NULL DEFAULT 'clamp' CHECK (oversize_fixed IN ('clamp', 'refuse')),
  hold_minutes BIGINT NOT NULL DEFAULT 30 CHECK (hold_minutes BETWEEN 1 AND 720)
);

-- Origins whose pages may embed the widget and be gone back to.
CREATE TABLE business_origin (
  business_id TEXT NOT NULL REFERENCES business (id),
  origin TEXT NOT NULL,
  PRIMARY KEY (business_id, origin)
);

-- Wall-clock opening hours; weekday 1 is Monday, 7 is Sunday; minutes since midnight.
CREATE TABLE weekly_hours (
  business_id TEXT NOT NULL REFERENCES business (id),
  weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens_minute BIGINT NOT NULL CHECK (opens_minute >= 0 AND opens_minute % 5 = 0),
  closes_minute BIGINT NOT NULL CHECK (closes_minute > opens_minute AND closes_minute <= 1440),
  PRIMARY KEY (business_id, weekday, opens_minute)
);

-- Replaces the weekly hours of a date; equal minutes mean closed.
CREATE TABLE date_override (
  business_id TEXT NOT NULL REFERENCES business (id),
  date TEXT NOT NULL,
  opens_minute BIGINT NOT NULL CHECK (opens_minute >= 0 AND opens_minute % 5 = 0),
  closes_minute BIGINT NOT NULL CHECK (closes_minute >= opens_minute AND closes_minute <= 1440),
  PRIMARY KEY (business_id, date, opens_minute)
);

CREATE TABLE calendar (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  style TEXT NOT NULL CHECK (style IN ('neo', 'classic')),
  title TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  location TEXT NOT NULL DEFAULT '',
  cover TEXT,
  accent TEXT,
  coupons BIGINT NOT NULL DEFAULT 0 CHECK (coupons IN (0, 1)),
  consent TEXT,
  notice_minutes BIGINT NOT NULL DEFAULT 0 CHECK (notice_minutes >= 0),
  window_days BIGINT NOT NULL DEFAULT 60 CHECK (window_days BETWEEN 0 AND 730),
  test_mode BIGINT NOT NULL DEFAULT 0 CHECK (test_mode IN (0, 1))
);

CREATE TABLE service (
  id TEXT NOT NULL PRIMARY KEY,
  calendar_id TEXT NOT NULL REFERENCES calendar (id),
  position BIGINT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  unit_price_minor BIGINT NOT NULL CHECK (unit_price_minor >= 0),
  duration_minutes BIGINT NOT NULL CHECK (duration_minutes BETWEEN 5 AND 1440),
  interval_minutes BIGINT NOT NULL CHECK (interval_minutes >= 5 AND interval_minutes % 5 = 0),
  buffer_before_minutes BIGINT NOT NULL DEFAULT 0 CHECK (buffer_before_minutes BETWEEN 0 AND 1440),
  buffer_after_minutes BIGINT NOT NULL DEFAULT 0 CHECK (buffer_after_minutes BETWEEN 0 AND 1440),
  capacity BIGINT NOT NULL DEFAULT 1 CHECK (capacity >= 1),
  attendees_max BIGINT NOT NULL DEFAULT 1 CHECK (attendees_max BETWEEN 1 AND capacity)
);
CREATE INDEX service_of_calendar ON service (calendar_id, position);

-- Benefit and scope are the engine's own values as JSON: only the engine reads them. The
-- version changes with every edit of a rule. Test payments count in counters of their own.
CREATE TABLE coupon (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  name TEXT NOT NULL,
  benefit TEXT NOT NULL,
  scope TEXT NOT NULL,
  starts_ms BIGINT,
  ends_ms BIGINT,
  minimum_amount_minor BIGINT,
  max_redemptions BIGINT CHECK (max_redemptions >= 0),
  max_per_customer BIGINT CHECK (max_per_customer >= 0),
  first_purchase_only BIGINT NOT NULL DEFAULT 0 CHECK (first_purchase_only IN (0, 1)),
  active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  version BIGINT NOT NULL DEFAULT 1,
  reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  redeemed BIGINT NOT NULL DEFAULT 0 CHECK (redeemed >= 0),
  test_reserved BIGINT NOT NULL DEFAULT 0 CHECK (test_reserved >= 0),
  test_redeemed BIGINT NOT NULL DEFAULT 0 CHECK (test_redeemed >= 0),
  CHECK (max_redemptions IS NULL OR reserved + redeemed <= max_redemptions),
  CHECK (max_redemptions IS NULL OR test_reserved + test_redeemed <= max_redemptions)
);

CREATE TABLE promotion_code (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  coupon_id TEXT NOT NULL REFERENCES coupon (id),
  code TEXT NOT NULL,
  expires_ms BIGINT,
  minimum_amount_minor BIGINT,
  max_redemptions BIGINT CHECK (max_redemptions >= 0),
  first_purchase_only BIGINT NOT NULL DEFAULT 0 CHECK (first_purchase_only IN (0, 1)),
  archived BIGINT NOT NULL DEFAULT 0 CHECK (archived IN (0, 1)),
  reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  redeemed BIGINT NOT NULL DEFAULT 0 CHECK (redeemed >= 0),
  test_reserved BIGINT NOT NULL DEFAULT 0 CHECK (test_reserved >= 0),
  test_redeemed BIGINT NOT NULL DEFAULT 0 CHECK (test_redeemed >= 0),
  CHECK (max_redemptions IS NULL OR reserved + redeemed <= max_redemptions),
  CHECK (max_redemptions IS NULL OR test_reserved + test_redeemed <= max_redemptions)
);
CREATE UNIQUE INDEX promotion_code_in_use ON promotion_code (business_id, code) WHERE archived = 0;
CREATE INDEX promotion_code_text ON promotion_code (business_id, code);

-- Reserved and redeemed uses of a coupon by one customer.
CREATE TABLE coupon_customer (
  coupon_id TEXT NOT NULL REFERENCES coupon (id),
  customer_key TEXT NOT NULL,
  test_mode BIGINT NOT NULL CHECK (test_mode IN (0, 1)),
  used BIGINT NOT NULL CHECK (used >= 0),
  PRIMARY KEY (coupon_id, customer_key, test_mode)
);

-- Open and paid orders of one customer, for first purchases.
CREATE TABLE customer (
  business_id TEXT NOT NULL REFERENCES business (id),
  customer_key TEXT NOT NULL,
  test_mode BIGINT NOT NULL CHECK (test_mode IN (0, 1)),
  orders BIGINT NOT NULL CHECK (orders >= 0),
  PRIMARY KEY (business_id, customer_key, test_mode)
);

-- A time at which a service takes place because somebody booked it. It covers the cells from
-- cell_from up to but not including cell_to, buffers included, exactly while taken is above 0.
CREATE TABLE slot_session (
  id TEXT NOT NULL PRIMARY KEY,
  resource TEXT NOT NULL,
  service_id TEXT NOT NULL REFERENCES service (id),
  starts_ms BIGINT NOT NULL,
  ends_ms BIGINT NOT NULL,
  cell_from BIGINT NOT NULL,
  cell_to BIGINT NOT NULL,
  capacity BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  CHECK (taken >= 0 AND taken <= capacity)
);
CREATE INDEX slot_session_of_resource ON slot_session (resource, cell_from);

-- Five minutes of a resource. The key is what makes a double booking impossible.
CREATE TABLE cell (
  resource TEXT NOT NULL,
  cell BIGINT NOT NULL,
  session_id TEXT NOT NULL REFERENCES slot_session (id),
  PRIMARY KEY (resource, cell)
);
CREATE INDEX cell_of_session ON cell (session_id);

CREATE TABLE orders (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  calendar_id TEXT NOT NULL REFERENCES calendar (id),
  service_id TEXT NOT NULL REFERENCES service (id),
  state TEXT NOT NULL CHECK (state IN
    ('opening', 'awaiting', 'closing', 'paid', 'expired', 'paid_late', 'quarantine')),
  seq BIGINT NOT NULL DEFAULT 1,
  idempotency_key TEXT,
  fingerprint TEXT NOT NULL,
  service_name TEXT NOT NULL,
  starts_ms BIGINT NOT NULL,
  ends_ms BIGINT NOT NULL,
  attendees BIGINT NOT NULL CHECK (attendees >= 1),
  currency TEXT NOT NULL,
  subtotal_minor BIGINT NOT NULL,
  discount_minor BIGINT NOT NULL CHECK (discount_minor >= 0),
  total_minor BIGINT NOT NULL CHECK (total_minor >= 0),
  amount_due_minor BIGINT NOT NULL CHECK (amount_due_minor >= 0),
  quote TEXT NOT NULL,
  guest_name TEXT NOT NULL,
  guest_email TEXT NOT NULL,
  guest_phone TEXT,
  guest_notes TEXT,
  customer_key TEXT NOT NULL,
  consent_text TEXT,
  zone TEXT NOT NULL,
  return_to TEXT,
  test_mode BIGINT NOT NULL CHECK (test_mode IN (0, 1)),
  hold_until_ms BIGINT NOT NULL,
  attempt BIGINT NOT NULL DEFAULT 1,
  stripe_coupon_body TEXT,
  stripe_body TEXT,
  stripe_expires_ms BIGINT,
  stripe_session TEXT UNIQUE,
  checkout_url TEXT,
  tries BIGINT NOT NULL DEFAULT 0,
  next_at_ms BIGINT,
  created_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  CHECK (total_minor = subtotal_minor - discount_minor),
  CHECK (amount_due_minor <= total_minor)
);
CREATE UNIQUE INDEX order_of_key ON orders (calendar_id, idempotency_key)
  WHERE idempotency_key IS NOT NULL;
CREATE INDEX order_due ON orders (next_at_ms) WHERE next_at_ms IS NOT NULL;

-- A claim of an order on seats of a session.
CREATE TABLE hold (
  order_id TEXT NOT NULL REFERENCES orders (id),
  session_id TEXT NOT NULL REFERENCES slot_session (id),
  seats BIGINT NOT NULL CHECK (seats >= 1),
  state TEXT NOT NULL CHECK (state IN ('held', 'confirmed', 'released')),
  PRIMARY KEY (order_id, session_id)
);
CREATE INDEX hold_of_session ON hold (session_id);

-- One use of a coupon by one order. The row stays, so that "ever redeemed" can be asked.
CREATE TABLE redemption (
  order_id TEXT NOT NULL PRIMARY KEY REFERENCES orders (id),
  coupon_id TEXT NOT NULL REFERENCES coupon (id),
  promotion_code_id TEXT NOT NULL REFERENCES promotion_code (id),
  customer_key TEXT NOT NULL,
  test_mode BIGINT NOT NULL CHECK (test_mode IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('reserved', 'redeemed', 'released'))
);
CREATE INDEX redemption_of_coupon ON redemption (coupon_id);

-- Movements of money, and the zero record of an order's creation. Rows are only ever added.
CREATE TABLE order_transaction (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  kind TEXT NOT NULL CHECK (kind IN ('created', 'payment')),
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
CREATE INDEX order_transaction_of_order ON order_transaction (order_id);

-- Events of Stripe's that have had their effect.
CREATE TABLE stripe_event (
  id TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);

-- Wrong codes of one address at one business; the key is a keyed hash of both.
CREATE TABLE wrong_tries (
  key TEXT NOT NULL PRIMARY KEY,
  since_ms BIGINT NOT NULL,
  tries BIGINT NOT NULL
);
