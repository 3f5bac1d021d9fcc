//! Makes the widget's style sheet and the functions that know its texts.
//!
//! The rules are written with stylist's `css!`, which checks them and scopes them by the classes of
//! the widget's root. What comes of them is the same in every browser, so it is made here, once, and not
//! again by every guest: the bundle carries one text without the tree it came from.
//!
//! The texts are held against English, and a language that is not complete stops the build. The
//! tables of all languages and of the pseudo-locale are left beside the functions, for tests and
//! the gallery; the bundle carries none of them.

#[path = "src/view/theme/sheets/mod.rs"]
mod sheets;

use std::path::Path;
use std::process::ExitCode;
use std::{env, error, fs};

use stylist::manager::StyleManager;
use stylist::{Style, StyleSource};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    match styles().and_then(|()| texts()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            for line in error.to_string().lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

fn styles() -> Result<(), Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed=src/view/theme/sheets");

    let manager = StyleManager::builder().prefix("bk".into()).build()?;
    let rules = |sheets: Vec<StyleSource>, class: &str| -> Result<String, Box<dyn error::Error>> {
        let mut rules = String::new();
        for sheet in sheets {
            let style = Style::new_with_manager(sheet, manager.clone())?;
            // One class for all of a kind is less to download than one for each sheet.
            let named = style.get_style_str().replace(style.get_class_name(), class);
            rules.push_str(&smaller(&named));
        }
        Ok(rules)
    };
    let shared = rules(sheets::shared(), "bk")?;
    let neo = rules(vec![sheets::neo()], "bk-neo")?;
    let classic = rules(vec![sheets::classic()], "bk-classic")?;
    let later = rules(sheets::later(), "bk")?;
    let ground = rules(sheets::ground(), "bk")?;

    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let all = [&*shared, &neo, &classic, &later].concat();
    fs::write(out.join("theme.css"), all)?;
    fs::write(out.join("later.css"), later)?;
    fs::write(out.join("ground.css"), ground)?;
    fs::write(out.join("neo.css"), [&*shared, &neo].concat())?;
    fs::write(out.join("classic.css"), [&*shared, &classic].concat())?;
    Ok(())
}

fn texts() -> Result<(), Box<dyn error::Error>> {
    let folder = Path::new("assets/texts");
    println!("cargo::rerun-if-changed={}", folder.display());
    let catalogs = booking_texts::read(folder)?;
    let english = &catalogs[0];
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::write(out.join("texts.rs"), booking_texts::accessors(english))?;
    let later = booking_texts::later(folder, english)?;
    let first = english.first_table(english, &later);
    fs::write(out.join("texts-en-first.txt"), first)?;
    let pseudo = booking_texts::pseudo(english);
    for catalog in catalogs.iter().chain([&pseudo]) {
        let name = format!("texts-{}.txt", catalog.tag);
        fs::write(out.join(name), catalog.table(english))?;
    }
    Ok(())
}

/// The same rules without the blanks that only people need.
fn smaller(css: &str) -> String {
    let mut text = String::with_capacity(css.len());
    for word in css.split_whitespace() {
        let tight = text.ends_with(['{', '}', ';', ',', ':', '>']) || text.is_empty();
        if !tight && !word.starts_with(['{', '}', '>']) {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.replace(";}", "}")
}
