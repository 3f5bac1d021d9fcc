//! `GET /v1/businesses/{id}`: a business as one of its people sees it.

use axum::Json;
use axum::extract::State;
use booking_contract::owner::{BusinessDetails, Permission};

use crate::people::{Member, roles};
use crate::store::businesses;
use crate::{AppState, Problem};

pub(crate) async fn show(
    State(state): State<AppState>,
    member: Member,
) -> Result<Json<BusinessDetails>, Problem> {
    member.may(Permission::ViewBusiness)?;
    let mut conn = state.store.read().await?;
    let business = businesses::find(&mut conn, &member.business_id).await?;
    let business = business.ok_or(Problem::NotFound)?;
    Ok(Json(BusinessDetails {
        id: business.id,
        name: business.name,
        zone: business.zone.name().to_owned(),
        currency: business.currency,
        plan: business.plan,
        role: member.role,
        permissions: roles::permissions(member.role),
        features: roles::features(business.plan).to_vec(),
    }))
}
