//! Firefox and WebKitGTK with the servers that drive them, beside the Chromium of `browser.rs`.

use std::path::PathBuf;

use super::browser::on_path;
use super::{Tool, Toolchain};
use crate::error::XtaskError;

const FIREFOX_NAMES: [&str; 2] = ["firefox-esr", "firefox"];
const FIREFOX_ADVICE: &str = "Install Firefox with `firefox` on PATH, and run the command again.";
/// The driver, the web view with its binding for Python, and a screen that nobody sees.
const WEBKIT_PACKAGES: [&str; 4] = [
    "webkit2gtk-driver",
    "gir1.2-webkit2-4.1",
    "python3-gi",
    "xvfb",
];
const WEBKIT_ADVICE: &str = "Install WebKitGTK 4.1 with its WebKitWebDriver and its binding for the system's Python, and Xvfb, \
     and run the command again.";
/// The browser of the tests runs on the system's Python, for which its packages are.
const SYSTEM_PYTHON: &str = "/usr/bin/python3";
const WEB_VIEW: &str = "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1'); \
     from gi.repository import Gtk, WebKit2";

/// A Firefox and the server that drives it.
#[derive(Debug)]
pub(crate) struct Firefox {
    /// The browser's program.
    pub(crate) firefox: PathBuf,
    /// Its WebDriver server.
    pub(crate) geckodriver: PathBuf,
}

/// What drives a web view of WebKitGTK. The web view itself is the system's.
#[derive(Debug)]
pub(crate) struct WebKit {
    /// The WebDriver server.
    pub(crate) driver: PathBuf,
}

impl Toolchain {
    /// A Firefox with its driver, installed if there is none.
    pub(crate) fn firefox(&self) -> Result<Firefox, XtaskError> {
        let firefox = self.system_package(
            Self::installed_firefox,
            "Installing Firefox with apt-get (about 80 MB, half a minute).",
            &["firefox-esr"],
            FIREFOX_ADVICE,
        )?;
        let geckodriver = self.tool(Tool::Geckodriver)?;
        Ok(Firefox {
            firefox,
            geckodriver,
        })
    }

    /// WebKitGTK with its driver and a screen, installed if it is not there.
    pub(crate) fn webkit(&self) -> Result<WebKit, XtaskError> {
        let driver = self.system_package(
            Self::installed_webkit,
            "Installing WebKitGTK, its driver and Xvfb with apt-get (about 100 MB, a minute).",
            &WEBKIT_PACKAGES,
            WEBKIT_ADVICE,
        )?;
        Ok(WebKit { driver })
    }

    /// What is looked for, installed with apt-get if it is not there.
    fn system_package(
        &self,
        installed: impl Fn(&Self) -> Option<PathBuf>,
        announcement: &str,
        packages: &[&str],
        advice: &str,
    ) -> Result<PathBuf, XtaskError> {
        if let Some(program) = installed(self) {
            return Ok(program);
        }
        let missing = |what: String| XtaskError::Missing {
            what,
            advice: advice.to_owned(),
        };
        let names = packages.join(", ");
        if !self.has_apt() {
            return Err(missing(format!(
                "{names} cannot be installed here: there is no apt-get"
            )));
        }
        println!("{announcement}");
        let _lock = self.lock()?;
        self.apt_install(packages, advice)?;
        installed(self)
            .ok_or_else(|| missing(format!("{names} was installed, but does not answer")))
    }

    fn installed_firefox(&self) -> Option<PathBuf> {
        let name = FIREFOX_NAMES.into_iter().find(|name| self.finds(name))?;
        on_path(name)
    }

    fn installed_webkit(&self) -> Option<PathBuf> {
        let mut python = self.command(SYSTEM_PYTHON);
        let has_web_view = python.args(["-c", WEB_VIEW]).output();
        let has_web_view = has_web_view.is_ok_and(|output| output.status.success());
        // Xvfb has no option that only tells its version.
        on_path("Xvfb").filter(|_| has_web_view)?;
        on_path("WebKitWebDriver")
    }
}
