//! What is said of a draft: whether the engine can make a coupon of it, and what is wrong with that.

use booking_contract::owner::{CouponChecked, CouponDraft, CouponRefusal};
use booking_engine::{Coupon, CouponCode, CouponId, Finding, PromotionCode};

use super::writing::{find, fresh_coupon_id, still_fits};
use super::{Editor, Refused, defined, judged, named};
use crate::store::StoreError;
use crate::store::code_rows;
use crate::store::coupon_rows::StoredCoupon;
use crate::{AppState, Problem};

/// A draft, and what there is of its coupon already.
pub(super) struct Drafted<'d> {
    pub(super) draft: &'d CouponDraft,
    /// The own code of the coupon.
    pub(super) own: Option<&'d (String, CouponCode)>,
    /// What its owner wrote before. What that names may be named again, whatever became of it.
    pub(super) before: Option<&'d CouponDraft>,
}

/// What is to be said of a draft while it is typed.
pub(crate) async fn check(
    state: &AppState,
    editor: &Editor,
    draft: &CouponDraft,
    id: Option<&CouponId>,
) -> Result<CouponChecked, Problem> {
    let now_ms = state.clock.now_ms();
    let stored = match id {
        Some(id) => Some(find(state, editor, id).await?),
        None => None,
    };
    let own = stored.as_ref().and_then(|stored| stored.own.as_ref());
    let id = match id {
        Some(id) => id.clone(),
        None => fresh_coupon_id(now_ms)?,
    };
    let before = stored.as_ref().map(StoredCoupon::draft);
    let drafted = Drafted {
        draft,
        own,
        before: before.as_ref(),
    };
    let (coupon, found) = match define(state, editor, id, drafted).await {
        Ok(defined) => defined,
        Err(Problem::CouponRefused(refusal)) => {
            return Ok(CouponChecked {
                findings: Vec::new(),
                refusal: Some(*refusal),
            });
        }
        Err(problem) => return Err(problem),
    };
    let refusal = match (judged::without_contradiction(&found), &stored) {
        (Err(refusal), _) => Some(refusal),
        (Ok(()), Some(stored)) => still_fits(stored, &coupon).err(),
        (Ok(()), None) => None,
    };
    let refusal = match refusal {
        None => taken(state, editor, draft, own).await?,
        refusal => refusal,
    };
    Ok(CouponChecked {
        findings: found,
        refusal,
    })
}

/// What is wrong with a coupon as it is.
pub(crate) async fn findings(
    state: &AppState,
    editor: &Editor,
    stored: &StoredCoupon,
) -> Result<Vec<Finding>, Problem> {
    let id = stored.coupon.id.clone();
    let draft = stored.draft();
    let drafted = Drafted {
        draft: &draft,
        own: stored.own.as_ref(),
        before: Some(&draft),
    };
    let (_, found) = define(state, editor, id, drafted).await?;
    Ok(found)
}

/// The engine's coupon, and what is wrong with it as if it were switched on.
pub(super) async fn define(
    state: &AppState,
    editor: &Editor,
    id: CouponId,
    Drafted { draft, own, before }: Drafted<'_>,
) -> Result<(Coupon, Vec<Finding>), Problem> {
    let coupon =
        defined::coupon(id, draft, editor.zone, state.store.secret()).map_err(Refused::from)?;
    let own_id = own.map(|(id, _)| id.as_str());
    let code_id = own_id.unwrap_or("draft").parse();
    let code_id = code_id.map_err(|_| StoreError::Malformed("promotion code id"))?;
    let code = (draft.code.clone()).map(|text| PromotionCode::of(code_id, coupon.id.clone(), text));
    let mut conn = state.store.read().await?;
    let business_id = &editor.business_id;
    named::known(&mut conn, business_id, draft, before)
        .await?
        .map_err(Refused::from)?;
    let found = judged::judge(
        &mut conn,
        business_id,
        &coupon,
        code.as_ref(),
        own_id,
        state.clock.now(),
    )
    .await?;
    Ok((coupon, found))
}

/// Whether somebody else has the draft's code.
async fn taken(
    state: &AppState,
    editor: &Editor,
    draft: &CouponDraft,
    own: Option<&(String, CouponCode)>,
) -> Result<Option<CouponRefusal>, Problem> {
    let Some(code) = (draft.code.as_ref()).filter(|code| own.is_none_or(|(_, own)| own != *code))
    else {
        return Ok(None);
    };
    let mut conn = state.store.read().await?;
    let taken = code_rows::taken_by(&mut conn, &editor.business_id, code, None).await?;
    Ok(taken.map(|coupon_id| CouponRefusal::CodeTaken {
        code: code.clone(),
        coupon_id,
    }))
}
