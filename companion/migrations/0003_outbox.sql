-- What a business is told: events, written in the transaction of the fact that they tell, and
-- their deliveries to the endpoints of the business. Instants are milliseconds since the epoch.

-- One fact of one order, in its order. The id is made from type and fact, so that the same fact
-- is the same event for ever. The body is what is sent; it is emptied after a while, the row
-- stays, so that "was it told" can always be asked.
CREATE TABLE outbox_event (
  id TEXT NOT NULL PRIMARY KEY,
  order_id TEXT NOT NULL REFERENCES orders (id),
  seq BIGINT NOT NULL CHECK (seq >= 1),
  business_id TEXT NOT NULL REFERENCES business (id),
  test_mode BIGINT NOT NULL CHECK (test_mode IN (0, 1)),
  type TEXT NOT NULL,
  -- Which fact of this type: the order, the transaction, or the end of a hold.
  fact TEXT NOT NULL,
  body TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  UNIQUE (order_id, seq),
  UNIQUE (type, fact)
);
CREATE UNIQUE INDEX outbox_event_created ON outbox_event (order_id)
  WHERE type = 'order.created';
CREATE UNIQUE INDEX outbox_event_redeemed ON outbox_event (order_id)
  WHERE type = 'coupon.redeemed';
CREATE INDEX outbox_event_at ON outbox_event (at_ms) WHERE body <> '';

-- Where a business wants to be told. Disabled endpoints keep their deliveries for later.
CREATE TABLE webhook_endpoint (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  url TEXT NOT NULL,
  test_mode BIGINT NOT NULL CHECK (test_mode IN (0, 1)),
  created_ms BIGINT NOT NULL,
  disabled_ms BIGINT,
  disabled_why TEXT CHECK (disabled_why IN ('owner', 'gone', 'failing')),
  -- Since when nothing has got through.
  failing_since_ms BIGINT,
  -- Until when the receiver asked us to wait.
  wait_until_ms BIGINT,
  CHECK ((disabled_ms IS NULL) = (disabled_why IS NULL))
);
CREATE INDEX webhook_endpoint_of_business ON webhook_endpoint (business_id);

-- The types that an endpoint is told of; '*' is every type.
CREATE TABLE webhook_subscription (
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoint (id),
  type TEXT NOT NULL,
  PRIMARY KEY (endpoint_id, type)
);

-- Secrets that sign; while one replaces another, both do.
CREATE TABLE webhook_secret (
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoint (id),
  secret TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT,
  PRIMARY KEY (endpoint_id, secret)
);

-- One event for one endpoint. While it is due, next_at_ms is when it is tried next; whoever
-- moves it on has the delivery until then.
CREATE TABLE webhook_delivery (
  event_id TEXT NOT NULL REFERENCES outbox_event (id),
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoint (id),
  order_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('due', 'delivered', 'failed')),
  attempts BIGINT NOT NULL DEFAULT 0,
  -- Since when it has been due in its turn; replaying begins anew.
  due_since_ms BIGINT NOT NULL,
  next_at_ms BIGINT NOT NULL,
  -- When it was tried last.
  tried_ms BIGINT,
  -- Whether somebody is sending it, unless next_at_ms has passed.
  leased BIGINT NOT NULL DEFAULT 0 CHECK (leased IN (0, 1)),
  -- Whether its next try was brought forward because the receiver was back.
  hastened BIGINT NOT NULL DEFAULT 0 CHECK (hastened IN (0, 1)),
  settled_ms BIGINT,
  PRIMARY KEY (event_id, endpoint_id),
  CHECK ((state = 'due') = (settled_ms IS NULL))
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint_id, next_at_ms)
  WHERE state = 'due';
CREATE INDEX webhook_delivery_order ON webhook_delivery (endpoint_id, order_id, seq)
  WHERE state = 'due';

-- What came of one try. The answer is its first bytes.
CREATE TABLE webhook_attempt (
  event_id TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  at_ms BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL,
  status BIGINT,
  failure TEXT,
  answer TEXT NOT NULL,
  PRIMARY KEY (event_id, endpoint_id, attempt),
  FOREIGN KEY (event_id, endpoint_id) REFERENCES webhook_delivery (event_id, endpoint_id)
);
CREATE INDEX webhook_attempt_of_endpoint ON webhook_attempt (endpoint_id, at_ms);

-- Facts from before there was an outbox are written down as told: they go nowhere, but every
-- fact has its event.
INSERT INTO outbox_event (id, order_id, seq, business_id, test_mode, type, fact, body, at_ms)
SELECT 'msg_before_' || f.type || '_' || f.fact, f.order_id,
  ROW_NUMBER() OVER (PARTITION BY f.order_id ORDER BY f.place, f.fact),
  o.business_id, o.test_mode, f.type, f.fact, '', f.at_ms
FROM (
  SELECT id AS order_id, 'order.created' AS type, id AS fact, 1 AS place, created_ms AS at_ms
    FROM orders
  UNION ALL
  SELECT order_id, 'payment.received', id, CASE WHEN kind = 'created' THEN 2 ELSE 4 END, at_ms
    FROM order_transaction WHERE kind IN ('created', 'payment')
  UNION ALL
  SELECT r.order_id, 'coupon.redeemed', r.order_id, 5, o.updated_ms
    FROM redemption r JOIN orders o ON o.id = r.order_id WHERE r.state = 'redeemed'
  UNION ALL
  SELECT id, 'order.cancelled', id || ':before', 3, updated_ms
    FROM orders WHERE state IN ('expired', 'paid_late')
) f JOIN orders o ON o.id = f.order_id;
