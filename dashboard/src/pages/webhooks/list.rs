//! The endpoints of a business as they go: listed, and added.

use booking_contract::ProblemCode;
use booking_contract::owner::{NewWebhook, WebhookList, WebhookMade};

use super::draft::{Change, Draft, Spot};
use crate::client::Failure;

/// The endpoints.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hooks {
    /// Those that are there; none until the first answer.
    pub list: Option<WebhookList>,
    /// Why they did not come.
    pub failure: Option<Failure>,
    /// The one that is being added.
    pub draft: Option<Draft>,
    /// The one that was added last, with its secret.
    pub made: Option<WebhookMade>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Load,
    /// The endpoints have come, or not.
    Loaded(Result<WebhookList, Failure>),
    /// One is to be added.
    Add,
    /// What is typed changes.
    Change(Change),
    /// It is given up.
    Leave,
    /// It is sent.
    Send,
    /// The companion has answered.
    Sent(Result<WebhookMade, Failure>),
    /// The secret was put away.
    Handed,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the endpoints.
    Load,
    /// Add one.
    Add(NewWebhook),
    /// Put the cursor there.
    Focus(Spot),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Hooks {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => {
                self.failure = None;
                vec![Effect::Load]
            }
            Event::Loaded(Err(Failure::SignedOut)) | Event::Sent(Err(Failure::SignedOut)) => {
                vec![Effect::SignedOut]
            }
            Event::Loaded(Ok(list)) => {
                self.list = Some(list);
                Vec::new()
            }
            Event::Loaded(Err(failure)) => {
                self.failure = Some(failure);
                Vec::new()
            }
            Event::Add => {
                self.draft = Some(Draft::default());
                self.made = None;
                vec![Effect::Focus(Spot::Url)]
            }
            Event::Change(change) => {
                if let Some(draft) = &mut self.draft {
                    draft.take(change);
                }
                Vec::new()
            }
            Event::Leave => {
                self.draft = None;
                Vec::new()
            }
            Event::Send => self.send(),
            Event::Sent(Ok(made)) => {
                self.draft = None;
                self.made = Some(made);
                vec![Effect::Load]
            }
            Event::Sent(Err(failure)) => {
                let draft = self.draft.as_mut();
                let spot = draft.and_then(|draft| draft.refused(failure));
                spot.map(Effect::Focus).into_iter().collect()
            }
            Event::Handed => {
                self.made = None;
                Vec::new()
            }
        }
    }

    fn send(&mut self) -> Vec<Effect> {
        let Some(draft) = self.draft.as_mut().filter(|draft| !draft.sending) else {
            return Vec::new();
        };
        match draft.ready_new() {
            Ok(new) => {
                draft.sending = true;
                draft.failure = None;
                vec![Effect::Add(new)]
            }
            Err(spot) => vec![Effect::Focus(spot)],
        }
    }
}

/// Why something is not done with an endpoint.
pub fn sentence(failure: &Failure) -> String {
    match failure.code() {
        Some(ProblemCode::TooManyOfThem) => {
            "There are as many webhooks as a business can have. Remove one that you do not need."
                .to_owned()
        }
        Some(ProblemCode::NotFound) => "It is not there any more.".to_owned(),
        _ => failure.sentence(),
    }
}
