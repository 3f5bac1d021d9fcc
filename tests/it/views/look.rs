//! Promises of the look: readable in both themes whatever colour an owner picks, scoped, and
//! free of left and right.

use std::collections::BTreeMap;

use booking_contract::{WidgetStyle, colours};
use booking_widget::view::theme;

/// The exact figure of WCAG 2.2, which the widget itself only approximates.
fn contrast(one: &str, two: &str) -> f64 {
    let (one, two) = (luminance(one), luminance(two));
    (one.max(two) + 0.05) / (one.min(two) + 0.05)
}

fn luminance(colour: &str) -> f64 {
    let digits = colour.strip_prefix('#').unwrap();
    let wide: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.into(),
    };
    let channel = |at: usize| {
        let part = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

/// The plain colours of a theme, by the name of their custom property.
fn tokens(theme: &str) -> BTreeMap<String, String> {
    let css = theme::CSS;
    let mut blocks = css.split('}').filter(|block| block.contains("--bg:"));
    let block = blocks.find(|block| block.contains(theme)).unwrap();
    let (_, rules) = block.rsplit_once('{').unwrap();
    let pairs = rules.split(';').filter_map(|rule| rule.split_once(':'));
    pairs
        .map(|(name, value)| (name.trim().into(), value.trim().into()))
        .collect()
}

#[test]
fn every_colour_an_owner_picks_is_readable_by_day_and_by_night() {
    let (day, night) = ("#ffffff", "#17191f");
    for step in 0..216 {
        let channel = |by: usize| ["00", "33", "66", "99", "cc", "ff"][step / by % 6];
        let picked = format!("#{}{}{}", channel(36), channel(6), channel(1));
        let colours: BTreeMap<_, _> = colours(Some(&picked), Some(&picked)).into_iter().collect();
        for (mode, ground) in [("l", day), ("d", night)] {
            let of = |name: &str| colours[format!("--bk-{mode}-{name}").as_str()].as_str();
            let at_least = |figure: f64, one: &str, two: &str, what: &str| {
                let real = contrast(one, two);
                assert!(
                    real >= figure,
                    "{picked} {mode}: {what} {one} on {two} is {real:.2}"
                );
            };
            at_least(4.5, of("on"), of("fill"), "label on button");
            at_least(
                4.5,
                of("on"),
                of("over"),
                "label on button under the pointer",
            );
            at_least(4.5, of("ink"), ground, "text");
            at_least(4.5, of("ink"), of("soft"), "text on tint");
            at_least(4.5, of("ink"), of("soft2"), "text on strong tint");
            at_least(3.0, of("rim"), ground, "outline");
            at_least(4.5, of("outer"), of("ground"), "text around the card");
        }
    }
}

#[test]
fn a_colour_that_is_none_counts_as_none() {
    let none = colours(None, None);
    for wrong in [
        "", "red", "#12345", "#1234567", "#12345g", "url(x)", "#-12345",
    ] {
        assert_eq!(colours(Some(wrong), Some(wrong)), none, "{wrong}");
    }
    assert_ne!(colours(Some("#2f6f6a"), None), none);
}

#[test]
fn texts_are_readable_on_every_ground_in_both_themes() {
    for mode in [".bk{", "data-theme=dark"] {
        let colours = tokens(mode);
        let of = |name: &str| colours[name].as_str();
        let pairs = [
            (
                "--ink",
                4.5,
                vec!["--bg", "--sunk", "--raise", "--warnbg", "--badbg"],
            ),
            (
                "--ink2",
                4.5,
                vec![
                    "--bg", "--sunk", "--raise", "--warnbg", "--badbg", "--goodbg", "--line",
                ],
            ),
            ("--ink3", 4.5, vec!["--bg", "--sunk", "--raise"]),
            ("--good", 4.5, vec!["--bg", "--sunk", "--goodbg"]),
            ("--bad", 4.5, vec!["--bg", "--sunk", "--badbg"]),
            ("--warn", 4.5, vec!["--warnbg"]),
            ("--edge", 3.0, vec!["--bg", "--sunk", "--raise"]),
        ];
        for (text, figure, grounds) in pairs {
            for ground in grounds {
                let real = contrast(of(text), of(ground));
                assert!(real >= figure, "{mode}: {text} on {ground} is {real:.2}");
            }
        }
    }
}

#[test]
fn dark_by_choice_and_dark_by_setting_are_the_same() {
    let (chosen, automatic) = (tokens("data-theme=dark"), tokens("data-theme=auto"));
    assert!(chosen.len() > 15);
    assert_eq!(chosen, automatic);
}

#[test]
fn every_rule_is_scoped_to_the_widget() {
    let css = theme::CSS;
    assert_eq!(css.matches('{').count(), css.matches('}').count());
    let mut in_keyframes = 0;
    for piece in css.split_inclusive(['{', '}']) {
        let Some(head) = piece.strip_suffix('{') else {
            continue;
        };
        let head = head.trim();
        if head.starts_with('@') {
            in_keyframes = i32::from(head.starts_with("@keyframes"));
            continue;
        }
        let frame = matches!(head, "from" | "to") || head.ends_with('%');
        let scoped = head
            .split(".bk")
            .skip(1)
            .any(|rest| !rest.starts_with(|sign: char| sign.is_alphanumeric()));
        assert!(scoped || (frame && in_keyframes > 0), "{head}");
    }
}

#[test]
fn both_looks_have_their_rules_and_share_the_rest() {
    let (neo, classic) = (
        theme::root_class(WidgetStyle::Neo),
        theme::root_class(WidgetStyle::Classic),
    );
    assert_ne!(neo, classic);
    for class in neo
        .split(' ')
        .chain(classic.split(' '))
        .filter(|class| class.starts_with("bk-"))
    {
        assert!(theme::CSS.contains(&format!(".{class}")), "{class}");
    }
}

#[test]
fn nothing_in_the_style_sheet_knows_left_from_right() {
    let css = theme::CSS;
    let physical = [
        "left:",
        "right:",
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "border-left",
        "border-right",
        "text-align:left",
        "text-align:right",
        "float:",
    ];
    for word in physical {
        assert!(!css.contains(word), "{word}");
    }
}

#[test]
fn movement_yields_to_those_who_want_none() {
    let css = theme::CSS;
    let moves = |text: &str| {
        text.contains("transition:")
            || text.contains("animation:bk-turn")
            || text.contains("animation:bk-rise")
    };
    let (mut depth, mut calm) = (0_i32, None);
    for piece in css.split_inclusive(['{', '}']) {
        if piece.ends_with('{') {
            depth += 1;
            if piece.contains("prefers-reduced-motion:no-preference") {
                calm = Some(depth);
            }
        } else if piece.ends_with('}') {
            assert!(calm.is_some() || !moves(piece), "{piece}");
            if calm == Some(depth) {
                calm = None;
            }
            depth -= 1;
        }
    }
    assert_eq!(depth, 0);
    assert!(css.contains("animation:bk-turn"));
}
