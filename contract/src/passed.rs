//! What a page's address has passed on to the widget: where the guest came from.

use serde::{Deserialize, Serialize};

/// The most parameters that are kept with an order.
pub const PASSED_MAX: usize = 12;
/// The longest name of one, in bytes.
pub const PASSED_NAME_LENGTH_MAX: usize = 40;
/// The longest value of one, in bytes.
pub const PASSED_VALUE_LENGTH_MAX: usize = 200;

/// What every campaign's parameters begin with.
const CAMPAIGN: &str = "utm_";

/// What the widget's pages read themselves: much of it is the guest's, and none says where they came
/// from.
const OWN: [&str; 17] = [
    "host", "look", "theme", "language", "lang", "zone", "service", "coupon", "code", "messages",
    "pass", "member", "order", "name", "email", "phone", "notes",
];

/// A parameter that is kept with an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Passed {
    /// Its name: 1 to 40 lower-case letters, digits, `_` and `-`.
    pub name: String,
    /// Its value, at most 200 bytes.
    pub value: String,
}

impl Passed {
    /// What of an address's parameters is kept: campaigns, and those that `chosen` names between
    /// commas. Whether it fits is the companion's to judge, and not worth its weight in the widget.
    pub fn of<'p>(parameters: impl Iterator<Item = (&'p str, &'p str)>, chosen: &str) -> Vec<Self> {
        let wanted = |name: &str| {
            name.starts_with(CAMPAIGN)
                || (chosen.split(',').any(|it| it.trim() == name) && !OWN.contains(&name))
        };
        let wanted = parameters.filter(|(name, _)| wanted(name));
        let wanted = wanted.map(|(name, value)| Self {
            name: name.to_owned(),
            value: value.to_owned(),
        });
        wanted.collect()
    }

    /// Those that fit, as many as are kept; of a name the first. What does not fit is left out, since
    /// no guest can do anything about it.
    pub fn fitting(all: impl Iterator<Item = Self>) -> Vec<Self> {
        let mut kept: Vec<Self> = Vec::new();
        for passed in all.filter(Self::fits) {
            if kept.len() < PASSED_MAX && !kept.iter().any(|it| it.name == passed.name) {
                kept.push(passed);
            }
        }
        kept
    }

    fn fits(&self) -> bool {
        let of_name = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
        (1..=PASSED_NAME_LENGTH_MAX).contains(&self.name.len())
            && self.name.bytes().all(of_name)
            && (1..=PASSED_VALUE_LENGTH_MAX).contains(&self.value.len())
            && !self.value.contains(char::is_control)
    }
}
