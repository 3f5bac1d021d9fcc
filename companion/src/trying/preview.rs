//! Previews: the widget with a coupon that is not saved, for the frame beside an owner's form.
//!
//! A preview's token stands where a calendar's id stands: the frame's page calls its calendar so,
//! and so the widget asks for free times and checks codes under that name, without knowing of
//! previews. What books and what is public knows calendars alone, so that under a token nothing can
//! be booked.

use booking_contract::owner::{NewPreview, PREVIEW_MINUTES, PreviewMade};
use booking_contract::{CouponCheck, CouponCheckReply};
use booking_engine::{CouponCode, Rejection, ServiceId, price};
use chrono::TimeDelta;

use super::simulation::{add_unsaved, unsaved};
use crate::clock::instant;
use crate::coupons::Editor;
use crate::customer::Customer;
use crate::open_order::price_problem;
use crate::people::Token;
use crate::routes::{calendar, coupon_checks};
use crate::store::catalog::Calendar;
use crate::store::coupon_previews::{self, Preview, Unsaved};
use crate::store::services::{services, terms};
use crate::store::{codes, kept, menu};
use crate::{AppState, Problem, member};

/// What a token begins with. A calendar may be called like that all the same.
const PREFIX: &str = "preview_";

/// Makes a preview.
pub(crate) async fn make(
    state: &AppState,
    editor: &Editor,
    new: NewPreview,
) -> Result<PreviewMade, Problem> {
    let shown = calendar(state, new.calendar_id.as_str()).await?;
    if shown.business.id != editor.business_id || shown.archived {
        return Err(Problem::NotFound);
    }
    let unsaved = match &new.draft {
        Some(tried) => {
            let mut conn = state.store.read().await?;
            Some(unsaved(&mut conn, state, editor, tried).await?)
        }
        None => None,
    };
    let code = unsaved.as_ref().map(|it| it.code.clone());
    let token = Token::random().ok_or_else(|| Problem::Internal("no randomness".into()))?;
    let token = format!("{PREFIX}{}", token.reveal());
    let now_ms = state.clock.now_ms();
    let expires_ms = now_ms + TimeDelta::minutes(PREVIEW_MINUTES).num_milliseconds();
    let preview = Preview {
        business_id: editor.business_id.clone(),
        calendar_id: new.calendar_id,
        made_by: editor.actor.clone(),
        unsaved,
        expires_ms,
    };
    let row = (Token::hash_of(&token), preview, now_ms);
    let added = state.store.write(row, |conn, (hash, preview, now_ms)| {
        Box::pin(kept(coupon_previews::add(conn, hash, preview, *now_ms)))
    });
    added.await?;
    Ok(PreviewMade {
        token: (token.parse())
            .map_err(|_| Problem::Internal("a token is no calendar's id".into()))?,
        code,
        expires_at: instant(expires_ms),
    })
}

/// The preview that stands in the place of a calendar's id, if one does.
pub(crate) async fn find(state: &AppState, id: &str) -> Result<Option<Preview>, Problem> {
    if !id.starts_with(PREFIX) {
        return Ok(None);
    }
    let mut conn = state.store.read().await?;
    let hash = Token::hash_of(id);
    let found = coupon_previews::find(&mut conn, &hash, state.clock.now_ms()).await?;
    Ok(found)
}

/// Whether a guest would have the code that is typed be the preview's.
pub(crate) fn means(unsaved: &Unsaved, check: &CouponCheck) -> bool {
    let typed = check.request.code.as_ref();
    let typed = typed.and_then(|text| text.parse::<CouponCode>().ok());
    typed.is_some_and(|typed| typed == unsaved.code || typed.look_alikes().contains(&unsaved.code))
}

/// The answer to a check of the code of a coupon that is not saved. Nothing is counted: whoever has
/// the token knows the code.
pub(crate) async fn judge(
    state: &AppState,
    preview: &Preview,
    unsaved: Unsaved,
    check: &CouponCheck,
) -> Result<CouponCheckReply, Problem> {
    let shown = calendar(state, preview.calendar_id.as_str()).await?;
    let rejected = |reason: Rejection| CouponCheckReply::Rejected { reason };
    if !shown.coupons {
        return Ok(rejected(Rejection::NotFound));
    }
    let member = member::told(state, &shown.id, check.member.as_deref()).await?;
    let customer = Customer::new(state.store.secret(), check.email.as_ref(), member);
    let code = unsaved.code.clone();
    let mut conn = state.store.read().await?;
    let mut services = services(&mut conn, &shown.id).await?;
    let asked = |id: &ServiceId| (check.request.items.iter()).any(|item| item.service_id == *id);
    services.retain(|service| !service.archived && (!service.private || asked(&service.id)));
    let menu = menu::of_calendar(&mut conn, &shown, &services).await?;
    let mut terms = terms(&shown, &services, &menu);
    terms.customer = customer.names();
    terms.history.customer_purchases = codes::purchases(&mut conn, &shown, &customer).await?;
    add_unsaved(&mut conn, state, &shown, &customer, unsaved, &mut terms).await?;
    drop(conn);
    let mut request = check.request.clone();
    request.code = Some(code.to_string());
    let now = state.clock.now();
    let quote = price(&request, &terms, now).map_err(|error| price_problem(&error, &request))?;
    Ok(match coupon_checks::stands_against(&quote) {
        Some(reason) => rejected(reason.for_stranger(&terms.policy)),
        None => CouponCheckReply::Accepted {
            terms: Box::new(terms.public(Some(&code))),
            code,
        },
    })
}

/// The calendar of an id, or of a preview in its place.
pub(crate) async fn calendar_shown(state: &AppState, id: &str) -> Result<Calendar, Problem> {
    match find(state, id).await? {
        Some(preview) => calendar(state, preview.calendar_id.as_str()).await,
        None => calendar(state, id).await,
    }
}
