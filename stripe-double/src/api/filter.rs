//! What lists are filtered by.

use serde::Deserialize;
use serde_json::Value;

use crate::{clock::Seconds, shelf::Paging};

/// What every list takes.
#[derive(Debug, Deserialize)]
pub(super) struct Filter {
    #[serde(flatten)]
    pub(super) paging: Paging,
    #[serde(default)]
    pub(super) created: Created,
}

/// A moment, or a range of moments.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Created {
    At(Seconds),
    Within {
        gt: Option<Seconds>,
        gte: Option<Seconds>,
        lt: Option<Seconds>,
        lte: Option<Seconds>,
    },
}

impl Default for Created {
    fn default() -> Self {
        Self::Within {
            gt: None,
            gte: None,
            lt: None,
            lte: None,
        }
    }
}

impl Created {
    pub(super) fn admits(&self, created: Seconds) -> bool {
        match self {
            Self::At(moment) => created == *moment,
            Self::Within { gt, gte, lt, lte } => {
                gt.is_none_or(|limit| created > limit)
                    && gte.is_none_or(|limit| created >= limit)
                    && lt.is_none_or(|limit| created < limit)
                    && lte.is_none_or(|limit| created <= limit)
            }
        }
    }
}

impl Filter {
    pub(super) fn of(params: &Value) -> Self {
        serde_json::from_value(params.clone()).expect("the wire check leaves these types")
    }
}

/// Whether a text is the one that is asked for, if one is.
pub(super) fn wants(params: &Value, pointer: &str, value: Option<&str>) -> bool {
    params
        .pointer(pointer)
        .and_then(Value::as_str)
        .is_none_or(|wanted| value == Some(wanted))
}

/// Whether a flag is as it is asked for, if it is.
pub(super) fn wants_flag(params: &Value, name: &str, value: bool) -> bool {
    params[name].as_bool().is_none_or(|wanted| value == wanted)
}
