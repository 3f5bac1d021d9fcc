//! Making and changing a calendar.

use std::collections::BTreeSet;

use booking_contract::owner::{CALENDARS_MAX, CalendarDraft, CalendarView, CatalogRefusal, Title};
use booking_engine::{CalendarId, LocationId};
use serde_json::{Value, json};

use super::{Refused, checks};
use crate::coupons::Editor;
use crate::store::{Conn, StoreError, calendar_rows, catalog_lists, owner_log};
use crate::{AppState, Problem, ids};

/// Makes a calendar.
pub(crate) async fn create(
    state: &AppState,
    editor: Editor,
    draft: CalendarDraft,
) -> Result<CalendarView, Problem> {
    let locations = locations(state, &editor).await?;
    let ground = checks::CalendarGround {
        stored: None,
        locations: &locations,
    };
    checks::calendar(&draft, &ground).judge()?;
    add(state, editor, draft, None).await
}

/// Makes a calendar that says the same as another one and sells the same, for payments to be
/// tried out.
pub(crate) async fn duplicate(
    state: &AppState,
    editor: Editor,
    id: &CalendarId,
) -> Result<CalendarView, Problem> {
    let original = find(state, &editor, id).await?;
    let mut draft = original.draft;
    let copied = format!("{} (copy)", draft.title);
    // A title that is too long for the addition stays as it is.
    if let Ok(title) = copied.parse::<Title>() {
        draft.title = title;
    }
    draft.test_mode = true;
    add(state, editor, draft, Some(id.clone())).await
}

async fn add(
    state: &AppState,
    editor: Editor,
    draft: CalendarDraft,
    copy_of: Option<CalendarId>,
) -> Result<CalendarView, Problem> {
    let now_ms = state.clock.now_ms();
    let id = ids::fresh("cal", now_ms)?;
    let id = (id.parse()).map_err(|_| Problem::Internal("a fresh id is no id".into()))?;
    let services = match &copy_of {
        None => Vec::new(),
        Some(original) => {
            let mut conn = state.store.read().await?;
            let business_id = &editor.business_id;
            catalog_lists::services(&mut conn, business_id, Some(original)).await?
        }
    };
    let services = services.iter().filter(|service| !service.archived);
    let copies = services
        .map(|service| Ok((service.id.to_string(), ids::fresh("svc", now_ms)?)))
        .collect::<Result<_, Problem>>()?;
    let creating = Creating {
        draft: with_ids(draft, now_ms)?,
        editor,
        id,
        copies,
        now_ms,
    };
    let work = state
        .store
        .attempt(creating, |conn, it| Box::pin(it.write(conn)));
    Ok(work.await??)
}

/// Changes a calendar.
pub(crate) async fn edit(
    state: &AppState,
    editor: Editor,
    id: &CalendarId,
    version: i64,
    draft: CalendarDraft,
) -> Result<CalendarView, Problem> {
    let now_ms = state.clock.now_ms();
    let stored = find(state, &editor, id).await?;
    let locations = locations(state, &editor).await?;
    let ground = checks::CalendarGround {
        stored: Some(&stored.draft),
        locations: &locations,
    };
    checks::calendar(&draft, &ground).judge()?;
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

/// Puts a calendar away, or brings it back; answers it as it is where it already was.
pub(crate) async fn archive(
    state: &AppState,
    editor: Editor,
    id: &CalendarId,
    away: bool,
) -> Result<CalendarView, Problem> {
    let archiving = Archiving {
        editor,
        id: id.clone(),
        away,
        now_ms: state.clock.now_ms(),
    };
    let work = state
        .store
        .attempt(archiving, |conn, it| Box::pin(it.write(conn)));
    Ok(work.await??)
}

/// Deletes the product of a calendar that takes no payments.
pub(crate) async fn delete_product(
    state: &AppState,
    editor: Editor,
    product: String,
) -> Result<(), Problem> {
    let deleting = (editor, product, state.clock.now_ms());
    let work = state
        .store
        .attempt(deleting, |conn, (editor, product, now_ms)| {
            Box::pin(delete(conn, editor, product, *now_ms))
        });
    Ok(work.await??)
}

/// A calendar of the business.
pub(crate) async fn find(
    state: &AppState,
    editor: &Editor,
    id: &CalendarId,
) -> Result<CalendarView, Problem> {
    let mut conn = state.store.read().await?;
    calendar_rows::find(&mut conn, &editor.business_id, id)
        .await?
        .ok_or(Problem::NotFound)
}

/// The locations that are open.
async fn locations(state: &AppState, editor: &Editor) -> Result<BTreeSet<LocationId>, Problem> {
    let mut conn = state.store.read().await?;
    let all = catalog_lists::locations(&mut conn, &editor.business_id).await?;
    let open = all.into_iter().filter(|location| location.active);
    Ok(open.map(|location| location.id).collect())
}

/// New headings and questions get their ids; texts lose what surrounds them.
fn with_ids(mut draft: CalendarDraft, now_ms: i64) -> Result<CalendarDraft, Problem> {
    for category in &mut draft.categories {
        category.name = category.name.trim().to_owned();
        if category.id.is_empty() {
            category.id = ids::fresh("cat", now_ms)?;
        }
    }
    for field in &mut draft.form {
        field.label = field.label.trim().to_owned();
        field.hint = field.hint.trim().to_owned();
        if field.id.is_empty() {
            field.id = ids::fresh("q", now_ms)?;
        }
    }
    // An empty text is no box.
    draft.consent = draft.consent.filter(|text| !text.as_str().is_empty());
    let colours = [&mut draft.accent, &mut draft.theme.background];
    for colour in colours.into_iter().flatten() {
        colour.make_ascii_lowercase();
    }
    Ok(draft)
}

async fn found(
    conn: &mut Conn,
    editor: &Editor,
    id: &CalendarId,
) -> Result<Result<CalendarView, Refused>, StoreError> {
    let found = calendar_rows::find(conn, &editor.business_id, id).await?;
    Ok(found.ok_or(Refused::NotFound))
}

struct Creating {
    draft: CalendarDraft,
    editor: Editor,
    id: CalendarId,
    /// Ids of services to copy, and of their copies.
    copies: Vec<(String, String)>,
    now_ms: i64,
}

impl Creating {
    async fn write(&self, conn: &mut Conn) -> Result<Result<CalendarView, Refused>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        owner_log::take_turn(conn, business_id).await?;
        let max = CALENDARS_MAX;
        // Run again after its answer was lost, the transaction finds its own work.
        if calendar_rows::count(conn, business_id).await? >= i64::from(max)
            && calendar_rows::find(conn, business_id, &self.id)
                .await?
                .is_none()
        {
            return Ok(Err(CatalogRefusal::TooMany { max }.into()));
        }
        if calendar_rows::insert(conn, business_id, &self.id).await? {
            calendar_rows::write(conn, &self.id, &self.draft).await?;
            if self.draft.payments {
                calendar_rows::ensure_product(conn, business_id, &self.id, self.now_ms).await?;
            }
            for (service, copy) in &self.copies {
                calendar_rows::copy_service(conn, service, copy, &self.id).await?;
            }
            let detail = json!({ "title": self.draft.title, "style": self.draft.style,
                "services": self.copies.len() });
            self.editor
                .log(
                    conn,
                    "calendar.create",
                    self.id.as_str(),
                    &detail,
                    self.now_ms,
                )
                .await?;
        }
        found(conn, &self.editor, &self.id).await
    }
}

struct Editing {
    draft: CalendarDraft,
    editor: Editor,
    id: CalendarId,
    version: i64,
    now_ms: i64,
}

impl Editing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<CalendarView, Refused>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        let (id, draft) = (&self.id, &self.draft);
        if !calendar_rows::lock(conn, business_id, id, Some(self.version)).await? {
            let found = found(conn, &self.editor, id).await?;
            // Run again after its answer was lost, the transaction finds its own work.
            return Ok(found.and_then(|stored| {
                if stored.version == self.version + 1 && stored.draft == *draft {
                    Ok(stored)
                } else {
                    Err(CatalogRefusal::Changed.into())
                }
            }));
        }
        let stored = match found(conn, &self.editor, id).await? {
            Ok(stored) => stored,
            Err(refused) => return Ok(Err(refused)),
        };
        owner_log::take_turn(conn, business_id).await?;
        calendar_rows::write(conn, id, draft).await?;
        if draft.payments {
            calendar_rows::ensure_product(conn, business_id, id, self.now_ms).await?;
        }
        let gone = |heading: &&booking_contract::CategoryInfo| {
            !draft.categories.iter().any(|it| it.id == heading.id)
        };
        for heading in stored.draft.categories.iter().filter(gone) {
            calendar_rows::leave_heading(conn, id, &heading.id).await?;
        }
        let detail = json!({
            "version": self.version + 1,
            "changed": super::changes(&stored.draft, draft),
        });
        self.editor
            .log(conn, "calendar.edit", id.as_str(), &detail, self.now_ms)
            .await?;
        found(conn, &self.editor, id).await
    }
}

struct Archiving {
    editor: Editor,
    id: CalendarId,
    away: bool,
    now_ms: i64,
}

impl Archiving {
    async fn write(&self, conn: &mut Conn) -> Result<Result<CalendarView, Refused>, StoreError> {
        let (editor, id) = (&self.editor, &self.id);
        if !calendar_rows::lock(conn, &editor.business_id, id, None).await? {
            return Ok(Err(Refused::NotFound));
        }
        calendar_rows::archive(conn, id, self.away).await?;
        let done = if self.away {
            "calendar.archive"
        } else {
            "calendar.restore"
        };
        editor
            .log(conn, done, id.as_str(), &Value::Null, self.now_ms)
            .await?;
        found(conn, editor, id).await
    }
}

async fn delete(
    conn: &mut Conn,
    editor: &Editor,
    product: &str,
    now_ms: i64,
) -> Result<Result<(), Refused>, StoreError> {
    let all = calendar_rows::products(conn, &editor.business_id).await?;
    let Some(found) = all.into_iter().find(|it| it.id == product) else {
        return Ok(Err(Refused::NotFound));
    };
    if !calendar_rows::delete_product(conn, &editor.business_id, product).await? {
        return Ok(Err(CatalogRefusal::ProductInUse.into()));
    }
    let detail = json!({ "calendar": found.calendar_id });
    editor
        .log(conn, "product.delete", product, &detail, now_ms)
        .await?;
    Ok(Ok(()))
}
