-- Secrets with which a business signs who of its members books; while one replaces another, both count.
CREATE TABLE member_secret (
  business_id TEXT NOT NULL REFERENCES business (id),
  secret TEXT NOT NULL,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT,
  PRIMARY KEY (business_id, secret)
);
-- The member who booked, as the business names them, and their key as a customer beside that of the
-- address; nothing where no token said so.
ALTER TABLE orders ADD COLUMN member_id TEXT;
ALTER TABLE orders ADD COLUMN member_key TEXT;
ALTER TABLE redemption ADD COLUMN member_key TEXT;
CREATE INDEX order_of_member ON orders (business_id, member_key) WHERE member_key IS NOT NULL;
