//! Draws the making of many codes and does what it wants done.

use std::rc::Rc;

use booking_contract::owner::BusinessDetails;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::codes::Typed;
use super::many::{Effect, Event, Many, ManyQuestion, Stage};
use super::paths;
use crate::client::part;
use crate::parts::{Button, Field, Kind, Notice, Tone, entered};
use crate::session::Site;
use crate::{stream, words};

#[derive(Properties, PartialEq)]
pub(crate) struct ManyProps {
    pub(crate) business: Rc<BusinessDetails>,
    pub(crate) coupon: String,
    /// There are new codes to show.
    pub(crate) changed: Callback<()>,
    pub(crate) close: Callback<()>,
}

/// The panel's component.
pub(crate) struct ManyPanel {
    many: Many,
}

/// A change of what is typed.
type Change = fn(&mut (String, Typed), String);

impl Component for ManyPanel {
    type Message = Event;
    type Properties = ManyProps;

    fn create(_: &Context<Self>) -> Self {
        Self {
            many: Many::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.many.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        html! {
            <div class="group" data-test="many-codes">
                { match &self.many.stage {
                    Stage::Ready => self.form(ctx),
                    Stage::Making { made, of } => making(*made, *of),
                    Stage::Made { made, batch } => made_view(ctx, *made, batch),
                    Stage::Failed { made, batch, failure } => {
                        let text = failure.sentence();
                        let text = match batch {
                            Some(_) => text,
                            None => format!("{text} What was begun is made to its end all the same: look at the list in a while."),
                        };
                        let title = format!("{} are there", words::count((*made).into(), "code", "codes"));
                        html! {
                            <>
                                <Notice tone={Tone::Bad} {title} {text} hook="many-failed" />
                                { files(ctx, batch.as_deref()) }
                            </>
                        }
                    }
                } }
            </div>
        }
    }
}

impl ManyPanel {
    fn form(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let many = &self.many;
        let submit = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Event::Make
        });
        let input = |id: &'static str, kind: &'static str, value: &str, change: Change| {
            let before = (many.count.clone(), many.typed.clone());
            let oninput = link.callback(move |event: InputEvent| {
                let mut now = before.clone();
                change(&mut now, entered(&event));
                let (count, typed) = now;
                Event::Type { count, typed }
            });
            html! {
                <input class="in" {id} type={kind} value={value.to_owned()} autocomplete="off"
                    inputmode={(kind == "text").then_some("numeric")}
                    aria-describedby={format!("{id}-says")} {oninput} />
            }
        };
        let error = |of: ManyQuestion| {
            let mistake = many.mistake.filter(|(question, _)| *question == of);
            mistake.map(|(_, text)| AttrValue::Static(text))
        };
        html! {
            <form class="sheet" onsubmit={submit} novalidate=true>
                <div class="pair">
                    <Field id="many-count" label="How many" class="wide" error={error(ManyQuestion::Count)}
                        help="Up to 100,000, each of ten letters and digits by chance.">
                        { input("many-count", "text", &many.count, |it, text| it.0 = text) }
                    </Field>
                    <Field id="many-limit" label="Uses of each" optional=true error={error(ManyQuestion::Limit)}
                        help="1 makes each code good for one booking.">
                        { input("many-limit", "text", &many.typed.limit, |it, text| it.1.limit = text) }
                    </Field>
                    <Field id="many-expires" label="Last day" optional=true error={error(ManyQuestion::Expires)}
                        help="No later than the coupon ends.">
                        { input("many-expires", "date", &many.typed.expires, |it, text| it.1.expires = text) }
                    </Field>
                </div>
                <div class="tools">
                    <Button text="Make the codes" kind={Kind::Main} submits=true hook="make-many" />
                    <Button text="Cancel" kind={Kind::Quiet} press={ctx.props().close.clone()} hook="leave-many" />
                </div>
            </form>
        }
    }
}

fn making(made: u32, of: u32) -> Html {
    let said = format!(
        "{} of {}",
        words::whole(made.into()),
        words::whole(of.into())
    );
    html! {
        <div class="progress" data-test="many-progress">
            <progress aria-label="Codes made" value={made.to_string()} max={of.to_string()}></progress>
            <p class="small" role="status">{ said }</p>
            <p class="small">{ "You can leave this page: they are made to the end." }</p>
        </div>
    }
}

fn made_view(ctx: &Context<ManyPanel>, made: u32, batch: &str) -> Html {
    let title = format!("{} are there", words::count(made.into(), "code", "codes"));
    html! {
        <>
            <Notice tone={Tone::Calm} {title} hook="many-made"
                text="Take them along as a file, for a mailing or for print." />
            { files(ctx, Some(batch)) }
        </>
    }
}

/// The file of what was made, and the way back.
fn files(ctx: &Context<ManyPanel>, batch: Option<&str>) -> Html {
    let props = ctx.props();
    let all = paths::deed(&props.business.id, &props.coupon, "codes/csv");
    html! {
        <div class="tools">
            if let Some(batch) = batch {
                <a class="btn main" href={format!("{all}?batch={}", part(batch))} download="promotion-codes.csv"
                    data-test="download-batch">{ "Download as CSV" }</a>
            }
            <Button text="Close" kind={Kind::Quiet} press={props.close.clone()} hook="close-many" />
        </div>
    }
}

fn perform(ctx: &Context<ManyPanel>, effect: Effect) {
    let link = ctx.link().clone();
    let props = ctx.props();
    match effect {
        Effect::Make { ticket, asked } => {
            let path = paths::deed(&props.business.id, &props.coupon, "codes/generate");
            spawn_local(async move {
                let hear = |told| {
                    let told = Event::Told {
                        ticket,
                        line: Box::new(told),
                    };
                    link.send_message(told);
                };
                // They are made to their end, whoever listens: there is nothing to let go of.
                let result = stream::read(&path, &asked, None, hear).await;
                link.send_message(Event::Ended { ticket, result });
            });
        }
        Effect::Changed => props.changed.emit(()),
        Effect::SignedOut => {
            if let Some((site, _)) = link.context::<Site>(Callback::noop()) {
                site.signed_out.emit(());
            }
        }
    }
}
