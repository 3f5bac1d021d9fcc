//! The list of coupons as it goes: what is asked for, what has come, what is being done with a row.

use booking_contract::ProblemCode;
use booking_contract::owner::{
    CouponRefusal, CouponRow, CouponSort, CouponStatus, CouponsPage, CouponsQuery,
};
use booking_engine::{CouponId, Scope};
use serde::{Deserialize, Serialize};

use super::sold::Sold;
use crate::client::Failure;
use crate::paged::{Came, Page, Paged};

/// How many rows come at once.
const ROWS: u32 = 50;

/// What the list is asked for, as its address carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A part of code or name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// Only those that stand like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<CouponStatus>,
    /// What comes first.
    #[serde(skip_serializing_if = "is_newest")]
    pub sort: CouponSort,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_newest(sort: &CouponSort) -> bool {
    *sort == CouponSort::Created
}

impl Asked {
    /// Whether some coupons are left out.
    pub fn is_narrow(&self) -> bool {
        !self.search.trim().is_empty() || self.status.is_some()
    }

    /// The query, after a row of an earlier page.
    pub fn query(&self, after: Option<String>) -> CouponsQuery {
        CouponsQuery {
            search: self.search.trim().to_owned(),
            status: self.status,
            sort: self.sort,
            reverse: false,
            after,
            limit: Some(ROWS),
        }
    }
}

/// The list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// What is asked for.
    pub asked: Asked,
    /// The rows.
    pub paged: Paged<CouponRow>,
    /// The row with which something is done.
    pub busy: Option<CouponId>,
    /// What is asked back before a row goes.
    pub question: Option<Question>,
    /// What rows may name.
    pub names: Names,
}

/// The names of what coupons are for, which only some lists need.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Names {
    /// No row has needed them.
    #[default]
    Unneeded,
    /// They are on their way.
    Asked,
    /// They are here.
    Here(Box<Sold>),
    /// They did not come: rows are told without them.
    Missing,
}

/// A question about a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Whether it shall be deleted.
    Delete(CouponRow),
    /// It cannot be deleted, since orders have used it; whether it shall be switched off.
    CannotDelete {
        /// The row.
        row: CouponRow,
        /// How many orders.
        orders: u64,
    },
}

/// What is done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Switched on.
    Activate,
    /// Switched off.
    Deactivate,
    /// Made again.
    Duplicate,
    /// Taken out.
    Delete,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The list is opened, or asked for again.
    Ask(Asked),
    /// Something is typed into the search.
    Type(String),
    /// Nothing was typed for a while.
    Typed {
        /// The ticket of the last letter.
        ticket: u32,
    },
    /// More rows are wanted.
    More,
    /// An answer.
    Came {
        /// What it answers.
        ticket: u32,
        /// The rows.
        result: Result<CouponsPage, Failure>,
    },
    /// The names of what is sold, or why they did not come.
    Named(Box<Result<Sold, Failure>>),
    /// Something is to be done with a row.
    Do(Deed, CouponRow),
    /// The question is answered with yes.
    Sure,
    /// The question is answered with no.
    Never,
    /// It was done, or not.
    Done {
        /// What.
        deed: Deed,
        /// With which row, as it was.
        row: CouponRow,
        /// How it went.
        result: Result<(), Failure>,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for rows.
    Load {
        /// To be handed back with the answer.
        ticket: u32,
        /// Which rows.
        query: CouponsQuery,
    },
    /// Come back when nothing was typed for a while.
    Pause {
        /// To be handed back.
        ticket: u32,
    },
    /// Ask for the names of what is sold.
    Name,
    /// Write into the address what is asked for.
    Address(Asked),
    /// Do something with a row.
    Do(Deed, CouponRow),
    /// Say something, perhaps with the way back.
    Say {
        /// The sentence.
        text: String,
        /// What would undo it.
        undo: Option<(Deed, CouponRow)>,
    },
    /// Nobody is signed in any more.
    SignedOut,
}

impl List {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Ask(asked) => self.ask(asked),
            Event::Type(text) => {
                self.asked.search = text;
                let ticket = self.paged.ticket();
                vec![Effect::Pause { ticket }]
            }
            Event::Typed { ticket } if self.paged.is_current(ticket) => {
                self.ask(self.asked.clone())
            }
            // More was typed meanwhile.
            Event::Typed { .. } => Vec::new(),
            Event::More => self.more(),
            Event::Came { ticket, result } => self.came(ticket, result),
            Event::Named(result) => match *result {
                Ok(sold) => {
                    self.names = Names::Here(Box::new(sold));
                    Vec::new()
                }
                Err(Failure::SignedOut) => vec![Effect::SignedOut],
                Err(_) => {
                    self.names = Names::Missing;
                    Vec::new()
                }
            },
            Event::Do(Deed::Delete, row) => {
                self.question = Some(Question::Delete(row));
                Vec::new()
            }
            Event::Do(deed, row) => self.begin(deed, row),
            Event::Sure => match self.question.clone() {
                Some(Question::Delete(row)) => self.begin(Deed::Delete, row),
                Some(Question::CannotDelete { row, .. }) => {
                    self.question = None;
                    self.begin(Deed::Deactivate, row)
                }
                None => Vec::new(),
            },
            Event::Never => {
                self.question = None;
                Vec::new()
            }
            Event::Done { deed, row, result } => self.done(deed, row, result),
        }
    }

    /// The row of a coupon as it is now.
    pub fn row(&self, id: &CouponId) -> Option<&CouponRow> {
        self.paged.rows.iter().find(|row| row.id == *id)
    }

    fn ask(&mut self, asked: Asked) -> Vec<Effect> {
        self.asked = asked;
        let mut effects = vec![Effect::Address(self.asked.clone())];
        effects.extend(self.reload());
        effects
    }

    fn more(&mut self) -> Vec<Effect> {
        let more = self.paged.more().map(|(ticket, after)| Effect::Load {
            ticket,
            query: self.asked.query(Some(after)),
        });
        more.into_iter().collect()
    }

    fn came(&mut self, ticket: u32, result: Result<CouponsPage, Failure>) -> Vec<Effect> {
        let page = result.map(|page| Page {
            rows: page.coupons,
            total: Some(page.total),
            next: page.next,
        });
        match self.paged.came(ticket, page, |a, b| a.id == b.id) {
            Came::Settled => self.name(),
            Came::NoMore(failure) => vec![said(failure.sentence())],
            Came::SignedOut => vec![Effect::SignedOut],
        }
    }

    /// Asks for the names of what is sold once a row is for some of it.
    fn name(&mut self) -> Vec<Effect> {
        if self.names != Names::Unneeded || !self.paged.rows.iter().any(is_narrow) {
            return Vec::new();
        }
        self.names = Names::Asked;
        vec![Effect::Name]
    }

    /// What a coupon is for, in words; none: everything.
    pub fn line(&self, row: &CouponRow) -> Option<String> {
        if !is_narrow(row) {
            return None;
        }
        match &self.names {
            Names::Here(sold) => sold.line(&row.scope, &row.staff, &row.locations),
            Names::Missing => Some("Not for everything".to_owned()),
            // Something of about that length, until it is known.
            Names::Unneeded | Names::Asked => Some("…".to_owned()),
        }
    }

    fn begin(&mut self, deed: Deed, row: CouponRow) -> Vec<Effect> {
        if self.busy.is_some() {
            return Vec::new();
        }
        self.busy = Some(row.id.clone());
        vec![Effect::Do(deed, row)]
    }

    fn done(&mut self, deed: Deed, row: CouponRow, result: Result<(), Failure>) -> Vec<Effect> {
        self.busy = None;
        if let Err(failure) = result {
            return self.not_done(deed, row, &failure);
        }
        self.question = None;
        let name = title(&row);
        let (text, undo) = match deed {
            Deed::Activate => (
                format!("{name} is switched on."),
                Some((Deed::Deactivate, row)),
            ),
            Deed::Deactivate => (
                format!("{name} is switched off. Running bookings keep it."),
                Some((Deed::Activate, row)),
            ),
            Deed::Duplicate => (
                format!("{name} was copied. The copy is switched off."),
                None,
            ),
            Deed::Delete => (format!("{name} was deleted."), None),
        };
        let mut effects = vec![Effect::Say { text, undo }];
        effects.extend(self.reload());
        effects
    }

    fn not_done(&mut self, deed: Deed, row: CouponRow, failure: &Failure) -> Vec<Effect> {
        if *failure == Failure::SignedOut {
            return vec![Effect::SignedOut];
        }
        if let Failure::Refused(told) = failure
            && let Some(CouponRefusal::EverUsed { orders }) = told.refusal
        {
            self.question = Some(Question::CannotDelete { row, orders });
            return Vec::new();
        }
        self.question = None;
        let gone = failure.code() == Some(ProblemCode::NotFound);
        let changed = matches!(failure, Failure::Refused(told)
            if matches!(told.refusal, Some(CouponRefusal::Changed { .. })));
        let name = title(&row);
        let text = match deed {
            _ if gone => format!("{name} is not there any more."),
            _ if changed => {
                format!("Somebody else has just changed {name}. Look at it, then try again.")
            }
            Deed::Duplicate => format!("{name} was not copied. {}", failure.sentence()),
            _ => format!("{name} was not changed. {}", failure.sentence()),
        };
        let mut effects = vec![said(text)];
        if gone || changed {
            effects.extend(self.reload());
        }
        effects
    }

    /// Asks for the first rows again; those that are there stay in sight meanwhile.
    fn reload(&mut self) -> Vec<Effect> {
        vec![Effect::Load {
            ticket: self.paged.ask(),
            query: self.asked.query(None),
        }]
    }
}

/// Whether a coupon is for some of what is sold.
fn is_narrow(row: &CouponRow) -> bool {
    row.scope != Scope::Everything || !row.staff.is_empty() || !row.locations.is_empty()
}

fn said(text: String) -> Effect {
    Effect::Say { text, undo: None }
}

/// What a coupon is called where it is spoken of.
pub fn title(row: &CouponRow) -> String {
    match (&row.code, row.name.as_str()) {
        (Some(code), _) => code.to_string(),
        (None, "") => "The coupon without a code".to_owned(),
        (None, name) => name.to_owned(),
    }
}
