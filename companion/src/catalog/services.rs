//! Making and changing a service.

use booking_contract::owner::{
    CalendarView, CatalogRefusal, SERVICES_MAX, ServiceDraft, ServiceView, Towards,
};
use booking_engine::{CalendarId, ServiceId};
use serde_json::{Value, json};

use super::{Refused, checks};
use crate::coupons::Editor;
use crate::store::{Conn, StoreError, calendar_rows, catalog_lists, owner_log, service_rows};
use crate::{AppState, Problem, ids};

/// Makes a service, the last of its calendar.
pub(crate) async fn create(
    state: &AppState,
    editor: Editor,
    calendar_id: CalendarId,
    draft: ServiceDraft,
) -> Result<ServiceView, Problem> {
    let now_ms = state.clock.now_ms();
    let calendar = super::calendars::find(state, &editor, &calendar_id).await?;
    check(state, &editor, &draft, None, &calendar).await?;
    let id = ids::fresh("svc", now_ms)?;
    let creating = Creating {
        draft: with_ids(draft, now_ms)?,
        editor,
        calendar_id,
        id: (id.parse()).map_err(|_| Problem::Internal("a fresh id is no id".into()))?,
        now_ms,
    };
    let work = state
        .store
        .attempt(creating, |conn, it| Box::pin(it.write(conn)));
    Ok(work.await??)
}

/// Changes a service, for bookings to come.
pub(crate) async fn edit(
    state: &AppState,
    editor: Editor,
    id: &ServiceId,
    version: i64,
    draft: ServiceDraft,
) -> Result<ServiceView, Problem> {
    let now_ms = state.clock.now_ms();
    let stored = find(state, &editor, id).await?;
    let calendar = super::calendars::find(state, &editor, &stored.calendar_id).await?;
    check(state, &editor, &draft, Some(&stored.draft), &calendar).await?;
    let editing = Editing {
        draft: with_ids(draft, now_ms)?,
        editor,
        id: id.clone(),
        version,
        now_ms,
    };
    let work = state
        .store
        .attempt(editing, |conn, it| Box::pin(it.write(conn)));
    Ok(work.await??)
}

/// What is done with a service beside changing what it says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    /// It is put away.
    Archive,
    /// It is brought back.
    Restore,
    /// It moves among those of its calendar.
    Move(Towards),
}

/// Does it; answers the service as it is then.
pub(crate) async fn act(
    state: &AppState,
    editor: Editor,
    id: &ServiceId,
    deed: Deed,
) -> Result<ServiceView, Problem> {
    let acting = Acting {
        editor,
        id: id.clone(),
        deed,
        now_ms: state.clock.now_ms(),
    };
    let work = state
        .store
        .attempt(acting, |conn, it| Box::pin(it.write(conn)));
    Ok(work.await??)
}

/// A service of the business.
pub(crate) async fn find(
    state: &AppState,
    editor: &Editor,
    id: &ServiceId,
) -> Result<ServiceView, Problem> {
    let mut conn = state.store.read().await?;
    service_rows::find(&mut conn, &editor.business_id, id)
        .await?
        .ok_or(Problem::NotFound)
}

async fn check(
    state: &AppState,
    editor: &Editor,
    draft: &ServiceDraft,
    stored: Option<&ServiceDraft>,
    calendar: &CalendarView,
) -> Result<(), Problem> {
    let mut conn = state.store.read().await?;
    let business_id = &editor.business_id;
    let staff = catalog_lists::staff(&mut conn, business_id).await?;
    let locations = catalog_lists::locations(&mut conn, business_id).await?;
    drop(conn);
    let ground = checks::ServiceGround {
        stored,
        categories: &calendar.draft.categories,
        staff: &staff,
        locations: &locations,
    };
    Ok(checks::service(draft, &ground).judge()?)
}

/// New forms and add-ons get their ids.
fn with_ids(mut draft: ServiceDraft, now_ms: i64) -> Result<ServiceDraft, Problem> {
    let no_id = || Problem::Internal("a fresh id is no id".into());
    for variation in &mut draft.variations {
        if variation.id.is_none() {
            let id = ids::fresh("var", now_ms)?;
            variation.id = Some(id.parse().map_err(|_| no_id())?);
        }
    }
    for add_on in &mut draft.add_ons {
        if add_on.id.is_none() {
            let id = ids::fresh("add", now_ms)?;
            add_on.id = Some(id.parse().map_err(|_| no_id())?);
        }
    }
    Ok(draft)
}

async fn found(
    conn: &mut Conn,
    editor: &Editor,
    id: &ServiceId,
) -> Result<Result<ServiceView, Refused>, StoreError> {
    let found = service_rows::find(conn, &editor.business_id, id).await?;
    Ok(found.ok_or(Refused::NotFound))
}

struct Creating {
    draft: ServiceDraft,
    editor: Editor,
    calendar_id: CalendarId,
    id: ServiceId,
    now_ms: i64,
}

impl Creating {
    async fn write(&self, conn: &mut Conn) -> Result<Result<ServiceView, Refused>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        owner_log::take_turn(conn, business_id).await?;
        let (calendar, id) = (&self.calendar_id, &self.id);
        if calendar_rows::find(conn, business_id, calendar)
            .await?
            .is_none()
        {
            return Ok(Err(Refused::NotFound));
        }
        let max = SERVICES_MAX;
        // Run again after its answer was lost, the transaction finds its own work.
        if service_rows::count(conn, business_id).await? >= i64::from(max)
            && service_rows::find(conn, business_id, id).await?.is_none()
        {
            return Ok(Err(CatalogRefusal::TooMany { max }.into()));
        }
        if service_rows::insert(conn, calendar, id).await? {
            service_rows::write(conn, id, &self.draft).await?;
            let detail = json!({ "calendar": calendar, "name": self.draft.name,
                "unit_price_minor": self.draft.unit_price_minor });
            self.editor
                .log(conn, "service.create", id.as_str(), &detail, self.now_ms)
                .await?;
        }
        found(conn, &self.editor, id).await
    }
}

struct Editing {
    draft: ServiceDraft,
    editor: Editor,
    id: ServiceId,
    version: i64,
    now_ms: i64,
}

impl Editing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<ServiceView, Refused>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        let (id, draft) = (&self.id, &self.draft);
        let stored = match found(conn, &self.editor, id).await? {
            Ok(stored) => stored,
            Err(refused) => return Ok(Err(refused)),
        };
        if !service_rows::lock(conn, business_id, id, Some(self.version)).await? {
            // Run again after its answer was lost, the transaction finds its own work.
            let own = stored.version == self.version + 1 && stored.draft == *draft;
            return Ok(if own {
                Ok(stored)
            } else {
                Err(CatalogRefusal::Changed.into())
            });
        }
        owner_log::take_turn(conn, business_id).await?;
        service_rows::write(conn, id, draft).await?;
        let detail = json!({
            "version": self.version + 1,
            "changed": super::changes(&stored.draft, draft),
        });
        self.editor
            .log(conn, "service.edit", id.as_str(), &detail, self.now_ms)
            .await?;
        found(conn, &self.editor, id).await
    }
}

struct Acting {
    editor: Editor,
    id: ServiceId,
    deed: Deed,
    now_ms: i64,
}

impl Acting {
    async fn write(&self, conn: &mut Conn) -> Result<Result<ServiceView, Refused>, StoreError> {
        let (editor, id) = (&self.editor, &self.id);
        owner_log::take_turn(conn, &editor.business_id).await?;
        let stored = match found(conn, editor, id).await? {
            Ok(stored) => stored,
            Err(refused) => return Ok(Err(refused)),
        };
        let (done, detail) = match self.deed {
            Deed::Archive => ("service.archive", Value::Null),
            Deed::Restore => ("service.restore", Value::Null),
            Deed::Move(to) => {
                if !service_rows::reorder(conn, &stored.calendar_id, id, to).await? {
                    return Ok(Ok(stored));
                }
                ("service.move", json!({ "to": to }))
            }
        };
        if !matches!(self.deed, Deed::Move(_)) {
            service_rows::lock(conn, &editor.business_id, id, None).await?;
            let away = matches!(self.deed, Deed::Archive);
            service_rows::archive(conn, id, away).await?;
        }
        editor
            .log(conn, done, id.as_str(), &detail, self.now_ms)
            .await?;
        found(conn, editor, id).await
    }
}
