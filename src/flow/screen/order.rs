//! What becomes of an order.

use super::Tone;
use super::payment::MoneyRow;
use super::time::{Month, Slots, ZoneChoice};

/// On the way to the payment page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// The heading.
    pub title: &'static str,
    /// What is happening.
    pub text: String,
    /// The payment page.
    pub checkout_url: Option<String>,
    /// Whether the link to it is shown (`target="_top"`): only when nothing else takes the guest
    /// there, since two ways at once cancel each other.
    pub link_visible: bool,
}

/// The time is held, the payment is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The heading.
    pub title: &'static str,
    /// "Your time is held until 14:32."
    pub until: String,
    /// "12 min left"; in the last two minutes "40 s left". Not a live region.
    pub countdown: String,
    /// How near its end is.
    pub haste: Haste,
    /// What.
    pub service: String,
    /// When.
    pub when: String,
    /// The amount to pay, formatted.
    pub amount: String,
    /// The payment page. The link is a real one (`target="_top"`); nothing else navigates.
    pub checkout_url: Option<String>,
    /// The way to more time. `Deed::Extend`.
    pub extend: Option<DeedButton>,
    /// That there is no more time to be had, for those who asked; may be empty.
    pub note: &'static str,
    /// Why there is no more time yet.
    pub trouble: Mishap,
    /// Whether the release is on its way.
    pub releasing: bool,
}

/// How near the end of a hold is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Haste {
    /// There is time.
    Calm,
    /// Five minutes at most.
    Soon,
    /// A minute at most.
    Now,
}

/// A button for something that is asked of the companion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedButton {
    /// What it says.
    pub label: String,
    /// Whether it is being done: the button shows it and takes no second press.
    pub busy: bool,
}

/// Why something that was tried was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mishap {
    /// How serious it is.
    pub tone: Tone,
    /// What happened and what helps; empty where nothing went wrong.
    pub text: String,
}

/// Waiting for the companion's word on an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The heading.
    pub title: &'static str,
    /// What is happening.
    pub text: String,
    /// Whether it takes longer than usual.
    pub slow: bool,
    /// The label of the button that sends `Event::Retry`.
    pub retry: Option<&'static str>,
}

/// Booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// The heading.
    pub title: &'static str,
    /// "Paid €43.20" or "Nothing to pay".
    pub paid: String,
    /// What has just happened or is about to: "Your booking is now on …"; may be empty.
    pub news: String,
    /// Whether the guest is about to be taken to the business's page; any deed calls that off, and
    /// `Deed::Keep` does nothing else.
    pub leaving: bool,
    /// What, when, where, for whom, and the reference.
    pub facts: Vec<Fact>,
    /// Lines, subtotal, discount and taxes that are added.
    pub lines: Vec<MoneyRow>,
    /// The total.
    pub total: MoneyRow,
    /// Taxes that it contains, what of it is paid, what is to be paid later, and what was given
    /// back.
    pub rest: Vec<MoneyRow>,
    /// Calendars on the web that take the appointment (`target="_blank"`).
    pub online: Vec<Link>,
    /// What can still be changed.
    pub manage: Manage,
    /// What calling it off would mean, while the guest thinks about it.
    pub cancel: Option<CancelView>,
    /// What came of copying the link; may be empty.
    pub copied: String,
    /// The address, where the browser did not copy it.
    pub address: Option<String>,
    /// The business's page for guests who have booked (`target="_top"`).
    pub onward: Option<Link>,
    /// The page to go back to (`target="_top"`).
    pub back_to: Option<Link>,
}

/// A label and what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The label; several of the same follow each other.
    pub label: &'static str,
    /// What it is.
    pub value: String,
    /// A second line; may be empty.
    pub detail: String,
}

/// A real link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub url: String,
    /// What it says.
    pub label: String,
}

/// What of a booking can still be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manage {
    /// Until when; empty where nothing can be changed.
    pub text: String,
    /// Whether `Deed::Move` leads to other times.
    pub can_move: bool,
    /// Whether `Deed::Cancel` leads to what that would mean.
    pub can_cancel: bool,
    /// What came of the last try.
    pub trouble: Mishap,
}

/// Whether to call a booking off, asked in place. `Deed::CancelNow`, `Deed::Keep`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelView {
    /// "Cancel this booking?"
    pub title: &'static str,
    /// What came of the last try.
    pub trouble: Mishap,
    /// What the guest gets back, until when, and what becomes of the coupon: a sentence each.
    pub lines: Vec<String>,
    /// The label of the button that does it.
    pub confirm: DeedButton,
}

/// Another time for a booking. `Deed::MoveNow`, `Deed::Keep`, and the events of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoveStep {
    /// The heading.
    pub title: &'static str,
    /// That nothing else changes.
    pub text: &'static str,
    /// When it is booked now.
    pub old: String,
    /// The time that was chosen.
    pub new: Option<String>,
    /// The month.
    pub month: Month,
    /// The slots.
    pub slots: Slots,
    /// The guest's time zone.
    pub zones: ZoneChoice,
    /// The label of the button that does it.
    pub confirm: DeedButton,
    /// What came of the last try.
    pub trouble: Mishap,
}

/// The order came to nothing, was called off, or needs the business's help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The heading.
    pub title: &'static str,
    /// What happened, whether anything was charged, and what can be done.
    pub text: String,
    /// What it was about; empty where that does not matter.
    pub facts: Vec<Fact>,
    /// The label of the button that sends `Deed::SameTime`.
    pub same: Option<String>,
    /// The label of the button that sends `Event::BookAgain`.
    pub again: Option<&'static str>,
}
