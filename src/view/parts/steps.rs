//! Where the guest is, and the heading of the step.

use booking_contract::WidgetStyle;

use super::button::Button;
use super::icon::Icon;
use super::signs;
use crate::flow::{Event, FocusTarget, Mark, MarkState, Screen};
use crate::view::pen::{Attr, Pen};

/// The marks of the steps; those that can be gone back to are buttons.
pub(crate) fn marks(pen: &mut Pen, screen: &Screen) {
    pen.list(|pen| {
        if screen.progress.is_empty() {
            return;
        }
        // Half pixels that labels, numbers and lines take on one line. Where that is more than there
        // is, only the present step is named; the column of Neo is wider at last.
        let labels = screen.progress.iter().map(|mark| signs(mark.label));
        let class = match (labels.map(|chars| chars * 15 + 104).sum(), screen.style) {
            (0..=1104, _) => "marks",
            (1105..=1312, WidgetStyle::Neo) => "marks wide",
            _ => "marks brief",
        };
        pen.el("nav", class, |pen| {
            pen.set(Attr::Label, pen.text.steps());
            pen.el("ol", "", |pen| {
                pen.list(|pen| {
                    for (mark, number) in screen.progress.iter().zip(1..) {
                        item(pen, mark, number);
                    }
                });
            });
        });
    });
}

fn item(pen: &mut Pen, mark: &Mark, number: u32) {
    let (class, current) = match mark.state {
        MarkState::Done => ("mark done", None),
        MarkState::Current => ("mark now", Some("step")),
        MarkState::Ahead => ("mark", None),
    };
    let inside = |pen: &mut Pen| {
        pen.el("i", "", |pen| {
            pen.set(Attr::Hidden, "true");
            match mark.state {
                MarkState::Done => Icon::Check.draw(pen),
                _ => pen.say(&pen.text.number(number)),
            }
        });
        pen.line("span", "lbl", mark.label);
    };
    pen.el("li", class, |pen| {
        pen.may(Attr::Current, current);
        if mark.reachable && mark.state != MarkState::Current {
            let button = Button::new("mk", format!("step-{number}"));
            button.draw(pen, Event::StepChosen(mark.step), inside);
        } else {
            pen.el("span", "mk", inside);
        }
    });
}

/// The heading of the body, which takes the focus when the body changes.
pub(crate) fn heading(pen: &mut Pen, title: &str, class: &'static str) {
    pen.el("h2", class, |pen| {
        pen.put(Attr::Id, &FocusTarget::Heading.id());
        pen.set(Attr::TabIndex, "-1");
        pen.say(title);
    });
}
