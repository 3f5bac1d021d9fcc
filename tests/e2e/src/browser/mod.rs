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
mod process;
mod webkit;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::stack::{free_port, workspace};
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

    /// Goes to an address.
    pub async fn goto(&self, url: &str) {
        self.client.goto(url).await.expect("the page loads");
    }

    /// The first element of a selector, once it is there.
    pub async fn find(&self, css: &str) -> Element {
        let started = Instant::now();
        loop {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return element,
                Err(error) if started.elapsed() > PATIENCE => self.give_up(css, &error).await,
                // Not there yet, or the view was drawn anew while it was looked for.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
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
            let element = self.find(css).await;
            self.rest(&element).await;
            match element.click().await {
                Ok(()) => return,
                Err(error) if started.elapsed() > PATIENCE => self.give_up(css, &error).await,
                // The view was drawn anew between look-up and click, or is still moving.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// Clicks what leads the window away from here, once it is there. The driver may have lost the
    /// frame that it was in before it has answered.
    pub async fn follow(&self, css: &str) {
        let address = async || self.client.current_url().await.ok();
        let before = address().await;
        let gone = async || {
            if let Ok(link) = self.client.find(Locator::Css(css)).await {
                self.rest(&link).await;
                if link.click().await.is_ok() {
                    return true;
                }
            }
            address().await != before
        };
        self.until(&format!("{css} leads away"), gone).await;
    }

    /// Waits until an element has stood in the same place for two frames. Chromium's driver presses the
    /// element wherever it is; the others press the place where they have seen it.
    async fn rest(&self, element: &Element) {
        if self.engine == Engine::Chromium {
            return;
        }
        let script = "const [element, done] = arguments;
            const place = () => Object.values(element.getBoundingClientRect().toJSON()).join();
            let [before, turns] = ['', 0];
            const look = () => {
                const now = place();
                if (now === before || ++turns > 60) return done();
                before = now;
                requestAnimationFrame(() => requestAnimationFrame(look));
            };
            element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
            look();";
        let element = serde_json::to_value(element).expect("a reference");
        // An element that is gone meanwhile is told by the press itself.
        let _ = self.client.execute_async(script, vec![element]).await;
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
        self.try_press(keys).await.expect("keys");
    }

    /// The same; it fails where what has the focus is drawn anew meanwhile.
    pub async fn try_press(&self, keys: &str) -> Result<(), CmdError> {
        self.client.active_element().await?.send_keys(keys).await
    }

    /// A key of the keyboard, pressed and let go, wherever the focus is by then.
    pub async fn press_key(&self, key: char) {
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        let pressed = self.client.perform_actions(actions).await;
        pressed.expect("a keyboard");
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
