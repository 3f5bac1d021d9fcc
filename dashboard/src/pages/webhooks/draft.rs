//! What is typed of an endpoint: where it is, and what it is told of.

use booking_contract::owner::{EditWebhook, NewWebhook, WebhookView};
use booking_contract::{ProblemCode, WebhookEventType};

use crate::client::Failure;

/// An endpoint as it is typed.
#[derive(Clone, Debug, PartialEq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "two are boxes of the form, two tell of its state"
)]
pub struct Draft {
    /// The address.
    pub url: String,
    /// Whether it is told of everything, also of what there is not yet.
    pub all: bool,
    /// What it is told of where it is not everything.
    pub events: Vec<WebhookEventType>,
    /// Whether it is told of tests instead of what is real.
    pub test_mode: bool,
    /// What is wrong with the address.
    pub wrong_url: Option<String>,
    /// Whether nothing is chosen.
    pub wrong_events: bool,
    /// Why it was not written, where it is about no field.
    pub failure: Option<Failure>,
    /// Whether the companion is asked.
    pub sending: bool,
}

/// A change of what is typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Another address.
    Url(String),
    /// Everything, or some.
    All(bool),
    /// One of some, wanted or not.
    Event(WebhookEventType, bool),
    /// Tests, or what is real.
    TestMode(bool),
}

/// Where the cursor goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The address.
    Url,
    /// The first of the events.
    Events,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            url: String::new(),
            all: true,
            events: Vec::new(),
            test_mode: false,
            wrong_url: None,
            wrong_events: false,
            failure: None,
            sending: false,
        }
    }
}

impl Draft {
    /// What an endpoint is now.
    pub fn of(webhook: &WebhookView) -> Self {
        Self {
            url: webhook.url.clone(),
            all: webhook.events.is_none(),
            events: webhook.events.clone().unwrap_or_default(),
            test_mode: webhook.test_mode,
            ..Self::default()
        }
    }

    /// Takes a change in.
    pub fn take(&mut self, change: Change) {
        match change {
            Change::Url(url) => {
                self.url = url;
                self.wrong_url = None;
            }
            Change::All(all) => self.all = all,
            Change::Event(event, wanted) => {
                self.events.retain(|other| *other != event);
                if wanted {
                    self.events.push(event);
                    self.events.sort_unstable();
                }
            }
            Change::TestMode(test_mode) => self.test_mode = test_mode,
        }
        self.wrong_events = false;
        self.failure = None;
    }

    /// What is asked for; else where the cursor goes, as something is missing.
    pub fn ready(&mut self) -> Result<EditWebhook, Spot> {
        let url = self.url.trim();
        if url.is_empty() {
            let example = "Enter an address, such as https://www.example.com/webhooks.";
            self.wrong_url = Some(example.to_owned());
            return Err(Spot::Url);
        }
        if !self.all && self.events.is_empty() {
            self.wrong_events = true;
            return Err(Spot::Events);
        }
        Ok(EditWebhook {
            url: url.to_owned(),
            events: (!self.all).then(|| self.events.clone()),
        })
    }

    /// The same, for an endpoint that is not there yet.
    pub fn ready_new(&mut self) -> Result<NewWebhook, Spot> {
        let test_mode = self.test_mode;
        let EditWebhook { url, events } = self.ready()?;
        Ok(NewWebhook {
            url,
            events,
            test_mode,
        })
    }

    /// It was not written: tells why, and where the cursor goes.
    pub fn refused(&mut self, failure: Failure) -> Option<Spot> {
        self.sending = false;
        if failure.code() == Some(ProblemCode::AddressRefused) {
            self.wrong_url = Some(as_sentence(&failure.sentence()));
            return Some(Spot::Url);
        }
        self.failure = Some(failure);
        None
    }
}

/// A line of the companion's as a sentence.
fn as_sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    let end = if text.ends_with('.') { "" } else { "." };
    format!("{}{}{end}", first.unwrap_or_default(), letters.as_str())
}
