//! Making and changing a coupon.

use booking_contract::owner::{CodeRules, CouponDraft, CouponRefusal, CouponSaved};
use booking_engine::{Coupon, CouponCode, CouponId, Finding};
use serde_json::{Map, Value, json};

use super::checking::{Drafted, define, findings};
use super::random_code::random_code;
use super::{Editor, Refused, judged};
use crate::store::code_rows::{self, CodeWriting};
use crate::store::coupon_rows::{self, CouponWriting, StoredCoupon};
use crate::store::{Conn, StoreError, owner_log};
use crate::{AppState, Problem, ids};

/// How often a random code is tried that somebody has: twice in a row never happens.
const TRIES_MAX: u32 = 8;

/// Makes a coupon.
pub(crate) async fn create(
    state: &AppState,
    editor: Editor,
    draft: CouponDraft,
    active: bool,
) -> Result<CouponSaved, Problem> {
    make(state, editor, draft, active, None).await
}

/// Makes a coupon of a draft that may say of what is sold what another coupon says already.
async fn make(
    state: &AppState,
    editor: Editor,
    draft: CouponDraft,
    active: bool,
    original: Option<&CouponDraft>,
) -> Result<CouponSaved, Problem> {
    let now_ms = state.clock.now_ms();
    let id = fresh_coupon_id(now_ms)?;
    let drafted = Drafted {
        draft: &draft,
        own: None,
        before: original,
    };
    let (mut coupon, found) = define(state, &editor, id, drafted).await?;
    coupon.active = active;
    judged::without_contradiction(&found).map_err(Refused::from)?;
    let writing = Creating {
        writing: CouponWriting {
            own: own_code(&draft, None, now_ms)?,
            coupon,
            draft,
        },
        editor,
        now_ms,
    };
    let made = state
        .store
        .attempt(writing, |conn, it| Box::pin(it.write(conn)))
        .await?
        .map_err(Problem::from)?;
    Ok(saved(&made, found))
}

/// Makes a coupon that says the same as another one, switched off, with another code.
pub(crate) async fn duplicate(
    state: &AppState,
    editor: Editor,
    id: &CouponId,
) -> Result<CouponSaved, Problem> {
    let original = find(state, &editor, id).await?;
    let original = original.draft();
    let mut draft = original.clone();
    if draft.code.is_some() {
        draft.code = Some(free_code(state, &editor.business_id).await?);
    }
    make(state, editor, draft, false, Some(&original)).await
}

/// Changes a coupon.
pub(crate) async fn edit(
    state: &AppState,
    editor: Editor,
    id: &CouponId,
    version: i64,
    draft: CouponDraft,
) -> Result<CouponSaved, Problem> {
    let now_ms = state.clock.now_ms();
    let stored = find(state, &editor, id).await?;
    let own = stored.own.as_ref();
    let before = stored.draft();
    let drafted = Drafted {
        draft: &draft,
        own,
        before: Some(&before),
    };
    let (coupon, found) = define(state, &editor, id.clone(), drafted).await?;
    judged::without_contradiction(&found).map_err(Refused::from)?;
    let writing = Editing {
        writing: CouponWriting {
            own: own_code(&draft, own, now_ms)?,
            coupon,
            draft,
        },
        editor,
        version,
        now_ms,
    };
    let changed = state
        .store
        .attempt(writing, |conn, it| Box::pin(it.write(conn)))
        .await?
        .map_err(Problem::from)?;
    Ok(saved(&changed, found))
}

/// Switches a coupon on or off; answers it as it is where it already was.
pub(crate) async fn switch(
    state: &AppState,
    editor: Editor,
    id: &CouponId,
    version: Option<i64>,
    on: bool,
) -> Result<CouponSaved, Problem> {
    let switching = Switching {
        editor: editor.clone(),
        id: id.clone(),
        version,
        on,
        now_ms: state.clock.now_ms(),
    };
    let switched = state
        .store
        .attempt(switching, |conn, it| Box::pin(it.write(conn)))
        .await?
        .map_err(Problem::from)?;
    let found = findings(state, &editor, &switched).await?;
    Ok(saved(&switched, found))
}

/// A code that nobody has at the moment.
pub(crate) async fn free_code(state: &AppState, business_id: &str) -> Result<CouponCode, Problem> {
    let mut conn = state.store.read().await?;
    for _ in 0..TRIES_MAX {
        let code = random_code()?;
        if code_rows::taken_by(&mut conn, business_id, &code, None)
            .await?
            .is_none()
        {
            return Ok(code);
        }
    }
    Err(Problem::Internal("no random code is free".into()))
}

/// A coupon of the business.
pub(crate) async fn find(
    state: &AppState,
    editor: &Editor,
    id: &CouponId,
) -> Result<StoredCoupon, Problem> {
    let mut conn = state.store.read().await?;
    let now_ms = state.clock.now_ms();
    coupon_rows::find(&mut conn, &editor.business_id, id, editor.zone, now_ms)
        .await?
        .ok_or(Problem::NotFound)
}

fn saved(stored: &StoredCoupon, findings: Vec<Finding>) -> CouponSaved {
    CouponSaved {
        coupon: stored.view(),
        findings,
    }
}

pub(super) fn fresh_coupon_id(now_ms: i64) -> Result<CouponId, Problem> {
    ids::fresh("cpn", now_ms)?
        .parse()
        .map_err(|_| Problem::Internal("a fresh id is no id".into()))
}

/// The own code of a draft: the row that is there where its text stays, else a new one.
fn own_code(
    draft: &CouponDraft,
    own: Option<&(String, CouponCode)>,
    now_ms: i64,
) -> Result<Option<(String, CouponCode)>, Problem> {
    match (&draft.code, own) {
        (Some(code), Some((id, text))) if code == text => Ok(Some((id.clone(), text.clone()))),
        (Some(code), _) => Ok(Some((ids::fresh("code", now_ms)?, code.clone()))),
        (None, _) => Ok(None),
    }
}

/// Whether what orders have used of a coupon goes together with what it is to say.
pub(super) fn still_fits(stored: &StoredCoupon, coupon: &Coupon) -> Result<(), CouponRefusal> {
    if stored.benefit_frozen && stored.coupon.benefit != coupon.benefit {
        return Err(CouponRefusal::BenefitFrozen);
    }
    let total = |uses: booking_contract::owner::UseCounts| uses.reserved + uses.redeemed;
    let uses = total(stored.uses).max(total(stored.test_uses));
    if coupon.max_redemptions.is_some_and(|max| max < uses) {
        return Err(CouponRefusal::LimitBelowUses { uses });
    }
    Ok(())
}

/// Adds the own code of a coupon, where nobody else has its text.
async fn add_own_code(
    conn: &mut Conn,
    editor: &Editor,
    coupon_id: &CouponId,
    (id, code): &(String, CouponCode),
    now_ms: i64,
) -> Result<Result<(), Refused>, StoreError> {
    let business_id = editor.business_id.as_str();
    if let Some(coupon_id) = code_rows::taken_by(conn, business_id, code, None).await? {
        let code = code.clone();
        return Ok(Err(CouponRefusal::CodeTaken { code, coupon_id }.into()));
    }
    let plain = CodeWriting {
        coupon_id: coupon_id.clone(),
        rules: CodeRules::default(),
        expires_ms: None,
        customer_key: None,
        batch: None,
    };
    code_rows::insert(conn, business_id, &plain, id, code, now_ms).await?;
    Ok(Ok(()))
}

struct Creating {
    writing: CouponWriting,
    editor: Editor,
    now_ms: i64,
}

impl Creating {
    async fn write(&self, conn: &mut Conn) -> Result<Result<StoredCoupon, Refused>, StoreError> {
        let Self {
            writing,
            editor,
            now_ms,
        } = self;
        let id = &writing.coupon.id;
        owner_log::take_turn(conn, &editor.business_id).await?;
        // Run again after its answer was lost, the transaction finds its own work.
        if coupon_rows::insert(conn, &editor.business_id, writing, *now_ms).await? {
            if let Some(own) = &writing.own
                && let Err(refused) = add_own_code(conn, editor, id, own, *now_ms).await?
            {
                return Ok(Err(refused));
            }
            let detail = json!({ "active": writing.coupon.active, "says": told(&writing.draft) });
            editor
                .log(conn, "coupon.create", id.as_str(), &detail, *now_ms)
                .await?;
        }
        found(conn, editor, id, *now_ms).await
    }
}

struct Editing {
    writing: CouponWriting,
    editor: Editor,
    version: i64,
    now_ms: i64,
}

impl Editing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<StoredCoupon, Refused>, StoreError> {
        let Self {
            writing,
            editor,
            version,
            now_ms,
        } = self;
        let (business_id, id) = (editor.business_id.as_str(), &writing.coupon.id);
        if !coupon_rows::lock(conn, business_id, id, Some(*version), *now_ms).await? {
            return self.missed(conn).await;
        }
        let stored = match found(conn, editor, id, *now_ms).await? {
            Ok(stored) => stored,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Err(refusal) = still_fits(&stored, &writing.coupon) {
            return Ok(Err(refusal.into()));
        }
        owner_log::take_turn(conn, business_id).await?;
        if writing.own != stored.own {
            if let Some((old, _)) = &stored.own {
                code_rows::archive(conn, old).await?;
            }
            if let Some(own) = &writing.own
                && let Err(refused) = add_own_code(conn, editor, id, own, *now_ms).await?
            {
                return Ok(Err(refused));
            }
        }
        coupon_rows::write(conn, writing).await?;
        let detail = json!({
            "version": version + 1,
            "changed": changes(&stored.draft(), &writing.draft),
        });
        editor
            .log(conn, "coupon.edit", id.as_str(), &detail, *now_ms)
            .await?;
        found(conn, editor, id, *now_ms).await
    }

    /// The coupon is not the writing that was asked for. Run again after its answer was lost, the
    /// transaction finds its own work.
    async fn missed(&self, conn: &mut Conn) -> Result<Result<StoredCoupon, Refused>, StoreError> {
        let found = found(conn, &self.editor, &self.writing.coupon.id, self.now_ms).await?;
        Ok(found.and_then(|stored| {
            let own = stored.version == self.version + 1 && stored.draft() == self.writing.draft;
            if own {
                Ok(stored)
            } else {
                Err(changed(&stored))
            }
        }))
    }
}

struct Switching {
    editor: Editor,
    id: CouponId,
    version: Option<i64>,
    on: bool,
    now_ms: i64,
}

impl Switching {
    async fn write(&self, conn: &mut Conn) -> Result<Result<StoredCoupon, Refused>, StoreError> {
        let (editor, id, now_ms) = (&self.editor, &self.id, self.now_ms);
        let stored = match found(conn, editor, id, now_ms).await? {
            Ok(stored) => stored,
            Err(refused) => return Ok(Err(refused)),
        };
        if stored.coupon.active == self.on {
            return Ok(Ok(stored));
        }
        if !coupon_rows::lock(conn, &editor.business_id, id, self.version, now_ms).await? {
            return Ok(Err(changed(&stored)));
        }
        coupon_rows::switch(conn, id, self.on).await?;
        let done = if self.on {
            "coupon.activate"
        } else {
            "coupon.deactivate"
        };
        editor
            .log(conn, done, id.as_str(), &json!({}), now_ms)
            .await?;
        found(conn, editor, id, now_ms).await
    }
}

/// The coupon as the transaction sees it.
pub(super) async fn found(
    conn: &mut Conn,
    editor: &Editor,
    id: &CouponId,
    now_ms: i64,
) -> Result<Result<StoredCoupon, Refused>, StoreError> {
    let found = coupon_rows::find(conn, &editor.business_id, id, editor.zone, now_ms).await?;
    Ok(found.ok_or(Refused::NotFound))
}

fn changed(stored: &StoredCoupon) -> Refused {
    let current = Box::new(stored.view());
    CouponRefusal::Changed { current }.into()
}

/// A draft for the owner's log, which holds no personal data: customers are counted.
fn told(draft: &CouponDraft) -> Map<String, Value> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(draft) else {
        return Map::new();
    };
    if fields.contains_key("customers") {
        fields.insert("customers".into(), draft.customers.len().into());
    }
    fields
}

/// What is another than before, with both.
fn changes(before: &CouponDraft, after: &CouponDraft) -> Map<String, Value> {
    let (old, mut new) = (told(before), told(after));
    let mut changes = Map::new();
    for (field, was) in old {
        let is = new.remove(&field).unwrap_or_default();
        let others = field == "customers" && before.customers != after.customers;
        if is != was || others {
            changes.insert(field, json!([was, is]));
        }
    }
    for (field, is) in new {
        changes.insert(field, json!([Value::Null, is]));
    }
    changes
}
