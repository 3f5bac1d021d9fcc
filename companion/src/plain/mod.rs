//! A booking without a program in the browser: pages and forms, from the services to the
//! confirmation, for guests without script, without WebAssembly or with an old browser.
//!
//! Everything that a guest has chosen and typed travels with the forms: in the address while
//! nobody is named, in the body from then on. There is no cookie and no session. What is offered,
//! what it costs and what is booked is decided by the same functions that answer the widget.

mod choices;
mod confirm;
mod details;
mod form;
mod frame;
mod menu;
mod options;
mod order;
mod params;
mod price;
mod review;
mod time;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use booking_contract::CalendarPage;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use maud::Markup;
use serde::Deserialize;

use crate::pages::booking::look_of;
use crate::pages::document::{Mode, Theme};
use crate::pages::policy::{self, Doing, Framing, Nonce};
use crate::pages::refusal::refused;
use crate::pages::speech::Spoken;
use crate::routes::ClientAddress;
use crate::routes::calendars::{calendar_page, embedding, page_of_order};
use crate::words::Words;
use crate::{AppState, Problem};
use choices::{Choices, Taken};
use details::Details;
use frame::Sheet;
use params::Params;
use time::Notice;

/// The routes of both entrances: the hosted page's, and the frame's.
pub(crate) fn router() -> Router<AppState> {
    let mut router = Router::new();
    for entrance in ["/embed/{calendar}/plain", "/b/{business}/{calendar}/plain"] {
        router = router
            .route(entrance, get(choose).post(choose))
            .route(
                &format!("{entrance}/confirm"),
                post(confirm::confirm).get(anew),
            )
            .route(
                &format!("{entrance}/order"),
                get(order::show).post(order::show),
            )
            .route(&format!("{entrance}/order.ics"), get(order::file))
            .route(&format!("{entrance}/extend"), post(order::extend).get(anew))
            .route(
                &format!("{entrance}/release"),
                post(order::release).get(anew),
            )
            .route(&format!("{entrance}/cancel"), post(order::cancel).get(anew));
    }
    router
}

/// Which calendar a path names, and by which entrance.
#[derive(Clone, Debug, Deserialize)]
struct Entrance {
    #[serde(default)]
    business: Option<String>,
    calendar: String,
}

impl Entrance {
    fn mode(&self) -> Mode {
        match self.business {
            Some(_) => Mode::Page,
            None => Mode::Frame,
        }
    }

    /// The address of these pages.
    fn base(&self) -> String {
        match &self.business {
            Some(business) => format!("/b/{business}/{}/plain", self.calendar),
            None => format!("/embed/{}/plain", self.calendar),
        }
    }
}

/// One request for one of these pages, with everything that a page is made from.
struct Visit {
    state: AppState,
    page: CalendarPage,
    zone: Tz,
    words: Words,
    mode: Mode,
    theme: Option<Theme>,
    /// The address of these pages.
    base: String,
    params: Params,
    /// Whose pages may frame it.
    origins: Vec<String>,
    address: ClientAddress,
}

/// What a request of these pages brings.
struct Asked {
    state: AppState,
    entrance: Entrance,
    params: Params,
    spoken: Spoken,
    /// Whether a form was sent in the body.
    posted: bool,
    address: ClientAddress,
}

impl FromRequest<AppState> for Asked {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Path(entrance) = Path::from_request_parts(&mut parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let address = ClientAddress::from_request_parts(&mut parts, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let headers = parts.headers.clone();
        let posted = parts.method == Method::POST;
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let body = Bytes::from_request(Request::from_parts(parts, body), state)
            .await
            .map_err(IntoResponse::into_response)?;
        let params = Params::read(&query, &body);
        let said = params.said().map(|(tag, _)| tag);
        let spoken = Spoken::choose(said.or(params.get("lang")), &headers);
        Ok(Self {
            state: state.clone(),
            entrance,
            params,
            spoken,
            posted,
            address,
        })
    }
}

impl Asked {
    /// The calendar that the path names, where it belongs to the business that the path names.
    async fn visit(&self) -> Result<Visit, Problem> {
        let Entrance { business, calendar } = &self.entrance;
        let id = calendar.parse().map_err(|_| Problem::NotFound)?;
        // A private service is shown to those whose link names it.
        let named = self.params.get("named").or(self.params.get("service"));
        let named = named.and_then(|id| id.parse().ok());
        let mut page = if self.params.get("order").is_some() {
            page_of_order(&self.state, &id, named.as_ref()).await?
        } else {
            calendar_page(&self.state, &id, named.as_ref()).await?
        };
        if let Some(look) = self.params.get("look").and_then(look_of) {
            page.calendar.style = look;
        }
        if business.as_ref().is_some_and(|it| *it != page.business.id) {
            return Err(Problem::NotFound);
        }
        let zone: Tz = (page.business.time_zone.parse())
            .map_err(|_| Problem::Internal("the business's zone is unknown".into()))?;
        Ok(Visit {
            zone,
            words: Words::of(&self.spoken),
            mode: self.entrance.mode(),
            theme: theme_of(&self.params),
            base: self.entrance.base(),
            params: self.params.clone(),
            origins: embedding(&self.state, &page.calendar.id).await?.origins,
            address: self.address,
            state: self.state.clone(),
            page,
        })
    }

    /// The page, or one that says why there is none.
    fn settle(&self, answered: Result<Response, Problem>) -> Response {
        answered.unwrap_or_else(|problem| {
            let (status, _, _) = problem.kind();
            if let Problem::Internal(reason) = &problem {
                tracing::error!(reason, "a page failed");
            }
            refused(
                status,
                self.posted,
                self.entrance.mode(),
                theme_of(&self.params).unwrap_or_default(),
                &self.spoken,
            )
        })
    }
}

/// What the address asks for; else it is as the owner has it.
fn theme_of(params: &Params) -> Option<Theme> {
    match params.get("theme") {
        Some("light") => Some(Theme::Light),
        Some("dark") => Some(Theme::Dark),
        Some("auto") => Some(Theme::Auto),
        _ => None,
    }
}

/// The address of something that was sent, asked for by itself, as browsers do when they open what
/// they had open: the beginning.
async fn anew(Path(entrance): Path<Entrance>) -> Redirect {
    Redirect::to(&entrance.base())
}

/// The steps of a booking up to the review: which one is shown follows from what is chosen.
async fn choose(asked: Asked) -> Response {
    let answered = async { asked.visit().await?.step().await };
    asked.settle(Box::pin(answered).await)
}

impl Visit {
    /// The step that comes next, or the one that the guest went back to.
    async fn step(&self) -> Result<Response, Problem> {
        if self.params.get("order").is_some() && self.params.get("session_id").is_some() {
            return self.look_at_order().await;
        }
        let mut choices = Choices::read(&self.params, &self.page);
        let go = self.params.go().unwrap_or_default();
        if choices.lacks_location(&self.page) || go == "location" {
            return Ok(self.answer(StatusCode::OK, &self.locations(&choices)));
        }
        let taken = choices.take(&self.params, &self.page);
        if let Taken::Open(open) = &taken {
            return Ok(self.answer(open.status(), &self.options(&choices, open)));
        }
        if go == "services" || choices.items.is_empty() {
            return Ok(self.answer(StatusCode::OK, &self.services(&choices)));
        }
        let several = self.page.calendar.items_max > 1;
        let changed = taken == Taken::One || self.params.get("remove").is_some();
        if go == "cart" || several && changed {
            return Ok(self.answer(StatusCode::OK, &self.cart(&choices)));
        }
        if go == "time" || choices.start.is_none() {
            return self.times(&choices, None).await;
        }
        let Some(slot) = self.slot(&choices).await? else {
            return self.times(&choices, Some(Notice::Gone)).await;
        };
        let details = Details::read(&self.params, &self.page, &self.words, choices.attendees());
        if go == "details" || !details.sent {
            return Ok(self.answer(
                StatusCode::OK,
                &self.form(&choices, &slot, &details.fresh()),
            ));
        }
        if details.is_wrong() {
            let sheet = self.form(&choices, &slot, &details);
            return Ok(self.answer(StatusCode::UNPROCESSABLE_ENTITY, &sheet));
        }
        self.review(&choices, &slot, details).await
    }

    /// Answers with a page.
    fn answer(&self, status: StatusCode, sheet: &Sheet) -> Response {
        let Ok(nonce) = Nonce::new() else {
            let detail = "the machine has no randomness for a nonce";
            return Problem::Internal(detail.into()).into_response();
        };
        let framing = match self.mode {
            Mode::Frame => Framing::by(&self.origins),
            Mode::Page => Framing::Nobody,
        };
        let document: Markup = self.document(&nonce, sheet);
        policy::page(status, &nonce, framing, Doing::Asking, document)
    }

    /// The time.
    fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
    }
}
