//! Whether a business has what a draft names: calendars, services, staff and locations.

use std::collections::BTreeSet;

use booking_contract::FieldProblemCode;
use booking_contract::owner::{CouponDraft, CouponRefusal, DraftField, DraftProblem};
use booking_engine::Scope;

use crate::store::catalog_ids::{self, Kind};
use crate::store::{Conn, StoreError};

/// What a draft names, of which kind and by which id.
type Names<'d> = BTreeSet<(Kind, &'d str)>;

/// Refuses what names things of nobody, or of others. What is archived is the business's all the
/// same, and what the draft named before may stay: saving a coupon never asks to take out what
/// nobody changed.
pub(super) async fn known(
    conn: &mut Conn,
    business_id: &str,
    draft: &CouponDraft,
    before: Option<&CouponDraft>,
) -> Result<Result<(), CouponRefusal>, StoreError> {
    let was = before.map(names).unwrap_or_default();
    let new: Names<'_> = names(draft).difference(&was).copied().collect();
    if new.is_empty() {
        return Ok(Ok(()));
    }
    let owned = catalog_ids::all(conn, business_id).await?;
    let has = |(kind, id): &(Kind, &str)| owned.get(kind).is_some_and(|ids| ids.contains(*id));
    let fields: BTreeSet<DraftField> = new
        .iter()
        .filter(|name| !has(name))
        .map(|(kind, _)| match kind {
            Kind::Calendar | Kind::Service => DraftField::Scope,
            Kind::Staff | Kind::Location => DraftField::Conditions,
        })
        .collect();
    if fields.is_empty() {
        return Ok(Ok(()));
    }
    let fields = fields.into_iter().map(|field| DraftProblem {
        field,
        code: FieldProblemCode::Unknown,
    });
    Ok(Err(CouponRefusal::Fields {
        fields: fields.collect(),
    }))
}

fn names(draft: &CouponDraft) -> Names<'_> {
    let mut names = Names::new();
    if let Scope::Only {
        calendars,
        services,
    } = &draft.scope
    {
        names.extend(calendars.iter().map(|id| (Kind::Calendar, id.as_str())));
        names.extend(services.iter().map(|id| (Kind::Service, id.as_str())));
    }
    let conditions = &draft.conditions;
    names.extend(conditions.staff.iter().map(|id| (Kind::Staff, id.as_str())));
    let locations = conditions.locations.iter();
    names.extend(locations.map(|id| (Kind::Location, id.as_str())));
    names
}
