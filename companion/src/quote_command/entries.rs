//! The cases of a text: one object, an array of them, or one a line.

use serde_json::value::RawValue;

use super::complaint::Complaint;

/// The text of one case, and the line on which it starts.
pub(super) struct Entry<'t> {
    pub(super) line: usize,
    pub(super) text: &'t str,
}

/// The cases of a text, whichever of the three forms it has.
pub(super) fn entries(text: &str) -> Vec<Result<Entry<'_>, Complaint>> {
    // Some editors and shells put a mark before the first character.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match serde_json::from_str::<&RawValue>(text) {
        Ok(_) if text.trim_start().starts_with('[') => array_entries(text),
        Ok(value) => vec![Ok(Entry {
            line: 1 + line_breaks(before(value, text)),
            text: value.get(),
        })],
        Err(_) if is_json_lines(text) => (1..)
            .zip(text.lines())
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(line, text)| Ok(Entry { line, text }))
            .collect(),
        Err(error) => vec![Err(Complaint::syntax(1, &error))],
    }
}

/// Whether a text that is not one value is meant as one value a line: the first line is whole,
/// or, where that one is broken, the second line begins an object of its own.
fn is_json_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first_is_whole = lines
        .next()
        .is_some_and(|line| serde_json::from_str::<&RawValue>(line).is_ok());
    first_is_whole || lines.next().is_some_and(|line| line.starts_with('{'))
}

fn array_entries(text: &str) -> Vec<Result<Entry<'_>, Complaint>> {
    let values = match serde_json::from_str::<Vec<&RawValue>>(text) {
        Ok(values) => values,
        Err(error) => return vec![Err(Complaint::syntax(1, &error))],
    };
    let (mut line, mut counted) = (1, 0);
    values
        .into_iter()
        .map(|value| {
            let skipped = before(value, text);
            line += line_breaks(skipped.get(counted..).unwrap_or_default());
            counted = skipped.len();
            Ok(Entry {
                line,
                text: value.get(),
            })
        })
        .collect()
}

/// What stands before a value in the text it was borrowed from.
fn before<'t>(value: &RawValue, text: &'t str) -> &'t str {
    let start = value.get().as_ptr().addr() - text.as_ptr().addr();
    text.get(..start).unwrap_or_default()
}

pub(super) fn line_breaks(text: &str) -> usize {
    text.matches('\n').count()
}
