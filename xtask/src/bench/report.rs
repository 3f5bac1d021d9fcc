//! Tables for people and JSON for programs, of the same values.

use std::fmt::Write as _;

/// A table whose cells are numbers or words.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// The names of the columns, which are the names of the fields in JSON.
    columns: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// A word.
    Word(String),
    /// A whole number.
    Whole(u64),
    /// A number with three decimals.
    Part(f64),
    /// What was not measured.
    Nothing,
}

impl Table {
    /// An empty table.
    pub(crate) fn of(columns: &[&'static str]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    /// Adds a row with a cell for each column.
    pub(crate) fn row<const N: usize>(&mut self, cells: [Cell; N]) {
        assert_eq!(N, self.columns.len(), "a cell for each column");
        self.rows.push(cells.into());
    }

    /// As lines of aligned columns: words to the left, numbers to the right.
    pub(crate) fn text(&self) -> String {
        let titles: Vec<String> = self.columns.iter().map(|c| c.replace('_', " ")).collect();
        let rows: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::text).collect())
            .collect();
        let mut text = String::new();
        for (n, row) in std::iter::once(&titles).chain(&rows).enumerate() {
            text.push(' ');
            for (column, cell) in row.iter().enumerate() {
                let cells = rows.iter().map(|row| row[column].chars().count());
                let width = cells.chain([titles[column].len()]).max().unwrap_or(0);
                // The first row of values tells how the title above it stands.
                let values = self.rows.get(n.saturating_sub(1));
                let word = values.is_none_or(|row| matches!(row[column], Cell::Word(_)));
                // Writing to a String cannot fail.
                let _ = if word {
                    write!(text, " {cell:<width$}")
                } else {
                    write!(text, " {cell:>width$}")
                };
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        text
    }

    /// As a list of objects.
    pub(crate) fn json(&self) -> String {
        let objects: Vec<String> = self
            .rows
            .iter()
            .map(|row| {
                let fields = self.columns.iter().zip(row);
                let fields: Vec<String> = fields
                    .map(|(name, cell)| format!("{}: {}", quoted(name), cell.json()))
                    .collect();
                format!("  {{{}}}", fields.join(", "))
            })
            .collect();
        format!("[\n{}\n]\n", objects.join(",\n"))
    }
}

impl Cell {
    /// A word.
    pub(crate) fn word(text: impl Into<String>) -> Self {
        Self::Word(text.into())
    }

    fn text(&self) -> String {
        match self {
            Self::Word(text) => text.clone(),
            Self::Whole(number) => grouped(*number),
            Self::Part(number) => format!("{number:.3}"),
            Self::Nothing => String::new(),
        }
    }

    fn json(&self) -> String {
        match self {
            Self::Word(text) => quoted(text),
            Self::Whole(number) => number.to_string(),
            // JSON has no word for what is no number.
            Self::Part(number) if !number.is_finite() => "null".to_owned(),
            Self::Part(number) => format!("{number:.3}"),
            Self::Nothing => "null".to_owned(),
        }
    }
}

/// A number with a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A JSON string.
fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            // Writing to a String cannot fail.
            c if c.is_control() => drop(write!(json, "\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::of(&["engine", "quotes_per_second", "of_native"]);
        table.row([
            Cell::word("native"),
            Cell::Whole(2_345_678),
            Cell::Part(1.0),
        ]);
        table.row([Cell::word("wasm \"z\""), Cell::Whole(999), Cell::Part(0.5)]);
        table
    }

    #[test]
    fn words_stand_left_and_numbers_right() {
        let expected = "  engine   quotes per second of native\n  \
                          native           2,345,678     1.000\n  \
                          wasm \"z\"               999     0.500\n";
        assert_eq!(table().text(), expected);
    }

    #[test]
    fn json_has_the_same_values_under_the_columns_names() {
        let expected = "[\n  {\"engine\": \"native\", \"quotes_per_second\": 2345678, \"of_native\": 1.000},\n  \
                        {\"engine\": \"wasm \\\"z\\\"\", \"quotes_per_second\": 999, \"of_native\": 0.500}\n]\n";
        assert_eq!(table().json(), expected);
    }

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn what_json_cannot_hold_is_escaped_or_null() {
        assert_eq!(quoted("a\\b\n"), "\"a\\\\b\\u000a\"");
        assert_eq!(Cell::Part(f64::NAN).json(), "null");
        assert_eq!(Cell::Nothing.json(), "null");
    }
}
