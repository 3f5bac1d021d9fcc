//! Which functions come later.

use std::collections::{BTreeMap, BTreeSet};

use super::PartsError;
use super::module::{Module, number};

/// The functions that lead into the later part.
pub(super) struct Doors(BTreeSet<u32>);

/// Who is where, and how the two parts reach each other.
pub(super) struct Division {
    /// The functions of the first part, imported ones included.
    pub(super) first: BTreeSet<u32>,
    /// The slots of the doors and of whatever of the table comes later.
    pub(super) slots: BTreeMap<u32, u32>,
    /// The functions of the first part that the later one calls.
    pub(super) shared: BTreeSet<u32>,
    /// How long the table of functions has to be.
    pub(super) table_length: u32,
}

impl Doors {
    /// The functions that `lines` names. A line is what the path of a function begins with. A line
    /// that begins with `*` is a part of the name of functions that are called through the table.
    pub(super) fn find(module: &Module<'_>, lines: &str) -> Result<Self, PartsError> {
        let mut doors = BTreeSet::new();
        let lines = lines.lines().map(str::trim);
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let name = |function: &u32| module.names.get(function).map_or("", String::as_str);
            let named: Vec<u32> = if let Some(part) = line.strip_prefix('*') {
                let in_table = module.slots.values().copied();
                in_table.filter(|it| name(it).contains(part)).collect()
            } else {
                let path = |it: &u32| name(it).trim_start_matches(['<', '&']);
                let own = module.own();
                own.filter(|it| path(it).starts_with(line)).collect()
            };
            if named.is_empty() {
                return Err(PartsError::NoDoor(line.to_owned()));
            }
            doors.extend(named);
        }
        Ok(Self(doors))
    }

    /// What is called from outside or by way of the table is in the first part, with all that it
    /// calls, up to the doors.
    pub(super) fn divide(&self, module: &Module<'_>) -> Division {
        let mut first: BTreeSet<u32> = (0..module.imported()).collect();
        let in_table = module.slots.values().copied();
        let mut ahead: Vec<u32> = module
            .entries()
            .chain(in_table.filter(|function| !self.0.contains(function)))
            .collect();
        while let Some(function) = ahead.pop() {
            if first.insert(function) {
                let calls = &module.calls[function as usize];
                ahead.extend(calls.iter().filter(|it| !self.0.contains(it)));
            }
        }

        let is_later = |function: &u32| !first.contains(function);
        let mut slots: BTreeMap<u32, u32> = module
            .slots
            .iter()
            .map(|(&slot, &function)| (function, slot))
            .filter(|(function, _)| is_later(function))
            .collect();
        let mut table_length = module.slots.keys().last().map_or(1, |last| last + 1);
        let mut shared = BTreeSet::new();
        for (function, calls) in (0..).zip(&module.calls) {
            for &called in calls {
                if first.contains(&function) && is_later(&called) {
                    slots.entry(called).or_insert_with(|| {
                        table_length += 1;
                        table_length - 1
                    });
                } else if !first.contains(&function) && !is_later(&called) {
                    shared.insert(called);
                }
            }
        }
        Division {
            first,
            slots,
            shared,
            table_length,
        }
    }
}

impl Division {
    /// The functions that come later.
    pub(super) fn later(&self, module: &Module<'_>) -> Vec<u32> {
        let own = module.own();
        own.filter(|function| !self.first.contains(function))
            .collect()
    }

    /// The numbers that functions get in a file that has those of `functions` after `before`
    /// others.
    pub(super) fn numbers(before: &[u32], functions: &[u32]) -> BTreeMap<u32, u32> {
        let all = before.iter().chain(functions);
        all.enumerate()
            .map(|(new, &old)| (old, number(new)))
            .collect()
    }
}
