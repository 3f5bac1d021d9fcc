//! What owners do with coupons: write, check, switch, copy and delete them.
//!
//! A draft is checked in three places. [`defined`] turns it into the engine's coupon, or says which
//! value no coupon can have. [`named`] sees that the business has what it names. [`judged`] asks the engine what is wrong with it; of that only what
//! contradicts itself keeps it from being written, since the rest may change with what is sold.
//! Everything else is decided inside the transaction, on the row that it locked.

pub(crate) mod checking;
pub(crate) mod codes;
pub(crate) mod defined;
pub(crate) mod import;
pub(crate) mod judged;
mod named;
pub(crate) mod random_code;
pub(crate) mod removal;
pub(crate) mod writing;

use booking_contract::owner::CouponRefusal;
use chrono_tz::Tz;

use crate::Problem;
use crate::store::{Conn, StoreError, owner_log};

/// Who changes something, and where.
#[derive(Clone, Debug)]
pub(crate) struct Editor {
    /// The business.
    pub(crate) business_id: String,
    /// Its time zone.
    pub(crate) zone: Tz,
    /// Who the owner's log names.
    pub(crate) actor: String,
}

/// Why nothing was written.
#[derive(Clone, Debug)]
pub(crate) enum Refused {
    /// There is no such coupon or code.
    NotFound,
    /// It cannot be written as asked.
    Because(Box<CouponRefusal>),
}

impl From<CouponRefusal> for Refused {
    fn from(refusal: CouponRefusal) -> Self {
        Self::Because(Box::new(refusal))
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound => Self::NotFound,
            Refused::Because(refusal) => Self::CouponRefused(refusal),
        }
    }
}

impl Editor {
    /// Writes down what was done.
    pub(crate) async fn log(
        &self,
        conn: &mut Conn,
        done: &str,
        subject: &str,
        detail: &serde_json::Value,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let action = owner_log::Action {
            business_id: &self.business_id,
            actor: &self.actor,
            done,
            subject,
            detail: &detail.to_string(),
            now_ms,
        };
        owner_log::add(conn, &action).await
    }
}
