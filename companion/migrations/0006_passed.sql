-- Where the guest came from: what the page's address passed on, as a list of names and values; nothing
-- where it passed on nothing.
ALTER TABLE orders ADD COLUMN passed TEXT NOT NULL DEFAULT '';
