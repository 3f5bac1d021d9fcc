//! A language that is not complete stops the build, with a plain sentence.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on panics")]

use booking_texts::{Catalog, LANGUAGES, Language, accessors, check, pseudo, read};

const ENGLISH: &str = r#"{
    "language": "English",
    "pay": "Pay {amount}",
    "people": { "one": "1 person", "other": "{count} people" }
}"#;

fn language(tag: &str) -> &'static Language {
    LANGUAGES
        .iter()
        .find(|language| language.tag == tag)
        .unwrap()
}

fn catalog(tag: &str, text: &str) -> Catalog {
    Catalog::parse(language(tag), text).unwrap()
}

#[track_caller]
fn faults(tag: &str, text: &str) -> Vec<String> {
    check(&catalog(tag, text), &catalog("en", ENGLISH))
}

#[test]
fn a_complete_language_has_no_fault() {
    assert_eq!(faults("en", ENGLISH), Vec::<String>::new());
    let german = r#"{
        "people": { "other": "{count} Personen", "one": "eine Person" },
        "language": "Deutsch",
        "pay": "{amount} bezahlen"
    }"#;
    assert_eq!(faults("de", german), Vec::<String>::new());
}

#[test]
fn a_text_too_few_and_one_too_many_are_named() {
    let german = r#"{
        "language": "Deutsch",
        "paid": "Bezahlt",
        "people": { "one": "eine Person", "other": "{count} Personen" }
    }"#;
    assert_eq!(
        faults("de", german),
        [
            "The language de lacks the text pay.",
            "The language de has the text paid, which English does not have."
        ]
    );
}

#[test]
fn a_part_that_is_missing_or_never_filled_in_is_named() {
    let german = r#"{
        "language": "Deutsch",
        "pay": "{price} bezahlen",
        "people": { "one": "eine Person", "other": "Personen" }
    }"#;
    assert_eq!(
        faults("de", german),
        [
            "In the language de the text pay misses {amount}.",
            "In the language de the text pay has {price}, which is never filled in.",
            "In the language de the text people (other) misses {count}."
        ]
    );
}

#[test]
fn every_language_has_the_plural_forms_that_it_needs_and_no_others() {
    let with =
        |forms: &str| format!(r#"{{ "language": "x", "pay": "{{amount}}", "people": {forms} }}"#);
    assert_eq!(
        faults(
            "ar",
            &with(
                r#"{ "zero": "-", "one": "-", "two": "-", "few": "{count}", "other": "{count}" }"#
            )
        ),
        ["The text people of the language ar lacks the plural form many."]
    );
    assert_eq!(
        faults("ja", &with(r#"{ "one": "1", "other": "{count}" }"#)),
        [
            "In the language ja the text people (one) misses {count}.",
            "The text people of the language ja has the plural form one, which the language does not use."
        ]
    );
    // In French the singular stands for 0 as well, so it has to name the number.
    assert_eq!(
        faults("fr", &with(r#"{ "one": "une", "other": "{count}" }"#)),
        ["In the language fr the text people (one) misses {count}."]
    );
    assert_eq!(
        faults("de", &with(r#""Personen""#)),
        ["The text people of the language de needs its plural forms."]
    );
}

#[test]
fn what_a_table_or_a_page_could_not_hold_is_refused() {
    for (text, fault) in [
        ("", "is empty"),
        (" a", "begins or ends with a blank"),
        ("</script>", "holds a character that no text may hold"),
        ("a\\tb", "holds a character that no text may hold"),
        ("a { b", "opens a brace that it does not close"),
    ] {
        let english = format!(r#"{{ "a": "{text}" }}"#);
        let english = catalog("en", &english);
        let faults = check(&english, &english);
        assert!(
            faults.iter().any(|found| found.contains(fault)),
            "{text:?}: {faults:?}"
        );
    }
}

#[test]
fn a_key_twice_and_a_form_that_is_none_do_not_pass_unseen() {
    let parse = |text| Catalog::parse(language("en"), text).unwrap_err();
    assert_eq!(
        parse(r#"{ "a": "x", "a": "y" }"#),
        "the key a is there twice"
    );
    assert_eq!(
        parse(r#"{ "a": { "single": "x" } }"#),
        "a has the form single, which is no plural category"
    );
    assert!(parse(r#"{ "a": 1 }"#).starts_with("this is not an object of texts"));
    assert!(parse(r#"{ "a": "x" } more"#).starts_with("this is not an object of texts"));
}

#[test]
fn a_table_has_a_line_for_each_text_in_the_order_of_english() {
    let english = catalog("en", ENGLISH);
    let german = catalog(
        "de",
        r#"{ "people": { "other": "{count} Personen", "one": "1 Person" }, "pay": "{amount} zahlen", "language": "Deutsch" }"#,
    );
    let table = german.table(&english);
    let (head, lines) = table.split_once('\n').unwrap();
    assert!(head.ends_with("\tde\tltr"), "{head}");
    assert_eq!(
        lines,
        "Deutsch\n{amount} zahlen\n11 Person\t5{count} Personen"
    );
    let code = accessors(&english);
    assert!(code.contains("pub const COUNT: usize = 3;"));
    assert!(code.contains("pub fn pay(&self) -> &'static str { self.plain(1) }"));
    assert!(
        code.contains("pub fn people(&self, count: u32) -> &'static str { self.form(2, count) }")
    );
    let fingerprint = head.split('\t').next().unwrap();
    assert!(code.contains(fingerprint));
}

#[test]
fn parts_are_isolated_where_text_runs_from_right_to_left() {
    let english = catalog("en", r#"{ "pay": "Pay {amount}" }"#);
    let arabic = catalog("ar", r#"{ "pay": "ادفع {amount}" }"#);
    assert!(
        arabic
            .table(&english)
            .ends_with("ادفع \u{2068}{amount}\u{2069}")
    );
    assert!(english.table(&english).ends_with("Pay {amount}"));
}

#[test]
fn a_text_of_parts_alone_tells_its_direction_from_right_to_left() {
    let english = catalog("en", r#"{ "pair": "{first}, {second}" }"#);
    let arabic = catalog("ar", r#"{ "pair": "{first}، {second}" }"#);
    assert!(
        arabic
            .table(&english)
            .ends_with("\n\u{200f}\u{2068}{first}\u{2069}، \u{2068}{second}\u{2069}")
    );
    assert!(english.table(&english).ends_with("\n{first}, {second}"));
}

#[test]
fn the_pseudo_locale_is_longer_accented_and_in_brackets_with_its_parts_whole() {
    let english = catalog("en", ENGLISH);
    let pseudo = pseudo(&english);
    assert_eq!(check(&pseudo, &english), Vec::<String>::new());
    let table = pseudo.table(&english);
    assert!(table.contains("\n[Påý {amount} ]\n"), "{table}");
    assert!(table.contains("\n[Éñgłîšh ~]"), "{table}");
    let language = table.lines().nth(1).unwrap();
    assert!(
        language.chars().count() >= "English".len() * 14 / 10,
        "{language}"
    );
}

#[test]
fn the_languages_of_the_product_are_complete() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/texts");
    for folder in [root.to_owned(), format!("{root}/pages")] {
        let catalogs = read(folder.as_ref()).unwrap();
        assert_eq!(catalogs.len(), LANGUAGES.len());
    }
    assert!(
        read("nowhere".as_ref())
            .unwrap_err()
            .contains("cannot be read")
    );
}
