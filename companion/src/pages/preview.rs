//! `/embed/preview/{id}/{calendar}`: the widget with looks that are not saved, for
//! the frame beside an owner's form.
//!
//! It shows them to whoever may change the calendar, inside a page of the dashboard and nowhere
//! else: what an address says in a business's name is seen by nobody but its owners.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use booking_contract::CalendarPage;
use booking_contract::owner::{CalendarLooks, Permission};
use booking_engine::CalendarId;
use serde::Deserialize;

use super::Files;
use super::booking::{Asked, show};
use super::document::Mode;
use super::first::{First, Looker};
use super::policy::Framing;
use crate::people::Member;
use crate::routes::calendars::page_of_order;
use crate::store::calendar_rows;
use crate::{AppState, Problem};

/// The query of a preview.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    /// [`CalendarLooks`] as JSON; none: as it is saved.
    #[serde(default)]
    looks: Option<String>,
    /// Which writing of the calendar is shown: another one has another address, so that the browser
    /// asks again.
    #[serde(default, rename = "version")]
    _version: Option<i64>,
}

pub(super) async fn frame(
    State(state): State<AppState>,
    files: Files,
    looker: Looker,
    member: Member,
    Path((_, calendar)): Path<(String, String)>,
    query: Result<Query<Draft>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let found = async {
        member.may(Permission::ManageCalendars)?;
        let Query(draft) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
        find(&state, &member.business_id, &calendar, draft).await
    };
    match found.await {
        Ok(page) => {
            let asked = Asked::new("", &headers);
            let first = First::of(&state, looker.as_ref(), &page, &asked).await;
            let framing = Framing::Origins(&[]);
            show(&files, &page, &first, Mode::Frame, framing, &asked, "")
        }
        Err(problem) => problem.into_response(),
    }
}

async fn find(
    state: &AppState,
    business_id: &str,
    calendar: &str,
    draft: Draft,
) -> Result<CalendarPage, Problem> {
    let id: CalendarId = calendar.parse().map_err(|_| Problem::NotFound)?;
    let mut conn = state.store.read().await?;
    let own = calendar_rows::find(&mut conn, business_id, &id).await?;
    drop(conn);
    own.ok_or(Problem::NotFound)?;
    let mut page = page_of_order(state, &id, None).await?;
    if let Some(looks) = draft.looks {
        let looks: CalendarLooks = serde_json::from_str(&looks)
            .map_err(|error| Problem::InvalidRequest(format!("looks: {error}")))?;
        if !crate::catalog::are_fit(&looks) {
            let detail = "looks: a colour is #rrggbb, a cover a file of the companion's own";
            return Err(Problem::InvalidRequest(detail.into()));
        }
        looks.put_on(&mut page.calendar);
    }
    Ok(page)
}
