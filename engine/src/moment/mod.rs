//! Instants, dates and days of the week, as bodies hold them: for `#[serde(with = "…")]`.
//!
//! They are written as chrono writes them. Browsers read exactly that, with a few lines; chrono's
//! own reader, which also takes what people write, would be 4 kB of what every guest downloads.
//! Everywhere else it is the one that reads.

mod lean;

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, Utc, Weekday};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// Something of the calendar that is a text in bodies.
pub trait Moment: Sized {
    /// Reads it; nothing where the text is something else.
    fn read(text: &str) -> Option<Self>;

    /// Writes it.
    fn write(&self) -> String;
}

/// Whether to read only what is written here.
const LEAN: bool = cfg!(target_arch = "wasm32");

impl Moment for DateTime<FixedOffset> {
    fn read(text: &str) -> Option<Self> {
        if LEAN {
            lean::instant(text)
        } else {
            text.parse().ok()
        }
    }

    fn write(&self) -> String {
        self.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl Moment for DateTime<Utc> {
    fn read(text: &str) -> Option<Self> {
        DateTime::<FixedOffset>::read(text).map(|instant| instant.to_utc())
    }

    fn write(&self) -> String {
        self.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

impl Moment for NaiveDate {
    fn read(text: &str) -> Option<Self> {
        if LEAN {
            lean::date(text)
        } else {
            text.parse().ok()
        }
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Moment for Weekday {
    fn read(text: &str) -> Option<Self> {
        if LEAN {
            lean::weekday(text)
        } else {
            text.parse().ok()
        }
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

/// Writes a moment.
pub fn serialize<S: Serializer>(moment: &impl Moment, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&moment.write())
}

/// Reads a moment.
pub fn deserialize<'de, T: Moment, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    Wire::deserialize(from).map(|Wire(moment)| moment)
}

/// Moments that may be missing.
pub mod optional {
    use super::{Deserialize, Deserializer, Moment, Serialize, Serializer, Wire};

    /// Writes a moment, or nothing.
    #[allow(clippy::ref_option, reason = "serde hands it over so")]
    pub fn serialize<T: Moment, S: Serializer>(
        moment: &Option<T>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        moment.as_ref().map(Moment::write).serialize(to)
    }

    /// Reads a moment, or nothing.
    pub fn deserialize<'de, T: Moment, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<T>, D::Error> {
        let moment = Option::deserialize(from)?;
        Ok(moment.map(|Wire(moment)| moment))
    }
}

/// Lists of moments.
pub mod list {
    use super::{Deserialize, Deserializer, Moment, Serializer, Wire};

    /// Writes each moment.
    pub fn serialize<T: Moment, S: Serializer>(moments: &[T], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(moments.iter().map(Moment::write))
    }

    /// Reads each moment.
    pub fn deserialize<'de, T: Moment, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
        let moments = Vec::deserialize(from)?;
        Ok(moments.into_iter().map(|Wire(moment)| moment).collect())
    }
}

/// A moment as a body holds it.
struct Wire<T>(T);

impl<'de, T: Moment> Deserialize<'de> for Wire<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Reader(T::read)).map(Self)
    }
}

/// Reads a text in this way.
struct Reader<T>(fn(&str) -> Option<T>);

impl<T> Visitor<'_> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an instant, a date or a day of the week")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).ok_or_else(|| E::custom("not a moment of this kind"))
    }
}
