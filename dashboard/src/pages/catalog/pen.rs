//! Draws the controls of a form: each shows a part of what is entered, and changes it.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::editing::{Entered, Event, Mistakes};
use crate::parts::{Field, Pick, entered as typed};

/// What controls are drawn from.
pub(crate) struct Pen<'p, E: Entered> {
    pub(crate) entered: &'p E,
    pub(crate) mistakes: &'p Mistakes,
    pub(crate) send: &'p Callback<Event<E>>,
}

/// How a control is introduced.
#[derive(Clone, Default)]
pub(crate) struct About {
    pub(crate) id: String,
    pub(crate) label: AttrValue,
    pub(crate) help: Option<AttrValue>,
    pub(crate) optional: bool,
    pub(crate) wide: bool,
    /// What stands behind the value, such as a currency.
    pub(crate) unit: Option<AttrValue>,
    /// What keys a phone shows.
    pub(crate) keys: Option<&'static str>,
}

/// A control of this id and name.
pub(crate) fn about(id: impl Into<String>, label: &'static str) -> About {
    About {
        id: id.into(),
        label: AttrValue::Static(label),
        ..About::default()
    }
}

impl About {
    pub(crate) fn help(self, text: &'static str) -> Self {
        Self {
            help: Some(AttrValue::Static(text)),
            ..self
        }
    }

    pub(crate) fn optional(self) -> Self {
        Self {
            optional: true,
            ..self
        }
    }

    pub(crate) fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    pub(crate) fn unit(self, unit: impl Into<AttrValue>) -> Self {
        Self {
            unit: Some(unit.into()),
            keys: Some("decimal"),
            ..self
        }
    }

    pub(crate) fn number(self) -> Self {
        Self {
            keys: Some("numeric"),
            ..self
        }
    }
}

impl<E: Entered + 'static> Pen<'_, E> {
    /// Changes what is entered by a text.
    pub(crate) fn set(&self, change: impl Fn(&mut E, String) + 'static) -> Callback<String> {
        let (send, entered) = (self.send.clone(), self.entered.clone());
        Callback::from(move |text| {
            let mut entered = entered.clone();
            change(&mut entered, text);
            send.emit(Event::Set(Box::new(entered)));
        })
    }

    /// Changes what is entered by a press.
    pub(crate) fn press(&self, change: impl Fn(&mut E) + 'static) -> Callback<()> {
        let set = self.set(move |entered, _| change(entered));
        Callback::from(move |()| set.emit(String::new()))
    }

    fn field(&self, about: About, control: Html) -> Html {
        let error = self.mistakes.get(&about.id).cloned();
        html! {
            <Field id={about.id} label={about.label} optional={about.optional}
                help={about.help} error={error.map(AttrValue::from)}
                class={classes!(about.wide.then_some("wide"))}>
                { control }
            </Field>
        }
    }

    /// A line to type into.
    pub(crate) fn line(
        &self,
        about: About,
        value: &str,
        change: impl Fn(&mut E, String) + 'static,
    ) -> Html {
        self.input(about, "text", value, change)
    }

    /// An input of a kind.
    pub(crate) fn input(
        &self,
        about: About,
        kind: &'static str,
        value: &str,
        change: impl Fn(&mut E, String) + 'static,
    ) -> Html {
        let input = self.bare(&about, kind, value, change);
        let control = match &about.unit {
            None => input,
            Some(unit) => html! {
                <span class="unit">{ input }<span aria-hidden="true">{ unit }</span></span>
            },
        };
        self.field(about, control)
    }

    /// An input without its label.
    fn bare(
        &self,
        about: &About,
        kind: &'static str,
        value: &str,
        change: impl Fn(&mut E, String) + 'static,
    ) -> Html {
        let set = self.set(change);
        let wrong = self.mistakes.contains_key(&about.id);
        html! {
            <input class="in" id={about.id.clone()} name={about.id.clone()} type={kind}
                value={value.to_owned()} inputmode={about.keys} autocomplete="off"
                aria-describedby={format!("{}-says", about.id)}
                aria-invalid={wrong.then_some("true")}
                oninput={move |event: InputEvent| set.emit(typed(&event))} />
        }
    }

    /// Several lines to type into.
    pub(crate) fn lines(
        &self,
        about: About,
        rows: u32,
        value: &str,
        change: impl Fn(&mut E, String) + 'static,
    ) -> Html {
        let set = self.set(change);
        let wrong = self.mistakes.contains_key(&about.id);
        let control = html! {
            <textarea class="in" id={about.id.clone()} name={about.id.clone()} rows={rows.to_string()}
                value={value.to_owned()} aria-describedby={format!("{}-says", about.id)}
                aria-invalid={wrong.then_some("true")}
                oninput={move |event: InputEvent| set.emit(area(&event))} />
        };
        self.field(about, control)
    }

    /// One of a few.
    pub(crate) fn pick(
        &self,
        about: About,
        chosen: &str,
        options: &[(&str, &str)],
        change: impl Fn(&mut E, String) + 'static,
    ) -> Html {
        let options: Vec<(AttrValue, AttrValue)> = options
            .iter()
            .map(|(value, name)| ((*value).to_owned().into(), (*name).to_owned().into()))
            .collect();
        let pick = self.set(change);
        let control = html! {
            <Pick id={about.id.clone()} chosen={chosen.to_owned()} {options} {pick} />
        };
        self.field(about, control)
    }

    /// Yes or no.
    pub(crate) fn tick(
        &self,
        id: impl Into<String>,
        text: impl Into<AttrValue>,
        on: bool,
        change: impl Fn(&mut E) + 'static,
    ) -> Html {
        let press = self.press(change);
        let id: String = id.into();
        html! {
            <label class="tick">
                <input type="checkbox" {id} checked={on} onchange={move |_| press.emit(())} />
                <span>{ text.into() }</span>
            </label>
        }
    }

    /// A colour, as text and by the browser's own choice.
    pub(crate) fn colour(
        &self,
        about: About,
        value: &str,
        change: impl Fn(&mut E, String) + Clone + 'static,
    ) -> Html {
        let shown = if value.len() == 7 { value } else { "#2f5bd7" };
        let set = self.set(change.clone());
        let input = self.bare(&about, "text", value, change);
        let label = format!("{}: choose", about.label);
        let control = html! {
            <div class="with hue">
                { input }
                <input class="in" type="color" aria-label={label} value={shown.to_owned()}
                    oninput={move |event: InputEvent| set.emit(typed(&event))} />
            </div>
        };
        self.field(about, control)
    }
}

/// What an area holds now.
fn area(event: &InputEvent) -> String {
    event
        .target_dyn_into::<HtmlTextAreaElement>()
        .map(|area| area.value())
        .unwrap_or_default()
}
