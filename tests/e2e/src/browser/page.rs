//! What a test finds on a page, and what it does there.

use std::time::{Duration, Instant};

use fantoccini::Locator;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use serde_json::Value;

use super::{Browser, Engine, PATIENCE};

impl Browser {
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

    /// Waits until the element of a selector has the focus: a page gives it after it has drawn.
    pub async fn focus_on(&self, css: &str) {
        let script = format!("return document.activeElement?.matches(\"{css}\") === true");
        let has = async || self.run(&script).await == true;
        self.until(&format!("the focus is on {css}"), has).await;
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
}
