//! The texts of every language, read and checked while the widget and the companion are built.
//!
//! A folder holds one file for each language: an object of keys and sentences. A sentence names
//! its changing parts in braces, `{code}`; where a count decides about its form it is an object by
//! CLDR plural category, which holds `{count}`. English says which keys there are and which parts
//! they have; a language that says less or more than English stops the build with one plain
//! sentence for each fault.
//!
//! What comes of a language is its [table](Catalog::table), a text that the running program takes
//! apart by line. What comes of English are the [accessors](accessors): one function for each key,
//! which knows the line. So no program carries a sentence that its user does not read.

mod catalog;
mod check;
mod language;
mod pseudo;
mod table;

pub use catalog::{Catalog, Entry};
pub use check::check;
pub use language::{Category, LANGUAGES, Language};
pub use pseudo::pseudo;
pub use table::{accessors, fingerprint};

use std::path::Path;

/// Reads the languages of a folder, English first, and holds each against English.
///
/// The error is one sentence for each fault, in lines.
pub fn read(folder: &Path) -> Result<Vec<Catalog>, String> {
    let mut catalogs = Vec::new();
    for language in &LANGUAGES {
        let path = folder.join(format!("{}.json", language.tag));
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
        let catalog = Catalog::parse(language, &text)
            .map_err(|fault| format!("{}: {fault}.", path.display()))?;
        catalogs.push(catalog);
    }
    let faults: Vec<String> = catalogs
        .iter()
        .flat_map(|catalog| check(catalog, &catalogs[0]))
        .collect();
    if faults.is_empty() {
        Ok(catalogs)
    } else {
        Err(faults.join("\n"))
    }
}

/// The keys of the texts that no first look needs, from the file `later.txt` of a folder: one in a
/// line. The last text of all is one of them, so that a table without it is known to be of a first
/// look.
///
/// The error is one sentence for each key that English does not have.
pub fn later(folder: &Path, english: &Catalog) -> Result<Vec<String>, String> {
    let path = folder.join("later.txt");
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
    let keys: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let unknown = keys.iter().filter(|key| english.get(key).is_none());
    let faults: Vec<_> = unknown
        .map(|key| format!("{}: there is no text {key}.", path.display()))
        .collect();
    let last = english.entries.last().map(|(key, _)| key);
    if !faults.is_empty() {
        Err(faults.join("\n"))
    } else if last.is_none_or(|last| keys.contains(last)) {
        Ok(keys)
    } else {
        Err(format!(
            "{}: the last text has to be a later one.",
            path.display()
        ))
    }
}
