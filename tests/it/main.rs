//! Promises of the widget, checked natively.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on fails where it stands"
)]

mod fixtures;
mod flow_calendar;
mod flow_path;
mod flow_screens;
mod samples;
mod views;
mod views_theme;
