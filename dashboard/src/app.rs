//! The dashboard as a whole: who is signed in decides what an address shows.

use std::rc::Rc;

use booking_contract::owner::Session;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::client::{self, Failure};
use crate::pages::{JoinPage, SignInPage};
use crate::parts::{Button, Kind, Notice, Tone};
use crate::route::Route;
use crate::shell::{Shell, Waiting};
use crate::theme::ROOT_CLASS;

/// The query of the sign-in: where to go on to.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Onward {
    #[serde(default)]
    next: String,
}

/// What is known of who is there.
#[derive(Clone, PartialEq)]
enum Known {
    /// The companion is being asked.
    Asking,
    /// It could not say.
    Unknown(String),
    /// Nobody is signed in.
    Nobody {
        /// Whether somebody was, a moment ago.
        ended: bool,
    },
    /// Somebody is.
    Somebody(Rc<Session>),
}

/// The root component.
#[component]
pub(crate) fn App() -> Html {
    html! { <BrowserRouter><Rooms /></BrowserRouter> }
}

#[component]
fn Rooms() -> Html {
    let known = use_state(|| Known::Asking);
    let ask = {
        let known = known.clone();
        Callback::from(move |()| {
            let known = known.clone();
            known.set(Known::Asking);
            spawn_local(async move {
                let answer = client::get::<Session>("/v1/sessions/current").await;
                known.set(match answer {
                    Ok(session) => Known::Somebody(Rc::new(session)),
                    Err(Failure::SignedOut) => Known::Nobody { ended: false },
                    Err(failure) => Known::Unknown(failure.sentence()),
                });
            });
        })
    };
    use_effect_with((), {
        let ask = ask.clone();
        move |()| ask.emit(())
    });
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let location = use_location();
    let query = location.and_then(|at| at.query::<Onward>().ok());
    let onward = query.unwrap_or_default().next;

    let renew = {
        let known = known.clone();
        Callback::from(move |()| {
            let known = known.clone();
            spawn_local(async move {
                // Where it does not come, what is shown stays as it was.
                if let Ok(session) = client::get::<Session>("/v1/sessions/current").await {
                    known.set(Known::Somebody(Rc::new(session)));
                }
            });
        })
    };

    match (&*known, route) {
        (Known::Asking, Route::Join) => html! { <Waiting /> },
        (Known::Somebody(session), Route::Join) => {
            let email = session.user.email.as_str().to_owned();
            html! { <JoinPage signed_in={Some(email)} /> }
        }
        (Known::Nobody { .. }, Route::Join) => html! { <JoinPage signed_in={None::<String>} /> },
        (Known::Asking, Route::SignIn) => Html::default(),
        (Known::Asking, _) => html! { <Waiting /> },
        (Known::Unknown(sentence), _) => {
            html! { <Unreachable sentence={sentence.clone()} again={ask} /> }
        }
        (Known::Nobody { ended }, Route::SignIn) => {
            let enter = {
                let known = known.clone();
                Callback::from(move |session| known.set(Known::Somebody(Rc::new(session))))
            };
            html! { <SignInPage {enter} ended={*ended} /> }
        }
        (Known::Nobody { .. }, route) => html! { <ToSignIn {route} /> },
        (Known::Somebody(session), Route::SignIn) => {
            html! { <Redirect<Route> to={opening(&onward, session)} /> }
        }
        (Known::Somebody(session), route) => {
            let leave = |ended| {
                let known = known.clone();
                Callback::from(move |()| known.set(Known::Nobody { ended }))
            };
            html! {
                <Shell session={session.clone()} {route} {renew} signed_out={leave(true)} left={leave(false)} />
            }
        }
    }
}

/// The page after the sign-in: the one that was wanted, else the only business there is.
fn opening(wanted: &str, session: &Session) -> Route {
    match (Route::onward(wanted), &session.businesses[..]) {
        (Route::Businesses, [only]) => Route::Business {
            business: only.id.clone(),
        },
        (route, _) => route,
    }
}

#[derive(Properties, PartialEq)]
struct ToSignInProps {
    route: Route,
}

/// Goes to the sign-in, which leads back here.
#[component]
fn ToSignIn(props: &ToSignInProps) -> Html {
    let navigator = use_navigator();
    use_effect_with(props.route.clone(), move |route| {
        if let Some(navigator) = navigator {
            let next = match route {
                Route::NotFound | Route::Businesses => String::new(),
                route => route.to_path(),
            };
            if next.is_empty() {
                navigator.replace(&Route::SignIn);
            } else {
                // The query is one text, which can always be written.
                let _ = navigator.replace_with_query(&Route::SignIn, &Onward { next });
            }
        }
    });
    Html::default()
}

#[derive(Properties, PartialEq)]
struct UnreachableProps {
    sentence: AttrValue,
    again: Callback<()>,
}

/// Nobody knows who is there.
#[component]
fn Unreachable(props: &UnreachableProps) -> Html {
    html! {
        <div class={classes!(ROOT_CLASS, "outside")}>
            <main class="door">
                <Notice tone={Tone::Bad} title="The dashboard could not be loaded"
                    text={&props.sentence} hook="unreachable">
                    <Button text="Try again" kind={Kind::Side} press={props.again.clone()} hook="again" />
                </Notice>
            </main>
        </div>
    }
}
