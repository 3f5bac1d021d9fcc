//! WebKitGTK: how it is started, and what its web view can do as that of an app.
//!
//! The browser is `webkit.py`: the system's web view in a window of its own. The one that comes
//! with WebKitGTK keeps neither its console for us nor a phone's width.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

use super::process::{Guarded, guarded};
use super::{Browser, Device, Engine, Lack};

/// An app that shows pages in its web view, and hears what they post to `bookingWidget`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum App {
    /// None: a browser.
    None,
    /// It says that it takes the guest to the payment page.
    Answers,
    /// It hears everything and says nothing.
    Silent,
}

/// The display that all windows of this process are on.
static DISPLAY: OnceLock<(Guarded, String)> = OnceLock::new();

fn display() -> &'static str {
    let (_, name) = DISPLAY.get_or_init(|| {
        let mut command = guarded("Xvfb");
        command
            .args(["-displayfd", "1", "-screen", "0", "1400x2000x24"])
            .args(["-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped());
        let mut server = Guarded::start(command);
        let mut number = String::new();
        let output = server.output().expect("what Xvfb prints");
        let read = BufReader::new(output).read_line(&mut number);
        read.expect("the number of the display");
        assert!(
            !number.is_empty(),
            "Xvfb starts: `cargo xtask test` installs it"
        );
        (server, format!(":{}", number.trim()))
    });
    name
}

/// The server that drives it: `WEBKIT_DRIVER`, or what is on the path.
pub(super) fn server(port: u16, profile: &Path) -> Command {
    let program = std::env::var_os("WEBKIT_DRIVER").unwrap_or_else(|| "WebKitWebDriver".into());
    let mut command = guarded(program);
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", display())
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env("GSETTINGS_BACKEND", "memory")
        .env("LANGUAGE", "en_US")
        // The system's sandbox cannot be had by root or in a container, as CI is.
        .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
    for (variable, name) in [
        ("HOME", "home"),
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
    ] {
        let folder = profile.join(name);
        std::fs::create_dir_all(&folder).expect("a folder for the browser");
        command.env(variable, folder);
    }
    command
}

pub(super) fn capabilities(device: Device, profile: &Path, app: App) -> Capabilities {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/browser/webkit.py");
    let letters = if let Device::LargeText = device {
        32
    } else {
        16
    };
    let bridge = match app {
        App::None => "none",
        App::Answers => "answers",
        App::Silent => "silent",
    };
    let options = json!({
        "binary": program,
        "args": [profile, letters.to_string(), bridge],
    });
    let mut capabilities = Capabilities::new();
    capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
    capabilities
}

/// The web view reads this file when a page begins.
pub(super) fn before_every_page(profile: &Path, script: &str) {
    std::fs::write(profile.join("before.js"), script).expect("a file for the script");
}

/// Whether a printed line is an error of a page's: `CONSOLE ERROR …` or, with what it came from,
/// `CONSOLE JS ERROR …`, after the place in the page where there is one.
pub(super) fn is_error(line: &str) -> bool {
    let Some((place, rest)) = line.split_once("CONSOLE ") else {
        return false;
    };
    let has_place = place.is_empty() || place.ends_with(": ");
    has_place && rest.split(' ').take(2).any(|word| word == "ERROR")
}

/// What only a web view of WebKitGTK's can do.
impl Browser {
    /// Starts an app around a web view.
    pub async fn open_app(device: Device, app: App) -> Self {
        Self::open_with(Engine::WebKit, device, Lack::Nothing, app).await
    }

    /// What the app was told so far.
    pub fn app_was_told(&self) -> Vec<Value> {
        let told = std::fs::read_to_string(self.profile.path().join("told")).unwrap_or_default();
        let messages = told.lines().map(serde_json::from_str);
        messages.collect::<Result<_, _>>().expect("JSON in lines")
    }
}
