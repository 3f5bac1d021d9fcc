//! The style sheets: what one room of pages calls its own, no other one draws differently.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The classes that a sheet has rules for as they are, without anything around or beside them.
fn own_classes(sheet: &str) -> Vec<String> {
    let rules = sheet.lines().filter_map(|line| line.split_once('{'));
    let selectors = rules.flat_map(|(before, _)| before.split(','));
    let classes = selectors.filter_map(|selector| selector.trim().strip_prefix('.'));
    let bare = classes.filter(|class| {
        let mut signs = class.chars();
        signs.all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
    });
    bare.map(ToOwned::to_owned).collect()
}

#[test]
fn a_class_is_drawn_by_one_sheet() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/theme/sheets");
    let mut drawn_by: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        for class in own_classes(&fs::read_to_string(file.path()).unwrap()) {
            let sheets = drawn_by.entry(class).or_default();
            if !sheets.contains(&name) {
                sheets.push(name.clone());
            }
        }
    }
    assert!(drawn_by.len() > 50, "{}", drawn_by.len());
    let twice: Vec<_> = drawn_by.iter().filter(|(_, by)| by.len() > 1).collect();
    assert_eq!(twice, [], "rules of two sheets meet in one class");
}
