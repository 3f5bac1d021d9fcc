//! How wide the texts of a receipt's file are, and where their lines end.
//!
//! The file names Helvetica, which every reader of such files has, in the encoding of the western
//! European languages. A line that this does not hold is set in the font of [`letters`]; what that has
//! not either is shown as `?`: the page of the receipt shows it all.

use super::letters;

/// The widths of the signs from the blank to the tilde, in thousandths of the size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// The width of every other sign, on which nothing is lined up.
const OTHER_WIDTH: u16 = 600;
/// The signs of the encoding from 128 to 159, where Latin-1 has none; a blank where there is none.
const UPPER: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// A text in the bytes of the encoding; none of one that it does not hold.
pub(super) fn encoded(text: &str) -> Option<Vec<u8>> {
    text.chars().map(byte).collect()
}

fn byte(sign: char) -> Option<u8> {
    let code = u32::from(sign);
    if let Ok(plain @ (32..=126 | 160..=255)) = u8::try_from(code) {
        return Some(plain);
    }
    let mut upper = UPPER.chars();
    let place = upper.position(|one| one == sign && one != ' ')?;
    Some(128 + u8::try_from(place).ok()?)
}

/// A text in which every sign can be shown.
pub(super) fn showable(text: &str) -> String {
    let shown = |sign| byte(sign).is_some() || letters::has(sign);
    let signs = text.chars();
    signs
        .map(|sign| if shown(sign) { sign } else { '?' })
        .collect()
}

/// How wide a text is, in thousandths of its size.
pub(super) fn width(text: &str) -> u32 {
    let Some(bytes) = encoded(text) else {
        return letters::width(text);
    };
    let each = bytes.into_iter().map(|byte| {
        let place = byte.checked_sub(32).map(usize::from);
        let known = place.and_then(|place| WIDTHS.get(place));
        u32::from(known.copied().unwrap_or(OTHER_WIDTH))
    });
    each.sum()
}

/// A text in lines that can be shown and are no wider, in thousandths of its size; a word that is
/// wider is cut.
pub(super) fn wrapped(text: &str, width_max: u32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in showable(text).split_whitespace() {
        for piece in pieces(word, width_max) {
            let Some(line) = lines.last_mut() else {
                continue;
            };
            let longer = if line.is_empty() {
                piece.clone()
            } else {
                format!("{line} {piece}")
            };
            if width(&longer) <= width_max {
                *line = longer;
            } else {
                lines.push(piece);
            }
        }
    }
    lines
}

fn pieces(word: &str, width_max: u32) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for sign in word.chars() {
        let Some(piece) = pieces.last_mut() else {
            continue;
        };
        piece.push(sign);
        if width(piece) > width_max && piece.chars().count() > 1 {
            piece.pop();
            pieces.push(sign.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_holds_the_letters_of_western_europe() {
        let held = |text| encoded(text).expect("letters that it holds");
        assert_eq!(held("Añoß €"), [65, 0xf1, 0x6f, 0xdf, 32, 0x80]);
        assert_eq!(held("’–Ÿ"), [0x92, 0x96, 0x9f]);
        assert_eq!(encoded("\u{141}"), None);
        assert_eq!(UPPER.chars().count(), 32);
    }

    #[test]
    fn what_neither_font_has_is_a_question() {
        assert_eq!(showable("\u{141}ódź 陶\u{7}"), "\u{141}ódź ??");
    }

    #[test]
    fn figures_are_all_of_one_width() {
        let widths: Vec<u32> = ('0'..='9').map(|sign| width(&sign.to_string())).collect();
        assert!(widths.iter().all(|one| *one == 556));
    }

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let long = "a long name of a class and Onewordthatislongerthanawholelineofthereceiptitself";
        for text in [long.to_owned(), long.replace('w', "\u{436}")] {
            let lines = wrapped(&text, 8_000);
            assert!(lines.len() > 2);
            assert!(lines.iter().all(|line| width(line) <= 8_000), "{lines:?}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
