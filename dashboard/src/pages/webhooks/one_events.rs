//! What happens on the page of an endpoint, and what is to be done about it.

use booking_contract::owner::{
    DeliveriesPage, DeliveriesQuery, DeliveryDetails, DeliveryFilter, EditWebhook, ReplayFailed,
    Replayed, RollSecret, WebhookMade, WebhookTried, WebhookView,
};
use chrono::{DateTime, Utc};

use super::draft::{Change, Spot};
use crate::client::Failure;

/// A delivery that is open, and all that is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// Which event it is.
    pub event_id: String,
    /// All that is known; none until it has come.
    pub details: Option<Result<DeliveryDetails, Failure>>,
    /// Whether it is being sent again.
    pub sending: bool,
}

/// A test event.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// On its way.
    Sending,
    /// It is known what came of it, or why it was not sent.
    Done(Result<WebhookTried, Failure>),
}

/// What is asked first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// For how many hours the secret so far shall sign along.
    Roll(u32),
    /// How far back what failed shall be sent again, in hours.
    Replay(u32),
    /// Whether it shall go.
    Remove,
}

/// What failed, on its way once more.
#[derive(Clone, Debug, PartialEq)]
pub struct Replay {
    /// When it happened.
    pub span: ReplayFailed,
    /// How many go again by now.
    pub sent: u64,
    /// How many are left; none until the first answer.
    pub left: Option<u32>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Load,
    /// The endpoint has come, or not.
    Loaded(Result<WebhookView, Failure>),
    /// Other deliveries are wanted.
    Of(Option<DeliveryFilter>),
    /// More rows are wanted.
    More,
    /// An answer.
    Came {
        /// What it answers.
        ticket: u32,
        /// The deliveries.
        result: Result<DeliveriesPage, Failure>,
    },
    /// A delivery is opened, or closed again.
    Toggle(String),
    /// All that is known of one.
    Details {
        /// Which.
        event_id: String,
        /// What is known.
        result: Box<Result<DeliveryDetails, Failure>>,
    },
    /// The open one is to be sent again.
    Again,
    /// The companion has answered.
    AgainSent(Box<Result<DeliveryDetails, Failure>>),
    /// It is to be changed.
    Edit,
    /// What is typed changes.
    Change(Change),
    /// It is given up.
    Leave,
    /// It is sent.
    Save,
    /// The companion has answered.
    Saved(Result<WebhookView, Failure>),
    /// A test event is to be sent.
    Test,
    /// What came of it.
    Tested(Result<WebhookTried, Failure>),
    /// What came of it was read.
    TestRead,
    /// It is to be told nothing.
    Pause,
    /// It is to be told everything again.
    Resume,
    /// The companion has answered.
    Acted(Result<WebhookView, Failure>),
    /// Something is to be done that is asked first.
    Ask(Question),
    /// Yes; the time is what the browser has.
    Sure(DateTime<Utc>),
    /// No.
    Never,
    /// The new secret has come, or not.
    Rolled(Result<WebhookMade, Failure>),
    /// The secret was put away.
    Handed,
    /// It is gone, or not.
    Removed(Result<(), Failure>),
    /// A batch of what failed goes again, or not.
    Replayed(Result<Replayed, Failure>),
    /// What is left shall stay as it is.
    Stop,
    /// A while has passed.
    Tick,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the endpoint.
    Load,
    /// Ask for deliveries.
    Deliveries {
        /// To be handed back with the answer.
        ticket: u32,
        /// Which.
        query: DeliveriesQuery,
    },
    /// Ask for all that is known of one.
    Details(String),
    /// Send one again.
    Again(String),
    /// Write what was typed.
    Save(EditWebhook),
    /// Send a test event.
    Test,
    /// Tell it nothing.
    Pause,
    /// Tell it everything again.
    Resume,
    /// Make another secret.
    Roll(RollSecret),
    /// Send what failed again, a batch of it.
    Replay(ReplayFailed),
    /// Remove it.
    Remove,
    /// Come back after a while.
    Wait,
    /// Put the cursor there.
    Focus(Spot),
    /// Say something.
    Say(String),
    /// Say something that can be taken back by this event.
    SayWithUndo(String, Box<Event>),
    /// Go to the list.
    GoToList,
    /// Nobody is signed in any more.
    SignedOut,
}
