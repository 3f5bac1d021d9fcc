//! Letters that Helvetica's encoding has not. A line with one of them is set in `DejaVu Sans`, which
//! comes with the program; a receipt's file carries the shapes that it shows.
//!
//! Letters are joined and marks placed as the font says, and a line is read in the directions of
//! its scripts.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, TextRenderingMode, UnicodeCmap};
use pdf_writer::{Content, Name, Pdf, Rect, Ref, Str};
use rustybuzz::ttf_parser::{self, GlyphId};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use subsetter::GlyphRemapper;
use unicode_bidi::BidiInfo;

/// The font's name in a file, with the six letters that say that not all of it is there.
const BASE_FONT: Name<'static> = Name(b"BOOKED+DejaVuSans");
const ADOBE_IDENTITY: SystemInfo<'static> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};
/// How thick the outline of a strong letter is, in parts of its size.
const STRONG_OUTLINE: f32 = 0.03;

static FACE: LazyLock<Face<'static>> = LazyLock::new(|| {
    Face::from_slice(dejavu::sans::regular(), 0).expect("a font that comes with the program")
});

/// Whether the font has a sign.
pub(super) fn has(sign: char) -> bool {
    !sign.is_control() && FACE.glyph_index(sign).is_some()
}

/// How wide a text is, in thousandths of its size.
pub(super) fn width(text: &str) -> u32 {
    let advances = text.chars().filter_map(|sign| {
        let glyph = FACE.glyph_index(sign)?;
        FACE.glyph_hor_advance(glyph)
    });
    let units: u32 = advances.map(u32::from).sum();
    units * 1000 / u32::from(units_per_em())
}

/// How many units of the font make its size.
fn units_per_em() -> u16 {
    let face: &ttf_parser::Face<'_> = &FACE;
    face.units_per_em().max(1)
}

/// The shapes that a file shows.
pub(super) struct Letters {
    /// From the font's shapes to those of the file.
    shapes: GlyphRemapper,
    /// What each shape of the file stands for, so that its text can be searched and copied.
    texts: BTreeMap<u16, String>,
    /// How wide each is, in thousandths of the size.
    widths: Vec<f32>,
}

impl Letters {
    pub(super) fn new() -> Self {
        Self {
            shapes: GlyphRemapper::new(),
            texts: BTreeMap::new(),
            widths: vec![0.0],
        }
    }

    /// Whether the file shows any.
    pub(super) fn is_used(&self) -> bool {
        !self.texts.is_empty()
    }

    /// Draws a line of text from a point on, with the font under this name.
    pub(super) fn draw(
        &mut self,
        page: &mut Content,
        text: &str,
        (font, size): (Name<'_>, f32),
        (mut x, y): (f32, f32),
        strong: bool,
    ) {
        page.begin_text().set_font(font, size);
        if strong {
            page.set_line_width(size * STRONG_OUTLINE)
                .set_text_rendering_mode(TextRenderingMode::FillStroke);
        }
        let to_points = size / f32::from(units_per_em());
        for (run, direction) in runs(text) {
            let run = &text[run];
            for shape in shaped(run, direction) {
                let glyph = self.shape(&shape, run);
                let at = [x + shape.right * to_points, y + shape.up * to_points];
                page.set_text_matrix([1.0, 0.0, 0.0, 1.0, at[0], at[1]])
                    .show(Str(&glyph.to_be_bytes()));
                x += shape.advance * to_points;
            }
        }
        if strong {
            page.set_text_rendering_mode(TextRenderingMode::Fill);
        }
        page.end_text();
    }

    /// The number that a shape has in the file.
    fn shape(&mut self, shape: &Shape, run: &str) -> u16 {
        let number = self.shapes.remap(shape.glyph);
        if usize::from(number) == self.widths.len() {
            let thousandth = f32::from(units_per_em()) / 1000.0;
            let advance = FACE
                .glyph_hor_advance(GlyphId(shape.glyph))
                .unwrap_or_default();
            self.widths.push(f32::from(advance) / thousandth);
            let text = run.get(shape.text.clone()).unwrap_or_default();
            self.texts.insert(number, text.to_owned());
        }
        number
    }

    /// Puts the font with its shapes into the file, under the first of these references.
    pub(super) fn embed(&self, pdf: &mut Pdf, font: Ref, mut fresh: impl FnMut() -> Ref) {
        let (described, drawn, file, meant) = (fresh(), fresh(), fresh(), fresh());
        pdf.type0_font(font)
            .base_font(BASE_FONT)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(drawn)
            .to_unicode(meant);
        let mut glyphs = pdf.cid_font(drawn);
        glyphs
            .subtype(CidFontType::Type2)
            .base_font(BASE_FONT)
            .system_info(ADOBE_IDENTITY)
            .font_descriptor(described)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        glyphs.widths().consecutive(0, self.widths.iter().copied());
        drop(glyphs);
        let thousandth = f32::from(units_per_em()) / 1000.0;
        let scaled = |units: i16| f32::from(units) / thousandth;
        let around = FACE.global_bounding_box();
        pdf.font_descriptor(described)
            .name(BASE_FONT)
            .flags(FontFlags::SYMBOLIC)
            .bbox(Rect::new(
                scaled(around.x_min),
                scaled(around.y_min),
                scaled(around.x_max),
                scaled(around.y_max),
            ))
            .italic_angle(0.0)
            .ascent(scaled(FACE.ascender()))
            .descent(scaled(FACE.descender()))
            .cap_height(scaled(FACE.capital_height().unwrap_or_default()))
            .stem_v(80.0)
            .font_file2(file);
        let shapes = subsetter::subset(dejavu::sans::regular(), 0, &self.shapes)
            .expect("shapes of a font that comes with the program");
        pdf.stream(file, &shapes);
        let mut texts = UnicodeCmap::new(Name(b"Custom"), ADOBE_IDENTITY);
        for (number, text) in &self.texts {
            if !text.is_empty() {
                texts.pair_with_multiple(*number, text.chars());
            }
        }
        pdf.cmap(meant, &texts.finish());
    }
}

/// One shape of a line.
struct Shape {
    glyph: u16,
    /// The part of its run that it stands for; empty where another shape stands for that already.
    text: Range<usize>,
    /// In units of the font: where it is drawn beside its place, and how far the next one is away.
    right: f32,
    up: f32,
    advance: f32,
}

/// The parts of a line, from left to right, each with the direction in which it is read.
fn runs(text: &str) -> Vec<(Range<usize>, Direction)> {
    let read = BidiInfo::new(text, None);
    let mut parts = Vec::new();
    for paragraph in &read.paragraphs {
        let (levels, runs) = read.visual_runs(paragraph, paragraph.range.clone());
        parts.extend(runs.into_iter().map(|run| {
            let direction = if levels[run.start].is_rtl() {
                Direction::RightToLeft
            } else {
                Direction::LeftToRight
            };
            (run, direction)
        }));
    }
    parts
}

/// The shapes of a run, from left to right.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "places on a page are small, and the font's shapes have 16 bits"
)]
fn shaped(run: &str, direction: Direction) -> Vec<Shape> {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(run);
    buffer.set_direction(direction);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(&FACE, &[], buffer);
    let mut starts: Vec<usize> = (shaped.glyph_infos().iter())
        .map(|info| info.cluster as usize)
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let end = |start: usize| {
        let next = starts.partition_point(|other| *other <= start);
        starts.get(next).copied().unwrap_or(run.len())
    };
    let mut before = None;
    let each = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
    each.map(|(info, place)| {
        let start = info.cluster as usize;
        let again = before.replace(start) == Some(start);
        Shape {
            glyph: info.glyph_id as u16,
            text: if again {
                start..start
            } else {
                start..end(start)
            },
            right: place.x_offset as f32,
            up: place.y_offset as f32,
            advance: place.x_advance as f32,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of a line's shapes, from left to right.
    fn in_sight(text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        for (run, direction) in runs(text) {
            let part = &text[run];
            seen.extend(
                shaped(part, direction)
                    .into_iter()
                    .map(|shape| part[shape.text].to_owned()),
            );
        }
        seen
    }

    #[test]
    fn latin_greek_and_cyrillic_stand_as_they_are_read() {
        for text in [
            "\u{141}ukasz",
            "\u{395}\u{3bb}\u{3ad}\u{3bd}\u{3b7}",
            "\u{42f}\u{43d}\u{430}",
        ] {
            assert_eq!(in_sight(text).concat(), text);
        }
    }

    #[test]
    fn hebrew_is_read_from_the_right_and_the_figures_in_it_from_the_left() {
        let seen = in_sight("\u{5d0}\u{5d1} 12 \u{5d2}").concat();
        assert_eq!(seen, "\u{5d2} 12 \u{5d1}\u{5d0}");
    }

    #[test]
    fn arabic_letters_are_joined() {
        let alone = shaped("\u{628}", Direction::RightToLeft);
        let joined = shaped("\u{628}\u{628}\u{628}", Direction::RightToLeft);
        let glyphs: Vec<u16> = joined.iter().map(|shape| shape.glyph).collect();
        assert_eq!(glyphs.len(), 3);
        assert!(!glyphs.contains(&alone[0].glyph));
        assert!(glyphs[0] != glyphs[1] && glyphs[1] != glyphs[2]);
    }

    #[test]
    fn a_shape_is_kept_once_with_what_it_stands_for() {
        let mut letters = Letters::new();
        assert!(!letters.is_used());
        let mut page = Content::new();
        letters.draw(
            &mut page,
            "\u{141}a\u{141}",
            (Name(b"F"), 10.0),
            (0.0, 0.0),
            false,
        );
        assert!(letters.is_used());
        let texts: Vec<&str> = letters.texts.values().map(String::as_str).collect();
        assert_eq!(texts, ["\u{141}", "a"]);
        assert_eq!(letters.widths.len(), 3);
        assert!(letters.widths[1..].iter().all(|width| *width > 300.0));
    }

    #[test]
    fn the_font_has_letters_of_europe_and_the_near_east_and_none_of_further_east() {
        for sign in "\u{141}\u{11f}\u{3b1}\u{44f}\u{531}\u{10d0}\u{5d0}\u{628}".chars() {
            assert!(has(sign), "{sign}");
            assert!(width(&sign.to_string()) > 200, "{sign}");
        }
        for sign in ['\u{9676}', '\u{915}', '\u{e01}', '\u{7}'] {
            assert!(!has(sign), "{sign:?}");
        }
    }
}
