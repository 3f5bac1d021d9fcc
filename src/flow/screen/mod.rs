//! What is drawn: plain data with every text ready. Neo and Classic are two views of it.

mod form;
mod menu;
mod order;
mod payment;
mod time;

pub use form::{
    Attendees, Consent, DetailsStep, Entry, FieldOption, FieldView, Person, PhoneField,
};
pub use menu::{
    AddOnRow, CartLine, Choice, ChoiceGroup, Finder, OpenService, ServiceEntry, ServiceGroup,
    ServicesStep,
};
pub use order::{
    Booked, CancelView, DeedButton, Ended, Fact, Haste, Held, Leaving, Link, Manage, Mishap,
    MoveStep, Waiting,
};
pub use payment::{
    CouponField, Discount, Due, MoneyRow, OpenCode, PaymentStep, PriceChange, PriceLine, ReviewRow,
    Summary, TermsView,
};
pub use time::{
    Day, DayState, Month, NextOpen, ServiceOption, SlotGroup, SlotOption, Slots, Stepper,
    TimePrice, TimeStep, ZoneChoice, ZoneOption,
};

use std::borrow::Cow;
use std::rc::Rc;

use booking_contract::WidgetStyle;
use chrono::NaiveDate;

use super::message::{Event, GuestField, Step};
use crate::text::Texts;

/// Everything that a view needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Which of the two widgets draws it.
    pub style: WidgetStyle,
    /// The fixed texts of the guest's language.
    pub text: &'static Texts,
    /// What the calendar is.
    pub header: Header,
    /// The steps; empty when there is nothing to step through (order under way or booked).
    pub progress: Vec<Mark>,
    /// The main part.
    pub body: Body,
    /// The price summary; none before there is a price, and once an order is
    /// held, booked or over.
    pub summary: Option<Summary>,
    /// A notice above the body.
    pub notice: Option<Notice>,
    /// The guest's language.
    pub languages: LanguageChoice,
    /// The content of the polite live region, which is always in the page.
    pub announcement: String,
    /// The content of the assertive live region: only for what must interrupt.
    pub urgent: String,
    /// What should have the keyboard's focus. Acted on once per serial, after drawing.
    pub focus: Option<Focus>,
}

/// What another number of attendees changes first: everything else stands as it was for a moment.
///
/// A number can change every day of a month and every line of the price, and a slow phone needs
/// longer than a frame for those. What the guest looks at comes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct First {
    /// The number. How it is read out, and whether its buttons look as if there was more, follow.
    pub attendees: Stepper,
    /// As [`Summary::was`].
    pub was: Option<String>,
    /// The amount of [`Summary::total`].
    pub total: String,
}

/// What the calendar is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Whose calendar it is.
    pub business_name: String,
    /// Its title.
    pub title: String,
    /// A paragraph; may be empty.
    pub description: String,
    /// Where it takes place; may be empty.
    pub location: String,
    /// The address of a cover image.
    pub cover: Option<String>,
    /// Whether the title is there for screen readers alone, as the page around shows it.
    pub title_hidden: bool,
    /// What the button that goes on says; the owner's own words in the first step.
    pub button: String,
    /// Whether payments are test payments: a banner says so.
    pub test_mode: bool,
}

/// The guest's language. `Event::LanguageChosen`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageChoice {
    /// The tag of the present one.
    pub selected: &'static str,
    /// All of them; one alone is no choice.
    pub options: Rc<[LanguageOption]>,
    /// Another number means that the choice is to be drawn anew: what the guest picked in it may
    /// not have come.
    pub serial: u32,
}

/// A language to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageOption {
    /// Its tag.
    pub tag: String,
    /// Its name in the language itself.
    pub name: String,
    /// Where its texts are.
    pub address: String,
}

impl LanguageOption {
    /// A line of the page's list: tag, address and name.
    pub fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ').map(ToOwned::to_owned);
        Some(Self {
            tag: parts.next()?,
            address: parts.next()?,
            name: parts.next()?,
        })
    }
}

/// A request to move the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Another number is another request.
    pub serial: u32,
    /// Where to.
    pub target: FocusTarget,
    /// Whether it comes with an answer that was waited for: whoever has gone on to another part
    /// meanwhile stays there.
    pub late: bool,
}

/// An element that can be given the focus. Views give it the id of [`FocusTarget::id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FocusTarget {
    /// The heading of the body (`tabindex="-1"`).
    Heading,
    /// An input of the form.
    Field(GuestField),
    /// The consent box.
    Consent,
    /// The input for the code.
    CodeInput,
    /// The button that opens the field for the code.
    CodeOpen,
    /// The button that takes the applied code off.
    CodeRemove,
    /// The notice (`tabindex="-1"`).
    Notice,
    /// The panel that tells of the changed price (`tabindex="-1"`).
    PriceChange,
    /// The heading above the slots (`tabindex="-1"`).
    Slots,
    /// The choice of the language.
    Language,
    /// The heading of what can be done with a booking (`tabindex="-1"`).
    Deed,
    /// A day of the grid.
    Day(NaiveDate),
    /// The search for a service.
    Search,
    /// The button that opens a service, by its place on the page.
    Service(usize),
    /// The choice of a location.
    Location,
}

/// A step in the progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which.
    pub step: Step,
    /// Its name.
    pub label: &'static str,
    /// Where the guest is.
    pub state: MarkState,
    /// Whether [`Event::StepChosen`] leads there now.
    pub reachable: bool,
}

/// Where a step lies from the present one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkState {
    /// Before it.
    Done,
    /// It is the present one.
    Current,
    /// After it.
    Ahead,
}

/// The main part.
#[derive(Clone, Debug)]
pub enum Body {
    /// Nothing can be done here.
    Failed(Failed),
    /// What is to be booked, where there is much to choose.
    Services(Box<ServicesStep>),
    /// Service, attendees, date and time.
    Time(Box<TimeStep>),
    /// Who books.
    Details(Box<DetailsStep>),
    /// What it costs, and the confirmation.
    Payment(Box<PaymentStep>),
    /// On the way to the payment page.
    Leaving(Leaving),
    /// The time is held, the payment is open.
    Held(Held),
    /// Waiting for the companion's word on an order.
    Waiting(Waiting),
    /// Booked.
    Booked(Box<Booked>),
    /// Another time for what is booked.
    Move(Box<MoveStep>),
    /// The order came to nothing, or needs the business's help.
    Ended(Ended),
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Services(one), Self::Services(other)) => one == other,
            (Self::Time(one), Self::Time(other)) => one == other,
            _ => self.equals_later(other),
        }
    }
}

impl Body {
    /// Whether two that a first look does not show are equal; see `flow/later.rs`.
    #[inline(never)]
    fn equals_later(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Failed(one), Self::Failed(other)) => one == other,
            (Self::Details(one), Self::Details(other)) => one == other,
            (Self::Payment(one), Self::Payment(other)) => one == other,
            (Self::Leaving(one), Self::Leaving(other)) => one == other,
            (Self::Held(one), Self::Held(other)) => one == other,
            (Self::Waiting(one), Self::Waiting(other)) => one == other,
            (Self::Booked(one), Self::Booked(other)) => one == other,
            (Self::Move(one), Self::Move(other)) => one == other,
            (Self::Ended(one), Self::Ended(other)) => one == other,
            _ => false,
        }
    }
}

/// Nothing can be done here, for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The heading.
    pub title: String,
    /// What happened and what can be done.
    pub text: String,
    /// The label of the button that sends [`Event::BookAgain`].
    pub again: Option<&'static str>,
}

/// A notice above the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// How serious it is.
    pub tone: Tone,
    /// What happened and what can be done.
    pub text: String,
    /// The one thing that helps.
    pub action: Option<NoticeAction>,
    /// Whether [`Event::NoticeClosed`] takes it away.
    pub closable: bool,
}

/// How serious a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Something needs attention.
    Warning,
    /// Something failed.
    Error,
}

/// The button of a notice.
#[derive(Clone, Debug, PartialEq)]
pub struct NoticeAction {
    /// Its label.
    pub label: String,
    /// What it sends.
    pub event: Event,
}

impl FocusTarget {
    /// The id of the element.
    pub fn id(self) -> Cow<'static, str> {
        match self {
            Self::Heading => "booking-heading".into(),
            Self::Field(field) => field.id(),
            Self::Consent => "booking-consent".into(),
            Self::CodeInput => "booking-code".into(),
            Self::CodeOpen => "booking-code-open".into(),
            Self::CodeRemove => "booking-code-remove".into(),
            Self::Notice => "booking-notice".into(),
            Self::PriceChange => "booking-price-change".into(),
            Self::Slots => "booking-slots".into(),
            Self::Language => "booking-language".into(),
            Self::Search => "booking-search".into(),
            Self::Service(place) => format!("booking-service-{place}").into(),
            Self::Location => "booking-location".into(),
            Self::Deed => "booking-deed".into(),
            Self::Day(date) => format!("booking-day-{date}").into(),
        }
    }
}
