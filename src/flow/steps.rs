//! Going from step to step. What is done is derived from the draft each time.

use booking_contract::{CalendarPage, OpenOrder, StepOrder, WidgetStyle};
use booking_engine::Payment;

use super::booking::{At, Flow, Trouble};
use super::message::Step;
use super::screen::FocusTarget;

/// The steps of a calendar in their order; the payment is always the last.
pub(super) fn steps(page: &CalendarPage) -> &'static [Step] {
    let calendar = &page.calendar;
    let form_first = calendar.style == WidgetStyle::Neo && calendar.steps == StepOrder::FormFirst;
    let steps: &[Step] = if form_first {
        &[Step::Services, Step::Details, Step::Time, Step::Payment]
    } else {
        &[Step::Services, Step::Time, Step::Details, Step::Payment]
    };
    if page.has_menu() { steps } else { &steps[1..] }
}

impl Flow {
    /// The steps of this calendar, see [`steps`].
    pub(super) fn steps(&self) -> &'static [Step] {
        steps(&self.page)
    }

    /// The step in which services are chosen.
    pub(super) fn step_of_services(&self) -> Step {
        if self.has_menu() {
            Step::Services
        } else {
            Step::Time
        }
    }

    /// Whether a step comes before another one.
    pub(super) fn is_before(&self, step: Step, other: Step) -> bool {
        let place = |step| self.steps().iter().position(|&known| known == step);
        place(step) < place(other)
    }

    /// Whether a step can be gone to: nothing is missing in those before it.
    pub(super) fn is_reachable(&self, step: Step) -> bool {
        let before = self.steps().iter().take_while(|&&known| known != step);
        before.copied().all(|step| self.is_done(step))
    }

    fn is_done(&self, step: Step) -> bool {
        match step {
            Step::Services => self.is_cart_done(),
            Step::Time => self.slot().is_some(),
            // Without the later part nothing has been filled in yet.
            Step::Details => self.later && self.first_trouble().is_none() && !self.lacks_consent(),
            Step::Payment => false,
        }
    }

    pub(super) fn lacks_consent(&self) -> bool {
        self.page.calendar.consent.is_some() && !self.draft.form.consent
    }

    pub(super) fn choose_step(&mut self, step: Step) {
        if let At::Booking(present) = self.at
            && present != step
            && (self.is_before(step, present) || self.is_reachable(step))
        {
            self.go_to(step);
        }
    }

    pub(super) fn go_on(&mut self) {
        let At::Booking(present) = self.at else {
            return;
        };
        if !self.is_done(present) {
            return self.miss(present);
        }
        let mut after = self.steps().iter().skip_while(|&&step| step != present);
        if let Some(&next) = after.nth(1) {
            self.go_to(next);
        }
    }

    /// Says what is missing in a step.
    fn miss(&mut self, step: Step) {
        match step {
            Step::Services => self.miss_service(),
            Step::Time => self.miss_time(),
            Step::Details => self.miss_details(),
            Step::Payment => {}
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

    /// Marks what is missing on the form.
    fn miss_details(&mut self) {
        self.mark_form();
        if let Some(field) = self.first_trouble() {
            self.focus_on(FocusTarget::Field(field));
        } else if self.lacks_consent() {
            self.focus_on(FocusTarget::Consent);
        }
    }

    /// The confirmation, once nothing is missing; otherwise the guest is taken to what is.
    pub(super) fn checked_order(&mut self) -> Option<OpenOrder> {
        let mut steps = self.steps().iter().copied();
        let lacking = steps.find(|&step| step != Step::Payment && !self.is_done(step));
        if let Some(step) = lacking {
            self.go_to(step);
            self.miss(step);
            return None;
        }
        let starts_at = self.slot()?.slot.starts_at;
        let guest = self.guest()?;
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
            attendees: self.attendee_list()?,
            answers: self.answers(),
            consent: self.draft.form.consent,
            quote,
            zone: self.draft.zone.clone(),
            language: None,
            return_to: self.return_to.clone(),
            passed: self.passed(),
            member: self.member(),
        })
    }
}
