//! What the guest has chosen and typed. Freely editable; whether a step is done is derived.

use booking_contract::{Slot, ZoneClock};
use chrono::{DateTime, FixedOffset};

use super::cart::{Cart, Wanted};
use super::form::Form;

/// What the guest has chosen and typed.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub cart: Cart,
    /// The IANA name of the guest's time zone.
    pub zone: String,
    pub picked: Option<Picked>,
    pub form: Form,
    /// Whether the guest has done anything yet.
    pub touched: bool,
}

/// A chosen slot, with the clocks to show it on.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    /// What it was offered for.
    pub wanted: Wanted,
    pub slot: Slot,
    pub clock: ZoneClock,
    pub business_clock: ZoneClock,
}

impl Picked {
    /// When it starts, with the offset of the business's clocks.
    pub(super) fn starts_at_business(&self) -> DateTime<FixedOffset> {
        self.business_clock.at(self.slot.starts_at)
    }
}

impl Draft {
    pub(super) fn new(cart: Cart, zone: String) -> Self {
        Self {
            cart,
            zone,
            picked: None,
            form: Form::default(),
            touched: false,
        }
    }

    /// Makes ready for another booking by the same guest.
    pub(super) fn start_over(&mut self) {
        self.picked = None;
        self.form.start_over();
    }
}
