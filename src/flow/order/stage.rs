//! An order and what is to be seen of it: derived from its status and from what the guest wants.

use booking_contract::{OrderStatus, OrderView, ProblemCode};
use chrono::{DateTime, TimeDelta, Utc};

use crate::flow::draft::Picked;
use crate::flow::message::{Failure, OrderChange, OrderKey, Ticket};

/// After so many seconds waiting is called slow.
const SLOW_AFTER_SECONDS: i64 = 15;

/// What is left of a hold when the guest is told, in seconds.
pub(super) const WARN_AT_SECONDS: [i64; 3] = [300, 60, 20];

/// An order and what the guest wants of it.
#[derive(Clone, Debug)]
pub(in crate::flow) struct OrderStage {
    pub key: OrderKey,
    pub view: Option<OrderView>,
    pub intent: Intent,
    pub came: Came,
    /// When the intent began.
    pub since: DateTime<Utc>,
    pub failed: Option<Failure>,
    /// Whether the link to the payment page is shown.
    pub link: bool,
    /// Whether the order is being given back.
    pub releasing: Option<Ticket>,
    pub asking: Option<Ticket>,
    pub next_ask: DateTime<Utc>,
    /// Whether the guest has been sent to the payment page.
    pub sent_off: bool,
    /// How many of the warnings have been told.
    pub warned: usize,
    /// A change that has no answer yet.
    pub sent: Option<(Ticket, OrderChange)>,
    /// What was changed last.
    pub made: Option<Made>,
    /// What the guest is about to do with a booking.
    pub doing: Option<Doing>,
    /// Why the last change was not made.
    pub trouble: Option<DeedTrouble>,
    /// What came of copying the link.
    pub copied: Option<Copied>,
    /// When the guest is taken on to the business's own page.
    pub onward_at: Option<DateTime<Utc>>,
}

/// How the guest came to see an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Came {
    /// They never left the widget, or reloaded the page that it is on.
    Here,
    /// The page's address named the order: by a link, or back from the payment page.
    ByAddress,
    /// From the payment page, this very moment.
    FromPayment,
}

/// A change of an order that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Made {
    Extended,
    Moved,
}

/// What came of copying the link to an order.
#[derive(Clone, Debug)]
pub(in crate::flow) enum Copied {
    Done,
    /// The browser did not take it: the guest may copy the address by hand.
    ByHand(String),
}

/// What the guest is about to do with a booking, in place.
#[derive(Clone, Debug)]
pub(in crate::flow) enum Doing {
    /// To call it off.
    Cancelling,
    /// To move it to the time that was picked.
    Moving(Option<Box<Picked>>),
}

/// Why a change was not made.
#[derive(Clone, Debug)]
pub(in crate::flow) enum DeedTrouble {
    /// There is no answer, or none that can be used.
    Failed(Failure),
    /// Too many tries.
    Throttled {
        /// When to try again.
        until: DateTime<Utc>,
    },
    /// Another amount is given back by now.
    RefundChanged {
        /// What was shown before, in minor units.
        was_minor: i64,
    },
    /// The order cannot do this any more.
    NotPossible,
    /// Somebody else has the time.
    TimeTaken(Box<Picked>),
    /// The booking would cost another amount there.
    OtherPrice {
        /// That amount, in minor units.
        now_minor: i64,
    },
}

/// What the guest wants of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Intent {
    /// To pay: they have just confirmed.
    Pay,
    /// To see it booked: they came back from the payment page.
    Settle,
    /// To decide: they came back without paying.
    Hold,
    /// To find it again: they reloaded the page.
    Resume,
    /// To give it back.
    Release,
}

/// What the guest sees of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::flow) enum Face {
    LookingUp,
    Unknown,
    Leaving,
    Held,
    Waiting,
    Booked,
    Expired,
    InReview,
    Refunding,
    Refunded,
    Cancelled,
}

impl OrderStage {
    pub(in crate::flow) fn new(
        key: OrderKey,
        intent: Intent,
        came: Came,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            key,
            view: None,
            intent,
            came,
            since: now,
            failed: None,
            link: false,
            releasing: None,
            asking: None,
            next_ask: now,
            sent_off: false,
            warned: 0,
            sent: None,
            made: None,
            doing: None,
            trouble: None,
            copied: None,
            onward_at: None,
        }
    }

    pub(in crate::flow) fn face(&self) -> Face {
        let Some(view) = &self.view else {
            return match (&self.failed, self.intent) {
                (Some(failure), _) if is_unknown(failure) => Face::Unknown,
                (_, Intent::Settle) => Face::Waiting,
                _ => Face::LookingUp,
            };
        };
        match (view.status, self.intent) {
            (OrderStatus::Paid, _) => Face::Booked,
            (OrderStatus::Expired, _) => Face::Expired,
            (OrderStatus::InReview, _) => Face::InReview,
            (OrderStatus::Refunding, _) => Face::Refunding,
            (OrderStatus::Refunded, _) => Face::Refunded,
            (OrderStatus::Cancelled, _) => Face::Cancelled,
            (OrderStatus::Closing, _) | (_, Intent::Settle) => Face::Waiting,
            (_, Intent::Pay) => Face::Leaving,
            (_, Intent::Hold | Intent::Resume | Intent::Release) => Face::Held,
        }
    }

    /// Whether the companion's word takes longer than usual.
    pub(in crate::flow) fn is_slow(&self, now: DateTime<Utc>) -> bool {
        (now - self.since).num_seconds() >= SLOW_AFTER_SECONDS
    }

    /// How long to wait before asking again; none where there is nothing more to learn.
    pub(super) fn interval(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let age = (now - self.since).num_seconds();
        let seconds = match self.face() {
            Face::Unknown
            | Face::Booked
            | Face::Expired
            | Face::InReview
            | Face::Refunded
            | Face::Cancelled => return None,
            // Banks take days; a guest who keeps the page open for a moment may still see it.
            Face::Refunding if age >= 300 => return None,
            Face::Refunding => 15,
            _ if self.failed.is_some() => 5,
            Face::Leaving | Face::Held if self.is_opening() => 1,
            Face::Leaving => 10,
            Face::Held => {
                let left = self.hold_left(now).map_or(15, |left| left.num_seconds());
                left.clamp(2, 15)
            }
            Face::Waiting | Face::LookingUp => match age {
                ..SLOW_AFTER_SECONDS => 1,
                SLOW_AFTER_SECONDS..60 => 2,
                60..300 => 5,
                300.. => 15,
            },
        };
        Some(TimeDelta::seconds(seconds))
    }

    /// How long the companion asked to be left alone.
    pub(super) fn asked_to_wait(&self) -> Option<TimeDelta> {
        let Some(Failure::Refused(problem)) = &self.failed else {
            return None;
        };
        let seconds = problem.retry_after_seconds?.min(3_600);
        Some(TimeDelta::seconds(i64::from(seconds)))
    }

    pub(super) fn is_opening(&self) -> bool {
        let status = self.view.as_ref().map(|view| view.status);
        status == Some(OrderStatus::Opening)
    }

    /// How much of the hold is left.
    pub(in crate::flow) fn hold_left(&self, now: DateTime<Utc>) -> Option<TimeDelta> {
        let until = self.view.as_ref()?.hold_until?;
        Some((until - now).max(TimeDelta::zero()))
    }

    /// Takes what the companion says about the order; answers whether it has moved to the time
    /// that the guest picked for it. What the order does not allow any more is not gone on with.
    pub(super) fn take(&mut self, view: OrderView) -> bool {
        let booked = view.status == OrderStatus::Paid;
        let mut moved = false;
        let goes_on = match &self.doing {
            None => true,
            Some(Doing::Cancelling) => view.cancellation.is_some(),
            Some(Doing::Moving(picked)) => {
                let picked = picked.as_ref().map(|picked| picked.slot.starts_at);
                moved = booked && picked == Some(view.starts_at);
                if moved {
                    self.made = Some(Made::Moved);
                }
                view.movable_until.is_some() && !moved
            }
        };
        if !goes_on || !booked {
            self.doing = None;
        }
        // What seemed to fail was done: the hold is longer.
        if self
            .view
            .as_ref()
            .is_some_and(|before| before.hold_until < view.hold_until)
        {
            self.trouble = None;
        }
        self.view = Some(view);
        moved
    }

    /// Whether a change is being made.
    pub(in crate::flow) fn is_busy(&self) -> bool {
        self.sent.is_some() || self.releasing.is_some()
    }

    /// The business's page for guests who have booked, where it is one that may be opened.
    pub(in crate::flow) fn onward_url(&self) -> Option<&str> {
        let url = self.view.as_ref()?.continue_to.as_deref()?;
        is_web_address(url).then_some(url)
    }

    /// The payment page, where it is one that may be opened.
    pub(in crate::flow) fn checkout_url(&self) -> Option<&str> {
        let url = self.view.as_ref()?.checkout_url.as_deref()?;
        is_web_address(url).then_some(url)
    }
}

/// Whether the companion does not know the order, or not for this token.
pub(super) fn is_unknown(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(problem) if problem.code == ProblemCode::NotFound)
}

/// Whether an address may be opened: nothing but the web.
pub(in crate::flow) fn is_web_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}
