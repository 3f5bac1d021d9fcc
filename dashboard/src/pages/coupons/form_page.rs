//! Draws the page of one coupon: its head, the form, what is said of the draft, and beside it what it
//! would do.

use booking_contract::owner::{CouponRefusal, CouponView, TriedDraft};
use booking_widget::view::Icon;
use yew::prelude::*;

use super::codes_view::CodesSection;
use super::findings_text::Speech;
use super::findings_view::findings;
use super::form::{Event, Form, Stage};
use super::form_fields::Questions;
use super::form_view::{CouponPage, Message};
use super::list_view::state;
use crate::pages::trying::{BacktestPanel, Drafted, Preview, Subject, Trial};
use crate::parts::{Button, Kind, Notice, Sign, Tone, icon};
use crate::route::Route;
use crate::side::GoTo;
use crate::words;

impl CouponPage {
    pub(super) fn page(&self, ctx: &Context<Self>, form: &Form) -> Html {
        let props = ctx.props();
        let send = ctx.link().callback(Message::Form);
        let questions = Questions {
            form,
            mistakes: form.mistakes(),
            changes: props.changes,
            zone: &props.business.zone,
            sold: self.sold.as_ref(),
            load_sold: ctx.link().callback(|()| Message::LoadSold),
            send: send.clone(),
        };
        let submit = {
            let send = send.clone();
            move |event: SubmitEvent| {
                event.prevent_default();
                send.emit(Event::Save);
            }
        };
        let unfold = {
            let send = send.clone();
            move |_: MouseEvent| send.emit(Event::Unfold)
        };
        html! {
            <div class="page duo">
                { self.head(ctx, form) }
                <div class="page narrow first">
                { facts(form, &props.business.zone) }
                if form.restored {
                    <Notice tone={Tone::Calm} title="Your changes from before are still here" hook="restored"
                        text="They are not saved yet. Save them below, or go back to what is saved.">
                        <Button text="Discard them" hook="discard-kept"
                            press={let send = send.clone(); Callback::from(move |()| send.emit(Event::Discard))} />
                    </Notice>
                }
                <form class="sheet" onsubmit={submit} novalidate=true>
                    <section class="card group">
                        { questions.code() }
                        { questions.benefit() }
                        { questions.scope() }
                        { questions.window() }
                    </section>
                    <section class="card">
                        <button type="button" class="fold" aria-expanded={if form.unfolded { "true" } else { "false" }}
                            aria-controls="more-rules" onclick={unfold} data-test="more-rules">
                            <h2>{ "More rules" }</h2>
                            <p>{ "Customers, a least amount, certain appointments, staff, locations, subscriptions" }</p>
                            { icon(Sign::Shared(Icon::Down)) }
                        </button>
                        <div id="more-rules" hidden={!form.unfolded}>
                            if form.unfolded {
                                <div class="group">{ questions.customers() }</div>
                                <div class="group">{ questions.appointment() }</div>
                                <div class="group">{ questions.duration() }</div>
                            }
                        </div>
                    </section>
                    { said(form, &props.business.zone, &send) }
                    if props.changes {
                        { Self::foot(form, &send) }
                    }
                </form>
                if let Some(coupon) = &form.coupon {
                    <CodesSection business={props.business.clone()} coupon={coupon.id.to_string()}
                        changes={props.changes} />
                }
                </div>
                <aside class="beside" aria-labelledby="try-title" data-test="try-beside">
                    <header><h2 id="try-title">{ "Try it" }</h2>
                        <p>{ "What a guest would pay with this coupon as it stands here, saved or not." }</p></header>
                    <Trial business={props.business.clone()} draft={Drafted(tried(form))} />
                    <Preview business={props.business.clone()}
                        subject={tried(form).map(|draft| Subject::Draft(Box::new(draft)))} />
                    if props.changes {
                        <BacktestPanel business={props.business.clone()} draft={Drafted(tried(form))} />
                    }
                </aside>
            </div>
        }
    }

    fn head(&self, ctx: &Context<Self>, form: &Form) -> Html {
        let props = ctx.props();
        let list = Route::Coupons {
            business: props.business.id.clone(),
        };
        let title = form.coupon.as_ref().map(called);
        let on = form.coupon.as_ref().is_some_and(|coupon| coupon.active);
        let (text, sign) = if on {
            ("Switch off", Sign::Pause)
        } else {
            ("Switch on", Sign::Play)
        };
        html! {
            <header class="head">
                <div>
                    <GoTo class="crumb" to={list}>{ icon(Sign::Shared(Icon::Back)) }{ "Coupons" }</GoTo>
                    <h1 tabindex="-1">
                        { title.unwrap_or_else(|| "New coupon".to_owned()) }
                        if let Some(coupon) = &form.coupon {
                            { " " }{ state(coupon.status) }
                        }
                    </h1>
                </div>
                if let Some(coupon) = &form.coupon {
                    <div class="tools">
                        <GoTo class="btn quiet" hook="see-uses" to={Route::CouponUses {
                            business: props.business.id.clone(),
                            coupon: coupon.id.to_string(),
                        }}>{ icon(Sign::Chart) }<span>{ "See its uses" }</span></GoTo>
                        if props.changes {
                            <Button {text} {sign} hook="switch"
                                doing={self.switching.then_some("Switching…")}
                                press={ctx.link().callback(move |()| Message::Switch(!on))} />
                        }
                    </div>
                }
            </header>
        }
    }

    fn foot(form: &Form, send: &Callback<Event>) -> Html {
        let saving = form.stage == Stage::Saving;
        let is_new = form.coupon.is_none();
        let to = |event: fn() -> Event| {
            let send = send.clone();
            Callback::from(move |()| send.emit(event()))
        };
        let active = {
            let (send, active) = (send.clone(), form.active);
            move |_| send.emit(Event::Active(!active))
        };
        html! {
            <>
                if let Stage::Failed(sentence) = &form.stage {
                    <Notice tone={Tone::Bad} title="It is not saved yet" text={sentence.clone()} hook="not-saved" />
                }
                if is_new {
                    <label class="tick">
                        <input type="checkbox" id="active" checked={form.active} onchange={active} />
                        <span>{ "Switched on: guests can use it as soon as it is saved and has started" }</span>
                    </label>
                }
                <div class="save">
                    <Button text={if is_new { "Create coupon" } else { "Save changes" }} kind={Kind::Main}
                        submits=true doing={saving.then_some("Saving…")}
                        off={!is_new && !form.is_changed()} hook="save" />
                    if form.is_changed() && !is_new {
                        <Button text="Discard changes" kind={Kind::Quiet} press={to(|| Event::Discard)} hook="discard" />
                    }
                    <p class="why">
                        if form.is_changed() {
                            { "Not saved yet; kept in this tab if you leave." }
                        } else if !is_new {
                            { "Changes count for bookings from then on." }
                        }
                    </p>
                </div>
            </>
        }
    }
}

/// What is to be said of the draft: why it was refused, and what the linter finds.
fn said(form: &Form, zone: &str, send: &Callback<Event>) -> Html {
    let day = |at| words::day_at(at, zone);
    let speech = Speech {
        currency: form.currency,
        day: &day,
    };
    let refusal = form
        .refusal
        .as_ref()
        .and_then(|refusal| speech.refusal(refusal));
    let theirs = matches!(form.refusal, Some(CouponRefusal::Changed { .. }));
    let take = {
        let send = send.clone();
        Callback::from(move |()| send.emit(Event::TakeTheirs))
    };
    html! {
        <>
            <div role="status">{ findings(&form.findings, &speech) }</div>
            if let Some((title, text)) = refusal {
                <Notice tone={Tone::Bad} {title} {text} hook="refusal">
                    if theirs {
                        <Button text="Show the newer one" press={take} hook="take-theirs" />
                    }
                </Notice>
            }
        </>
    }
}

/// The coupon as it stands in the form, where it can be read.
fn tried(form: &Form) -> Option<TriedDraft> {
    let draft = form.read().ok()?;
    let coupon_id = form.coupon.as_ref().map(|coupon| coupon.id.clone());
    Some(TriedDraft { draft, coupon_id })
}

/// What has become of a coupon so far.
fn facts(form: &Form, zone: &str) -> Html {
    let Some(coupon) = &form.coupon else {
        return Html::default();
    };
    let uses = coupon.uses;
    let tally = match coupon.draft.max_redemptions {
        Some(limit) => format!(
            "{} of {}",
            words::whole(uses.redeemed.into()),
            words::whole(limit.into())
        ),
        None => words::whole(uses.redeemed.into()),
    };
    let day = |at| words::day_at(at, zone);
    html! {
        <dl class="card facts" data-test="facts">
            <div><dt>{ "Uses" }</dt><dd>{ tally }</dd></div>
            <div><dt>{ "Being paid" }</dt><dd>{ words::whole(uses.reserved.into()) }</dd></div>
            // Coupons from before dates were kept have none.
            if coupon.created_at.timestamp() > 0 {
                <div><dt>{ "Made on" }</dt><dd>{ day(coupon.created_at) }</dd></div>
            }
            if coupon.updated_at > coupon.created_at {
                <div><dt>{ "Last changed" }</dt><dd>{ day(coupon.updated_at) }</dd></div>
            }
        </dl>
    }
}

/// What a coupon is called.
pub(super) fn called(coupon: &CouponView) -> String {
    match (&coupon.draft.code, coupon.draft.name.as_str()) {
        (Some(code), _) => code.to_string(),
        (None, "") => "Coupon without a code".to_owned(),
        (None, name) => name.to_owned(),
    }
}
