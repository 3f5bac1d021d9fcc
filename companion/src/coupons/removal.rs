//! Deleting a coupon that nobody ever used.

use booking_contract::owner::CouponRefusal;
use booking_engine::CouponId;
use serde_json::json;

use super::writing::found;
use super::{Editor, Refused};
use crate::store::{Conn, StoreError, coupon_rows, owner_log};
use crate::{AppState, Problem};

/// So many codes go in one transaction, so that no confirmation waits for many.
const CODES_AT_ONCE: i64 = 500;

/// Deletes a coupon with its codes. Orders that ever used or held it keep it.
pub(crate) async fn delete(state: &AppState, editor: Editor, id: &CouponId) -> Result<(), Problem> {
    let mut step = Step::Begin;
    loop {
        let deleting = Deleting {
            editor: editor.clone(),
            id: id.clone(),
            step,
            now_ms: state.clock.now_ms(),
        };
        let left = state
            .store
            .attempt(deleting, |conn, it| Box::pin(it.write(conn)))
            .await?;
        match left.map_err(Problem::from)? {
            Left::Nothing => return Ok(()),
            Left::Codes => step = Step::GoOn,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Begin,
    GoOn,
}

enum Left {
    Nothing,
    Codes,
}

struct Deleting {
    editor: Editor,
    id: CouponId,
    step: Step,
    now_ms: i64,
}

impl Deleting {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Left, Refused>, StoreError> {
        let (editor, id, now_ms) = (&self.editor, &self.id, self.now_ms);
        // Whoever confirms with it waits here, and then finds it gone.
        if !coupon_rows::lock(conn, &editor.business_id, id, None, now_ms).await? {
            return Ok(match self.step {
                Step::Begin => Err(Refused::NotFound),
                // Another request has done the rest.
                Step::GoOn => Ok(Left::Nothing),
            });
        }
        let stored = match found(conn, editor, id, now_ms).await? {
            Ok(stored) => stored,
            Err(refused) => return Ok(Err(refused)),
        };
        if stored.orders_ever > 0 {
            let orders = stored.orders_ever;
            return Ok(Err(CouponRefusal::EverUsed { orders }.into()));
        }
        // Nobody adds a code meanwhile.
        owner_log::take_turn(conn, &editor.business_id).await?;
        if self.step == Step::Begin {
            let detail = json!({ "name": stored.coupon.name, "codes": stored.codes });
            editor
                .log(conn, "coupon.delete", id.as_str(), &detail, now_ms)
                .await?;
        }
        let gone = coupon_rows::delete_codes(conn, id, CODES_AT_ONCE).await?;
        if i64::try_from(gone).unwrap_or(i64::MAX) == CODES_AT_ONCE {
            // Nobody uses what is left of it meanwhile.
            coupon_rows::switch(conn, id, false).await?;
            return Ok(Ok(Left::Codes));
        }
        coupon_rows::delete(conn, id).await?;
        Ok(Ok(Left::Nothing))
    }
}
