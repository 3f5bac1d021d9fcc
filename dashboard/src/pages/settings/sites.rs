//! The sites that may embed, as they go: listed, allowed, withdrawn, and that taken back.

use booking_contract::ProblemCode;
use booking_contract::owner::Sites;

use crate::client::Failure;

/// The sites.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Those that are there; none until the first answer.
    pub sites: Option<Vec<String>>,
    /// The address that is typed.
    pub typed: String,
    /// Why it was not added.
    pub mistake: Option<String>,
    /// Why the list did not come.
    pub failure: Option<Failure>,
    /// Whether something is being changed.
    pub doing: bool,
}

/// What is done with a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It may embed from now on.
    Allow(String),
    /// It may not any more.
    Withdraw(String),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Load,
    /// The sites have come, or not.
    Loaded(Result<Sites, Failure>),
    /// The address is another one.
    Type(String),
    /// It is sent.
    Submit,
    /// Something is done with a site.
    Do(Deed),
    /// It is done, or not.
    Done(Deed, Result<Sites, Failure>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the sites.
    Load,
    /// Change them.
    Do(Deed),
    /// Say something, and how it is taken back.
    Say(String, Option<Deed>),
    /// Put the cursor into the field.
    Focus,
    /// Nobody is signed in any more.
    SignedOut,
}

impl Page {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => {
                self.failure = None;
                vec![Effect::Load]
            }
            Event::Loaded(Ok(sites)) => {
                self.sites = Some(sites.sites);
                Vec::new()
            }
            Event::Loaded(Err(Failure::SignedOut)) | Event::Done(_, Err(Failure::SignedOut)) => {
                vec![Effect::SignedOut]
            }
            Event::Loaded(Err(failure)) => {
                self.failure = Some(failure);
                Vec::new()
            }
            Event::Type(typed) => {
                self.typed = typed;
                self.mistake = None;
                Vec::new()
            }
            Event::Submit if self.typed.trim().is_empty() => {
                let example = "Enter the address of your site, such as https://www.example.com.";
                self.mistake = Some(example.to_owned());
                vec![Effect::Focus]
            }
            Event::Submit => self.act(Deed::Allow(self.typed.trim().to_owned())),
            Event::Do(deed) => self.act(deed),
            Event::Done(deed, Ok(sites)) => self.done(&deed, sites.sites),
            Event::Done(deed, Err(failure)) => self.undone(&deed, &failure),
        }
    }

    fn act(&mut self, deed: Deed) -> Vec<Effect> {
        if std::mem::replace(&mut self.doing, true) {
            return Vec::new();
        }
        vec![Effect::Do(deed)]
    }

    fn done(&mut self, deed: &Deed, now: Vec<String>) -> Vec<Effect> {
        self.doing = false;
        let before = self.sites.replace(now.clone()).unwrap_or_default();
        let (text, back) = match deed {
            Deed::Allow(_) => {
                self.typed.clear();
                self.mistake = None;
                let Some(new) = now.into_iter().find(|site| !before.contains(site)) else {
                    return vec![Effect::Say("This site may embed already.".to_owned(), None)];
                };
                (format!("{new} may embed now."), Deed::Withdraw(new))
            }
            Deed::Withdraw(site) => (
                format!("{site} may not embed any more."),
                Deed::Allow(site.clone()),
            ),
        };
        vec![Effect::Say(text, Some(back))]
    }

    fn undone(&mut self, deed: &Deed, failure: &Failure) -> Vec<Effect> {
        self.doing = false;
        let typed = matches!(deed, Deed::Allow(site) if site == self.typed.trim());
        match (failure.code(), typed) {
            (Some(ProblemCode::AddressRefused | ProblemCode::TooManyOfThem), true) => {
                self.mistake = Some(refused(failure));
                vec![Effect::Focus]
            }
            _ => vec![Effect::Say(
                format!("Nothing was changed. {}", failure.sentence()),
                None,
            )],
        }
    }
}

/// Why an address was not taken, as a sentence.
fn refused(failure: &Failure) -> String {
    let why = failure.sentence();
    let mut letters = why.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    let end = if why.ends_with('.') { "" } else { "." };
    format!("{}{}{end}", first.unwrap_or_default(), letters.as_str())
}
