//! What crosses the wire between the dashboard and the companion: who is signed in, what they may
//! do at which business, and what they do there.

mod coupon_refusal;
mod coupons;
mod log;
mod role;
mod session;

pub use coupon_refusal::{CouponProblem, CouponRefusal, DraftField, DraftProblem};
pub use coupons::{
    COUPON_NAME_LENGTH_MAX, COUPONS_PER_PAGE_MAX, CheckCoupon, CivilTime, CivilTimeError,
    CouponChecked, CouponCustomer, CouponDraft, CouponName, CouponNameError, CouponRow,
    CouponSaved, CouponSort, CouponStatus, CouponView, CouponsPage, CouponsQuery, EditCoupon,
    FreeCode, NewCoupon, SwitchCoupon, UseCounts,
};
pub use log::{LOG_PAGE_MAX, LogEntry, LogPage, LogQuery};
pub use role::{Feature, Permission, Plan, Role};
pub use session::{BusinessDetails, Membership, Password, Session, SignIn, User};
