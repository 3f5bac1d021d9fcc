//! What is only added to: movements of money, and the log of what owners did.

use booking_companion::owner::Share;

use super::refund;
use crate::app::TestApp;

#[tokio::test]
async fn the_books_refuse_to_change_what_is_only_added_to() {
    let app = TestApp::start().await;
    let opened = app.paid(None).await;
    refund(&app, &opened, Share::Amount(100))
        .await
        .expect("a refund");
    for statement in [
        "UPDATE order_transaction SET amount_minor = 1",
        "DELETE FROM order_transaction",
        "UPDATE owner_log SET actor = 'nobody'",
        "DELETE FROM owner_log",
    ] {
        let refused = app.books.try_sql(statement).await.expect_err(statement);
        assert!(refused.contains("is only added to"), "{refused}");
    }
    app.check_books().await;
}

#[tokio::test]
async fn a_changed_or_missing_entry_of_the_owners_log_is_noticed() {
    for statement in [
        "UPDATE owner_log SET detail = '{}' WHERE seq = 2",
        "UPDATE owner_log SET at_ms = at_ms + 1 WHERE seq = 1",
        "DELETE FROM owner_log WHERE seq = 2",
        "DELETE FROM owner_log WHERE seq = 3",
        "UPDATE owner_log_head SET hash = 'x'",
    ] {
        let app = TestApp::start().await;
        let opened = app.paid(None).await;
        for _ in 0..3 {
            refund(&app, &opened, Share::Amount(100))
                .await
                .expect("a refund");
        }
        app.check_books().await;
        app.books.allow_changes("owner_log").await;
        app.sql(statement).await;
        let violations = app.state.store.violations().await.expect("an audit");
        assert_eq!(violations.len(), 1, "{statement}: {violations:?}");
        assert!(violations[0].law.contains("log"), "{statement}");
    }
}
