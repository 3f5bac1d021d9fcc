//! A business large enough for a crowd: written behind the companion's back, before it starts.

use std::fmt::Write as _;
use std::path::PathBuf;

use tokio_postgres::NoTls;

use crate::Failure;

/// Calendars with a resource each.
pub(crate) const CALENDARS: u64 = 20;
/// Coupons that make an order free, with a limit each that counts every use.
pub(crate) const COUPONS: u64 = 100;
/// The length of the one service, in minutes; it is offered around the clock for two years.
pub(crate) const SERVICE_MINUTES: i64 = 15;
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
