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
//! | `field-name`, `field-email`, `field-phone`, `field-notes`, `field-consent` | the form |
//! | `coupon-open`, `coupon-input`, `coupon-apply`, `coupon-close`, `coupon-error` | the coupon field |
//! | `coupon-applied`, `coupon-remove`, `coupon-why` | an applied code |
//! | `summary-total`, `summary-discount`, `summary-toggle` | the price |
//! | `confirm`, `blocked` | the confirmation |
//! | `price-change`, `price-was`, `price-now`, `accept-change` | a changed price |
//! | `notice`, `notice-action`, `notice-close` | a notice |
//! | `leaving`, `checkout-link` | on the way to the payment page |
//! | `held-countdown`, `held-continue`, `held-release` | a held booking |
//! | `waiting`, `booked`, `booked-total`, `booked-paid`, `ics`, `back-to-site`, `ended`, `failed`, `retry`, `again` | outcomes |
//! | `language` | the choice of the language |
//! | `test-mode`, `announcement`, `urgent` | the banner and the live regions |

use std::rc::Rc;

use booking_contract::WidgetStyle;
use yew::{Callback, Html, Properties, component, html, use_memo};

use crate::flow::{Event, Screen};

mod classic;
mod neo;
mod parts;
pub mod theme;

/// What a view gets.
#[derive(Clone, Properties)]
pub struct WidgetProps {
    /// What is to be seen.
    pub screen: Rc<Screen>,
    /// Where the guest's events go.
    pub send: Callback<Event>,
}

/// Every event makes a new screen, so comparing what is in it would only cost time and bytes.
impl PartialEq for WidgetProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.screen, &other.screen) && self.send == other.send
    }
}

/// The widget in the style of its screen, with its style sheet and its live regions.
#[component]
pub fn Widget(props: &WidgetProps) -> Html {
    let WidgetProps { screen, send } = props;
    // While drawing and not after it: nothing is ever seen, or starts to move, without its style.
    use_memo(accent(screen).map(ToOwned::to_owned), |accent| {
        theme::install(accent.as_deref());
    });

    let card = match screen.style {
        WidgetStyle::Neo => neo::neo(screen, send),
        WidgetStyle::Classic => classic::classic(screen, send),
    };
    html! {
        <main class={theme::root_class(screen.style)} lang={screen.text.tag()} dir={screen.text.direction()}>
            { card }
            { parts::languages(screen, send) }
            <p class="vh" role="status" data-test="announcement">{ &screen.announcement }</p>
            <p class="vh" role="alert" data-test="urgent">{ &screen.urgent }</p>
        </main>
    }
}

/// The owner's colour, where the look has one: Classic is light or dark and nothing else.
pub fn accent(screen: &Screen) -> Option<&str> {
    match screen.style {
        WidgetStyle::Neo => screen.header.accent.as_deref(),
        WidgetStyle::Classic => None,
    }
}
