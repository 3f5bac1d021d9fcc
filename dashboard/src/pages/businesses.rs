//! Which business, where somebody works for several; and addresses that lead nowhere.

use booking_widget::view::Icon;
use yew::prelude::*;

use crate::parts::{Sign, icon};
use crate::route::Route;
use crate::session::{Site, role_name};
use crate::shell::use_title;
use crate::side::{GoTo, initial};

/// The businesses of whoever is signed in.
#[component]
pub(crate) fn Businesses() -> Html {
    use_title("Your businesses".to_owned());
    let Some(site) = use_context::<Site>() else {
        return Html::default();
    };
    let businesses = &site.session.businesses;
    html! {
        <div class="page narrow">
            <header class="head"><div>
                <h1 tabindex="-1">{ "Your businesses" }</h1>
                <p>{ "Choose the one to work on." }</p>
            </div></header>
            if businesses.is_empty() {
                <section class="card empty">
                    { icon(Sign::Shared(Icon::Info)) }
                    <h2>{ "You are not a member of a business yet" }</h2>
                    <p>{ "Ask an owner to add you with your e-mail address; then reload this page." }</p>
                </section>
            } else {
                <ul class="tiles">
                    { for businesses.iter().map(|business| html! {
                        <li>
                            <GoTo class="card tile"
                                to={Route::Business { business: business.id.clone() }}>
                                <span class="badge" aria-hidden="true">{ initial(&business.name) }</span>
                                <span><b>{ &business.name }</b><small>{ role_name(business.role) }</small></span>
                                { icon(Sign::Shared(Icon::Next)) }
                            </GoTo>
                        </li>
                    }) }
                </ul>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct NotHereProps {
    /// What is not there.
    #[prop_or(AttrValue::Static("page"))]
    pub(crate) what: AttrValue,
}

/// An address that leads nowhere, or nowhere for this account.
#[component]
pub(crate) fn NotHere(props: &NotHereProps) -> Html {
    html! {
        <div class="page narrow">
            <section class="card empty">
                { icon(Sign::Search) }
                <h1 tabindex="-1">{ format!("There is no such {}", props.what) }</h1>
                <p>{ "It may have been deleted, or your account has no part in it. Check the address, or go to your businesses." }</p>
                <div class="tools">
                    <GoTo class="btn side" to={Route::Businesses}>{ "Your businesses" }</GoTo>
                </div>
            </section>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct NothingHereProps {
    /// The business's name.
    pub(crate) name: AttrValue,
}

/// A business of which somebody may see nothing here yet.
#[component]
pub(crate) fn NothingHere(props: &NothingHereProps) -> Html {
    use_title(props.name.to_string());
    html! {
        <div class="page narrow">
            <section class="card empty" data-test="nothing-here">
                { icon(Sign::Shared(Icon::Info)) }
                <h1 tabindex="-1">{ "Nothing for you to see here yet" }</h1>
                <p>{ "Your role at this business, or its plan, does not open any of these pages. An owner or admin can give you another role, and an owner can change the plan." }</p>
            </section>
        </div>
    }
}
