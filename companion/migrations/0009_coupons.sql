-- Coupons as their owners write them: a code of their own, times on the wall clock, customers as
-- they were named. What prices depend on stays where it was.

-- The own code is a promotion code without limits; its text is repeated here, where lists are
-- sorted by it. Empty: none.
ALTER TABLE coupon ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE coupon ADD COLUMN code_id TEXT;
-- Own code and name in small letters, to look for a part of them.
ALTER TABLE coupon ADD COLUMN search TEXT NOT NULL DEFAULT '';
-- The window as it was typed; none beside an instant: it was not typed here.
ALTER TABLE coupon ADD COLUMN starts_local TEXT;
ALTER TABLE coupon ADD COLUMN ends_local TEXT;
ALTER TABLE coupon ADD COLUMN customers_named TEXT NOT NULL DEFAULT '[]';
ALTER TABLE coupon ADD COLUMN created_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE coupon ADD COLUMN updated_ms BIGINT NOT NULL DEFAULT 0;

ALTER TABLE promotion_code ADD COLUMN created_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE promotion_code ADD COLUMN expires_local TEXT;
ALTER TABLE promotion_code ADD COLUMN customer_named TEXT;
-- What made it together with others.
ALTER TABLE promotion_code ADD COLUMN batch TEXT;

-- A plain code from before is the coupon's own.
UPDATE coupon SET code_id = (SELECT MIN(p.id) FROM promotion_code p
  WHERE p.coupon_id = coupon.id AND p.archived = 0 AND p.customer IS NULL
  AND p.expires_ms IS NULL AND p.minimum_amount_minor IS NULL AND p.max_redemptions IS NULL
  AND p.first_purchase_only = 0
  AND NOT EXISTS (SELECT 1 FROM coupon_grant g WHERE g.id = p.id));
UPDATE coupon SET code = (SELECT p.code FROM promotion_code p WHERE p.id = coupon.code_id)
  WHERE code_id IS NOT NULL;
UPDATE coupon SET search = LOWER(code || ' ' || name);

CREATE INDEX coupon_by_created ON coupon (business_id, created_ms, id);
CREATE INDEX coupon_by_code ON coupon (business_id, code, id);
CREATE INDEX coupon_by_end ON coupon
  (business_id, COALESCE(ends_ms, 9223372036854775807), id);
CREATE INDEX promotion_code_of_coupon ON promotion_code (coupon_id, archived, created_ms, id);
CREATE INDEX coupon_grant_of_coupon ON coupon_grant (coupon_id);
DROP INDEX redemption_of_coupon;
CREATE INDEX redemption_of_coupon ON redemption (coupon_id, order_id);
CREATE INDEX redemption_of_code ON redemption (promotion_code_id, order_id);
