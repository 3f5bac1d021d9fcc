//! Draws the import of codes and does what it wants done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, ImportOutcome};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::import::{Effect, Event, Import, Report, SHOWN_MAX, Stage};
use super::paths;
use crate::client::{self, part};
use crate::parts::{Button, Field, Kind, Notice, Tone};
use crate::session::Site;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct ImportProps {
    pub(crate) business: Rc<BusinessDetails>,
    pub(crate) coupon: String,
    /// There are new codes to show.
    pub(crate) changed: Callback<()>,
    pub(crate) close: Callback<()>,
}

/// The panel's component.
pub(crate) struct ImportPanel {
    import: Import,
}

impl Component for ImportPanel {
    type Message = Event;
    type Properties = ImportProps;

    fn create(_: &Context<Self>) -> Self {
        Self {
            import: Import::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.import.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        html! {
            <div class="group" data-test="import-codes">
                { self.chooser(ctx) }
                { self.stage(ctx) }
                if self.import.report.looked > 0 {
                    { report(&self.import.report) }
                }
            </div>
        }
    }
}

impl ImportPanel {
    fn chooser(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link().clone();
        let onchange = move |event: yew::Event| {
            let input = event.target_dyn_into::<HtmlInputElement>();
            let file = input.and_then(|input| input.files()?.get(0));
            let Some(file) = file else { return };
            let link = link.clone();
            link.send_future(async move {
                let text = JsFuture::from(file.text()).await.ok();
                let text = text.and_then(|text| text.as_string()).unwrap_or_default();
                Event::File {
                    name: file.name(),
                    text,
                }
            });
        };
        html! {
            <Field id="import-file" label="File of codes"
                help="A CSV file with one code on each line. With a first line that names its columns, it may also have: expires, max_redemptions, customer.">
                <input class="in file" type="file" id="import-file" accept=".csv,.txt,text/csv,text/plain"
                    aria-describedby="import-file-says" disabled={self.import.is_sending()} {onchange} />
            </Field>
        }
    }

    fn stage(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let close = ctx.props().close.clone();
        let lines = self.import.file.as_ref().map_or(0, |file| file.lines);
        let looked = self.import.report.looked;
        match &self.import.stage {
            Stage::Ready => {
                let text = format!("Import {}", words::count(lines, "line", "lines"));
                html! {
                    <div class="tools">
                        if self.import.file.is_some() {
                            <Button {text} kind={Kind::Main} off={lines == 0} hook="begin-import"
                                press={link.callback(|()| Event::Begin)} />
                        }
                        <Button text="Cancel" kind={Kind::Quiet} press={close} hook="leave-import" />
                    </div>
                }
            }
            Stage::Sending { .. } => html! {
                <div class="progress">
                    <progress aria-label="Lines taken in" value={looked.to_string()} max={lines.max(1).to_string()}></progress>
                    <p class="small" role="status">{ format!("{} of {} lines", words::whole(looked), words::whole(lines)) }</p>
                    <div class="tools">
                        <Button text="Stop" press={link.callback(|()| Event::Stop)} hook="stop-import" />
                    </div>
                </div>
            },
            Stage::Stopped { failure, .. } => {
                let done = words::count(looked, "line was", "lines were");
                let text = match failure {
                    Some(failure) => format!(
                        "{} {done} taken in, and stay. Going on begins with the next; what was taken in without an answer is told as taken already.",
                        failure.sentence()
                    ),
                    None => format!("{done} taken in, and stay."),
                };
                let tone = if failure.is_some() {
                    Tone::Bad
                } else {
                    Tone::Warn
                };
                html! {
                    <>
                        <Notice {tone} title="The import stands still" {text} hook="import-stopped" />
                        <div class="tools">
                            <Button text="Go on" kind={Kind::Main} press={link.callback(|()| Event::Begin)} hook="go-on-import" />
                            <Button text="Close" kind={Kind::Quiet} press={close} hook="close-import" />
                        </div>
                    </>
                }
            }
            Stage::Done => html! {
                <>
                    <Notice tone={Tone::Calm} title="The file is taken in" hook="import-done" />
                    <div class="tools"><Button text="Close" kind={Kind::Quiet} press={close} hook="close-import" /></div>
                </>
            },
        }
    }
}

/// What became of the lines.
fn report(report: &Report) -> Html {
    let counts = [
        ("Made", report.made),
        ("Taken already", report.duplicates),
        ("Not right", report.bad),
    ];
    let others = report.duplicates + report.bad;
    let why = |outcome: ImportOutcome| match outcome {
        ImportOutcome::Made => "Made",
        ImportOutcome::Duplicate => "A code in use has this text",
        ImportOutcome::BadCode => "No code: letters A to Z, digits and hyphens, at most 64",
        ImportOutcome::BadExpiry => "Last day is none, or not within the coupon’s time",
        ImportOutcome::BadLimit => "Uses are none above 0, or above the coupon’s",
        ImportOutcome::BadCustomer => "Neither an e-mail address nor a member",
    };
    html! {
        <div class="outcome" data-test="import-report">
            <div role="status"><ul class="tally-list">
                { for counts.iter().map(|(name, count)| html! { <li><span>{ *name }</span><b>{ words::whole(*count) }</b></li> }) }
            </ul></div>
            if !report.others.is_empty() {
                <table class="table plain">
                    <caption>{ "Lines that were not made" }</caption>
                    <thead><tr><th scope="col">{ "Line" }</th><th scope="col">{ "Code" }</th><th scope="col">{ "Why" }</th></tr></thead>
                    <tbody>
                        { for report.others.iter().map(|(line, code, outcome)| html! {
                            <tr key={line.to_string()}><td>{ line.to_string() }</td><td><span class="code">{ code }</span></td><td>{ why(*outcome) }</td></tr>
                        }) }
                    </tbody>
                </table>
                if others > SHOWN_MAX as u64 {
                    <p class="small">{ format!("The first {} of {}.", words::whole(SHOWN_MAX as u64), words::whole(others)) }</p>
                }
            }
        </div>
    }
}

fn perform(ctx: &Context<ImportPanel>, effect: Effect) {
    let link = ctx.link().clone();
    let props = ctx.props();
    match effect {
        Effect::Send {
            ticket,
            batch,
            text,
        } => {
            let path = paths::deed(&props.business.id, &props.coupon, "codes/import");
            link.send_future(async move {
                let path = match batch {
                    Some(batch) => format!("{path}?batch={}", part(&batch)),
                    None => path,
                };
                let result = client::send_file(&path, "text/csv", text).await;
                Event::Came { ticket, result }
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
