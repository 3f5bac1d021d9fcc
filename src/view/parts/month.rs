//! The month as a grid with one tab stop.

use chrono::{Days, Months, NaiveDate};
use yew::{Callback, Html, KeyboardEvent, html};

use super::button::Button;
use super::icon::Icon;
use super::{aria, sends};
use crate::flow::{Day, DayState, Event, FocusTarget, Month};
use crate::text::Texts;

/// A month of six rows, however many weeks it has: nothing moves when it is turned.
///
/// The arrow keys move by a day and by a week, Home and End within the week, Page Up and Page
/// Down by a month, with Shift by a year. Days that cannot be chosen stay focusable and say why
/// in their name.
pub(crate) fn month(month: &Month, text: &Texts, send: &Callback<Event>) -> Html {
    let stop = tab_stop(month);
    let mirrored = text.is_right_to_left();
    let onkeydown = {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some((date, column)) = stop else { return };
            if let Some(moved) = moved(&event, date, column, mirrored) {
                event.prevent_default();
                send.emit(Event::DayFocused(moved));
            }
        })
    };
    let turn = |by: i32, can: bool, name: &'static str, icon: Icon, hook: &'static str| {
        let button = Button::new("icon", hook).name(name).off(!can);
        button.draw(icon.draw_along(), Event::MonthTurned(by), send)
    };
    let heads = month.weekdays.iter().map(|day| {
        html! { <th scope="col"><span aria-hidden="true">{ &day.short }</span><span class="vh">{ &day.long }</span></th> }
    });
    let empty = std::iter::repeat_n(
        &[const { None }; 7],
        6_usize.saturating_sub(month.weeks.len()),
    );
    let weeks = month.weeks.iter().chain(empty).map(|week| {
        let days = week.iter().map(|day| cell(day.as_ref(), text, send));
        html! { <tr>{ for days }</tr> }
    });

    html! {
        <section class="cal" aria-labelledby="booking-month">
            <div class="calhead">
                <h3 id="booking-month" data-test="month" aria-live="polite">{ &month.title }</h3>
                { turn(-1, month.can_go_back, text.previous_month(), Icon::Back, "month-back") }
                { turn(1, month.can_go_forward, text.next_month(), Icon::Next, "month-next") }
            </div>
            <table role="grid" class={if month.loading { "month wait" } else { "month" }} aria-labelledby="booking-month" aria-busy={aria(month.loading)} {onkeydown}>
                <thead><tr>{ for heads }</tr></thead>
                <tbody>{ for weeks }</tbody>
            </table>
        </section>
    }
}

fn cell(day: Option<&Day>, text: &Texts, send: &Callback<Event>) -> Html {
    let Some(day) = day else {
        return html! { <td class="day"></td> };
    };
    let free = day.state == DayState::Free;
    let mut class = String::from("day");
    class.push_str(match day.state {
        DayState::Free => " free",
        DayState::Full => " full",
        DayState::Closed | DayState::Unknown => "",
    });
    if day.today {
        class.push_str(" today");
    }
    let choose = Event::DayChosen(day.date);
    let onclick = free.then(|| sends(send, choose.clone()));
    let onkeydown = free.then(|| {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                event.prevent_default();
                send.emit(choose.clone());
            }
        })
    });
    html! {
        <td
            role="gridcell"
            id={FocusTarget::Day(day.date).id()}
            {class}
            tabindex={if day.tab_stop { "0" } else { "-1" }}
            aria-selected={aria(day.selected)}
            aria-disabled={(!free).then_some("true")}
            aria-current={day.today.then_some("date")}
            aria-label={day.name.clone()}
            data-test="day"
            data-date={day.date.to_string()}
            {onclick}
            {onkeydown}
        >{ text.number(day.number) }</td>
    }
}

/// The grid's one tab stop with its column.
fn tab_stop(month: &Month) -> Option<(NaiveDate, u64)> {
    let days = month.weeks.iter().flat_map(|week| week.iter().zip(0..));
    days.filter_map(|(day, column)| Some((day.as_ref()?, column)))
        .find(|(day, _)| day.tab_stop)
        .map(|(day, column)| (day.date, column))
}

/// Where a key leads from a date, in a grid that may run from right to left; none for keys that mean nothing to the grid.
fn moved(event: &KeyboardEvent, date: NaiveDate, column: u64, mirrored: bool) -> Option<NaiveDate> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let months = Months::new(if event.shift_key() { 12 } else { 1 });
    let forward = |days| date.checked_add_days(Days::new(days));
    let back = |days| date.checked_sub_days(Days::new(days));
    match event.key().as_str() {
        "ArrowRight" if mirrored => back(1),
        "ArrowLeft" if mirrored => forward(1),
        "ArrowRight" => forward(1),
        "ArrowLeft" => back(1),
        "ArrowDown" => forward(7),
        "ArrowUp" => back(7),
        "Home" => back(column),
        "End" => forward(6_u64.saturating_sub(column)),
        "PageDown" => date.checked_add_months(months),
        "PageUp" => date.checked_sub_months(months),
        _ => None,
    }
}
