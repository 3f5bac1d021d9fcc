//! `/embed/preview/{id}/coupons/{token}`: the widget with a coupon that is not saved, for the frame
//! beside an owner's form.
//!
//! The page calls its calendar by the preview's token, under which the widget asks for everything
//! else, and says that it takes no money. It is shown to members of the business, inside a page of
//! the dashboard and nowhere else.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use booking_contract::CalendarPage;
use booking_contract::owner::Permission;

use super::Files;
use super::booking::{Asked, show};
use super::document::Mode;
use super::first::{First, Looker};
use super::policy::Framing;
use crate::people::Member;
use crate::routes::calendars::calendar_page;
use crate::trying::preview;
use crate::{AppState, Problem};

pub(super) async fn frame(
    State(state): State<AppState>,
    files: Files,
    looker: Looker,
    member: Member,
    Path((_, token)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let asked = Asked::new(&query, &headers);
    let found = async {
        member.may(Permission::ViewCoupons)?;
        find(&state, &member.business_id, &token).await
    };
    match found.await {
        Ok(page) => {
            let first = First::of(&state, looker.as_ref(), &page, &asked).await;
            let framing = Framing::Origins(&[]);
            show(&files, &page, &first, Mode::Frame, framing, &asked, &query)
        }
        Err(problem) => problem.into_response(),
    }
}

async fn find(state: &AppState, business_id: &str, token: &str) -> Result<CalendarPage, Problem> {
    let preview = preview::find(state, token).await?;
    let preview = preview
        .filter(|preview| preview.business_id == business_id)
        .ok_or(Problem::NotFound)?;
    let mut page = calendar_page(state, &preview.calendar_id, None).await?;
    page.calendar.id = token.parse().map_err(|_| Problem::NotFound)?;
    page.calendar.test_mode = true;
    Ok(page)
}
