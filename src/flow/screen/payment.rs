//! The price, the coupon field and the confirmation.

use crate::flow::Step;

/// What it costs, and the confirmation.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentStep {
    /// What, when and who, each with its way back.
    pub rows: Vec<ReviewRow>,
    /// "Pay €43.20", or "Confirm booking" when nothing is due.
    pub confirm: String,
    /// Whether the confirmation is on its way: the button shows it and takes no second press.
    pub busy: bool,
    /// Whether there is no connection, which a notice tells: the button waits for it.
    pub offline: bool,
    /// Why it cannot be confirmed.
    pub blocked: Option<String>,
    /// The payment terms, where something is paid.
    pub terms: Option<TermsView>,
    /// What the guest agrees to by pressing the button.
    pub legal: String,
    /// What calling this booking off would give back; empty where guests cannot.
    pub cancellation: String,
    /// The price changed meanwhile; shown instead of the confirm button.
    pub price_change: Option<PriceChange>,
}

/// The payment terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsView {
    /// That paying accepts them.
    pub accept: String,
    /// The terms in full, lines and all; none where they are a page of their own.
    pub text: Option<String>,
    /// The page that has them, to be opened beside.
    pub url: Option<String>,
}

/// A row of the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// "When".
    pub label: &'static str,
    /// "Tuesday, 1 December 2026, 14:30 to 15:30".
    pub value: String,
    /// A second line; may be empty.
    pub detail: String,
    /// The step that changes it. `Event::StepChosen`.
    pub change: Step,
    /// The accessible name of the change button: "Change time".
    pub change_name: &'static str,
}

/// The price changed between the quote and the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// "The price has changed".
    pub title: &'static str,
    /// Whether it costs less now, which is no warning.
    pub lower: bool,
    /// What the guest saw.
    pub was: String,
    /// What it costs now.
    pub now: String,
    /// Why, one sentence each.
    pub reasons: Vec<String>,
    /// The label of the button that sends `Event::ChangeAccepted`.
    pub accept: String,
}

/// The price, line by line.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The service, or the services.
    pub service: String,
    /// "Tuesday, 1 December 2026, 14:30 to 15:30"; none before a time is chosen.
    pub when: Option<String>,
    /// What is booked, each with its amount.
    pub lines: Vec<PriceLine>,
    /// Only where there is a discount.
    pub subtotal: Option<MoneyRow>,
    /// What the coupon takes off.
    pub discount: Option<Discount>,
    /// What taxes add.
    pub taxes: Vec<MoneyRow>,
    /// What it would cost without the coupon, where it takes something off.
    pub was: Option<String>,
    /// What it costs.
    pub total: MoneyRow,
    /// Taxes that are in the total.
    pub contained: Vec<MoneyRow>,
    /// What is paid now and what later, where that is not the same.
    pub due: Option<Due>,
    /// The coupon field, from the moment the style shows it.
    pub coupon: Option<CouponField>,
}

/// A line of the price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceLine {
    /// "€48.00 × 2", or the name of the service.
    pub label: String,
    /// What else there is to say: "with Anna", "€43.20 per person after discount"; may be empty.
    pub detail: String,
    /// What the amount is made of, where it is more than one price.
    pub parts: Vec<MoneyRow>,
    /// The amount before the coupon, so that what stands below each other adds up.
    pub amount: String,
}

/// A deposit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// "Due now".
    pub now: MoneyRow,
    /// "Later at Studio Lume".
    pub later: MoneyRow,
    /// "A deposit of 30% secures your booking."
    pub why: String,
}

/// A label and an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyRow {
    /// The label.
    pub label: String,
    /// The amount, formatted.
    pub amount: String,
}

/// What the coupon takes off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discount {
    /// "WELCOME10".
    pub label: String,
    /// "10% off".
    pub detail: String,
    /// "−€9.60".
    pub amount: String,
}

/// The coupon field.
#[derive(Clone, Debug, PartialEq)]
pub enum CouponField {
    /// A button that opens it. `Event::CodeOpened`.
    Closed,
    /// An input and Apply. `Event::CodeEdited`, `Event::CodeSubmitted`, `Event::CodeClosed`.
    Open(OpenCode),
    /// A code is applied. `Event::CodeRemoved`; `Event::CodeOpened` to replace it.
    Applied {
        /// The code in capitals.
        code: String,
        /// "10% off".
        detail: String,
        /// Why it takes off nothing now, and what helps: "Add €12.00 more to use it."
        why_not: Option<String>,
        /// The labels of what helps at one tap. `Event::RemedyChosen` with the place.
        offers: Vec<String>,
        /// Leads back to the guest's own benefit: "Use Members instead". `Event::CodeRemoved`.
        back: Option<String>,
        /// The input for another code.
        replacing: Option<OpenCode>,
    },
    /// The guest's own benefit is applied. `Event::CodeOpened` to use a code instead.
    Granted {
        /// Its name.
        name: String,
        /// "20% off".
        detail: String,
        /// The input for a code.
        replacing: Option<OpenCode>,
    },
}

impl CouponField {
    /// Whether a code can be typed.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Closed => false,
            Self::Open(_) => true,
            Self::Applied { replacing, .. } | Self::Granted { replacing, .. } => {
                replacing.is_some()
            }
        }
    }
}

/// The input for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCode {
    /// What the guest typed.
    pub text: String,
    /// Whether the code is being checked.
    pub busy: bool,
    /// Why it was not applied, and what helps.
    pub error: Option<String>,
}
