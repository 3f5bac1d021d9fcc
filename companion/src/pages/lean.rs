//! Takes out of the pages' own style sheets what is there for their readers.
//!
//! It knows as much of the language as our own files need, and is never given anything else.

/// A style sheet without comments, line breaks and what blanks mean nothing.
pub(crate) fn style(sheet: &str) -> String {
    let mut lean = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((rules, comment)) = rest.split_once("/*") {
        take_rules(rules, &mut lean);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    take_rules(rest, &mut lean);
    lean
}

/// Blanks stay where they tell words apart, which is not beside these signs. Before a colon they
/// do: `a :hover` is something else than `a:hover`.
fn take_rules(rules: &str, lean: &mut String) {
    const AROUND: [char; 4] = ['{', '}', ';', ','];
    for word in rules.split_whitespace() {
        let glued = lean.ends_with(AROUND) || lean.ends_with(':') || word.starts_with(AROUND);
        if !lean.is_empty() && !glued {
            lean.push(' ');
        }
        lean.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::style;

    #[test]
    fn a_style_sheet_keeps_its_rules_and_loses_its_comments_and_blanks() {
        let sheet = "/* The card. */\na  b,\n.c {\n  margin: 0 4px; /* calm */\n  width: calc(1px + 2px);\n}\n";
        assert_eq!(style(sheet), "a b,.c{margin:0 4px;width:calc(1px + 2px);}");
    }

    #[test]
    fn what_is_within_something_stays_apart_from_what_it_is_in() {
        assert_eq!(style("a :hover { top: 0 }"), "a :hover{top:0}");
        assert_eq!(
            style("[dir=\"rtl\"] * { left: 0 }"),
            "[dir=\"rtl\"] *{left:0}"
        );
        assert_eq!(
            style("@media (max-width: 9px) and (color) { a { top: 0 } }"),
            "@media (max-width:9px) and (color){a{top:0}}"
        );
    }
}
