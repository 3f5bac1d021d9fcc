//! Host pages that make it hard, each with one trait: a guest books with a coupon, or finds an honest
//! way to the booking page, and the page itself stays as it is.
//!
//! The pages are files in `tests/e2e/hosts/`, [`table`] lists them, and [`journey`] is what happens
//! on one.

mod controls;
mod journey;
mod table;

pub(crate) use table::PAGES;

use e2e::browser::Engine;

use crate::house::Scene;
use table::Engines;

/// In how many engines pages are visited whose trait is the same in each: `all`, else in Chromium.
const ENGINES: &str = "HOST_PAGES_IN";

/// A scene for each page, and one for each check that must be able to fail.
pub(crate) fn scenes() -> Vec<Scene> {
    let everywhere = std::env::var(ENGINES).is_ok_and(|value| value == "all");
    let page = move |page: &'static table::Page| {
        let name = format!("pages::{}", page.name);
        Scene::new(name, |visit| Box::pin(journey::book(visit, page)))
            .with(page.memory)
            .but_in(page.not_in)
            .but_in(if page.engines == Engines::Alike && !everywhere {
                &[Engine::Firefox, Engine::WebKit]
            } else {
                &[]
            })
    };
    let control = |control: &'static controls::Control| {
        let name = format!("pages::control::{}", control.name);
        Scene::new(name, |visit| Box::pin(control.run(visit)))
    };
    let controls = controls::ALL.iter().map(control);
    PAGES.iter().map(page).chain(controls).collect()
}
