//! Promises of the widget, checked natively.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod first_texts;
mod fixtures;
mod flow_after;
mod flow_calendar;
mod flow_confirm;
mod flow_coupon;
mod flow_form;
mod flow_kept;
mod flow_later;
mod flow_menu;
mod flow_order;
mod flow_path;
mod flow_price;
mod flow_random;
mod flow_screens;
mod flow_told;
mod json;
mod languages;
mod samples;
mod text;
mod tidy;
mod views;
