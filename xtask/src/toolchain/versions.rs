//! Which version of a tool is wanted, and which one is there.
//!
//! A version that something else decides is read from there: wasm-bindgen's from Cargo.lock,
//! because the tool must equal the crate, and wasm-opt's from Trunk.toml, because trunk refuses
//! any other.

use std::fs;
use std::path::Path;

use crate::error::XtaskError;

/// The version of wasm-bindgen that the workspace is locked to.
pub(crate) fn wasm_bindgen(checkout: &Path) -> Result<String, XtaskError> {
    let path = checkout.join("Cargo.lock");
    let lock = fs::read_to_string(&path).map_err(XtaskError::file(&path))?;
    locked(&lock, "wasm-bindgen").ok_or_else(|| XtaskError::Missing {
        what: "Cargo.lock names no wasm-bindgen".to_owned(),
        advice: "Restore the Cargo.lock of the repository.".to_owned(),
    })
}

/// The major version of binaryen that Trunk.toml asks for, such as `132`.
pub(crate) fn binaryen(checkout: &Path) -> Result<String, XtaskError> {
    let path = checkout.join("Trunk.toml");
    let config = fs::read_to_string(&path).map_err(XtaskError::file(&path))?;
    wasm_opt_in(&config).ok_or_else(|| XtaskError::Missing {
        what: "Trunk.toml names no `wasm_opt = \"version_N\"`".to_owned(),
        advice: "Restore the Trunk.toml of the repository.".to_owned(),
    })
}

/// The version of a package in the text of a Cargo.lock.
fn locked(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| line.trim() != name);
    lines.next()?;
    let version = lines.next()?.trim().strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

fn wasm_opt_in(config: &str) -> Option<String> {
    config.lines().find_map(|line| {
        let value = line.trim().strip_prefix("wasm_opt")?.trim_start();
        let value = value.strip_prefix('=')?.trim();
        let version = value.strip_prefix("\"version_")?.strip_suffix('"')?;
        Some(version.to_owned())
    })
}

/// The first word that looks like a version in what `tool --version` printed.
pub(crate) fn printed(output: &str) -> Option<&str> {
    output
        .split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// The number before the first dot.
pub(crate) fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
[[package]]
name = "wasm-bindgen-macro"
version = "0.2.99"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;

    #[test]
    fn a_locked_version_belongs_to_the_whole_name() {
        assert_eq!(locked(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(
            locked(LOCK, "wasm-bindgen-macro").as_deref(),
            Some("0.2.99")
        );
        assert_eq!(locked(LOCK, "wasm"), None);
    }

    #[test]
    fn wasm_opt_is_read_from_trunk_s_own_words() {
        let config = "[tools]\n# wasm_opt is said once\nwasm_opt = \"version_132\"\n";
        assert_eq!(wasm_opt_in(config).as_deref(), Some("132"));
        assert_eq!(wasm_opt_in("[tools]\nwasm_opt = 132\n"), None);
        assert_eq!(wasm_opt_in("[tools]\n"), None);
    }

    #[test]
    fn the_repository_s_own_files_name_both_versions() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let binaryen = binaryen(&checkout).expect("Trunk.toml names wasm-opt");
        assert!(major(&binaryen).is_some(), "{binaryen}");
        let wasm_bindgen = wasm_bindgen(&checkout).expect("Cargo.lock names wasm-bindgen");
        assert_eq!(major(&wasm_bindgen), Some(0), "{wasm_bindgen}");
    }

    #[test]
    fn every_tool_s_way_to_print_its_version_is_understood() {
        for (output, version) in [
            ("wasm-bindgen 0.2.130", "0.2.130"),
            ("wasm-opt version 132 (version_132)", "132"),
            ("trunk 0.21.14\n", "0.21.14"),
            ("v20.20.2\n", "20.20.2"),
            (
                "Chromium 150.0.7871.100 built on Debian GNU/Linux 12 (bookworm)",
                "150.0.7871.100",
            ),
            ("ChromeDriver 150.0.7871.100 (f8edea6)", "150.0.7871.100"),
            ("Google Chrome 150.0.1.2 ", "150.0.1.2"),
            (
                "geckodriver 0.36.0\n\nThe source code of this program",
                "0.36.0",
            ),
            ("Mozilla Firefox 153.7.0esr", "153.7.0esr"),
        ] {
            assert_eq!(printed(output), Some(version));
        }
        assert_eq!(printed("command not found"), None);
    }

    #[test]
    fn a_major_version_is_a_number() {
        assert_eq!(major("150.0.7871.100"), Some(150));
        assert_eq!(major("132"), Some(132));
        assert_eq!(major("next"), None);
    }
}
