//! Draws the products of a business and does what they want done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, ProductTag, ProductView};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use yew::prelude::*;

use super::paths;
use super::products::{Effect, Event, Products};
use crate::client::{self, Nothing};
use crate::parts::{Ask, Button, Notice, Sign, Tone, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::side::GoTo;

#[derive(Properties, PartialEq)]
pub(crate) struct ProductsProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The page's component.
pub(crate) struct ProductsPage {
    products: Products,
}

impl Component for ProductsPage {
    type Message = Event;
    type Properties = ProductsProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&format!("Products – {}", ctx.props().business.name));
        ctx.link().send_message(Event::Load);
        Self {
            products: Products::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.products.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let business = ctx.props().business.id.clone();
        html! {
            <div class="page narrow">
                <GoTo class="crumb" to={Route::Calendars { business }}>
                    { icon(Sign::Shared(Icon::Back)) }{ "Calendars" }
                </GoTo>
                <header class="head">
                    <div>
                        <h1 tabindex="-1">{ "Products" }</h1>
                        <p>{ "What is sold by orders. A calendar that takes payments has a product of its name and cannot be without it." }</p>
                    </div>
                </header>
                { self.list(ctx) }
                { self.question(ctx) }
            </div>
        }
    }
}

impl ProductsPage {
    fn list(&self, ctx: &Context<Self>) -> Html {
        match (&self.products.failure, &self.products.list) {
            (Some(failure), _) => html! {
                <Notice tone={Tone::Bad} title="The products could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={ctx.link().callback(|()| Event::Load)} hook="again" />
                </Notice>
            },
            (None, None) => html! { <p class="vh" role="status">{ "Loading" }</p> },
            (None, Some(list)) if list.is_empty() => html! {
                <section class="card empty" data-test="no-products">
                    { icon(Sign::Shared(Icon::Tag)) }
                    <h2>{ "Nothing is sold by orders" }</h2>
                    <p>{ "Let a calendar take payments, and its product appears here by itself." }</p>
                </section>
            },
            (None, Some(list)) => html! {
                <section class="card" aria-label="Products">
                    <ul class="roll">{ for list.iter().map(|product| row(ctx, product)) }</ul>
                </section>
            },
        }
    }

    fn question(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let Some(product) = &self.products.question else {
            return Html::default();
        };
        html! {
            <Ask title={format!("Delete the product {}?", product.name)} deed="Delete"
                text="Orders that were made keep what they say. If its calendar takes payments again, it gets a product again."
                doing={self.products.doing.then_some("One moment…")}
                yes={link.callback(|()| Event::Sure)} no={link.callback(|()| Event::Never)} />
        }
    }
}

fn row(ctx: &Context<ProductsPage>, product: &ProductView) -> Html {
    let calendar = Route::Calendar {
        business: ctx.props().business.id.clone(),
        calendar: product.calendar_id.to_string(),
    };
    let tag = match product.tag {
        ProductTag::Calendar => "Calendar",
    };
    let ask = {
        let product = product.clone();
        ctx.link()
            .callback(move |_: MouseEvent| Event::Ask(product.clone()))
    };
    html! {
        <li key={product.id.clone()} data-test="product" data-id={product.id.clone()}>
            <span class="grow">
                <span><b>{ &product.name }</b>{ " " }<span class="state" data-test="product-tag">{ tag }</span></span>
                <small>
                    { "Used by " }<GoTo to={calendar} hook="used-by">{ format!("the calendar {}", product.name) }</GoTo>
                    if product.deletable {
                        { ", which takes no payments any more." }
                    } else {
                        { ", which takes payments by it: so it stays." }
                    }
                </small>
            </span>
            if product.deletable {
                <button type="button" class="icon" aria-label={format!("Delete {}", product.name)}
                    onclick={ask} data-test="delete-product">{ icon(Sign::Delete) }</button>
            }
        </li>
    }
}

fn perform(ctx: &Context<ProductsPage>, effect: Effect) {
    let link = ctx.link().clone();
    let business = ctx.props().business.id.clone();
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    match effect {
        Effect::Load => link.send_future(async move {
            Event::Loaded(client::get(&paths::all(&business, "products")).await)
        }),
        Effect::Delete(id) => link.send_future(async move {
            let path = paths::one(&business, "products", &id);
            Event::Deleted(client::tell(Method::DELETE, &path, &Nothing {}).await)
        }),
        Effect::Say(text) => {
            if let Some(site) = site {
                say(&site.say, text);
            }
        }
        Effect::SignedOut => {
            if let Some(site) = site {
                site.signed_out.emit(());
            }
        }
    }
}
