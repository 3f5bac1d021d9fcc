//! The languages that guests read: which one a page is in, what it says around the widget, and
//! where the widget finds the texts of the others.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use maud::{Markup, html};

use super::bundle::{File, Folder};

/// A language with everything that is said in it.
pub(crate) struct Language {
    /// Its tag, such as `de`.
    pub(crate) tag: &'static str,
    /// What the pages say.
    pub(crate) texts: Texts,
    /// The widget's texts by line, for pages that say the same.
    pub(crate) lines: Vec<&'static str>,
    /// The widget's texts without those that no first look needs, as they stand in a page. None of
    /// them holds a `<`.
    pub(super) first: &'static str,
    /// The widget's texts, as a file.
    pub(super) file: File,
    /// The name of that file, which names its content.
    pub(super) file_name: String,
    /// Its name in the language itself.
    pub(crate) name: String,
}

/// The language of one page.
pub(crate) struct Spoken {
    /// Which.
    pub(crate) language: &'static Language,
    /// The whole locale that was asked for, such as `de-AT`: amounts and dates follow it.
    pub(crate) locale: String,
}

/// The texts of the pages in one language.
pub(crate) struct Texts {
    direction: &'static str,
    lines: Vec<&'static str>,
}

/// A language as the build leaves it.
struct Source {
    tag: &'static str,
    table: &'static [u8],
    first: &'static str,
    packed: &'static [u8],
    page: &'static str,
}

mod generated {
    #![allow(dead_code, unreachable_pub, reason = "written by the build script")]
    use super::{Source, Texts};
    include!(concat!(env!("OUT_DIR"), "/speech.rs"));
    pub(super) const ALL: &[Source] = SOURCES;
}

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    generated::ALL
        .iter()
        .filter_map(Language::from_source)
        .collect()
});

/// Every language, English first.
pub(crate) fn languages() -> &'static [Language] {
    &LANGUAGES
}

/// The languages for the widget: a line each with the tag, the address of the texts, and the
/// language's own name.
pub(super) fn choice() -> &'static str {
    static CHOICE: LazyLock<String> = LazyLock::new(|| {
        let line =
            |language: &Language| format!("{} {} {}", language.tag, language.path(), language.name);
        languages().iter().map(line).collect::<Vec<_>>().join("\n")
    });
    &CHOICE
}

impl Spoken {
    /// The language that the address asks for, else the first of the browser's that there is,
    /// else English.
    pub(crate) fn choose(asked: Option<&str>, headers: &HeaderMap) -> Self {
        let asked = asked.and_then(Self::by_tag);
        let chosen = asked.or_else(|| preferred(headers).into_iter().find_map(Self::by_tag));
        chosen.unwrap_or_else(Self::english)
    }

    /// The language of a tag such as `de`, `de-AT` or `DE`.
    fn by_tag(tag: &str) -> Option<Self> {
        let sane = tag.len() <= 35 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let (primary, rest) = tag.split_at(tag.find('-').unwrap_or(tag.len()));
        let mut languages = languages().iter();
        let language = languages.find(|language| language.tag.eq_ignore_ascii_case(primary))?;
        sane.then(|| Self {
            language,
            locale: format!("{}{rest}", language.tag),
        })
    }

    fn english() -> Self {
        let language = &languages()[0];
        Self {
            language,
            locale: language.tag.to_owned(),
        }
    }

    /// What the pages say.
    pub(crate) fn texts(&self) -> &'static Texts {
        &self.language.texts
    }
}

impl Language {
    fn from_source(source: &Source) -> Option<Self> {
        let Source {
            tag,
            table,
            first,
            packed,
            page,
        } = *source;
        // The folder pairs a file with its compressed twin.
        let folder: Folder = [
            ("texts.txt".to_owned(), Cow::Borrowed(table)),
            ("texts.txt.br".to_owned(), Cow::Borrowed(packed)),
        ]
        .into_iter()
        .collect();
        let file = folder.get("texts.txt")?.clone();
        let name = std::str::from_utf8(table).ok()?.lines().nth(1)?.to_owned();
        let mut lines = page.lines();
        let direction = lines.next()?.rsplit('\t').next()?;
        Some(Self {
            tag,
            texts: Texts {
                direction,
                lines: lines.collect(),
            },
            // Half of the hash: every page carries it, seven times.
            file_name: format!("{tag}-{}.txt", file.version.get(..16)?),
            lines: std::str::from_utf8(table).ok()?.lines().skip(1).collect(),
            first,
            file,
            name,
        })
    }

    /// Where the widget finds its texts.
    pub(super) fn path(&self) -> String {
        format!("/assets/texts/{}", self.file_name)
    }

    /// The widget's texts.
    pub(super) fn table(&'static self) -> &'static str {
        // It was read line by line when the language was taken in.
        std::str::from_utf8(&self.file.plain).unwrap_or_default()
    }
}

impl Texts {
    /// The direction of writing, as HTML names it.
    pub(crate) fn direction(&self) -> &'static str {
        self.direction
    }

    fn plain(&self, line: usize) -> &'static str {
        self.lines.get(line).copied().unwrap_or_default()
    }
}

/// A sentence with the name of a business in it, in whatever direction that is written.
pub(crate) fn with_business(sentence: &str, business: &str) -> Markup {
    let (before, after) = sentence.split_once("{business}").unwrap_or((sentence, ""));
    html! { (before) bdi { (business) } (after) }
}

/// The languages that the browser names, the most wanted first.
fn preferred(headers: &HeaderMap) -> Vec<&str> {
    let values = headers.get_all(header::ACCEPT_LANGUAGE).iter();
    let ranges = values.flat_map(|value| value.to_str().unwrap_or_default().split(','));
    let mut wanted: Vec<(u32, &str)> = ranges
        .map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            (thousandths(weight), tag.trim())
        })
        .filter(|&(weight, _)| weight > 0)
        .collect();
    // Stable: of two that are wanted alike the first comes first.
    wanted.sort_by_key(|&(weight, _)| std::cmp::Reverse(weight));
    wanted.into_iter().map(|(_, tag)| tag).collect()
}

/// A weight from 0 to 1 with at most three decimals, in thousandths; what is none is 0.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.split_once('.').unwrap_or((weight, ""));
    match (whole, format!("{part:0<3}").parse::<u32>()) {
        ("1", _) => 1_000,
        ("0", Ok(thousandths)) if part.len() <= 3 => thousandths,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(asked: Option<&str>, accepted: &str, locale: &str) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().expect("a header"));
        assert_eq!(
            Spoken::choose(asked, &headers).locale,
            locale,
            "{asked:?} {accepted}"
        );
    }

    #[test]
    fn the_address_comes_before_the_browser_and_the_most_wanted_first() {
        check(None, "", "en");
        check(None, "xx, *;q=0.5", "en");
        check(None, "en-GB,en;q=0.9", "en-GB");
        check(Some("xx"), "en-GB", "en-GB");
        check(Some("EN-us"), "", "en-us");
        check(Some("en-<script>"), "en-GB", "en-GB");
        check(
            None,
            "en-AU;q=0.2, en-NZ;q=0.30, en-IE;q=0, en-CA;q=0.25",
            "en-NZ",
        );
        check(None, "en-AU;q=2, en-NZ;q=x, en-CA;q=0.1", "en-CA");
    }

    #[test]
    fn the_name_of_a_business_is_text() {
        let markup = with_business("Go to {business} now", "<b>").into_string();
        assert_eq!(markup, "Go to <bdi>&lt;b&gt;</bdi> now");
    }
}
