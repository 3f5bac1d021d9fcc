//! What happens at a booking for a customer, and what is to be done then.

use booking_contract::owner::{
    AskBookingTerms, BookForCustomer, BookedForCustomer, BookingTerms, CouponRow, PastCustomer,
    PayBy, SimulationMenu,
};
use booking_contract::{SlotsPage, SlotsQuery};
use booking_engine::CalendarId;
use chrono::{DateTime, NaiveDate, Utc};

use super::customer::Asked;
use crate::client::Failure;
use crate::pages::trying::booking::Booking;

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened, or its menu asked for again.
    Open,
    /// The menu has come.
    Menu(Result<SimulationMenu, Failure>),
    /// The coupons that can be used have come; without them a code is typed.
    Running(Vec<CouponRow>),
    /// Something is chosen, or a code typed.
    Choose(Box<Booking>),
    /// Times from another day on are wanted.
    From(NaiveDate),
    /// The free times have come.
    Slots {
        /// What they answer.
        ticket: u32,
        /// What came of it.
        result: Result<Box<SlotsPage>, Failure>,
    },
    /// A time is chosen.
    At(DateTime<Utc>),
    /// Something of the customer is typed.
    Type(Asked, String),
    /// Nothing was typed of the customer for a while.
    Typed {
        /// The ticket of the last letter.
        ticket: u32,
    },
    /// Who may be meant.
    Suggested {
        /// What they answer.
        ticket: u32,
        /// The customers.
        customers: Vec<PastCustomer>,
    },
    /// Somebody who booked before is meant.
    Mean(Box<PastCustomer>),
    /// Nothing was changed for a while that the terms depend on.
    Settled {
        /// The ticket of the last change.
        ticket: u32,
    },
    /// The terms have come.
    Terms {
        /// What they answer.
        ticket: u32,
        /// What came of it.
        result: Result<Box<BookingTerms>, Failure>,
    },
    /// The terms are asked for once more.
    Again,
    /// It is paid like this.
    Pay(PayBy),
    /// It is booked.
    Book,
    /// The price of now is agreed to.
    Agree,
    /// It is not.
    Never,
    /// What came of booking it.
    Came(Box<Result<BookedForCustomer, Failure>>),
    /// Another one is booked.
    Another,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask what can be booked.
    LoadMenu,
    /// Ask which coupons can be used.
    LoadRunning,
    /// Ask for free times.
    LoadSlots {
        /// To be handed back with the answer.
        ticket: u32,
        /// Of which calendar.
        calendar_id: CalendarId,
        /// Which.
        query: Box<SlotsQuery>,
    },
    /// Come back when nothing was changed for a while.
    Settle {
        /// To be handed back.
        ticket: u32,
    },
    /// Ask for the terms.
    AskTerms {
        /// To be handed back with the answer.
        ticket: u32,
        /// For whom and what.
        asked: Box<AskBookingTerms>,
    },
    /// Come back when nothing was typed for a while.
    Pause {
        /// To be handed back.
        ticket: u32,
    },
    /// Ask who may be meant.
    Suggest {
        /// To be handed back with the answer.
        ticket: u32,
        /// Words of a name or an address.
        search: String,
    },
    /// Book it.
    Book {
        /// The key of this booking.
        key: String,
        /// The booking.
        booking: Box<BookForCustomer>,
    },
    /// Nobody is signed in any more.
    SignedOut,
}
