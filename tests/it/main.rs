//! Promises of the widget, checked natively.

mod samples;
mod views;
mod views_theme;
