//! What an order books, as it was when it was booked: names may change later, receipts do not.

use booking_contract::BookedItem;
use booking_engine::{Quote, StaffId};
use serde::{Deserialize, Serialize};

use super::super::{StoreError, json};
use crate::clock::instant;

/// One service of an order; the rest of it is in the line of the quote at the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Booked {
    /// The name of the service, with its form.
    pub(crate) name: String,
    /// Who performs it, also where the guest asked for anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) staff_id: Option<StaffId>,
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) staff_name: Option<String>,
    /// The names of its add-ons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) add_ons: Vec<String>,
    /// When it starts.
    pub(crate) starts_ms: i64,
    /// When it ends.
    pub(crate) ends_ms: i64,
}

impl Booked {
    /// A plain service, as an order's own row tells of it.
    pub(crate) fn plain(name: String, starts_ms: i64, ends_ms: i64) -> Self {
        Self {
            name,
            staff_id: None,
            staff_name: None,
            add_ons: Vec::new(),
            starts_ms,
            ends_ms,
        }
    }

    /// As a guest sees it.
    pub(crate) fn view(&self) -> BookedItem {
        BookedItem {
            name: self.name.clone(),
            staff_name: self.staff_name.clone(),
            add_ons: self.add_ons.clone(),
            starts_at: instant(self.starts_ms),
            ends_at: instant(self.ends_ms),
        }
    }
}

/// The services as the books keep them: nothing where the order's own row says it all.
pub(crate) fn write_items(items: &[Booked]) -> Result<String, StoreError> {
    if let [one] = items
        && *one == Booked::plain(one.name.clone(), one.starts_ms, one.ends_ms)
    {
        return Ok(String::new());
    }
    serde_json::to_string(items).map_err(|_| StoreError::Malformed("list of services"))
}

/// The services of an order whose own row tells of this one.
pub(super) fn read_items(
    text: &str,
    plain: Booked,
    quote: &Quote,
) -> Result<Vec<Booked>, StoreError> {
    if text.is_empty() {
        return Ok(vec![plain]);
    }
    let items: Vec<Booked> = json(text, "list of services")?;
    if items.len() == quote.lines.len() {
        Ok(items)
    } else {
        Err(StoreError::Malformed("list of services"))
    }
}

/// The names of what an order books, the one of its own row where that says it all.
pub(crate) fn names(items: &str, own: String) -> Result<Vec<String>, StoreError> {
    if items.is_empty() {
        return Ok(vec![own]);
    }
    let items: Vec<Booked> = json(items, "list of services")?;
    Ok(items.into_iter().map(|item| item.name).collect())
}

/// A list as the books keep it: nothing where it is empty.
pub(crate) fn write_list<T: Serialize>(
    list: &[T],
    what: &'static str,
) -> Result<String, StoreError> {
    if list.is_empty() {
        return Ok(String::new());
    }
    serde_json::to_string(list).map_err(|_| StoreError::Malformed(what))
}
