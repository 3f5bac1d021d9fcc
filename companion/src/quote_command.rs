//! `booking-companion quote FILE`: replays prices with the types of the wire.
//!
//! Owners, support and tests ask "why did this booking cost that?" with the very input the
//! companion had: the terms, the guest's request and the time. `FILE` holds one such case, an
//! array of them, or one a line (JSON lines); `-` stands for standard input.
//!
//! ```text
//! $ booking-companion quote case.json
//! {"currency":"EUR","lines":[…],"subtotal_minor":9600,"discount_minor":960,"total_minor":8640,…}
//! ```
//!
//! Every case that has a price is answered with one line on standard output, in order. A case
//! that has none is named on standard error with its line, the path of the field and what to
//! do; the others are still priced, and the command ends with exit code 1. A coupon code that
//! does not apply is not such a case: the reason is part of the quote.
//!
//! ```
//! use booking_companion::quote_command::replay;
//!
//! let case = r#"{
//!     "terms": {
//!         "calendar_id": "studio",
//!         "currency": "EUR",
//!         "services": [{"id": "portrait", "unit_price_minor": 4800, "attendees_max": 4}],
//!         "coupons": [{
//!             "id": "welcome",
//!             "name": "Welcome",
//!             "benefit": {"percent": {"percent": "10"}},
//!             "scope": "everything",
//!             "active": true
//!         }],
//!         "promotion_codes": [{"id": "w10", "coupon_id": "welcome", "code": "WELCOME10"}]
//!     },
//!     "request": {"items": [{"service_id": "portrait", "attendees": 2}], "code": "welcome10"},
//!     "now": "2026-11-20T09:00:00Z"
//! }"#;
//! let (mut quotes, mut complaints) = (Vec::new(), Vec::new());
//! replay(case, &mut quotes, &mut complaints)?;
//! let quote: booking_engine::Quote = serde_json::from_slice(&quotes)?;
//! assert_eq!((quote.discount_minor, quote.total_minor), (960, 8640));
//! assert!(complaints.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use booking_engine::{
    ADD_ONS_MAX, Item, ItemAddOn, PriceError, PriceRequest, Quote, ServiceId, Terms, price,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::serve::Failure;

/// One price to replay.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the business sold on.
    pub terms: Terms,
    /// What the guest chose.
    pub request: PriceRequest,
    /// The companion's clock at that time.
    pub now: DateTime<Utc>,
}

/// How many cases were priced and how many could not be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases with a quote.
    pub priced: usize,
    /// Cases without one.
    pub failed: usize,
}

/// Reads `{terms, request, now}` from the file, or standard input for `-`, and prints the
/// quotes. Fails after the last case if any of them has no price.
pub fn run(file: &Path) -> Result<(), Failure> {
    let text = read(file)?;
    if text.trim().is_empty() {
        let name = file.display();
        return Err(Failure::Input(format!(
            "there is nothing in {name}: give it {{\"terms\": …, \"request\": …, \"now\": …}}"
        )));
    }
    let mut quotes = BufWriter::new(io::stdout().lock());
    let writing = |error| Failure::Io {
        doing: "writing the quotes",
        error,
    };
    let tally = replay(&text, &mut quotes, &mut io::stderr().lock()).map_err(writing)?;
    quotes.flush().map_err(writing)?;
    match tally.failed {
        0 => Ok(()),
        failed => Err(Failure::Input(format!(
            "{failed} of {} cases have no price",
            tally.priced + failed
        ))),
    }
}

/// Prices every case of a text: quotes one a line, complaints likewise. Fails only where one
/// of them cannot be written.
pub fn replay(
    text: &str,
    quotes: &mut impl Write,
    complaints: &mut impl Write,
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    for entry in entries(text) {
        match entry.and_then(|entry| entry.quote()) {
            Ok(quote) => {
                serde_json::to_writer(&mut *quotes, &quote)?;
                quotes.write_all(b"\n")?;
                tally.priced += 1;
            }
            Err(complaint) => {
                writeln!(complaints, "{complaint}")?;
                tally.failed += 1;
            }
        }
    }
    Ok(tally)
}

fn read(file: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let outcome = if file == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    let name = file.display();
    outcome.map_err(|error| Failure::Input(format!("cannot read {name}: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = 1 + line_breaks(str::from_utf8(before).unwrap_or_default());
        Failure::Input(format!(
            "line {line} of {name} is not UTF-8: save the file as UTF-8"
        ))
    })
}

/// The text of one case, and the line on which it starts.
struct Entry<'t> {
    line: usize,
    text: &'t str,
}

/// The cases of a text, whichever of the three forms it has.
fn entries(text: &str) -> Vec<Result<Entry<'_>, Complaint>> {
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

fn line_breaks(text: &str) -> usize {
    text.matches('\n').count()
}

impl Entry<'_> {
    fn quote(&self) -> Result<Quote, Complaint> {
        let mut json = serde_json::Deserializer::from_str(self.text);
        let case: Case = serde_path_to_error::deserialize(&mut json)
            .map_err(|error| Complaint::field(self.line, &error))?;
        json.end()
            .map_err(|error| Complaint::syntax(self.line, &error))?;
        price(&case.request, &case.terms, case.now)
            .map_err(|error| Complaint::price(self.line, &error, &case))
    }
}

/// Why a case has no price, and what to do.
struct Complaint {
    line: usize,
    /// Where in the case; empty for the whole of it.
    path: String,
    what: String,
    advice: String,
}

impl Complaint {
    /// The text is not JSON; `line` is where the text starts.
    fn syntax(line: usize, error: &serde_json::Error) -> Self {
        Self {
            line: line + error.line().saturating_sub(1),
            path: String::new(),
            what: format!("{} at column {}", without_place(error), error.column()),
            advice: "Write a case as one JSON object, several as an array or one a line".into(),
        }
    }

    /// A field does not hold what it should; `line` is where the case starts.
    fn field(line: usize, error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        let inner = error.inner();
        if !inner.is_data() {
            return Self::syntax(line, inner);
        }
        let what = without_place(inner);
        let advice = if what.starts_with("missing field") {
            "Add it"
        } else if what.starts_with("unknown field") {
            "Correct its name or remove it"
        } else {
            "Correct this value"
        };
        let path = match error.path().to_string() {
            root if root == "." => String::new(),
            path => path,
        };
        Self {
            line: line + inner.line().saturating_sub(1),
            path,
            what,
            advice: advice.into(),
        }
    }

    /// The case can be read, but has no price.
    fn price(line: usize, error: &PriceError, case: &Case) -> Self {
        let (path, advice) = match error {
            PriceError::NoItems => (
                "request.items".to_owned(),
                "Add an item with a service_id and attendees".to_owned(),
            ),
            PriceError::TooManyItems => (
                "request.items".to_owned(),
                "Split the request into several".to_owned(),
            ),
            PriceError::UnknownService { service_id } => {
                let sold: Vec<&str> = case.terms.services.iter().map(|s| s.id.as_str()).collect();
                (
                    item_path(case, "service_id", |item| item.service_id == *service_id),
                    format!(
                        "Add it to terms.services or choose one of: {}",
                        sold.join(", ")
                    ),
                )
            }
            PriceError::UnknownVariation {
                service_id,
                variation_id,
            } => (
                item_path(case, "variation_id", |item| {
                    item.service_id == *service_id
                        && item.variation_id.as_ref() == Some(variation_id)
                }),
                "Add it to the service's variations or leave it out".to_owned(),
            ),
            PriceError::UnknownStaff {
                service_id,
                staff_id,
            } => (
                item_path(case, "staff_id", |item| {
                    item.service_id == *service_id && item.staff_id.as_ref() == Some(staff_id)
                }),
                "Add them to the service's staff or leave staff_id out for anyone".to_owned(),
            ),
            PriceError::UnknownAddOn {
                service_id,
                add_on_id,
            } => (
                add_on_path(case, service_id, |add_on| add_on.add_on_id == *add_on_id),
                "Add it to the service's add_ons or leave it out".to_owned(),
            ),
            PriceError::AddOnQuantity {
                service_id,
                add_on_id,
                quantity_max,
            } => (
                add_on_path(case, service_id, |add_on| {
                    add_on.add_on_id == *add_on_id
                        && !(1..=*quantity_max).contains(&add_on.quantity)
                }),
                "Correct the quantity or the add-on's quantity_max".to_owned(),
            ),
            PriceError::AddOns { service_id } => (
                item_path(case, "add_ons", |item| {
                    item.service_id == *service_id && has_too_many_add_ons(item)
                }),
                "Name each add-on once, with its quantity".to_owned(),
            ),
            PriceError::Attendees {
                service_id,
                attendees_max,
            } => (
                // A service may be booked by several items, and the first of them may be fine.
                item_path(case, "attendees", |item| {
                    item.service_id == *service_id
                        && !(1..=*attendees_max).contains(&item.attendees)
                }),
                "Correct the number or the service's attendees_max".to_owned(),
            ),
            PriceError::AmountOutOfRange => (
                "terms.services".to_owned(),
                "Correct unit_price_minor, the add-ons or the quantities of what is booked"
                    .to_owned(),
            ),
            PriceError::LawBroken => (
                String::new(),
                "This is a defect of the engine: please report it with this case".to_owned(),
            ),
        };
        Self {
            line,
            path,
            what: error.to_string(),
            advice,
        }
    }
}

/// The path of a field of the first item that is at fault.
fn item_path(case: &Case, field: &str, at_fault: impl Fn(&Item) -> bool) -> String {
    match case.request.items.iter().position(at_fault) {
        Some(index) => format!("request.items[{index}].{field}"),
        None => "request.items".to_owned(),
    }
}

/// The path of the first add-on that is at fault.
fn add_on_path(
    case: &Case,
    service_id: &ServiceId,
    at_fault: impl Fn(&ItemAddOn) -> bool,
) -> String {
    let items = case.request.items.iter().enumerate();
    let mut found = items
        .filter(|(_, item)| item.service_id == *service_id)
        .filter_map(|(index, item)| Some((index, item.add_ons.iter().position(&at_fault)?)));
    match found.next() {
        Some((item, add_on)) => format!("request.items[{item}].add_ons[{add_on}]"),
        None => "request.items".to_owned(),
    }
}

fn has_too_many_add_ons(item: &Item) -> bool {
    let ids = item.add_ons.iter().map(|add_on| &add_on.add_on_id);
    let distinct: BTreeSet<_> = ids.collect();
    distinct.len() < item.add_ons.len() || item.add_ons.len() > ADD_ONS_MAX
}

/// What is wrong, without the place: ours is the line of the file, not of the case.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((what, _)) => what.to_owned(),
        None => text,
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{}. {}.", self.what, self.advice)
    }
}
