//! What is around every page: the side with the business and its pages, the account, and what was
//! just done.

use std::rc::Rc;

use booking_contract::owner::Session;
use gloo_net::http::Method;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::client::{self, Failure, Nothing};
use crate::pages::{forget_all, page};
use crate::parts::{Ask, Said, Sheet, Sign, Toasts, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::side::Side;
use crate::theme::ROOT_CLASS;

#[derive(Properties, PartialEq)]
pub(crate) struct ShellProps {
    pub(crate) session: Rc<Session>,
    pub(crate) route: Route,
    /// The session has ended without anybody's wish.
    pub(crate) signed_out: Callback<()>,
    /// Businesses or roles have become others.
    pub(crate) renew: Callback<()>,
    /// Whoever was there has signed out.
    pub(crate) left: Callback<()>,
}

/// The page of a route, with what is around it.
#[component]
pub(crate) fn Shell(props: &ShellProps) -> Html {
    let said = use_state(|| None::<Said>);
    let narrow = use_state(|| false);
    let everywhere = use_state(|| false);
    let main = use_node_ref();
    use_begun_page(&props.route, &main, &narrow);

    let site = Site {
        session: props.session.clone(),
        signed_out: props.signed_out.clone(),
        renew: props.renew.clone(),
        say: {
            let said = said.clone();
            Callback::from(move |new| said.set(Some(new)))
        },
    };
    let set = |state: &UseStateHandle<bool>, to: bool| {
        let state = state.clone();
        Callback::from(move |()| state.set(to))
    };
    let account = {
        let navigator = use_navigator();
        Callback::from(move |()| {
            if let Some(navigator) = &navigator {
                navigator.push(&Route::Account);
            }
        })
    };
    let side = html! {
        <Side route={props.route.clone()} {account} sign_out={ending("/v1/sessions/current", &site, &props.left)}
            everywhere={set(&everywhere, true)} />
    };
    let business = props.route.business().and_then(|id| site.membership(id));
    let name = business.map_or("Your businesses", |business| business.name.as_str());
    let open = set(&narrow, true);
    let quiet = {
        let said = said.clone();
        Callback::from(move |()| said.set(None))
    };
    html! {
        <ContextProvider<Site> context={site.clone()}>
            <div class={classes!(ROOT_CLASS, "inside")}>
                <a class="skip" href="#main">{ "Skip to the page" }</a>
                <aside class="rail" aria-label="Business and account">{ side.clone() }</aside>
                <header class="bar">
                    <button type="button" class="icon" aria-label="Open the menu"
                        data-test="open-side" onclick={move |_: MouseEvent| open.emit(())}>
                        { icon(Sign::Menu) }
                    </button>
                    <span>{ name.to_owned() }</span>
                </header>
                <main class="main" id="main" ref={main} tabindex="-1">
                    { page(&props.route, &site) }
                </main>
                if *narrow {
                    <Sheet label="Menu" close={set(&narrow, false)}>{ side }</Sheet>
                }
                if *everywhere {
                    <Ask title="Sign out everywhere?" leave="Stay signed in"
                        text="Every browser in which you are signed in is signed out, this one as well."
                        deed="Sign out everywhere" no={set(&everywhere, false)}
                        yes={ending("/v1/sessions", &site, &props.left)} />
                }
                <Toasts said={(*said).clone()} close={quiet} />
            </div>
        </ContextProvider<Site>>
    }
}

/// A new page begins at its top, for eyes and for screen readers. The first one is the browser's own
/// business.
#[hook]
fn use_begun_page(route: &Route, main: &NodeRef, narrow: &UseStateHandle<bool>) {
    let first = use_mut_ref(|| true);
    use_effect_with(route.clone(), {
        let (main, narrow) = (main.clone(), narrow.clone());
        move |_| {
            narrow.set(false);
            if std::mem::replace(&mut *first.borrow_mut(), false) {
                return;
            }
            if let Some(window) = web_sys::window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
            if let Some(main) = main.cast::<HtmlElement>() {
                // Nothing depends on whether the browser does it.
                let _ = main.focus();
            }
        }
    });
}

/// Ends one session, or all of them. Where that cannot be had, whoever wants it is told: a session
/// that stays must not look as if it were gone.
fn ending(path: &'static str, site: &Site, left: &Callback<()>) -> Callback<()> {
    let (to, left) = (site.say.clone(), left.clone());
    Callback::from(move |()| {
        let (to, left) = (to.clone(), left.clone());
        spawn_local(async move {
            match client::tell(Method::DELETE, path, &Nothing {}).await {
                Ok(()) | Err(Failure::SignedOut) => {
                    forget_all();
                    left.emit(());
                }
                Err(failure) => {
                    let why = failure.sentence();
                    say(&to, format!("You are still signed in. {why}"));
                }
            }
        });
    })
}

/// What is shown until it is known who is there: the shape of what comes.
#[component]
pub(crate) fn Waiting() -> Html {
    html! {
        <div class={classes!(ROOT_CLASS, "inside")} aria-busy="true">
            <aside class="rail"></aside>
            <header class="bar"></header>
            <main class="main"><p class="vh" role="status">{ "Loading" }</p></main>
        </div>
    }
}

/// Names the page in the window's title.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Names the page for as long as it is shown.
#[hook]
pub(crate) fn use_title(title: String) {
    use_effect_with(title, |title| set_title(title));
}
