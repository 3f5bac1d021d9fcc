//! A language held against English.

use crate::catalog::{Catalog, Entry, parts};
use crate::language::Category;

/// What is wrong with a language: one plain sentence for each fault.
pub fn check(catalog: &Catalog, english: &Catalog) -> Vec<String> {
    let tag = &catalog.tag;
    let mut faults = Vec::new();
    for (key, wanted) in &english.entries {
        match catalog.get(key) {
            None => faults.push(format!("The language {tag} lacks the text {key}.")),
            Some(entry) => check_entry(catalog, key, entry, wanted, &mut faults),
        }
    }
    for (key, entry) in &catalog.entries {
        if english.get(key).is_none() {
            faults.push(format!(
                "The language {tag} has the text {key}, which English does not have."
            ));
        }
        for sentence in entry.sentences() {
            check_sentence(tag, key, sentence, &mut faults);
        }
    }
    faults
}

fn check_entry(
    catalog: &Catalog,
    key: &str,
    entry: &Entry,
    wanted: &Entry,
    faults: &mut Vec<String>,
) {
    let (tag, language) = (&catalog.tag, catalog.language);
    let needed = needed_parts(wanted);
    let mut compare = |sentence: &str, may_omit_count: bool, form: &str| {
        let had = parts(sentence);
        for part in &needed {
            let omitted = may_omit_count && *part == "count";
            if !had.contains(part) && !omitted {
                faults.push(format!(
                    "In the language {tag} the text {key}{form} misses {{{part}}}."
                ));
            }
        }
        for part in had {
            if !needed.contains(&part) {
                faults.push(format!(
                    "In the language {tag} the text {key}{form} has {{{part}}}, which is never filled in."
                ));
            }
        }
    };
    match (entry, wanted) {
        (Entry::Plain(sentence), Entry::Plain(_)) => compare(sentence, false, ""),
        (Entry::Plural(forms), Entry::Plural(_)) => {
            for (category, sentence) in forms {
                let exact = language.exact.contains(category);
                compare(sentence, exact, &format!(" ({category})"));
            }
            let had = |category: &Category| forms.iter().filter(|(c, _)| c == category).count();
            for category in Category::ALL {
                let place = format!("The text {key} of the language {tag}");
                match (had(&category), language.categories.contains(&category)) {
                    (0, true) => faults.push(format!("{place} lacks the plural form {category}.")),
                    (1.., false) => faults.push(format!(
                        "{place} has the plural form {category}, which the language does not use."
                    )),
                    (2.., true) => faults.push(format!("{place} has the form {category} twice.")),
                    _ => {}
                }
            }
        }
        (Entry::Plain(_), Entry::Plural(_)) => faults.push(format!(
            "The text {key} of the language {tag} needs its plural forms."
        )),
        (Entry::Plural(_), Entry::Plain(_)) => faults.push(format!(
            "The text {key} of the language {tag} has plural forms, but no count decides about it."
        )),
    }
}

/// What a sentence may not hold: the table is divided by lines and tabs and stands in a page.
fn check_sentence(tag: &str, key: &str, sentence: &str, faults: &mut Vec<String>) {
    let mut add = |what: &str| {
        faults.push(format!("The text {key} of the language {tag} {what}."));
    };
    if sentence.trim().is_empty() {
        add("is empty");
    }
    if sentence.trim() != sentence {
        add("begins or ends with a blank");
    }
    if sentence.contains(['<', '\n', '\t', '\r']) {
        add("holds a character that no text may hold: <, a tab or the end of a line");
    }
    if sentence.matches('{').count() != sentence.matches('}').count() {
        add("opens a brace that it does not close, or the other way round");
    }
}

/// The parts that a text must have: those of any of its English forms.
fn needed_parts(wanted: &Entry) -> Vec<&str> {
    let mut needed: Vec<&str> = wanted.sentences().into_iter().flat_map(parts).collect();
    needed.sort_unstable();
    needed.dedup();
    needed
}
