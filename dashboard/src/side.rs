//! The side: which business, its pages, and the account.

use booking_contract::owner::Membership;
use booking_widget::view::Icon;
use yew::prelude::*;
use yew_router::prelude::*;
use yew_router::query::ToQuery;

use crate::area::Area;
use crate::parts::{Deed, Menu, Sign, icon};
use crate::route::Route;
use crate::session::{Site, role_name};

#[derive(Properties, PartialEq)]
pub(crate) struct SideProps {
    pub(crate) route: Route,
    pub(crate) account: Callback<()>,
    pub(crate) sign_out: Callback<()>,
    pub(crate) everywhere: Callback<()>,
}

/// What stands beside every page, and in the sheet of a narrow window.
#[component]
pub(crate) fn Side(props: &SideProps) -> Html {
    let Some(site) = use_context::<Site>() else {
        return Html::default();
    };
    let here = props.route.business().and_then(|id| site.membership(id));
    html! {
        <>
            <Switcher here={here.cloned()} />
            <nav aria-label="Pages">
                <ul>
                    if let Some(business) = here {
                        { for Area::open(business).into_iter().map(|area| link(
                            &area.home(business), area.has(&props.route), area.sign, area.name)) }
                    } else {
                        { link(&Route::Businesses, props.route == Route::Businesses,
                            Sign::Shared(Icon::Calendar), "Your businesses") }
                    }
                </ul>
            </nav>
            <div class="foot">{ account(&site, props) }</div>
        </>
    }
}

fn link(to: &Route, here: bool, sign: Sign, text: &'static str) -> Html {
    html! {
        <li key={text}>
            <GoTo to={to.clone()} class="nav" current={here} hook={text}>
                { icon(sign) }{ text }
            </GoTo>
        </li>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct GoToProps {
    pub(crate) to: Route,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Names and values of the address's query.
    #[prop_or_default]
    pub(crate) query: Vec<(&'static str, String)>,
    #[prop_or_default]
    pub(crate) current: bool,
    #[prop_or_default]
    pub(crate) hook: Option<AttrValue>,
    pub(crate) children: Html,
}

/// A link to a page of the dashboard. The router's own cannot say that it is where one is.
#[component]
pub(crate) fn GoTo(props: &GoToProps) -> Html {
    let navigator = use_navigator();
    let (to, query) = (props.to.clone(), props.query.clone());
    let address = match query.to_query() {
        Ok(query) if !query.is_empty() => format!("{}?{query}", to.to_path()),
        _ => to.to_path(),
    };
    let onclick = move |event: MouseEvent| {
        // Another tab, or a file: that is the browser's.
        if event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key() {
            return;
        }
        if let Some(navigator) = &navigator {
            event.prevent_default();
            if query.is_empty() {
                navigator.push(&to);
            } else {
                // A query of texts can always be written.
                let _ = navigator.push_with_query(&to, &query);
            }
        }
    };
    html! {
        <a class={props.class.clone()} href={address} {onclick}
            aria-current={props.current.then_some("page")} data-test={props.hook.clone()}>
            { props.children.clone() }
        </a>
    }
}

#[derive(Properties, PartialEq)]
struct SwitcherProps {
    here: Option<Membership>,
}

/// The business that is worked on, and the way to the others.
#[component]
fn Switcher(props: &SwitcherProps) -> Html {
    let site = use_context::<Site>();
    let navigator = use_navigator();
    let Some((site, here)) = site.zip(props.here.as_ref()) else {
        return Html::default();
    };
    let shown = html! {
        <>
            <span class="badge" aria-hidden="true">{ initial(&here.name) }</span>
            <span><b>{ &here.name }</b><small>{ role_name(here.role) }</small></span>
        </>
    };
    let businesses = &site.session.businesses;
    if businesses.len() < 2 {
        return html! { <div class="who" data-test="business">{ shown }</div> };
    }
    let others = businesses.iter().map(|business| Deed {
        text: business.name.clone().into(),
        sign: if business.id == here.id {
            Sign::Shared(Icon::Check)
        } else {
            Sign::Shared(Icon::Next)
        },
        bad: false,
        press: {
            let (navigator, id) = (navigator.clone(), business.id.clone());
            Callback::from(move |()| {
                if let Some(navigator) = &navigator {
                    let business = id.clone();
                    navigator.push(&Route::Business { business });
                }
            })
        },
        hook: "other-business",
    });
    html! {
        <Menu button="who" class="fill" deeds={others.collect::<Vec<_>>()}
            hook="business">
            { shown }{ icon(Sign::Switch) }
        </Menu>
    }
}

fn account(site: &Site, props: &SideProps) -> Html {
    let user = &site.session.user;
    let deed = |text, sign, press: &Callback<()>, hook| Deed {
        text: AttrValue::Static(text),
        sign,
        bad: false,
        press: press.clone(),
        hook,
    };
    let deeds = vec![
        deed(
            "Your account",
            Sign::Settings,
            &props.account,
            "own-account",
        ),
        deed("Sign out", Sign::Leave, &props.sign_out, "sign-out"),
        deed(
            "Sign out everywhere",
            Sign::Shared(Icon::Globe),
            &props.everywhere,
            "sign-out-everywhere",
        ),
    ];
    html! {
        <Menu button="who" class={classes!("up", "fill")}
            {deeds} hook="account">
            <span class="badge round" aria-hidden="true">{ initial(&user.name) }</span>
            <span><b>{ &user.name }</b><small>{ user.email.as_str().to_owned() }</small></span>
            { icon(Sign::Dots) }
        </Menu>
    }
}

/// What stands for a name.
pub(crate) fn initial(name: &str) -> String {
    let first = name.chars().find(|sign| sign.is_alphanumeric());
    first.map_or_else(String::new, |first| first.to_uppercase().collect())
}
