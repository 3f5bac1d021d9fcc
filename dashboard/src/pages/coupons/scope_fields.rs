//! The questions of the form of a coupon about what it is for: what is sold, by whom, and where.

use yew::prelude::*;

use super::entered::{Entry, toggle};
use super::form_fields::Questions;
use super::sold::{Good, Sold};
use crate::parts::{Button, Chooser, Notice, Tone};

impl Questions<'_> {
    /// Everything that is sold, or some of it.
    pub(super) fn scope(&self) -> Html {
        let entered = &self.form.entered;
        let choice = |id: &'static str, text: &'static str, only: bool| {
            let set = self.set(Entry::Scope, move |entered, _| entered.only = only);
            html! {
                <label>
                    <input type="radio" name="scope" {id} checked={entered.only == only}
                        disabled={!self.changes} onchange={move |_| set.emit(String::new())} />
                    { text }
                </label>
            }
        };
        html! {
            <>
                <fieldset class="field">
                    <legend>{ "What it is for" }</legend>
                    <div class="seg">
                        { choice("everything", "Everything", false) }
                        { choice("only", "Only what you choose", true) }
                    </div>
                </fieldset>
                if entered.only {
                    { self.with_sold(|sold| self.goods(sold)) }
                }
            </>
        }
    }

    fn goods(&self, sold: &Sold) -> Html {
        let chosen = self.form.entered.goods();
        let sells = sold.clone();
        let toggle = self.set(Entry::Scope, move |entered, choice| {
            if let Some(good) = Good::of(&choice) {
                let along = sells.along(&good);
                entered.toggle_good(good, &along);
            }
        });
        html! {
            <Chooser id="scope" label="Calendars and services" nothing="Nothing is chosen yet."
                choose="Choose calendars and services" error={self.error(Entry::Scope)}
                help="A calendar stands for all that it sells, also for what it sells later."
                choices={sold.goods(&chosen)} {chosen} changes={self.changes} {toggle} />
        }
    }

    /// Who performs it, and where it takes place.
    pub(super) fn who_and_where(&self) -> Html {
        self.with_sold(|sold| {
            html! { <div class="pair">{ self.staff(sold) }{ self.locations(sold) }</div> }
        })
    }

    fn staff(&self, sold: &Sold) -> Html {
        let staff = &self.form.entered.staff;
        let chosen: Vec<String> = staff.iter().map(ToString::to_string).collect();
        let choices = sold.staff(&chosen);
        if choices.is_empty() {
            return Html::default();
        }
        let toggle = self.set(Entry::Staff, |entered, id| {
            if let Ok(id) = id.parse() {
                toggle(&mut entered.staff, id);
            }
        });
        html! {
            <Chooser id="staff" label="Performed by" nothing="Anyone, or nobody in particular."
                choose="Choose staff" {choices} {chosen} changes={self.changes} {toggle}
                help="Of several services in a booking, those with others are not discounted." />
        }
    }

    fn locations(&self, sold: &Sold) -> Html {
        let locations = &self.form.entered.locations;
        let chosen: Vec<String> = locations.iter().map(ToString::to_string).collect();
        let choices = sold.locations(&chosen);
        if choices.is_empty() {
            return Html::default();
        }
        let toggle = self.set(Entry::Locations, |entered, id| {
            if let Ok(id) = id.parse() {
                toggle(&mut entered.locations, id);
            }
        });
        html! {
            <Chooser id="locations" label="Taking place at" nothing="Anywhere."
                choose="Choose locations" {choices} {chosen} changes={self.changes} {toggle} />
        }
    }

    /// What is drawn from what there is to choose, once it has come.
    fn with_sold(&self, draw: impl Fn(&Sold) -> Html) -> Html {
        match self.sold {
            Some(Ok(sold)) => draw(sold),
            Some(Err(failure)) => html! {
                <Notice tone={Tone::Bad} title="What there is to choose could not be loaded"
                    text={failure.sentence()} hook="no-choices">
                    <Button text="Try again" press={self.load_sold.clone()} hook="load-choices" />
                </Notice>
            },
            None => html! {
                <div aria-busy="true"><p class="vh" role="status">{ "Loading" }</p><div class="bone chooser-bone"></div></div>
            },
        }
    }
}
