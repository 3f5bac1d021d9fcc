//! Chromium: how it is started, and what it alone can do over its own protocol.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use url::ParseError;

use super::process::guarded;
use super::{App, Browser, Device, Engine, Lack};

/// The server that drives it: `CHROMEDRIVER`, or what is on the path.
pub(super) fn server(port: u16) -> Command {
    let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut command = guarded(program);
    command.arg(format!("--port={port}"));
    command
}

pub(super) fn capabilities(device: Device, profile: &Path, lack: Lack) -> Capabilities {
    let scripts = lack != Lack::Scripts;
    let mut options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--window-size=1280,1600", "--lang=en-US",
            format!("--user-data-dir={}", profile.display()),
        ],
    });
    let width = match device {
        Device::Desktop | Device::LargeText => None,
        Device::Tablet => Some(768),
        Device::Phone => Some(320),
    };
    // A finger's press on an emulated phone needs scripts.
    if let Some(width) = width.filter(|_| scripts) {
        options["mobileEmulation"] = json!({
            "deviceMetrics": { "width": width, "height": 1000, "pixelRatio": 2.0, "touch": true },
        });
    }
    if let Device::LargeText = device {
        options["prefs"] = json!({ "webkit": { "webprefs": { "default_font_size": 32 } } });
    }
    if lack == Lack::Wasm
        && let Some(args) = options["args"].as_array_mut()
    {
        // As where compiling is forbidden: there is no WebAssembly at all.
        args.push(json!("--js-flags=--jitless"));
    }
    match lack {
        Lack::Storage => {
            options["prefs"]["profile.managed_default_content_settings.cookies"] = json!(2);
        }
        Lack::ForeignStorage => {
            options["prefs"]["profile.cookie_controls_mode"] = json!(1);
            options["prefs"]["profile.block_third_party_cookies"] = json!(true);
        }
        _ => {}
    }
    if !scripts {
        options["prefs"]["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    if let Some(program) = std::env::var_os("CHROMIUM") {
        options["binary"] = json!(program.to_string_lossy());
    }
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".to_owned(), options);
    // The certificate of a `TlsFront` is nobody's.
    capabilities.insert("acceptInsecureCerts".to_owned(), json!(true));
    let logs = json!({ "browser": "ALL" });
    capabilities.insert("goog:loggingPrefs".to_owned(), logs);
    capabilities
}

/// What only Chromium can do.
impl Browser {
    /// Starts a Chromium that has no WebAssembly.
    pub async fn open_without_wasm(device: Device) -> Self {
        Self::open_with(Engine::Chromium, device, Lack::Wasm, App::None).await
    }

    /// Starts a Chromium in which no page runs a script.
    pub async fn open_without_scripts(device: Device) -> Self {
        let browser = Self::open_with(Engine::Chromium, device, Lack::Scripts, App::None).await;
        // WebDriver scrolls to what it clicks by a script, so everything has to be in sight.
        let (width, _) = device.size();
        let screen =
            json!({ "width": width, "height": 6_000, "deviceScaleFactor": 1, "mobile": false });
        browser
            .devtools("Emulation.setDeviceMetricsOverride", screen)
            .await;
        browser
    }

    /// Gives Chromium a command of its own protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        assert_eq!(self.engine, Engine::Chromium, "{command} is Chromium's");
        let path = "goog/cdp/execute";
        let body = json!({ "cmd": command, "params": parameters });
        self.chromium(path, body).await
    }

    /// A screenshot as Chromium's `Page.captureScreenshot` describes it.
    pub async fn screenshot(&self, how: Value) -> Vec<u8> {
        let taken = self.devtools("Page.captureScreenshot", how).await;
        let picture = BASE64.decode(taken["data"].as_str().expect("an image"));
        picture.expect("base64")
    }

    /// Lets Chromium refuse requests to addresses of these patterns, and no others.
    pub async fn refuse(&self, patterns: &[&str]) {
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.setBlockedURLs", json!({ "urls": patterns }))
            .await;
    }

    /// Lets every answer of the network take so long from now on in Chromium.
    pub async fn answer_slowly(&self, latency: Duration) {
        self.devtools("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": false,
            "latency": u64::try_from(latency.as_millis()).unwrap_or(u64::MAX),
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        });
        self.devtools("Network.emulateNetworkConditions", conditions)
            .await;
    }

    /// The errors of Chromium's console since the last call.
    pub(super) async fn chromium_errors(&self) -> Vec<String> {
        let noted = self.chromium("se/log", json!({ "type": "browser" })).await;
        let noted = noted.as_array().expect("a list of entries");
        let errors = noted.iter().filter(|entry| entry["level"] == "SEVERE");
        errors
            .map(|entry| entry["message"].as_str().unwrap_or("?").to_owned())
            .collect()
    }

    async fn chromium(&self, path: &'static str, body: Value) -> Value {
        let command = Own { path, body };
        self.client
            .issue_cmd(command)
            .await
            .expect("a command of Chromium's")
    }
}

/// A command that chromedriver has beside those of WebDriver.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/{}", self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
