//! Writes the two files.

use std::collections::BTreeMap;
use std::fmt;

use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataCountSection, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalSection, ImportSection,
    Instruction, MemorySection, StartSection, TableSection, TableType, TypeSection,
};
use wasmparser::{ExternalKind, Operator};

use super::doors::Division;
use super::module::{Module, number};
use super::{AT_ONCE, FIRST, PartsError};

impl<E: fmt::Display> From<Error<E>> for PartsError {
    fn from(error: Error<E>) -> Self {
        Self::Form(error.to_string())
    }
}

/// The file that the page starts with.
pub(super) fn first(module: &Module<'_>, division: &Division) -> Result<Vec<u8>, PartsError> {
    let mut same = RoundtripReencoder;
    let imported: Vec<u32> = (0..module.imported()).collect();
    let own: Vec<u32> = division.first.range(module.own()).copied().collect();
    // What asks for the later part at once is imported after everything else.
    let at_once = module.imported();
    let mut numbers = Division::numbers(&imported, &own);
    for function in &own {
        *numbers.entry(*function).or_default() += 1;
    }
    let after = at_once + 1 + number(own.len());

    let mut imports = ImportSection::new();
    for (from, name, ty) in &module.imports {
        imports.import(from, name, EntityType::Function(*ty));
    }
    let mut types = types(module)?;
    let no_arguments = types.len();
    types.ty().function([], []);
    let from = module.imports.first().map_or("", |import| import.0);
    imports.import(from, AT_ONCE, EntityType::Function(no_arguments));

    let (mut functions, mut code) = written(module, division, &own, &numbers)?;
    let mut table: BTreeMap<u32, u32> = BTreeMap::new();
    for (&slot, function) in &module.slots {
        if let Some(&number) = numbers.get(function) {
            table.insert(slot, number);
        }
    }
    for ((&door, &slot), number) in division.slots.iter().zip(after..) {
        let ty = module.signatures[door as usize];
        functions.function(ty);
        code.function(&fetched_at_once(module, ty, at_once, slot));
        table.insert(slot, number);
    }

    let mut memories = MemorySection::new();
    for memory in &module.memories {
        memories.memory(same.memory_type(*memory)?);
    }
    let mut tables = TableSection::new();
    for ty in table_types(module, division)? {
        tables.table(ty);
    }
    let mut globals = GlobalSection::new();
    for global in &module.globals {
        let value = same.const_expr(global.init_expr.clone())?;
        globals.global(same.global_type(global.ty)?, &value);
    }
    let mut exports = ExportSection::new();
    for export in &module.exports {
        let index = match export.kind {
            ExternalKind::Func => numbers[&export.index],
            _ => export.index,
        };
        exports.export(export.name, same.export_kind(export.kind)?, index);
    }
    for (place, function) in division.shared.iter().enumerate() {
        exports.export(&short_name(place), ExportKind::Func, numbers[function]);
    }
    for (kind, count) in whole(module) {
        for index in 0..count {
            exports.export(&whole_name(kind, index), kind, index);
        }
    }
    let mut data = DataSection::new();
    for segment in &module.data {
        same.parse_data(&mut data, segment.clone())?;
    }

    let mut file = wasm_encoder::Module::new();
    file.section(&types)
        .section(&imports)
        .section(&functions)
        .section(&tables)
        .section(&memories)
        .section(&globals)
        .section(&exports);
    if let Some(start) = module.start {
        file.section(&StartSection {
            function_index: numbers[&start],
        });
    }
    file.section(&elements(module, &table));
    if let Some(count) = module.data_count {
        file.section(&DataCountSection { count });
    }
    file.section(&code).section(&data);
    Ok(file.finish())
}

/// The file that the page fetches later.
pub(super) fn later(module: &Module<'_>, division: &Division) -> Result<Vec<u8>, PartsError> {
    let mut same = RoundtripReencoder;
    let shared: Vec<u32> = division.shared.iter().copied().collect();
    let own = division.later(module);
    let numbers = Division::numbers(&shared, &own);

    let mut imports = ImportSection::new();
    for (place, &function) in shared.iter().enumerate() {
        let ty = EntityType::Function(module.signatures[function as usize]);
        imports.import(FIRST, &short_name(place), ty);
    }
    for (index, ty) in (0..).zip(table_types(module, division)?) {
        imports.import(FIRST, &whole_name(ExportKind::Table, index), ty);
    }
    for (index, memory) in (0..).zip(&module.memories) {
        let ty = same.memory_type(*memory)?;
        imports.import(FIRST, &whole_name(ExportKind::Memory, index), ty);
    }
    for (index, global) in (0..).zip(&module.globals) {
        let ty = same.global_type(global.ty)?;
        imports.import(FIRST, &whole_name(ExportKind::Global, index), ty);
    }
    let (functions, code) = written(module, division, &own, &numbers)?;
    let table = division.slots.iter();
    let table = table
        .map(|(door, &slot)| (slot, numbers[door]))
        .collect::<BTreeMap<_, _>>();

    let mut file = wasm_encoder::Module::new();
    file.section(&types(module)?)
        .section(&imports)
        .section(&functions)
        .section(&elements(module, &table))
        .section(&code);
    Ok(file.finish())
}

/// Bodies with the numbers that functions have in a file. What is not in it is called through the
/// table.
fn written(
    module: &Module<'_>,
    division: &Division,
    own: &[u32],
    numbers: &BTreeMap<u32, u32>,
) -> Result<(FunctionSection, CodeSection), PartsError> {
    let mut renumbered = Renumbered(numbers);
    let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
    for &function in own {
        functions.function(module.signatures[function as usize]);
        let body = module.body(function);
        let mut written = renumbered.new_function_with_parsed_locals(body)?;
        let mut reader = body.get_operators_reader()?;
        while !reader.eof() {
            match reader.read()? {
                Operator::Call { function_index } if !numbers.contains_key(&function_index) => {
                    let ty = module.signatures[function_index as usize];
                    let slot = division.slots[&function_index];
                    call_slot(&mut written, module, ty, slot);
                }
                operator => {
                    written.instruction(&renumbered.instruction(operator)?);
                }
            }
        }
        code.function(&written);
    }
    Ok((functions, code))
}

/// Stands in a slot until the later part is there: has it fetched and calls what is in the slot
/// then.
fn fetched_at_once(module: &Module<'_>, ty: u32, at_once: u32, slot: u32) -> Function {
    let mut function = Function::new([]);
    function.instruction(&Instruction::Call(at_once));
    let parameters = number(module.types[ty as usize].params().len());
    for parameter in 0..parameters {
        function.instruction(&Instruction::LocalGet(parameter));
    }
    call_slot(&mut function, module, ty, slot);
    function.instruction(&Instruction::End);
    function
}

fn call_slot(function: &mut Function, module: &Module<'_>, ty: u32, slot: u32) {
    function.instruction(&Instruction::I32Const(slot.cast_signed()));
    function.instruction(&Instruction::CallIndirect {
        type_index: ty,
        table_index: module.functions_table,
    });
}

/// Gives functions the numbers of a file.
struct Renumbered<'n>(&'n BTreeMap<u32, u32>);

/// A function is meant that is in the other part, and not called but named.
#[derive(Debug)]
struct Elsewhere(u32);

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "function {} is named by the part that lacks it", self.0)
    }
}

impl Reencode for Renumbered<'_> {
    type Error = Elsewhere;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Elsewhere>> {
        let known = self.0.get(&function).copied();
        known.ok_or(Error::UserError(Elsewhere(function)))
    }
}

fn types(module: &Module<'_>) -> Result<TypeSection, PartsError> {
    let mut types = TypeSection::new();
    for ty in &module.types {
        let ty = RoundtripReencoder.func_type(ty.clone())?;
        types.ty().func_type(&ty);
    }
    Ok(types)
}

/// The tables, that of functions as long as both parts need it.
fn table_types(module: &Module<'_>, division: &Division) -> Result<Vec<TableType>, PartsError> {
    let mut types = Vec::new();
    for (index, table) in (0..).zip(&module.tables) {
        let mut ty = RoundtripReencoder.table_type(table.ty)?;
        if index == module.functions_table {
            let needed = u64::from(division.table_length);
            ty.minimum = ty.minimum.max(needed);
            ty.maximum = ty.maximum.map(|maximum| maximum.max(needed));
        }
        types.push(ty);
    }
    Ok(types)
}

/// Puts functions into their slots, those in a row at once.
fn elements(module: &Module<'_>, table: &BTreeMap<u32, u32>) -> ElementSection {
    let mut elements = ElementSection::new();
    let index = Some(module.functions_table).filter(|&index| index != 0);
    let slots: Vec<(u32, u32)> = table.iter().map(|(&slot, &it)| (slot, it)).collect();
    for row in slots.chunk_by(|one, next| one.0 + 1 == next.0) {
        let functions: Vec<u32> = row.iter().map(|(_, function)| *function).collect();
        let offset = ConstExpr::i32_const(row[0].0.cast_signed());
        elements.active(index, &offset, Elements::Functions(functions.into()));
    }
    elements
}

/// What both parts have as a whole.
fn whole(module: &Module<'_>) -> [(ExportKind, u32); 3] {
    [
        (ExportKind::Table, number(module.tables.len())),
        (ExportKind::Memory, number(module.memories.len())),
        (ExportKind::Global, number(module.globals.len())),
    ]
}

/// No function has such a name: they have no `-`.
fn whole_name(kind: ExportKind, index: u32) -> String {
    let letter = match kind {
        ExportKind::Table => 't',
        ExportKind::Memory => 'm',
        _ => 'g',
    };
    format!("{letter}-{index}")
}

/// As short as can be: letters, then letters and digits.
fn short_name(place: usize) -> String {
    const SIGNS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let mut name = String::new();
    let mut rest = place;
    loop {
        name.push(char::from(SIGNS[rest % SIGNS.len()]));
        rest /= SIGNS.len();
        if rest == 0 {
            return name;
        }
        rest -= 1;
    }
}
