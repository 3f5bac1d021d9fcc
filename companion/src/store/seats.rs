//! Seats and time: a booked session covers its cells, and holds count its seats.

use std::ops::Range;
use std::sync::LazyLock;

use booking_engine::{CalendarId, ServiceId};
use chrono::{DateTime, Utc};

use super::{Conn, Query, Step, StoreError, parsed, query, run_all, small};
use crate::clock::instant;
use crate::slots::BookedSession;

/// How many cells are listed in a statement at most: three hours.
const LISTED_CELLS_MAX: usize = 36;

/// What a booking claims.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'a> {
    /// The resource, which is the calendar.
    pub(crate) resource: &'a CalendarId,
    /// The service.
    pub(crate) service_id: &'a ServiceId,
    /// When it starts.
    pub(crate) starts_at: DateTime<Utc>,
    /// When it ends.
    pub(crate) ends_at: DateTime<Utc>,
    /// The cells it covers, buffers included.
    pub(crate) cells: Range<i64>,
    /// The seats of the service.
    pub(crate) capacity: u32,
    /// How many seats are wanted.
    pub(crate) seats: u32,
}

impl Claim<'_> {
    /// Whether no session of its service has so many seats.
    pub(crate) fn is_too_large(&self) -> bool {
        self.seats > self.capacity
    }
}

/// The sessions of a resource that touch the cells.
pub(crate) async fn booked(
    conn: &mut Conn,
    resource: &CalendarId,
    cells: &Range<i64>,
) -> Result<Vec<BookedSession>, StoreError> {
    let rows = query(
        "SELECT service_id, starts_ms, ends_ms, cell_from, cell_to, taken FROM slot_session \
         WHERE resource = $1 AND cell_from < $3 AND cell_to > $2 AND taken > 0",
    )
    .bind(resource.as_str())
    .bind(cells.start)
    .bind(cells.end)
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(BookedSession {
                service_id: parsed(&row.get::<String>("service_id")?, "service id")?,
                starts_at: instant(row.get("starts_ms")?),
                ends_at: instant(row.get("ends_ms")?),
                cells: row.get("cell_from")?..row.get("cell_to")?,
                taken: small(row.get("taken")?, "number of seats")?,
            })
        })
        .collect()
}

/// What takes seats for an order, in steps; `lost` where they are gone or something else is in
/// the way. The order's row must exist, and the claim must not be above the capacity.
pub(crate) fn take<'q, R>(
    order_id: &'q str,
    claim: &Claim<'q>,
    confirmed: bool,
    lost: R,
) -> [Step<'q, R>; 3]
where
    R: Copy,
{
    let session_id = format!(
        "{}@{}",
        claim.service_id,
        claim.starts_at.timestamp_millis()
    );
    let hold =
        query("INSERT INTO hold (order_id, session_id, seats, state) VALUES ($1, $2, $3, $4)")
            .bind(order_id)
            .bind(session_id.clone())
            .bind(i64::from(claim.seats))
            .bind(if confirmed { "confirmed" } else { "held" });
    let [session, cells] = take_seats(session_id, claim, lost);
    [session, cells, hold.step()]
}

/// The session has room, or takes place from now on; then all of its cells are its own.
fn take_seats<'q, R: Copy>(session_id: String, claim: &Claim<'q>, lost: R) -> [Step<'q, R>; 2] {
    let session = query(
        "INSERT INTO slot_session \
         (id, resource, service_id, starts_ms, ends_ms, cell_from, cell_to, capacity, taken) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (id) DO UPDATE SET taken = slot_session.taken + excluded.taken, \
         capacity = excluded.capacity, ends_ms = excluded.ends_ms, \
         cell_from = excluded.cell_from, cell_to = excluded.cell_to \
         WHERE slot_session.taken + excluded.taken <= excluded.capacity \
         AND (slot_session.taken = 0 OR (slot_session.ends_ms = excluded.ends_ms \
         AND slot_session.cell_from = excluded.cell_from \
         AND slot_session.cell_to = excluded.cell_to))",
    )
    .bind(session_id.clone())
    .bind(claim.resource.as_str())
    .bind(claim.service_id.as_str())
    .bind(claim.starts_at.timestamp_millis())
    .bind(claim.ends_at.timestamp_millis())
    .bind(claim.cells.start)
    .bind(claim.cells.end)
    .bind(i64::from(claim.capacity))
    .bind(i64::from(claim.seats));
    let wanted = u64::try_from(claim.cells.end - claim.cells.start).unwrap_or(u64::MAX);
    [
        session.must_change(1, lost),
        insert_cells(session_id, claim).must_change(wanted, lost),
    ]
}

/// Cells that the session has already count as changed, those of another session do not.
fn insert_cells<'q>(session_id: String, claim: &Claim<'q>) -> Query<'q> {
    let cells = &claim.cells;
    let listed = usize::try_from(cells.end - cells.start - 1)
        .ok()
        .and_then(|before_last| INSERT_LISTED_CELLS.get(before_last));
    let Some(listed) = listed else {
        return query(
            "WITH RECURSIVE wanted (cell) AS (SELECT CAST($3 AS BIGINT) \
             UNION ALL SELECT cell + 1 FROM wanted WHERE cell + 1 < $4) \
             INSERT INTO cell (resource, cell, session_id) \
             SELECT $1, cell, $2 FROM wanted WHERE true ORDER BY cell \
             ON CONFLICT (resource, cell) DO UPDATE SET session_id = excluded.session_id \
             WHERE cell.session_id = excluded.session_id",
        )
        .bind(claim.resource.as_str())
        .bind(session_id)
        .bind(cells.start)
        .bind(cells.end);
    };
    query(listed)
        .bind(claim.resource.as_str())
        .bind(session_id)
        .bind(cells.start)
}

/// The statements for one cell, two cells and so on: a list takes both databases a fraction of
/// what they need to count. Longer appointments are counted.
static INSERT_LISTED_CELLS: LazyLock<Vec<String>> = LazyLock::new(|| {
    (1..=LISTED_CELLS_MAX)
        .map(|count| {
            let rows: Vec<_> = (0..count)
                .map(|cell| format!("($1, CAST($3 AS BIGINT) + {cell}, $2)"))
                .collect();
            format!(
                "INSERT INTO cell (resource, cell, session_id) VALUES {} \
                 ON CONFLICT (resource, cell) DO UPDATE SET session_id = excluded.session_id \
                 WHERE cell.session_id = excluded.session_id",
                rows.join(", ")
            )
        })
        .collect()
});

/// Whether an order has seats, held or booked.
pub(crate) async fn is_held(conn: &mut Conn, order_id: &str) -> Result<bool, StoreError> {
    let row = query("SELECT seats FROM hold WHERE order_id = $1 AND state <> 'released'")
        .bind(order_id)
        .fetch_optional(conn)
        .await?;
    Ok(row.is_some())
}

/// The seats of an order are booked.
pub(crate) async fn confirm(conn: &mut Conn, order_id: &str) -> Result<(), StoreError> {
    query("UPDATE hold SET state = 'confirmed' WHERE order_id = $1 AND state = 'held'")
        .bind(order_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// The seats of an order are given back, held or booked; a session without anybody gives back
/// its cells. False where they were given back before.
pub(crate) async fn release(conn: &mut Conn, order_id: &str) -> Result<bool, StoreError> {
    let holds = query(
        "UPDATE hold SET state = 'released' WHERE order_id = $1 AND state <> 'released' \
         RETURNING session_id, seats",
    )
    .bind(order_id)
    .fetch_all(&mut *conn)
    .await?;
    let released = !holds.is_empty();
    for hold in holds {
        let session_id: String = hold.get("session_id")?;
        give_seats(conn, &session_id, hold.get("seats")?).await?;
    }
    Ok(released)
}

/// One booked seat of an order is given back; false where it is the last one or none is booked.
pub(crate) async fn release_one(conn: &mut Conn, order_id: &str) -> Result<bool, StoreError> {
    let hold = query(
        "UPDATE hold SET seats = seats - 1 WHERE order_id = $1 AND state = 'confirmed' \
         AND seats > 1 RETURNING session_id",
    )
    .bind(order_id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(hold) = hold else {
        return Ok(false);
    };
    let session_id: String = hold.get("session_id")?;
    give_seats(conn, &session_id, 1).await?;
    Ok(true)
}

async fn give_seats(conn: &mut Conn, session_id: &str, seats: i64) -> Result<(), StoreError> {
    let row = query("UPDATE slot_session SET taken = taken - $2 WHERE id = $1 RETURNING taken")
        .bind(session_id)
        .bind(seats)
        .fetch_one(&mut *conn)
        .await?;
    if row.get::<i64>("taken")? == 0 {
        query("DELETE FROM cell WHERE session_id = $1")
            .bind(session_id)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Takes the released seats of an order again, booked this time; false where they are gone.
pub(crate) async fn retake(
    conn: &mut Conn,
    order_id: &str,
    resource: &CalendarId,
) -> Result<bool, StoreError> {
    let row = query(
        "SELECT h.session_id, h.seats, s.service_id, s.starts_ms, s.ends_ms, s.cell_from, \
         s.cell_to, s.capacity FROM hold h JOIN slot_session s ON s.id = h.session_id \
         WHERE h.order_id = $1 AND h.state = 'released'",
    )
    .bind(order_id)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else {
        return Ok(false);
    };
    let session_id: String = row.get("session_id")?;
    let service_id = parsed(&row.get::<String>("service_id")?, "service id")?;
    let claim = Claim {
        resource,
        service_id: &service_id,
        starts_at: instant(row.get("starts_ms")?),
        ends_at: instant(row.get("ends_ms")?),
        cells: row.get("cell_from")?..row.get("cell_to")?,
        capacity: small(row.get("capacity")?, "capacity")?,
        seats: small(row.get("seats")?, "number of seats")?,
    };
    if claim.is_too_large() {
        return Ok(false);
    }
    for step in take_seats(session_id, &claim, ()) {
        if run_all(conn, &[step]).await?.is_err() {
            return Ok(false);
        }
    }
    query("UPDATE hold SET state = 'confirmed' WHERE order_id = $1")
        .bind(order_id)
        .execute(conn)
        .await?;
    Ok(true)
}
