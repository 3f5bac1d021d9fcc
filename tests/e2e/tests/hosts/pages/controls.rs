//! Each check catches what it is there for.

use e2e::browser::Engine;

use super::journey::{arrive, enter, loaded, report};
use super::table::Page;
use crate::house::Visit;

/// A check, and a page that must not pass it.
pub(crate) struct Control {
    pub(crate) name: &'static str,
    page: Page,
    catches: Catches,
}

enum Catches {
    Movement,
    Complaint,
    EarlyLoading,
}

/// All of them.
pub(crate) const ALL: &[Control] = &[
    Control {
        name: "a_page_that_moves",
        page: Page::new("control_moves"),
        catches: Catches::Movement,
    },
    Control {
        name: "a_page_that_complains",
        page: Page::new("control_complains"),
        catches: Catches::Complaint,
    },
    Control {
        name: "a_widget_that_is_loaded_unseen",
        page: Page::new("control_early"),
        catches: Catches::EarlyLoading,
    },
];

impl Control {
    pub(crate) async fn run(&self, visit: Visit<'_>) {
        let browser = visit.browser;
        arrive(visit, &self.page).await;
        match self.catches {
            Catches::Movement => {
                enter(browser).await;
                browser.find("[data-test='slot']").await;
                browser.leave_widget().await;
                let seen = async || {
                    let report = report(browser).await;
                    let is_told = browser.engine != Engine::Chromium || !report.shifts.is_empty();
                    !report.moved.is_empty() && is_told
                };
                browser.until("the movement is seen", seen).await;
            }
            Catches::Complaint => {
                let seen = async || {
                    let faults = report(browser).await.faults;
                    let kinds = ["a complaint", "a rejection", "an error", "missing.png"];
                    kinds
                        .iter()
                        .all(|kind| faults.iter().any(|fault| fault.contains(kind)))
                };
                browser.until("every complaint is seen", seen).await;
            }
            Catches::EarlyLoading => {
                let seen = async || !loaded(browser).await.is_empty();
                browser.until("the loading is seen", seen).await;
            }
        }
    }
}
