//! Whoever performs services sees their own appointments, and nobody else's.

use booking_contract::OrderOpened;
use booking_contract::owner::AppointmentsPage;

use super::Desk;
use crate::app::TestApp;
use crate::menus::{FRIDAY, MENU, confirm, confirmation, item};
use crate::person::{MANAGER, STAFF};

/// Books a lesson with somebody.
async fn book(app: &TestApp, staff: &str, at: &str) -> OrderOpened {
    let items = vec![item("wheel-lesson", "hour", staff, 1)];
    let body = confirmation(app, MENU, items, at, None).await;
    confirm(app, MENU, &body).await.success()
}

#[tokio::test]
async fn staff_see_their_own_appointments_until_they_are_called_off() {
    let app = TestApp::start().await;
    let own = book(&app, "tomas-reis", FRIDAY).await;
    let other = book(&app, "ines-duarte", FRIDAY).await;
    let desk = Desk::of(&app, STAFF).await;
    let page: AppointmentsPage = desk.get("/appointments").await.success();
    assert_eq!(
        page.staff_id.map(|id| id.to_string()).as_deref(),
        Some("tomas-reis")
    );
    let ids: Vec<_> = page
        .appointments
        .iter()
        .map(|one| one.order_id.as_str())
        .collect();
    assert_eq!(ids, [own.order.id.as_str()]);
    assert!(!ids.contains(&other.order.id.as_str()));
    let one = &page.appointments[0];
    assert!(one.unpaid && one.seats == 1 && one.name.as_str() == "Ana Silva");
    assert_eq!(one.service, own.order.items[0].name);
    let later: AppointmentsPage = desk.get("/appointments?from=2026-11-28").await.success();
    assert_eq!(later.appointments.len(), 0);
    app.release(&own).await;
    let after: AppointmentsPage = desk.get("/appointments").await.success();
    assert_eq!(after.appointments.len(), 0);
}

#[tokio::test]
async fn whose_account_is_linked_to_nobody_has_an_empty_list_that_says_so() {
    let app = TestApp::start().await;
    book(&app, "tomas-reis", FRIDAY).await;
    let desk = Desk::of(&app, MANAGER).await;
    let page: AppointmentsPage = desk.get("/appointments").await.success();
    assert_eq!((page.staff_id, page.appointments.len()), (None, 0));
}
