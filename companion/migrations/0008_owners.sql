-- Who signs in to the dashboard, what they are at which business, and what a business's plan is.

-- What plans hold is in the companion's own table. Businesses from before there were plans keep
-- what they had.
ALTER TABLE business ADD COLUMN plan TEXT NOT NULL DEFAULT 'full' CHECK (plan IN ('basic', 'full'));

-- The address as it was given, and the one form of it that is looked up.
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_ms BIGINT NOT NULL
);

CREATE TABLE membership (
  user_id TEXT NOT NULL REFERENCES users (id),
  business_id TEXT NOT NULL REFERENCES business (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'staff')),
  PRIMARY KEY (user_id, business_id)
);
CREATE INDEX members_of_business ON membership (business_id);

-- Of the token only its hash is kept: whoever reads the books cannot sign in with them.
CREATE TABLE user_session (
  token_hash TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  created_ms BIGINT NOT NULL,
  seen_ms BIGINT NOT NULL,
  ends_ms BIGINT NOT NULL,
  user_agent TEXT NOT NULL
);
CREATE INDEX sessions_of_user ON user_session (user_id);
CREATE INDEX session_seen ON user_session (seen_ms);
