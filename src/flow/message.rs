//! What goes into the flow and what comes out: events of the guest, news of the world, and
//! effects.

use std::rc::Rc;

use booking_contract::{
    CalendarPage, CouponCheck, CouponCheckReply, OpenOrder, OrderOpened, OrderView, Problem,
    SlotsPage, SlotsQuery,
};
use booking_engine::{CalendarId, ServiceId};
use chrono::{DateTime, NaiveDate, Utc};

pub use super::menu::{MenuEvent, Sort};
pub use super::order::{Deed, OrderChange};
use super::screen::LanguageOption;
use super::told::Told;
use crate::text::Texts;

/// A step of the booking. Their order is the calendar's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What is booked; only where there is much to choose.
    Services,
    /// Service, attendees, date and time.
    Time,
    /// Who books.
    Details,
    /// What it costs, and the confirmation.
    Payment,
}

/// A field of the form that the guest types into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuestField {
    /// The name.
    Name,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
    /// The country of the phone number, by its code of two letters.
    Country,
    /// The name of somebody who takes part, counted from 0.
    AttendeeName(u32),
    /// Their e-mail address.
    AttendeeEmail(u32),
    /// The answer to one of the calendar's own questions, counted from 0.
    Answer(u32),
    /// What the business should know; may stay empty.
    Notes,
}

/// The number of a request. An answer whose ticket is not the latest is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u32);

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The guest did something.
    Event(Event),
    /// The world did.
    News(Box<News>),
}

/// What the guest does.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A service was chosen.
    ServiceChosen(ServiceId),
    /// Something happened in the step of the services.
    Menu(Box<MenuEvent>),
    /// The number of attendees was set; a number out of bounds is brought back into them.
    AttendeesChosen(u32),
    /// The next (`1`) or the previous (`-1`) month was asked for.
    MonthTurned(i32),
    /// The keyboard moved to a date of the grid, perhaps in another month.
    DayFocused(NaiveDate),
    /// A date was chosen, perhaps in another month.
    DayChosen(NaiveDate),
    /// A slot was chosen by its start.
    SlotChosen(DateTime<Utc>),
    /// Another time zone was chosen, by its IANA name.
    ZoneChosen(String),
    /// Another language was chosen, by its tag.
    LanguageChosen(String),
    /// The button of the step was pressed (time and details).
    Continue,
    /// A step was asked for: a mark of the progress, or a "change" of the review.
    StepChosen(Step),
    /// A field's text changed.
    FieldEdited(GuestField, String),
    /// The guest left a field.
    FieldLeft(GuestField),
    /// An option of a question that takes several was ticked or cleared.
    OptionToggled(GuestField, String),
    /// Whether the one who books takes part was ticked or cleared.
    BookerToggled,
    /// The consent box was ticked or cleared.
    ConsentToggled,
    /// The coupon field was opened, also to replace an applied code.
    CodeOpened,
    /// The coupon field's text changed.
    CodeEdited(String),
    /// Apply was pressed in the coupon field.
    CodeSubmitted,
    /// The coupon field was closed without applying.
    CodeClosed,
    /// The applied code was taken off.
    CodeRemoved,
    /// One of the things that make the applied code count was chosen, by its place.
    RemedyChosen(usize),
    /// The confirmation was given.
    Confirmed,
    /// The new price was accepted, and with it the confirmation.
    ChangeAccepted,
    /// The notice was closed.
    NoticeClosed,
    /// Whatever failed in what is shown should be tried again.
    Retry,
    /// The guest followed the way to the payment page once more (held booking).
    PaymentContinued,
    /// The held time should be given back.
    ReleaseChosen,
    /// Start over with a new booking.
    BookAgain,
    /// The calendar file was asked for.
    IcsChosen,
    /// Something was chosen that can be done with an order.
    Deed(Deed),
}

/// What the world does: answers, time, the page around.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The answer to [`Effect::LoadSlots`].
    SlotsArrived(Ticket, Result<SlotsPage, Failure>),
    /// The answer to [`Effect::CheckCoupon`].
    CouponAnswered(Ticket, Result<CouponCheckReply, Failure>),
    /// The answer to [`Effect::OpenOrder`].
    OrderAnswered(Ticket, Result<OrderOpened, Failure>),
    /// The answer to [`Effect::LoadOrder`], [`Effect::ReleaseOrder`] and [`Effect::ChangeOrder`].
    OrderArrived(Ticket, Result<OrderView, Failure>),
    /// The answer to [`Effect::LoadTexts`]; none where they did not arrive.
    TextsArrived(Ticket, Option<&'static Texts>),
    /// The companion's clock, at least before every event of the guest and once a second.
    Tick(DateTime<Utc>),
    /// The page came back out of the browser's back-forward cache, or the host page did.
    ShownAgain,
    /// The host page takes the guest to the page that [`Effect::Leave`] names.
    CheckoutAcknowledged,
    /// The host page cannot take the guest there, or does not answer.
    CheckoutRefused,
    /// What came of [`Effect::Copy`].
    Copied {
        /// The whole address.
        address: String,
        /// Whether the browser took it.
        done: bool,
    },
    /// The answer to [`Effect::FindHeld`], where there is one.
    HeldFound(OrderKey),
    /// The host page said where it is: the address to come back to.
    HostKnown {
        /// The address of the host page.
        page: String,
    },
    /// The browser is connected again.
    Online,
    /// The browser lost its connection.
    Offline,
}

impl From<Event> for Input {
    fn from(event: Event) -> Self {
        Self::Event(event)
    }
}

impl From<News> for Input {
    fn from(news: News) -> Self {
        Self::News(Box::new(news))
    }
}

/// What the widget starts from.
#[derive(Clone, Debug, PartialEq)]
pub struct Started {
    /// The calendar, as the page carried it.
    pub page: CalendarPage,
    /// The texts of the guest's language.
    pub text: &'static Texts,
    /// The languages to choose from.
    pub languages: Rc<[LanguageOption]>,
    /// The guest's time zone by its IANA name, as the browser detects it; empty where unknown.
    pub zone: String,
    /// The time zones to choose from.
    pub zones: Vec<String>,
    /// What the address of the page asks for.
    pub asked: Asked,
    /// The order that this tab has open, where it is remembered.
    pub remembered: Option<OrderKey>,
    /// The draft that this tab kept, where it did.
    pub kept: Option<String>,
    /// Random bits, the root of every `Idempotency-Key` of this visit.
    pub seed: [u8; 16],
    /// Where to come back to after the payment, where it is known from the start.
    pub return_to: Option<String>,
    /// Whether the browser is connected.
    pub online: bool,
    /// Whether the later part of the program is there from the start; see `flow/later.rs`.
    pub later: bool,
}

/// What the address of the page asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// A service to start with.
    pub service: Option<String>,
    /// A code that applies itself as soon as there is a price.
    pub coupon: Option<String>,
    /// The time zone to show times in.
    pub zone: Option<String>,
    /// Every parameter of the address, by name and value: what fills in the form, and where the guest
    /// came from, is read from these in `flow/address.rs`.
    pub parameters: Vec<(String, String)>,
    /// The order that the payment page came back with.
    pub order: Option<OrderKey>,
    /// Whether the guest came back without paying.
    pub cancelled: bool,
    /// Whether the guest comes from the payment page this very moment: not with a link that was
    /// kept, and not by a reload.
    pub fresh: bool,
}

/// What opens an order: its id and its secret.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OrderKey {
    /// The order's id.
    pub id: String,
    /// Its token, sent as `Authorization: Bearer`.
    pub token: String,
}

/// Why a request has no answer that can be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// Nothing came back: no connection, or it broke.
    Unreachable,
    /// Nothing came back in time.
    TimedOut,
    /// The companion refused and says why.
    Refused(Box<Problem>),
    /// Something came back that is not an answer.
    Unreadable,
}

/// What should happen outside of the flow.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for free slots.
    LoadSlots {
        /// The request's number.
        ticket: Ticket,
        /// The calendar.
        calendar: CalendarId,
        /// What is asked.
        query: SlotsQuery,
    },
    /// Ask whether a code is good.
    CheckCoupon {
        /// The request's number.
        ticket: Ticket,
        /// The calendar.
        calendar: CalendarId,
        /// What is asked.
        check: Box<CouponCheck>,
    },
    /// Confirm.
    OpenOrder {
        /// The request's number.
        ticket: Ticket,
        /// The calendar.
        calendar: CalendarId,
        /// The `Idempotency-Key`.
        key: String,
        /// What is confirmed.
        order: Box<OpenOrder>,
    },
    /// Ask where an order stands.
    LoadOrder {
        /// The request's number.
        ticket: Ticket,
        /// Which order.
        order: OrderKey,
    },
    /// Give a held order back.
    ReleaseOrder {
        /// The request's number.
        ticket: Ticket,
        /// Which order.
        order: OrderKey,
    },
    /// Change an order.
    ChangeOrder {
        /// The request's number.
        ticket: Ticket,
        /// Which order.
        order: OrderKey,
        /// What about it.
        change: OrderChange,
    },
    /// Fetch the texts of another language.
    LoadTexts {
        /// The request's number.
        ticket: Ticket,
        /// Which.
        language: LanguageOption,
    },
    /// Take the guest to the payment page, or to the business's own page after the booking, by
    /// the one route there is.
    Leave {
        /// The order's id.
        id: String,
        /// Where to.
        url: String,
    },
    /// Keep the open order for this tab, so that a reload finds it.
    Remember(OrderKey),
    /// Forget the open order of this tab.
    Forget,
    /// Keep the draft for this tab, so that a reload finds it; none: forget it.
    Keep(Option<String>),
    /// Look whether another tab of this browser holds an order of this calendar.
    FindHeld,
    /// Copy an address of this site, given as its path.
    Copy(String),
    /// Print the page, of which the style sheet leaves the receipt.
    Print,
    /// Tell the host page.
    Tell(Told),
    /// Tell the host page, unless it has heard this in another life of the page already.
    TellOnce {
        /// What is told once.
        key: String,
        /// How it is told.
        told: Told,
    },
    /// Bring the top of the widget into sight, in the host page too.
    ShowTop,
    /// Offer a file for download.
    Download {
        /// The file's name.
        file_name: String,
        /// Its content, text of the type `text/calendar`.
        content: Rc<str>,
    },
}
