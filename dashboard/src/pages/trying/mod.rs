//! Trying a coupon before anybody sees it.

pub mod backtest;
mod backtest_view;
pub mod booking;
pub mod checks_text;
mod outcome_view;
pub mod preview;
mod preview_view;
pub mod trial;
mod trial_view;

pub(crate) use backtest_view::BacktestPanel;
pub(crate) use preview::Subject;
pub(crate) use preview_view::Preview;
pub(crate) use trial_view::{Drafted, Trial, TrialPage};
