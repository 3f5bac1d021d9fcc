//! Parts of the picture that are drawn again only when what they show is another one.
//!
//! A month has some hundred elements, and so have the slots of a day. Whoever adds a person changes
//! the price, and a moment later those. What has to be seen first is told to the parts that show
//! it, and nothing else is drawn: see [`First`].

use std::cell::RefCell;
use std::rc::Rc;

use yew::{Callback, Component, Context, Html, Properties};

use super::Widget;
use super::parts::{attendees, month, slots, tally, total_row};
use super::pen::Pen;
use crate::flow::{Body, Event, First, Screen, Summary, TimeStep};

/// Where what is newer than the screen is told.
#[derive(Clone, Default)]
pub struct Ahead(Rc<RefCell<[Option<Tell>; 2]>>);

type Tell = Callback<Option<Rc<First>>>;

impl Ahead {
    /// Shows what is newer than the screen, or the screen again.
    pub fn tell(&self, first: Option<&Rc<First>>) {
        for tell in self.0.borrow().iter().flatten() {
            tell.emit(first.cloned());
        }
    }
}

impl PartialEq for Ahead {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Which part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The number of attendees.
    Attendees,
    /// The total as the last line of a price.
    Total,
    /// The total by itself.
    Tally,
    /// The month.
    Month,
    /// The slots of the chosen day.
    Slots,
}

/// What a part gets. It is another one only where what the part shows is.
#[derive(Properties)]
pub(super) struct LastingProps {
    part: Part,
    screen: Rc<Screen>,
    /// How often the total has changed.
    changes: u32,
    ahead: Ahead,
    send: Callback<Event>,
}

impl PartialEq for LastingProps {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (&*self.screen, &*other.screen);
        self.part == other.part
            && self.send == other.send
            && one.text == two.text
            && match self.part {
                Part::Total | Part::Tally => {
                    self.changes == other.changes && money(one) == money(two)
                }
                part => match (time(one), time(two)) {
                    (Some(one), Some(two)) => match part {
                        Part::Month => one.month == two.month,
                        Part::Slots => one.slots == two.slots && one.zones == two.zones,
                        _ => one.attendees == two.attendees,
                    },
                    _ => false,
                },
            }
    }
}

/// A part of the step of the time, or the total of a price.
pub(super) struct Lasting {
    first: Option<Rc<First>>,
}

impl Component for Lasting {
    type Message = Option<Rc<First>>;
    type Properties = LastingProps;

    fn create(ctx: &Context<Self>) -> Self {
        let LastingProps { part, ahead, .. } = ctx.props();
        let place = match part {
            Part::Attendees => Some(0),
            Part::Total | Part::Tally => Some(1),
            Part::Month | Part::Slots => None,
        };
        if let Some(place) = place {
            ahead.0.borrow_mut()[place] = Some(ctx.link().callback(|first| first));
        }
        Self { first: None }
    }

    fn update(&mut self, _: &Context<Self>, first: Self::Message) -> bool {
        self.first = first;
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let screen = &*props.screen;
        let mut pen = Pen::new(screen.text, &props.send);
        let first = self.first.as_deref();
        if let (Part::Total | Part::Tally, Some(sum)) = (props.part, &screen.summary) {
            let (was, now) = match first {
                Some(first) => (&first.was, &first.total),
                None => (&sum.was, &sum.total.amount),
            };
            if props.part == Part::Tally {
                tally(&mut pen, &sum.total.label, now);
            } else {
                total_row(
                    &mut pen,
                    &sum.total.label,
                    was.as_deref(),
                    now,
                    props.changes,
                );
            }
        } else if let Some(step) = time(screen) {
            match (props.part, &step.attendees) {
                (Part::Month, _) => month(&mut pen, &step.month),
                (Part::Slots, _) => slots(&mut pen, &step.slots, &step.zones),
                (_, Some(stepper)) => {
                    let stepper = first.map_or(stepper, |first| &first.attendees);
                    attendees(&mut pen, stepper, &Event::AttendeesChosen);
                }
                _ => {}
            }
        }
        pen.done()
    }
}

/// Draws a part.
pub(super) fn lasting(pen: &mut Pen, part: Part, screen: &Rc<Screen>, widget: &Widget) {
    pen.component::<Lasting>(LastingProps {
        part,
        screen: screen.clone(),
        changes: widget.fold.changes(),
        ahead: widget.ahead.clone(),
        send: pen.send(),
    });
}

fn time(screen: &Screen) -> Option<&TimeStep> {
    match &screen.body {
        Body::Time(step) => Some(step),
        _ => None,
    }
}

/// What the total's line shows.
fn money(screen: &Screen) -> Option<(&str, &str, Option<&str>)> {
    let Summary { total, was, .. } = screen.summary.as_ref()?;
    Some((&total.label, &total.amount, was.as_deref()))
}
