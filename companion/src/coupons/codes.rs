//! Promotion codes of a coupon: making one or many, and archiving.

use booking_contract::FieldProblemCode;
use booking_contract::owner::{
    CODES_AT_ONCE_MAX, CodeRules, CodeSaved, CodeView, CodesProgress, CouponRefusal, DraftField,
    DraftProblem, GenerateCodes, NewCode,
};
use booking_engine::{CouponCode, CouponId, Finding, PromotionCode};
use serde_json::json;
use tokio::sync::mpsc;

use super::random_code::{LENGTH, random_code, random_text};
use super::{Editor, Refused, defined, judged, writing};
use crate::store::code_rows::{self, CodeWriting};
use crate::store::coupon_rows::{self, StoredCoupon};
use crate::store::{Conn, StoreError, owner_log};
use crate::{AppState, Problem, ids};

/// So many codes are made in one transaction: a few milliseconds, for which a confirmation waits.
const BATCH: u32 = 500;
/// How often in a row a batch may be short of codes because others have them.
const SHORT_MAX: u32 = 5;

/// Makes a code.
pub(crate) async fn create(
    state: &AppState,
    editor: Editor,
    coupon_id: &CouponId,
    asked: NewCode,
) -> Result<CodeSaved, Problem> {
    let stored = writing::find(state, &editor, coupon_id).await?;
    let code = match asked.code {
        Some(code) => code,
        None => random_code()?,
    };
    let (writing, findings) = define(state, &editor, &stored, asked.rules, &code, None).await?;
    let now_ms = state.clock.now_ms();
    let making = Making {
        id: ids::fresh("code", now_ms)?,
        editor,
        writing,
        code,
        now_ms,
    };
    let code = state
        .store
        .attempt(making, |conn, it| Box::pin(it.write(conn)))
        .await?
        .map_err(Problem::from)?;
    Ok(CodeSaved { code, findings })
}

/// Ends a code; one that has ended stays so.
pub(crate) async fn archive(
    state: &AppState,
    editor: Editor,
    coupon_id: &CouponId,
    id: &str,
) -> Result<CodeView, Problem> {
    let archiving = Archiving {
        editor,
        coupon_id: coupon_id.clone(),
        id: id.to_owned(),
        now_ms: state.clock.now_ms(),
    };
    state
        .store
        .attempt(archiving, |conn, it| Box::pin(it.write(conn)))
        .await?
        .map_err(Problem::from)
}

/// Begins to make many codes, and tells how it goes. It goes on to its end even where nobody listens
/// any more.
pub(crate) async fn generate(
    state: &AppState,
    editor: Editor,
    coupon_id: &CouponId,
    asked: GenerateCodes,
) -> Result<mpsc::Receiver<CodesProgress>, Problem> {
    if !(1..=CODES_AT_ONCE_MAX).contains(&asked.count) {
        return Err(out_of_range(&[DraftField::Count]).into());
    }
    let stored = writing::find(state, &editor, coupon_id).await?;
    let now_ms = state.clock.now_ms();
    let batch = ids::fresh("batch", now_ms)?;
    let sample = random_code()?;
    let (writing, _) = define(
        state,
        &editor,
        &stored,
        asked.rules,
        &sample,
        Some(batch.clone()),
    )
    .await?;
    let (tell, told) = mpsc::channel(4);
    let state = state.clone();
    tokio::spawn(async move {
        let last = make_all(&state, &editor, &writing, asked.count, &batch, &tell).await;
        // Whoever asked may be gone.
        let _ = tell.send(last).await;
    });
    Ok(told)
}

/// Makes so many codes, batch by batch; answers what came of it.
async fn make_all(
    state: &AppState,
    editor: &Editor,
    writing: &CodeWriting,
    count: u32,
    batch: &str,
    tell: &mpsc::Sender<CodesProgress>,
) -> CodesProgress {
    let (mut made, mut short) = (0, 0);
    while made < count {
        let wanted = BATCH.min(count - made);
        let outcome =
            make_batch(state, editor, writing, wanted, (made == 0).then_some(count)).await;
        match outcome {
            Ok(new) if new > 0 || short < SHORT_MAX => {
                made += new;
                short = if new == 0 { short + 1 } else { 0 };
            }
            Ok(_) => return failed(made, batch, Problem::Internal("no code is free".into())),
            Err(problem) => return failed(made, batch, problem),
        }
        // A listener that is slow misses how far it was, not how far it is.
        let _ = tell.try_send(CodesProgress::Made { made });
    }
    let batch = batch.to_owned();
    CodesProgress::Done { made, batch }
}

fn failed(made: u32, batch: &str, problem: Problem) -> CodesProgress {
    CodesProgress::Failed {
        made,
        batch: batch.to_owned(),
        problem: Box::new(problem.into_body()),
    }
}

/// Makes up to so many codes; the first batch is written into the log with how many are to come.
async fn make_batch(
    state: &AppState,
    editor: &Editor,
    writing: &CodeWriting,
    wanted: u32,
    begins: Option<u32>,
) -> Result<u32, Problem> {
    let length = usize::try_from(wanted).unwrap_or_default() * LENGTH;
    let now_ms = state.clock.now_ms();
    let batch = Batch {
        editor: editor.clone(),
        writing: writing.clone(),
        id_prefix: ids::fresh("code", now_ms)?,
        codes: random_text(length)?,
        begins,
        now_ms,
    };
    let made = state
        .store
        .attempt(batch, |conn, it| Box::pin(it.write(conn)))
        .await?
        .map_err(Problem::from)?;
    Ok(u32::try_from(made).unwrap_or(wanted))
}

/// What is written of a code, and what is wrong with it.
pub(super) async fn define(
    state: &AppState,
    editor: &Editor,
    stored: &StoredCoupon,
    rules: CodeRules,
    code: &CouponCode,
    batch: Option<String>,
) -> Result<(CodeWriting, Vec<Finding>), Problem> {
    let fields: Vec<DraftField> = [
        (
            DraftField::Ends,
            rules.expires.is_none_or(defined::in_years),
        ),
        (
            DraftField::MinimumAmount,
            rules.minimum_amount_minor.is_none_or(defined::is_amount),
        ),
    ]
    .into_iter()
    .filter_map(|(field, fits)| (!fits).then_some(field))
    .collect();
    if !fields.is_empty() {
        return Err(out_of_range(&fields).into());
    }
    let secret = state.store.secret();
    let key = (rules.customer.as_ref()).map(|customer| defined::key(customer, secret));
    let expires_at = (rules.expires).map(|time| defined::last_instant(editor.zone, time));
    let id = "draft".parse();
    let id = id.map_err(|_| StoreError::Malformed("promotion code id"))?;
    let coupon = &stored.coupon;
    let engines = PromotionCode {
        expires_at,
        minimum_amount_minor: rules.minimum_amount_minor,
        max_redemptions: rules.max_redemptions,
        first_purchase_only: rules.first_purchase_only,
        customer: key.as_ref().and_then(|key| key.parse().ok()),
        ..PromotionCode::of(id, coupon.id.clone(), code.clone())
    };
    let mut conn = state.store.read().await?;
    let mut findings = judged::judge(
        &mut conn,
        &editor.business_id,
        coupon,
        Some(&engines),
        None,
        state.clock.now(),
    )
    .await?;
    // The coupon's own faults were told with the coupon.
    findings.retain(|it| matches!(it.subject, booking_engine::Subject::PromotionCode { .. }));
    judged::without_contradiction(&findings).map_err(Refused::from)?;
    let writing = CodeWriting {
        coupon_id: coupon.id.clone(),
        rules,
        expires_ms: expires_at.map(|at| at.timestamp_millis()),
        customer_key: key,
        batch,
    };
    Ok((writing, findings))
}

fn out_of_range(fields: &[DraftField]) -> Refused {
    let problem = |field: &DraftField| DraftProblem {
        field: *field,
        code: FieldProblemCode::OutOfRange,
    };
    let fields = fields.iter().map(problem).collect();
    CouponRefusal::Fields { fields }.into()
}

struct Making {
    editor: Editor,
    writing: CodeWriting,
    id: String,
    code: CouponCode,
    now_ms: i64,
}

impl Making {
    async fn write(&self, conn: &mut Conn) -> Result<Result<CodeView, Refused>, StoreError> {
        let (editor, writing, now_ms) = (&self.editor, &self.writing, self.now_ms);
        let (business_id, coupon_id) = (editor.business_id.as_str(), &writing.coupon_id);
        owner_log::take_turn(conn, business_id).await?;
        if let Err(refused) = writing::found(conn, editor, coupon_id, now_ms).await? {
            return Ok(Err(refused));
        }
        let id = self.id.as_str();
        // Run again after its answer was lost, the transaction finds its own work.
        if let Some(made) = code_rows::find(conn, coupon_id, id).await? {
            return Ok(Ok(made));
        }
        let key = writing.customer_key.as_deref();
        if let Some(coupon_id) = code_rows::taken_by(conn, business_id, &self.code, key).await? {
            let code = self.code.clone();
            return Ok(Err(CouponRefusal::CodeTaken { code, coupon_id }.into()));
        }
        code_rows::insert(conn, business_id, writing, id, &self.code, now_ms).await?;
        let Some(code) = code_rows::find(conn, coupon_id, id).await? else {
            return Ok(Err(Refused::NotFound));
        };
        let detail = json!({ "coupon": coupon_id, "code": self.code });
        editor.log(conn, "code.create", id, &detail, now_ms).await?;
        Ok(Ok(code))
    }
}

struct Batch {
    editor: Editor,
    writing: CodeWriting,
    id_prefix: String,
    codes: String,
    begins: Option<u32>,
    now_ms: i64,
}

impl Batch {
    async fn write(&self, conn: &mut Conn) -> Result<Result<u64, Refused>, StoreError> {
        let (editor, writing, now_ms) = (&self.editor, &self.writing, self.now_ms);
        let business_id = editor.business_id.as_str();
        owner_log::take_turn(conn, business_id).await?;
        if !coupon_rows::exists(conn, business_id, &writing.coupon_id).await? {
            return Ok(Err(Refused::NotFound));
        }
        if let (Some(count), Some(batch)) = (self.begins, &writing.batch) {
            let detail = json!({ "coupon": writing.coupon_id, "count": count });
            editor
                .log(conn, "code.generate", batch, &detail, now_ms)
                .await?;
        }
        let made = code_rows::insert_many(
            conn,
            business_id,
            writing,
            &self.id_prefix,
            &self.codes,
            now_ms,
        )
        .await?;
        Ok(Ok(made))
    }
}

struct Archiving {
    editor: Editor,
    coupon_id: CouponId,
    id: String,
    now_ms: i64,
}

impl Archiving {
    async fn write(&self, conn: &mut Conn) -> Result<Result<CodeView, Refused>, StoreError> {
        let (editor, now_ms) = (&self.editor, self.now_ms);
        let (coupon_id, id) = (&self.coupon_id, self.id.as_str());
        let stored = match writing::found(conn, editor, coupon_id, now_ms).await? {
            Ok(stored) => stored,
            Err(refused) => return Ok(Err(refused)),
        };
        let Some(code) = code_rows::find(conn, coupon_id, id).await? else {
            return Ok(Err(Refused::NotFound));
        };
        if code.archived {
            return Ok(Ok(code));
        }
        if code.own {
            // The coupon comes first: whoever confirms takes both in this order.
            coupon_rows::lock(conn, &editor.business_id, coupon_id, None, now_ms).await?;
            coupon_rows::forget_code(conn, &stored.coupon).await?;
        }
        code_rows::archive(conn, id).await?;
        let detail = json!({ "coupon": coupon_id, "code": code.code });
        editor
            .log(conn, "code.archive", id, &detail, now_ms)
            .await?;
        Ok(Ok(CodeView {
            archived: true,
            own: false,
            ..code
        }))
    }
}
