//! Promotion codes that were thought of elsewhere: read from a file, each line judged by itself. All
//! that is good is written in one transaction, and the answer says of every line what became of it.

use std::collections::HashMap;

use booking_contract::owner::{
    CodeRules, CodesImported, CouponCustomer, IMPORT_LINES_MAX, ImportOutcome, ImportedLine,
};
use booking_engine::{CODE_LENGTH_MAX, CouponCode, CouponId};
use csv::{ReaderBuilder, StringRecord};
use serde_json::json;

use super::codes::define;
use super::{Editor, Refused, writing};
use crate::store::code_rows::{self, CodeWriting};
use crate::store::coupon_rows::StoredCoupon;
use crate::store::{Conn, StoreError, coupon_rows, owner_log};
use crate::{AppState, Problem, ids};

/// What a customer begins with who is a member.
const MEMBER: &str = "member:";
/// The longest name of a batch.
const BATCH_LENGTH_MAX: usize = 64;

/// Takes a file in.
pub(crate) async fn import(
    state: &AppState,
    editor: Editor,
    coupon_id: &CouponId,
    batch: Option<String>,
    file: &str,
) -> Result<CodesImported, Problem> {
    let stored = writing::find(state, &editor, coupon_id).await?;
    let now_ms = state.clock.now_ms();
    let batch = match batch {
        Some(batch) => continued(batch)?,
        None => ids::fresh("batch", now_ms)?,
    };
    let mut judge = Judge {
        state,
        editor: &editor,
        stored: &stored,
        batch: &batch,
        known: HashMap::new(),
    };
    let mut lines = Vec::new();
    for row in rows(file)? {
        let judged = judge.judge(&row).await?;
        lines.push((row, judged));
    }
    let importing = Importing {
        id_prefix: ids::fresh("code", now_ms)?,
        coupon_id: coupon_id.clone(),
        batch,
        lines,
        editor,
        now_ms,
    };
    let imported = state
        .store
        .attempt(importing, |conn, it| Box::pin(it.write(conn)))
        .await?;
    imported.map_err(Problem::from)
}

/// A batch that was begun: a name of ours, by its look.
fn continued(batch: String) -> Result<String, Problem> {
    let rest = batch.strip_prefix("batch_");
    let plain = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_hexdigit());
    if batch.len() <= BATCH_LENGTH_MAX && rest.is_some_and(plain) {
        Ok(batch)
    } else {
        let detail = "batch: that of an earlier part of this file";
        Err(Problem::InvalidRequest(detail.into()))
    }
}

/// A line as it stands in the file.
#[derive(Clone, Debug, Default)]
struct Row {
    line: u64,
    code: String,
    expires: String,
    max_redemptions: String,
    customer: String,
}

/// A column of the file.
#[derive(Clone, Copy)]
enum Column {
    Code,
    Expires,
    MaxRedemptions,
    Customer,
    /// What a file of codes from here tells besides.
    Told,
}

/// The lines that are not empty.
fn rows(file: &str) -> Result<Vec<Row>, Problem> {
    let wrong = |detail: String| Problem::InvalidRequest(detail);
    // Spreadsheets begin their files with it.
    let file = file.strip_prefix('\u{feff}').unwrap_or(file);
    if file.contains('\0') {
        return Err(wrong("a text cannot hold the character U+0000".into()));
    }
    // The reader counts lines by one of their two signs.
    let file = file.replace("\r\n", "\n");
    let first = file.lines().next().unwrap_or_default();
    // Where a comma is what stands before decimals, spreadsheets take another sign.
    let delimiter = if first.contains(';') && !first.contains(',') {
        b';'
    } else {
        b','
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(file.as_bytes());
    let mut columns = vec![Column::Code];
    let mut rows = Vec::new();
    for (place, record) in reader.records().enumerate() {
        let record = record.map_err(|error| wrong(format!("the file is no CSV: {error}")))?;
        if place == 0 && record.get(0).is_some_and(is_header) {
            columns = read_header(&record)?;
            continue;
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == IMPORT_LINES_MAX {
            let detail = format!("at most {IMPORT_LINES_MAX} lines at once: send the rest after");
            return Err(wrong(detail));
        }
        rows.push(read_row(&record, &columns, line_of(&file, &record)));
    }
    Ok(rows)
}

fn is_header(cell: &str) -> bool {
    column(cell).is_some()
}

fn column(name: &str) -> Option<Column> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "code" => Column::Code,
        "expires" => Column::Expires,
        "max_redemptions" => Column::MaxRedemptions,
        "customer" => Column::Customer,
        "uses" | "created" => Column::Told,
        _ => return None,
    })
}

fn read_header(record: &StringRecord) -> Result<Vec<Column>, Problem> {
    let columns = record.iter().map(|name| {
        column(name).ok_or_else(|| {
            let known = "code, expires, max_redemptions and customer";
            Problem::InvalidRequest(format!("the columns are {known}; not {name:?}"))
        })
    });
    columns.collect()
}

/// The line on which a row begins. The reader tells where the one before ended, and skips empty
/// lines after that.
fn line_of(file: &str, record: &StringRecord) -> u64 {
    let Some(position) = record.position() else {
        return 0;
    };
    let begin = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = file.as_bytes().get(begin..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| **byte == b'\n').count();
    position.line() + u64::try_from(empty).unwrap_or(0)
}

fn read_row(record: &StringRecord, columns: &[Column], line: u64) -> Row {
    let mut row = Row {
        line,
        ..Row::default()
    };
    for (cell, column) in record.iter().zip(columns) {
        // Files from here put an apostrophe before what looks like a formula.
        let cell = cell.trim();
        let cell = cell.strip_prefix('\'').unwrap_or(cell).to_owned();
        match column {
            Column::Code => row.code = cell,
            Column::Expires => row.expires = cell,
            Column::MaxRedemptions => row.max_redemptions = cell,
            Column::Customer => row.customer = cell,
            Column::Told => {}
        }
    }
    row
}

/// What is written of a line, or why it is not.
type Judged = Result<(CouponCode, CodeWriting), ImportOutcome>;

/// Judges lines; what holds for many is asked once.
struct Judge<'j> {
    state: &'j AppState,
    editor: &'j Editor,
    stored: &'j StoredCoupon,
    batch: &'j str,
    known: HashMap<(String, String), Result<CodeWriting, ImportOutcome>>,
}

impl Judge<'_> {
    async fn judge(&mut self, row: &Row) -> Result<Judged, Problem> {
        let Ok(code) = row.code.parse::<CouponCode>() else {
            return Ok(Err(ImportOutcome::BadCode));
        };
        let customer = match row.customer.as_str() {
            "" => None,
            text => match customer(text) {
                Some(customer) => Some(customer),
                None => return Ok(Err(ImportOutcome::BadCustomer)),
            },
        };
        let key = (row.expires.clone(), row.max_redemptions.clone());
        let writing = if let Some(known) = self.known.get(&key) {
            known.clone()
        } else {
            let writing = self.rules(row, &code).await?;
            self.known.insert(key, writing.clone());
            writing
        };
        let secret = self.state.store.secret();
        Ok(writing.map(|writing| {
            let writing = CodeWriting {
                customer_key: customer
                    .as_ref()
                    .map(|customer| super::defined::key(customer, secret)),
                rules: CodeRules {
                    customer,
                    ..writing.rules
                },
                ..writing
            };
            (code, writing)
        }))
    }

    /// What holds for a line's code, whoever it is for.
    async fn rules(
        &self,
        row: &Row,
        code: &CouponCode,
    ) -> Result<Result<CodeWriting, ImportOutcome>, Problem> {
        let mut rules = CodeRules::default();
        if !row.expires.is_empty() {
            match row.expires.parse() {
                Ok(expires) => rules.expires = Some(expires),
                Err(_) => return Ok(Err(ImportOutcome::BadExpiry)),
            }
        }
        if let Err(outcome) = self.allowed(&rules, code, ImportOutcome::BadExpiry).await? {
            return Ok(Err(outcome));
        }
        if !row.max_redemptions.is_empty() {
            match row.max_redemptions.parse() {
                Ok(max) if max > 0 => rules.max_redemptions = Some(max),
                _ => return Ok(Err(ImportOutcome::BadLimit)),
            }
        }
        self.allowed(&rules, code, ImportOutcome::BadLimit).await
    }

    /// The rules as they are written, where the coupon allows them.
    async fn allowed(
        &self,
        rules: &CodeRules,
        code: &CouponCode,
        otherwise: ImportOutcome,
    ) -> Result<Result<CodeWriting, ImportOutcome>, Problem> {
        let batch = Some(self.batch.to_owned());
        let (state, editor, stored) = (self.state, self.editor, self.stored);
        match define(state, editor, stored, rules.clone(), code, batch).await {
            Ok((writing, _)) => Ok(Ok(writing)),
            Err(Problem::CouponRefused(_)) => Ok(Err(otherwise)),
            Err(problem) => Err(problem),
        }
    }
}

fn customer(text: &str) -> Option<CouponCustomer> {
    match text.strip_prefix(MEMBER) {
        Some(id) => id.trim().parse().ok().map(CouponCustomer::Member),
        None => text.parse().ok().map(CouponCustomer::Email),
    }
}

struct Importing {
    editor: Editor,
    coupon_id: CouponId,
    batch: String,
    id_prefix: String,
    lines: Vec<(Row, Judged)>,
    now_ms: i64,
}

impl Importing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<CodesImported, Refused>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        owner_log::take_turn(conn, business_id).await?;
        if !coupon_rows::exists(conn, business_id, &self.coupon_id).await? {
            return Ok(Err(Refused::NotFound));
        }
        let mut lines = Vec::with_capacity(self.lines.len());
        let (mut made, mut new) = (0, 0);
        for (place, (row, judged)) in self.lines.iter().enumerate() {
            let outcome = match judged {
                Ok((code, writing)) => {
                    let id = format!("{}_{place}", self.id_prefix);
                    self.take(conn, &id, code, writing, &mut new).await?
                }
                Err(outcome) => *outcome,
            };
            made += u32::from(outcome == ImportOutcome::Made);
            lines.push(ImportedLine {
                line: row.line,
                code: row.code.chars().take(CODE_LENGTH_MAX).collect(),
                outcome,
            });
        }
        if new > 0 {
            let detail = json!({ "coupon": self.coupon_id, "count": new });
            self.editor
                .log(conn, "code.import", &self.batch, &detail, self.now_ms)
                .await?;
        }
        Ok(Ok(CodesImported {
            batch: self.batch.clone(),
            made,
            lines,
        }))
    }

    /// Makes one code, where nobody has its text.
    async fn take(
        &self,
        conn: &mut Conn,
        id: &str,
        code: &CouponCode,
        writing: &CodeWriting,
        new: &mut u32,
    ) -> Result<ImportOutcome, StoreError> {
        // Run again after its answer was lost, the transaction finds its own work.
        if code_rows::find(conn, &self.coupon_id, id).await?.is_some() {
            return Ok(ImportOutcome::Made);
        }
        let business_id = self.editor.business_id.as_str();
        let key = writing.customer_key.as_deref();
        let taken = code_rows::taken_by(conn, business_id, code, key).await?;
        if taken.is_some() {
            return Ok(ImportOutcome::Duplicate);
        }
        code_rows::insert(conn, business_id, writing, id, code, self.now_ms).await?;
        *new += 1;
        Ok(ImportOutcome::Made)
    }
}
