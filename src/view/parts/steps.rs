//! Where the guest is, and the heading of the step.

use yew::{Callback, Html, html};

use super::button::Button;
use super::icon::Icon;
use crate::flow::{Event, FocusTarget, MarkState, Screen};

/// The marks of the steps; those that can be gone back to are buttons.
pub(crate) fn marks(screen: &Screen, send: &Callback<Event>) -> Html {
    if screen.progress.is_empty() {
        return Html::default();
    }
    let marks = screen.progress.iter().zip(1_u32..).map(|(mark, number)| {
        let (class, current) = match mark.state {
            MarkState::Done => ("mark done", None),
            MarkState::Current => ("mark now", Some("step")),
            MarkState::Ahead => ("mark", None),
        };
        let sign = match mark.state {
            MarkState::Done => Icon::Check.draw(),
            _ => screen.text.number(number).into(),
        };
        let inside = html! { <><i aria-hidden="true">{ sign }</i><span class="lbl">{ mark.label }</span></> };
        let inside = if mark.reachable && mark.state != MarkState::Current {
            let button = Button::new("mk", format!("step-{number}"));
            button.draw(inside, Event::StepChosen(mark.step), send)
        } else {
            html! { <span class="mk">{ inside }</span> }
        };
        html! { <li {class} aria-current={current}>{ inside }</li> }
    });
    html! { <nav class="marks" aria-label={screen.text.steps()}><ol>{ for marks }</ol></nav> }
}

/// The heading of the body, which takes the focus when the body changes.
pub(crate) fn heading(title: &str, class: Option<&'static str>) -> Html {
    html! { <h2 id={FocusTarget::Heading.id()} tabindex="-1" {class}>{ title }</h2> }
}
