//! A guest's way through the widget, in the words of the tests.

use std::cell::{Cell, RefCell};

use crate::browser::{Browser, Engine};

/// How often a part refuses the focus until the guest presses a title with the mouse: WebKit gives none
/// to a frame of another site in which nothing was pressed yet.
const REFUSALS_MAX: usize = 10;

/// A selector for one of the widget's named parts.
pub fn part(name: &str) -> String {
    format!("[data-test='{name}']")
}

/// A selector for the time with this start.
pub fn slot_at(start: &str) -> String {
    format!("[data-test='slot'][data-start='{start}']")
}

/// Waits for the confirmation and returns all that it says, which must contain a part.
pub async fn booked(browser: &Browser, part_of_it: &str) -> String {
    browser.find(&part("booked")).await;
    browser.text_with("#booking", part_of_it).await
}

/// What a guest does. The browser must be in the widget's frame or on its page.
pub struct Guest<'b> {
    /// The guest's browser.
    pub browser: &'b Browser,
    hand: Hand,
}

/// What a guest presses things with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hand {
    Mouse,
    Keyboard,
}

impl<'b> Guest<'b> {
    /// A guest at a browser.
    pub fn new(browser: &'b Browser) -> Self {
        let hand = Hand::Mouse;
        Self { browser, hand }
    }

    /// A guest without a mouse.
    pub fn at_keyboard(browser: &'b Browser) -> Self {
        let hand = Hand::Keyboard;
        Self { browser, hand }
    }

    /// Presses a part of the widget, once it is there.
    async fn press(&self, css: &str) {
        if self.hand == Hand::Mouse {
            return self.browser.click(css).await;
        }
        // What is pressed of a label is in it.
        let focus = format!(
            "const part = document.querySelector(\"{css}\");
            const taker = part && (part.querySelector('input') ?? part);
            if (!taker || taker.disabled) return 'absent';
            taker.focus({{ preventScroll: true }});
            return document.activeElement === taker ? 'taken' : 'refused';"
        );
        let refused = Cell::new(0);
        let taken = async || {
            let answer = self.browser.run(&focus).await;
            if answer == "refused" {
                refused.set(refused.get() + 1);
                if refused.get() == REFUSALS_MAX {
                    self.browser.click("h1, h2, h3").await;
                }
            }
            answer == "taken"
        };
        let what = format!("{css} takes the focus");
        if self.browser.engine != Engine::Firefox {
            self.browser.until(&what, taken).await;
            return self.browser.press_key(' ').await;
        }
        // Firefox types a key of nobody's where the window has the focus, and a frame of another site may
        // not take that by a script. What takes this one may be drawn anew just then.
        let pressed = async || taken().await && self.browser.try_press(" ").await.is_ok();
        self.browser.until(&what, pressed).await;
    }

    /// Chooses a service by its id.
    pub async fn choose_service(&self, service: &str) {
        self.press(&format!("[data-test='service'][data-service='{service}']"))
            .await;
    }

    /// Chooses the first free time of the day that is open, and returns its start.
    pub async fn choose_first_slot(&self) -> String {
        self.choose_slot(|starts| starts.first().cloned()).await
    }

    /// Chooses the last free time of the day that is open, other than a time, and returns its
    /// start.
    pub async fn choose_last_slot_but(&self, other: &str) -> String {
        self.choose_slot(|starts| starts.iter().rfind(|start| *start != other).cloned())
            .await
    }

    /// Chooses one of the free times of the day that is open, by their starts, once they are
    /// there.
    async fn choose_slot(&self, which: impl Fn(&[String]) -> Option<String>) -> String {
        let starts = RefCell::new(Vec::new());
        let there = async || {
            // What was drawn before the program ran goes when it does.
            let script = "return [...document.querySelectorAll(\"[data-test='slot']\")]
                .map(slot => slot.dataset.start)";
            let shown = self.browser.run(script).await;
            // Firefox answers nothing where the frame has just gone on to its page.
            let shown: Option<_> = serde_json::from_value(shown).expect("a list of starts");
            starts.replace(shown.unwrap_or_default());
            !starts.borrow().is_empty()
        };
        self.browser.until("there are times", there).await;
        let starts: Vec<String> = starts.into_inner();
        let start = which(&starts).unwrap_or_else(|| panic!("no such time among {starts:?}"));
        self.press(&slot_at(&start)).await;
        start
    }

    /// Turns to the next month, and waits until its times are there.
    pub async fn turn_to_next_month(&self) {
        self.browser.find(&part("slot")).await;
        let before = self.browser.text(&part("month")).await;
        self.press(&part("month-next")).await;
        self.browser.text_other_than(&part("month"), &before).await;
        self.browser.find(&part("slot")).await;
    }

    /// Goes on to the next step.
    pub async fn go_on(&self) {
        self.press(&part("continue")).await;
    }

    /// Fills in who books, with this e-mail address.
    pub async fn fill_details(&self, email: &str) {
        self.browser.fill(&part("field-name"), "Test Guest").await;
        self.browser.fill(&part("field-email"), email).await;
        self.browser
            .fill(&part("field-notes"), "First time here")
            .await;
        if self.browser.has(&part("field-consent")).await {
            self.press(&part("field-consent")).await;
        }
    }

    /// Opens the coupon field, types a code and applies it.
    pub async fn apply_code(&self, code: &str) {
        if self.browser.has(&part("coupon-open")).await {
            self.press(&part("coupon-open")).await;
        }
        self.browser.fill(&part("coupon-input"), code).await;
        self.press(&part("coupon-apply")).await;
    }

    /// The total as the summary shows it.
    pub async fn total(&self) -> String {
        self.browser.text(&part("summary-total")).await
    }

    /// Goes from the first step to the payment step.
    pub async fn reach_payment(&self, email: &str) -> String {
        let start = self.choose_first_slot().await;
        self.go_on().await;
        self.fill_details(email).await;
        self.go_on().await;
        self.browser.find(&part("confirm")).await;
        start
    }

    /// Confirms.
    pub async fn confirm(&self) {
        self.press(&part("confirm")).await;
    }
}
