//! A list that the companion hands out page by page: which rows have come, and what is asked for.

use crate::client::Failure;

/// The rows of a list as far as they have come.
#[derive(Clone, Debug, PartialEq)]
pub struct Paged<R> {
    /// The rows that are there.
    pub rows: Vec<R>,
    /// How many there are in all; none until the first answer, or where nobody counts them.
    pub total: Option<u64>,
    /// What to ask the next page after; none: there are no more.
    pub next: Option<String>,
    /// How far it came.
    pub stage: Stage,
    ticket: u32,
}

/// How far a list came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// It is asked for anew; rows from before stay in sight meanwhile.
    #[default]
    Loading,
    /// More rows are asked for.
    LoadingMore,
    /// It is there.
    Shown,
    /// It did not come.
    Failed(Failure),
}

/// A page of rows as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<R> {
    /// Its rows.
    pub rows: Vec<R>,
    /// How many there are in all, where that is counted.
    pub total: Option<u64>,
    /// What the next page is asked for after.
    pub next: Option<String>,
}

/// What an answer leaves to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Came {
    /// Nothing: it is in the list, or was not wanted any more.
    Settled,
    /// The rows that are there stay; that no more came is to be said.
    NoMore(Failure),
    /// Nobody is signed in any more.
    SignedOut,
}

impl<R> Default for Paged<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            total: None,
            next: None,
            stage: Stage::Loading,
            ticket: 0,
        }
    }
}

impl<R> Paged<R> {
    /// A new ticket: what was asked for before is not wanted any more.
    pub fn ticket(&mut self) -> u32 {
        self.ticket += 1;
        self.ticket
    }

    /// Whether nothing was asked for after the ticket was given out.
    pub fn is_current(&self, ticket: u32) -> bool {
        self.ticket == ticket
    }

    /// Begins anew: the ticket to ask for the first rows with.
    pub fn ask(&mut self) -> u32 {
        self.stage = Stage::Loading;
        self.ticket()
    }

    /// Goes on: the ticket, and what to ask for more rows after. None where there are no more, or
    /// rows are on their way.
    pub fn more(&mut self) -> Option<(u32, String)> {
        let next = self.next.clone()?;
        if matches!(self.stage, Stage::Loading | Stage::LoadingMore) {
            return None;
        }
        self.stage = Stage::LoadingMore;
        Some((self.ticket(), next))
    }

    /// Takes an answer in. `same` tells whether two rows are of one thing: what moved to a later
    /// page meanwhile is not shown twice.
    pub fn came(
        &mut self,
        ticket: u32,
        result: Result<Page<R>, Failure>,
        same: impl Fn(&R, &R) -> bool,
    ) -> Came {
        if !self.is_current(ticket) {
            return Came::Settled;
        }
        let more = self.stage == Stage::LoadingMore;
        match result {
            Ok(page) => {
                if !more {
                    self.rows.clear();
                }
                let known = self.rows.len();
                for row in page.rows {
                    if !self.rows[..known].iter().any(|one| same(one, &row)) {
                        self.rows.push(row);
                    }
                }
                self.total = page.total;
                self.next = page.next;
                self.stage = Stage::Shown;
                Came::Settled
            }
            Err(Failure::SignedOut) => Came::SignedOut,
            Err(failure) if more => {
                self.stage = Stage::Shown;
                Came::NoMore(failure)
            }
            Err(failure) => {
                self.stage = Stage::Failed(failure);
                Came::Settled
            }
        }
    }
}
