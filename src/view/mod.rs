//! Draws a [`Screen`] and sends [`Event`]s.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use crate::flow::{Event, Screen};

/// What a view gets.
#[derive(Clone, PartialEq, Properties)]
pub struct WidgetProps {
    /// What is to be seen.
    pub screen: Rc<Screen>,
    /// Where the guest's events go.
    pub send: Callback<Event>,
}

/// The widget in the style of its screen.
#[component]
pub fn Widget(props: &WidgetProps) -> Html {
    html! { <h1>{ &props.screen.header.title }</h1> }
}
