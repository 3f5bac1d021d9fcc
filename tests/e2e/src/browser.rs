//! Chromium over WebDriver, with patience: every look-up waits until the page is there.
//!
//! `CHROMEDRIVER` and `CHROMIUM` name the programs (else they are looked up on the path),
//! `AXE` the file of axe-core, `E2E_PICTURES` the folder for screenshots (else
//! `target/e2e/`).

use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::Method;
use reqwest::Url;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::ParseError;

use crate::stack::{free_port, workspace};

/// How long a look-up waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// The screen a guest has, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub enum Device {
    /// 1280 wide and high enough for the whole widget.
    Desktop,
    /// 768 wide.
    Tablet,
    /// 320 wide, the narrowest that is supported.
    Phone,
    /// A desktop of somebody who has set letters to twice their usual size.
    LargeText,
}

/// What a browser cannot do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    Nothing,
    Scripts,
    Wasm,
}

/// A browser of its own, with a profile of its own.
pub struct Browser {
    /// The WebDriver session, for what has no method here.
    pub client: Client,
    driver: Driver,
    /// Whether pages run scripts, and WebDriver may.
    scripts: bool,
    _profile: TempDir,
}

/// chromedriver and every process it starts: one process group, ended as one.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-9", "--", &group]).status();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Starts a browser.
    pub async fn open(device: Device) -> Self {
        Self::open_with(device, Lack::Nothing).await
    }

    /// Starts one that has no WebAssembly.
    pub async fn open_without_wasm(device: Device) -> Self {
        Self::open_with(device, Lack::Wasm).await
    }

    /// Starts one in which no page runs a script.
    pub async fn open_without_scripts(device: Device) -> Self {
        let browser = Self::open_with(device, Lack::Scripts).await;
        // WebDriver scrolls to what it clicks by a script, so everything has to be in sight.
        let width = match device {
            Device::Desktop | Device::LargeText => 1_280,
            Device::Tablet => 768,
            Device::Phone => 320,
        };
        let screen =
            json!({ "width": width, "height": 6_000, "deviceScaleFactor": 1, "mobile": false });
        browser
            .devtools("Emulation.setDeviceMetricsOverride", screen)
            .await;
        browser
    }

    async fn open_with(device: Device, lack: Lack) -> Self {
        let port = free_port();
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let child = Command::new(program)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("chromedriver starts: `cargo xtask test` installs it");
        let driver = Driver(child);
        let profile = TempDir::new().expect("a temporary folder");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities(device, &profile, lack));
        let started = Instant::now();
        let client = loop {
            match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(client) => break client,
                Err(error) if started.elapsed() > PATIENCE => panic!("no browser: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        Self {
            client,
            driver,
            scripts: lack != Lack::Scripts,
            _profile: profile,
        }
    }

    /// Goes to an address.
    pub async fn goto(&self, url: &str) {
        self.client.goto(url).await.expect("the page loads");
    }

    /// The first element of a selector, once it is there.
    pub async fn find(&self, css: &str) -> Element {
        let wait = self
            .client
            .wait()
            .at_most(PATIENCE)
            .every(Duration::from_millis(50));
        match wait.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => self.give_up(css, &error).await,
        }
    }

    /// All elements of a selector, now.
    pub async fn all(&self, css: &str) -> Vec<Element> {
        let found = self.client.find_all(Locator::Css(css)).await;
        found.expect("a selector")
    }

    /// Whether a selector matches anything now.
    pub async fn has(&self, css: &str) -> bool {
        !self.all(css).await.is_empty()
    }

    /// Waits until something holds, and fails with what was waited for.
    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let started = Instant::now();
        while !holds().await {
            assert!(started.elapsed() < PATIENCE, "waited in vain: {what}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until nothing matches any more.
    pub async fn gone(&self, css: &str) {
        let what = format!("{css} is gone");
        self.until(&what, async || !self.has(css).await).await;
    }

    /// Clicks an element, once it is there and nothing lies over it.
    pub async fn click(&self, css: &str) {
        let started = Instant::now();
        loop {
            let clicked = self.find(css).await.click().await;
            match clicked {
                Ok(()) => return,
                Err(error) if started.elapsed() > PATIENCE => self.give_up(css, &error).await,
                // The view was drawn anew between look-up and click, or is still moving.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Types into a field after emptying it.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.expect("a field");
        field.send_keys(text).await.expect("a field");
    }

    /// The visible text of an element, white space folded, once it is there.
    pub async fn text(&self, css: &str) -> String {
        let started = Instant::now();
        let text = loop {
            match self.find(css).await.text().await {
                Ok(text) => break text,
                Err(error) if started.elapsed() > PATIENCE => self.give_up(css, &error).await,
                // The view was drawn anew between the look-up and the question.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        };
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Waits until an element says something else than before, and returns it.
    pub async fn text_other_than(&self, css: &str, before: &str) -> String {
        let what = format!("{css} says something else than {before:?}");
        self.until(&what, async || self.text(css).await != before)
            .await;
        self.text(css).await
    }

    /// Waits until an element's text contains a part.
    pub async fn text_with(&self, css: &str, part: &str) -> String {
        let started = Instant::now();
        loop {
            let text = self.text(css).await;
            if text.contains(part) {
                return text;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{css} has no {part:?}: {text:?}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the address of the page contains a part.
    pub async fn address_with(&self, part: &str) -> String {
        let started = Instant::now();
        loop {
            let url = self
                .client
                .current_url()
                .await
                .expect("an address")
                .to_string();
            if url.contains(part) {
                return url;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "the address has no {part:?}: {url}"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Goes into the widget's frame of a host page.
    pub async fn enter_widget(&self) {
        // WebDriver scrolls inside a frame of another origin, not the page around it; and a frame
        // that is far from the view is not loaded.
        let place = "[data-booking-widget], iframe[src*='/embed/']";
        self.find(place).await;
        let script = format!(
            "document.querySelector(\"{place}\").scrollIntoView({{ behavior: 'instant' }})"
        );
        self.run(&script).await;
        let frame = self.find("iframe[src*='/embed/']").await;
        frame.enter_frame().await.expect("the widget's frame");
    }

    /// Goes back to the top page.
    pub async fn leave_widget(&self) {
        self.client
            .enter_parent_frame()
            .await
            .expect("the host page");
    }

    /// Runs a script in the page and returns what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client
            .execute(script, vec![])
            .await
            .expect("a script that runs")
    }

    /// The keys of a keyboard, sent to whatever has the focus.
    pub async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.expect("a focus");
        focused.send_keys(keys).await.expect("keys");
    }

    /// How many requests of the page of the current frame have been answered so far.
    pub async fn requests(&self) -> usize {
        self.requests_to("").await
    }

    /// The same, of addresses with this part.
    pub async fn requests_to(&self, part: &str) -> usize {
        let names = self
            .run("return performance.getEntriesByType('resource').map(it => it.name)")
            .await;
        let names = names.as_array().expect("a list");
        let names = names.iter().filter_map(Value::as_str);
        names.filter(|name| name.contains(part)).count()
    }

    /// Runs a script that calls its last argument when it is done, and returns what with.
    pub async fn ask(&self, script: &str, argument: Value) -> Value {
        self.client
            .execute_async(script, vec![argument])
            .await
            .expect("a script that ends")
    }

    /// Gives Chromium a command of its own protocol.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        let command = DevTools {
            command,
            parameters,
        };
        self.client
            .issue_cmd(command)
            .await
            .expect("a command of Chromium's")
    }

    /// What axe-core finds on the current page or frame, a line each.
    pub async fn axe(&self) -> Vec<String> {
        self.load_axe().await;
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(
                r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))),
                e => done(['axe failed: ' + e]));";
        let found = self
            .client
            .execute_async(script, vec![])
            .await
            .expect("axe-core runs");
        let found = found.as_array().expect("a list").clone();
        found
            .iter()
            .map(|v| v.as_str().unwrap_or("?").to_owned())
            .collect()
    }

    /// Puts axe-core into the current page or frame.
    pub async fn load_axe(&self) {
        let file = std::env::var_os("AXE").map_or_else(
            || workspace().join(".tools/node_modules/axe-core/axe.min.js"),
            PathBuf::from,
        );
        let source =
            std::fs::read_to_string(&file).expect("axe-core: `cargo xtask test` installs it");
        self.client
            .execute(&source, vec![])
            .await
            .expect("axe-core loads");
    }

    /// Keeps a picture of the whole page for people to look at.
    pub async fn picture(&self, name: &str) {
        let folder = std::env::var_os("E2E_PICTURES")
            .map_or_else(|| workspace().join("target/e2e"), PathBuf::from);
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let whole = json!({ "captureBeyondViewport": true, "format": "png" });
        let picture = self.screenshot(whole).await;
        let file = folder.join(format!("{name}.png"));
        std::fs::write(file, picture).expect("a picture");
    }

    /// A screenshot as `Page.captureScreenshot` describes it.
    pub async fn screenshot(&self, how: Value) -> Vec<u8> {
        let taken = self.devtools("Page.captureScreenshot", how).await;
        let picture = BASE64.decode(taken["data"].as_str().expect("an image"));
        picture.expect("base64")
    }

    /// Runs a script in every page from here on, before the page's own.
    pub async fn before_every_page(&self, script: &str) {
        let command = "Page.addScriptToEvaluateOnNewDocument";
        self.devtools(command, json!({ "source": script })).await;
    }

    /// Refuses requests to addresses of these patterns, and no others.
    pub async fn refuse(&self, patterns: &[&str]) {
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.setBlockedURLs", json!({ "urls": patterns }))
            .await;
    }

    /// Lets every answer of the network take so long from now on.
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

    /// Whether the page of the current frame had to fetch the later part of the widget in the
    /// middle of something, since nothing had asked for it in time.
    pub async fn has_fetched_at_once(&self) -> bool {
        let script = "return performance.getEntriesByType('resource').some(it =>
            it.initiatorType === 'xmlhttprequest' && it.name.endsWith('_later.wasm'))";
        self.run(script).await == true
    }

    /// Ends the browser.
    pub async fn close(self) {
        assert!(
            !self.scripts || !self.has_fetched_at_once().await,
            "the later part of the widget was asked for in time"
        );
        let Self { client, driver, .. } = self;
        let _ = client.close().await;
        drop(driver);
    }

    async fn give_up(&self, css: &str, error: &CmdError) -> ! {
        self.picture("last-failure").await;
        let url = self.client.current_url().await.map(|url| url.to_string());
        let body = if self.scripts {
            let body = self.run("return document.body.innerText").await;
            body.as_str().unwrap_or("").to_owned()
        } else {
            self.client.source().await.unwrap_or_default()
        };
        panic!("{css} at {url:?}: {error}\nthe page says: {body}");
    }
}

/// A command of Chromium's own protocol, for what WebDriver has no words for.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let command = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(command.to_string()))
    }
}

fn capabilities(device: Device, profile: &TempDir, lack: Lack) -> Capabilities {
    let scripts = lack != Lack::Scripts;
    let mut options = json!({
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--window-size=1280,1600", "--lang=en-US",
            format!("--user-data-dir={}", profile.path().display()),
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
    if !scripts {
        options["prefs"]["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    if let Some(program) = std::env::var_os("CHROMIUM") {
        options["binary"] = json!(program.to_string_lossy());
    }
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".to_owned(), options);
    capabilities
}
