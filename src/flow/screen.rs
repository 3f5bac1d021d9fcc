//! What is drawn: plain data with every text ready. Neo and Classic are two views of it.

use std::borrow::Cow;
use std::rc::Rc;

use booking_contract::WidgetStyle;
use booking_engine::ServiceId;
use chrono::{DateTime, NaiveDate, Utc};

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
    /// The price summary; none before there is a price, and once an order exists.
    pub summary: Option<Summary>,
    /// A notice above the body.
    pub notice: Option<Notice>,
    /// The content of the polite live region, which is always in the page.
    pub announcement: String,
    /// The content of the assertive live region: only for what must interrupt.
    pub urgent: String,
    /// What should have the keyboard's focus. Acted on once per serial, after drawing.
    pub focus: Option<Focus>,
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
    /// The primary colour as `#rrggbb`.
    pub accent: Option<String>,
    /// Whether payments are test payments: a banner says so.
    pub test_mode: bool,
}

/// A request to move the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// Another number is another request.
    pub serial: u32,
    /// Where to.
    pub target: FocusTarget,
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
    /// A day of the grid.
    Day(NaiveDate),
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
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Nothing can be done here.
    Failed(Failed),
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
    /// The order came to nothing, or needs the business's help.
    Ended(Ended),
}

/// Nothing can be done here, for now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The heading.
    pub title: String,
    /// What happened and what can be done.
    pub text: String,
    /// The label of the button that sends [`Event::Retry`].
    pub retry: Option<&'static str>,
    /// The label of the button that sends [`Event::BookAgain`].
    pub again: Option<&'static str>,
}

/// Service, attendees, date and time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeStep {
    /// What can be booked; a single one needs no choice.
    pub services: Vec<ServiceOption>,
    /// How many take part; none where the service takes one at a time.
    pub attendees: Option<Stepper>,
    /// The month grid.
    pub month: Month,
    /// The slots of the chosen day.
    pub slots: Slots,
    /// The guest's time zone.
    pub zones: ZoneChoice,
    /// Whether a time that fits is chosen; [`Event::Continue`] without one says what is missing.
    pub can_continue: bool,
}

/// A service to choose. [`Event::ServiceChosen`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceOption {
    /// Its id.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// "60 min".
    pub duration: String,
    /// "€48.00", "€48.00 per person" or "Free".
    pub price: String,
    /// Whether it is the chosen one.
    pub selected: bool,
}

/// A number with a button for less and one for more. [`Event::AttendeesChosen`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepper {
    /// The number.
    pub value: u32,
    /// The least.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// The number in words: "2 people".
    pub name: String,
    /// Whether less is possible.
    pub can_less: bool,
    /// Whether more is possible.
    pub can_more: bool,
}

/// A month as a grid. [`Event::MonthTurned`], [`Event::DayFocused`], [`Event::DayChosen`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// "December 2026".
    pub title: String,
    /// The heads of the columns.
    pub weekdays: Vec<Weekday>,
    /// The rows of seven; none outside of the month.
    pub weeks: Vec<[Option<Day>; 7]>,
    /// Whether the previous month can be shown.
    pub can_go_back: bool,
    /// Whether the next month can be shown.
    pub can_go_forward: bool,
    /// Whether the free times are being loaded.
    pub loading: bool,
}

/// The head of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekday {
    /// "Mo".
    pub short: &'static str,
    /// "Monday".
    pub long: &'static str,
}

/// A day of the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub date: NaiveDate,
    /// The day of the month.
    pub number: u32,
    /// The accessible name: "Tuesday 1 December, 5 free times".
    pub name: String,
    /// Whether it can be chosen.
    pub state: DayState,
    /// Whether it is the chosen one.
    pub selected: bool,
    /// Whether it is today in the guest's time zone.
    pub today: bool,
    /// Whether it is the grid's one tab stop.
    pub tab_stop: bool,
}

/// Whether a day can be chosen. Days that cannot stay focusable and say why in their name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayState {
    /// It has free times.
    Free,
    /// It has none.
    Full,
    /// It cannot be booked yet or any more.
    Closed,
    /// Its free times are not known yet.
    Unknown,
}

/// The slots of the chosen day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slots {
    /// They are being loaded.
    Loading,
    /// They could not be loaded; [`Event::Retry`].
    Failed {
        /// What happened and what can be done.
        text: String,
    },
    /// The month has free times, but no day is chosen yet.
    NoDay,
    /// The month has none.
    NoneInMonth {
        /// "No free times in December."
        text: String,
        /// The next day that has, to offer with [`Event::DayChosen`].
        next_open: Option<NextOpen>,
    },
    /// The chosen day.
    Day {
        /// "Tuesday 1 December".
        title: String,
        /// Its slots by part of the day; empty where it has none.
        groups: Vec<SlotGroup>,
    },
}

/// The next day that has free times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextOpen {
    /// The date.
    pub date: NaiveDate,
    /// "Next free day: Tuesday 1 December".
    pub label: String,
}

/// The slots of a part of the day: a radio group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotGroup {
    /// "Morning".
    pub label: &'static str,
    /// The slots, earliest first.
    pub slots: Vec<SlotOption>,
}

/// A slot to choose. [`Event::SlotChosen`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotOption {
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// "14:30".
    pub label: String,
    /// "3 places left"; empty where there is nothing to say.
    pub detail: String,
    /// The accessible name: "14:30 to 15:30, 3 places left".
    pub name: String,
    /// Whether it is the chosen one.
    pub selected: bool,
}

/// The guest's time zone. [`Event::ZoneChosen`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneChoice {
    /// Its IANA name.
    pub selected: String,
    /// All of them.
    pub options: Rc<[ZoneOption]>,
    /// What the business's clock shows, where it differs: "Times in Lisbon: 14:30".
    pub business_differs: Option<String>,
}

/// A time zone to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneOption {
    /// Its IANA name.
    pub id: String,
    /// "Europe/Lisbon", with blanks.
    pub label: String,
}

/// Who books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetailsStep {
    /// The name.
    pub name: FieldView,
    /// The e-mail address.
    pub email: FieldView,
    /// The phone number.
    pub phone: FieldView,
    /// The notes.
    pub notes: FieldView,
    /// The consent box, where the calendar has one. [`Event::ConsentToggled`].
    pub consent: Option<Consent>,
}

/// A field of the form. [`Event::FieldEdited`], [`Event::FieldLeft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldView {
    /// Which.
    pub field: GuestField,
    /// Its label.
    pub label: &'static str,
    /// What the guest typed.
    pub value: String,
    /// What is wrong with it, and what to do.
    pub error: Option<String>,
    /// What it is for; may be empty.
    pub hint: &'static str,
    /// Whether it must be filled in.
    pub required: bool,
}

/// The consent box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The text beside it.
    pub text: String,
    /// Whether it is ticked.
    pub checked: bool,
    /// What is wrong with it.
    pub error: Option<&'static str>,
}

/// What it costs, and the confirmation.
#[derive(Clone, Debug, PartialEq)]
pub struct PaymentStep {
    /// What, when and who, each with its way back.
    pub rows: Vec<ReviewRow>,
    /// "Pay €43.20", or "Confirm booking" when nothing is due.
    pub confirm: String,
    /// Whether the confirmation is on its way: the button shows it and takes no second press.
    pub busy: bool,
    /// Why it cannot be confirmed.
    pub blocked: Option<String>,
    /// What the guest agrees to by pressing the button.
    pub legal: String,
    /// The price changed meanwhile; shown instead of the confirm button.
    pub price_change: Option<PriceChange>,
}

/// A row of the review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewRow {
    /// "When".
    pub label: &'static str,
    /// "Tuesday 1 December 2026, 14:30 to 15:30".
    pub value: String,
    /// A second line; may be empty.
    pub detail: String,
    /// The step that changes it. [`Event::StepChosen`].
    pub change: Step,
    /// The accessible name of the change button: "Change time".
    pub change_name: &'static str,
}

/// The price changed between the quote and the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceChange {
    /// "The price has changed".
    pub title: &'static str,
    /// What the guest saw.
    pub was: String,
    /// What it costs now.
    pub now: String,
    /// Why, one sentence each.
    pub reasons: Vec<String>,
    /// The label of the button that sends [`Event::ChangeAccepted`].
    pub accept: String,
}

/// The price, line by line.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The service.
    pub service: String,
    /// "Tuesday 1 December 2026, 14:30 to 15:30"; none before a time is chosen.
    pub when: Option<String>,
    /// "€48.00 × 2" with its amount.
    pub lines: Vec<MoneyRow>,
    /// Only where there is a discount.
    pub subtotal: Option<MoneyRow>,
    /// What the coupon takes off.
    pub discount: Option<Discount>,
    /// What it costs.
    pub total: MoneyRow,
    /// The coupon field, from the moment the style shows it.
    pub coupon: Option<CouponField>,
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
    /// A button that opens it. [`Event::CodeOpened`].
    Closed,
    /// An input and Apply. [`Event::CodeEdited`], [`Event::CodeSubmitted`], [`Event::CodeClosed`].
    Open(OpenCode),
    /// A code is applied. [`Event::CodeRemoved`]; [`Event::CodeOpened`] to replace it.
    Applied {
        /// The code in capitals.
        code: String,
        /// "10% off".
        detail: String,
        /// Why it takes off nothing now, and what helps: "Add €12.00 more to use it."
        why_not: Option<String>,
        /// The input for another code.
        replacing: Option<OpenCode>,
    },
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
    pub label: &'static str,
    /// What it sends.
    pub event: Event,
}

/// On the way to the payment page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// The heading.
    pub title: &'static str,
    /// What is happening.
    pub text: String,
    /// The payment page.
    pub checkout_url: Option<String>,
    /// Whether the link to it is shown (`target="_top"`): only when nothing else takes the guest
    /// there, since two ways at once cancel each other.
    pub link_visible: bool,
}

/// The time is held, the payment is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The heading.
    pub title: &'static str,
    /// "Your time is held until 14:32."
    pub until: String,
    /// "12 min left"; in the last minute "40 s left". Not a live region.
    pub countdown: String,
    /// The service.
    pub service: String,
    /// When.
    pub when: String,
    /// The amount to pay, formatted.
    pub amount: String,
    /// The payment page. The link is a real one (`target="_top"`); nothing else navigates.
    pub checkout_url: Option<String>,
    /// Whether the release is on its way.
    pub releasing: bool,
}

/// Waiting for the companion's word on an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The heading.
    pub title: &'static str,
    /// What is happening.
    pub text: String,
    /// Whether it takes longer than usual.
    pub slow: bool,
    /// The label of the button that sends [`Event::Retry`].
    pub retry: Option<&'static str>,
}

/// Booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// The heading.
    pub title: &'static str,
    /// The service.
    pub service: String,
    /// When, on the guest's clock.
    pub when: String,
    /// When, on the business's clock, where it differs.
    pub business_time: Option<String>,
    /// Where; may be empty.
    pub location: String,
    /// Lines, subtotal, discount and total.
    pub lines: Vec<MoneyRow>,
    /// The total.
    pub total: MoneyRow,
    /// "Paid €43.20" or "Nothing to pay".
    pub paid: String,
    /// What to name when writing to the business.
    pub reference: String,
    /// Who booked: "Mia Lund, mia@example.com"; its label is `text.booked_for`.
    pub booked_for: String,
    /// The page to go back to (`target="_top"`).
    pub back_to: Option<BackTo>,
}

/// A page to go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackTo {
    /// Its address.
    pub url: String,
    /// "Back to Studio Lume".
    pub label: String,
}

/// The order came to nothing, or needs the business's help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// The heading.
    pub title: &'static str,
    /// What happened, whether anything was charged, and what can be done.
    pub text: String,
    /// What to name when writing to the business; empty where it does not matter.
    pub reference: String,
    /// The label of the button that sends [`Event::BookAgain`].
    pub again: Option<&'static str>,
}

impl FocusTarget {
    /// The id of the element.
    pub fn id(self) -> Cow<'static, str> {
        match self {
            Self::Heading => "booking-heading".into(),
            Self::Field(field) => field.id().into(),
            Self::Consent => "booking-consent".into(),
            Self::CodeInput => "booking-code".into(),
            Self::CodeOpen => "booking-code-open".into(),
            Self::CodeRemove => "booking-code-remove".into(),
            Self::Notice => "booking-notice".into(),
            Self::PriceChange => "booking-price-change".into(),
            Self::Slots => "booking-slots".into(),
            Self::Day(date) => format!("booking-day-{date}").into(),
        }
    }
}

impl GuestField {
    /// The id of its input.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "booking-name",
            Self::Email => "booking-email",
            Self::Phone => "booking-phone",
            Self::Notes => "booking-notes",
        }
    }
}
