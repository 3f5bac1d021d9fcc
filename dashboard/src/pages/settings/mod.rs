//! The settings of a business: what holds for all of it, how it is paid, its people, its sites, its
//! log.

pub mod business;
mod business_view;
mod frame;
pub mod log;
pub mod log_text;
mod log_view;
pub mod members;
mod members_view;
pub mod payments;
pub mod payments_text;
mod payments_view;
pub mod policies;
pub mod sites;
mod sites_view;

pub(crate) use business_view::SettingsPage;
pub(crate) use frame::{Frame, title};
pub(crate) use log_view::LogPage;
pub(crate) use members_view::MembersPage;
pub(crate) use payments_view::PaymentsPage;
pub(crate) use sites_view::SitesPage;
