-- What owners look after beside what they sell: settings with a version, and invitations.

-- Raised with every change of the settings.
ALTER TABLE business ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- Who was invited and has not come yet. Of what stands in the link only its hash is kept.
CREATE TABLE invitation (
  id TEXT NOT NULL PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  business_id TEXT NOT NULL REFERENCES business (id),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'staff')),
  invited_by TEXT NOT NULL REFERENCES users (id),
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  UNIQUE (business_id, email_key)
);
CREATE INDEX invitation_end ON invitation (expires_ms);
CREATE INDEX invitation_by ON invitation (invited_by, business_id);

-- The log by person, and by what its actions begin with: no two kinds share their first four
-- letters.
CREATE INDEX owner_log_of_actor ON owner_log (business_id, actor, seq);
CREATE INDEX owner_log_of_kind ON owner_log (business_id, (SUBSTR(action, 1, 4)), seq);
