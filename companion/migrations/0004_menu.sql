-- Menus: services with variations, add-ons, staff and locations, several of them in one booking;
-- forms and looks of calendars; coupons with all that the engine knows. Everything is added:
-- what was written before reads as a calendar of plain services, and an order of one of them.

-- Lists and rules that nothing else refers to are JSON in the shapes of the contract and of the
-- engine; ids that others refer to are rows.

CREATE TABLE location (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  name TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  position BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX location_of_business ON location (business_id, position);

CREATE TABLE staff (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  name TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT '',
  position BIGINT NOT NULL DEFAULT 0,
  active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  -- Ids of locations; an empty list: wherever the business works.
  locations TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX staff_of_business ON staff (business_id, position);

-- Weekly hours of a member of staff or a location, as 'staff:ID' or 'location:ID', within those
-- of the business. Who has none keeps those of the business.
CREATE TABLE own_hours (
  business_id TEXT NOT NULL REFERENCES business (id),
  owner TEXT NOT NULL,
  weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens_minute BIGINT NOT NULL CHECK (opens_minute >= 0 AND opens_minute % 5 = 0),
  closes_minute BIGINT NOT NULL CHECK (closes_minute > opens_minute AND closes_minute <= 1440),
  PRIMARY KEY (owner, weekday, opens_minute)
);
CREATE INDEX own_hours_of_business ON own_hours (business_id);

ALTER TABLE business ADD COLUMN explain_rejections BIGINT NOT NULL DEFAULT 0
  CHECK (explain_rejections IN (0, 1));

ALTER TABLE calendar ADD COLUMN theme TEXT NOT NULL DEFAULT '{}';
ALTER TABLE calendar ADD COLUMN steps TEXT NOT NULL DEFAULT 'time_first'
  CHECK (steps IN ('time_first', 'form_first'));
ALTER TABLE calendar ADD COLUMN menu TEXT NOT NULL DEFAULT 'list'
  CHECK (menu IN ('list', 'cards'));
ALTER TABLE calendar ADD COLUMN menu_start TEXT NOT NULL DEFAULT 'service'
  CHECK (menu_start IN ('service', 'location'));
-- The headings of the menu.
ALTER TABLE calendar ADD COLUMN categories TEXT NOT NULL DEFAULT '[]';
ALTER TABLE calendar ADD COLUMN items_max BIGINT NOT NULL DEFAULT 1
  CHECK (items_max BETWEEN 1 AND 10);
ALTER TABLE calendar ADD COLUMN zone_policy TEXT NOT NULL DEFAULT 'guest'
  CHECK (zone_policy IN ('guest', 'business'));
ALTER TABLE calendar ADD COLUMN phone TEXT NOT NULL DEFAULT 'optional'
  CHECK (phone IN ('optional', 'required', 'hidden'));
ALTER TABLE calendar ADD COLUMN attendee_details TEXT NOT NULL DEFAULT 'none'
  CHECK (attendee_details IN ('none', 'names', 'names_and_emails'));
ALTER TABLE calendar ADD COLUMN form TEXT NOT NULL DEFAULT '[]';
ALTER TABLE calendar ADD COLUMN payment_terms TEXT;
ALTER TABLE calendar ADD COLUMN deposit TEXT;
ALTER TABLE calendar ADD COLUMN deposit_basis TEXT NOT NULL DEFAULT 'after_discount'
  CHECK (deposit_basis IN ('after_discount', 'before_discount'));
-- Where guests go once they have booked, and the names of the fields that go along.
ALTER TABLE calendar ADD COLUMN continue_to TEXT;
ALTER TABLE calendar ADD COLUMN continue_fields TEXT NOT NULL DEFAULT '[]';
-- Ids of the locations to choose from, in the order to show.
ALTER TABLE calendar ADD COLUMN locations TEXT NOT NULL DEFAULT '[]';

ALTER TABLE service ADD COLUMN category TEXT NOT NULL DEFAULT '';
ALTER TABLE service ADD COLUMN cover TEXT;
-- Shown only to those who come with its id.
ALTER TABLE service ADD COLUMN private BIGINT NOT NULL DEFAULT 0 CHECK (private IN (0, 1));
ALTER TABLE service ADD COLUMN locations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE service ADD COLUMN variations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE service ADD COLUMN add_ons TEXT NOT NULL DEFAULT '[]';
ALTER TABLE service ADD COLUMN staff TEXT NOT NULL DEFAULT '[]';
ALTER TABLE service ADD COLUMN tax TEXT;

-- Keys of customers, conditions on the appointment, and the duration for subscriptions.
ALTER TABLE coupon ADD COLUMN customers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE coupon ADD COLUMN conditions TEXT NOT NULL DEFAULT '{}';
ALTER TABLE coupon ADD COLUMN duration TEXT NOT NULL DEFAULT '"once"';
-- The key of the one customer a code is for; such codes may share their text.
ALTER TABLE promotion_code ADD COLUMN customer TEXT;
DROP INDEX promotion_code_in_use;
CREATE UNIQUE INDEX promotion_code_in_use
  ON promotion_code (business_id, code, COALESCE(customer, '')) WHERE archived = 0;

-- Coupons that customers hold without a code. The uses of a grant are counted like those of a
-- code: it is a row there as well, with 'grant:ID' as its text, which nobody can type, and it ends
-- where that row is archived.
CREATE TABLE coupon_grant (
  id TEXT NOT NULL PRIMARY KEY REFERENCES promotion_code (id),
  business_id TEXT NOT NULL REFERENCES business (id),
  customer_key TEXT NOT NULL,
  coupon_id TEXT NOT NULL REFERENCES coupon (id),
  -- What gave it, such as a plan or a subscription.
  source TEXT NOT NULL,
  at_ms BIGINT NOT NULL,
  location_id TEXT REFERENCES location (id)
);
CREATE INDEX coupon_grant_of_customer ON coupon_grant (business_id, customer_key);

-- Services of a booking as they were when it was booked, in the order in which they take place.
-- Empty: one plain service, as the row itself tells.
ALTER TABLE orders ADD COLUMN items TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN booked_attendees TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN answers TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN location_id TEXT REFERENCES location (id);
ALTER TABLE orders ADD COLUMN language TEXT;
-- What the guest was told of calling off; none: what the business says now.
ALTER TABLE orders ADD COLUMN cancellation TEXT CHECK (cancellation IN ('allow', 'refuse'));
ALTER TABLE orders ADD COLUMN cancel_notice_minutes BIGINT CHECK (cancel_notice_minutes >= 0);
ALTER TABLE orders ADD COLUMN cancel_refund_percent BIGINT
  CHECK (cancel_refund_percent BETWEEN 0 AND 100);
ALTER TABLE orders ADD COLUMN cancel_late_refund_percent BIGINT
  CHECK (cancel_late_refund_percent BETWEEN 0 AND 100);
-- The conditions of the coupon when it was booked; none: it has none.
ALTER TABLE orders ADD COLUMN conditions TEXT;
-- The table's own CHECKs know no tax that is added: total_minor is without it, and
-- amount_due_minor is at most total_minor. What the order costs is total_minor and tax_minor
-- together; what is charged is charge_minor, or amount_due_minor where that is none.
ALTER TABLE orders ADD COLUMN tax_minor BIGINT NOT NULL DEFAULT 0 CHECK (tax_minor >= 0);
ALTER TABLE orders ADD COLUMN charge_minor BIGINT
  CHECK (charge_minor >= 0 AND charge_minor <= total_minor + tax_minor);

-- Which service of the order a hold is for.
ALTER TABLE hold ADD COLUMN position BIGINT NOT NULL DEFAULT 0 CHECK (position >= 0);
