//! What a business sells: calendars and their services, staff, locations and hours.

pub mod calendar_entered;
mod calendar_form;
mod calendar_view;
mod calendars;
mod desk;
mod hours;
pub mod hours_entered;
mod paths;
mod pen;
pub mod people;
mod preview;
pub mod products;
mod products_view;
mod questions;
mod reading;
pub mod service_entered;
mod service_view;
mod services;

pub(crate) use calendar_view::CalendarPage;
pub(crate) use calendars::CalendarsPage;
pub(crate) use hours::HoursPage;
pub(crate) use people::{List, MemberPage, PeoplePage, PlacePage};
pub(crate) use products_view::ProductsPage;
pub(crate) use service_view::ServicePage;
