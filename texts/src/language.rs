//! The languages that there are, and the plural forms that each needs.

use std::fmt;

/// A plural category of CLDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are CLDR's")]
pub enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// A language that guests can read.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// Its tag, such as `de`.
    pub tag: &'static str,
    /// Whether it is written from right to left.
    pub right_to_left: bool,
    /// The plural categories that a whole number below a million falls into; no count here is
    /// larger. (From there on some languages have another form.)
    pub categories: &'static [Category],
    /// Those that stand for one number only, so that their sentence need not name it.
    pub exact: &'static [Category],
}

use Category::{Few, Many, One, Other, Two, Zero};

const fn plain(tag: &'static str, exact: &'static [Category]) -> Language {
    Language {
        tag,
        right_to_left: false,
        categories: &[One, Other],
        exact,
    }
}

/// Every language, English first.
pub const LANGUAGES: [Language; 7] = [
    plain("en", &[One]),
    plain("de", &[One]),
    // The singular is for 0 as well.
    plain("fr", &[]),
    plain("es", &[One]),
    plain("pt", &[]),
    Language {
        tag: "ja",
        right_to_left: false,
        categories: &[Other],
        exact: &[],
    },
    Language {
        tag: "ar",
        right_to_left: true,
        categories: &[Zero, One, Two, Few, Many, Other],
        exact: &[Zero, One, Two],
    },
];

impl Category {
    /// Every category, in the order of CLDR.
    pub const ALL: [Self; 6] = [Zero, One, Two, Few, Many, Other];

    /// Its name in CLDR and in `Intl.PluralRules`.
    pub fn name(self) -> &'static str {
        match self {
            Zero => "zero",
            One => "one",
            Two => "two",
            Few => "few",
            Many => "many",
            Other => "other",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
