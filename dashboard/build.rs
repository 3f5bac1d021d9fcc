//! Makes the dashboard's style sheet: stylist's `css!` checks the rules and scopes them by the class
//! of the dashboard's root, here and not in every browser.

#[path = "src/theme/sheets/mod.rs"]
mod sheets;

use std::path::Path;
use std::process::ExitCode;
use std::{env, error, fs};

use stylist::Style;
use stylist::manager::StyleManager;

/// The class of the root element.
const CLASS: &str = "bd";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/theme/sheets");
    match styles() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error={error}");
            ExitCode::FAILURE
        }
    }
}

fn styles() -> Result<(), Box<dyn error::Error>> {
    let manager = StyleManager::builder().prefix(CLASS.into()).build()?;
    let mut rules = String::new();
    for sheet in sheets::all() {
        let style = Style::new_with_manager(sheet, manager.clone())?;
        rules.push_str(&style.get_style_str().replace(style.get_class_name(), CLASS));
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("dashboard.css"), rules)?;
    Ok(())
}
