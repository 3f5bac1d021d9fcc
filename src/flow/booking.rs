//! The flow: its state, how it starts, and where each event goes.

use std::rc::Rc;

use booking_contract::{CalendarPage, ZonePolicy};
use chrono::{DateTime, TimeDelta, Utc};

use super::calendar::{self, Calendar};
use super::cart::Cart;
use super::confirm::{Change, Confirming};
use super::coupon::Coupons;
use super::draft::{Draft, Picked};
use super::language::Speaking;
use super::menu::Menu;
use super::message::{Asked, Effect, Event, Failure, Input, News, OrderKey, Started, Step, Ticket};
use super::order::{Came, Intent, OrderStage};
use super::price::{Agreed, Telling};
use super::screen::{Focus, FocusTarget, ZoneOption};
use super::told::Known;
use crate::text::Texts;

/// The booking of one guest in one calendar: everything that is to be remembered.
#[derive(Clone, Debug)]
pub struct Flow {
    pub(super) text: &'static Texts,
    pub(super) speaking: Speaking,
    /// The calendar. Its terms hold the applied coupon, so that every price is made from them.
    pub(super) page: CalendarPage,
    /// The companion's clock; the guest's own may be wrong.
    pub(super) now: DateTime<Utc>,
    /// What the last tick said, before `ahead` was added.
    pub(super) ticked: DateTime<Utc>,
    /// How far the companion's clock has run ahead of the ticks: a computer that slept does not
    /// count that time.
    pub(super) ahead: TimeDelta,
    pub(super) online: bool,
    /// Whether the later part of the program is there; see `flow/later.rs`.
    pub(super) later: bool,
    pub(super) zones: Rc<[ZoneOption]>,
    pub(super) return_to: Option<String>,
    /// See [`Asked::parameters`].
    pub(super) parameters: Rc<[(String, String)]>,
    pub(super) draft: Draft,
    pub(super) menu: Menu,
    pub(super) calendar: Calendar,
    /// Whether the first open month may be shown by itself: the guest has not turned pages yet.
    pub(super) follows_openings: bool,
    pub(super) coupons: Coupons,
    pub(super) at: At,
    pub(super) confirming: Confirming,
    pub(super) agreed: Option<Agreed>,
    /// An order that another tab of this browser holds, and that stands in the way.
    pub(super) held_elsewhere: Option<OrderKey>,
    pub(super) telling: Telling,
    /// What the host page knows.
    pub(super) known: Known,
    pub(super) change: Option<Change>,
    pub(super) notice: Option<Trouble>,
    pub(super) focus: Option<Focus>,
    pub(super) announcement: String,
    pub(super) urgent: String,
    pub(super) effects: Vec<Effect>,
    /// What the page's address asked for; see `flow/kept.rs`.
    pub(super) asked_for: String,
    /// What of the draft is kept for a reload.
    pub(super) kept: Option<String>,
    tickets: u32,
}

/// Where the guest is.
#[derive(Clone, Debug)]
pub(super) enum At {
    /// Choosing and typing.
    Booking(Step),
    /// An order exists.
    Order(Box<OrderStage>),
    /// The calendar sells nothing.
    Nothing,
}

/// What the notice above the body tells.
#[derive(Clone, Debug)]
pub(super) enum Trouble {
    /// "Continue" with nothing to book.
    ServiceMissing,
    /// "Continue" without a time.
    TimeMissing,
    /// The chosen time is not free for what is chosen now.
    TimeGone {
        /// The day and time.
        picked: Box<Picked>,
    },
    /// Somebody else has the chosen time.
    SlotTaken {
        /// The day and time.
        picked: Box<Picked>,
        /// Whether other times nearby are offered.
        alternatives: bool,
    },
    /// The companion did not accept a field.
    DetailsRefused,
    /// The confirmation failed; it can be tried again.
    Failed(Failure),
    /// Too many tries.
    Throttled {
        /// When to try again.
        until: DateTime<Utc>,
    },
    /// The companion cannot reach the payment provider.
    PaymentUnavailable,
    /// The companion says that too little is due to be charged.
    BelowMinimum,
    /// The calendar cannot be booked (any more).
    CalendarGone,
    /// The held time could not be given back.
    ReleaseFailed,
    /// The held time was given back.
    Released,
    /// Too many bookings of this guest wait for their payment already.
    HoldsMany,
    /// Another language did not arrive.
    LanguageFailed,
}

impl Flow {
    /// Starts in a page. The effects are to be run, as those of [`Flow::step`].
    pub fn start(started: Started) -> (Self, Vec<Effect>) {
        let Started {
            mut page,
            text,
            languages,
            zone,
            zones,
            asked,
            remembered,
            kept,
            seed,
            return_to,
            online,
            later,
        } = started;
        let terms = &page.terms;
        page.services
            .retain(|info| terms.service(&info.id).is_some());
        let wanted = asked.service.as_deref();
        let service = page
            .services
            .iter()
            .find(|info| wanted == Some(info.id.as_str()))
            .or(page.services.first())
            .map(|info| info.id.clone());
        let locked = page.calendar.zone == ZonePolicy::Business;
        let zone = if locked || zone.is_empty() {
            page.business.time_zone.clone()
        } else {
            zone
        };
        let zones = zone_options(zones, &[&zone, &page.business.time_zone]);
        // A calendar that sells nothing still shows its title.
        let sells = service.is_some();
        let cart = service.map(Cart::of).unwrap_or_default();
        let draft = Draft::new(cart, zone);
        let now = page.now;
        let bounds = (page.calendar.first_date, page.calendar.last_date);
        let coupons = Coupons {
            from_address: asked.coupon.clone().filter(|_| page.calendar.coupons),
            ..Coupons::default()
        };
        let mut flow = Self {
            text,
            speaking: Speaking::new(languages),
            now,
            ticked: now,
            ahead: TimeDelta::zero(),
            online,
            later,
            zones,
            return_to,
            parameters: asked.parameters.as_slice().into(),
            draft,
            menu: Menu::default(),
            calendar: Calendar::new(bounds),
            follows_openings: true,
            coupons,
            at: At::Booking(Step::Time),
            confirming: Confirming::new(seed),
            agreed: None,
            held_elsewhere: None,
            telling: Telling::default(),
            known: Known::default(),
            change: None,
            notice: None,
            focus: None,
            announcement: String::new(),
            urgent: String::new(),
            effects: Vec::new(),
            asked_for: String::new(),
            kept: None,
            tickets: 0,
            page,
        };
        if sells && flow.has_menu() {
            flow.begin_menu(asked.service.as_deref());
        }
        if asked.fills_in() {
            flow.prefill();
        }
        flow.asked_for = flow.asked_for(&asked);
        let done = kept.map_or(0, |kept| flow.take_kept(kept));
        flow.arrive(asked, remembered, done);
        if !sells && matches!(flow.at, At::Booking(_)) {
            flow.at = At::Nothing;
        }
        if flow.later {
            flow.find_home();
        }
        flow.apply_code_from_address();
        flow.know();
        let effects = std::mem::take(&mut flow.effects);
        (flow, effects)
    }

    /// Goes to where the guest left off: at an order, or as many steps into a booking.
    fn arrive(&mut self, asked: Asked, remembered: Option<OrderKey>, done: u32) {
        if let Some(order) = asked.order {
            let intent = if asked.cancelled {
                Intent::Hold
            } else {
                Intent::Settle
            };
            let came = if asked.fresh {
                Came::FromPayment
            } else {
                Came::ByAddress
            };
            self.look_up(order, intent, came);
        } else if let Some(order) = remembered {
            self.look_up(order, Intent::Resume, Came::Here);
        } else {
            self.begin_booking();
            // Without a draft there is nothing to go on with.
            if done > 0 || self.draft.picked.is_some() {
                self.resume(done);
            }
        }
    }

    /// Takes what happened and answers what should happen outside.
    pub fn step(&mut self, input: impl Into<Input>) -> Vec<Effect> {
        let input = input.into();
        let passes = matches!(&input, Input::News(news) if matches!(**news, News::Tick(_)));
        match input {
            Input::Event(event) => {
                self.draft.touched = true;
                self.act(event);
            }
            Input::News(news) => self.hear(*news),
        }
        self.check_choice();
        if self.later {
            self.tell_changes();
            self.find_home();
            if !passes {
                self.keep_draft();
            }
        }
        std::mem::take(&mut self.effects)
    }

    /// Lets go what the present choice does not bear any more, and takes up what it does.
    fn check_choice(&mut self) {
        self.check_grant(false);
        self.apply_code_from_address();
        if let Some(change) = &self.change
            && change.request != self.request()
        {
            // Another choice has another price, which is in plain sight already.
            self.change = None;
        }
    }

    fn act(&mut self, event: Event) {
        // What was announced has been said; the next thing may be the same text again.
        if self.telling.said != Some(self.now) {
            self.announcement.clear();
        }
        self.calendar.seeking = None;
        self.urgent.clear();
        if self.confirming.is_busy() && event.edits_booking() {
            return;
        }
        match event {
            Event::ServiceChosen(id) => self.choose_service(&id),
            Event::Menu(event) => self.hear_menu(*event),
            Event::AttendeesChosen(count) => self.choose_attendees(count),
            Event::MonthTurned(by) => self.turn_month(by),
            Event::DayFocused(date) => self.focus_day(date),
            Event::DayChosen(date) => self.choose_day(date),
            Event::SlotChosen(starts_at) => self.choose_slot(starts_at),
            Event::NoticeClosed => self.notice = None,
            Event::Retry if self.is_choosing() => self.reload_slots(),
            event => self.act_later(event),
        }
    }

    fn hear(&mut self, news: News) {
        match news {
            News::SlotsArrived(ticket, result) => self.slots_arrived(ticket, result),
            News::Tick(now) => self.tick(now),
            News::HostKnown { page } => self.return_to = Some(page),
            News::Online => self.back_online(),
            News::Offline => self.online = false,
            News::ShownAgain => self.shown_again(),
            // The guest is on the way.
            News::CheckoutAcknowledged => {}
            news => self.hear_later(news),
        }
    }

    fn tick(&mut self, now: DateTime<Utc>) {
        self.ticked = now;
        self.now = now + self.ahead;
        self.tell_settled();
        if self.later {
            self.try_confirming_again();
            self.watch_order();
        }
    }

    /// Sets the clock by an answer of the companion.
    pub(super) fn hear_time(&mut self, now: DateTime<Utc>) {
        let tolerance = TimeDelta::seconds(2);
        if (now - self.now).abs() > tolerance {
            self.ahead = now - self.ticked;
            self.now = now;
        }
    }

    fn back_online(&mut self) {
        self.online = true;
        match self.at {
            At::Booking(_) if self.calendar.failed.is_some() => self.reload_slots(),
            At::Order(_) => self.look_again(),
            _ => {}
        }
    }

    fn shown_again(&mut self) {
        match self.at {
            At::Booking(_) => self.reload_slots(),
            At::Order(_) => self.order_shown_again(),
            At::Nothing => {}
        }
    }

    /// Goes to a step, for whatever reason.
    pub(super) fn go_to(&mut self, step: Step) {
        self.at = At::Booking(step);
        self.notice = None;
        if step == Step::Time && self.calendar.current().is_none() {
            self.settle_month();
        }
        self.show_top();
    }

    /// Brings the top into sight and the focus to the heading.
    pub(super) fn show_top(&mut self) {
        self.focus_on(FocusTarget::Heading);
        self.effects.push(Effect::ShowTop);
    }

    pub(super) fn focus_on(&mut self, target: FocusTarget) {
        self.ask_for_focus(target, false);
    }

    /// The same with an answer that was waited for.
    pub(super) fn focus_late_on(&mut self, target: FocusTarget) {
        self.ask_for_focus(target, true);
    }

    fn ask_for_focus(&mut self, target: FocusTarget, late: bool) {
        let serial = self.focus.map_or(0, |focus| focus.serial).wrapping_add(1);
        self.focus = Some(Focus {
            serial,
            target,
            late,
        });
    }

    /// Shows a notice and brings the focus to it.
    pub(super) fn give_notice(&mut self, trouble: Trouble) {
        self.notice = Some(trouble);
        self.focus_on(FocusTarget::Notice);
    }

    pub(super) fn ticket(&mut self) -> Ticket {
        self.tickets = self.tickets.wrapping_add(1);
        Ticket(self.tickets)
    }

    /// Begins (again) with the first step.
    pub(super) fn begin_booking(&mut self) {
        self.at = At::Booking(self.steps()[0]);
        self.calendar.bounds = self.bounds();
        let first = self.calendar.bounds.0;
        let picked = self.draft.picked.as_ref();
        let date = picked.map(|picked| picked.clock.local(picked.slot.starts_at).date());
        let month = calendar::month_of(date.unwrap_or(first));
        self.calendar.show(month);
        self.reload_slots();
    }

    #[inline(never)]
    pub(super) fn look_up(&mut self, key: OrderKey, intent: Intent, came: Came) {
        let stage = OrderStage::new(key, intent, came, self.now);
        self.at = At::Order(Box::new(stage));
        self.ask_again();
    }
}

impl Event {
    /// Whether it would change what is being confirmed, or confirm it twice.
    fn edits_booking(&self) -> bool {
        !matches!(
            self,
            Self::NoticeClosed | Self::FieldLeft(_) | Self::IcsChosen | Self::LanguageChosen(_)
        )
    }
}

/// The time zones to choose from, with those that must be among them.
fn zone_options(zones: Vec<String>, needed: &[&String]) -> Rc<[ZoneOption]> {
    let mut ids = zones;
    for zone in needed {
        if !ids.contains(zone) {
            ids.push((*zone).clone());
        }
    }
    ids.sort_unstable();
    ids.into_iter()
        .map(|id| ZoneOption {
            label: id.replace('_', " "),
            id,
        })
        .collect()
}
