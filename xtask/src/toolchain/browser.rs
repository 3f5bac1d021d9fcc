//! Chromium and its WebDriver server.

use std::path::PathBuf;

use super::{Toolchain, versions};
use crate::error::XtaskError;

const CHROMIUM_NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// Where macOS keeps what is not on PATH.
const MACOS_CHROME: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const ADVICE: &str = "Install Chromium or Google Chrome and the chromedriver of the same major version, \
     with both on PATH, and run the command again.";

/// A browser and the server that drives it, of the same major version.
#[derive(Debug)]
pub(crate) struct Browser {
    /// The browser's program.
    pub(crate) chromium: PathBuf,
    /// Its WebDriver server.
    pub(crate) chromedriver: PathBuf,
}

impl Toolchain {
    /// A Chromium with its driver, installed if there is none.
    pub(crate) fn browser(&self) -> Result<Browser, XtaskError> {
        if let Some(browser) = self.installed_browser() {
            return Ok(browser);
        }
        if !self.has_apt() {
            return Err(XtaskError::Missing {
                what: "no Chromium with a fitting chromedriver was found".to_owned(),
                advice: ADVICE.to_owned(),
            });
        }
        println!(
            "Installing Chromium and its driver with apt-get (about 120 MB, a minute or two)."
        );
        let _lock = self.lock()?;
        self.apt_install(&["chromium", "chromium-driver"], ADVICE)?;
        self.installed_browser().ok_or_else(|| XtaskError::Missing {
            what: "Chromium was installed, but it or its driver does not answer".to_owned(),
            advice: ADVICE.to_owned(),
        })
    }

    fn installed_browser(&self) -> Option<Browser> {
        let driver_version = self.version_of("chromedriver")?;
        let chromium = CHROMIUM_NAMES
            .into_iter()
            .chain([MACOS_CHROME])
            .find(|name| {
                self.version_of(name).is_some_and(|version| {
                    versions::major(&version) == versions::major(&driver_version)
                })
            })?;
        Some(Browser {
            chromium: on_path(chromium)?,
            chromedriver: on_path("chromedriver")?,
        })
    }

    /// What a program says its version is.
    pub(super) fn version_of(&self, program: &str) -> Option<String> {
        let output = self.command(program).arg("--version").output().ok()?;
        if !output.status.success() {
            return None;
        }
        let text = String::from_utf8_lossy(&output.stdout);
        versions::printed(&text).map(str::to_owned)
    }
}

/// The full path of a program that is on PATH.
pub(super) fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}
