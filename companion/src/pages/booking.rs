//! `/embed/{calendar}` and `/b/{business}/{calendar}`: the two pages of the widget.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use booking_contract::{CalendarPage, WidgetStyle};
use booking_engine::ServiceId;
use chrono_tz::Tz;

use super::Files;
use super::document::{Booking, Message, Mode, Scripts, Theme, Visit};
use super::first::{First, Looker};
use super::policy::{self, Doing, Framing, Nonce};
use super::refusal::{no_randomness, say};
use super::speech::Spoken;
use crate::routes::calendars::{calendar_page, embedding, named_service, page_of_order};
use crate::{AppState, Problem};

const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const NOT_APART: HeaderValue = HeaderValue::from_static("unsafe-none");

/// `/embed/{calendar}`: the frame, for pages of the business's registered origins.
///
/// `look` is `neo` or `classic`, `theme` is `light`, `dark` or `auto`, `lang` or `language` a
/// language, `zone` a time zone; the widget reads the other parameters itself.
pub(super) async fn frame(
    State(state): State<AppState>,
    files: Files,
    looker: Looker,
    Path(calendar): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let asked = Asked::new(&query, &headers);
    let found = async {
        let page = find(&state, &calendar, &asked).await?;
        let embedding = embedding(&state, &page.calendar.id).await?;
        Ok::<_, Problem>((page, embedding.origins))
    };
    match found.await {
        Ok((page, origins)) => {
            let first = First::of(&state, looker.as_ref(), &page, &asked).await;
            let framing = Framing::by(&origins);
            show(&files, &page, &first, Mode::Frame, framing, &asked, &query)
        }
        Err(problem) => problem.into_response(),
    }
}

/// `/b/{business}/{calendar}`: the hosted page, by itself.
///
/// Stripe sends the guest back here with `order` in the query and the order's token in the
/// fragment, which reaches only the widget.
pub(super) async fn hosted(
    State(state): State<AppState>,
    files: Files,
    looker: Looker,
    Path((business, calendar)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let asked = Asked::new(&query, &headers);
    match find(&state, &calendar, &asked).await {
        Ok(page) if page.business.id == business => {
            let first = First::of(&state, looker.as_ref(), &page, &asked).await;
            let mut response = show(
                &files,
                &page,
                &first,
                Mode::Page,
                Framing::Nobody,
                &asked,
                &query,
            );
            if asked.visit == Visit::Return {
                // A guest may have paid in a window that a sandboxed frame has opened, in which
                // browsers show no page that sets itself apart from its opener.
                response.headers_mut().insert(COOP, NOT_APART);
            }
            response
        }
        Ok(_) => Problem::NotFound.into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// `/b/{calendar}`: the way to the hosted page for those who know no more than the calendar, such as
/// the loader. The query goes along; a fragment stays with the browser.
pub(super) async fn way_to_hosted(
    State(state): State<AppState>,
    Path(calendar): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let asked = Asked::new(&query, &headers);
    match find(&state, &calendar, &asked).await {
        Ok(page) => {
            let question = if query.is_empty() { "" } else { "?" };
            let (business, calendar) = (&page.business.id, &page.calendar.id);
            Redirect::to(&format!("/b/{business}/{calendar}{question}{query}")).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn find(state: &AppState, calendar: &str, asked: &Asked) -> Result<CalendarPage, Problem> {
    let id = calendar.parse().map_err(|_| Problem::NotFound)?;
    let named = asked.named.as_ref();
    let mut page = match asked.visit {
        Visit::Choose => calendar_page(state, &id, named).await?,
        Visit::Return => page_of_order(state, &id, named).await?,
    };
    if let Some(look) = asked.look {
        page.calendar.style = look;
    }
    Ok(page)
}

/// The look of that name.
pub(crate) fn look_of(name: &str) -> Option<WidgetStyle> {
    match name {
        "neo" => Some(WidgetStyle::Neo),
        "classic" => Some(WidgetStyle::Classic),
        _ => None,
    }
}

/// What the address asks for, as far as the companion reads it.
pub(super) struct Asked {
    pub(super) theme: Option<Theme>,
    /// The look, where it is not to be the calendar's own.
    look: Option<WidgetStyle>,
    pub(super) visit: Visit,
    pub(super) named: Option<ServiceId>,
    pub(super) spoken: Spoken,
    /// Whether something of the form, or a code, comes with the address: what that leads to is the
    /// widget's to find out.
    pub(super) fills_in: bool,
    /// The guest's time zone, where the page around has told it.
    pub(super) zone: Option<Tz>,
}

impl Asked {
    /// Lenient: a parameter that nobody knows or that is misspelt must not cost a booking.
    pub(super) fn new(query: &str, headers: &HeaderMap) -> Self {
        let named = |name: &str| matches!(name, "lang" | "language");
        let language = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| named(name));
        let language = language.map(|(_, value)| value);
        let mut asked = Self {
            theme: None,
            look: None,
            visit: Visit::Choose,
            named: named_service(query),
            spoken: Spoken::choose(language.as_deref(), headers),
            fills_in: false,
            zone: None,
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (&*name, &*value) {
                ("theme", "light") => asked.theme = Some(Theme::Light),
                ("theme", "dark") => asked.theme = Some(Theme::Dark),
                ("theme", "auto") => asked.theme = Some(Theme::Auto),
                ("look", look) => asked.look = look_of(look),
                ("coupon" | "name" | "email" | "phone" | "notes", _) => asked.fills_in = true,
                (name, _) if name.starts_with("answer.") || name.starts_with("person.") => {
                    asked.fills_in = true;
                }
                ("zone", zone) => asked.zone = zone.parse().ok(),
                ("order", order) if !order.is_empty() => asked.visit = Visit::Return,
                _ => {}
            }
        }
        asked
    }
}

/// The page of the widget.
pub(super) fn show(
    files: &Files,
    page: &CalendarPage,
    first: &First,
    mode: Mode,
    framing: Framing<'_>,
    asked: &Asked,
    query: &str,
) -> Response {
    let (Some(widget), Some(scripts)) = (files.widget(), Scripts::of(files)) else {
        let message = Message {
            title: "The widget is not built yet",
            text: "Run cargo xtask demo, which builds and starts everything.",
            retry: true,
        };
        let theme = asked.theme.unwrap_or_default();
        let status = StatusCode::SERVICE_UNAVAILABLE;
        return say(status, &message, mode, theme, &asked.spoken);
    };
    let Ok(nonce) = Nonce::new() else {
        return no_randomness();
    };
    let booking = Booking {
        page,
        first,
        files: &widget,
        scripts,
        nonce: &nonce,
        mode,
        theme: asked.theme,
        visit: asked.visit,
        named: asked.named.as_ref(),
        spoken: &asked.spoken,
        query,
    };
    policy::page(
        StatusCode::OK,
        &nonce,
        framing,
        Doing::Running,
        booking.document(),
    )
}
