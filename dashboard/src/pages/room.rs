//! The pages of one business, once it is known what the business is.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, Membership, Permission};
use booking_widget::view::Icon;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::businesses::{NotHere, NothingHere};
use super::catalog::{
    CalendarPage, CalendarsPage, HoursPage, List, MemberPage, PeoplePage, PlacePage, ProductsPage,
    ServicePage,
};
use super::coupons::{CouponPage, CouponsPage, UsesPage};
use super::desk::DeskPage;
use super::embed::EmbedPage;
use super::orders::{AppointmentsPage, OrderPage, OrdersPage};
use super::reports::ReportsPage;
use super::settings::{LogPage, MembersPage, PaymentsPage, SettingsPage, SitesPage};
use super::trying::TrialPage;
use super::webhooks::{WebhookPage, WebhooksPage};
use crate::area::{Access, Area};
use crate::client::{self, Failure, part};
use crate::parts::{Button, Kind, Notice, Sign, Tone, icon};
use crate::route::Route;
use crate::session::{Site, may};

#[derive(Properties, PartialEq)]
pub(crate) struct RoomProps {
    pub(crate) membership: Membership,
    pub(crate) route: Route,
}

/// Asks for the business, then shows the page.
#[component]
pub(crate) fn Room(props: &RoomProps) -> Html {
    let site = use_context::<Site>();
    let business = use_state(|| None::<Result<Rc<BusinessDetails>, Failure>>);
    let ask = {
        let (business, id) = (business.clone(), props.membership.id.clone());
        let signed_out = site.map(|site| site.signed_out);
        Callback::from(move |()| {
            let (business, signed_out) = (business.clone(), signed_out.clone());
            let path = format!("/v1/businesses/{}", part(&id));
            spawn_local(async move {
                match client::get::<BusinessDetails>(&path).await {
                    Ok(details) => business.set(Some(Ok(Rc::new(details)))),
                    Err(Failure::SignedOut) => {
                        if let Some(signed_out) = signed_out {
                            signed_out.emit(());
                        }
                    }
                    Err(failure) => business.set(Some(Err(failure))),
                }
            });
        })
    };
    use_effect_with(props.membership.id.clone(), {
        let ask = ask.clone();
        move |_| ask.emit(())
    });
    match &*business {
        Some(Ok(business)) if business.id == props.membership.id => page(props, business, &ask),
        Some(Err(failure)) => html! {
            <div class="page narrow">
                <Notice tone={Tone::Bad} title="The business could not be loaded"
                    text={failure.sentence()}>
                    <Button text="Try again" kind={Kind::Side} press={ask} hook="again" />
                </Notice>
            </div>
        },
        // The shape of a head; lists bring bones of their own.
        _ => html! {
            <div class="page" aria-busy="true">
                <p class="vh" role="status">{ "Loading" }</p>
                <div class="bone head-bone"></div>
            </div>
        },
    }
}

/// The page of the route. What somebody may do is what the companion said with the business: a role
/// that has changed since the sign-in counts at once.
fn page(props: &RoomProps, business: &Rc<BusinessDetails>, changed: &Callback<()>) -> Html {
    let membership = Membership {
        id: business.id.clone(),
        name: business.name.clone(),
        role: business.role,
        permissions: business.permissions.clone(),
        features: business.features.clone(),
    };
    if let Route::Business { .. } = props.route {
        return match Area::open(&membership).first() {
            Some(area) => html! { <Redirect<Route> to={area.home(&membership)} /> },
            None => html! { <NothingHere name={membership.name} /> },
        };
    }
    match Area::of(&props.route).map(|area| area.access(&membership)) {
        Some(Access::Open) => open_page(&props.route, business, &membership, changed),
        Some(Access::NotInPlan) => html! { <NoPlan name={membership.name} /> },
        Some(Access::NotAllowed) => html! { <NothingHere name={membership.name} /> },
        None => html! { <NotHere /> },
    }
}

/// A page to which whoever is signed in may go.
fn open_page(
    route: &Route,
    business: &Rc<BusinessDetails>,
    membership: &Membership,
    changed: &Callback<()>,
) -> Html {
    let changes_coupons = may(membership, Permission::ManageCoupons);
    match route {
        Route::Coupons { .. } => html! {
            <CouponsPage business={business.clone()} changes={changes_coupons}
                key={business.id.clone()} />
        },
        Route::NewCoupon { .. } if changes_coupons => html! {
            <CouponPage business={business.clone()} changes={true} key="new" />
        },
        Route::CouponUses { coupon, .. } => html! {
            <UsesPage business={business.clone()} coupon={coupon.clone()} key={coupon.clone()} />
        },
        Route::Reports { .. } => {
            let area = Area::of(&Route::Coupons {
                business: business.id.clone(),
            });
            let coupons = area.is_some_and(|area| area.access(membership) == Access::Open);
            html! { <ReportsPage business={business.clone()} {coupons} /> }
        }
        Route::TryCode { .. } => html! { <TrialPage business={business.clone()} /> },
        Route::Coupon { coupon, .. } => html! {
            <CouponPage business={business.clone()} changes={changes_coupons}
                coupon={coupon.clone()} key={coupon.clone()} />
        },
        Route::Calendars { .. } => html! {
            <CalendarsPage business={business.clone()} key={business.id.clone()} />
        },
        Route::Products { .. } => html! { <ProductsPage business={business.clone()} /> },
        Route::NewCalendar { .. } => html! {
            <CalendarPage business={business.clone()} key="new-calendar" />
        },
        Route::Calendar { calendar, .. } => html! {
            <CalendarPage business={business.clone()} id={calendar.clone()} key={calendar.clone()} />
        },
        Route::NewService { calendar, .. } => html! {
            <ServicePage business={business.clone()} calendar={calendar.clone()} key="new-service" />
        },
        Route::Service { service, .. } => html! {
            <ServicePage business={business.clone()} id={service.clone()} key={service.clone()} />
        },
        Route::Staff { .. } => html! {
            <PeoplePage business={business.clone()} list={List::Staff} key="staff" />
        },
        Route::NewMember { .. } => html! {
            <MemberPage business={business.clone()} key="new-member" />
        },
        Route::Member { member, .. } => html! {
            <MemberPage business={business.clone()} id={member.clone()} key={member.clone()} />
        },
        Route::Locations { .. } => html! {
            <PeoplePage business={business.clone()} list={List::Locations} key="locations" />
        },
        Route::NewLocation { .. } => html! {
            <PlacePage business={business.clone()} key="new-location" />
        },
        Route::Location { location, .. } => html! {
            <PlacePage business={business.clone()} id={location.clone()} key={location.clone()} />
        },
        Route::Hours { .. } => html! {
            <HoursPage business={business.clone()} key="hours" />
        },
        Route::Settings { .. } => html! {
            <SettingsPage business={business.clone()} changed={changed.clone()}
                key={business.id.clone()} />
        },
        Route::Payments { .. } => html! {
            <PaymentsPage business={business.clone()} key={business.id.clone()} />
        },
        Route::Members { .. } => html! { <MembersPage business={business.clone()} /> },
        Route::Sites { .. } => html! { <SitesPage business={business.clone()} /> },
        Route::Webhooks { .. } => html! { <WebhooksPage business={business.clone()} /> },
        Route::Webhook { webhook, .. } => html! {
            <WebhookPage business={business.clone()} webhook={webhook.clone()} key={webhook.clone()} />
        },
        Route::Log { .. } => html! { <LogPage business={business.clone()} /> },
        Route::Embed { calendar, .. } => html! {
            <EmbedPage business={business.clone()} calendar={calendar.clone()}
                key={calendar.clone()} />
        },
        Route::Orders { .. } => html! {
            <OrdersPage business={business.clone()} key={business.id.clone()} />
        },
        Route::NewOrder { .. } => html! {
            <DeskPage business={business.clone()} key={business.id.clone()} />
        },
        Route::Order { order, .. } => html! {
            <OrderPage business={business.clone()} order={order.clone()} key={order.clone()} />
        },
        Route::Appointments { .. } => html! {
            <AppointmentsPage business={business.clone()} key={business.id.clone()} />
        },
        _ => html! { <NotHere /> },
    }
}

#[derive(Properties, PartialEq)]
struct NoPlanProps {
    name: AttrValue,
}

/// The business's plan does not hold coupons.
#[component]
fn NoPlan(props: &NoPlanProps) -> Html {
    html! {
        <div class="page narrow">
            <section class="card empty" data-test="no-plan">
                { icon(Sign::Shared(Icon::Tag)) }
                <h1 tabindex="-1">{ "Coupons are not part of this plan" }</h1>
                <p>{ format!("The plan of {} does not hold coupons. An owner can change the plan; then they appear here and in the menu.", props.name) }</p>
            </section>
        </div>
    }
}
