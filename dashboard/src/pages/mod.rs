//! One file, or folder, for each page.

pub mod account;
mod businesses;
pub mod catalog;
pub mod coupons;
pub mod desk;
pub mod embed;
pub mod join;
mod join_view;
pub mod orders;
pub mod reports;
mod room;
pub mod settings;
pub mod sign_in;
mod sign_in_view;
pub mod trying;
pub mod webhooks;

use yew::{Html, html};

use crate::route::Route;
use crate::session::Site;
use account::AccountPage;
use businesses::{Businesses, NotHere};
use room::Room;

pub(crate) use coupons::forget_all;
pub(crate) use join_view::JoinPage;
pub(crate) use sign_in_view::SignInPage;

/// The page of a route, for whoever is signed in.
pub(crate) fn page(route: &Route, site: &Site) -> Html {
    let Some(id) = route.business() else {
        return match route {
            Route::Businesses => html! { <Businesses /> },
            Route::Account => html! { <AccountPage site={site.clone()} /> },
            _ => html! { <NotHere /> },
        };
    };
    match site.membership(id) {
        Some(membership) => html! {
            <Room membership={membership.clone()} route={route.clone()} key={id.to_owned()} />
        },
        None => html! { <NotHere what="business" /> },
    }
}
