//! Promises of the widget, checked natively.

mod fixtures;
mod flow_calendar;
mod flow_path;
mod flow_screens;
mod views;
