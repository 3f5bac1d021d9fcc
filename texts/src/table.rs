//! What the running programs take: a language's texts as lines, and the functions that know them.

use std::fmt::Write as _;

use crate::catalog::{Catalog, Entry};
use crate::language::Category;

/// Opens and closes a part whose direction of writing is its own (first strong isolate, pop).
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');
/// A letter without a shape that is written from right to left.
const RIGHT_TO_LEFT: char = '\u{200f}';

impl Catalog {
    /// The texts in the order of English, a line each, below a line of the fingerprint, the tag
    /// and the direction.
    ///
    /// Plural forms share a line, divided by tabs; each begins with the digit of its category in
    /// [`Category::ALL`]. Where the language runs from right to left, every part is wrapped into
    /// marks that keep amounts, codes and names from being scrambled, so that no program has to
    /// think of it. What is between these marks does not tell the direction of the text around
    /// them, so a text that begins with a part tells it first: it may be a part itself.
    pub fn table(&self, english: &Self) -> String {
        self.table_without(english, &[])
    }

    /// The same table with nothing in the lines of `later`: texts that come once they are needed.
    pub fn first_table(&self, english: &Self, later: &[String]) -> String {
        let table = self.table_without(english, later);
        // Nothing stands in the lines after the last one either.
        table.trim_end_matches('\n').to_owned()
    }

    fn table_without(&self, english: &Self, later: &[String]) -> String {
        let direction = if self.language.right_to_left {
            "rtl"
        } else {
            "ltr"
        };
        let mut table = format!("{}\t{}\t{direction}", fingerprint(english), self.tag);
        for (key, _) in &english.entries {
            table.push('\n');
            if !later.contains(key) {
                self.push_line(key, &mut table);
            }
        }
        table
    }

    fn push_line(&self, key: &str, table: &mut String) {
        match self.get(key) {
            Some(Entry::Plain(text)) => table.push_str(&self.isolated(text)),
            Some(Entry::Plural(forms)) => {
                let mut forms: Vec<_> = forms.iter().collect();
                forms.sort_by_key(|(category, _)| *category);
                for (index, (category, text)) in forms.into_iter().enumerate() {
                    if index > 0 {
                        table.push('\t');
                    }
                    let digit = Category::ALL.iter().position(|each| each == category);
                    // Writing to a String does not fail.
                    let _ = write!(table, "{}", digit.unwrap_or_default());
                    table.push_str(&self.isolated(text));
                }
            }
            None => {}
        }
    }

    fn isolated(&self, text: &str) -> String {
        if !self.language.right_to_left {
            return text.to_owned();
        }
        let (open, close) = ISOLATE;
        let isolated = text
            .replace('{', &format!("{open}{{"))
            .replace('}', &format!("}}{close}"));
        if text.starts_with('{') {
            format!("{RIGHT_TO_LEFT}{isolated}")
        } else {
            isolated
        }
    }
}

/// Names the keys and their order: a table of other keys must not be read with these accessors.
pub fn fingerprint(english: &Catalog) -> String {
    // FNV-1a. It guards against a stale file, not against anybody.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (key, entry) in &english.entries {
        let plural = matches!(entry, Entry::Plural(_));
        for byte in key.bytes().chain([u8::from(plural)]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{:08x}", hash >> 32)
}

/// Rust: the number of texts, their fingerprint, and a method on `Texts` for each key.
///
/// They call `self.plain(line)` and `self.form(line, count)`.
pub fn accessors(english: &Catalog) -> String {
    let mut code = format!(
        "/// How many texts a language has.\npub const COUNT: usize = {};\n\
         /// Names the keys and their order.\npub const FINGERPRINT: &str = \"{}\";\n\
         impl Texts {{\n",
        english.entries.len(),
        fingerprint(english),
    );
    for (line, (key, entry)) in english.entries.iter().enumerate() {
        let sentence = entry.sentences().pop().unwrap_or_default();
        let name = if key == "where" { "where_" } else { key };
        let body = match entry {
            Entry::Plain(_) => {
                format!("pub fn {name}(&self) -> &'static str {{ self.plain({line}) }}")
            }
            Entry::Plural(_) => {
                format!(
                    "pub fn {name}(&self, count: u32) -> &'static str {{ self.form({line}, count) }}"
                )
            }
        };
        // Writing to a String does not fail.
        let _ = writeln!(code, "    /// `{sentence}`\n    {body}");
    }
    code.push_str("}\n");
    code
}
