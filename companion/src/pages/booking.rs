//! `/embed/{calendar}` and `/b/{business}/{calendar}`: the two pages of the widget.

use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use booking_contract::CalendarPage;

use super::Files;
use super::document::{Booking, Message, Mode, Theme, Visit};
use super::policy::{self, Framing, Nonce};
use crate::routes::calendars::{calendar_page, embedding, named_service};
use crate::{AppState, Problem};

/// `/embed/{calendar}`: the frame, for pages of the business's registered origins.
///
/// `theme` is `light`, `dark` or `auto`; the widget reads the other parameters itself.
pub(super) async fn frame(
    State(state): State<AppState>,
    files: Files,
    Path(calendar): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let asked = Asked::from_query(query.as_deref().unwrap_or_default());
    let found = async {
        let page = find(&state, &calendar, query.as_deref()).await?;
        let embedding = embedding(&state, &page.calendar.id).await?;
        Ok::<_, Problem>((page, embedding.origins))
    };
    match found.await {
        Ok((page, origins)) => show(&files, &page, Mode::Frame, Framing::by(&origins), &asked),
        Err(problem) => refuse(&problem, Mode::Frame, asked.theme),
    }
}

/// `/b/{business}/{calendar}`: the hosted page, by itself.
///
/// Stripe sends the guest back here with `order` in the query and the order's token in the
/// fragment, which reaches only the widget.
pub(super) async fn hosted(
    State(state): State<AppState>,
    files: Files,
    Path((business, calendar)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let asked = Asked::from_query(query.as_deref().unwrap_or_default());
    match find(&state, &calendar, query.as_deref()).await {
        Ok(page) if page.business.id == business => {
            show(&files, &page, Mode::Page, Framing::Nobody, &asked)
        }
        Ok(_) => refuse(&Problem::NotFound, Mode::Page, asked.theme),
        Err(problem) => refuse(&problem, Mode::Page, asked.theme),
    }
}

async fn find(
    state: &AppState,
    calendar: &str,
    query: Option<&str>,
) -> Result<CalendarPage, Problem> {
    let id = calendar.parse().map_err(|_| Problem::NotFound)?;
    let named = query.and_then(named_service);
    calendar_page(state, &id, named.as_ref()).await
}

/// What the address asks for, as far as the companion reads it.
struct Asked {
    theme: Theme,
    visit: Visit,
}

impl Asked {
    /// Lenient: a parameter that nobody knows or that is misspelt must not cost a booking.
    fn from_query(query: &str) -> Self {
        let mut asked = Self {
            theme: Theme::default(),
            visit: Visit::Choose,
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (&*name, &*value) {
                ("theme", "light") => asked.theme = Theme::Light,
                ("theme", "dark") => asked.theme = Theme::Dark,
                ("order", order) if !order.is_empty() => asked.visit = Visit::Return,
                _ => {}
            }
        }
        asked
    }
}

fn show(
    files: &Files,
    page: &CalendarPage,
    mode: Mode,
    framing: Framing<'_>,
    asked: &Asked,
) -> Response {
    let Some(widget) = files.widget() else {
        let message = Message {
            title: "The widget is not built yet",
            text: "Run cargo xtask demo, which builds and starts everything.",
            retry: true,
        };
        return say(StatusCode::SERVICE_UNAVAILABLE, &message, mode, asked.theme);
    };
    let Ok(nonce) = Nonce::new() else {
        return no_randomness();
    };
    let booking = Booking {
        page,
        files: &widget,
        nonce: &nonce,
        mode,
        theme: asked.theme,
        visit: asked.visit,
    };
    policy::page(StatusCode::OK, &nonce, framing, booking.document())
}

/// A page for a guest where there is no calendar to show.
fn refuse(problem: &Problem, mode: Mode, theme: Theme) -> Response {
    let (status, message) = match problem {
        Problem::NotFound => (
            StatusCode::NOT_FOUND,
            Message {
                title: "This booking page is not here",
                text: "The link may be old or mistyped. Please go back to the website you came \
                       from, or ask the business for a new link.",
                retry: false,
            },
        ),
        Problem::Unavailable => (
            StatusCode::SERVICE_UNAVAILABLE,
            Message {
                title: "Booking is busy right now",
                text: "Nothing is lost. Please try again in a moment.",
                retry: true,
            },
        ),
        other => {
            tracing::error!(reason = ?other, "a page failed");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                Message {
                    title: "Something went wrong on our side",
                    text: "Nothing was booked or charged. Please try again in a moment.",
                    retry: true,
                },
            )
        }
    };
    say(status, &message, mode, theme)
}

fn say(status: StatusCode, message: &Message<'_>, mode: Mode, theme: Theme) -> Response {
    let Ok(nonce) = Nonce::new() else {
        return no_randomness();
    };
    // It says nothing of anybody's, so whoever asked for the frame may see it.
    let framing = match mode {
        Mode::Frame => Framing::AnySite,
        Mode::Page => Framing::Nobody,
    };
    policy::page(
        status,
        &nonce,
        framing,
        message.document(&nonce, mode, theme),
    )
}

fn no_randomness() -> Response {
    Problem::Internal("the machine has no randomness for a nonce".into()).into_response()
}
