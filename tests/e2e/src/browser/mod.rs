//! Chromium, Firefox and WebKitGTK over WebDriver, with patience: every look-up waits until the page
//! is there.
//!
//! `CHROMEDRIVER` and `CHROMIUM`, `GECKODRIVER` and `FIREFOX`, and `WEBKIT_DRIVER` name the programs
//! (else they are looked up on the path), `AXE` the file of axe-core, `E2E_PICTURES` the folder for
//! screenshots (else `target/e2e/`).
//!
//! What only one engine can do is in its own file, and says so when another is asked for it.

mod axe;
mod chromium;
mod firefox;
mod page;
mod process;
mod webkit;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fantoccini::error::CmdError;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder};
use free_port::free_port;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use crate::stack::workspace;
use process::Guarded;
pub use webkit::App;

/// How long a look-up waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// What draws pages and runs their scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Chrome's and Edge's.
    Chromium,
    /// Firefox's.
    Firefox,
    /// Safari's, and that of every browser on an iPhone.
    WebKit,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];
}

impl fmt::Display for Engine {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        })
    }
}

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

impl Device {
    /// Width and height in CSS pixels.
    fn size(self) -> (u32, u32) {
        match self {
            Self::Desktop | Self::LargeText => (1_280, 1_600),
            Self::Tablet => (768, 1_000),
            Self::Phone => (320, 1_000),
        }
    }
}

/// What a browser cannot do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    Nothing,
    Scripts,
    Wasm,
    /// Cookies, and all else that pages keep.
    Storage,
    /// The same in frames of another site than the page's.
    ForeignStorage,
}

/// A browser of its own, with a profile of its own.
pub struct Browser {
    /// The WebDriver session, for what has no method here.
    pub client: Client,
    /// Which one it is.
    pub engine: Engine,
    /// The server and every process it starts.
    driver: Guarded,
    /// Whether pages run scripts, and WebDriver may.
    scripts: bool,
    profile: TempDir,
    /// How many characters of the printed console were read.
    console_read: AtomicUsize,
}

impl Browser {
    /// Starts a Chromium.
    pub async fn open(device: Device) -> Self {
        Self::open_in(Engine::Chromium, device).await
    }

    /// Starts a browser of an engine.
    pub async fn open_in(engine: Engine, device: Device) -> Self {
        Self::open_with(engine, device, Lack::Nothing, App::None).await
    }

    /// Starts one that refuses to keep anything for anybody; WebKit has no such setting.
    pub async fn open_without_storage(engine: Engine, device: Device) -> Self {
        assert_ne!(engine, Engine::WebKit, "it has no such setting");
        Self::open_with(engine, device, Lack::Storage, App::None).await
    }

    /// Starts one that refuses to keep anything for frames of another site than the page's.
    pub async fn open_without_foreign_storage(engine: Engine, device: Device) -> Self {
        assert_ne!(engine, Engine::WebKit, "it has no such setting");
        Self::open_with(engine, device, Lack::ForeignStorage, App::None).await
    }

    async fn open_with(engine: Engine, device: Device, lack: Lack, app: App) -> Self {
        let port = free_port();
        let profile = TempDir::new().expect("a temporary folder");
        let folder = profile.path();
        let (server, capabilities) = match engine {
            Engine::Chromium => (
                chromium::server(port),
                chromium::capabilities(device, folder, lack),
            ),
            Engine::Firefox => (
                firefox::server(port, folder),
                firefox::capabilities(device, folder, lack),
            ),
            Engine::WebKit => (
                webkit::server(port, folder),
                webkit::capabilities(device, folder, app),
            ),
        };
        let driver = Guarded::start(server);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let started = Instant::now();
        let client = loop {
            match builder.connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(client) => break client,
                Err(error) if started.elapsed() > PATIENCE => {
                    panic!("no {engine}: {error}; `cargo xtask test` installs it")
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        if engine != Engine::Chromium {
            let (width, height) = device.size();
            let sized = client.set_window_rect(0, 0, width, height).await;
            sized.expect("a window of this size");
        }
        let browser = Self {
            client,
            engine,
            driver,
            scripts: lack != Lack::Scripts,
            profile,
            console_read: AtomicUsize::new(0),
        };
        if browser.scripts && matches!(device, Device::LargeText) {
            // A browser that has just started may show its first page in letters of the usual size.
            let size = "return getComputedStyle(document.documentElement).fontSize";
            let large = async || {
                browser
                    .goto("data:text/html,<!doctype html><title>Letters</title>")
                    .await;
                browser.run(size).await == "32px"
            };
            browser.until("letters are twice as large", large).await;
        }
        browser
    }

    /// Puts an empty window, with a history and a session storage of its own, in the place of all
    /// that are open.
    pub async fn renew(&self) {
        let old = self.client.windows().await.expect("windows");
        let new = self
            .client
            .new_window(false)
            .await
            .expect("a window")
            .handle;
        for window in old {
            let switched = self.client.switch_to_window(window).await;
            switched.expect("a window that is open");
            self.client.close_window().await.expect("a window to close");
        }
        self.enter_window(new).await;
    }

    /// The windows that are open.
    pub async fn windows(&self) -> Vec<WindowHandle> {
        self.client.windows().await.expect("windows")
    }

    /// Goes to another window.
    pub async fn enter_window(&self, window: WindowHandle) {
        let switched = self.client.switch_to_window(window).await;
        switched.expect("a window that is open");
    }

    /// What the console took for errors since the last call: what threw, what a page wrote there as
    /// an error, and in Chromium and WebKit what did not load. Of frames as well, but Chromium's
    /// driver does not hear frames of another site.
    pub async fn console_errors(&self) -> Vec<String> {
        let is_error = match self.engine {
            Engine::Chromium => return self.chromium_errors().await,
            Engine::Firefox => firefox::is_error,
            Engine::WebKit => webkit::is_error,
        };
        let printed = std::fs::read(console_of(self.profile.path())).expect("a console");
        let read = self.console_read.swap(printed.len(), Ordering::Relaxed);
        let printed = String::from_utf8_lossy(&printed[read..]);
        let errors = printed.lines().filter(|line| is_error(line));
        errors.map(str::to_owned).collect()
    }

    /// Keeps a picture of the page for people to look at: in Chromium of all of it, elsewhere of what
    /// is in sight.
    pub async fn picture(&self, name: &str) {
        assert!(self.could_picture(name).await, "a picture");
    }

    /// The same where it can be taken: in a turned frame of another site Firefox cannot.
    async fn could_picture(&self, name: &str) -> bool {
        let folder = std::env::var_os("E2E_PICTURES")
            .map_or_else(|| workspace().join("target/e2e"), PathBuf::from);
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let picture = if self.engine == Engine::Chromium {
            let whole = json!({ "captureBeyondViewport": true, "format": "png" });
            self.screenshot(whole).await
        } else {
            match self.client.screenshot().await {
                Ok(picture) => picture,
                Err(_) => return false,
            }
        };
        let file = folder.join(format!("{name}.png"));
        std::fs::write(file, picture).expect("a picture");
        true
    }

    /// Runs a script in every page from here on, before the page's own. Firefox cannot.
    pub async fn before_every_page(&self, script: &str) {
        match self.engine {
            Engine::Chromium => {
                let command = "Page.addScriptToEvaluateOnNewDocument";
                self.devtools(command, json!({ "source": script })).await;
            }
            Engine::Firefox => panic!("Firefox has no way to run a script before a page's own"),
            Engine::WebKit => webkit::before_every_page(self.profile.path(), script),
        }
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
        self.could_picture("last-failure").await;
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

/// Where a browser's console is printed.
fn console_of(profile: &Path) -> PathBuf {
    profile.join("console")
}
