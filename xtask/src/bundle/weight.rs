//! What guests and owners take from `dist/`, file by file.

use std::path::Path;

use super::{
    INLINE, LATER_NAME, LOADER, MORE, brotli_path, dashboard, extension, files_below, size,
};
use crate::error::XtaskError;
use crate::ledger::{Entry, Ledger, Part};

/// What a first visit takes from `dist/`; the frame's page is not in it, as the companion
/// writes that one.
pub(super) fn weigh(dist: &Path) -> Result<Ledger, XtaskError> {
    let mut ledger = Ledger::default();
    for file in files_below(dist)? {
        let Some(name) = file.strip_prefix(dist).ok().and_then(Path::to_str) else {
            continue;
        };
        let part = match extension(&file) {
            "js" | "wasm" | "css" if name.starts_with(dashboard::FOLDER) => Part::Dashboard,
            "js" if name == LOADER => Part::Loader,
            "js" if name == MORE => Part::LoaderLater,
            "js" if name == INLINE => Part::LoaderInline,
            // Weighed within the page.
            "js" if name.starts_with("page-") => continue,
            "wasm" if name.ends_with(LATER_NAME) => Part::Later,
            "js" => Part::Glue,
            "wasm" => Part::Wasm,
            "css" => Part::Styles,
            _ => continue,
        };
        let raw_bytes = size(&file)?;
        let compressed = brotli_path(&file);
        let sent_bytes = if compressed.is_file() {
            size(&compressed)?
        } else {
            raw_bytes
        };
        ledger.add(Entry {
            part,
            name: name.to_owned(),
            raw_bytes,
            sent_bytes,
        });
    }
    Ok(ledger)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_ledger_takes_what_is_sent_and_leaves_the_rest() {
        let dist = std::env::temp_dir().join(format!("xtask-dist-{}", std::process::id()));
        fs::create_dir_all(dist.join("dashboard")).expect("a scratch folder");
        for (name, bytes) in [
            ("widget.js", 10),
            ("widget-more.js", 50),
            ("widget-inline.js", 60),
            ("booking-widget-1.js", 300),
            ("booking-widget-1.js.br", 100),
            ("booking-widget-1_bg.wasm", 5_000),
            ("booking-widget-1_bg.wasm.br", 2_000),
            ("booking-widget-1_later.wasm", 4_000),
            ("index.html", 70),
            ("dashboard/booking-dashboard-1.js", 700),
            ("dashboard/booking-dashboard-1_bg.wasm", 9_000),
        ] {
            fs::write(dist.join(name), vec![0; bytes]).expect("a scratch file");
        }
        let ledger = weigh(&dist).expect("readable");
        assert_eq!(ledger.sent_bytes(), 10 + 100 + 2_000);
        assert_eq!(ledger.later_bytes(), 50 + 4_000);
        assert_eq!(ledger.dashboard_bytes(), 700 + 9_000);
        fs::remove_dir_all(&dist).expect("the scratch folder goes");
    }
}
