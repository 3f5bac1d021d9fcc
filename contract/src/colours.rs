//! The owner's colours, made readable.
//!
//! An owner picks one colour without thinking of contrast or of dark mode. From it come the
//! colours that the widget's style sheet uses, which the companion writes into the page, so that
//! the first paint has them: the fill of buttons, what is written on it, the same hue
//! as text, as an outline and as a tint, each for light and for dark. Text keeps a contrast of
//! at least 4.5 : 1 and outlines 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11), whatever was picked.

/// The colour where the owner chose none.
const DEFAULT: Rgb = Rgb([0x2f, 0x5b, 0xd7]);
const WHITE: Rgb = Rgb([255, 255, 255]);
const BLACK: Rgb = Rgb([0, 0, 0]);
/// Near black: what is written on light fills, and the ink of the light theme.
const INK: Rgb = Rgb([0x14, 0x17, 0x1f]);
/// The ground of the dark theme; the style sheet's `--bg`.
const NIGHT: Rgb = Rgb([0x17, 0x19, 0x1f]);
/// Text contrast with a little room for rounding.
const TEXT: f32 = 4.6;
/// Coloured text on a dark ground reads thinner than its figure says.
const TEXT_AT_NIGHT: f32 = 5.6;
/// How far a ground stands out from white at night.
const DUSK: f32 = 13.0;
/// Contrast of outlines and of fills that mark a choice.
const SHAPE: f32 = 3.1;

/// A colour of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rgb([u8; 3]);

/// The custom properties that carry an owner's colours into a style sheet, each with its value.
///
/// Both are `#rrggbb`; anything else counts as none. `background` is what lies around the card:
/// without it there are no properties of it, and the page's own ground stays.
pub fn colours(accent: Option<&str>, background: Option<&str>) -> Vec<(&'static str, String)> {
    let brand = accent.and_then(Rgb::parse).unwrap_or(DEFAULT);
    let day = Shades::of(brand, WHITE, INK, 0.09);
    let night = Shades::of(brand, NIGHT, WHITE, 0.2);
    let mut all = vec![
        ("--bk-l-fill", day.fill),
        ("--bk-l-over", day.over),
        ("--bk-l-on", day.on),
        ("--bk-l-ink", day.ink),
        ("--bk-l-rim", day.rim),
        ("--bk-l-soft", day.soft),
        ("--bk-l-soft2", day.soft2),
        ("--bk-d-fill", night.fill),
        ("--bk-d-over", night.over),
        ("--bk-d-on", night.on),
        ("--bk-d-ink", night.ink),
        ("--bk-d-rim", night.rim),
        ("--bk-d-soft", night.soft),
        ("--bk-d-soft2", night.soft2),
    ];
    if let Some(ground) = background.and_then(Rgb::parse) {
        let (day, day_text) = ground.with_text();
        // A pale ground would blind at night: then it is a dark shade of the same hue.
        let (night, night_text) = ground.until(BLACK, WHITE, DUSK).with_text();
        all.extend([
            ("--bk-l-ground", day),
            ("--bk-l-outer", day_text),
            ("--bk-d-ground", night),
            ("--bk-d-outer", night_text),
        ]);
    }
    all.into_iter()
        .map(|(name, colour)| (name, colour.text()))
        .collect()
}

/// One accent on one ground.
struct Shades {
    fill: Rgb,
    over: Rgb,
    on: Rgb,
    ink: Rgb,
    rim: Rgb,
    soft: Rgb,
    soft2: Rgb,
}

impl Shades {
    /// `far` is the ground's opposite, towards which text is moved; `tint` the strength of the
    /// palest tint.
    fn of(brand: Rgb, ground: Rgb, far: Rgb, tint: f32) -> Self {
        // On a dark ground even the fill must stand out; on white a pale brand colour stays what
        // the owner chose and gets an outline instead.
        let dark = ground == NIGHT;
        let fill = if dark {
            brand.until(far, ground, SHAPE)
        } else {
            brand
        };
        let (fill, on) = fill.with_text();
        let away = if on == WHITE { BLACK } else { WHITE };
        let soft = ground.mix(brand, tint);
        let soft2 = ground.mix(brand, tint * 1.8);
        Self {
            fill,
            over: fill.mix(away, 0.14),
            on,
            ink: brand.until(far, soft2, if dark { TEXT_AT_NIGHT } else { TEXT }),
            rim: fill.until(far, ground, SHAPE),
            soft,
            soft2,
        }
    }
}

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let all = u32::from_str_radix(digits, 16).ok()?;
        let [_, red, green, blue] = all.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// This colour as a ground, and what is written on it. Between the two there is a narrow band
    /// of middling colours on which neither is readable: those get darker.
    fn with_text(self) -> (Self, Self) {
        // White first, because it looks calmer on strong colours.
        if WHITE.contrast(self) >= TEXT {
            (self, WHITE)
        } else if INK.contrast(self) >= TEXT {
            (self, INK)
        } else {
            (self.until(BLACK, WHITE, TEXT), WHITE)
        }
    }

    fn text(self) -> String {
        let [red, green, blue] = self.0;
        let all = u32::from_be_bytes([0, red, green, blue]);
        format!("#{all:06x}")
    }

    /// This colour moved towards another until it stands out from a ground.
    fn until(self, far: Rgb, ground: Rgb, contrast: f32) -> Self {
        let mut share = 0.0;
        while share < 1.0 {
            let moved = self.mix(far, share);
            if moved.contrast(ground) >= contrast {
                return moved;
            }
            share += 0.05;
        }
        far
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of two bytes lies between them"
    )]
    fn mix(self, other: Rgb, share: f32) -> Self {
        let mut mixed = self;
        for (channel, end) in mixed.0.iter_mut().zip(other.0) {
            let (from, to) = (f32::from(*channel), f32::from(end));
            *channel = (from + (to - from) * share + 0.5) as u8;
        }
        mixed
    }

    fn contrast(self, other: Rgb) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f32 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// A channel's light. The curve's power of 2.4 is taken as 2 + 1/4 + 1/8 + 1/32, all of which are
/// square roots: within 2 %, and without the power function, which would weigh more in the bundle
/// than the rest of this file.
fn linear(channel: u8) -> f32 {
    let part = f32::from(channel) / 255.0;
    if part <= 0.04045 {
        return part / 12.92;
    }
    let base = (part + 0.055) / 1.055;
    let fourth = base.sqrt().sqrt();
    let eighth = fourth.sqrt();
    base * base * fourth * eighth * eighth.sqrt().sqrt()
}
