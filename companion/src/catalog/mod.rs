//! What owners do with what they sell: calendars, services, staff, locations and hours.
//!
//! [`checks`] looks at what is written, with what it refers to; the rooms beside write it. Nothing
//! that was ever booked is deleted: it is put away, and what is booked stays as it was agreed.

pub(crate) mod calendars;
mod checks;
pub(crate) mod hours;
pub(crate) mod services;
pub(crate) mod workplace;

use booking_contract::owner::{CalendarLooks, CatalogRefusal};

use crate::Problem;

/// Why nothing was written.
#[derive(Clone, Debug)]
pub(crate) enum Refused {
    /// There is no such thing.
    NotFound,
    /// It cannot be written as asked.
    Because(CatalogRefusal),
}

impl From<CatalogRefusal> for Refused {
    fn from(refusal: CatalogRefusal) -> Self {
        Self::Because(refusal)
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotFound => Self::NotFound,
            Refused::Because(refusal) => Self::CatalogRefused(refusal),
        }
    }
}

/// The parts of a draft that a change touches, each with what it was and what it is.
fn changes<D: serde::Serialize>(before: &D, after: &D) -> serde_json::Value {
    let parts = |draft: &D| match serde_json::to_value(draft) {
        Ok(serde_json::Value::Object(parts)) => parts,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (parts(before), parts(after));
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut changed = serde_json::Map::new();
    for name in names {
        let (was, is) = (before.get(name), after.get(name));
        if was != is {
            changed.insert(name.clone(), serde_json::json!({ "was": was, "is": is }));
        }
    }
    changed.into()
}

/// Whether looks are such as could be saved.
pub(crate) fn are_fit(looks: &CalendarLooks) -> bool {
    let mut faults = checks::Faults::default();
    checks::looks(looks, &mut faults);
    faults.judge().is_ok()
}
