-- The deliveries of an endpoint as its owner reads them, what happened last first: all of them, those
-- that wait, and those that failed. The two smaller ones are short where all is well.
ALTER TABLE webhook_delivery ADD COLUMN happened_ms BIGINT NOT NULL DEFAULT 0;
UPDATE webhook_delivery SET happened_ms =
  (SELECT e.at_ms FROM outbox_event e WHERE e.id = webhook_delivery.event_id);
CREATE INDEX webhook_delivery_log ON webhook_delivery (endpoint_id, happened_ms, seq, event_id);
CREATE INDEX webhook_delivery_waits ON webhook_delivery (endpoint_id, happened_ms, seq, event_id)
  WHERE state = 'due';
CREATE INDEX webhook_delivery_failed ON webhook_delivery (endpoint_id, happened_ms, seq, event_id)
  WHERE state = 'failed';
