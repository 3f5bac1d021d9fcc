-- Orders that somebody of the business made for a customer: booked at once, to be paid later.

-- Who made it; none: its guest did. Accounts may go, so that it is no reference.
ALTER TABLE orders ADD COLUMN booked_by TEXT;
