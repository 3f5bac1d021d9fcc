//! The questions of the form of a coupon.

use booking_contract::owner::CouponStatus;
use booking_widget::view::Icon;
use yew::prelude::*;

use super::entered::{Entered, Entry, Lasts, Mistakes, OtherAmount};
use super::form::{Event, Form, Stage};
use super::sold::Sold;
use crate::client::Failure;
use crate::parts::{Button, Field, Pick, Sign, entered as typed, icon};

/// What the questions are drawn from.
pub(super) struct Questions<'q> {
    pub(super) form: &'q Form,
    pub(super) mistakes: Mistakes,
    /// Whether anything may be changed.
    pub(super) changes: bool,
    pub(super) zone: &'q str,
    /// What the coupon can be for; none until it has come.
    pub(super) sold: Option<&'q Result<Sold, Failure>>,
    /// Asks for it once more.
    pub(super) load_sold: Callback<()>,
    pub(super) send: Callback<Event>,
}

/// A change of what is entered.
type Change = fn(&mut Entered, String);

impl Questions<'_> {
    pub(super) fn set(
        &self,
        entry: Entry,
        change: impl Fn(&mut Entered, String) + 'static,
    ) -> Callback<String> {
        let (send, entered) = (self.send.clone(), self.form.entered.clone());
        Callback::from(move |text| {
            let mut entered = entered.clone();
            change(&mut entered, text);
            send.emit(Event::Set(entry, Box::new(entered)));
        })
    }

    pub(super) fn error(&self, entry: Entry) -> Option<AttrValue> {
        self.mistakes
            .get(&entry)
            .map(|text| AttrValue::Static(text))
    }

    /// A line to type into.
    fn input(
        &self,
        entry: Entry,
        id: &'static str,
        kind: &'static str,
        value: &str,
        change: Change,
    ) -> Html {
        let (set, send) = (self.set(entry, change), self.send.clone());
        let wrong = self.mistakes.contains_key(&entry);
        let numbers = matches!(
            entry,
            Entry::Value | Entry::Cap | Entry::Minimum | Entry::Lead
        );
        let counts = matches!(entry, Entry::Limit | Entry::PerCustomer | Entry::Months);
        let mode = if numbers {
            Some("decimal")
        } else {
            counts.then_some("numeric")
        };
        let frozen = matches!(entry, Entry::Value | Entry::Cap) && self.form.is_frozen();
        html! {
            <input class={classes!("in", (entry == Entry::Code).then_some("code"))} {id} name={id}
                type={kind} value={value.to_owned()} inputmode={mode} autocomplete="off"
                spellcheck={(entry != Entry::Name).then_some("false")}
                autocapitalize={(entry == Entry::Code).then_some("characters")}
                aria-describedby={format!("{id}-says")} aria-invalid={wrong.then_some("true")}
                readonly={!self.changes || frozen}
                oninput={move |event: InputEvent| set.emit(typed(&event))}
                onblur={move |_| send.emit(Event::Left(entry))} />
        }
    }

    /// Code and name.
    pub(super) fn code(&self) -> Html {
        let entered = &self.form.entered;
        let making = self.form.stage == Stage::Generating;
        let generate = {
            let send = self.send.clone();
            Callback::from(move |()| send.emit(Event::Generate))
        };
        html! {
            <>
            <div class="pair">
                if !entered.codeless {
                    <Field id="code" label="Code" error={self.error(Entry::Code)}
                        help="What guests type; small letters count as capitals.">
                        <div class="with">
                            { self.input(Entry::Code, "code", "text", &entered.code, |entered, text| {
                                entered.code = text.to_ascii_uppercase();
                            }) }
                            if self.changes {
                                <Button text="Generate" press={generate} hook="generate"
                                    doing={making.then_some("Making one…")} />
                            }
                        </div>
                    </Field>
                }
                <Field id="name" label="Name on receipts" optional=true error={self.error(Entry::Name)}
                    help="Such as “Spring welcome”.">
                    { self.input(Entry::Name, "name", "text", &entered.name, |entered, text| entered.name = text) }
                </Field>
            </div>
            { self.tick(Entry::Code, "codeless", "Without a code of its own: guests use promotion codes, which you make once it is saved",
                entered.codeless, |entered, _| entered.codeless = !entered.codeless) }
            </>
        }
    }

    /// What it takes off.
    pub(super) fn benefit(&self) -> Html {
        let entered = &self.form.entered;
        let frozen = self.form.is_frozen();
        let unit = if entered.fixed {
            self.form.currency.code().to_owned()
        } else {
            "%".to_owned()
        };
        html! {
            <>
                <div class="seg" role="radiogroup" aria-label="How it takes off">
                    { self.choice("share", "Percentage", !entered.fixed, frozen, |entered, _| entered.fixed = false) }
                    { self.choice("amount", "Fixed amount", entered.fixed, frozen, |entered, _| entered.fixed = true) }
                </div>
                <div class="pair">
                    <Field id="value" label={if entered.fixed { "Amount" } else { "Percentage" }}
                        error={self.error(Entry::Value)}
                        help={entered.fixed.then_some("Never more than what the booking costs.")}>
                        <span class="unit">
                            { self.input(Entry::Value, "value", "text", &entered.value, |entered, text| entered.value = text) }
                            <span aria-hidden="true">{ unit }</span>
                        </span>
                    </Field>
                    if !entered.fixed {
                        <Field id="cap" label="At most" optional=true error={self.error(Entry::Cap)}
                            help="Keeps the discount on large bookings in bounds.">
                            <span class="unit">
                                { self.input(Entry::Cap, "cap", "text", &entered.cap, |entered, text| entered.cap = text) }
                                <span aria-hidden="true">{ self.form.currency.code().to_owned() }</span>
                            </span>
                        </Field>
                    }
                </div>
                if entered.fixed {
                    { self.other_amounts(frozen) }
                }
                if frozen {
                    <p class="msg" data-test="frozen">{ icon(Sign::Shared(Icon::Info)) }
                        <span>{ "Orders have been paid with this coupon, so what it takes off stays. To change it, duplicate the coupon and switch this one off." }</span></p>
                }
            </>
        }
    }

    /// What it takes off in other currencies.
    fn other_amounts(&self, frozen: bool) -> Html {
        let others = &self.form.entered.others;
        let changes = self.changes && !frozen;
        let add = self.set(Entry::Others, |entered, _| {
            entered.others.push(OtherAmount::default());
        });
        let error = self.error(Entry::Others);
        let wrong = error.as_ref().map(|_| "true");
        let line = |place: usize, other: &OtherAmount| {
            let input = |part: &'static str,
                         label: &str,
                         value: &str,
                         change: fn(&mut OtherAmount, String)| {
                let set = self.set(Entry::Others, move |entered, text| {
                    if let Some(other) = entered.others.get_mut(place) {
                        change(other, text);
                    }
                });
                html! {
                    <input class="in" type="text" id={format!("other-{part}-{place}")} autocomplete="off"
                        spellcheck="false" aria-label={format!("{label} {}", place + 1)} value={value.to_owned()}
                        readonly={!changes} aria-invalid={wrong} aria-describedby="others-says"
                        placeholder={(part == "currency").then_some("USD")}
                        inputmode={(part == "amount").then_some("decimal")}
                        oninput={move |event: InputEvent| set.emit(typed(&event))} />
                }
            };
            let remove = self.set(Entry::Others, move |entered, _| {
                entered.others.remove(place);
            });
            html! {
                <div class="other" data-test="other-amount">
                    { input("currency", "Other currency", &other.currency, |other, text| other.currency = text.to_ascii_uppercase()) }
                    { input("amount", "Amount in other currency", &other.amount, |other, text| other.amount = text) }
                    if changes {
                        <button type="button" class="icon" aria-label={format!("Take out other currency {}", place + 1)}
                            onclick={move |_| remove.emit(String::new())}>{ icon(Sign::Shared(Icon::Close)) }</button>
                    }
                </div>
            }
        };
        html! {
            <div class="rows">
                { for others.iter().enumerate().map(|(place, other)| line(place, other)) }
                if changes {
                    <div><Button text="Add another currency" hook="add-currency"
                        press={Callback::from(move |()| add.emit(String::new()))} /></div>
                }
                <div id="others-says">
                    if let Some(error) = error {
                        <p class="msg err" data-test="others-error">{ icon(Sign::Shared(Icon::Alert)) }<span>{ error }</span></p>
                    } else if !others.is_empty() {
                        <p class="help">{ "For calendars with prices in that currency. Nothing is converted." }</p>
                    }
                </div>
            </div>
        }
    }

    fn choice(
        &self,
        id: &'static str,
        text: &'static str,
        on: bool,
        off: bool,
        change: Change,
    ) -> Html {
        let set = self.set(Entry::Value, change);
        html! {
            <label>
                <input type="radio" name="kind" id={id} checked={on} disabled={off || !self.changes}
                    onchange={move |_| set.emit(String::new())} />
                { text }
            </label>
        }
    }

    /// From when until when, and how often.
    pub(super) fn window(&self) -> Html {
        let entered = &self.form.entered;
        html! {
            <>
                <div class="pair">
                    <Field id="starts-date" label="Starts" optional=true error={self.error(Entry::Starts)}
                        help="At once, unless you choose a day.">
                        <div class="when">
                            { self.input(Entry::Starts, "starts-date", "date", &entered.starts_date, |entered, text| entered.starts_date = text) }
                            { self.time("starts-time", "Time of the start", Entry::Starts, &entered.starts_time, |entered, text| entered.starts_time = text) }
                        </div>
                    </Field>
                    <Field id="ends-date" label="Ends" optional=true error={self.error(Entry::Ends)}
                        help="Without a time, the whole of the last day counts.">
                        <div class="when">
                            { self.input(Entry::Ends, "ends-date", "date", &entered.ends_date, |entered, text| entered.ends_date = text) }
                            { self.time("ends-time", "Time of the end", Entry::Ends, &entered.ends_time, |entered, text| entered.ends_time = text) }
                        </div>
                    </Field>
                    <Field id="limit" label="Uses in all" optional=true error={self.error(Entry::Limit)}
                        help="As many bookings as come, unless you set a number.">
                        { self.input(Entry::Limit, "limit", "text", &entered.limit, |entered, text| entered.limit = text) }
                    </Field>
                </div>
                <p class="small">{ format!("Days and times are those of {}.", booking_widget::text::zone_place(self.zone)) }</p>
            </>
        }
    }

    fn time(
        &self,
        id: &'static str,
        label: &'static str,
        entry: Entry,
        value: &str,
        change: Change,
    ) -> Html {
        let set = self.set(entry, change);
        html! {
            <input class="in" type="time" {id} name={id} aria-label={label} value={value.to_owned()}
                readonly={!self.changes} oninput={move |event: InputEvent| set.emit(typed(&event))} />
        }
    }

    fn tick(
        &self,
        entry: Entry,
        id: &'static str,
        text: &'static str,
        on: bool,
        change: Change,
    ) -> Html {
        let set = self.set(entry, change);
        html! {
            <label class="tick">
                <input type="checkbox" {id} checked={on} disabled={!self.changes}
                    onchange={move |_| set.emit(String::new())} />
                <span>{ text }</span>
            </label>
        }
    }

    /// Who may use it.
    pub(super) fn customers(&self) -> Html {
        let entered = &self.form.entered;
        let set = self.set(Entry::Customers, |entered, text| entered.customers = text);
        let send = self.send.clone();
        html! {
            <>
                <header><h2>{ "Who may use it" }</h2></header>
                <div class="pair">
                    <Field id="per-customer" label="Uses per customer" optional=true
                        error={self.error(Entry::PerCustomer)} help="Customers are told apart by their e-mail addresses.">
                        { self.input(Entry::PerCustomer, "per-customer", "text", &entered.per_customer, |entered, text| entered.per_customer = text) }
                    </Field>
                    <Field id="minimum" label="From a booking of" optional=true error={self.error(Entry::Minimum)}
                        help="What the booking costs before the discount.">
                        <span class="unit">
                            { self.input(Entry::Minimum, "minimum", "text", &entered.minimum, |entered, text| entered.minimum = text) }
                            <span aria-hidden="true">{ self.form.currency.code().to_owned() }</span>
                        </span>
                    </Field>
                    <Field id="customers" label="Only these customers" optional=true class="wide"
                        error={self.error(Entry::Customers)}
                        help="E-mail addresses, one on each line, or member: and your own id of a member. Everybody else is told that there is no such code.">
                        <textarea class="in" id="customers" rows="3" spellcheck="false" autocapitalize="none"
                            aria-describedby="customers-says" value={entered.customers.clone()}
                            readonly={!self.changes}
                            aria-invalid={self.mistakes.contains_key(&Entry::Customers).then_some("true")}
                            oninput={move |event: InputEvent| set.emit(area(&event))}
                            onblur={move |_| send.emit(Event::Left(Entry::Customers))} />
                    </Field>
                </div>
                { self.tick(Entry::Customers, "first-purchase", "Only for customers without an earlier booking", entered.first_purchase,
                    |entered, _| entered.first_purchase = !entered.first_purchase) }
            </>
        }
    }

    /// What the appointment must be like.
    pub(super) fn appointment(&self) -> Html {
        let entered = &self.form.entered;
        html! {
            <>
                <header>
                    <h2>{ "Which appointments" }</h2>
                    <p>{ "All of them, unless you choose. This is about when the appointment is, not when it is booked." }</p>
                </header>
                <fieldset class="field">
                    <legend>{ "On these weekdays" }</legend>
                    <div class="days">{ for DAYS.iter().enumerate().map(|(place, name)| self.day(place, name)) }</div>
                </fieldset>
                <div class="pair">
                    <Field id="from-time" label="Starting between" optional=true error={self.error(Entry::Hours)}>
                        <div class="span">
                            { self.input(Entry::Hours, "from-time", "time", &entered.from_time, |entered, text| entered.from_time = text) }
                            <span aria-hidden="true">{ "and" }</span>
                            { self.time("to-time", "and", Entry::Hours, &entered.to_time, |entered, text| entered.to_time = text) }
                        </div>
                    </Field>
                    <Field id="lead-least" label="Booked ahead, in hours" optional=true error={self.error(Entry::Lead)}>
                        <div class="span">
                            { self.input(Entry::Lead, "lead-least", "text", &entered.lead_least, |entered, text| entered.lead_least = text) }
                            <span aria-hidden="true">{ "to" }</span>
                            { self.most() }
                        </div>
                    </Field>
                    <Field id="first-date" label="First day" optional=true error={self.error(Entry::Dates)}>
                        { self.input(Entry::Dates, "first-date", "date", &entered.first_date, |entered, text| entered.first_date = text) }
                    </Field>
                    <Field id="last-date" label="Last day" optional=true>
                        { self.input(Entry::Dates, "last-date", "date", &entered.last_date, |entered, text| entered.last_date = text) }
                    </Field>
                </div>
                { self.who_and_where() }
            </>
        }
    }

    fn most(&self) -> Html {
        let set = self.set(Entry::Lead, |entered, text| entered.lead_most = text);
        html! {
            <input class="in" type="text" id="lead-most" aria-label="At most so many hours ahead" inputmode="decimal"
                autocomplete="off" value={self.form.entered.lead_most.clone()} readonly={!self.changes}
                oninput={move |event: InputEvent| set.emit(typed(&event))} />
        }
    }

    fn day(&self, place: usize, name: &'static str) -> Html {
        let on = self
            .form
            .entered
            .weekdays
            .get(place)
            .copied()
            .unwrap_or_default();
        let (send, entered) = (self.send.clone(), self.form.entered.clone());
        let onchange = move |_| {
            let mut entered = entered.clone();
            if let Some(day) = entered.weekdays.get_mut(place) {
                *day = !*day;
            }
            send.emit(Event::Set(Entry::Dates, Box::new(entered)));
        };
        let short = name.get(..3).unwrap_or(name);
        html! {
            <label class="day">
                <input type="checkbox" checked={on} disabled={!self.changes} aria-label={name}
                    id={format!("day-{place}")} {onchange} />
                <span aria-hidden="true">{ short.to_owned() }</span>
            </label>
        }
    }

    /// How long a subscription is discounted.
    pub(super) fn duration(&self) -> Html {
        let entered = &self.form.entered;
        let (chosen, options) = lasting(entered.lasts);
        let pick = self.set(Entry::Months, |entered, word| {
            entered.lasts = match word.as_str() {
                "months" => Lasts::Months,
                "forever" => Lasts::Forever,
                _ => Lasts::Once,
            };
        });
        html! {
            <>
                <header>
                    <h2>{ "Subscriptions" }</h2>
                    <p>{ "A booking is discounted once. On a subscription the discount can last." }</p>
                </header>
                <div class="pair">
                    <Field id="lasts" label="On a subscription it lasts">
                        <Pick id="lasts" {chosen} {options} {pick} disabled={!self.changes} />
                    </Field>
                    if entered.lasts == Lasts::Months {
                        <Field id="months" label="Months" error={self.error(Entry::Months)}>
                            { self.input(Entry::Months, "months", "text", &entered.months, |entered, text| entered.months = text) }
                        </Field>
                    }
                </div>
            </>
        }
    }
}

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

fn lasting(lasts: Lasts) -> (&'static str, Vec<(AttrValue, AttrValue)>) {
    let chosen = match lasts {
        Lasts::Once => "once",
        Lasts::Months => "months",
        Lasts::Forever => "forever",
    };
    let all = [
        ("once", "For the first invoice"),
        ("months", "For some months"),
        ("forever", "For every invoice"),
    ];
    let options = all.map(|(word, name)| (word.into(), name.into()));
    (chosen, options.to_vec())
}

fn area(event: &InputEvent) -> String {
    event
        .target_dyn_into::<web_sys::HtmlTextAreaElement>()
        .map(|area| area.value())
        .unwrap_or_default()
}

/// Whether a coupon can be switched off, rather than on.
pub(super) fn is_on(status: CouponStatus) -> bool {
    status != CouponStatus::Inactive
}
