//! The list of orders as it goes: what is asked for and what has come.

use booking_contract::owner::{OrderRow, OrderSort, OrderStanding, OrdersPage, OrdersQuery};
use booking_engine::{CalendarId, CouponId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::client::Failure;
use crate::paged::{Came, Page, Paged};

/// How many rows come at once.
const ROWS: u32 = 50;

/// What the list is asked for, as its address carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Beginnings of words of name and address, or of an id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// Only those that stand like this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<OrderStanding>,
    /// Only those of this calendar.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// Only those of this coupon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon: Option<CouponId>,
    /// Only what takes place on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Only what takes place on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// Which payments; none: those for real, or where there are none, tests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// What comes first.
    #[serde(skip_serializing_if = "is_newest")]
    pub order: Order,
}

/// Which payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Those for real.
    Live,
    /// Tests.
    Test,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// What was booked last.
    #[default]
    Newest,
    /// What takes place first.
    Soonest,
    /// What takes place last.
    Latest,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_newest(order: &Order) -> bool {
    *order == Order::Newest
}

impl Asked {
    /// Whether some orders are left out, besides those of the other mode.
    pub fn is_narrow(&self) -> bool {
        let all = Self {
            mode: self.mode,
            order: self.order,
            ..Self::default()
        };
        *self != all
    }

    /// The query, after a row of an earlier page.
    pub fn query(&self, after: Option<String>) -> OrdersQuery {
        OrdersQuery {
            search: self.search.trim().to_owned(),
            state: self.state,
            calendar: self.calendar.clone(),
            coupon: self.coupon.clone(),
            from: self.from,
            to: self.to,
            test_mode: self.mode == Some(Mode::Test),
            sort: match self.order {
                Order::Newest => OrderSort::Created,
                Order::Soonest | Order::Latest => OrderSort::Starts,
            },
            reverse: self.order == Order::Latest,
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
    pub paged: Paged<OrderRow>,
    /// The calendars to choose from, by their ids and titles; empty until they have come.
    pub calendars: Vec<(CalendarId, String)>,
    /// Whether there are more than are counted.
    pub uncounted: bool,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Open(Asked),
    /// The list is asked for, or asked for again.
    Ask(Asked),
    /// The calendars to choose from; without them orders of all are listed.
    Calendars(Vec<(CalendarId, String)>),
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
        result: Result<OrdersPage, Failure>,
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
        query: OrdersQuery,
    },
    /// Ask which calendars there are.
    LoadCalendars,
    /// Come back when nothing was typed for a while.
    Pause {
        /// To be handed back.
        ticket: u32,
    },
    /// Write into the address what is asked for.
    Address(Asked),
    /// Say something.
    Say(String),
    /// Nobody is signed in any more.
    SignedOut,
}

impl List {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Open(asked) => {
                let mut effects = self.ask(asked);
                effects.push(Effect::LoadCalendars);
                effects
            }
            Event::Ask(asked) => self.ask(asked),
            Event::Calendars(calendars) => {
                self.calendars = calendars;
                Vec::new()
            }
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
            Event::More => {
                let more = self.paged.more().map(|(ticket, after)| Effect::Load {
                    ticket,
                    query: self.asked.query(Some(after)),
                });
                more.into_iter().collect()
            }
            Event::Came { ticket, result } => self.came(ticket, result),
        }
    }

    /// Whether a calendar is one of several to choose from.
    pub fn is_listed(&self, id: &CalendarId) -> bool {
        self.calendars.len() > 1 && self.calendars.iter().any(|(listed, _)| listed == id)
    }

    /// The title of a calendar, once it is known.
    pub fn calendar_name(&self, id: &CalendarId) -> Option<&str> {
        let known = self.calendars.iter().map(|(id, title)| (id, title));
        let rows = self.paged.rows.iter();
        let mut all = known.chain(rows.map(|row| (&row.calendar_id, &row.calendar)));
        let found = all.find(|(known, _)| *known == id);
        found.map(|(_, title)| title.as_str())
    }

    fn ask(&mut self, asked: Asked) -> Vec<Effect> {
        self.asked = asked;
        vec![Effect::Address(self.asked.clone()), self.load()]
    }

    fn load(&mut self) -> Effect {
        Effect::Load {
            ticket: self.paged.ask(),
            query: self.asked.query(None),
        }
    }

    fn came(&mut self, ticket: u32, result: Result<OrdersPage, Failure>) -> Vec<Effect> {
        let nothing = result.as_ref().is_ok_and(|page| page.total == 0);
        if nothing && self.asked.mode.is_none() && self.paged.is_current(ticket) {
            // Nobody has booked for real yet: whoever tries things out sees what they tried.
            self.asked.mode = Some(Mode::Test);
            return vec![self.load()];
        }
        if let Ok(page) = &result
            && self.paged.is_current(ticket)
        {
            self.uncounted = page.more;
        }
        let page = result.map(|page| Page {
            rows: page.orders,
            total: Some(u64::from(page.total)),
            next: page.next,
        });
        match self.paged.came(ticket, page, |a, b| a.id == b.id) {
            Came::Settled => Vec::new(),
            Came::NoMore(failure) => vec![Effect::Say(failure.sentence())],
            Came::SignedOut => vec![Effect::SignedOut],
        }
    }
}
