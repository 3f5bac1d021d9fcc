-- Orders lie by the bytes of their ids, which begin with the time, whatever language a database sorts
-- in. (SQLite has this order by itself and under this name; PostgreSQL is given it before.)
DROP INDEX order_of_business;
DROP INDEX order_by_start;
DROP INDEX order_by_state;
DROP INDEX order_of_calendar;
CREATE INDEX order_of_business ON orders (business_id, test_mode, id COLLATE "binary");
CREATE INDEX order_by_start ON orders (business_id, test_mode, starts_ms, id COLLATE "binary");
CREATE INDEX order_by_state ON orders (business_id, test_mode, state, id COLLATE "binary");
CREATE INDEX order_of_calendar ON orders (calendar_id, test_mode, id COLLATE "binary");
