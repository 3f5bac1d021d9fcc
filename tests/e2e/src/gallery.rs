//! Goes through every state of the gallery in one page of one browser: a state takes the place of
//! the one before it, so that nothing is loaded or parsed again.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::browser::Browser;

/// What looks for overflow, cut text, overlaps and targets that are too small.
const FINDINGS: &str = include_str!("gallery/findings.js");
/// The height of the window in CSS pixels.
pub const WINDOW_HEIGHT: u64 = 1_000;
/// What puts a state on the stage.
const STAGE: &str = include_str!("gallery/stage.js");

/// A state of a widget in a language, as the gallery lists it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct State {
    /// `neo` or `classic`.
    pub widget: String,
    /// The tag of its language.
    pub language: String,
    /// Its name.
    pub state: String,
}

/// How states are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// `light` or `dark`.
    pub theme: &'static str,
    /// The width of the frame in CSS pixels.
    pub width: u32,
}

/// A page of the gallery on which one state after the other is shown.
pub struct Stage<'b> {
    browser: &'b Browser,
    origin: String,
}

impl<'b> Stage<'b> {
    /// Opens the gallery that is served at an origin, and its list of states.
    pub async fn open(browser: &'b Browser, origin: &str) -> (Self, Vec<State>) {
        let listed = reqwest::get(format!("{origin}/demo/gallery/states.json")).await;
        let listed = listed.expect("the gallery is served").text().await;
        let states: Vec<State> = serde_json::from_str(&listed.expect("a list"))
            .expect("the gallery's list: `cargo run --example gallery` writes it");
        let stage = Self {
            browser,
            origin: origin.to_owned(),
        };
        stage.begin(states.first().expect("a state")).await;
        (stage, states)
    }

    async fn begin(&self, state: &State) {
        self.browser
            .goto(&format!("{}{}", self.origin, state.path()))
            .await;
        self.browser.run(STAGE).await;
        self.browser.run(FINDINGS).await;
    }

    /// Gives the page a width and a theme.
    pub async fn look(&self, look: Look) {
        let metrics = json!({
            "width": look.width, "height": WINDOW_HEIGHT, "deviceScaleFactor": 1, "mobile": false,
        });
        self.browser
            .devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
        let theme = json!(look.theme);
        self.browser
            .run(&format!("document.documentElement.dataset.theme = {theme}"))
            .await;
    }

    /// Shows a state and returns what is wrong with it, a line each.
    pub async fn show(&self, state: &State) -> Vec<String> {
        let script = "const done = arguments[arguments.length - 1];
            show(arguments[0]).then(() => done(findings()), e => done(['not shown: ' + e]))";
        lines(self.browser.ask(script, json!(state.path())).await)
    }

    /// Shows states one after the other and returns what axe-core and our own eyes find in each.
    /// [`Browser::load_axe`] comes first.
    pub async fn check(&self, states: &[&State]) -> Vec<String> {
        let script = "const done = arguments[arguments.length - 1];
            (async () => {
                const found = [];
                for (const path of arguments[0]) {
                    await show(path);
                    const all = findings();
                    const seen = await axe.run(document, { resultTypes: ['violations'] });
                    for (const v of seen.violations)
                        for (const n of v.nodes)
                            all.push(v.id + ': ' + n.html.slice(0, 160) + ' ' + n.failureSummary.replaceAll('\\n', ' '));
                    found.push(...all.map(each => path + ': ' + each));
                }
                return found;
            })().then(done, e => done(['not checked: ' + e]))";
        let paths: Vec<String> = states.iter().map(|state| state.path()).collect();
        lines(self.browser.ask(script, json!(paths)).await)
    }
}

impl State {
    /// The path of its page.
    fn path(&self) -> String {
        let Self {
            widget,
            language,
            state,
        } = self;
        format!("/demo/gallery/{widget}/{language}/{state}.html")
    }
}

fn lines(found: Value) -> Vec<String> {
    let Value::Array(found) = found else {
        panic!("a list instead of {found}");
    };
    let lines = found.iter().map(|line| line.as_str().unwrap_or("?"));
    lines.map(ToOwned::to_owned).collect()
}
