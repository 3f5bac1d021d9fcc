-- What a business sells, changed by those who look after it: writings are numbered, so that two who
-- change the same see each other; what was ever booked is put away instead of deleted.

ALTER TABLE calendar ADD COLUMN payments BIGINT NOT NULL DEFAULT 1 CHECK (payments IN (0, 1));
ALTER TABLE calendar ADD COLUMN archived BIGINT NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE calendar ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
CREATE INDEX calendar_of_business ON calendar (business_id, title, id);

ALTER TABLE service ADD COLUMN archived BIGINT NOT NULL DEFAULT 0 CHECK (archived IN (0, 1));
ALTER TABLE service ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

ALTER TABLE staff ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE location ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE location ADD COLUMN active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1));

-- What a calendar that takes payments is in the business's books. There is one from the moment
-- that it does, and for as long.
CREATE TABLE product (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  calendar_id TEXT NOT NULL UNIQUE REFERENCES calendar (id),
  tag TEXT NOT NULL CHECK (tag IN ('calendar')),
  created_ms BIGINT NOT NULL
);
CREATE INDEX product_of_business ON product (business_id, id);
INSERT INTO product (id, business_id, calendar_id, tag, created_ms)
  SELECT 'prd_' || id, business_id, id, 'calendar', 0 FROM calendar;

-- A booking of a calendar that takes no payments is an appointment alone: no order to the business,
-- without records of money and without events.
ALTER TABLE orders ADD COLUMN recorded BIGINT NOT NULL DEFAULT 1 CHECK (recorded IN (0, 1));
CREATE INDEX order_of_business_start ON orders (business_id, starts_ms);
