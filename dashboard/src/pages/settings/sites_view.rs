//! Draws the sites that may embed and does what they want done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, NamedSite};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use yew::prelude::*;

use super::frame::{Frame, title};
use super::sites::{Deed, Effect, Event, Page};
use crate::client::{self, part};
use crate::parts::{Button, Field, Kind, Notice, Said, Sign, Tone, entered as typed, focus, icon};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;

#[derive(Properties, PartialEq)]
pub(crate) struct SitesProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The page's component.
pub(crate) struct SitesPage {
    page: Page,
}

impl Component for SitesPage {
    type Message = Event;
    type Properties = SitesProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&title("Sites", &ctx.props().business));
        ctx.link().send_message(Event::Load);
        Self {
            page: Page::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.page.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let business = ctx.props().business.id.clone();
        html! {
            <Frame here={Route::Sites { business: business.clone() }} {business} title="Sites"
                lead="Where your booking widget may stand. Browsers refuse it on every other site.">
                { self.add(ctx) }
                { self.list(ctx) }
            </Frame>
        }
    }
}

impl SitesPage {
    fn add(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let submit = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Event::Submit
        });
        let mistake = self.page.mistake.clone().map(AttrValue::from);
        html! {
            <form class="card group" onsubmit={submit} novalidate=true>
                <Field id="site" label="Add a site" error={mistake.clone()}
                    help="With www and without are two sites; add both if guests use both.">
                    <div class="with">
                        <input class="in" id="site" type="url" autocomplete="off" autocapitalize="none" spellcheck="false"
                            placeholder="https://www.example.com" aria-describedby="site-says" value={self.page.typed.clone()}
                            aria-invalid={mistake.is_some().then_some("true")}
                            oninput={link.callback(|event: InputEvent| Event::Type(typed(&event)))} />
                        <Button text="Add" kind={Kind::Main} submits=true hook="add-site"
                            doing={self.page.doing.then_some("Adding…")} />
                    </div>
                </Field>
            </form>
        }
    }

    fn list(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        match (&self.page.failure, &self.page.sites) {
            (Some(failure), _) => html! {
                <Notice tone={Tone::Bad} title="The sites could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={link.callback(|()| Event::Load)} hook="again" />
                </Notice>
            },
            (None, None) => html! { <p class="vh" role="status">{ "Loading" }</p> },
            (None, Some(sites)) if sites.is_empty() => html! {
                <section class="card empty" data-test="no-sites">
                    { icon(Sign::Shared(Icon::Globe)) }
                    <h2>{ "Every site may embed your widget" }</h2>
                    <p>{ "As long as no site is named here, anybody can put your calendar on their pages. Add your own site, and it is the only one that can." }</p>
                </section>
            },
            (None, Some(sites)) => html! {
                <section class="card" aria-label="Sites that may embed">
                    <ul class="roll">{ for sites.iter().map(|site| row(ctx, site, sites.len() == 1)) }</ul>
                </section>
            },
        }
    }
}

fn row(ctx: &Context<SitesPage>, site: &str, is_last: bool) -> Html {
    let withdraw = {
        let site = site.to_owned();
        ctx.link()
            .callback(move |_: MouseEvent| Event::Do(Deed::Withdraw(site.clone())))
    };
    html! {
        <li key={site.to_owned()} data-test="site">
            <span class="grow">
                <b>{ site.to_owned() }</b>
                if is_last {
                    <small>{ "Without it, every site could embed the widget." }</small>
                }
            </span>
            <button type="button" class="icon" aria-label={format!("Let {site} embed no more")}
                onclick={withdraw} data-test="withdraw-site">{ icon(Sign::Shared(Icon::Close)) }</button>
        </li>
    }
}

fn perform(ctx: &Context<SitesPage>, effect: Effect) {
    let link = ctx.link().clone();
    let all = format!("/v1/businesses/{}/sites", part(&ctx.props().business.id));
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    match effect {
        Effect::Load => link.send_future(async move { Event::Loaded(client::get(&all).await) }),
        Effect::Do(deed) => link.send_future(async move {
            let (path, named) = match &deed {
                Deed::Allow(site) => (all, site.clone()),
                Deed::Withdraw(site) => (format!("{all}/remove"), site.clone()),
            };
            let body = NamedSite { site: named };
            let result = client::send(Method::POST, &path, &body).await;
            Event::Done(deed, result)
        }),
        Effect::Say(text, back) => {
            if let Some(site) = site {
                let undo = back.map(|deed| {
                    Callback::from(move |()| link.send_message(Event::Do(deed.clone())))
                });
                let text = text.into();
                site.say.emit(Said { text, undo });
            }
        }
        Effect::Focus => focus("site"),
        Effect::SignedOut => {
            if let Some(site) = site {
                site.signed_out.emit(());
            }
        }
    }
}
