//! Going from step to step. What is done is derived from the draft each time.

use booking_contract::OpenOrder;
use booking_engine::Payment;

use super::booking::{At, Flow, Trouble};
use super::message::Step;
use super::screen::FocusTarget;

impl Flow {
    /// Whether a step can be gone to.
    pub(super) fn is_reachable(&self, step: Step) -> bool {
        let timed = self.slot().is_some();
        match step {
            Step::Time => true,
            Step::Details => timed,
            Step::Payment => timed && self.draft.first_trouble().is_none() && !self.lacks_consent(),
        }
    }

    pub(super) fn lacks_consent(&self) -> bool {
        self.page.calendar.consent.is_some() && !self.draft.consent
    }

    pub(super) fn choose_step(&mut self, step: Step) {
        if let At::Booking(present) = self.at
            && present != step
            && (step < present || self.is_reachable(step))
        {
            self.go_to(step);
        }
    }

    pub(super) fn go_on(&mut self) {
        match self.at {
            At::Booking(Step::Time) if self.slot().is_none() => self.miss_time(),
            At::Booking(Step::Time) => self.go_to(Step::Details),
            At::Booking(Step::Details) => {
                if !self.miss_details() {
                    self.go_to(Step::Payment);
                }
            }
            At::Booking(Step::Payment) | At::Order(_) | At::Nothing => {}
        }
    }

    /// Says that a time is missing, unless something better is being said already.
    fn miss_time(&mut self) {
        match self.notice {
            Some(Trouble::TimeGone { .. } | Trouble::SlotTaken { .. }) => {
                self.focus_on(FocusTarget::Notice);
            }
            None if self.is_slot_too_small() => self.focus_on(FocusTarget::Notice),
            _ => self.give_notice(Trouble::TimeMissing),
        }
    }

    /// Marks what is missing on the form and answers whether anything is.
    fn miss_details(&mut self) -> bool {
        self.draft.submitted = true;
        if let Some(field) = self.draft.first_trouble() {
            self.focus_on(FocusTarget::Field(field));
            true
        } else if self.lacks_consent() {
            self.focus_on(FocusTarget::Consent);
            true
        } else {
            false
        }
    }

    /// The confirmation, once nothing is missing; otherwise the guest is taken to what is.
    pub(super) fn checked_order(&mut self) -> Option<OpenOrder> {
        let Some(starts_at) = self.slot().map(|picked| picked.slot.starts_at) else {
            self.go_to(Step::Time);
            self.miss_time();
            return None;
        };
        let guest = self.draft.guest().filter(|_| !self.lacks_consent());
        let Some(guest) = guest else {
            self.go_to(Step::Details);
            self.miss_details();
            return None;
        };
        if self.has_unapplied_code() {
            return None;
        }
        // Without a price, or with one that cannot be charged, the screen says why.
        let quote = self.quote().ok()?;
        if matches!(quote.payment(), Payment::BelowMinimum { .. }) {
            return None;
        }
        Some(OpenOrder {
            request: self.request(),
            starts_at,
            guest,
            attendees: Vec::new(),
            answers: Vec::new(),
            consent: self.draft.consent,
            quote,
            zone: self.draft.zone.clone(),
            language: None,
            return_to: self.return_to.clone(),
        })
    }
}
