//! A wasm file as wasm-bindgen writes it, read as far as it has to be known.

use std::collections::{BTreeMap, HashMap};

use wasmparser::{
    Data, ElementItems, ElementKind, Export, ExternalKind, FuncType, FunctionBody, Global,
    KnownCustom, MemoryType, Name, Operator, Parser, Payload, Table, TypeRef,
};

use super::PartsError;

/// A wasm file.
#[derive(Default)]
pub(super) struct Module<'w> {
    pub(super) types: Vec<FuncType>,
    /// Functions alone: module, name, type.
    pub(super) imports: Vec<(&'w str, &'w str, u32)>,
    /// The type of each function, imported ones first.
    pub(super) signatures: Vec<u32>,
    pub(super) tables: Vec<Table<'w>>,
    pub(super) memories: Vec<MemoryType>,
    pub(super) globals: Vec<Global<'w>>,
    pub(super) exports: Vec<Export<'w>>,
    pub(super) start: Option<u32>,
    /// Which function is in which slot of the table of functions.
    pub(super) slots: BTreeMap<u32, u32>,
    /// The table of functions.
    pub(super) functions_table: u32,
    pub(super) data_count: Option<u32>,
    pub(super) data: Vec<Data<'w>>,
    /// The bodies of the functions that are not imported.
    pub(super) bodies: Vec<FunctionBody<'w>>,
    pub(super) names: HashMap<u32, String>,
    /// Which functions each function calls by their number, imported ones first.
    pub(super) calls: Vec<Vec<u32>>,
}

impl<'w> Module<'w> {
    pub(super) fn read(wasm: &'w [u8]) -> Result<Self, PartsError> {
        let mut module = Self::default();
        for payload in Parser::new(0).parse_all(wasm) {
            module.take(payload?)?;
        }
        let imported = vec![Vec::new(); module.imports.len()];
        let called = module.bodies.iter().map(called_by);
        module.calls = imported
            .into_iter()
            .map(Ok)
            .chain(called)
            .collect::<Result<_, PartsError>>()?;
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'w>) -> Result<(), PartsError> {
        match payload {
            Payload::TypeSection(types) => {
                for ty in types.into_iter_err_on_gc_types() {
                    self.types.push(ty?);
                }
            }
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    let TypeRef::Func(ty) = import.ty else {
                        let what = format!("it imports {}, which is no function", import.name);
                        return Err(PartsError::Form(what));
                    };
                    self.imports.push((import.module, import.name, ty));
                    self.signatures.push(ty);
                }
            }
            Payload::FunctionSection(types) => {
                for ty in types {
                    self.signatures.push(ty?);
                }
            }
            Payload::TableSection(tables) => self.tables = all(tables)?,
            Payload::MemorySection(memories) => self.memories = all(memories)?,
            Payload::GlobalSection(globals) => self.globals = all(globals)?,
            Payload::ExportSection(exports) => self.exports = all(exports)?,
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(elements) => {
                for element in elements {
                    let element = element?;
                    self.take_element(element.kind, element.items)?;
                }
            }
            Payload::DataCountSection { count, .. } => self.data_count = Some(count),
            Payload::DataSection(data) => self.data = all(data)?,
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::CustomSection(custom) => {
                if let KnownCustom::Name(names) = custom.as_known() {
                    for part in names {
                        if let Name::Function(functions) = part? {
                            for function in functions {
                                let function = function?;
                                let name = without_hashes(function.name);
                                self.names.insert(function.index, name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take_element(
        &mut self,
        kind: ElementKind<'w>,
        items: ElementItems<'w>,
    ) -> Result<(), PartsError> {
        let (
            ElementKind::Active {
                table_index,
                offset_expr,
            },
            ElementItems::Functions(functions),
        ) = (kind, items)
        else {
            return Err(PartsError::Form("its table is filled otherwise".to_owned()));
        };
        let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else {
            return Err(PartsError::Form("its table is not at one place".to_owned()));
        };
        self.functions_table = table_index.unwrap_or(0);
        for (slot, function) in (value.cast_unsigned()..).zip(functions) {
            self.slots.insert(slot, function?);
        }
        Ok(())
    }

    /// How many functions are imported; those of the file itself have the numbers after them.
    pub(super) fn imported(&self) -> u32 {
        number(self.imports.len())
    }

    /// The numbers of the functions that the file itself has.
    pub(super) fn own(&self) -> std::ops::Range<u32> {
        self.imported()..number(self.signatures.len())
    }

    pub(super) fn body(&self, function: u32) -> &FunctionBody<'w> {
        &self.bodies[(function - self.imported()) as usize]
    }

    /// The functions that are called from outside.
    pub(super) fn entries(&self) -> impl Iterator<Item = u32> {
        let exports = self.exports.iter();
        exports
            .filter(|export| export.kind == ExternalKind::Func)
            .map(|export| export.index)
            .chain(self.start)
    }
}

/// A number of things in a file, whose numbers have 32 bits.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn all<T>(section: impl IntoIterator<Item = wasmparser::Result<T>>) -> Result<Vec<T>, PartsError> {
    Ok(section.into_iter().collect::<wasmparser::Result<_>>()?)
}

fn called_by(body: &FunctionBody<'_>) -> Result<Vec<u32>, PartsError> {
    let mut called = Vec::new();
    let mut reader = body.get_operators_reader()?;
    while !reader.eof() {
        if let Operator::Call { function_index } | Operator::RefFunc { function_index } =
            reader.read()?
        {
            called.push(function_index);
        }
    }
    Ok(called)
}

/// A name without the hashes of crates, such as `booking_widget[8e4c13841fa121e9]::start`.
fn without_hashes(name: &str) -> String {
    let mut parts = name.split('[');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if hash.bytes().all(|it| it.is_ascii_hexdigit()) => {
                plain.push_str(rest);
            }
            _ => {
                plain.push('[');
                plain.push_str(part);
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_the_hashes_of_crates_and_nothing_else() {
        let name = "<booking_widget[8e4c13841fa121e9]::flow::Flow>::act::<[u8]>";
        assert_eq!(
            without_hashes(name),
            "<booking_widget::flow::Flow>::act::<[u8]>"
        );
    }
}
