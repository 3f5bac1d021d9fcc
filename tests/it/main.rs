//! Promises of the widget, checked natively.

mod fixtures;
mod flow_screens;
mod views;
