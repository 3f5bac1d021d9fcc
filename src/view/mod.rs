//! Draws a [`Screen`] and sends [`Event`]s: plain data in, events out, no state but what is
//! purely visual.
//!
//! # Hooks
//! Elements that tests reach for carry `data-test`, and keep it whatever they look like:
//!
//! | hook | element |
//! |---|---|
//! | `service` + `data-service` | a service's row |
//! | `attendees-less`, `attendees-more`, `attendees` | the stepper's buttons and number |
//! | `month`, `month-back`, `month-next` | the month's title and its buttons |
//! | `day` + `data-date` (`2026-12-01`) | a day of the grid |
//! | `slot` + `data-start` (RFC 3339, UTC) | a slot |
//! | `next-open`, `slots-failed`, `zone`, `zone-differs` | beside the slots |
//! | `step-1` … `step-3` | a mark that leads back |
//! | `continue` | the button of the first two steps |
//! | `field-name`, `field-email`, `field-country`, `field-phone`, `field-notes`, `field-consent` | the form |
//! | `field-answer` | the calendar's own questions, told apart by their ids: `booking-answer-0` |
//! | `field-booker`, `field-attendee-name`, `field-attendee-email` | who takes part: `booking-attendee-name-1` |
//! | `terms`, `terms-text`, `terms-link` | the payment terms |
//! | `coupon-open`, `coupon-input`, `coupon-apply`, `coupon-close`, `coupon-error` | the coupon field |
//! | `coupon-applied`, `coupon-remove`, `coupon-why` | an applied code |
//! | `summary-total`, `summary-discount`, `summary-toggle` | the price |
//! | `confirm`, `blocked` | the confirmation |
//! | `price-change`, `price-was`, `price-now`, `accept-change` | a changed price |
//! | `notice`, `notice-action`, `notice-close` | a notice |
//! | `leaving`, `checkout-link` | on the way to the payment page |
//! | `held-countdown`, `held-continue`, `held-extend`, `held-note`, `held-release` | a held booking |
//! | `waiting`, `booked`, `booked-total`, `booked-paid`, `booked-news`, `ended`, `failed`, `retry`, `again` | outcomes |
//! | `ics`, `online`, `print`, `receipt`, `copy-link`, `copied`, `onward`, `stay`, `back-to-site` | what a booking is kept by, and the ways on |
//! | `move`, `move-times`, `move-now`, `cancel`, `cancelling`, `cancel-now`, `keep`, `same-time`, `trouble` | what can be done with a booking |
//! | `language` | the choice of the language |
//! | `test-mode`, `announcement`, `urgent` | the banner and the live regions |

use std::rc::Rc;

use booking_contract::WidgetStyle;
use yew::{Callback, Component, Context, Html, Properties};

use crate::flow::{Body, Event, Screen};
use lasting::{Part, lasting};
use parts::{Fold, Place};
use pen::{Attr, Pen};

pub use lasting::Ahead;
pub use parts::Icon;

mod classic;
mod lasting;
mod neo;
mod parts;
mod pen;
pub mod theme;

/// What a view gets.
#[derive(Clone, Properties)]
pub struct WidgetProps {
    /// What is to be seen.
    pub screen: Rc<Screen>,
    /// By which parts are told what is newer than that.
    pub ahead: Ahead,
    /// Where the guest's events go.
    pub send: Callback<Event>,
}

/// Every event makes a new screen, so comparing what is in it would only cost time and bytes.
impl PartialEq for WidgetProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.screen, &other.screen) && self.send == other.send
    }
}

/// The widget in the style of its screen, with its live regions.
pub struct Widget {
    fold: Fold,
    turn: Callback<()>,
    ahead: Ahead,
}

impl Component for Widget {
    /// The guest folds or unfolds the summary.
    type Message = ();
    type Properties = WidgetProps;

    fn create(ctx: &Context<Self>) -> Self {
        let screen = &ctx.props().screen;
        let mut widget = Self {
            fold: Fold::new(),
            turn: ctx.link().callback(|()| ()),
            ahead: ctx.props().ahead.clone(),
        };
        widget.follow(screen);
        widget
    }

    fn update(&mut self, _: &Context<Self>, (): ()) -> bool {
        self.fold.turn();
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, _: &WidgetProps) -> bool {
        self.follow(&ctx.props().screen);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let WidgetProps { screen, send, .. } = ctx.props();
        let mut pen = Pen::new(screen.text, send);
        pen.el("main", theme::root_class(screen.style), |pen| {
            pen.set(Attr::Lang, screen.text.tag());
            pen.set(Attr::Dir, screen.text.direction());
            parts::receipt(pen, screen);
            match screen.style {
                WidgetStyle::Neo => neo::neo(pen, screen, self),
                WidgetStyle::Classic => classic::classic(pen, screen, self),
            }
            parts::languages(pen, screen);
            live(pen, "status", "announcement", &screen.announcement);
            live(pen, "alert", "urgent", &screen.urgent);
        });
        pen.done()
    }
}

impl Widget {
    /// Takes in what a new screen means for what is purely visual.
    fn follow(&mut self, screen: &Screen) {
        let place = match (screen.style, &screen.body) {
            (WidgetStyle::Neo, Body::Time(_)) => Some(Place::Time),
            (WidgetStyle::Neo, Body::Details(_) | Body::Leaving(_) | Body::Waiting(_)) => {
                Some(Place::Details)
            }
            (_, Body::Payment(_)) => Some(Place::Payment),
            _ => None,
        };
        self.fold.follow(place, screen.summary.as_ref());
    }

    /// The price, where there is one.
    fn price(&self, pen: &mut Pen, screen: &Rc<Screen>) {
        pen.list(|pen| {
            if let Some(summary) = &screen.summary {
                let total = |pen: &mut Pen| lasting(pen, Part::Total, screen, self);
                parts::summary(pen, summary, &self.fold, &self.turn, &total);
            }
        });
    }
}

/// A region that screen readers read out when its text changes.
fn live(pen: &mut Pen, role: &'static str, hook: &'static str, text: &str) {
    pen.el("p", "vh", |pen| {
        pen.set(Attr::Role, role);
        pen.hook(hook);
        pen.say(text);
    });
}
