//! Parts of the picture that are drawn again only when what they show is another one.
//!
//! A month has some hundred elements, and so have the slots of a day. Whoever adds a person changes
//! the price and nothing of those.

use std::rc::Rc;

use yew::{Callback, Component, Context, Html, Properties};

use super::parts::{month, slots};
use super::pen::Pen;
use crate::flow::{Body, Event, Screen, TimeStep};

/// Which part.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
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
    send: Callback<Event>,
}

impl PartialEq for LastingProps {
    fn eq(&self, other: &Self) -> bool {
        let (one, two) = (&self.screen, &other.screen);
        self.part == other.part
            && self.send == other.send
            && one.text == two.text
            && match (time(one), time(two)) {
                (Some(one), Some(two)) => match self.part {
                    Part::Month => one.month == two.month,
                    Part::Slots => one.slots == two.slots && one.zones == two.zones,
                },
                _ => false,
            }
    }
}

/// A part of the step of the time.
pub(super) struct Lasting;

impl Component for Lasting {
    type Message = ();
    type Properties = LastingProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let LastingProps { part, screen, send } = ctx.props();
        let mut pen = Pen::new(screen.text, send);
        if let Some(step) = time(screen) {
            match part {
                Part::Month => month(&mut pen, &step.month),
                Part::Slots => slots(&mut pen, &step.slots, &step.zones),
            }
        }
        pen.done()
    }
}

/// Draws a part of the step of the time.
pub(super) fn lasting(pen: &mut Pen, part: Part, screen: &Rc<Screen>) {
    pen.component::<Lasting>(LastingProps {
        part,
        screen: screen.clone(),
        send: pen.send(),
    });
}

fn time(screen: &Screen) -> Option<&TimeStep> {
    match &screen.body {
        Body::Time(step) => Some(step),
        _ => None,
    }
}
