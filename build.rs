//! Makes the widget's style sheet and the functions that know its texts.
//!
//! The rules are written with stylist's `css!`, which checks them and scopes them by generated
//! classes. What comes of them is the same in every browser, so it is made here, once, and not
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
    let style = |sheet: StyleSource| Style::new_with_manager(sheet, manager.clone());
    let shared = sheets::shared().into_iter().map(style);
    let shared = shared.collect::<Result<Vec<_>, _>>()?;
    let (neo, classic) = (style(sheets::neo())?, style(sheets::classic())?);
    let later = style(sheets::outcome())?;

    for (look, own) in [("NEO", &neo), ("CLASSIC", &classic)] {
        let names = shared
            .iter()
            .chain([own, &later])
            .map(Style::get_class_name);
        let class = names.collect::<Vec<_>>().join(" ");
        println!("cargo::rustc-env=BOOKING_CLASS_{look}={class}");
    }
    let text = |styles: &[&Style]| -> String {
        let all = shared.iter().chain(styles.iter().copied());
        all.map(|style| smaller(style.get_style_str())).collect()
    };
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    fs::write(out.join("theme.css"), text(&[&neo, &classic, &later]))?;
    fs::write(out.join("later.css"), smaller(later.get_style_str()))?;
    fs::write(out.join("neo.css"), text(&[&neo]))?;
    fs::write(out.join("classic.css"), text(&[&classic]))?;
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
