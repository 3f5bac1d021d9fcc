//! Objects by id, listed newest first and by page, as Stripe lists everything.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use crate::refusal::Refusal;

/// Objects of one kind.
#[derive(Debug)]
pub(crate) struct Shelf<T> {
    by_id: HashMap<String, T>,
    /// Ids in order of creation, those of removed objects included.
    order: Vec<String>,
    /// Ids that `order` still has although their objects are gone.
    removed: HashSet<String>,
}

/// Which part of a list is asked for.
#[derive(Debug, Default, Clone, serde::Deserialize)]
pub(crate) struct Paging {
    limit: Option<i64>,
    starting_after: Option<String>,
    ending_before: Option<String>,
}

/// Ten objects a page, unless asked otherwise. Documented.
const LIMIT_DEFAULT: i64 = 10;
const LIMIT_MAX: i64 = 100;

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            by_id: HashMap::new(),
            order: Vec::new(),
            removed: HashSet::new(),
        }
    }
}

impl<T> Shelf<T> {
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.by_id.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.by_id.get_mut(id)
    }

    /// Adds an object under a new id.
    pub(crate) fn add(&mut self, id: &str, object: T) {
        // Only an id that comes back has to be looked for among all.
        if self.removed.remove(id) {
            self.order.retain(|known| known != id);
        }
        self.order.push(id.to_owned());
        self.by_id.insert(id.to_owned(), object);
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        let object = self.by_id.remove(id)?;
        self.removed.insert(id.to_owned());
        Some(object)
    }

    /// All objects, newest first.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = (&str, &T)> {
        let ids = self.order.iter().rev();
        ids.filter_map(|id| self.by_id.get(id).map(|object| (id.as_str(), object)))
    }
}

/// One page of `all`, which come in the order of the list with their ids, as a list object. Only
/// what is on the page is shown.
pub(crate) fn page<T>(
    all: &[(&str, T)],
    paging: &Paging,
    url: &str,
    show: impl Fn(&T) -> Value,
) -> Result<Value, Refusal> {
    let limit = paging.limit.unwrap_or(LIMIT_DEFAULT);
    if !(1..=LIMIT_MAX).contains(&limit) {
        let message = format!("Invalid limit: must be between 1 and {LIMIT_MAX}");
        return Err(Refusal::invalid("limit", None, message));
    }
    let limit = usize::try_from(limit).unwrap_or(1);
    let place_of = |id: &str, param: &str| {
        all.iter()
            .position(|(known, _)| *known == id)
            .ok_or_else(|| Refusal::invalid(param, None, format!("No such object: '{id}'")))
    };
    let (from, until) = match (&paging.starting_after, &paging.ending_before) {
        (Some(_), Some(_)) => {
            let message =
                "You may only specify one of these parameters: ending_before, starting_after.";
            return Err(Refusal::invalid("starting_after", None, message));
        }
        (Some(id), None) => {
            let from = place_of(id, "starting_after")? + 1;
            (from, all.len().min(from + limit))
        }
        (None, Some(id)) => {
            let until = place_of(id, "ending_before")?;
            (until.saturating_sub(limit), until)
        }
        (None, None) => (0, all.len().min(limit)),
    };
    let has_more = if paging.ending_before.is_some() {
        from > 0
    } else {
        until < all.len()
    };
    let data: Vec<Value> = all[from..until]
        .iter()
        .map(|(_, object)| show(object))
        .collect();
    Ok(json!({ "object": "list", "data": data, "has_more": has_more, "url": url }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(paging: &Paging) -> (Vec<i64>, bool) {
        let ids = ["a", "b", "c", "d"];
        let all: Vec<(&str, i64)> = ids.into_iter().zip(0..).collect();
        let list = page(&all, paging, "/v1/things", |n| json!(n)).unwrap();
        let data = list["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_i64().unwrap())
            .collect();
        (data, list["has_more"].as_bool().unwrap())
    }

    #[test]
    fn pages_go_forwards_and_backwards() {
        let limit = Some(2);
        let at = |text: &str| Some(text.to_owned());
        assert_eq!(shown(&Paging::default()), (vec![0, 1, 2, 3], false));
        assert_eq!(
            shown(&Paging {
                limit,
                ..Paging::default()
            }),
            (vec![0, 1], true)
        );
        let after = |id| Paging {
            limit,
            starting_after: at(id),
            ending_before: None,
        };
        assert_eq!(shown(&after("a")), (vec![1, 2], true));
        assert_eq!(shown(&after("b")), (vec![2, 3], false));
        let before = |id| Paging {
            limit,
            starting_after: None,
            ending_before: at(id),
        };
        assert_eq!(shown(&before("d")), (vec![1, 2], true));
        assert_eq!(shown(&before("b")), (vec![0], false));
    }

    #[test]
    fn an_id_that_was_removed_may_come_back_once() {
        let mut shelf = Shelf::default();
        shelf.add("a", 1);
        shelf.add("b", 2);
        shelf.remove("a");
        shelf.add("a", 3);
        let listed: Vec<_> = shelf.newest_first().map(|(_, n)| *n).collect();
        assert_eq!(listed, [3, 2]);
    }
}
