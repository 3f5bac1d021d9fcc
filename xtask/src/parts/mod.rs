//! Takes the widget's wasm file apart: what the page starts with, and what comes later.
//!
//! Guests who look at a calendar need neither its form nor anything that is done with an order. The
//! functions for that go into a second file, which the page fetches while a time is chosen. Both
//! are one program: the second file imports the memory, the tables, the globals and every function
//! that it calls from the first.
//!
//! `later.txt` names the doors: the functions that lead into the later part. What only doors lead
//! to is later as well; everything else is in the first file. A door is called through the table of
//! functions, where the second file puts it when it arrives. Until then a function stands there
//! that has the page fetch the second file at once and calls again: the widget asks for it in time
//! (`src/flow/later.rs`), so that this only keeps a mistake from becoming a broken page.

mod doors;
mod module;
mod write;

use std::fmt;

use doors::Doors;
use module::Module;

/// The names of the doors, a line each.
const LATER: &str = include_str!("later.txt");

/// Where the first part asks for the second one at once, in the imports that wasm-bindgen's glue
/// gives it.
pub(crate) const AT_ONCE: &str = "__wbg_later_at_once";

/// The module that the second part imports from: the first one's exports.
const FIRST: &str = "first";

/// The two files.
pub(crate) struct Parts {
    /// What the page starts with.
    pub(crate) first: Vec<u8>,
    /// What it fetches later.
    pub(crate) later: Vec<u8>,
}

/// Why a file was not taken apart.
#[derive(Debug)]
pub(crate) enum PartsError {
    /// The file is not one, or holds what wasm-bindgen did not write so far.
    Form(String),
    /// No function has a name that begins like this line of `later.txt`.
    NoDoor(String),
}

impl fmt::Display for PartsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(what) => write!(f, "the widget's wasm file cannot be taken apart: {what}"),
            Self::NoDoor(line) => write!(f, "no function of the widget is named `{line}…`"),
        }
    }
}

impl From<wasmparser::Error> for PartsError {
    fn from(error: wasmparser::Error) -> Self {
        Self::Form(error.to_string())
    }
}

/// Takes a file with names apart.
pub(crate) fn take_apart(wasm: &[u8]) -> Result<Parts, PartsError> {
    let module = Module::read(wasm)?;
    let doors = Doors::find(&module, LATER)?;
    let division = doors.divide(&module);
    Ok(Parts {
        first: write::first(&module, &division)?,
        later: write::later(&module, &division)?,
    })
}

/// Gives the first part what it asks for the second with.
pub(crate) fn tell_glue(glue: &str) -> Option<String> {
    let imports = "const import0 = {";
    let asks = format!("{imports}\n{AT_ONCE}: function() {{ bookingLaterAtOnce(); }},");
    (glue.matches(imports).count() == 1).then(|| glue.replace(imports, &asks))
}
