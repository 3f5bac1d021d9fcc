//! Draws the questions before something is done with an order, and what it comes to.

use booking_contract::owner::{OrderDetails, PaymentMethod};
use web_sys::Event as DomEvent;
use yew::prelude::*;

use super::deeds::{Back, Plan, Share};
use super::order::{Event, Page};
use super::said;
use crate::parts::{Field, Notice, Panel, Pick, Tone, entered};
use crate::words;

/// The dialog of what somebody is about to do.
pub(super) fn panel(page: &Page, send: &Callback<Event>) -> Html {
    let (Some(plan), Some(order)) = (&page.plan, page.order()) else {
        return Html::default();
    };
    let drawing = Drawing { page, order, send };
    let (title, deed, bad, doing) = drawing.words(plan);
    let (yes, no) = (
        send.reform(|()| Event::Sure),
        send.reform(|()| Event::Never),
    );
    html! {
        <Panel {title} {deed} {bad} doing={page.busy.then_some(doing)} {yes} {no}>
            { drawing.body(plan) }
            if let Some(wrong) = page.wrong.as_ref().filter(|_| !takes_amount(plan)) {
                <Notice tone={Tone::Bad} title="It was not done" text={wrong.clone()} hook="deed-wrong" />
            }
        </Panel>
    }
}

/// Whether an amount is typed, beside which stands what is wrong.
fn takes_amount(plan: &Plan) -> bool {
    matches!(
        plan,
        Plan::Record { .. }
            | Plan::Refund {
                share: Share::Amount,
                ..
            }
            | Plan::CallOff {
                back: Back::Amount,
                ..
            }
    )
}

struct Drawing<'a> {
    page: &'a Page,
    order: &'a OrderDetails,
    send: &'a Callback<Event>,
}

impl Drawing<'_> {
    fn money(&self, minor: i64) -> String {
        words::money(minor, self.order.payments.currency)
    }

    /// The title, what is done, whether it takes something away, and what is said meanwhile.
    fn words(&self, plan: &Plan) -> (String, String, bool, &'static str) {
        let order = self.order;
        let back = plan.back_minor(order).and_then(Result::ok);
        let name = order.guest.name.as_str();
        match plan {
            Plan::Record { .. } => (
                "Record a payment".to_owned(),
                "Record it".to_owned(),
                false,
                "Recording…",
            ),
            Plan::Refund {
                share: Share::Attendee(_),
                ..
            } if back == Some(0) => (
                "Give money back".to_owned(),
                "Call the attendee off".to_owned(),
                true,
                "Calling off…",
            ),
            Plan::Refund { .. } => (
                "Give money back".to_owned(),
                back.map_or_else(
                    || "Give it back".to_owned(),
                    |minor| format!("Give {} back", self.money(minor)),
                ),
                true,
                "Giving back…",
            ),
            Plan::CallOff { .. } => (
                format!("Call off the booking of {name}?"),
                "Call it off".to_owned(),
                true,
                "Calling off…",
            ),
            Plan::Collect => (
                format!(
                    "Collect {} by a link?",
                    self.money(order.payments.balance_minor)
                ),
                "Make the link".to_owned(),
                false,
                "Making it…",
            ),
            Plan::Accept => (
                "Accept this payment as it is?".to_owned(),
                "Accept it".to_owned(),
                false,
                "Accepting…",
            ),
            Plan::HandOver(_) => (
                "Does the guest have the money?".to_owned(),
                "Yes, note it".to_owned(),
                false,
                "Noting…",
            ),
        }
    }

    fn body(&self, plan: &Plan) -> Html {
        let order = self.order;
        match plan {
            Plan::Record {
                amount,
                method,
                note,
            } => self.record(amount, *method, note),
            Plan::Refund { share, amount } => self.refund(plan, *share, amount),
            Plan::CallOff { back, amount } => self.call_off(plan, *back, amount),
            Plan::Collect => html! {
                <p>{ "The guest pays on a page of its own, with the booking\u{2019}s name on it. You copy the link and send it; it can be paid once, within 23 hours." }</p>
            },
            Plan::Accept => html! {
                <p>{ format!("{} is booked for {} as it was paid, if the place is still free.", order.guest.name.as_str(), self.money(order.payments.total_minor)) }</p>
            },
            Plan::HandOver(_) => html! {
                <p>{ "They paid by hand, so nothing goes back by itself. Note it once you have given the money back." }</p>
            },
        }
    }

    /// Another plan, by what a control says.
    fn plan<T: 'static>(&self, plan: impl Fn(T) -> Plan + 'static) -> Callback<T> {
        self.send.reform(move |value| Event::Plan(plan(value)))
    }

    fn record(&self, amount: &str, method: PaymentMethod, remark: &str) -> Html {
        let plan = |amount: &str, method, remark: &str| Plan::Record {
            amount: amount.to_owned(),
            method,
            note: remark.to_owned(),
        };
        let typed = {
            let remark = remark.to_owned();
            self.plan(move |event: InputEvent| plan(&entered(&event), method, &remark))
        };
        let pick = {
            let (amount, remark) = (amount.to_owned(), remark.to_owned());
            self.plan(move |word: String| {
                let found = METHODS.iter().find(|(_, name)| *name == word);
                plan(&amount, found.map_or(method, |(one, _)| *one), &remark)
            })
        };
        let noted = {
            let amount = amount.to_owned();
            self.plan(move |event: InputEvent| plan(&amount, method, &entered(&event)))
        };
        let chosen = METHODS.iter().find(|(one, _)| *one == method);
        let options = METHODS.map(|(one, word)| (word.into(), said::method(one).into()));
        let waits = self.order.hold_until.is_some();
        html! {
            <>
                <p>{ if waits {
                    format!("Of {}. The guest is booked with it, and their payment page is closed first.", self.money(self.order.payments.balance_minor))
                } else {
                    format!("{} is left to be paid.", self.money(self.order.payments.balance_minor))
                } }</p>
                { self.amount("Amount", amount, typed) }
                <Field id="method" label="How it came in">
                    <Pick id="method" chosen={chosen.map_or("", |(_, word)| *word)} {pick}
                        options={options.to_vec()} />
                </Field>
                <Field id="note" label="Note" optional={true}>
                    <input class="in" id="note" value={remark.to_owned()} autocomplete="off"
                        maxlength="200" oninput={noted} />
                </Field>
            </>
        }
    }

    fn amount(&self, label: &'static str, amount: &str, typed: Callback<InputEvent>) -> Html {
        let wrong = self.page.wrong.clone();
        html! {
            <Field id="amount" {label} error={wrong.clone()}>
                <span class="unit">
                    <input class="in" id="amount" inputmode="decimal" autocomplete="off"
                        value={amount.to_owned()} oninput={typed} aria-describedby="amount-says"
                        aria-invalid={wrong.is_some().then_some("true")} />
                    <span>{ self.order.payments.currency.code() }</span>
                </span>
            </Field>
        }
    }

    /// One choice of a few.
    fn choice(&self, name: &'static str, text: String, side: String, on: bool, to: Plan) -> Html {
        let pick = self.plan(move |_: DomEvent| to.clone());
        html! {
            <label class="choice">
                <input type="radio" {name} checked={on} onchange={pick} />
                <span>{ text }</span><b>{ side }</b>
            </label>
        }
    }

    fn refund(&self, plan: &Plan, share: Share, amount: &str) -> Html {
        let order = self.order;
        let to = |share| Plan::Refund {
            share,
            amount: amount.to_owned(),
        };
        let left = self.money(order.deeds.refundable_minor);
        let attendees = order
            .payments
            .attendees
            .iter()
            .filter(|one| !one.called_off);
        let single = order.payments.attendees.len() > 1 && order.deeds.refund_attendees;
        let typed = self.plan(move |event: InputEvent| Plan::Refund {
            share: Share::Amount,
            amount: entered(&event),
        });
        html! {
            <>
                <fieldset class="choices">
                    <legend class="vh">{ "What for" }</legend>
                    { self.choice("share", if order.deeds.decide {
                        "The payment, which does not agree".to_owned()
                    } else {
                        "Everything: the booking is over".to_owned()
                    }, left, share == Share::Everything, to(Share::Everything)) }
                    if single {
                        { for attendees.map(|one| {
                            let name = one.name.clone();
                            let name = name.unwrap_or_else(|| format!("Attendee {}", one.number));
                            self.choice("share", format!("{name}: their place is free again"),
                                self.money(one.refundable_minor),
                                share == Share::Attendee(one.number), to(Share::Attendee(one.number)))
                        }) }
                    }
                    if !order.deeds.decide {
                        { self.choice("share", "An amount: the booking stays".to_owned(), String::new(),
                            share == Share::Amount, to(Share::Amount)) }
                    }
                </fieldset>
                if share == Share::Amount {
                    { self.amount("Amount to give back", amount, typed) }
                }
                { self.by_hand(plan) }
            </>
        }
    }

    fn call_off(&self, plan: &Plan, back: Back, amount: &str) -> Html {
        let order = self.order;
        let to = |back| Plan::CallOff {
            back,
            amount: amount.to_owned(),
        };
        let typed = self.plan(move |event: InputEvent| Plan::CallOff {
            back: Back::Amount,
            amount: entered(&event),
        });
        if order.hold_until.is_some() {
            return html! {
                <p>{ "It is not paid yet. The payment page is closed; then the place and the coupon are free again." }</p>
            };
        }
        html! {
            <>
                <p>{ "The place is free again at once, and the guest is not booked any more." }</p>
                if order.deeds.refundable_minor > 0 {
                    <fieldset class="choices">
                        <legend class="vh">{ "Money back" }</legend>
                        { self.choice("back", "Give everything back".to_owned(),
                            self.money(order.deeds.refundable_minor), back == Back::Everything, to(Back::Everything)) }
                        { self.choice("back", "Give a part back".to_owned(), String::new(),
                            back == Back::Amount, to(Back::Amount)) }
                        { self.choice("back", "Keep what was paid".to_owned(), self.money(0),
                            back == Back::Nothing, to(Back::Nothing)) }
                    </fieldset>
                }
                if back == Back::Amount {
                    { self.amount("Amount to give back", amount, typed) }
                }
                { self.by_hand(plan) }
            </>
        }
    }

    /// What does not go back by itself.
    fn by_hand(&self, plan: &Plan) -> Html {
        let deeds = &self.order.deeds;
        let back_minor = plan
            .back_minor(self.order)
            .and_then(Result::ok)
            .unwrap_or(0);
        // What goes back by itself goes first.
        let itself_minor = deeds.refundable_minor - deeds.by_hand_minor;
        let by_hand_minor = (back_minor - itself_minor).max(0);
        if by_hand_minor == 0 {
            return Html::default();
        }
        html! {
            <Notice tone={Tone::Warn} title={format!("Give {} back by hand", self.money(by_hand_minor))}
                text="It was received by hand. It is recorded as given back now." hook="by-hand" />
        }
    }
}

const METHODS: [(PaymentMethod, &str); 4] = [
    (PaymentMethod::Cash, "cash"),
    (PaymentMethod::CardReader, "card_reader"),
    (PaymentMethod::Transfer, "transfer"),
    (PaymentMethod::Other, "other"),
];
