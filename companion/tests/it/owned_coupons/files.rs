//! Promotion codes as files: out as they are, and in line by line.

use std::fmt::Write as _;

use booking_contract::ProblemCode;
use booking_contract::owner::{CodesImported, CodesPage, ImportOutcome};
use reqwest::Method;

use super::desk::tenth;
use crate::app::{Answer, TestApp};
use crate::person::{BUSINESS, OWNER, Person};

struct Office<'a> {
    person: Person<'a>,
    app: &'a TestApp,
    coupon: String,
}

impl<'a> Office<'a> {
    /// The owner, with a coupon of their own.
    async fn open(app: &'a TestApp) -> Self {
        let desk = super::desk::Desk::owner(app).await;
        let mut draft = tenth("MAIN");
        draft["max_redemptions"] = 100.into();
        draft["ends"] = "2026-12-31".into();
        let coupon = desk.make(draft).await.coupon.id.to_string();
        let person = app.sign_in(OWNER).await;
        Self {
            person,
            app,
            coupon,
        }
    }

    fn path(&self, rest: &str) -> String {
        format!(
            "/v1/businesses/{BUSINESS}/coupons/{}/codes{rest}",
            self.coupon
        )
    }

    async fn import_with(&self, query: &str, file: &str) -> Answer {
        let path = self.path(&format!("/import{query}"));
        let request = self.person.request(Method::POST, &path);
        let request = request.header("content-type", "text/csv");
        self.app.send(request.body(file.to_owned())).await
    }

    async fn import(&self, file: &str) -> CodesImported {
        self.import_with("", file).await.success()
    }

    async fn file(&self, query: &str) -> Answer {
        self.person.get(&self.path(&format!("/csv{query}"))).await
    }
}

fn outcomes(imported: &CodesImported) -> Vec<(u64, ImportOutcome)> {
    let lines = imported.lines.iter();
    lines.map(|line| (line.line, line.outcome)).collect()
}

#[tokio::test]
async fn every_line_of_a_file_is_told_what_became_of_it() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let imported = office
        .import(
            "\u{feff}code,expires,max_redemptions,customer\r\n\
             flyer-1,2026-12-24,3,\r\n\
             WELCOME10,,,\r\n\
             FLYER-1,,,\r\n\
             two words,,,\r\n\
             \r\n\
             LATE,2027-01-01,,\r\n\
             OFTEN,,101,\r\n\
             NEVER,,0,\r\n\
             WHOM,,,nobody\r\n\
             LEA,,,lea@example.com\r\n\
             POTTER,,,member:potter-17\r\n",
        )
        .await;
    let expected = [
        (2, ImportOutcome::Made),
        (3, ImportOutcome::Duplicate),
        (4, ImportOutcome::Duplicate),
        (5, ImportOutcome::BadCode),
        (7, ImportOutcome::BadExpiry),
        (8, ImportOutcome::BadLimit),
        (9, ImportOutcome::BadLimit),
        (10, ImportOutcome::BadCustomer),
        (11, ImportOutcome::Made),
        (12, ImportOutcome::Made),
    ];
    assert_eq!(outcomes(&imported), expected);
    assert_eq!(imported.made, 3);
    let page: CodesPage = office.person.get(&office.path("")).await.success();
    let made = page.codes.iter().find(|it| it.code.as_str() == "FLYER-1");
    let made = made.expect("the code");
    assert_eq!(made.rules.max_redemptions, Some(3));
    assert_eq!(made.batch.as_deref(), Some(imported.batch.as_str()));
    let logged = "SELECT COUNT(*) FROM owner_log WHERE action = 'code.import'";
    assert_eq!(app.number(logged).await, 1);
}

#[tokio::test]
async fn codes_alone_need_no_header_and_a_file_in_parts_is_one_batch() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let first = office.import("ONE\nTWO\n").await;
    assert_eq!(first.made, 2);
    let query = format!("?batch={}", first.batch);
    let second: CodesImported = office.import_with(&query, "THREE;5").await.success();
    assert_eq!((second.made, &second.batch), (1, &first.batch));
    let file = office.file(&query).await.text;
    let codes: Vec<&str> = file
        .lines()
        .skip(1)
        .filter_map(|it| it.split(',').next())
        .collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["ONE", "THREE", "TWO"]);
}

#[tokio::test]
async fn what_comes_out_goes_in_again_elsewhere() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    office
        .import("code,max_redemptions,customer\n-DASH,2,lea@example.com\nPLAIN,,\n")
        .await;
    let answer = office.file("").await;
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    let saved = answer.headers["content-disposition"]
        .to_str()
        .expect("text");
    assert!(saved.starts_with("attachment"), "{saved}");
    assert!(
        answer
            .text
            .starts_with("code,expires,max_redemptions,customer,uses,created\r\n")
    );
    assert!(
        answer.text.contains("\r\n'-DASH,,2,lea@example.com,0,"),
        "{}",
        answer.text
    );
    // The same texts are taken, line by line.
    let again = office.import(&answer.text).await;
    assert_eq!(again.made, 0);
    assert!(
        again
            .lines
            .iter()
            .all(|it| it.outcome == ImportOutcome::Duplicate)
    );
    assert_eq!(again.lines.len(), 3);
}

#[tokio::test]
async fn many_codes_come_whole_page_after_page() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let made = office
        .person
        .ask(
            Method::POST,
            &office.path("/generate"),
            Some(serde_json::json!({ "count": 2_345 })),
        )
        .await;
    assert_eq!(made.status, 200, "{}", made.text);
    let file = office.file("").await.text;
    // With the header and the coupon's own code.
    assert_eq!(file.lines().count(), 2_347);
    let mut codes: Vec<&str> = file.lines().collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 2_347);
}

#[tokio::test]
async fn a_file_that_cannot_be_taken_in_as_a_whole_changes_nothing() {
    let app = TestApp::start().await;
    let office = Office::open(&app).await;
    let mut long = String::new();
    for number in 0..501 {
        writeln!(long, "C{number}").expect("a text takes every line");
    }
    for (query, file) in [
        ("", long.as_str()),
        ("", "code,colour\nA,red\n"),
        ("", "A\0B\n"),
        ("?batch=mine", "A\n"),
        ("?other=1", "A\n"),
    ] {
        let answer = office.import_with(query, file).await;
        answer.problem(ProblemCode::InvalidRequest);
    }
    let huge = "A".repeat(33 * 1024);
    let answer = office.import_with("", &huge).await;
    assert_eq!(answer.status, 413, "{}", answer.text);
    let codes = "SELECT COUNT(*) FROM promotion_code WHERE batch IS NOT NULL";
    assert_eq!(app.number(codes).await, 0);
    let nothing = office.import("\n\n").await;
    assert_eq!((nothing.made, nothing.lines.len()), (0, 0));
}
