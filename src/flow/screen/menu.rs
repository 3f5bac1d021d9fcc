//! The step of the services.

use super::super::message::{Event, Sort};
use super::time::Stepper;

/// What can be booked, and what is taken of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicesStep {
    /// The open service, which is then all there is to see.
    pub open: Option<OpenService>,
    /// Where; none where there is nothing to choose, or it is asked with the service.
    pub location: Option<ChoiceGroup>,
    /// What is in the cart already; empty where a booking holds one service.
    pub cart: Vec<CartLine>,
    /// "1 h 30 min in all", beneath several.
    pub cart_duration: Option<String>,
    /// The search and the order, where there is much.
    pub finder: Option<Finder>,
    /// The categories to show one of; empty where there is nothing to choose.
    pub categories: Vec<Choice>,
    /// What can be booked. Empty where the location is missing, or nothing was found.
    pub groups: Vec<ServiceGroup>,
    /// Why there is nothing to see; `MenuEvent::ShowAll` helps.
    pub nothing_found: Option<String>,
    /// That the cart takes no more.
    pub full: Option<&'static str>,
    /// Whether they are drawn as cards with pictures.
    pub cards: bool,
    /// Whether any service has a picture.
    pub pictured: bool,
    /// The total of the cart, once there is one.
    pub total: Option<String>,
    /// Whether nothing is missing in the cart.
    pub can_continue: bool,
}

/// A search, and an order to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finder {
    /// What is typed. `MenuEvent::Searched`.
    pub text: String,
    /// The present order.
    pub sort: Sort,
    /// All of them with their names. `MenuEvent::Sorted`.
    pub sorts: [(Sort, &'static str); 4],
}

/// Services under a heading.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceGroup {
    /// The heading; may be empty.
    pub title: String,
    /// The services.
    pub entries: Vec<ServiceEntry>,
}

/// A service to open.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceEntry {
    /// Its place on the page. `MenuEvent::ServiceOpened`.
    pub place: usize,
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// "60 min", "60 min to 90 min".
    pub duration: String,
    /// "From €45.00".
    pub price: String,
    /// "per person", where it is for each.
    pub each: &'static str,
    /// A picture.
    pub cover: Option<String>,
    /// Whether it is in the cart.
    pub chosen: bool,
    /// Why it cannot be taken now.
    pub off: Option<String>,
}

/// Something that is in the cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CartLine {
    /// The service with its form.
    pub name: String,
    /// With whom, what along, for how many; may be empty.
    pub detail: String,
    /// What it costs before any coupon.
    pub price: String,
    /// The name of the button that changes it. `MenuEvent::ItemOpened`.
    pub edit: String,
    /// The name of the button that removes it. `MenuEvent::ItemRemoved`.
    pub remove: String,
}

/// A service with everything that is to be chosen about it.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenService {
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// What exclude each other: form, location, staff.
    pub groups: Vec<ChoiceGroup>,
    /// How many take part; none where the service takes one at a time.
    pub attendees: Option<Stepper>,
    /// What may be booked along.
    pub add_ons: Vec<AddOnRow>,
    /// What it costs, and how long it takes.
    pub price: String,
    /// "60 min".
    pub duration: String,
    /// The label of the button that takes it. `MenuEvent::Taken`.
    pub take: &'static str,
    /// Whether there is a way back to the others. `MenuEvent::Closed`.
    pub can_close: bool,
}

/// Some that exclude each other.
#[derive(Clone, Debug, PartialEq)]
pub struct ChoiceGroup {
    /// What is chosen.
    pub legend: &'static str,
    /// The name of its inputs; `location` is given the focus where it is missing.
    pub name: &'static str,
    /// The options.
    pub options: Vec<Choice>,
    /// That one has to be chosen.
    pub error: Option<&'static str>,
}

/// One of several that exclude each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// A second line; may be empty.
    pub detail: String,
    /// What it costs; empty where that makes no difference.
    pub price: String,
    /// Whether it is chosen.
    pub selected: bool,
    /// What choosing it sends.
    pub event: Event,
}

/// Something that may be booked along.
#[derive(Clone, Debug, PartialEq)]
pub struct AddOnRow {
    /// Its name.
    pub name: String,
    /// A sentence about it; may be empty.
    pub description: String,
    /// What a piece costs.
    pub price: String,
    /// "per person", where each takes as many.
    pub each: &'static str,
    /// How many are taken.
    pub quantity: u32,
    /// How many there may be; 1 is a box to tick.
    pub quantity_max: u32,
    /// The number in words.
    pub count: String,
    /// The names of the buttons for less and for more.
    pub fewer: String,
    /// See `fewer`.
    pub more: String,
    /// What one less, and one more, sends.
    pub less_event: Event,
    /// See `less_event`.
    pub more_event: Event,
}
