//! Trying a coupon before anybody sees it.

pub mod booking;
pub mod checks_text;
mod outcome_view;
pub mod trial;
mod trial_view;

pub(crate) use trial_view::{Drafted, Trial, TrialPage};
