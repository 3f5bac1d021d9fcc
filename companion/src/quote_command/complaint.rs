//! What is said about a case that has no price: where it stands, what is wrong, what to do.

use std::collections::BTreeSet;
use std::fmt;

use booking_engine::{ADD_ONS_MAX, Item, ItemAddOn, PriceError, ServiceId};

use super::Case;

/// Why a case has no price, and what to do.
pub(super) struct Complaint {
    line: usize,
    /// Where in the case; empty for the whole of it.
    path: String,
    what: String,
    advice: String,
}

impl Complaint {
    /// The text is not JSON; `line` is where the text starts.
    pub(super) fn syntax(line: usize, error: &serde_json::Error) -> Self {
        Self {
            line: line + error.line().saturating_sub(1),
            path: String::new(),
            what: format!("{} at column {}", without_place(error), error.column()),
            advice: "Write a case as one JSON object, several as an array or one a line".into(),
        }
    }

    /// A field does not hold what it should; `line` is where the case starts.
    pub(super) fn field(
        line: usize,
        error: &serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        let inner = error.inner();
        if !inner.is_data() {
            return Self::syntax(line, inner);
        }
        let what = without_place(inner);
        let advice = if what.starts_with("missing field") {
            "Add it"
        } else if what.starts_with("unknown field") {
            "Correct its name or remove it"
        } else {
            "Correct this value"
        };
        let path = match error.path().to_string() {
            root if root == "." => String::new(),
            path => path,
        };
        Self {
            line: line + inner.line().saturating_sub(1),
            path,
            what,
            advice: advice.into(),
        }
    }

    /// The case can be read, but has no price.
    pub(super) fn price(line: usize, error: &PriceError, case: &Case) -> Self {
        let (path, advice) = match error {
            PriceError::NoItems => (
                "request.items".to_owned(),
                "Add an item with a service_id and attendees".to_owned(),
            ),
            PriceError::TooManyItems => (
                "request.items".to_owned(),
                "Split the request into several".to_owned(),
            ),
            PriceError::UnknownService { service_id } => {
                let sold: Vec<&str> = case.terms.services.iter().map(|s| s.id.as_str()).collect();
                (
                    item_path(case, "service_id", |item| item.service_id == *service_id),
                    format!(
                        "Add it to terms.services or choose one of: {}",
                        sold.join(", ")
                    ),
                )
            }
            PriceError::UnknownVariation {
                service_id,
                variation_id,
            } => (
                item_path(case, "variation_id", |item| {
                    item.service_id == *service_id
                        && item.variation_id.as_ref() == Some(variation_id)
                }),
                "Add it to the service's variations or leave it out".to_owned(),
            ),
            PriceError::UnknownStaff {
                service_id,
                staff_id,
            } => (
                item_path(case, "staff_id", |item| {
                    item.service_id == *service_id && item.staff_id.as_ref() == Some(staff_id)
                }),
                "Add them to the service's staff or leave staff_id out for anyone".to_owned(),
            ),
            PriceError::UnknownAddOn {
                service_id,
                add_on_id,
            } => (
                add_on_path(case, service_id, |add_on| add_on.add_on_id == *add_on_id),
                "Add it to the service's add_ons or leave it out".to_owned(),
            ),
            PriceError::AddOnQuantity {
                service_id,
                add_on_id,
                quantity_max,
            } => (
                add_on_path(case, service_id, |add_on| {
                    add_on.add_on_id == *add_on_id
                        && !(1..=*quantity_max).contains(&add_on.quantity)
                }),
                "Correct the quantity or the add-on's quantity_max".to_owned(),
            ),
            PriceError::AddOns { service_id } => (
                item_path(case, "add_ons", |item| {
                    item.service_id == *service_id && has_too_many_add_ons(item)
                }),
                "Name each add-on once, with its quantity".to_owned(),
            ),
            PriceError::Attendees {
                service_id,
                attendees_max,
            } => (
                // A service may be booked by several items, and the first of them may be fine.
                item_path(case, "attendees", |item| {
                    item.service_id == *service_id
                        && !(1..=*attendees_max).contains(&item.attendees)
                }),
                "Correct the number or the service's attendees_max".to_owned(),
            ),
            PriceError::AmountOutOfRange => (
                "terms.services".to_owned(),
                "Correct unit_price_minor, the add-ons or the quantities of what is booked"
                    .to_owned(),
            ),
            PriceError::LawBroken => (
                String::new(),
                "This is a defect of the engine: please report it with this case".to_owned(),
            ),
        };
        Self {
            line,
            path,
            what: error.to_string(),
            advice,
        }
    }
}

/// The path of a field of the first item that is at fault.
fn item_path(case: &Case, field: &str, at_fault: impl Fn(&Item) -> bool) -> String {
    match case.request.items.iter().position(at_fault) {
        Some(index) => format!("request.items[{index}].{field}"),
        None => "request.items".to_owned(),
    }
}

/// The path of the first add-on that is at fault.
fn add_on_path(
    case: &Case,
    service_id: &ServiceId,
    at_fault: impl Fn(&ItemAddOn) -> bool,
) -> String {
    let items = case.request.items.iter().enumerate();
    let mut found = items
        .filter(|(_, item)| item.service_id == *service_id)
        .filter_map(|(index, item)| Some((index, item.add_ons.iter().position(&at_fault)?)));
    match found.next() {
        Some((item, add_on)) => format!("request.items[{item}].add_ons[{add_on}]"),
        None => "request.items".to_owned(),
    }
}

fn has_too_many_add_ons(item: &Item) -> bool {
    let ids = item.add_ons.iter().map(|add_on| &add_on.add_on_id);
    let distinct: BTreeSet<_> = ids.collect();
    distinct.len() < item.add_ons.len() || item.add_ons.len() > ADD_ONS_MAX
}

/// What is wrong, without the place: ours is the line of the file, not of the case.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((what, _)) => what.to_owned(),
        None => text,
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{}. {}.", self.what, self.advice)
    }
}
