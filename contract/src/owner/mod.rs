//! What crosses the wire between the dashboard and the companion: who is signed in, what they may
//! do at which business, and what they do there.

mod catalog;
mod codes;
mod coupon_refusal;
mod coupons;
mod log;
mod role;
mod session;
mod uses;

pub use catalog::{
    CALENDARS_MAX, CalendarList, CalendarRow, LOCATIONS_MAX, LocationList, LocationRow,
    OfferedAddOn, OfferedVariation, SERVICES_MAX, STAFF_MAX, ServiceList, ServiceRow,
    ServicesQuery, StaffList, StaffRow,
};
pub use codes::{
    CODES_AT_ONCE_MAX, CODES_PER_PAGE_MAX, CodeRules, CodeSaved, CodeView, CodesPage,
    CodesProgress, CodesQuery, GenerateCodes, NewCode,
};
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
pub use uses::{CouponUse, USES_PER_PAGE_MAX, UseState, UseTotal, UseTotals, UsesPage, UsesQuery};
