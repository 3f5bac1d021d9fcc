//! The log of a business as it is read: page by page, of everybody or of one person, of everything
//! or of one kind; and whether it holds together.

use booking_contract::owner::{LogCheck, LogEntry, LogKind, LogPage, LogQuery, MemberView};

use crate::client::Failure;
use crate::paged::{Came, Page, Paged};

/// How many rows come at once.
const ROWS: u32 = 50;

/// The log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// The entries that are there.
    pub list: Paged<LogEntry>,
    /// Whose are shown; none: everybody's.
    pub actor: Option<String>,
    /// Which are shown; none: all.
    pub kind: Option<LogKind>,
    /// Who can be chosen.
    pub people: Vec<MemberView>,
    /// Whether it holds together; none while that is looked at.
    pub check: Option<Result<LogCheck, Failure>>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Load,
    /// Others are wanted.
    Of {
        /// Whose.
        actor: Option<String>,
        /// Which.
        kind: Option<LogKind>,
    },
    /// More rows are wanted.
    More,
    /// An answer.
    Came {
        /// What it answers.
        ticket: u32,
        /// The entries.
        result: Result<LogPage, Failure>,
    },
    /// The members have come, for the filter.
    People(Vec<MemberView>),
    /// The chain was looked at.
    Checked(Result<LogCheck, Failure>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for entries.
    Load {
        /// To be handed back with the answer.
        ticket: u32,
        /// Which.
        query: LogQuery,
    },
    /// Ask for the members.
    People,
    /// Ask whether the log holds together.
    Check,
    /// Say something.
    Say(String),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Log {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => {
                self.check = None;
                vec![self.ask(), Effect::People, Effect::Check]
            }
            Event::Of { actor, kind } => {
                self.actor = actor;
                self.kind = kind;
                vec![self.ask()]
            }
            Event::More => match self.list.more() {
                Some((ticket, before)) => vec![self.load(ticket, before.parse().ok())],
                None => Vec::new(),
            },
            Event::Came { ticket, result } => {
                let page = result.map(|page| Page {
                    rows: page.entries,
                    total: None,
                    next: page.before.map(|before| before.to_string()),
                });
                let same = |one: &LogEntry, other: &LogEntry| one.number == other.number;
                match self.list.came(ticket, page, same) {
                    Came::Settled => Vec::new(),
                    Came::NoMore(failure) => vec![Effect::Say(failure.sentence())],
                    Came::SignedOut => vec![Effect::SignedOut],
                }
            }
            Event::People(people) => {
                self.people = people;
                Vec::new()
            }
            Event::Checked(Err(Failure::SignedOut)) => vec![Effect::SignedOut],
            Event::Checked(result) => {
                self.check = Some(result);
                Vec::new()
            }
        }
    }

    fn ask(&mut self) -> Effect {
        let ticket = self.list.ask();
        self.load(ticket, None)
    }

    fn load(&self, ticket: u32, before: Option<i64>) -> Effect {
        let query = LogQuery {
            before,
            actor: self.actor.clone(),
            kind: self.kind,
            limit: Some(ROWS),
        };
        Effect::Load { ticket, query }
    }
}
