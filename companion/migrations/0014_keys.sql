-- A business's own Stripe accounts. Keys are sealed with a key that is not in the books.

-- One for each account that is or was connected. Those that are not in use any more stay, with their
-- keys, for what was paid through them, until the owner has them forgotten.
CREATE TABLE stripe_account (
  id TEXT NOT NULL PRIMARY KEY,
  business_id TEXT NOT NULL REFERENCES business (id),
  test_mode BIGINT NOT NULL CHECK (test_mode IN (0, 1)),
  -- The account's id and name at Stripe, as far as its key may ask.
  stripe_id TEXT,
  name TEXT NOT NULL,
  -- Empty once it is forgotten.
  key_sealed TEXT NOT NULL,
  key_ends TEXT NOT NULL,
  restricted BIGINT NOT NULL CHECK (restricted IN (0, 1)),
  secret_sealed TEXT,
  secret_ends TEXT,
  in_use BIGINT NOT NULL CHECK (in_use IN (0, 1)),
  connected_ms BIGINT NOT NULL,
  updated_ms BIGINT NOT NULL,
  CHECK (in_use = 0 OR key_sealed <> '')
);
CREATE UNIQUE INDEX stripe_account_in_use ON stripe_account (business_id, test_mode)
  WHERE in_use = 1;
CREATE INDEX stripe_account_of_business ON stripe_account (business_id, updated_ms);

-- Which of them an order is paid through; none: the account that the companion was set up with.
ALTER TABLE orders ADD COLUMN stripe_account TEXT REFERENCES stripe_account (id);
CREATE INDEX order_of_account ON orders (stripe_account, state) WHERE stripe_account IS NOT NULL;
