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
    take_apart_at(wasm, LATER)
}

fn take_apart_at(wasm: &[u8], later: &str) -> Result<Parts, PartsError> {
    let module = Module::read(wasm)?;
    let doors = Doors::find(&module, later)?;
    let division = doors.divide(&module);
    Ok(Parts {
        first: write::first(&module, &division)?,
        later: write::later(&module, &division)?,
    })
}

/// Gives the first part what it asks for the second with, and the place that it runs in: the page, or
/// what `widget-loader/inline.js` shows it as one.
pub(crate) fn tell_glue(glue: &str) -> Option<String> {
    let imports = "const import0 = {";
    let asks = format!("{imports}\n{AT_ONCE}: function() {{ bookingLaterAtOnce(); }},");
    // All of the program gets the page from here.
    let page = "typeof self === 'undefined' ? undefined : self";
    let place = "globalThis.bookingPlace ?? self";
    let once = |part| glue.matches(part).count() == 1;
    (once(imports) && once(page)).then(|| glue.replace(imports, &asks).replace(page, place))
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection,
        Function, FunctionSection, ImportSection, Instruction, MemorySection, MemoryType, NameMap,
        NameSection, RefType, TableSection, TableType, TypeSection, ValType,
    };

    use super::*;

    /// `main` asks the world for a number and calls `door` with it, which calls `inner`, which
    /// calls `shared`, as `main` does; `listener` stands in the table.
    const NAMES: [&str; 6] = [
        "world",
        "shop[0123456789abcdef]::main",
        "<shop[0123456789abcdef]::Flow>::door",
        "shop[0123456789abcdef]::inner",
        "shop[0123456789abcdef]::shared",
        "shop[0123456789abcdef]::listener",
    ];

    fn whole() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([ValType::I32], [ValType::I32]);
        let mut imports = ImportSection::new();
        imports.import("./shop_bg.js", "world", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for calls in [vec![0, 2, 4], vec![3], vec![4, 0], vec![], vec![3]] {
            functions.function(0);
            let mut function = Function::new([]);
            function.instruction(&Instruction::LocalGet(0));
            for called in calls {
                function.instruction(&Instruction::Call(called));
            }
            function.instruction(&Instruction::End);
            code.function(&function);
        }
        let mut tables = TableSection::new();
        tables.table(TableType {
            element_type: RefType::FUNCREF,
            table64: false,
            minimum: 2,
            maximum: Some(2),
            shared: false,
        });
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut exports = ExportSection::new();
        exports.export("main", ExportKind::Func, 1);
        exports.export("memory", ExportKind::Memory, 0);
        let mut elements = ElementSection::new();
        let listeners = Elements::Functions(vec![5].into());
        elements.active(None, &ConstExpr::i32_const(1), listeners);
        let mut names = NameMap::new();
        for (function, name) in (0..).zip(NAMES) {
            names.append(function, name);
        }
        let mut section = NameSection::new();
        section.functions(&names);
        let mut file = wasm_encoder::Module::new();
        file.section(&types)
            .section(&imports)
            .section(&functions)
            .section(&tables)
            .section(&memories)
            .section(&exports)
            .section(&elements)
            .section(&code)
            .section(&section);
        file.finish()
    }

    /// What is imported, after the module's name, and how many functions are written out.
    fn content(wasm: &[u8]) -> (Vec<String>, usize) {
        wasmparser::validate(wasm).expect("a valid file");
        let (mut imports, mut bodies) = (Vec::new(), 0);
        for payload in wasmparser::Parser::new(0).parse_all(wasm) {
            match payload.expect("a section") {
                wasmparser::Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import.expect("an import");
                        imports.push(format!("{} {}", import.module, import.name));
                    }
                }
                wasmparser::Payload::CodeSectionEntry(_) => bodies += 1,
                _ => {}
            }
        }
        (imports, bodies)
    }

    #[test]
    fn what_only_doors_lead_to_is_in_the_later_part() {
        // What is in the table is as if it were called from outside, unless it is a door itself.
        let parts = take_apart_at(&whole(), "shop::Flow>::door\n*listener").expect("apart");
        let (imports, bodies) = content(&parts.first);
        assert_eq!(
            imports,
            ["./shop_bg.js world", &format!("./shop_bg.js {AT_ONCE}")]
        );
        assert_eq!(
            bodies,
            2 + 2,
            "main, shared, and one that waits for each door"
        );
        let (imports, bodies) = content(&parts.later);
        assert_eq!(imports, ["first a", "first b", "first t-0", "first m-0"]);
        assert_eq!(bodies, 3, "door, inner and listener");

        let parts = take_apart_at(&whole(), "shop::Flow>::door").expect("apart");
        assert_eq!(
            content(&parts.first).1,
            4 + 1,
            "the table's listener needs inner"
        );
        assert_eq!(content(&parts.later).1, 1);
    }

    #[test]
    fn a_door_that_is_nowhere_is_named() {
        let missing = take_apart_at(&whole(), "# A comment.\nshop::Flow>::window");
        let error = missing.err().expect("no such function").to_string();
        assert!(error.contains("`shop::Flow>::window…`"), "{error}");
    }

    #[test]
    fn the_glue_is_told_once_and_only_where_it_has_one_place() {
        let imports = "const import0 = {\n __proto__: null,\n};";
        let glue = &format!("{imports} ret = typeof self === 'undefined' ? undefined : self;");
        let told = tell_glue(glue).expect("one place");
        assert!(told.contains("__wbg_later_at_once: function()"), "{told}");
        assert!(
            told.ends_with("ret = globalThis.bookingPlace ?? self;"),
            "{told}"
        );
        assert_eq!(tell_glue(imports), None);
        assert_eq!(tell_glue("nothing"), None);
        assert_eq!(tell_glue(&glue.repeat(2)), None);
    }
}
