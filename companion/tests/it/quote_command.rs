//! `booking-companion quote` replays prices as the companion would have made them.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use booking_companion::quote_command::Explained;
use booking_engine::{Quote, Rejection, Remedy};
use serde_json::{Value, json};

/// Runs the command over a text on standard input.
fn quote(input: &str) -> Output {
    run(&["quote", "-"], input)
}

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_booking-companion"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    child
        .stdin
        .take()
        .expect("it has an input")
        .write_all(input.as_bytes())
        .expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn quotes(output: &Output) -> Vec<Quote> {
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("a quote of the wire"))
        .collect()
}

fn complaints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A case that costs 48.00 for each attendee, 10 % less with the code.
fn case(attendees: u32) -> Value {
    json!({
        "terms": {
            "calendar_id": "studio",
            "currency": "EUR",
            "services": [{"id": "portrait", "unit_price_minor": 4800, "attendees_max": 4}],
            "coupons": [{
                "id": "welcome",
                "name": "Welcome",
                "benefit": {"percent": {"percent": "10"}},
                "scope": "everything",
                "ends_at": "2026-12-31T22:59:59Z",
                "active": true
            }],
            "promotion_codes": [{"id": "w10", "coupon_id": "welcome", "code": "WELCOME10"}]
        },
        "request": {
            "items": [{"service_id": "portrait", "attendees": attendees}],
            "code": " welcome10 "
        },
        "now": "2026-11-20T09:00:00Z"
    })
}

#[test]
fn one_object_gives_one_quote_however_it_is_laid_out() {
    for text in [
        case(2).to_string(),
        format!("\u{FEFF}\n\n{:#}\n", case(2)),
        format!("{:#}", case(2)).replace('\n', "\r\n"),
    ] {
        let output = quote(&text);
        assert!(output.status.success(), "{}", complaints(&output));
        let [quote] = &quotes(&output)[..] else {
            panic!("one quote")
        };
        assert_eq!(
            (
                quote.subtotal_minor,
                quote.discount_minor,
                quote.total_minor
            ),
            (9600, 960, 8640)
        );
    }
}

#[test]
fn an_array_and_json_lines_give_one_quote_a_line_in_order() {
    let cases = [case(1), case(2), case(3)];
    let array = format!("{:#}", json!(cases));
    let lines = cases.clone().map(|case| case.to_string()).join("\n\n");
    for text in [array, lines] {
        let output = quote(&text);
        assert!(output.status.success(), "{}", complaints(&output));
        let totals: Vec<i64> = quotes(&output).iter().map(|q| q.total_minor).collect();
        assert_eq!(totals, [4320, 8640, 12960]);
    }
}

#[test]
fn an_empty_array_has_no_quotes_and_an_empty_file_is_a_mistake() {
    let output = quote("[]");
    assert!(output.status.success() && output.stdout.is_empty());
    let output = quote(" \n");
    assert_eq!(output.status.code(), Some(1));
    assert!(complaints(&output).contains("there is nothing in -"));
}

#[test]
fn a_code_that_does_not_apply_is_part_of_the_quote() {
    let mut late = case(1);
    late["now"] = json!("2027-01-01T00:00:00Z");
    let output = quote(&late.to_string());
    assert!(output.status.success());
    let rejected = quotes(&output)[0].rejected.clone().expect("a rejection");
    assert_eq!(rejected.reason, Rejection::Expired);
    assert_eq!(rejected.code, " welcome10 ");
}

#[test]
fn a_line_that_fails_is_named_and_the_others_still_print() {
    let mut wrong_type = case(1);
    wrong_type["request"]["items"][0]["attendees"] = json!("2");
    let mut misspelt = case(1);
    misspelt["terms"]["coupons"][0]["minimum"] = json!(1);
    let mut no_time = case(1);
    no_time.as_object_mut().expect("an object").remove("now");
    let mut unknown = case(1);
    unknown["request"]["items"][0]["service_id"] = json!("wedding");
    let too_many = case(5);
    let cut = &case(1).to_string()[..40];
    let text = [
        &case(1).to_string(),
        &wrong_type.to_string(),
        &misspelt.to_string(),
        "",
        &no_time.to_string(),
        &unknown.to_string(),
        &too_many.to_string(),
        cut,
        &format!("{} x", case(1)),
        &case(4).to_string(),
    ]
    .join("\n");
    let output = quote(&text);
    assert_eq!(output.status.code(), Some(1));
    let totals: Vec<i64> = quotes(&output).iter().map(|q| q.total_minor).collect();
    assert_eq!(totals, [4320, 17280]);
    let complaints = complaints(&output);
    let begins = [
        "line 2: request.items[0].attendees: invalid type: string \"2\", expected u32. Correct",
        "line 3: terms.coupons[0].minimum: unknown field `minimum`",
        "line 5: missing field `now`. Add it.",
        "line 6: request.items[0].service_id: the calendar does not sell the service wedding. \
         Add it to terms.services or choose one of: portrait.",
        "line 7: request.items[0].attendees: the service portrait takes 1 to 4 attendees.",
        "line 8: EOF while parsing",
        "line 9: trailing characters",
        "booking-companion: 7 of 9 cases have no price",
    ];
    for (line, begin) in complaints.lines().zip(begins) {
        assert!(
            line.starts_with(begin),
            "{line}\nshould begin with\n{begin}"
        );
    }
    assert_eq!(complaints.lines().count(), begins.len(), "{complaints}");
}

#[test]
fn a_broken_first_line_does_not_hide_the_others() {
    let text = format!("{{\"terms\":\n{}\n", case(1));
    let output = quote(&text);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(quotes(&output).len(), 1);
    assert!(complaints(&output).starts_with("line 1: EOF"));
}

#[test]
fn in_a_file_of_many_lines_the_line_of_the_mistake_is_named() {
    let mut second = case(1);
    second["terms"]["services"][0]["unit_price_minor"] = json!(48.5);
    let text = format!("{:#}", json!([case(1), second]));
    let wanted = 1 + text
        .lines()
        .position(|line| line.contains("48.5"))
        .expect("there");
    let output = quote(&text);
    assert_eq!(quotes(&output).len(), 1);
    let begin = format!("line {wanted}: terms.services[0].unit_price_minor: invalid type");
    assert!(
        complaints(&output).starts_with(&begin),
        "{}",
        complaints(&output)
    );
    // Not JSON at all: one mistake, at its own line.
    let output = quote(&text.replace("48.5", "48 5"));
    assert!(output.stdout.is_empty());
    let complaints = complaints(&output);
    let begin = format!("line {wanted}: ");
    assert!(complaints.starts_with(&begin), "{complaints}");
    assert_eq!(complaints.lines().count(), 2, "{complaints}");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_booking-companion"))
        .args(["quote", "no-such-file.json"])
        .output()
        .expect("the command runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(complaints(&output).contains("cannot read no-such-file.json"));
}

#[test]
fn what_a_service_does_not_offer_is_named_with_its_path() {
    let mut offer = case(1);
    offer["terms"]["services"][0]["add_ons"] =
        json!([{ "id": "frame", "unit_price_minor": 500, "quantity_max": 2 }]);
    let asking = |field: &str, value: Value| {
        let mut asked = offer.clone();
        asked["request"]["items"]
            .as_array_mut()
            .expect("a list")
            .push(json!({ "service_id": "portrait", "attendees": 1, field: value }));
        asked.to_string()
    };
    let add_on = |id: &str, quantity: u32| json!({ "add_on_id": id, "quantity": quantity });
    let text = [
        asking("variation_id", json!("long")),
        asking("staff_id", json!("kim")),
        asking("add_ons", json!([add_on("frame", 1), add_on("album", 1)])),
        asking("add_ons", json!([add_on("frame", 3)])),
        asking("add_ons", json!([add_on("frame", 1), add_on("frame", 1)])),
    ]
    .join("\n");
    let output = quote(&text);
    let complaints = complaints(&output);
    let begins = [
        "line 1: request.items[1].variation_id: the service portrait has no variation long. Add",
        "line 2: request.items[1].staff_id: kim does not perform the service portrait. Add",
        "line 3: request.items[1].add_ons[1]: the service portrait has no add-on album. Add",
        "line 4: request.items[1].add_ons[0]: the add-on frame of the service portrait comes in \
         1 to 2 pieces. Correct",
        "line 5: request.items[1].add_ons: an item of the service portrait names an add-on twice",
        "booking-companion: 5 of 5 cases have no price",
    ];
    for (line, begin) in complaints.lines().zip(begins) {
        assert!(
            line.starts_with(begin),
            "{line}\nshould begin with\n{begin}"
        );
    }
    assert_eq!(complaints.lines().count(), begins.len(), "{complaints}");
}

#[test]
fn a_code_that_needs_more_people_says_so_when_explained() {
    let mut small = case(1);
    small["terms"]["coupons"][0]["minimum_amount_minor"] = json!(9_000);
    let output = run(&["quote", "--explain", "-"], &small.to_string());
    let explained: Explained =
        serde_json::from_slice(&output.stdout).expect("a quote with its reasons");
    assert_eq!(explained.explanation, explained.quote.explain());
    let more = Remedy::Attendees {
        item: 0,
        attendees: 2,
    };
    assert_eq!(explained.remedies, [more]);
}

/// The documentation's own examples: each case, and what it says the answer is.
#[test]
fn the_documented_examples_give_the_documented_answers() {
    let text = include_str!("../../docs/quote.md");
    let blocks: Vec<(&str, &str)> = text
        .split("```json ")
        .skip(1)
        .filter_map(|rest| rest.split_once("```")?.0.split_once('\n'))
        .collect();
    let mut cases = Vec::new();
    let mut compared = 0;
    for (kind, body) in blocks {
        let body: Value = serde_json::from_str(body).expect("the block is JSON");
        let printed = match kind {
            "case" => {
                cases.push(body);
                continue;
            }
            "quote" => run(&["quote", "-"], &last(&cases)),
            "explanation" => run(&["quote", "--explain", "-"], &last(&cases)),
            other => panic!("a block of {other}"),
        };
        let printed: Value = serde_json::from_slice(&printed.stdout).expect("an answer");
        match kind {
            "quote" => assert_eq!(printed, body),
            _ => assert_eq!(printed["explanation"], body),
        }
        compared += 1;
    }
    assert_eq!((cases.len(), compared), (3, 4));

    // What the prose adds: another code of the second example, and the lines with a mistake.
    cases[1]["request"]["code"] = json!("tenoff");
    let quote = &quotes(&run(&["quote", "-"], &cases[1].to_string()))[0];
    let rejected = json!({ "code": "tenoff", "reason": "first_purchase" });
    assert_eq!(serde_json::to_value(&quote.rejected).ok(), Some(rejected));
    let lines = [2, 9, 1].map(|attendees| {
        cases[0]["request"]["items"][0]["attendees"] = json!(attendees);
        cases[0].to_string()
    });
    let output = run(&["quote", "-"], &lines.join("\n"));
    assert_eq!(quotes(&output).len(), 2);
    assert!(text.contains(complaints(&output).trim()), "{output:?}");
}

fn last(cases: &[Value]) -> String {
    cases
        .last()
        .expect("a case comes before its answer")
        .to_string()
}
