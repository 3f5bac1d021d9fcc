-- A calendar can leave codes to Stripe's own page. An order of it says so, and what the guest's code
-- was there; what it took off is in the order's price from then on.
ALTER TABLE calendar ADD COLUMN codes_at_stripe BIGINT NOT NULL DEFAULT 0
  CHECK (codes_at_stripe IN (0, 1));
ALTER TABLE orders ADD COLUMN codes_at_stripe BIGINT NOT NULL DEFAULT 0
  CHECK (codes_at_stripe IN (0, 1));
ALTER TABLE orders ADD COLUMN stripe_code TEXT;
