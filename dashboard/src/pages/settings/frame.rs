//! What the pages of the settings have in common: a head, and the way to the others.

use booking_contract::owner::BusinessDetails;
use yew::prelude::*;

use crate::route::Route;
use crate::side::GoTo;

#[derive(Properties, PartialEq)]
pub(crate) struct FrameProps {
    pub(crate) business: String,
    pub(crate) here: Route,
    pub(crate) title: AttrValue,
    pub(crate) lead: AttrValue,
    /// What can be done with the page as a whole.
    #[prop_or_default]
    pub(crate) tools: Html,
    pub(crate) children: Html,
}

/// The page of a business.
type Page = fn(String) -> Route;

/// A page of the settings.
#[component]
pub(crate) fn Frame(props: &FrameProps) -> Html {
    let pages: [(Page, &'static str); 6] = [
        (|business| Route::Settings { business }, "Business"),
        (|business| Route::Payments { business }, "Payments"),
        (|business| Route::Members { business }, "Members"),
        (|business| Route::Sites { business }, "Sites"),
        (|business| Route::Webhooks { business }, "Webhooks"),
        (|business| Route::Log { business }, "Log"),
    ];
    html! {
        <div class="page narrow">
            <nav class="tabs" aria-label="Settings">
                { for pages.into_iter().map(|(page, name)| {
                    let to = page(props.business.clone());
                    let current = to == props.here;
                    html! { <GoTo {to} class="tab" {current} hook={name}>{ name }</GoTo> }
                }) }
            </nav>
            <header class="head">
                <div>
                    <h1 tabindex="-1">{ &props.title }</h1>
                    <p>{ &props.lead }</p>
                </div>
                <div class="tools">{ props.tools.clone() }</div>
            </header>
            { props.children.clone() }
        </div>
    }
}

/// The title of the window for a page of the settings.
pub(crate) fn title(page: &str, business: &BusinessDetails) -> String {
    format!("{page} – {}", business.name)
}
