//! A business large enough for a crowd: written behind the companion's back, before it starts.

use std::fmt::Write as _;
use std::path::PathBuf;

use rusqlite::functions::FunctionFlags;
use tokio_postgres::NoTls;

use crate::Failure;

/// Calendars with a resource each.
pub(crate) const CALENDARS: u64 = 20;
/// Coupons that make an order free, with a limit each that counts every use.
pub(crate) const COUPONS: u64 = 100;
/// The length of the one service, in minutes; it is offered around the clock for two years.
pub(crate) const SERVICE_MINUTES: i64 = 15;
/// How much there is in large books.
const MANY_COUPONS: u64 = 100_000;
const MANY_ORDERS: i64 = 1_000_000;
/// Over which the orders of large books were made.
const YEAR_MINUTES: i64 = 365 * 24 * 60;
/// The coupon of half of them.
pub(crate) const POPULAR: &str = "coupon-7";
/// In 2025 and in 2033, in milliseconds since the epoch.
const PAST_MS: i64 = 1_750_000_000_000;
const FAR_MS: i64 = 2_000_000_000_000;
/// Where the time in an order's id ends: after `ord_` and twelve digits.
const ID_TIME_END: usize = 16;
/// Its price.
const PRICE_MINOR: i64 = 4_800;

/// The database.
pub(crate) enum Books {
    Sqlite(PathBuf),
    Postgres(tokio_postgres::Client),
}

/// The calendar of a number.
pub(crate) fn calendar(number: u64) -> String {
    format!("calendar-{}", number % CALENDARS)
}

/// The service of a calendar.
pub(crate) fn service(number: u64) -> String {
    format!("service-{}", number % CALENDARS)
}

/// The code of a coupon.
pub(crate) fn code(number: u64) -> String {
    format!("CROWD{:03}", number % COUPONS)
}

impl Books {
    pub(crate) async fn open(url: &str) -> Result<Self, Failure> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return Ok(Self::Sqlite(path.into()));
        }
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        Ok(Self::Postgres(client))
    }

    /// Writes business, calendars and coupons.
    pub(crate) async fn fill(&self) -> Result<(), Failure> {
        let statements = statements()?;
        match self {
            Self::Sqlite(path) => Ok(rusqlite::Connection::open(path)?.execute_batch(&statements)?),
            Self::Postgres(client) => Ok(client.batch_execute(&statements).await?),
        }
    }

    /// Makes a business of years out of what there is: more coupons, and the orders again and again.
    /// Tells how many of both there are.
    pub(crate) fn multiply(&self) -> Result<(usize, usize), Failure> {
        let Self::Sqlite(path) = self else {
            return Err("large books are made in SQLite only".into());
        };
        let conn = rusqlite::Connection::open(path)?;
        add_functions(&conn)?;
        // A crash costs nothing here, and the indexes have room in memory.
        conn.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;")?;
        conn.execute_batch(&more_coupons())?;
        conn.execute_batch(&copies_of_orders(&conn)?)?;
        let count = |table| {
            let asked = format!("SELECT COUNT(*) FROM {table}");
            conn.query_row(&asked, [], |row| row.get::<_, i64>(0))
        };
        Ok((
            usize::try_from(count("coupon")?)?,
            usize::try_from(count("orders")?)?,
        ))
    }

    /// How many orders there are.
    pub(crate) async fn orders(&self) -> Result<usize, Failure> {
        let count = "SELECT COUNT(*) FROM orders";
        let count: i64 = match self {
            Self::Sqlite(path) => {
                rusqlite::Connection::open(path)?.query_row(count, [], |row| row.get(0))?
            }
            Self::Postgres(client) => client.query_one(count, &[]).await?.try_get(0)?,
        };
        Ok(usize::try_from(count)?)
    }
}

/// Coupons of every kind: switched off, expired, to come, used up, with and without an end.
fn more_coupons() -> String {
    format!(
        "WITH RECURSIVE n (n) AS (SELECT {COUPONS} UNION ALL SELECT n + 1 FROM n \
         WHERE n < {MANY_COUPONS} - 1) \
         INSERT INTO coupon (id, business_id, name, benefit, scope, starts_ms, ends_ms, \
         max_redemptions, redeemed, active, code, code_id, search, created_ms, updated_ms) \
         SELECT 'coupon-' || n, 'crowd', 'Offer ' || n, \
         '{{\"percent\":{{\"percent\":\"' || (1 + n % 99) || '\"}}}}', '\"everything\"', \
         CASE n % 7 WHEN 0 THEN {FAR_MS} END, \
         CASE n % 5 WHEN 0 THEN {PAST_MS} + n WHEN 1 THEN {FAR_MS} + n END, \
         CASE n % 3 WHEN 0 THEN 1 + n % 50 END, \
         CASE n % 3 WHEN 0 THEN CASE n % 2 WHEN 0 THEN 1 + n % 50 ELSE 0 END ELSE n % 1000 END, \
         CASE n % 11 WHEN 0 THEN 0 ELSE 1 END, 'OFFER' || n, 'code-' || n, \
         'offer' || n || ' offer ' || n, {PAST_MS} + n, {PAST_MS} + n FROM n; \
         INSERT INTO promotion_code (id, business_id, coupon_id, code, created_ms) \
         SELECT code_id, business_id, id, code, created_ms FROM coupon WHERE code_id IS NOT NULL;"
    )
}

/// What copies are made with: `earlier(ID, MINUTES)`, the name that an order made so much earlier
/// would have (its first twelve digits are its time), and `digits(WORD)`, a word as the companion
/// keeps it to find orders by.
fn add_functions(conn: &rusqlite::Connection) -> Result<(), Failure> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    conn.create_scalar_function("earlier", 2, flags, |given| {
        let (id, minutes) = (given.get::<String>(0)?, given.get::<i64>(1)?);
        let (time, rest) = id.split_at(ID_TIME_END);
        let time = time.trim_start_matches("ord_");
        let made = i64::from_str_radix(time, 16)
            .map_err(|error| rusqlite::Error::UserFunctionError(error.into()))?;
        Ok(format!("ord_{:012x}{rest}", made - minutes * 60_000))
    })?;
    conn.create_scalar_function("digits", 1, flags, |given| {
        let word = given.get::<String>(0)?;
        let digits = word.bytes().map(|byte| format!("{byte:03}"));
        Ok(digits.collect::<String>())
    })?;
    Ok(())
}

/// Every order as often as it takes, over a year and each of another guest, with its zero record and
/// the use of its coupon; half of them used one and the same.
fn copies_of_orders(conn: &rusqlite::Connection) -> Result<String, Failure> {
    let orders: i64 = conn.query_row("SELECT COUNT(*) FROM orders", [], |row| row.get(0))?;
    let copies = (MANY_ORDERS - orders) / orders;
    let mut copying = format!(
        "CREATE TEMP TABLE n (n, earlier); WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 \
         FROM c WHERE n < {copies}) INSERT INTO n SELECT n, n * {YEAR_MINUTES} / {copies} FROM c \
         ORDER BY n DESC; BEGIN;"
    );
    let order = "earlier(t.id, n.earlier)".to_owned();
    let of_order = "earlier(t.order_id, n.earlier)".to_owned();
    for (table, changed) in [
        (
            "orders",
            vec![
                ("id", order),
                ("idempotency_key", "NULL".to_owned()),
                ("starts_ms", "t.starts_ms - n.earlier * 60000".to_owned()),
                ("ends_ms", "t.ends_ms - n.earlier * 60000".to_owned()),
                ("created_ms", "t.created_ms - n.earlier * 60000".to_owned()),
                ("updated_ms", "t.updated_ms - n.earlier * 60000".to_owned()),
                ("guest_name", "'Test Guest ' || n.n".to_owned()),
                ("guest_email", "'guest' || n.n || '@example.com'".to_owned()),
                ("test_mode", "0".to_owned()),
                (
                    "quote",
                    format!(
                        "CASE n.n % 2 WHEN 0 THEN json_set(t.quote, '$.coupon.coupon_id', '{POPULAR}') ELSE t.quote END"
                    ),
                ),
                (
                    "state",
                    "CASE n.n % 8 WHEN 1 THEN 'cancelled' WHEN 2 THEN 'expired' \
                     WHEN 3 THEN 'refunded' WHEN 4 THEN 'disputed' ELSE 'paid' END"
                        .to_owned(),
                ),
            ],
        ),
        (
            "order_transaction",
            vec![
                ("id", "t.id || '-' || n.n".to_owned()),
                ("order_id", of_order.clone()),
                ("at_ms", "t.at_ms - n.earlier * 60000".to_owned()),
                ("test_mode", "0".to_owned()),
            ],
        ),
        (
            "redemption",
            vec![
                ("order_id", of_order),
                ("test_mode", "0".to_owned()),
                (
                    "coupon_id",
                    format!("CASE n.n % 2 WHEN 0 THEN '{POPULAR}' ELSE t.coupon_id END"),
                ),
            ],
        ),
    ] {
        let mut columns =
            conn.prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))?;
        let columns = columns.query_map([], |row| row.get::<_, String>(0))?;
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let value = |column: &String| {
            let known = changed.iter().find(|(name, _)| name == column);
            known.map_or_else(|| format!("t.{column}"), |(_, value)| value.clone())
        };
        write!(
            copying,
            "CREATE TEMP TABLE was AS SELECT * FROM {table}; \
             INSERT INTO {table} ({}) SELECT {} FROM n CROSS JOIN was t; DROP TABLE was;",
            columns.join(", "),
            columns.iter().map(value).collect::<Vec<_>>().join(", "),
        )?;
    }
    // By which they are found, as the companion writes them.
    for word in ["'test'", "'guest'", "SUBSTR(guest_name, 12)", "guest_email"] {
        write!(
            copying,
            "INSERT OR IGNORE INTO order_word (order_id, word, business_id) \
             SELECT id, digits({word}), business_id FROM orders WHERE test_mode = 0;"
        )?;
    }
    copying.push_str("COMMIT; ANALYZE;");
    Ok(copying)
}

fn statements() -> Result<String, Failure> {
    let mut text = String::from(
        "BEGIN; INSERT INTO business (id, name, time_zone, currency) \
         VALUES ('crowd', 'Crowd', 'UTC', 'EUR');",
    );
    for weekday in 1..=7 {
        write!(
            text,
            "INSERT INTO weekly_hours (business_id, weekday, opens_minute, closes_minute) \
             VALUES ('crowd', {weekday}, 0, 1440);"
        )?;
    }
    for number in 0..CALENDARS {
        let (calendar, service) = (calendar(number), service(number));
        write!(
            text,
            "INSERT INTO calendar (id, business_id, style, title, coupons, window_days, test_mode) \
             VALUES ('{calendar}', 'crowd', 'neo', 'Crowd', 1, 730, 1); \
             INSERT INTO service (id, calendar_id, position, name, unit_price_minor, \
             duration_minutes, interval_minutes) \
             VALUES ('{service}', '{calendar}', 1, 'Lesson', {PRICE_MINOR}, {SERVICE_MINUTES}, \
             {SERVICE_MINUTES});"
        )?;
    }
    for number in 0..COUPONS {
        let code = code(number);
        write!(
            text,
            "INSERT INTO coupon (id, business_id, name, benefit, scope, max_redemptions) \
             VALUES ('coupon-{number}', 'crowd', 'Free', '{{\"percent\":{{\"percent\":\"100\"}}}}', \
             '\"everything\"', 1000000000); \
             INSERT INTO promotion_code (id, business_id, coupon_id, code) \
             VALUES ('code-{number}', 'crowd', 'coupon-{number}', '{code}');"
        )?;
    }
    text.push_str("COMMIT;");
    Ok(text)
}
