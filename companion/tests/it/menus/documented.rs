//! What the documentation shows of the books can be read, and what cannot be read is told.

use booking_contract::{CalendarPage, ProblemCode};

use super::MENU;
use crate::app::TestApp;

const DOCUMENT: &str = include_str!("../../../docs/menus.md");

#[tokio::test]
async fn every_example_of_the_books_is_read_as_it_stands() {
    let app = TestApp::start().await;
    let mut columns = Vec::new();
    for block in DOCUMENT.split("```json ").skip(1) {
        let (column, rest) = block.split_once('\n').expect("a column");
        let example = rest
            .split("```")
            .next()
            .expect("its text")
            .replace('\'', "''");
        let (table, name) = column.split_once('.').expect("a table");
        let which = match table {
            "service" => "id = 'glaze-talk'",
            "calendar" => "id = 'kiln-menu'",
            _ => "id = 'kiln-clay-welcome10'",
        };
        let update = |text: &str| format!("UPDATE {table} SET {name} = '{text}' WHERE {which}");
        let before =
            format!("SELECT COALESCE(CAST({name} AS TEXT), 'null') FROM {table} WHERE {which}");
        let before = app.books.text(&before).await;
        let answers = async || match table {
            "coupon" => app.check_code("WELCOME10").await,
            _ => app.get(&format!("/v1/calendars/{MENU}")).await,
        };
        let reads = table != "calendar" || name != "continue_fields";
        app.sql(&update(&example)).await;
        let answer = answers().await;
        assert!(answer.status.is_success(), "{column}: {}", answer.text);
        app.sql(&update("{\"no such thing\":")).await;
        if reads {
            answers().await.problem(ProblemCode::Internal);
        }
        match before.as_str() {
            "null" => app.sql(&update(&example)).await,
            text => app.sql(&update(&text.replace('\'', "''"))).await,
        };
        columns.push(column.to_owned());
    }
    assert_eq!(columns.len(), 11, "{columns:?}");
    let page: CalendarPage = app.calendar(MENU).await;
    assert_eq!(page.calendar.id.as_str(), MENU);
}
