//! The fields of a confirmation, as far as they can be checked before anything is priced.

use booking_contract::{Field, FieldProblemCode, Passed};
use chrono::Datelike;
use sha2::{Digest, Sha256};

use super::form::check_form;
use super::offered::Wanted;
use super::{Asked, By, Confirmation};
use crate::routes::slots::unknown_zone;
use crate::store::catalog::{self, Calendar};
use crate::{AppState, Problem, zones};

/// The longest address of a page to go back to, in bytes.
const RETURN_TO_LENGTH_MAX: usize = 2_000;

/// Checks every field that needs no price.
pub(super) async fn check_fields(
    state: &AppState,
    calendar: Calendar,
    asked: Asked,
    wanted: Wanted,
) -> Result<Confirmation, Problem> {
    let Asked {
        by,
        calendar_id: _,
        key,
        network_key,
        mut body,
    } = asked;
    let zone = body.zone.parse().map_err(|_| unknown_zone(&body.zone))?;
    if !zones::YEARS.contains(&body.starts_at.year()) {
        return Err(Problem::field(
            Field::StartsAt,
            FieldProblemCode::OutOfRange,
            "starts_at: it is a time between 1970 and 9998",
        ));
    }
    if calendar.consent.is_some() && !body.consent && by == By::Guest {
        return Err(Problem::field(
            Field::Consent,
            FieldProblemCode::Missing,
            "consent: this calendar asks for it",
        ));
    }
    let answers = check_form(&calendar, &body, &by)?;
    let return_to = return_to(state, &calendar, body.return_to.as_deref()).await?;
    // A token may have ended, or be another one, when the same confirmation comes again.
    body.member = None;
    let canonical = serde_json::to_vec(&(calendar.id.as_str(), &body))
        .map_err(|error| Problem::Internal(error.to_string()))?;
    Ok(Confirmation {
        fingerprint: hex::encode(Sha256::digest(canonical)),
        answers,
        zone,
        return_to,
        passed: Passed::fitting(body.passed.iter().cloned()),
        wanted,
        by,
        calendar,
        key,
        network_key,
        body,
    })
}

/// The page to go back to, if it is one of the business's; others are dropped in silence, so
/// that nobody can be sent elsewhere in the business's name.
async fn return_to(
    state: &AppState,
    calendar: &Calendar,
    page: Option<&str>,
) -> Result<Option<String>, Problem> {
    let Some(page) = page else {
        return Ok(None);
    };
    let url = reqwest::Url::parse(page)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .filter(|_| page.len() <= RETURN_TO_LENGTH_MAX);
    let Some(url) = url else {
        return Err(Problem::field(
            Field::ReturnTo,
            FieldProblemCode::Malformed,
            "return_to: it is the http or https address of a page",
        ));
    };
    let mut conn = state.store.read().await?;
    let origins = catalog::origins(&mut conn, &calendar.business.id).await?;
    let origin = url.origin().ascii_serialization();
    Ok(origins.contains(&origin).then(|| page.to_owned()))
}
