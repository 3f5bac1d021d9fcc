//! What is not needed for a first look: guests load it while they choose a time.
//!
//! `cargo xtask bundle` takes the finished program apart (`xtask/src/parts.rs`). What the page starts
//! with shows the services, the calendar, its free times and their price; the form, the codes, the confirmation
//! and all of an order are the later part. Whatever leads into it is a door: a function that is
//! named in `xtask/src/parts/later.txt` and that the compiler does not draw into its callers. Nothing here
//! knows how the later part is fetched; [`Flow::takes`] and [`Flow::draws_later`] say when it is
//! needed, and `later.rs` beside `app.rs` fetches it.

use booking_contract::ServiceInfo;

use super::booking::{At, Flow};
use super::message::{Event, Input, News, Started, Step};
use super::steps::steps;

impl Started {
    /// Whether the later part is needed for what is shown first.
    pub fn begins_later(&self) -> bool {
        let page = &self.page;
        let sold = |info: &ServiceInfo| page.terms.service(&info.id).is_some();
        steps(page).first() == Some(&Step::Details)
            || !page.services.iter().any(sold)
            || self.remembered.is_some()
            || self.kept.is_some()
            || self.asked.order.is_some()
            || self.asked.coupon.is_some()
            || self.asked.fills_in()
    }
}

impl Flow {
    /// The later part is there from now on: the next step has kept what was chosen before.
    pub fn later_arrived(&mut self) {
        if !self.later {
            self.later = true;
            self.keep_draft();
        }
    }

    /// Whether an input can be taken with what is there.
    pub fn takes(&self, input: &Input) -> bool {
        self.later
            || match input {
                Input::Event(event) => matches!(
                    event,
                    Event::ServiceChosen(_)
                        | Event::Menu(_)
                        | Event::AttendeesChosen(_)
                        | Event::MonthTurned(_)
                        | Event::DayFocused(_)
                        | Event::DayChosen(_)
                        | Event::SlotChosen(_)
                        | Event::NoticeClosed
                        | Event::Retry
                ),
                Input::News(news) => matches!(
                    **news,
                    News::SlotsArrived(..)
                        | News::Tick(_)
                        | News::HostKnown { .. }
                        | News::Online
                        | News::Offline
                        | News::ShownAgain
                        | News::CheckoutAcknowledged
                ),
            }
    }

    /// Whether it takes the later part to draw what is to be seen.
    pub fn draws_later(&self) -> bool {
        self.notice.is_some() || !self.is_choosing()
    }

    /// Whether services or a time are being chosen.
    pub(super) fn is_choosing(&self) -> bool {
        matches!(self.at, At::Booking(Step::Services | Step::Time))
    }

    #[inline(never)]
    pub(super) fn act_later(&mut self, event: Event) {
        match event {
            Event::ZoneChosen(zone) => self.choose_zone(zone),
            Event::LanguageChosen(tag) => self.choose_language(&tag),

            Event::Continue => self.go_on(),
            Event::StepChosen(step) => self.choose_step(step),
            Event::FieldEdited(field, text) => self.edit_field(field, text),
            Event::FieldLeft(field) => self.leave_field(field),
            Event::OptionToggled(field, option) => self.toggle_option(field, &option),
            Event::BookerToggled => self.draft.form.booker_takes_part ^= true,
            Event::ConsentToggled => self.draft.form.consent ^= true,

            Event::CodeOpened => self.open_code(),
            Event::CodeEdited(text) => self.edit_code(text),
            Event::CodeSubmitted => self.submit_code(),
            Event::CodeClosed => self.close_code(),
            Event::CodeRemoved => self.remove_code(),
            Event::RemedyChosen(place) => self.choose_remedy(place),

            Event::Confirmed => self.confirm(),
            Event::ChangeAccepted => self.accept_change(),
            Event::PaymentContinued => self.payment_continued(),
            Event::ReleaseChosen => self.release(),
            Event::BookAgain => self.book_again(),
            Event::IcsChosen => self.offer_ics(),
            Event::Deed(deed) => self.do_deed(deed),
            Event::Retry => self.retry(),

            // What a first look takes is not brought here.
            Event::ServiceChosen(_)
            | Event::Menu(_)
            | Event::AttendeesChosen(_)
            | Event::MonthTurned(_)
            | Event::DayFocused(_)
            | Event::DayChosen(_)
            | Event::SlotChosen(_)
            | Event::NoticeClosed => {}
        }
    }

    #[inline(never)]
    pub(super) fn hear_later(&mut self, news: News) {
        match news {
            News::CouponAnswered(ticket, result) => self.coupon_answered(ticket, result),
            News::OrderAnswered(ticket, result) => self.order_answered(ticket, result),
            News::OrderArrived(ticket, result) => self.order_arrived(ticket, result),
            News::TextsArrived(ticket, texts) => self.texts_arrived(ticket, texts),
            News::CheckoutRefused => self.checkout_refused(),
            News::Copied { address, done } => self.copied(address, done),
            News::HeldFound(key) => self.held_found(key),
            // What a first look takes is not brought here.
            News::SlotsArrived(..)
            | News::Tick(_)
            | News::HostKnown { .. }
            | News::Online
            | News::Offline
            | News::ShownAgain
            | News::CheckoutAcknowledged => {}
        }
    }

    fn retry(&mut self) {
        match self.at {
            At::Booking(Step::Payment) => self.confirm(),
            At::Booking(_) => self.reload_slots(),
            At::Order(_) => self.look_again(),
            At::Nothing => {}
        }
    }

    /// Asks anew for what is shown of an order.
    #[inline(never)]
    pub(super) fn look_again(&mut self) {
        if self.moving().is_some() && self.calendar.failed.is_some() {
            self.reload_slots();
        } else {
            self.ask_again();
        }
    }
}
