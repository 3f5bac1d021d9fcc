//! What owners did: a log per business that is only added to, each entry with the hash of the
//! one before. A changed or missing entry in the middle breaks the chain; that the end was cut
//! off shows only against a hash that was kept elsewhere.

use booking_contract::owner::{LogCheck, LogEntry, LogKind};
use sha2::{Digest, Sha256};

use super::{Conn, Row, StoreError, query};
use crate::clock::instant;

/// The hash before the first entry.
const GENESIS: &str = "";

/// An action to write down. It holds no personal data: orders are named by their ids.
#[derive(Clone, Debug)]
pub(crate) struct Action<'a> {
    /// Whose books.
    pub(crate) business_id: &'a str,
    /// Who did it, such as `cli`.
    pub(crate) actor: &'a str,
    /// What was done, such as `order.refund`.
    pub(crate) done: &'a str,
    /// To what: an id.
    pub(crate) subject: &'a str,
    /// The particulars, as JSON.
    pub(crate) detail: &'a str,
    /// The time.
    pub(crate) now_ms: i64,
}

/// Waits until no other transaction writes into the log of a business: whoever has its turn sees
/// everything that the ones before did.
pub(crate) async fn take_turn(conn: &mut Conn, business_id: &str) -> Result<(), StoreError> {
    begin(conn, business_id).await?;
    query("UPDATE owner_log_head SET seq = seq WHERE business_id = $1")
        .bind(business_id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Makes sure that the log of a business has a head.
async fn begin(conn: &mut Conn, business_id: &str) -> Result<(), StoreError> {
    query(
        "INSERT INTO owner_log_head (business_id, seq, hash) VALUES ($1, 0, $2) \
         ON CONFLICT (business_id) DO NOTHING",
    )
    .bind(business_id)
    .bind(GENESIS)
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds an entry.
pub(crate) async fn add(conn: &mut Conn, action: &Action<'_>) -> Result<(), StoreError> {
    begin(conn, action.business_id).await?;
    // The row is locked by its own change: entries of one business come one after the other.
    let head =
        query("UPDATE owner_log_head SET seq = seq + 1 WHERE business_id = $1 RETURNING seq, hash")
            .bind(action.business_id)
            .fetch_one(&mut *conn)
            .await?;
    let seq: i64 = head.get("seq")?;
    let previous: String = head.get("hash")?;
    let hash = hash(action, seq, &previous);
    query(
        "INSERT INTO owner_log \
         (business_id, seq, at_ms, actor, action, subject, detail, previous, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(action.business_id)
    .bind(seq)
    .bind(action.now_ms)
    .bind(action.actor)
    .bind(action.done)
    .bind(action.subject)
    .bind(action.detail)
    .bind(&previous)
    .bind(&hash)
    .execute(&mut *conn)
    .await?;
    query("UPDATE owner_log_head SET hash = $2 WHERE business_id = $1")
        .bind(action.business_id)
        .bind(&hash)
        .execute(conn)
        .await?;
    Ok(())
}

/// Which entries are asked for.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Those before this one.
    pub(crate) before: i64,
    /// Those of one person alone.
    pub(crate) actor: Option<String>,
    /// Those of one kind alone.
    pub(crate) kind: Option<LogKind>,
}

/// The entries of a business that are wanted, the newest first.
pub(crate) async fn page(
    conn: &mut Conn,
    business_id: &str,
    wanted: &Wanted,
    limit: i64,
) -> Result<Vec<LogEntry>, StoreError> {
    // The index of the kinds knows the first four letters.
    let kind = (wanted.kind).and_then(|kind| kind.as_str().get(..4));
    let base = |statement| {
        query(statement)
            .bind(business_id)
            .bind(wanted.before)
            .bind(limit)
    };
    let asked = match (&wanted.actor, kind) {
        (None, None) => base(
            "SELECT l.seq, l.at_ms, l.actor, u.name, s.name AS subject_name, l.action, \
             l.subject, l.detail \
             FROM owner_log l LEFT JOIN users u ON u.id = l.actor \
             LEFT JOIN users s ON s.id = l.subject \
             WHERE l.business_id = $1 AND l.seq < $2 ORDER BY l.seq DESC LIMIT $3",
        ),
        (Some(actor), None) => base(
            "SELECT l.seq, l.at_ms, l.actor, u.name, s.name AS subject_name, l.action, \
             l.subject, l.detail \
             FROM owner_log l LEFT JOIN users u ON u.id = l.actor \
             LEFT JOIN users s ON s.id = l.subject \
             WHERE l.business_id = $1 AND l.seq < $2 AND l.actor = $4 \
             ORDER BY l.seq DESC LIMIT $3",
        )
        .bind(actor.as_str()),
        (None, Some(kind)) => base(
            "SELECT l.seq, l.at_ms, l.actor, u.name, s.name AS subject_name, l.action, \
             l.subject, l.detail \
             FROM owner_log l LEFT JOIN users u ON u.id = l.actor \
             LEFT JOIN users s ON s.id = l.subject \
             WHERE l.business_id = $1 AND l.seq < $2 AND SUBSTR(l.action, 1, 4) = $4 \
             ORDER BY l.seq DESC LIMIT $3",
        )
        .bind(kind),
        (Some(actor), Some(kind)) => base(
            "SELECT l.seq, l.at_ms, l.actor, u.name, s.name AS subject_name, l.action, \
             l.subject, l.detail \
             FROM owner_log l LEFT JOIN users u ON u.id = l.actor \
             LEFT JOIN users s ON s.id = l.subject \
             WHERE l.business_id = $1 AND l.seq < $2 AND l.actor = $4 \
             AND SUBSTR(l.action, 1, 4) = $5 ORDER BY l.seq DESC LIMIT $3",
        )
        .bind(actor.as_str())
        .bind(kind),
    };
    let rows = asked.fetch_all(conn).await?;
    let entry = |row: &Row| {
        Ok(LogEntry {
            number: row.get("seq")?,
            at: instant(row.get("at_ms")?),
            actor: row.get("actor")?,
            actor_name: row.get("name")?,
            action: row.get("action")?,
            subject: row.get("subject")?,
            subject_name: row.get("subject_name")?,
            detail: row.get("detail")?,
        })
    };
    rows.iter().map(entry).collect()
}

/// How many entries do not follow from the one before, heads that do not fit their log included.
pub(crate) async fn broken(conn: &mut Conn) -> Result<i64, StoreError> {
    let heads = query("SELECT business_id, seq, hash FROM owner_log_head ORDER BY business_id")
        .fetch_all(&mut *conn)
        .await?;
    let entries = query(
        "SELECT business_id, seq, at_ms, actor, action, subject, detail, previous, hash \
         FROM owner_log ORDER BY business_id, seq",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut broken = 0;
    let mut reached: Vec<(String, i64, String)> = Vec::new();
    for entry in &entries {
        let business_id: String = entry.get("business_id")?;
        if reached.last().is_none_or(|(last, ..)| *last != business_id) {
            reached.push((business_id, 0, GENESIS.to_owned()));
        }
        let Some((_, seq, hash)) = reached.last_mut() else {
            continue;
        };
        let (found_seq, found) = (entry.get::<i64>("seq")?, entry.get::<String>("hash")?);
        let previous: String = entry.get("previous")?;
        if found_seq != *seq + 1 || previous != *hash || hash_of(entry)? != found {
            broken += 1;
        }
        (*seq, *hash) = (found_seq, found);
    }
    let mut known = Vec::new();
    for head in &heads {
        known.push((
            head.get::<String>("business_id")?,
            head.get::<i64>("seq")?,
            head.get::<String>("hash")?,
        ));
    }
    let misfits = known.iter().filter(|head| !reached.contains(head)).count()
        + reached.iter().filter(|end| !known.contains(end)).count();
    Ok(broken + i64::try_from(misfits).unwrap_or(i64::MAX))
}

/// How many entries are looked at at once.
const CHECKED_AT_ONCE: i64 = 1_000;

/// Whether the log of one business holds together, as far as its head reached when this began.
pub(crate) async fn check(conn: &mut Conn, business_id: &str) -> Result<LogCheck, StoreError> {
    let head = query("SELECT seq, hash FROM owner_log_head WHERE business_id = $1")
        .bind(business_id)
        .fetch_optional(&mut *conn)
        .await?;
    let (end, end_hash) = match head {
        Some(head) => (head.get("seq")?, head.get::<String>("hash")?),
        None => (0, GENESIS.to_owned()),
    };
    let (mut seq, mut hash) = (0, GENESIS.to_owned());
    let (mut entries, mut broken) = (0, 0);
    loop {
        let page = query(
            "SELECT business_id, seq, at_ms, actor, action, subject, detail, previous, hash \
             FROM owner_log WHERE business_id = $1 AND seq > $2 AND seq <= $3 \
             ORDER BY seq LIMIT $4",
        )
        .bind(business_id)
        .bind(seq)
        .bind(end)
        .bind(CHECKED_AT_ONCE)
        .fetch_all(&mut *conn)
        .await?;
        for entry in &page {
            let (found_seq, found) = (entry.get::<i64>("seq")?, entry.get::<String>("hash")?);
            let previous: String = entry.get("previous")?;
            if found_seq != seq + 1 || previous != hash || hash_of(entry)? != found {
                broken += 1;
            }
            entries += 1;
            (seq, hash) = (found_seq, found);
        }
        if page.is_empty() {
            break;
        }
    }
    if (seq, hash) != (end, end_hash) {
        broken += 1;
    }
    Ok(LogCheck { entries, broken })
}

fn hash_of(entry: &Row) -> Result<String, StoreError> {
    let text = |name| entry.get::<String>(name);
    let action = Action {
        business_id: &text("business_id")?,
        actor: &text("actor")?,
        done: &text("action")?,
        subject: &text("subject")?,
        detail: &text("detail")?,
        now_ms: entry.get("at_ms")?,
    };
    Ok(hash(&action, entry.get("seq")?, &text("previous")?))
}

/// Each field with its length in front, so that no two entries have the same bytes.
fn hash(action: &Action<'_>, seq: i64, previous: &str) -> String {
    let mut hasher = Sha256::new();
    let (seq, at) = (seq.to_string(), action.now_ms.to_string());
    for field in [
        action.business_id,
        &seq,
        &at,
        action.actor,
        action.done,
        action.subject,
        action.detail,
        previous,
    ] {
        hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(field.as_bytes());
    }
    hex::encode(hasher.finalize())
}
