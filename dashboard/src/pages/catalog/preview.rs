//! The widget as guests would see it with what is typed, beside the form.

use booking_contract::owner::CalendarLooks;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::client::part;

/// How long nothing is typed before the widget is drawn anew, in milliseconds.
const SETTLE_MS: u32 = 600;
/// The longest description that goes along; an address has room for no more.
const DESCRIPTION_LENGTH_MAX: usize = 600;

#[derive(Properties, PartialEq)]
pub(super) struct PreviewProps {
    pub(super) business: AttrValue,
    pub(super) calendar: AttrValue,
    /// Which writing of the calendar is saved: with another one the widget is drawn anew.
    pub(super) version: i64,
    /// The looks, where all of them can be read.
    pub(super) looks: Option<CalendarLooks>,
}

/// A frame with the real widget.
#[component]
pub(super) fn Preview(props: &PreviewProps) -> Html {
    let address = props.looks.as_ref().map(|looks| address(props, looks));
    let shown = use_state(|| address.clone());
    use_effect_with(address, {
        let shown = shown.clone();
        move |address| {
            let address = address.clone();
            let timer = (address.is_some() && address != *shown)
                .then(|| Timeout::new(SETTLE_MS, move || shown.set(address)));
            move || drop(timer)
        }
    });
    html! {
        <aside class="preview" aria-label="Preview">
            <h2>{ "Preview" }</h2>
            if let Some(address) = &*shown {
                <iframe class="card" title="The widget as guests see it" src={address.clone()}
                    data-test="preview"></iframe>
            }
            <p class="small">{ "This is the real widget, with what is typed here. Prices and times are those that are saved; a booking made in it is a real one." }</p>
        </aside>
    }
}

fn address(props: &PreviewProps, looks: &CalendarLooks) -> String {
    let mut looks = looks.clone();
    let description = looks.description.as_str();
    if description.chars().count() > DESCRIPTION_LENGTH_MAX {
        let short: String = description.chars().take(DESCRIPTION_LENGTH_MAX).collect();
        looks.description = short.parse().unwrap_or_default();
    }
    // Looks are texts and words, which can always be written.
    let json = serde_json::to_string(&looks).unwrap_or_default();
    format!(
        "/embed/preview/{}/{}?looks={}&version={}",
        part(&props.business),
        part(&props.calendar),
        part(&json),
        props.version
    )
}
