//! The lines that put a calendar on a site, by what is chosen.

use std::collections::BTreeMap;
use std::fmt::Write;

/// How the widget comes to the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// A script tag: a frame that grows with its content.
    #[default]
    Tag,
    /// A button over a corner of the page.
    Button,
    /// A link of the page that opens a window above it.
    Popup,
    /// A part of the page itself, without a frame.
    Inline,
    /// A frame without a script of ours.
    Frame,
    /// A link to the booking page.
    Link,
}

/// An option, by the name that it has in an address; with `data-` before it in a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// Instead of the calendar's own look.
    Look,
    /// Light, dark, or as the guest's system says.
    Theme,
    /// The language.
    Language,
    /// The time zone.
    Zone,
    /// A service that is chosen already.
    Service,
    /// A coupon code that is entered already.
    Coupon,
    /// Parameters of the page's address that are kept with the order.
    Pass,
    /// What the form is filled in with.
    Prefill,
    /// A token that says which member books.
    Member,
    /// Whether a booking is told by a message that other scripts know.
    Messages,
    /// The name of the frame.
    Title,
    /// The height that is kept free.
    MinHeight,
    /// Whether it loads at once.
    Load,
    /// Where it goes.
    Target,
    /// The words of the button.
    Label,
    /// The colour of the button.
    Color,
    /// The corner of the button.
    Side,
}

/// All that is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// How it comes to the page.
    pub way: Way,
    /// What is chosen beside that; empty texts are nothing.
    pub chosen: BTreeMap<Choice, String>,
}

/// Where the companion is and what is embedded.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The companion's own origin.
    pub origin: &'a str,
    /// The business.
    pub business: &'a str,
    /// The calendar.
    pub calendar: &'a str,
}

impl Choice {
    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Theme => "theme",
            Self::Language => "language",
            Self::Zone => "zone",
            Self::Service => "service",
            Self::Coupon => "coupon",
            Self::Pass => "pass",
            Self::Prefill => "prefill",
            Self::Member => "member",
            Self::Messages => "messages",
            Self::Title => "title",
            Self::MinHeight => "min-height",
            Self::Load => "load",
            Self::Target => "target",
            Self::Label => "label",
            Self::Color => "color",
            Self::Side => "side",
        }
    }

    /// Whether it means something for a way of embedding.
    pub fn fits(self, way: Way) -> bool {
        match self {
            Self::Look
            | Self::Theme
            | Self::Language
            | Self::Zone
            | Self::Service
            | Self::Coupon
            | Self::Prefill
            | Self::Member => true,
            Self::Pass | Self::Messages => way != Way::Link && way != Way::Frame,
            Self::Title => way != Way::Link,
            Self::MinHeight => matches!(way, Way::Tag | Way::Inline | Way::Frame),
            Self::Load | Self::Target => matches!(way, Way::Tag | Way::Inline),
            Self::Label => matches!(way, Way::Button | Way::Popup | Way::Link),
            Self::Color | Self::Side => way == Way::Button,
        }
    }

    /// Whether the page itself knows it, without a script around it.
    const fn is_of_the_page(self) -> bool {
        matches!(
            self,
            Self::Look
                | Self::Theme
                | Self::Language
                | Self::Zone
                | Self::Service
                | Self::Coupon
                | Self::Member
        )
    }
}

/// Every option, in the order in which they are written.
const ALL: [Choice; 17] = [
    Choice::Target,
    Choice::Look,
    Choice::Theme,
    Choice::Language,
    Choice::Zone,
    Choice::Service,
    Choice::Coupon,
    Choice::Prefill,
    Choice::Pass,
    Choice::Member,
    Choice::Messages,
    Choice::Title,
    Choice::MinHeight,
    Choice::Load,
    Choice::Label,
    Choice::Color,
    Choice::Side,
];

impl Snippet {
    /// What is chosen of an option.
    pub fn get(&self, choice: Choice) -> &str {
        self.chosen.get(&choice).map_or("", String::as_str)
    }

    /// The lines to copy.
    pub fn lines(&self, place: &Place<'_>) -> String {
        let Place {
            origin, calendar, ..
        } = place;
        let (origin, calendar) = (escaped(origin), escaped(calendar));
        let label = match self.get(Choice::Label).trim() {
            "" => "Book now",
            label => label,
        };
        match self.way {
            Way::Tag | Way::Button | Way::Inline => {
                let mode = match self.way {
                    Way::Button => " data-mode=\"button\"",
                    Way::Inline => " data-mode=\"inline\"",
                    _ => "",
                };
                let options = self.attributes(|_| true);
                let link = escaped(&self.page(place, "b"));
                format!(
                    "<script async src=\"{origin}/widget.js\" data-calendar=\"{calendar}\"{mode}{options}></script>\n\
                     <noscript><a href=\"{link}\">Book here</a></noscript>"
                )
            }
            Way::Popup => {
                let options = self.attributes(|choice| choice != Choice::Label);
                let link = escaped(&self.page(place, "b"));
                let label = escaped(label);
                format!(
                    "<a href=\"{link}\" data-booking-popup=\"{calendar}\"{options}>{label}</a>\n\
                     <script async src=\"{origin}/widget.js\"></script>"
                )
            }
            Way::Frame => {
                let source = escaped(&self.page(place, "embed"));
                let title = match self.get(Choice::Title).trim() {
                    "" => "Booking",
                    title => title,
                };
                let height: u32 = self.get(Choice::MinHeight).trim().parse().unwrap_or(640);
                format!(
                    "<iframe src=\"{source}\" title=\"{}\" width=\"100%\" height=\"{height}\"></iframe>",
                    escaped(title)
                )
            }
            Way::Link => {
                let link = escaped(&self.hosted(place));
                format!("<a href=\"{link}\">{}</a>", escaped(label))
            }
        }
    }

    /// The address of the booking page, to send or to print.
    pub fn hosted(&self, place: &Place<'_>) -> String {
        let business = encoded(place.business);
        self.page(place, &format!("b/{business}"))
    }

    /// The address of the frame, for the preview.
    pub fn preview(&self, place: &Place<'_>) -> String {
        self.page(place, "embed")
    }

    fn page(&self, place: &Place<'_>, kind: &str) -> String {
        let Place {
            origin, calendar, ..
        } = place;
        let mut parameters: Vec<String> = ALL
            .into_iter()
            .filter(|choice| choice.is_of_the_page())
            .map(|choice| (choice, self.get(choice).trim()))
            .filter(|(_, value)| !value.is_empty())
            .map(|(choice, value)| format!("{}={}", choice.name(), encoded(value)))
            .collect();
        // It is a query already.
        let prefill = self.get(Choice::Prefill).trim().trim_start_matches('?');
        if !prefill.is_empty() {
            parameters.push(prefill.to_owned());
        }
        let query = if parameters.is_empty() {
            String::new()
        } else {
            format!("?{}", parameters.join("&"))
        };
        format!("{origin}/{kind}/{}{query}", encoded(calendar))
    }

    fn attributes(&self, wanted: impl Fn(Choice) -> bool) -> String {
        let fitting = ALL
            .into_iter()
            .filter(|choice| choice.fits(self.way) && wanted(*choice));
        let mut text = String::new();
        for choice in fitting {
            let value = self.get(choice).trim();
            if !value.is_empty() {
                let (name, value) = (choice.name(), escaped(value));
                // A text takes whatever is written.
                let _ = write!(text, " data-{name}=\"{value}\"");
            }
        }
        text
    }
}

/// A text inside of an attribute or between tags.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A text as a part of an address.
fn encoded(text: &str) -> String {
    let mut coded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            coded.push(char::from(byte));
        } else {
            // A text takes whatever is written.
            let _ = write!(coded, "%{byte:02X}");
        }
    }
    coded
}
