//! What every route has in common.

use crate::app::TestApp;

#[tokio::test]
async fn an_unknown_path_is_a_problem_with_a_code() {
    let app = TestApp::start().await;
    let reply = app
        .http
        .get(format!("{}/nowhere", app.url))
        .send()
        .await
        .expect("an answer");
    assert_eq!(reply.status(), 404);
    assert_eq!(reply.headers()["content-type"], "application/problem+json");
    let problem: serde_json::Value = reply.json().await.expect("JSON");
    assert_eq!(problem["code"], "not_found");
}
