-- What earlier orders a coupon for first purchases looks at: all of a customer's with the business,
-- or those of the service at the location.
ALTER TABLE business ADD COLUMN first_purchase_scope TEXT NOT NULL DEFAULT 'business'
  CHECK (first_purchase_scope IN ('business', 'service_at_location'));
-- Raised with every order that is counted and never lowered: whoever has read it, and finds it the
-- same, knows that no order of the customer came since.
ALTER TABLE customer ADD COLUMN opened BIGINT NOT NULL DEFAULT 0 CHECK (opened >= 0);
CREATE INDEX order_of_customer ON orders (business_id, customer_key);
