//! The real widget beside what is tried: as a guest sees it, with a coupon that nobody else sees yet.

use std::rc::Rc;

use booking_contract::owner::BusinessDetails;
use gloo_net::http::Method;
use yew::prelude::*;

use super::preview::{Effect, Event, Preview as Machine, Stage, Subject};
use crate::client::{self, part};
use crate::parts::{Button, Field, Kind, Notice, Pick, Tone};
use crate::session::Site;

#[derive(Properties, PartialEq)]
pub(crate) struct PreviewProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// What is to be shown; none: it cannot be read yet.
    pub(crate) subject: Option<Subject>,
    /// Of which rank its heading is.
    #[prop_or(3)]
    pub(crate) rank: u8,
}

/// Shows the widget once it is asked for: it loads a page of its own.
pub(crate) struct Preview {
    machine: Machine,
}

impl Component for Preview {
    type Message = Event;
    type Properties = PreviewProps;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            machine: Machine::of(ctx.props().subject.clone()),
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &PreviewProps) -> bool {
        let subject = &ctx.props().subject;
        if *subject != old.subject {
            ctx.link().send_message(Event::Subject(subject.clone()));
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.machine.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let title = if ctx.props().rank == 2 {
            html! { <h2 id="preview-title">{ TITLE }</h2> }
        } else {
            html! { <h3 id="preview-title">{ TITLE }</h3> }
        };
        html! {
            <section class="card group" aria-labelledby="preview-title" data-test="preview">
                <header>
                    { title }
                    <p>{ "The real widget. Nothing can be booked in it, and nobody else sees it: try every step but the last." }</p>
                </header>
                { self.body(ctx) }
            </section>
        }
    }
}

const TITLE: &str = "As a guest sees it";

impl Preview {
    fn body(&self, ctx: &Context<Self>) -> Html {
        let machine = &self.machine;
        let link = ctx.link();
        let show = link.callback(|()| Event::Show);
        let asking = (machine.stage == Stage::Asking).then_some("Loading…");
        match (&machine.stage, &machine.shown) {
            (Stage::Failed(failure), _) => html! {
                <>
                { self.calendars(ctx) }
                <Notice tone={Tone::Bad} title="The widget could not be shown" text={failure.sentence()} hook="no-widget">
                    <Button text="Try again" press={show} hook="again" />
                </Notice>
                </>
            },
            (Stage::Open, None) if machine.calendars().is_empty() => html! {
                <p class="small" data-test="no-calendar">{ "No calendar takes codes and has a service. Switch coupons on in a calendar’s settings, and its widget is shown here." }</p>
            },
            (_, None) if machine.subject.is_none() => html! {
                <p class="small" data-test="no-preview">{ "Fill in the coupon, and the widget can show it here before it is saved." }</p>
            },
            (_, None) => html! {
                <div class="tools"><Button text="Show the widget" press={show} doing={asking} hook="show-widget" /></div>
            },
            (_, Some(shown)) => {
                let address = format!(
                    "/embed/preview/{}/coupons/{}?coupon={}",
                    part(&ctx.props().business.id),
                    part(&shown.token),
                    part(&shown.code)
                );
                html! {
                    <>
                        { self.calendars(ctx) }
                        <div class="tools" role="status">
                            if machine.is_stale() {
                                <Button text="Show what has changed" press={show} doing={asking} hook="renew-widget" />
                                <span class="small">{ "This is how it was before." }</span>
                            } else {
                                <Button text="Begin again" kind={Kind::Quiet} press={show} doing={asking} hook="renew-widget" />
                            }
                        </div>
                        <iframe class="frame-of-widget" key={address.clone()} src={address}
                            title="The widget as a guest sees it" data-test="widget"></iframe>
                    </>
                }
            }
        }
    }

    fn calendars(&self, ctx: &Context<Self>) -> Html {
        let calendars = self.machine.calendars();
        if calendars.len() < 2 {
            return Html::default();
        }
        let options: Vec<(AttrValue, AttrValue)> = (calendars.iter())
            .map(|it| (it.id.to_string().into(), it.title.clone().into()))
            .collect();
        html! {
            <Field id="preview-calendar" label="Calendar">
                <Pick id="preview-calendar" chosen={self.machine.calendar.clone()} {options}
                    pick={ctx.link().callback(Event::Pick)} />
            </Field>
        }
    }
}

fn perform(ctx: &Context<Preview>, effect: Effect) {
    let link = ctx.link().clone();
    let base = format!(
        "/v1/businesses/{}/simulations",
        part(&ctx.props().business.id)
    );
    match effect {
        Effect::LoadMenu => {
            link.send_future(
                async move { Event::Menu(client::get(&format!("{base}/menu")).await) },
            );
        }
        Effect::Make { ticket, new } => link.send_future(async move {
            let path = format!("{base}/previews");
            let result = client::send(Method::POST, &path, &new).await;
            Event::Made { ticket, result }
        }),
        Effect::SignedOut => {
            if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                site.signed_out.emit(());
            }
        }
    }
}
