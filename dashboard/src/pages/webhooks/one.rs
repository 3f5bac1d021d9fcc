//! One endpoint as it goes: shown with what was posted to it, changed, paused, tried out, and what
//! failed sent again.

use booking_contract::owner::{
    DeliveriesPage, DeliveriesQuery, DeliveryDetails, DeliveryFilter, DeliveryRow, ReplayFailed,
    Replayed, RollSecret, WebhookMade, WebhookView,
};
use chrono::{DateTime, TimeDelta, Utc};

pub use super::one_events::{Effect, Event, Open, Question, Replay, Test};

use super::draft::{Draft, Spot};
use super::list::sentence;
use crate::client::Failure;
use crate::paged::{Came, Page, Paged};

/// How many deliveries come at once.
const ROWS: u32 = 25;
/// How often the page looks again by itself while something is on its way.
const LOOKS_MAX: u32 = 40;

/// The page of an endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hook {
    /// The endpoint; none until the first answer.
    pub webhook: Option<WebhookView>,
    /// Why it did not come.
    pub failure: Option<Failure>,
    /// Its deliveries, as far as they have come.
    pub list: Paged<DeliveryRow>,
    /// Which are shown; none: all.
    pub filter: Option<DeliveryFilter>,
    /// The one that is open.
    pub open: Option<Open>,
    /// What is typed, while it is being changed.
    pub draft: Option<Draft>,
    /// What is asked before it is done.
    pub question: Option<Question>,
    /// Whether something is being done.
    pub doing: bool,
    /// A new secret, to be put away.
    pub secret: Option<WebhookMade>,
    /// The test event: on its way, or what came of it.
    pub test: Option<Test>,
    /// What is being sent again.
    pub replay: Option<Replay>,
    /// How often the page still looks by itself.
    looks_left: u32,
}

impl Hook {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => {
                self.failure = None;
                vec![Effect::Load, self.ask()]
            }
            Event::Loaded(result) => self.loaded(result),
            Event::Of(filter) => {
                self.filter = filter;
                self.open = None;
                vec![self.ask()]
            }
            Event::More => match self.list.more() {
                Some((ticket, after)) => vec![self.deliveries(ticket, Some(after))],
                None => Vec::new(),
            },
            Event::Came { ticket, result } => self.came(ticket, result),
            Event::Toggle(event_id) => self.toggle(event_id),
            Event::Details { event_id, result } => self.details(&event_id, *result),
            Event::Again => self.again(),
            Event::AgainSent(result) => self.again_sent(*result),
            Event::Edit => {
                self.draft = self.webhook.as_ref().map(Draft::of);
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
            Event::Save => self.save(),
            Event::Saved(result) => self.saved(result),
            Event::Test if self.test == Some(Test::Sending) => Vec::new(),
            Event::Test => {
                self.test = Some(Test::Sending);
                vec![Effect::Test]
            }
            Event::Tested(Err(Failure::SignedOut)) => vec![Effect::SignedOut],
            Event::Tested(result) => {
                self.test = Some(Test::Done(result));
                Vec::new()
            }
            Event::TestRead => {
                self.test = None;
                Vec::new()
            }
            Event::Pause => self.act(Effect::Pause),
            Event::Resume => self.act(Effect::Resume),
            Event::Acted(result) => self.acted(result),
            Event::Ask(question) => {
                self.question = Some(question);
                Vec::new()
            }
            Event::Sure(now) => self.sure(now),
            Event::Never => {
                self.question = None;
                Vec::new()
            }
            Event::Rolled(result) => self.rolled(result),
            Event::Handed => {
                self.secret = None;
                Vec::new()
            }
            Event::Removed(result) => self.removed(result),
            Event::Replayed(result) => self.replayed(result),
            Event::Stop => {
                self.replay = None;
                vec![Effect::Load, self.ask()]
            }
            Event::Tick => vec![Effect::Load],
        }
    }

    fn ask(&mut self) -> Effect {
        let ticket = self.list.ask();
        self.deliveries(ticket, None)
    }

    fn deliveries(&self, ticket: u32, after: Option<String>) -> Effect {
        let query = DeliveriesQuery {
            state: self.filter,
            after,
            limit: Some(ROWS),
        };
        Effect::Deliveries { ticket, query }
    }

    fn loaded(&mut self, result: Result<WebhookView, Failure>) -> Vec<Effect> {
        match result {
            Ok(webhook) => {
                let moves = webhook.standing.is_told() && webhook.waiting > 0;
                self.webhook = Some(webhook);
                self.look_on(moves)
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            // What is in sight stays there.
            Err(failure) if self.webhook.is_none() => {
                self.failure = Some(failure);
                Vec::new()
            }
            Err(_) => Vec::new(),
        }
    }

    /// Looks again after a while, as long as something that was sent again is on its way.
    fn look_on(&mut self, moves: bool) -> Vec<Effect> {
        if self.looks_left == 0 {
            return Vec::new();
        }
        self.looks_left = if moves { self.looks_left - 1 } else { 0 };
        let next = if self.looks_left > 0 {
            Effect::Wait
        } else {
            self.ask()
        };
        let open = self.open.as_ref();
        let open = open.map(|open| Effect::Details(open.event_id.clone()));
        open.into_iter().chain([next]).collect()
    }

    fn came(&mut self, ticket: u32, result: Result<DeliveriesPage, Failure>) -> Vec<Effect> {
        let page = result.map(|page| Page {
            rows: page.deliveries,
            total: None,
            next: page.next,
        });
        let same = |one: &DeliveryRow, other: &DeliveryRow| one.event_id == other.event_id;
        match self.list.came(ticket, page, same) {
            Came::Settled => Vec::new(),
            Came::NoMore(failure) => vec![Effect::Say(failure.sentence())],
            Came::SignedOut => vec![Effect::SignedOut],
        }
    }

    fn toggle(&mut self, event_id: String) -> Vec<Effect> {
        if self.open.as_ref().is_some_and(|it| it.event_id == event_id) {
            self.open = None;
            return Vec::new();
        }
        self.open = Some(Open {
            event_id: event_id.clone(),
            details: None,
            sending: false,
        });
        vec![Effect::Details(event_id)]
    }

    fn details(&mut self, event_id: &str, result: Result<DeliveryDetails, Failure>) -> Vec<Effect> {
        if matches!(result, Err(Failure::SignedOut)) {
            return vec![Effect::SignedOut];
        }
        if let Ok(details) = &result {
            self.put(&details.delivery);
        }
        if let Some(open) = self.open.as_mut().filter(|it| it.event_id == event_id) {
            open.details = Some(result);
        }
        Vec::new()
    }

    /// What is known of a delivery by now stands in its row.
    fn put(&mut self, row: &DeliveryRow) {
        let shown = self.list.rows.iter_mut();
        for one in shown.filter(|one| one.event_id == row.event_id) {
            *one = row.clone();
        }
    }

    fn again(&mut self) -> Vec<Effect> {
        match self.open.as_mut().filter(|open| !open.sending) {
            Some(open) => {
                open.sending = true;
                vec![Effect::Again(open.event_id.clone())]
            }
            None => Vec::new(),
        }
    }

    fn again_sent(&mut self, result: Result<DeliveryDetails, Failure>) -> Vec<Effect> {
        if let Some(open) = &mut self.open {
            open.sending = false;
        }
        match result {
            Ok(details) => {
                self.put(&details.delivery);
                if let Some(open) = &mut self.open
                    && open.event_id == details.delivery.event_id
                {
                    open.details = Some(Ok(details));
                }
                self.looks_left = LOOKS_MAX;
                let text = if self.is_told() {
                    "It is sent again, under the same id."
                } else {
                    "It is sent again as soon as this webhook is resumed."
                };
                vec![Effect::Say(text.to_owned()), Effect::Wait]
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => vec![Effect::Say(format!(
                "It was not sent again. {}",
                sentence(&failure)
            ))],
        }
    }

    fn is_told(&self) -> bool {
        let webhook = self.webhook.as_ref();
        webhook.is_some_and(|webhook| webhook.standing.is_told())
    }

    fn save(&mut self) -> Vec<Effect> {
        let Some(draft) = self.draft.as_mut().filter(|draft| !draft.sending) else {
            return Vec::new();
        };
        match draft.ready() {
            Ok(edit) => {
                draft.sending = true;
                draft.failure = None;
                vec![Effect::Save(edit)]
            }
            Err(spot) => vec![Effect::Focus(spot)],
        }
    }

    fn saved(&mut self, result: Result<WebhookView, Failure>) -> Vec<Effect> {
        match result {
            Ok(webhook) => {
                self.webhook = Some(webhook);
                self.draft = None;
                vec![Effect::Say("The webhook is saved.".to_owned())]
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                let draft = self.draft.as_mut();
                let spot = draft.and_then(|draft| draft.refused(failure));
                spot.map(Effect::Focus).into_iter().collect()
            }
        }
    }

    fn act(&mut self, effect: Effect) -> Vec<Effect> {
        if std::mem::replace(&mut self.doing, true) {
            return Vec::new();
        }
        vec![effect]
    }

    fn acted(&mut self, result: Result<WebhookView, Failure>) -> Vec<Effect> {
        self.doing = false;
        match result {
            Ok(webhook) => {
                let told = webhook.standing.is_told();
                let waits = webhook.waiting > 0;
                self.webhook = Some(webhook);
                let (text, back) = if told {
                    ("The webhook is told everything again.", Event::Pause)
                } else {
                    (
                        "The webhook is paused. What happens meanwhile waits for it.",
                        Event::Resume,
                    )
                };
                let mut effects = vec![Effect::SayWithUndo(text.to_owned(), Box::new(back))];
                if told && waits {
                    self.looks_left = LOOKS_MAX;
                    effects.push(Effect::Wait);
                }
                effects
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => vec![Effect::Say(format!(
                "Nothing was changed. {}",
                sentence(&failure)
            ))],
        }
    }

    fn sure(&mut self, now: DateTime<Utc>) -> Vec<Effect> {
        if self.doing {
            return Vec::new();
        }
        match self.question {
            Some(Question::Roll(overlap_hours)) => {
                self.act(Effect::Roll(RollSecret { overlap_hours }))
            }
            Some(Question::Remove) => self.act(Effect::Remove),
            Some(Question::Replay(hours)) => {
                let span = ReplayFailed {
                    from: now - TimeDelta::hours(i64::from(hours)),
                    // A browser's clock may be a little slow.
                    until: now + TimeDelta::hours(1),
                };
                self.question = None;
                self.replay = Some(Replay {
                    span,
                    sent: 0,
                    left: None,
                });
                vec![Effect::Replay(span)]
            }
            None => Vec::new(),
        }
    }

    fn rolled(&mut self, result: Result<WebhookMade, Failure>) -> Vec<Effect> {
        self.doing = false;
        self.question = None;
        match result {
            Ok(made) => {
                self.webhook = Some(made.webhook.clone());
                self.secret = Some(made);
                Vec::new()
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => vec![Effect::Say(format!(
                "The secret stays. {}",
                sentence(&failure)
            ))],
        }
    }

    fn removed(&mut self, result: Result<(), Failure>) -> Vec<Effect> {
        self.doing = false;
        self.question = None;
        match result {
            Ok(()) => vec![
                Effect::Say("The webhook is removed.".to_owned()),
                Effect::GoToList,
            ],
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => vec![Effect::Say(format!(
                "It was not removed. {}",
                sentence(&failure)
            ))],
        }
    }

    fn replayed(&mut self, result: Result<Replayed, Failure>) -> Vec<Effect> {
        // Whoever has stopped it wants no more of it.
        let Some(replay) = &mut self.replay else {
            return Vec::new();
        };
        match result {
            Ok(batch) => {
                replay.sent += u64::from(batch.events);
                replay.left = Some(batch.left);
                if batch.events > 0 && batch.left > 0 {
                    return vec![Effect::Replay(replay.span)];
                }
                let sent = replay.sent;
                self.replay = None;
                self.looks_left = LOOKS_MAX;
                let text = match sent {
                    0 => "Nothing failed in that time.".to_owned(),
                    1 => "1 event is sent again.".to_owned(),
                    sent => format!("{sent} events are sent again."),
                };
                vec![Effect::Say(text), Effect::Load, self.ask()]
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                let sent = replay.sent;
                self.replay = None;
                let text = format!("Stopped after {sent}. {}", sentence(&failure));
                vec![Effect::Say(text), Effect::Load, self.ask()]
            }
        }
    }
}
