//! Staff and locations: making, changing, and taking them out of what guests can choose.

use booking_contract::FieldProblemCode;
use booking_contract::owner::{
    CatalogField, CatalogRefusal, LOCATIONS_MAX, LocationDraft, LocationRow, STAFF_MAX, StaffDraft,
    StaffRow, Towards,
};
use serde_json::{Value, json};

use super::Refused;
use super::checks::Faults;
use crate::coupons::Editor;
use crate::store::workplace_rows::{self, Table};
use crate::store::{Conn, StoreError, catalog_lists, owner_log};
use crate::{AppState, Problem, ids};

/// What is written.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    /// A member of staff.
    Staff(StaffDraft),
    /// A location.
    Location(LocationDraft),
}

/// What has come of it.
#[derive(Clone, Debug)]
pub(crate) enum Row {
    /// The member of staff.
    Staff(StaffRow),
    /// The location.
    Location(LocationRow),
}

/// What is done with a row.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// It is made.
    Create(Written),
    /// It is changed, made to this writing.
    Edit(i64, Written),
    /// Guests cannot choose it any more.
    Archive,
    /// They can again.
    Restore,
    /// It moves among its like.
    Move(Towards),
}

/// Makes a row, the last of its table.
pub(crate) async fn create(
    state: &AppState,
    editor: Editor,
    written: Written,
) -> Result<Row, Problem> {
    let (table, prefix) = match &written {
        Written::Staff(_) => (Table::Staff, "stf"),
        Written::Location(_) => (Table::Location, "loc"),
    };
    let id = ids::fresh(prefix, state.clock.now_ms())?;
    act(state, editor, table, id, Deed::Create(written)).await
}

/// Does something with a row; answers it as it is then.
pub(crate) async fn act(
    state: &AppState,
    editor: Editor,
    table: Table,
    id: String,
    deed: Deed,
) -> Result<Row, Problem> {
    if let Deed::Create(Written::Staff(draft)) | Deed::Edit(_, Written::Staff(draft)) = &deed {
        check(state, &editor, draft).await?;
    }
    let acting = Acting {
        editor,
        table,
        id,
        deed,
        now_ms: state.clock.now_ms(),
    };
    let work = state
        .store
        .attempt(acting, |conn, it| Box::pin(it.write(conn)));
    Ok(work.await??)
}

/// Whether the locations of a member of staff are there.
async fn check(state: &AppState, editor: &Editor, draft: &StaffDraft) -> Result<(), Problem> {
    let mut conn = state.store.read().await?;
    let known = catalog_lists::locations(&mut conn, &editor.business_id).await?;
    let mut faults = Faults::default();
    for (place, id) in draft.locations.iter().enumerate() {
        let twice = draft.locations[..place].contains(id);
        let good = known.iter().any(|it| it.id == *id) && !twice;
        let unknown = FieldProblemCode::Unknown;
        faults.needs_at(good, CatalogField::Locations, Some(place), unknown);
    }
    Ok(faults.judge()?)
}

impl Row {
    fn version(&self) -> i64 {
        match self {
            Self::Staff(row) => row.version,
            Self::Location(row) => row.version,
        }
    }

    /// Whether it says what was written.
    fn says(&self, written: &Written) -> bool {
        match (self, written) {
            (Self::Staff(row), Written::Staff(draft)) => {
                row.name == draft.name.as_str()
                    && row.role == draft.role.as_str()
                    && row.locations == draft.locations
            }
            (Self::Location(row), Written::Location(draft)) => {
                row.name == draft.name.as_str() && row.address == draft.address.as_str()
            }
            _ => false,
        }
    }
}

struct Acting {
    editor: Editor,
    table: Table,
    id: String,
    deed: Deed,
    now_ms: i64,
}

impl Acting {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Row, Refused>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        owner_log::take_turn(conn, business_id).await?;
        if let Deed::Create(written) = &self.deed {
            return self.create(conn, written).await;
        }
        let Some(stored) = self.find(conn).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let (table, id) = (self.table, self.id.as_str());
        let detail = match &self.deed {
            Deed::Create(_) => Value::Null,
            Deed::Edit(version, written) => {
                if !workplace_rows::lock(conn, table, business_id, id, Some(*version)).await? {
                    // Run again after its answer was lost, the transaction finds its own work.
                    let own = stored.version() == version + 1 && stored.says(written);
                    return Ok(if own {
                        Ok(stored)
                    } else {
                        Err(CatalogRefusal::Changed.into())
                    });
                }
                self.put(conn, written).await?
            }
            Deed::Archive | Deed::Restore => {
                workplace_rows::lock(conn, table, business_id, id, None).await?;
                let active = matches!(self.deed, Deed::Restore);
                workplace_rows::set_active(conn, table, id, active).await?;
                Value::Null
            }
            Deed::Move(to) => {
                if !workplace_rows::reorder(conn, table, business_id, id, *to).await? {
                    return Ok(Ok(stored));
                }
                json!({ "to": to })
            }
        };
        self.log(conn, &detail).await?;
        Ok(self.find(conn).await?.ok_or(Refused::NotFound))
    }

    async fn create(
        &self,
        conn: &mut Conn,
        written: &Written,
    ) -> Result<Result<Row, Refused>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        let (count, max) = match self.table {
            Table::Staff => (
                catalog_lists::staff(conn, business_id).await?.len(),
                STAFF_MAX,
            ),
            Table::Location => {
                let all = catalog_lists::locations(conn, business_id).await?;
                (all.len(), LOCATIONS_MAX)
            }
        };
        // Run again after its answer was lost, the transaction finds its own work.
        if count >= max as usize && self.find(conn).await?.is_none() {
            return Ok(Err(CatalogRefusal::TooMany { max }.into()));
        }
        if workplace_rows::insert(conn, self.table, business_id, &self.id).await? {
            let detail = self.put(conn, written).await?;
            self.log(conn, &detail).await?;
        }
        Ok(self.find(conn).await?.ok_or(Refused::NotFound))
    }

    /// Writes a locked row; answers what the log is told.
    async fn put(&self, conn: &mut Conn, written: &Written) -> Result<Value, StoreError> {
        Ok(match written {
            Written::Staff(draft) => {
                workplace_rows::write_staff(conn, &self.id, draft).await?;
                json!({ "says": draft })
            }
            Written::Location(draft) => {
                workplace_rows::write_location(conn, &self.id, draft).await?;
                json!({ "says": draft })
            }
        })
    }

    async fn find(&self, conn: &mut Conn) -> Result<Option<Row>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        Ok(match self.table {
            Table::Staff => {
                let found = workplace_rows::staff(conn, business_id, &self.id).await?;
                found.map(Row::Staff)
            }
            Table::Location => {
                let found = workplace_rows::location(conn, business_id, &self.id).await?;
                found.map(Row::Location)
            }
        })
    }

    async fn log(&self, conn: &mut Conn, detail: &Value) -> Result<(), StoreError> {
        let done = match (self.table, &self.deed) {
            (Table::Staff, Deed::Create(_)) => "staff.create",
            (Table::Staff, Deed::Edit(..)) => "staff.edit",
            (Table::Staff, Deed::Archive) => "staff.archive",
            (Table::Staff, Deed::Restore) => "staff.restore",
            (Table::Staff, Deed::Move(_)) => "staff.move",
            (Table::Location, Deed::Create(_)) => "location.create",
            (Table::Location, Deed::Edit(..)) => "location.edit",
            (Table::Location, Deed::Archive) => "location.archive",
            (Table::Location, Deed::Restore) => "location.restore",
            (Table::Location, Deed::Move(_)) => "location.move",
        };
        self.editor
            .log(conn, done, &self.id, detail, self.now_ms)
            .await
    }
}
