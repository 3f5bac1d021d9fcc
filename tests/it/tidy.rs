//! Rules of the house that a compiler does not know: who may use whom, and which words.
//!
//! Each rule is a function from text to findings, so that it can be shown to find something.
//! What keeps the engine pure is in its own tests, `engine/tests/it/purity.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the workspace, where this test's package lies.
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn read(path: impl AsRef<Path>) -> String {
    let path = Path::new(ROOT).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Rust files below a folder of the workspace.
fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(ROOT).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty(), "no Rust files in {folder}");
    files
}

/// Runs a rule over every Rust file of a folder; findings name the file.
fn check(folder: &str, rule: impl Fn(&str) -> Vec<String>) {
    let mut findings = Vec::new();
    for file in rust_files(folder) {
        let text = fs::read_to_string(&file).unwrap();
        let found = rule(&text).into_iter();
        findings.extend(found.map(|finding| format!("{}: {finding}", file.display())));
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// Lines of code (not comments) that contain one of the words.
fn lines_with(text: &str, words: &[&str]) -> Vec<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.filter(|line| words.iter().any(|word| line.contains(word)))
        .map(|line| line.trim().to_owned())
        .collect()
}

/// The names in the `[dependencies]` table of a manifest.
fn dependencies(manifest: &str) -> Vec<String> {
    let table = manifest
        .split("\n[dependencies]\n")
        .nth(1)
        .unwrap_or_default();
    let lines = table.lines().take_while(|line| !line.starts_with('['));
    let names = lines.filter(|line| !line.starts_with('#') && line.contains('='));
    names
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_contract_adds_no_input_or_output() {
    let expected = ["booking-engine", "chrono", "serde", "utoipa"];
    assert_eq!(dependencies(&read("contract/Cargo.toml")), expected);
}

#[test]
fn widget_companion_and_double_do_not_know_each_other() {
    for (manifest, foreign) in [
        ("Cargo.toml", vec!["booking-companion", "stripe-double"]),
        (
            "companion/Cargo.toml",
            vec!["booking-widget", "booking-dashboard", "stripe-double"],
        ),
        (
            "dashboard/Cargo.toml",
            vec!["booking-companion", "stripe-double"],
        ),
        (
            "stripe-double/Cargo.toml",
            vec![
                "booking-widget",
                "booking-companion",
                "booking-engine",
                "booking-contract",
            ],
        ),
    ] {
        let used = dependencies(&read(manifest));
        for name in foreign {
            assert!(
                !used.iter().any(|used| used == name),
                "{manifest} uses {name}"
            );
        }
    }
}

#[test]
fn the_companion_reaches_the_widget_by_its_first_look_alone() {
    let used = dependencies(&read("companion/Cargo.toml"));
    assert!(used.iter().any(|used| used == "booking-first-look"));
    let expected = [
        "booking-contract",
        "booking-engine",
        "booking-widget",
        "tokio",
        "yew",
    ];
    assert_eq!(dependencies(&read("first-look/Cargo.toml")), expected);
    check("first-look/src", |text| {
        lines_with(text, &["std::fs", "std::net", "booking_widget::app"])
    });
}

#[test]
fn the_widget_is_built_from_the_packages_that_were_asked_for() {
    let (widget, engine) = (read("Cargo.toml"), read("engine/Cargo.toml"));
    let used = |manifest: &str, package: &str| {
        manifest.lines().any(|line| {
            line.split(['.', ' ', '=']).next() == Some(package) && !line.starts_with('#')
        })
    };
    for package in [
        "yew",
        "stylist",
        "gloo-net",
        "web-sys",
        "wasm-bindgen",
        "wasm-bindgen-test",
        "serde",
        "chrono",
    ] {
        assert!(used(&widget, package), "the widget does without {package}");
    }
    assert!(used(&engine, "rust_decimal"));
    assert!(!used("yewdux = \"0.11\"\n# yew = \"0.23\"", "yew"));
    // A package that is only named would not count as used.
    let client = read("src/client.rs");
    assert!(!lines_with(&client, &["gloo_net::"]).is_empty());
}

#[test]
fn the_flow_touches_no_world() {
    check("src/flow", |text| {
        lines_with(text, &["yew", "web_sys", "js_sys", "wasm_bindgen", "gloo"])
    });
}

#[test]
fn the_thinking_of_the_dashboards_pages_touches_no_world() {
    for file in [
        "sign_in.rs",
        "coupons/codes.rs",
        "coupons/entered.rs",
        "coupons/form.rs",
        "coupons/import.rs",
        "coupons/list.rs",
        "coupons/many.rs",
        "coupons/reading.rs",
        "coupons/sold.rs",
        "coupons/uses.rs",
        "reports/shown.rs",
        "trying/backtest.rs",
        "trying/booking.rs",
        "trying/preview.rs",
        "trying/trial.rs",
    ] {
        let text = read(format!("dashboard/src/pages/{file}"));
        let world = ["yew", "web_sys", "js_sys", "wasm_bindgen", "gloo"];
        assert_eq!(lines_with(&text, &world), Vec::<String>::new(), "{file}");
    }
    // Positive control: what draws the same pages does touch it.
    let view = read("dashboard/src/pages/coupons/list_view.rs");
    assert!(!lines_with(&view, &["yew", "gloo"]).is_empty());
}

#[test]
fn views_write_text_never_markup() {
    for folder in ["src", "dashboard/src"] {
        check(folder, |text| {
            lines_with(text, &["from_html_unchecked", "set_inner_html"])
        });
    }
}

#[test]
fn queries_are_constants() {
    let rule = |text: &str| {
        lines_with(
            text,
            &[
                "format!(\"SELECT",
                "format!(\"INSERT",
                "format!(\"UPDATE",
                "format!(\"DELETE",
            ],
        )
    };
    check("companion/src", rule);
}

#[test]
fn one_word_for_one_meaning() {
    let others = [
        "voucher",
        "Voucher",
        "promo_code",
        "PromoCode",
        "timeslot",
        "TimeSlot",
    ];
    for folder in [
        "engine/src",
        "contract/src",
        "src",
        "dashboard/src",
        "companion/src",
        "stripe-double/src",
    ] {
        check(folder, |text| lines_with(text, &others));
    }
}

/// Positive control: every rule finds what it is there to find.
/// The names of the functions that the compiler keeps out of their callers.
fn kept_apart(text: &str) -> Vec<String> {
    let after = text.split("#[inline(never)]").skip(1);
    let name = after.filter_map(|after| after.split_once("fn ")?.1.split(['(', '<']).next());
    name.map(ToOwned::to_owned).collect()
}

/// The names of the functions that a list of doors names by their paths.
fn doors(list: &str) -> Vec<String> {
    let lines = list.lines().filter(|line| !line.starts_with(['#', '*']));
    let names = lines.filter_map(|line| line.rsplit("::").next());
    let names = names.filter(|name| !name.is_empty());
    names.map(ToOwned::to_owned).collect()
}

#[test]
fn a_door_to_the_later_part_is_listed_and_kept_out_of_its_callers() {
    let files = ["src", "engine/src"].into_iter().flat_map(rust_files);
    let mut apart: Vec<String> = files
        .flat_map(|file| kept_apart(&fs::read_to_string(file).unwrap()))
        .collect();
    let mut listed = doors(&read("xtask/src/parts/later.txt"));
    apart.sort_unstable();
    listed.sort_unstable();
    assert_eq!(apart, listed);
}

#[test]
fn the_rules_find_what_they_look_for() {
    let code = "#[inline(never)]\npub(super) fn a_door<T>(of: T) {}\nfn other() {}";
    assert_eq!(kept_apart(code), ["a_door"]);
    let list = "# A comment.\n\nflow::Flow>::a_door\n*json::read<\nview::b_door\n";
    assert_eq!(doors(list), ["a_door", "b_door"]);
    assert_eq!(
        lines_with("let a = Voucher;\n// Voucher", &["Voucher"]),
        ["let a = Voucher;"]
    );
    let manifest = "[package]\nname = \"x\"\n\n[dependencies]\n# why\na.workspace = true\nb = \"1\"\n\n[dev-dependencies]\nc = \"1\"\n";
    assert_eq!(dependencies(manifest), ["a", "b"]);
}
