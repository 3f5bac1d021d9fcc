//! The own account as it goes: another password, and where one is signed in.

use booking_contract::ProblemCode;
use booking_contract::owner::{OwnSession, OwnSessions};

use crate::client::Failure;
use crate::pages::join::PASSWORD_LENGTH_MIN;

/// The page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Own {
    /// The password so far, as typed.
    pub current: String,
    /// The new one, as typed.
    pub new: String,
    /// How far the change came.
    pub stage: Stage,
    /// Where one is signed in; none until the first answer.
    pub sessions: Option<Result<Vec<OwnSession>, Failure>>,
}

/// How far a change of the password came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Nothing was sent since the last change.
    #[default]
    Open,
    /// A field is missing.
    Missing(Field),
    /// It is sent.
    Sending,
    /// The password so far is another one.
    Wrong,
    /// It was not changed.
    Failed(Failure),
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The password so far.
    Current,
    /// The new one.
    New,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Load,
    /// The sessions have come, or not.
    Loaded(Result<OwnSessions, Failure>),
    /// The password so far is another text.
    Current(String),
    /// The new one is another text.
    New(String),
    /// The form is sent.
    Submit,
    /// The companion has answered.
    Changed(Result<(), Failure>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask for the sessions.
    Load,
    /// Change the password.
    Change,
    /// Put the cursor into a field.
    Focus(Field),
    /// Say something.
    Say(&'static str),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Own {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => vec![Effect::Load],
            Event::Loaded(Err(Failure::SignedOut)) | Event::Changed(Err(Failure::SignedOut)) => {
                vec![Effect::SignedOut]
            }
            Event::Loaded(result) => {
                self.sessions = Some(result.map(|listed| listed.sessions));
                Vec::new()
            }
            Event::Current(text) => {
                self.current = text;
                self.typed()
            }
            Event::New(text) => {
                self.new = text;
                self.typed()
            }
            Event::Submit => self.submit(),
            Event::Changed(Ok(())) => {
                self.current.clear();
                self.new.clear();
                self.stage = Stage::Open;
                let said = "Your password is changed, and every other browser is signed out.";
                vec![Effect::Say(said), Effect::Load]
            }
            Event::Changed(Err(failure)) => {
                if failure.code() == Some(ProblemCode::WrongPassword) {
                    self.stage = Stage::Wrong;
                    return vec![Effect::Focus(Field::Current)];
                }
                self.stage = Stage::Failed(failure);
                Vec::new()
            }
        }
    }

    fn typed(&mut self) -> Vec<Effect> {
        if self.stage != Stage::Sending {
            self.stage = Stage::Open;
        }
        Vec::new()
    }

    fn submit(&mut self) -> Vec<Effect> {
        if self.stage == Stage::Sending {
            return Vec::new();
        }
        let missing = if self.current.is_empty() {
            Some(Field::Current)
        } else if self.new.chars().count() < PASSWORD_LENGTH_MIN {
            Some(Field::New)
        } else {
            None
        };
        if let Some(field) = missing {
            self.stage = Stage::Missing(field);
            return vec![Effect::Focus(field)];
        }
        self.stage = Stage::Sending;
        vec![Effect::Change]
    }
}

/// A browser by what it calls itself: "Firefox on Linux".
pub fn browser(agent: &str) -> String {
    // Most name others, too: the one that only it names stands first.
    let browsers = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "a Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    match (find(&browsers), find(&systems)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => "A program that does not say its name".to_owned(),
    }
}
