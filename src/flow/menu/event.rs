//! What the guest does in the step of the services.

use booking_engine::{AddOnId, LocationId, StaffId, VariationId};

/// What the guest does in the step of the services.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuEvent {
    /// A location was chosen.
    LocationChosen(LocationId),
    /// The text of the search changed.
    Searched(String),
    /// One category is to be shown, by its id, or all of them.
    CategoryChosen(Option<String>),
    /// Another order was chosen.
    Sorted(Sort),
    /// Search and category are to be forgotten.
    ShowAll,
    /// A service was opened, by its place on the page.
    ServiceOpened(usize),
    /// An item of the cart was opened.
    ItemOpened(usize),
    /// An item of the cart was taken out.
    ItemRemoved(usize),
    /// A form of the open service was chosen.
    VariationChosen(VariationId),
    /// Who performs the open service was chosen; none: anyone.
    StaffChosen(Option<StaffId>),
    /// So many take part in the open service.
    AttendeesCounted(u32),
    /// So many pieces of an add-on are taken for each of them.
    AddOnCounted(AddOnId, u32),
    /// The open service is taken.
    Taken,
    /// The open service is left as it was.
    Closed,
}

/// An order of the services.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// As the business lists them, under its headings.
    #[default]
    Listed,
    /// The cheapest first.
    Price,
    /// The shortest first.
    Duration,
    /// By name.
    Name,
}
