//! The pseudo-locale: English that is seen to be translated, and takes more room.

use crate::catalog::{Catalog, Entry};

/// English with accents, two fifths longer and in brackets, under the tag `en-XA`.
///
/// What stands on a screen without brackets was written into the program; what is cut off would
/// be cut off in a longer language. For tests and the gallery, never for guests.
pub fn pseudo(english: &Catalog) -> Catalog {
    let entries = english.entries.iter();
    Catalog {
        tag: "en-XA".to_owned(),
        language: english.language,
        entries: entries
            .map(|(key, entry)| {
                let entry = match entry {
                    Entry::Plain(text) => Entry::Plain(accented(text)),
                    Entry::Plural(forms) => Entry::Plural(
                        forms
                            .iter()
                            .map(|(category, text)| (*category, accented(text)))
                            .collect(),
                    ),
                };
                (key.clone(), entry)
            })
            .collect(),
    }
}

fn accented(text: &str) -> String {
    let mut out = String::from("[");
    let mut letters = 0;
    let mut inside = false;
    for letter in text.chars() {
        inside = (inside || letter == '{') && letter != '}';
        if inside || letter == '}' {
            out.push(letter);
        } else {
            letters += 1;
            out.push(with_accent(letter));
        }
    }
    for index in 0..letters * 2_usize / 5 {
        // Words, so that the length can break into lines.
        out.push(if index % 6 == 0 { ' ' } else { '~' });
    }
    out.push(']');
    out
}

fn with_accent(letter: char) -> char {
    const PLAIN: &str = "aceilnorsuyzACEINORSUYZ";
    const ACCENTED: &str = "åçéîłñöŕšûýžÅÇÉÎÑÖŔŠÛÝŽ";
    let found = PLAIN.chars().zip(ACCENTED.chars());
    let mut found = found.filter(|(plain, _)| *plain == letter);
    found.next().map_or(letter, |(_, accented)| accented)
}
