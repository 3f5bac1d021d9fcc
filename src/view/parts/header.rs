//! What the calendar is.

use super::button::foreign;
use super::icon::Icon;
use crate::flow::{Header, Screen};
use crate::view::pen::{Attr, Pen};

/// The cover image, a calm band of a fixed height.
pub(crate) fn cover(pen: &mut Pen, header: &Header) {
    pen.list(|pen| {
        if let Some(source) = &header.cover {
            pen.el("img", "cover", |pen| {
                pen.put(Attr::Src, source);
                pen.set(Attr::Alt, "");
            });
        }
    });
}

/// Business, title, description and location.
pub(crate) fn intro(pen: &mut Pen, header: &Header) {
    pen.el("div", "intro", |pen| {
        foreign(pen, "p", "biz", &header.business_name);
        let class = if header.title_hidden { "vh" } else { "" };
        foreign(pen, "h1", class, &header.title);
        pen.list(|pen| {
            if !header.description.is_empty() {
                foreign(pen, "p", "text", &header.description);
            }
        });
        pen.list(|pen| {
            if !header.location.is_empty() {
                pen.el("p", "place", |pen| {
                    Icon::Pin.draw(pen);
                    foreign(pen, "span", "", &header.location);
                });
            }
        });
    });
}

/// Says that payments are test payments, where they are.
pub(crate) fn test_banner(pen: &mut Pen, screen: &Screen) {
    pen.list(|pen| {
        if screen.header.test_mode {
            pen.el("p", "test", |pen| {
                pen.hook("test-mode");
                Icon::Info.draw(pen);
                pen.say(pen.text.test_banner());
            });
        }
    });
}
