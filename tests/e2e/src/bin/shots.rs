//! Takes a picture of every state of the gallery in every look, with sheets that show all of them
//! and a list of what looks wrong; `cargo xtask shots` runs it.
//!
//! `shots FOLDER [PART]`: only pictures whose name contains the part, such as `neo-de` or
//! `payment`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a tool of the tests: what cannot go on panics with what it met"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use e2e::browser::{Browser, Device};
use e2e::gallery::{Look, Stage, State, WINDOW_HEIGHT};
use e2e::stack::Stack;
use serde_json::json;

const WIDTHS: [u32; 3] = [320, 768, 1280];
const THEMES: [&str; 2] = ["light", "dark"];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("a folder for the pictures"));
    let part = arguments.next().unwrap_or_default();
    fs::create_dir_all(&folder).expect("a folder for the pictures");

    let stack = Stack::start_with_gallery().await;
    let browser = Browser::open(Device::Desktop).await;
    let (stage, states) = Stage::open(&browser, &stack.widget_origin()).await;
    let mut sheets: Vec<(String, Vec<String>)> = Vec::new();
    let mut findings = String::new();
    let mut taken = 0;
    for (theme, width) in THEMES
        .iter()
        .flat_map(|&theme| WIDTHS.map(|width| (theme, width)))
    {
        stage.look(Look { theme, width }).await;
        for state in &states {
            let State {
                widget,
                language,
                state: name,
            } = state;
            let sheet = format!("{widget}-{language}-{theme}-{width}");
            let picture = format!("{sheet}-{name}");
            if !picture.contains(&part) {
                continue;
            }
            for finding in stage.show(state).await {
                // Writing to a string cannot fail.
                let _ = writeln!(findings, "{picture}: {finding}");
            }
            let how = json!({
                "captureBeyondViewport": true, "format": "webp", "quality": 85, "optimizeForSpeed": true,
                "clip": { "x": 0, "y": 0, "width": width, "height": height(&browser).await, "scale": 1 },
            });
            let file = format!("{picture}.webp");
            fs::write(folder.join(&file), browser.screenshot(how).await).expect("a picture");
            taken += 1;
            match sheets.last_mut() {
                Some((last, files)) if *last == sheet => files.push(file),
                _ => sheets.push((sheet, vec![file])),
            }
        }
    }
    browser.close().await;
    write_sheets(&folder, &sheets, &findings);
    println!("{taken} pictures; {}", folder.join("index.html").display());
    print!("{findings}");
}

async fn height(browser: &Browser) -> u64 {
    let script = "return Math.ceil(document.body.getBoundingClientRect().height)";
    match browser.run(script).await.as_u64() {
        // Chromium shifts a picture of exactly the window where writing runs from right to left.
        Some(WINDOW_HEIGHT) => WINDOW_HEIGHT + 1,
        height => height.unwrap_or(1).max(1),
    }
}

fn write_sheets(folder: &Path, sheets: &[(String, Vec<String>)], findings: &str) {
    let mut index = String::from(
        "<!doctype html><meta charset=\"utf-8\"><title>Pictures</title>\
         <style>body{font:14px/1.6 system-ui;margin:32px;columns:3}</style><h1>Pictures</h1><ul>",
    );
    for (sheet, files) in sheets {
        let ground = if sheet.contains("-dark-") {
            "#0f1014"
        } else {
            "#eef0f4"
        };
        let mut page = format!(
            "<!doctype html><meta charset=\"utf-8\"><title>{sheet}</title><style>\
             body{{margin:16px;background:{ground};font:12px system-ui;color:#888;display:flex;flex-wrap:wrap;gap:24px;align-items:start}}\
             figure{{margin:0}}img{{display:block;max-width:100%}}</style>"
        );
        for file in files {
            let name = file.strip_prefix(sheet.as_str()).unwrap_or(file);
            let name = name.trim_start_matches('-').trim_end_matches(".webp");
            let _ = writeln!(
                page,
                "<figure><figcaption>{name}</figcaption><img src=\"{file}\" alt=\"\"></figure>"
            );
        }
        fs::write(folder.join(format!("{sheet}.html")), page).expect("a sheet");
        let _ = write!(
            index,
            "<li><a href=\"{sheet}.html\">{sheet}</a> ({})</li>",
            files.len()
        );
    }
    fs::write(folder.join("index.html"), index).expect("an index");
    fs::write(folder.join("findings.txt"), findings).expect("a list");
}
