//! What becomes of an order.

use super::payment::MoneyRow;

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
    /// "12 min left"; in the last minute "40 s left". Not a live region.
    pub countdown: String,
    /// The service.
    pub service: String,
    /// When.
    pub when: String,
    /// The amount to pay, formatted.
    pub amount: String,
    /// The payment page. The link is a real one (`target="_top"`); nothing else navigates.
    pub checkout_url: Option<String>,
    /// Whether the release is on its way.
    pub releasing: bool,
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
    /// The service.
    pub service: String,
    /// When, on the guest's clock.
    pub when: String,
    /// When, on the business's clock, where it differs.
    pub business_time: Option<String>,
    /// Where; may be empty.
    pub location: String,
    /// Lines, subtotal, discount and total.
    pub lines: Vec<MoneyRow>,
    /// The total.
    pub total: MoneyRow,
    /// "Paid €43.20" or "Nothing to pay".
    pub paid: String,
    /// What to name when writing to the business.
    pub reference: String,
    /// Who booked: "Test Guest, guest@example.com"; its label is `text.booked_for()`.
    pub booked_for: String,
    /// The page to go back to (`target="_top"`).
    pub back_to: Option<BackTo>,
}

/// A page to go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackTo {
    /// Its address.
    pub url: String,
    /// "Back to Studio Lume".
    pub label: String,
}

/// The order came to nothing, or needs the business's help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The heading.
    pub title: &'static str,
    /// What happened, whether anything was charged, and what can be done.
    pub text: String,
    /// What to name when writing to the business; empty where it does not matter.
    pub reference: String,
    /// The label of the button that sends `Event::BookAgain`.
    pub again: Option<&'static str>,
}
