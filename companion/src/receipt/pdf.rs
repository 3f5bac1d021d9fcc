//! A receipt as a file for print and for the books: A4, in black, with its amounts below each other.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::letters::Letters;
use super::metrics::{encoded, width, wrapped};
use super::{Line, Receipt};

/// The page in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
/// What stays empty around it.
const MARGIN: f32 = 62.0;
/// How wide names may be, so that amounts have room beside them.
const NAME_WIDTH: f32 = 340.0;
const PLAIN: Name<'static> = Name(b"F1");
const STRONG: Name<'static> = Name(b"F2");
/// The font of lines that these do not hold.
const OTHER: Name<'static> = Name(b"F3");

/// The file.
pub(crate) fn file(receipt: &Receipt) -> Vec<u8> {
    let mut paper = Paper {
        pages: vec![Content::new()],
        letters: Letters::new(),
        y: HEIGHT - MARGIN,
    };
    paper.draw(receipt);
    assemble(receipt, paper)
}

/// Puts the pages together.
fn assemble(receipt: &Receipt, Paper { pages, letters, .. }: Paper) -> Vec<u8> {
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        Ref::new(next)
    };
    let (catalog, tree, info, plain, strong) = (fresh(), fresh(), fresh(), fresh(), fresh());
    let drawn: Vec<(Ref, Ref, Content)> = pages
        .into_iter()
        .map(|content| (fresh(), fresh(), content))
        .collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree);
    let title = format!("Receipt {}", receipt.order);
    pdf.document_info(info).title(TextStr(&title));
    pdf.pages(tree)
        .kids(drawn.iter().map(|(page, ..)| *page))
        .count(i32::try_from(drawn.len()).unwrap_or(i32::MAX));
    for (font, name) in [(plain, "Helvetica"), (strong, "Helvetica-Bold")] {
        pdf.type1_font(font)
            .base_font(Name(name.as_bytes()))
            .encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    let other = letters.is_used().then(|| {
        let font = fresh();
        letters.embed(&mut pdf, font, &mut fresh);
        font
    });
    for (page, stream, content) in drawn {
        let mut sheet = pdf.page(page);
        sheet
            .media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
            .parent(tree)
            .contents(stream);
        let mut resources = sheet.resources();
        let mut fonts = resources.fonts();
        fonts.pair(PLAIN, plain).pair(STRONG, strong);
        fonts.pairs(other.map(|font| (OTHER, font)));
        fonts.finish();
        resources.finish();
        sheet.finish();
        pdf.stream(stream, &content.finish());
    }
    pdf.finish()
}

/// The pages as far as they are written, and where the next line goes.
struct Paper {
    pages: Vec<Content>,
    letters: Letters,
    y: f32,
}

impl Paper {
    fn draw(&mut self, receipt: &Receipt) {
        self.left(&receipt.business, STRONG, 18.0);
        self.space(10.0);
        self.left("Receipt", STRONG, 13.0);
        self.left(&format!("Order {}", receipt.order), PLAIN, 9.5);
        self.left(&format!("Booked {}", receipt.booked), PLAIN, 9.5);
        self.space(10.0);
        for line in &receipt.guest {
            self.left(line, PLAIN, 10.5);
        }
        self.space(14.0);
        self.lines(&receipt.price);
        self.space(14.0);
        self.lines(&receipt.paid);
        if !receipt.notes.is_empty() {
            self.space(18.0);
        }
        for note in &receipt.notes {
            self.left(note, PLAIN, 9.5);
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        for line in lines {
            let font = if line.is_sum { STRONG } else { PLAIN };
            if line.is_sum {
                self.rule();
            }
            let mut names = wrapped(&line.name, thousandths(NAME_WIDTH, 10.5)).into_iter();
            self.advance(16.0);
            self.text(&names.next().unwrap_or_default(), font, 10.5, MARGIN);
            let from = WIDTH - MARGIN - points(&line.amount, 10.5, line.is_sum);
            self.text(&line.amount, font, 10.5, from);
            for name in names {
                self.left(&name, font, 10.5);
            }
            if !line.detail.is_empty() {
                for detail in wrapped(&line.detail, thousandths(NAME_WIDTH, 9.0)) {
                    self.left(&detail, PLAIN, 9.0);
                }
            }
        }
    }

    /// Text from the left edge, on lines of its own.
    fn left(&mut self, text: &str, font: Name<'_>, size: f32) {
        for line in wrapped(text, thousandths(WIDTH - 2.0 * MARGIN, size)) {
            self.advance(size * 1.4);
            self.text(&line, font, size, MARGIN);
        }
    }

    fn space(&mut self, points: f32) {
        self.y -= points;
    }

    /// Goes down for the next line; to a new page where there is no room.
    fn advance(&mut self, points: f32) {
        self.y -= points;
        if self.y < MARGIN {
            self.pages.push(Content::new());
            self.y = HEIGHT - MARGIN - points;
        }
    }

    fn text(&mut self, text: &str, font: Name<'_>, size: f32, x: f32) {
        let at = (x, self.y);
        let Some(page) = self.pages.last_mut() else {
            return;
        };
        let Some(bytes) = encoded(text) else {
            let strong = font == STRONG;
            self.letters.draw(page, text, (OTHER, size), at, strong);
            return;
        };
        page.begin_text()
            .set_font(font, size)
            .next_line(at.0, at.1)
            .show(Str(&bytes))
            .end_text();
    }

    /// A thin line across the page, above what comes next.
    fn rule(&mut self) {
        self.advance(7.0);
        let y = self.y;
        if let Some(page) = self.pages.last_mut() {
            page.set_line_width(0.6)
                .move_to(MARGIN, y)
                .line_to(WIDTH - MARGIN, y)
                .stroke();
        }
    }
}

/// So many points of text of this size, in thousandths of the size.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "widths of a page are small and above 0"
)]
fn thousandths(points: f32, size: f32) -> u32 {
    (points / size * 1000.0) as u32
}

/// How wide an amount is. Figures and signs are as wide in bold, letters a little wider.
#[expect(clippy::cast_precision_loss, reason = "widths of a line are small")]
fn points(text: &str, size: f32, strong: bool) -> f32 {
    let letters = text.chars().filter(char::is_ascii_alphabetic);
    let wider = if strong {
        letters.count() as f32 * 35.0
    } else {
        0.0
    };
    (width(text) as f32 + wider) / 1000.0 * size
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // Each cuts shapes out of a font.
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_makes_a_file(text in "(\\PC|[\\u{300}-\\u{36f}\\u{590}-\\u{6ff}\\u{200b}-\\u{202e}\\u{2029}]|\\s){0,120}") {
            let line = Line {
                name: text.clone(),
                detail: text.clone(),
                amount: "EUR 1.00".to_owned(),
                is_sum: false,
            };
            let made = file(&Receipt {
                business: text.clone(),
                order: "ord_1".to_owned(),
                booked: "1 Dec 2026, 10:00".to_owned(),
                guest: vec![text],
                price: vec![line.clone()],
                paid: vec![line],
                notes: Vec::new(),
            });
            prop_assert!(made.starts_with(b"%PDF-") && made.ends_with(b"%%EOF"));
        }
    }
}
