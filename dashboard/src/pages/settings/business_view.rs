//! Draws the settings of a business and does what they want done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, SettingsNumber as Number};
use booking_widget::text::zone_place;
use gloo_net::http::Method;
use yew::prelude::*;

use super::business::{Effect, Entered, Entry, Event, Form, NoticeUnit, Stage};
use super::frame::{Frame, title};
use super::policies;
use crate::client::{self, part};
use crate::parts::{Button, Field, Kind, Notice, Pick, Tone, entered as typed, focus, say};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::zones;

#[derive(Properties, PartialEq)]
pub(crate) struct SettingsProps {
    pub(crate) business: Rc<BusinessDetails>,
    /// To be called where the business has become another one.
    pub(crate) changed: Callback<()>,
}

/// The page's component.
pub(crate) struct SettingsPage {
    form: Form,
    zones: Vec<(AttrValue, AttrValue)>,
}

/// A change of what is typed.
type Change = fn(&mut Entered, String);

impl Component for SettingsPage {
    type Message = Event;
    type Properties = SettingsProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&title("Settings", &ctx.props().business));
        ctx.link().send_message(Event::Load);
        Self {
            form: Form::default(),
            zones: zones::known(&ctx.props().business.zone),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.form.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let business = ctx.props().business.id.clone();
        let body = match (&self.form.stage, &self.form.kept) {
            (Stage::Missing(failure), _) => html! {
                <Notice tone={Tone::Bad} title="The settings could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={ctx.link().callback(|()| Event::Load)} hook="again" />
                </Notice>
            },
            (_, Some(_)) => self.whole(ctx),
            _ => html! {
                <div aria-busy="true">
                    <p class="vh" role="status">{ "Loading" }</p>
                    <div class="bone form-bone"></div>
                </div>
            },
        };
        html! {
            <Frame here={Route::Settings { business: business.clone() }} {business} title="Settings"
                lead="What holds for every calendar of this business, and what guests see of it.">
                { body }
            </Frame>
        }
    }
}

impl SettingsPage {
    fn whole(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let submit = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Event::Submit
        });
        html! {
            <form class="sheet" onsubmit={submit} novalidate=true data-test="settings">
                { self.identity(ctx) }
                { self.holding(ctx) }
                { self.cancelling(ctx) }
                { self.coupons(ctx) }
                { self.foot(ctx) }
            </form>
        }
    }

    fn identity(&self, ctx: &Context<Self>) -> Html {
        let entered = &self.form.entered;
        let is_free = self
            .form
            .kept
            .as_ref()
            .is_some_and(|kept| kept.currency_is_free);
        let set_zone = self.set(ctx, |entered, zone| entered.zone = zone);
        let moved = self
            .form
            .kept
            .as_ref()
            .is_some_and(|kept| kept.settings.zone != entered.zone);
        let currency_help = if is_free {
            "A code of three letters. It stays once the first service, coupon or order is there."
        } else {
            "It stays, as prices or orders are in it."
        };
        html! {
            <section class="card group">
                <header><h2>{ "Business" }</h2></header>
                <div class="pair">
                    <Field id="name" label="Name" error={self.error(Entry::Name)}
                        help="Guests read it on booking pages and receipts.">
                        { self.input(ctx, "name", Entry::Name, &entered.name, |entered, text| entered.name = text) }
                    </Field>
                    <Field id="website" label="Website" optional=true error={self.error(Entry::Website)}
                        help="Your booking page leads back to it.">
                        { self.input(ctx, "website", Entry::Website, &entered.website, |entered, text| entered.website = text) }
                    </Field>
                    <Field id="zone" label="Time zone"
                        help="Opening hours and the windows of coupons are times on its clocks.">
                        <Pick id="zone" chosen={entered.zone.clone()} options={self.zones.clone()} pick={set_zone} />
                    </Field>
                    <Field id="currency" label="Currency" error={self.error(Entry::Currency)} help={currency_help}>
                        <input class="in" id="currency" value={entered.currency.clone()} readonly={!is_free}
                            autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="3"
                            aria-describedby="currency-says"
                            aria-invalid={self.form.mistakes.contains_key(&Entry::Currency).then_some("true")}
                            oninput={{
                                let set = self.set(ctx, |entered, text| entered.currency = text.to_ascii_uppercase());
                                move |event: InputEvent| set.emit(typed(&event))
                            }} />
                    </Field>
                </div>
                if moved {
                    <Notice tone={Tone::Warn} title={format!("Your clocks become those of {}", zone_place(&entered.zone))}
                        text="Bookings and the windows of coupons stay at the instants that they are. Opening hours stay as they are written, which is another time of the day." />
                }
            </section>
        }
    }

    fn holding(&self, ctx: &Context<Self>) -> Html {
        let number = |id, label, which, unit| self.number(ctx, id, label, which, unit);
        html! {
            <section class="card group">
                <header><h2>{ "While guests pay" }</h2></header>
                <div class="pair">
                    { number("hold-minutes", "Keep the time for", Number::HoldMinutes, "min") }
                    { number("extensions", "It can be made longer", Number::HoldExtensionsMax, "times") }
                    { number("extension-minutes", "Each time by", Number::HoldExtensionMinutes, "min") }
                </div>
                <p class="means" role="status" data-test="means-holds">{ policies::holds(&self.form.entered) }</p>
                <div class="pair">
                    { number("per-customer", "Unpaid per guest", Number::HoldsPerCustomerMax, "") }
                    { number("per-network", "Unpaid per network", Number::HoldsPerNetworkMax, "") }
                </div>
                <p class="means" role="status">{ policies::limits(&self.form.entered) }</p>
            </section>
        }
    }

    fn cancelling(&self, ctx: &Context<Self>) -> Html {
        let entered = &self.form.entered;
        let set_unit = self.set(ctx, |entered, unit| {
            entered.notice_in = match unit.as_str() {
                "days" => NoticeUnit::Days,
                "minutes" => NoticeUnit::Minutes,
                _ => NoticeUnit::Hours,
            };
        });
        let unit = match entered.notice_in {
            NoticeUnit::Days => "days",
            NoticeUnit::Hours => "hours",
            NoticeUnit::Minutes => "minutes",
        };
        let units = ["minutes", "hours", "days"].map(|unit| (unit.into(), unit.into()));
        let entry = Entry::Number(Number::CancelNoticeMinutes);
        html! {
            <section class="card group">
                <header><h2>{ "Cancelling" }</h2></header>
                { self.tick(ctx, "guests-cancel", "Guests can cancel their booking by themselves",
                    entered.guests_cancel, |entered, _| entered.guests_cancel = !entered.guests_cancel) }
                if entered.guests_cancel {
                    <div class="pair">
                        <Field id="notice" label="In time until before the start" class="wide" error={self.error(entry)}>
                            <div class="when">
                                { self.input(ctx, "notice", entry, entered.number(Number::CancelNoticeMinutes), |entered, text| {
                                    entered.numbers.insert(Number::CancelNoticeMinutes, text);
                                }) }
                                <Pick id="notice-unit" label="Minutes, hours or days" chosen={unit} options={units.to_vec()} pick={set_unit} />
                            </div>
                        </Field>
                        { self.number(ctx, "refund", "In time, give back", Number::CancelRefundPercent, "%") }
                        { self.number(ctx, "late-refund", "Later, give back", Number::CancelLateRefundPercent, "%") }
                    </div>
                }
                <p class="means" role="status" data-test="means-cancelling">{ policies::cancelling(entered) }</p>
            </section>
        }
    }

    fn coupons(&self, ctx: &Context<Self>) -> Html {
        let entered = &self.form.entered;
        let policy = |id, text, on, means: &'static str, change: Change| {
            html! {
                <div class="policy">
                    { self.tick(ctx, id, text, on, change) }
                    <p class="means">{ means }</p>
                </div>
            }
        };
        html! {
            <section class="card group">
                <header><h2>{ "Coupons" }</h2></header>
                { policy("free-orders", "Coupons may make a booking free", entered.free_orders,
                    policies::free_orders(entered), |entered, _| entered.free_orders = !entered.free_orders) }
                { policy("oversize", "Refuse fixed coupons that are worth more than the booking", entered.refuses_oversize,
                    policies::oversize(entered), |entered, _| entered.refuses_oversize = !entered.refuses_oversize) }
                { policy("first-of-service", "Count first purchases for each service and location", entered.first_of_service,
                    policies::first_purchase(entered), |entered, _| entered.first_of_service = !entered.first_of_service) }
                { policy("release", "Give the coupon back when a booking is cancelled", entered.release,
                    policies::release(entered), |entered, _| entered.release = !entered.release) }
                { policy("explains", "Tell guests plainly why a code does not apply", entered.explains,
                    policies::rejections(entered), |entered, _| entered.explains = !entered.explains) }
            </section>
        }
    }

    fn foot(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let is_changed = self.form.is_changed();
        let saving = self.form.stage == Stage::Saving;
        html! {
            <>
                if let Stage::Failed(failure) = &self.form.stage {
                    <Notice tone={Tone::Bad} title="The settings are not saved yet" text={failure.sentence()} hook="not-saved" />
                }
                if self.form.stage == Stage::Overtaken {
                    <Notice tone={Tone::Warn} title="Somebody else has changed the settings meanwhile" hook="overtaken"
                        text="Load them to see what they are now, then make your change again.">
                        <Button text="Load them" press={link.callback(|()| Event::Load)} hook="take-theirs" />
                    </Notice>
                }
                <div class="save">
                    <Button text="Save changes" kind={Kind::Main} submits=true doing={saving.then_some("Saving…")}
                        off={!is_changed} hook="save" />
                    if is_changed {
                        <Button text="Discard changes" kind={Kind::Quiet} press={link.callback(|()| Event::Discard)} hook="discard" />
                    }
                    <p class="why">{ "Changes count for bookings from then on." }</p>
                </div>
            </>
        }
    }

    fn set(&self, ctx: &Context<Self>, change: Change) -> Callback<String> {
        let (link, entered) = (ctx.link().clone(), self.form.entered.clone());
        Callback::from(move |text| {
            let mut entered = entered.clone();
            change(&mut entered, text);
            link.send_message(Event::Set(Box::new(entered)));
        })
    }

    fn error(&self, entry: Entry) -> Option<AttrValue> {
        (self.form.mistakes.get(&entry)).map(|text| text.clone().into())
    }

    fn input(
        &self,
        ctx: &Context<Self>,
        id: &'static str,
        entry: Entry,
        value: &str,
        change: Change,
    ) -> Html {
        let set = self.set(ctx, change);
        let mode = matches!(entry, Entry::Number(_)).then_some("numeric");
        let kind = if entry == Entry::Website {
            "url"
        } else {
            "text"
        };
        html! {
            <input class="in" {id} name={id} type={kind} value={value.to_owned()} inputmode={mode} autocomplete="off"
                aria-describedby={format!("{id}-says")}
                aria-invalid={self.form.mistakes.contains_key(&entry).then_some("true")}
                oninput={move |event: InputEvent| set.emit(typed(&event))} />
        }
    }

    fn number(
        &self,
        ctx: &Context<Self>,
        id: &'static str,
        label: &'static str,
        which: Number,
        unit: &'static str,
    ) -> Html {
        let entry = Entry::Number(which);
        let optional = matches!(
            which,
            Number::HoldsPerCustomerMax | Number::HoldsPerNetworkMax
        );
        let (link, entered) = (ctx.link().clone(), self.form.entered.clone());
        let oninput = move |event: InputEvent| {
            let mut entered = entered.clone();
            entered.numbers.insert(which, typed(&event));
            link.send_message(Event::Set(Box::new(entered)));
        };
        html! {
            <Field {id} {label} {optional} error={self.error(entry)}>
                <span class="unit">
                    <input class="in" {id} name={id} type="text" inputmode="numeric" autocomplete="off"
                        value={self.form.entered.number(which).to_owned()} aria-describedby={format!("{id}-says")}
                        aria-invalid={self.form.mistakes.contains_key(&entry).then_some("true")} {oninput} />
                    <span aria-hidden="true">{ unit }</span>
                </span>
            </Field>
        }
    }

    fn tick(
        &self,
        ctx: &Context<Self>,
        id: &'static str,
        text: &'static str,
        on: bool,
        change: Change,
    ) -> Html {
        let set = self.set(ctx, change);
        html! {
            <label class="tick">
                <input type="checkbox" {id} checked={on} onchange={move |_| set.emit(String::new())} />
                <span>{ text }</span>
            </label>
        }
    }
}

fn perform(ctx: &Context<SettingsPage>, effect: Effect) {
    let link = ctx.link().clone();
    let path = format!("/v1/businesses/{}/settings", part(&ctx.props().business.id));
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    match effect {
        Effect::Load => link.send_future(async move { Event::Loaded(client::get(&path).await) }),
        Effect::Save(edit) => {
            link.send_future(async move {
                Event::Saved(client::send(Method::PUT, &path, &*edit).await)
            });
        }
        Effect::Focus(entry) => focus(id(entry)),
        Effect::Done(text) => {
            ctx.props().changed.emit(());
            if let Some(site) = site {
                site.renew.emit(());
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

fn id(entry: Entry) -> &'static str {
    match entry {
        Entry::Name => "name",
        Entry::Website => "website",
        Entry::Zone => "zone",
        Entry::Currency => "currency",
        Entry::Number(number) => match number {
            Number::HoldMinutes => "hold-minutes",
            Number::HoldExtensionsMax => "extensions",
            Number::HoldExtensionMinutes => "extension-minutes",
            Number::HoldsPerNetworkMax => "per-network",
            Number::HoldsPerCustomerMax => "per-customer",
            Number::CancelNoticeMinutes => "notice",
            Number::CancelRefundPercent => "refund",
            Number::CancelLateRefundPercent => "late-refund",
        },
    }
}
