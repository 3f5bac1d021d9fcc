//! A booking for a customer as it goes: what is chosen, which times are free, what it costs on
//! which terms, and what came of booking it.

use booking_contract::owner::{
    AskBookingTerms, BookForCustomer, BookedForCustomer, BookingTerms, CouponRow, PastCustomer,
    PayBy, SimulationMenu,
};
use booking_contract::{ProblemCode, SlotItems, SlotsPage, SlotsQuery};
use booking_engine::{CalendarId, Quote, QuoteChange};
use chrono::{DateTime, Days, NaiveDate, Utc};

use super::customer::{Asked, Customer};
use super::event::{Effect, Event};
use super::pricing::{Basket, Priced};
use super::times::DAYS_LOOKED_AT;
use crate::client::Failure;
use crate::pages::trying::booking::Booking;

/// How many letters of a name are typed before customers are suggested.
const SUGGEST_FROM: usize = 2;

/// The page.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// What can be booked; none until it has come.
    pub menu: Option<Result<SimulationMenu, Failure>>,
    /// What is chosen of it, and the code as it is typed.
    pub chosen: Booking,
    /// From which day on times are shown.
    pub from: NaiveDate,
    /// The free times.
    pub slots: Slots,
    /// The chosen one.
    pub starts_at: Option<DateTime<Utc>>,
    /// For whom.
    pub customer: Customer,
    /// What of it cannot be read, once somebody tried to book.
    pub wrong: Vec<(Asked, &'static str)>,
    /// Who may be meant.
    pub suggested: Vec<PastCustomer>,
    /// Coupons that can be used now, where one may see them.
    pub running: Vec<CouponRow>,
    /// The terms as they came last.
    pub terms: Option<Result<BookingTerms, Failure>>,
    /// Whether other terms are on their way.
    pub asking: bool,
    /// How it is paid.
    pub pay: PayBy,
    /// How far the booking came.
    pub stage: Stage,
    /// Whether there is still no time although somebody tried to book.
    pub no_time: bool,
    zone: String,
    seed: String,
    keys: u32,
    /// A booking that nobody knows of whether it arrived.
    unanswered: Option<(String, Box<BookForCustomer>)>,
    terms_ticket: u32,
    slots_ticket: u32,
    search_ticket: u32,
}

/// The free times.
#[derive(Clone, Debug, PartialEq)]
pub enum Slots {
    /// They are asked for.
    Loading,
    /// They are there.
    Shown(Box<SlotsPage>),
    /// They did not come.
    Failed(Failure),
}

/// How far the booking came.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// It is put together.
    Open,
    /// It is sent.
    Sent(Box<BookForCustomer>),
    /// It was not made.
    Refused(Failure),
    /// It costs something else by now; somebody has to agree.
    Changed(Box<Change>),
    /// It is made.
    Booked(Box<BookedForCustomer>),
}

/// A price that is another one now.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What was to be booked.
    pub booking: BookForCustomer,
    /// The price of now.
    pub now: Quote,
    /// Why.
    pub changes: Vec<QuoteChange>,
}

impl Desk {
    /// A page of a business in a zone, with what makes its keys its own.
    pub fn new(zone: String, today: NaiveDate, seed: String) -> Self {
        Self {
            menu: None,
            chosen: Booking::default(),
            from: today,
            slots: Slots::Loading,
            starts_at: None,
            customer: Customer::default(),
            wrong: Vec::new(),
            suggested: Vec::new(),
            running: Vec::new(),
            terms: None,
            asking: false,
            pay: PayBy::AtBusiness,
            stage: Stage::Open,
            no_time: false,
            zone,
            seed,
            keys: 0,
            unanswered: None,
            terms_ticket: 0,
            slots_ticket: 0,
            search_ticket: 0,
        }
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Open => {
                self.menu = None;
                vec![Effect::LoadMenu, Effect::LoadRunning]
            }
            Event::Menu(Err(Failure::SignedOut))
            | Event::Slots {
                result: Err(Failure::SignedOut),
                ..
            }
            | Event::Terms {
                result: Err(Failure::SignedOut),
                ..
            } => vec![Effect::SignedOut],
            Event::Menu(result) => {
                if let Ok(menu) = &result {
                    self.chosen.complete(menu);
                }
                self.menu = Some(result);
                let mut effects = self.look();
                effects.extend(self.ask());
                effects
            }
            Event::Running(coupons) => {
                self.running = coupons;
                Vec::new()
            }
            Event::Choose(chosen) => self.choose(*chosen),
            Event::From(day) => {
                self.from = day;
                self.look()
            }
            Event::Slots { ticket, result } => {
                self.slots_came(ticket, result);
                Vec::new()
            }
            Event::At(starts_at) => {
                self.starts_at = Some(starts_at);
                self.no_time = false;
                self.open_again();
                Vec::new()
            }
            Event::Type(asked, text) => self.type_in(asked, text),
            Event::Typed { ticket } => self.search(ticket),
            Event::Suggested { ticket, customers } => {
                if ticket == self.search_ticket {
                    self.suggested = customers;
                }
                Vec::new()
            }
            Event::Mean(past) => {
                self.customer = Customer {
                    notes: std::mem::take(&mut self.customer.notes),
                    ..Customer::of(&past)
                };
                self.suggested.clear();
                self.search_ticket += 1;
                self.wrong.clear();
                self.ask()
            }
            Event::Settled { ticket } if ticket == self.terms_ticket => self.ask(),
            Event::Settled { .. } => Vec::new(),
            Event::Terms { ticket, result } => {
                if ticket == self.terms_ticket {
                    self.asking = false;
                    self.terms = Some(result.map(|terms| *terms));
                }
                Vec::new()
            }
            Event::Again => self.ask(),
            Event::Pay(pay) => {
                self.pay = pay;
                Vec::new()
            }
            Event::Book => self.book(),
            Event::Agree => self.agree(),
            Event::Never => {
                self.stage = Stage::Open;
                self.ask()
            }
            Event::Came(result) => self.came(*result),
            Event::Another => {
                let seed = std::mem::take(&mut self.seed);
                let fresh = Self {
                    keys: self.keys,
                    ..Self::new(self.zone.clone(), self.from, seed)
                };
                *self = fresh;
                self.step(Event::Open)
            }
        }
    }

    /// The menu, once it is there.
    pub fn offered(&self) -> Option<&SimulationMenu> {
        self.menu.as_ref()?.as_ref().ok()
    }

    /// How many take part.
    pub fn attendees(&self) -> u32 {
        self.chosen.attendees.trim().parse().unwrap_or(1).max(1)
    }

    /// The price to show, as far as something is chosen.
    pub fn price(&self) -> Option<Priced> {
        let Some(Ok(terms)) = &self.terms else {
            return None;
        };
        self.basket()?.shown(terms)
    }

    /// Why the typed code cannot be used, whatever is booked.
    pub fn refused(&self) -> Option<booking_engine::Rejection> {
        let Some(Ok(terms)) = &self.terms else {
            return None;
        };
        terms.refused
    }

    /// Whether it is on its way.
    pub fn is_sent(&self) -> bool {
        matches!(self.stage, Stage::Sent(_))
    }

    fn basket(&self) -> Option<Basket> {
        let read = self.chosen.read(self.offered()?, None).ok()?;
        Some(Basket {
            items: read.items,
            location_id: read.location_id,
            starts_at: self.starts_at.map(|at| match &self.slots {
                Slots::Shown(page) => page.business_clock.at(at),
                Slots::Loading | Slots::Failed(_) => at.fixed_offset(),
            }),
        })
    }

    fn calendar_id(&self) -> Option<CalendarId> {
        let calendar = self.chosen.calendar(self.offered()?)?;
        Some(calendar.id.clone())
    }

    /// What was refused before is put together anew.
    fn open_again(&mut self) {
        if matches!(self.stage, Stage::Refused(_)) {
            self.stage = Stage::Open;
        }
    }

    fn choose(&mut self, chosen: Booking) -> Vec<Effect> {
        if self.is_sent() {
            return Vec::new();
        }
        let before = std::mem::replace(&mut self.chosen, chosen);
        if let Some(Ok(menu)) = &self.menu {
            self.chosen.complete(menu);
        }
        if before.calendar != self.chosen.calendar {
            // Terms of another calendar say nothing of this one.
            self.terms = None;
        }
        self.open_again();
        let (now, was) = (&self.chosen, &before);
        let same_times = now.calendar == was.calendar
            && now.service == was.service
            && now.variation == was.variation
            && now.staff == was.staff
            && now.location == was.location;
        let mut effects = if same_times { Vec::new() } else { self.look() };
        self.keep_time_with_room();
        effects.push(self.settle());
        effects
    }

    /// A time that has no room for so many is not chosen any more.
    fn keep_time_with_room(&mut self) {
        let attendees = self.attendees();
        if let (Some(at), Slots::Shown(page)) = (self.starts_at, &self.slots) {
            let mut slots = page.slots.iter();
            if !slots.any(|slot| slot.starts_at == at && slot.seats_left >= attendees) {
                self.starts_at = None;
            }
        }
    }

    /// Asks for the free times.
    fn look(&mut self) -> Vec<Effect> {
        self.slots_ticket += 1;
        self.starts_at = None;
        self.slots = Slots::Loading;
        let asked = self.calendar_id().zip(self.basket());
        let Some((calendar_id, basket)) = asked else {
            return Vec::new();
        };
        let last = self.from.checked_add_days(Days::new(DAYS_LOOKED_AT));
        let query = SlotsQuery {
            items: SlotItems::of(&basket.items),
            location: basket.location_id,
            from: self.from,
            to: last.unwrap_or(self.from),
            zone: self.zone.clone(),
        };
        vec![Effect::LoadSlots {
            ticket: self.slots_ticket,
            calendar_id,
            query: Box::new(query),
        }]
    }

    fn slots_came(&mut self, ticket: u32, result: Result<Box<SlotsPage>, Failure>) {
        if ticket == self.slots_ticket {
            self.slots = match result {
                Ok(page) => Slots::Shown(page),
                Err(failure) => Slots::Failed(failure),
            };
        }
    }

    fn type_in(&mut self, asked: Asked, text: String) -> Vec<Effect> {
        if self.is_sent() {
            return Vec::new();
        }
        self.open_again();
        self.wrong.retain(|(wrong, _)| *wrong != asked);
        let customer = &mut self.customer;
        match asked {
            Asked::Name => customer.name = text,
            Asked::Email => customer.email = text,
            Asked::Phone => customer.phone = text,
            Asked::Notes => customer.notes = text,
        }
        self.search_ticket += 1;
        let pause = Effect::Pause {
            ticket: self.search_ticket,
        };
        match asked {
            Asked::Name => vec![pause],
            // Limits and coupons that are held are the address's.
            Asked::Email => vec![pause, self.settle()],
            Asked::Phone | Asked::Notes => {
                self.suggested.clear();
                Vec::new()
            }
        }
    }

    fn search(&mut self, ticket: u32) -> Vec<Effect> {
        if ticket != self.search_ticket {
            return Vec::new();
        }
        let typed = [&self.customer.email, &self.customer.name];
        let search = typed.into_iter().map(|text| text.trim());
        let search = search.max_by_key(|text| text.len()).unwrap_or_default();
        if search.chars().count() < SUGGEST_FROM {
            self.suggested.clear();
            return Vec::new();
        }
        vec![Effect::Suggest {
            ticket,
            search: search.to_owned(),
        }]
    }

    fn settle(&mut self) -> Effect {
        self.terms_ticket += 1;
        self.asking = true;
        Effect::Settle {
            ticket: self.terms_ticket,
        }
    }

    /// Asks for the terms.
    fn ask(&mut self) -> Vec<Effect> {
        self.terms_ticket += 1;
        self.asking = false;
        let asked = self.calendar_id().zip(self.basket());
        let Some((calendar_id, basket)) = asked else {
            return Vec::new();
        };
        self.asking = true;
        let code = Some(self.chosen.code.trim()).filter(|code| !code.is_empty());
        let asked = AskBookingTerms {
            calendar_id,
            request: basket.request(code.map(str::to_owned)),
            email: self.customer.email.trim().parse().ok(),
        };
        vec![Effect::AskTerms {
            ticket: self.terms_ticket,
            asked: Box::new(asked),
        }]
    }

    fn book(&mut self) -> Vec<Effect> {
        if self.asking || self.is_sent() {
            return Vec::new();
        }
        self.no_time = self.starts_at.is_none();
        let guest = match self.customer.read() {
            Ok(guest) => guest,
            Err(wrong) => {
                self.wrong = wrong;
                return Vec::new();
            }
        };
        let (Some(Ok(terms)), Some(starts_at)) = (&self.terms, self.starts_at) else {
            return Vec::new();
        };
        let priced = self.basket().and_then(|basket| basket.booked(terms));
        let (Some(priced), Some(calendar_id)) = (priced, self.calendar_id()) else {
            return Vec::new();
        };
        self.send(BookForCustomer {
            calendar_id,
            request: priced.request,
            starts_at,
            guest,
            pay: if priced.quote.total_minor == 0 {
                PayBy::AtBusiness
            } else {
                self.pay
            },
            quote: priced.quote,
        })
    }

    fn agree(&mut self) -> Vec<Effect> {
        let Stage::Changed(change) = &self.stage else {
            return Vec::new();
        };
        let Change { booking, now, .. } = (**change).clone();
        self.send(BookForCustomer {
            quote: now,
            ..booking
        })
    }

    /// Sends a booking. One that may have arrived keeps its key, so that it is made once.
    fn send(&mut self, booking: BookForCustomer) -> Vec<Effect> {
        let booking = Box::new(booking);
        let known = self
            .unanswered
            .take()
            .filter(|(_, earlier)| *earlier == booking);
        let key = known.map_or_else(
            || {
                self.keys += 1;
                format!("{}-{}", self.seed, self.keys)
            },
            |(key, _)| key,
        );
        self.unanswered = Some((key.clone(), booking.clone()));
        self.stage = Stage::Sent(booking.clone());
        vec![Effect::Book { key, booking }]
    }

    fn came(&mut self, result: Result<BookedForCustomer, Failure>) -> Vec<Effect> {
        let Stage::Sent(booking) = &self.stage else {
            return Vec::new();
        };
        let booking = (**booking).clone();
        let failure = match result {
            Ok(booked) => {
                self.unanswered = None;
                self.stage = Stage::Booked(Box::new(booked));
                return Vec::new();
            }
            Err(failure) => failure,
        };
        let code = failure.code();
        let may_have_arrived = matches!(
            code,
            None | Some(ProblemCode::InProgress | ProblemCode::Unavailable | ProblemCode::Internal)
        );
        if !may_have_arrived {
            self.unanswered = None;
        }
        if failure == Failure::SignedOut {
            self.stage = Stage::Open;
            return vec![Effect::SignedOut];
        }
        if let (Some(ProblemCode::QuoteChanged), Failure::Refused(told)) = (code, &failure)
            && let Some(now) = &told.problem.quote
        {
            self.stage = Stage::Changed(Box::new(Change {
                booking,
                now: (**now).clone(),
                changes: told.problem.changes.clone(),
            }));
            return Vec::new();
        }
        let taken = code == Some(ProblemCode::SlotTaken);
        self.stage = Stage::Refused(failure);
        if taken { self.look() } else { Vec::new() }
    }
}
