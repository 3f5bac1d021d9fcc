//! A booking without a program: pages and forms alone, over real HTTP.

mod forms;
pub(crate) mod guest;
mod hostile;
mod journeys;
mod orders;
mod troubles;

use guest::Guest;

use crate::app::{CLASS, TUESDAY, TestApp};

/// The hosted page of the studio without a program.
const STUDIO: &str = "/b/kiln-clay/kiln-studio/plain";

/// A guest who has chosen a class for so many on Tuesday and stands at the form.
async fn at_the_form(app: &TestApp, attendees: u32) -> Guest<'_> {
    at_the_form_of(app, "", attendees).await
}

/// The same, where the address asks for something.
pub(crate) async fn at_the_form_of<'a>(app: &'a TestApp, query: &str, attendees: u32) -> Guest<'a> {
    let mut guest = Guest::open(app, &format!("{STUDIO}{query}")).await;
    guest.press("service", CLASS).await;
    guest
        .fill("attendees", &attendees.to_string())
        .go_on()
        .await;
    guest.press("date", "2026-11-24").await;
    guest.press("start", TUESDAY).await;
    guest
}

/// One who has filled it in, too.
async fn at_the_review<'a>(app: &'a TestApp, attendees: u32, code: &str) -> Guest<'a> {
    let mut guest = at_the_form(app, attendees).await;
    fill_in(&mut guest).fill("code", code).go_on().await;
    guest
}

pub(crate) fn fill_in<'g, 'a>(guest: &'g mut Guest<'a>) -> &'g mut Guest<'a> {
    guest
        .fill("name", "Test Guest")
        .fill("email", "guest@example.com")
        .fill("consent", "1")
}
