//! The coupons of a business: their list, and the form of one.

pub mod codes;
mod codes_view;
pub mod entered;
pub mod findings_text;
mod findings_view;
pub mod form;
mod form_fields;
mod form_page;
mod form_view;
pub mod import;
mod import_view;
mod kept;
pub mod list;
mod list_view;
pub mod many;
mod many_view;
mod paths;
mod reading;
mod scope_fields;
pub mod sold;
pub mod uses;
mod uses_view;

pub(crate) use findings_view::findings;
pub(crate) use form_view::CouponPage;
pub(crate) use kept::forget_all;
pub(crate) use list_view::CouponsPage;
pub(crate) use uses_view::UsesPage;
