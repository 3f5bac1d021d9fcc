//! Who used a coupon: its uses page by page, and what they add up to.

use booking_contract::owner::{CouponUse, UseState, UseTotal, UseTotals, UsesPage, UsesQuery};
use booking_engine::PromotionCodeId;

use crate::client::Failure;
use crate::paged::{Came, Page, Paged};

/// How many rows come at once.
const ROWS: u32 = 25;

/// The uses of a coupon, or of one code of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Uses {
    /// Those in test mode.
    pub test_mode: bool,
    /// Of which code; none: of all.
    pub code: Option<PromotionCodeId>,
    /// The uses that have come.
    pub list: Paged<CouponUse>,
    /// What all of them add up to; none until it has come.
    pub totals: Option<UseTotals>,
    /// The coupon, and the code if they are of one; none until the first totals have come.
    pub subject: Option<String>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// They are shown, in test mode or for real.
    Show {
        /// Which.
        test_mode: bool,
    },
    /// More rows are wanted.
    More,
    /// Rows have come, or not.
    Came {
        /// What is answered.
        ticket: u32,
        /// The rows.
        result: Result<UsesPage, Failure>,
    },
    /// The totals have come, or not.
    Totals {
        /// What is answered: the mode.
        test_mode: bool,
        /// The totals.
        result: Result<UseTotals, Failure>,
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
        query: UsesQuery,
    },
    /// Ask for the totals.
    Total(UsesQuery),
    /// Say something.
    Say(String),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Uses {
    /// Those of a code, or all of them.
    pub fn of(code: Option<PromotionCodeId>) -> Self {
        Self {
            test_mode: false,
            code,
            list: Paged::default(),
            totals: None,
            subject: None,
        }
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Show { test_mode } => {
                self.test_mode = test_mode;
                self.totals = None;
                self.list.rows.clear();
                let ticket = self.list.ask();
                vec![
                    Effect::Load {
                        ticket,
                        query: self.query(None, Some(ROWS)),
                    },
                    Effect::Total(self.query(None, None)),
                ]
            }
            Event::More => match self.list.more() {
                Some((ticket, after)) => vec![Effect::Load {
                    ticket,
                    query: self.query(Some(after), Some(ROWS)),
                }],
                None => Vec::new(),
            },
            Event::Came { ticket, result } => {
                let result = result.map(|page| Page {
                    rows: page.uses,
                    total: None,
                    next: page.next,
                });
                let same = |a: &CouponUse, b: &CouponUse| a.order_id == b.order_id;
                match self.list.came(ticket, result, same) {
                    Came::Settled => Vec::new(),
                    Came::NoMore(failure) => vec![Effect::Say(failure.sentence())],
                    Came::SignedOut => vec![Effect::SignedOut],
                }
            }
            Event::Totals { test_mode, result } if test_mode == self.test_mode => match result {
                Ok(totals) => {
                    self.subject = Some(subject(&totals));
                    self.totals = Some(totals);
                    Vec::new()
                }
                Err(Failure::SignedOut) => vec![Effect::SignedOut],
                // The list is there all the same.
                Err(failure) => vec![Effect::Say(failure.sentence())],
            },
            Event::Totals { .. } => Vec::new(),
        }
    }

    /// What is added up: uses of one state, paid in one currency, and what they come to. Before the
    /// totals have come, those of the uses in sight, so that the list keeps its place.
    pub fn sums(&self) -> Vec<(UseState, Option<&UseTotal>)> {
        if let Some(totals) = &self.totals {
            let sums = totals.totals.iter();
            return sums.map(|it| (it.state, Some(it))).collect();
        }
        let mut kinds = Vec::new();
        for it in &self.list.rows {
            if !kinds.contains(&(it.state, it.currency)) {
                kinds.push((it.state, it.currency));
            }
        }
        kinds.into_iter().map(|(state, _)| (state, None)).collect()
    }

    fn query(&self, after: Option<String>, limit: Option<u32>) -> UsesQuery {
        UsesQuery {
            test_mode: self.test_mode,
            code: self.code.clone(),
            after,
            limit,
        }
    }
}

/// What the uses are of, in words.
fn subject(totals: &UseTotals) -> String {
    let name = totals.name.as_str();
    match &totals.code {
        Some(code) if name.is_empty() => format!("With the code {code}"),
        Some(code) => format!("{name}, with the code {code}"),
        None if name.is_empty() => "Of a coupon without a name".to_owned(),
        None => name.to_owned(),
    }
}
