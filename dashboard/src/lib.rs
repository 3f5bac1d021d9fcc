//! The owner's dashboard: one page for each address, drawn from what the companion answers.
//!
//! Where a page has more than one request, it is a state machine of its own: `step(event)` changes
//! the state and answers with effects, without Yew and without the world, and the page's component
//! draws the one and does the other. Texts are kept with the page that shows them.

mod app;
mod area;
pub mod choosing;
pub mod client;
pub mod editing;
pub mod figures;
pub mod paged;
pub mod pages;
mod parts;
pub mod route;
mod session;
mod shell;
mod side;
pub mod stream;
mod theme;
pub mod words;
mod zones;

use yew::Renderer;

/// Where the page has room for the dashboard.
const ROOT: &str = "dashboard";
/// What the page shows until the dashboard is drawn.
const BEFORE: &str = "before";

/// Draws the dashboard into the page.
pub fn start() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    theme::adopt(&document);
    if let Some(root) = document.get_element_by_id(ROOT) {
        Renderer::<app::App>::with_root(root).render();
    }
    if let Some(before) = document.get_element_by_id(BEFORE) {
        // Nothing is left to be done where even this fails.
        let _ = before.toggle_attribute_with_force("hidden", true);
    }
}
