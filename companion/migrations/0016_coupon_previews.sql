-- Coupons as guests would see them before they are saved, for the frame beside an owner's form.

-- Of the token only its hash is kept. The coupon is the engine's, in which customers are keys; none:
-- codes are shown as they are. A row is of no use once it is over, and goes with the next one.
CREATE TABLE coupon_preview (
  token_hash TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  calendar_id TEXT NOT NULL REFERENCES calendar (id),
  made_by TEXT NOT NULL,
  coupon TEXT,
  code TEXT,
  changes BIGINT NOT NULL CHECK (changes IN (0, 1)),
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL
);
CREATE INDEX coupon_preview_end ON coupon_preview (expires_ms);
CREATE INDEX coupon_preview_of ON coupon_preview (made_by, created_ms);
