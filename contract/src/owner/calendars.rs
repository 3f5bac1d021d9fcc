//! `/v1/businesses/{id}/calendars/{calendar}`: a calendar as its owner writes and reads it.
//!
//! What has an id of its own inside a draft (headings, questions) comes without one where it is
//! new: the companion gives it one, which stays for as long as the thing does.

use booking_engine::{CalendarId, Deposit, DepositBasis, LocationId};
use serde::{Deserialize, Serialize};

use super::{Line, Paragraph, Title};
use crate::{
    AttendeeDetails, CalendarInfo, CategoryInfo, FormField, MenuLayout, MenuStart, PaymentTerms,
    PhoneUse, StepOrder, Theme, WidgetStyle, ZonePolicy,
};

/// The longest time before its start at which a slot can still be booked, in minutes: a year.
pub const NOTICE_MINUTES_MAX: u32 = 365 * 24 * 60;
/// The most days ahead that can be booked.
pub const WINDOW_DAYS_MAX: u32 = 730;
/// The most services of one booking.
pub const ITEMS_MAX: u32 = 10;
/// The most headings of a menu.
pub const CATEGORIES_MAX: usize = 50;

/// A calendar as its owner writes it. Amounts are minor units of the business's currency.
#[allow(
    clippy::struct_excessive_bools,
    reason = "none of the switches follows from another"
)]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarDraft {
    /// Its title.
    pub title: Title,
    /// Which widget draws it.
    pub style: WidgetStyle,
    /// A paragraph about it.
    #[serde(default)]
    pub description: Paragraph,
    /// Where it takes place, in words.
    #[serde(default)]
    pub location: Line,
    /// The address of a cover image on the companion, such as `/assets/covers/glazing.svg`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// The primary colour as `#rrggbb` (Neo only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// How it looks.
    #[serde(default)]
    pub theme: Theme,
    /// What comes first (Neo only).
    #[serde(default)]
    pub steps: StepOrder,
    /// In whose time zone times are shown.
    #[serde(default)]
    pub zone: ZonePolicy,
    /// How long before its start a slot can be booked at the latest, in minutes.
    #[serde(default)]
    pub notice_minutes: u32,
    /// How many days ahead can be booked.
    #[serde(default = "window_days")]
    pub window_days: u32,
    /// How the services are shown.
    #[serde(default)]
    pub menu: MenuLayout,
    /// What is asked first where there are several locations.
    #[serde(default)]
    pub menu_start: MenuStart,
    /// How many services one booking may hold, back to back.
    #[serde(default = "one")]
    pub items_max: u32,
    /// The headings that services stand under, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryInfo>,
    /// The locations to choose from, in the order to show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<LocationId>,
    /// Whether the form has a phone number.
    #[serde(default)]
    pub phone: PhoneUse,
    /// What is asked about everybody who takes part.
    #[serde(default)]
    pub attendee_details: AttendeeDetails,
    /// Its own questions, in the order to show. What kind of answer one takes stays as it was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<FormField>,
    /// The text beside the consent box; none: no box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Line>,
    /// Whether it takes payments. Without, guests see no price to pay and no order is made.
    #[serde(default)]
    pub payments: bool,
    /// Whether guests may enter a coupon code; only where it takes payments.
    #[serde(default)]
    pub coupons: bool,
    /// Whether guests enter their code on Stripe's own page instead, a promotion code that was made in
    /// Stripe; only where they enter none here, and where everything is paid when booking.
    #[serde(default)]
    pub codes_at_stripe: bool,
    /// What the guest agrees to by paying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<PaymentTerms>,
    /// What is paid when booking; none: everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<Deposit>,
    /// What a share for a deposit is taken of.
    #[serde(default)]
    pub deposit_basis: DepositBasis,
    /// Whether payments are test payments.
    #[serde(default)]
    pub test_mode: bool,
    /// The page that guests go on to once they have booked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continue_to: Option<String>,
    /// What that page is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub continue_fields: Vec<ContinueField>,
}

fn window_days() -> u32 {
    60
}

fn one() -> u32 {
    1
}

impl CalendarDraft {
    /// A calendar without anything beside its title and its look; payments are tried out first.
    pub fn new(title: Title, style: WidgetStyle) -> Self {
        Self {
            title,
            style,
            description: Paragraph::default(),
            location: Line::default(),
            cover: None,
            accent: None,
            theme: Theme::default(),
            steps: StepOrder::default(),
            zone: ZonePolicy::default(),
            notice_minutes: 0,
            window_days: window_days(),
            menu: MenuLayout::default(),
            menu_start: MenuStart::default(),
            items_max: one(),
            categories: Vec::new(),
            locations: Vec::new(),
            phone: PhoneUse::default(),
            attendee_details: AttendeeDetails::default(),
            form: Vec::new(),
            consent: None,
            payments: false,
            coupons: false,
            codes_at_stripe: false,
            payment_terms: None,
            deposit: None,
            deposit_basis: DepositBasis::default(),
            test_mode: true,
            continue_to: None,
            continue_fields: Vec::new(),
        }
    }
}

/// What of a calendar's draft is looks: enough to see it before it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarLooks {
    /// Its title.
    pub title: Title,
    /// A paragraph about it.
    pub description: Paragraph,
    /// Where it takes place, in words.
    pub location: Line,
    /// Which widget draws it.
    pub style: WidgetStyle,
    /// What comes first.
    pub steps: StepOrder,
    /// How the services are shown.
    pub menu: MenuLayout,
    /// The address of a cover image.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// The primary colour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// How it looks.
    pub theme: Theme,
}

impl CalendarLooks {
    /// The looks of a draft.
    pub fn of(draft: &CalendarDraft) -> Self {
        Self {
            title: draft.title.clone(),
            description: draft.description.clone(),
            location: draft.location.clone(),
            style: draft.style,
            steps: draft.steps,
            menu: draft.menu,
            cover: draft.cover.clone(),
            accent: draft.accent.clone(),
            theme: draft.theme.clone(),
        }
    }

    /// Gives a calendar, as guests see it, these looks.
    pub fn put_on(self, calendar: &mut CalendarInfo) {
        calendar.title = self.title.into();
        calendar.description = self.description.into();
        calendar.location = self.location.into();
        calendar.style = self.style;
        calendar.steps = self.steps;
        calendar.menu = self.menu;
        calendar.cover = self.cover;
        calendar.accent = self.accent;
        calendar.theme = self.theme;
    }
}

/// What the page that a guest goes on to may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ContinueField {
    /// The order's id.
    Order,
    /// Where it stands.
    Status,
    /// The ids of what was booked, with commas between them.
    Service,
    /// When it starts, in UTC.
    StartsAt,
    /// What it costs, in minor units.
    Total,
    /// The currency of that.
    Currency,
    /// The guest's e-mail address.
    Email,
    /// The guest's name.
    Name,
}

impl ContinueField {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::Order,
        Self::Status,
        Self::Service,
        Self::StartsAt,
        Self::Total,
        Self::Currency,
        Self::Email,
        Self::Name,
    ];
}

/// Asks for a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewCalendar {
    /// What it is to be.
    pub draft: CalendarDraft,
}

/// Replaces what a calendar says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EditCalendar {
    /// The writing that the change is made to.
    pub version: i64,
    /// What it is to be.
    pub draft: CalendarDraft,
}

/// A calendar as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarView {
    /// Its id, as in addresses.
    pub id: CalendarId,
    /// Which writing this is.
    pub version: i64,
    /// What its owner wrote.
    pub draft: CalendarDraft,
    /// Whether it is put away: guests cannot book it any more.
    pub archived: bool,
    /// Its product, where it takes payments or has done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductView>,
}

/// What a calendar that takes payments is among the business's products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductView {
    /// Its id.
    pub id: String,
    /// The calendar.
    pub calendar_id: CalendarId,
    /// Its name: the calendar's title.
    pub name: String,
    /// What kind of product it is.
    pub tag: ProductTag,
    /// Whether it can be deleted: only once its calendar takes no payments.
    pub deletable: bool,
}

/// What kind of product something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProductTag {
    /// It came with a calendar.
    Calendar,
}

/// The products of a business, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductList {
    /// All of them.
    pub products: Vec<ProductView>,
}
