//! The month as a grid with one tab stop.

use chrono::{Days, Months, NaiveDate};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::Callback;

use super::button::Button;
use super::icon::Icon;
use super::{aria, signs};
use crate::flow::{Day, DayState, Event, FocusTarget, Month};
use crate::view::pen::{Attr, On, Pen};

/// A month of six rows, however many weeks it has: nothing moves when it is turned.
///
/// The arrow keys move by a day and by a week, Home and End within the week, Page Up and Page
/// Down by a month, with Shift by a year. Days that cannot be chosen stay focusable and say why
/// in their name.
pub(crate) fn month(pen: &mut Pen, month: &Month) {
    let text = pen.text;
    let stop = tab_stop(month);
    let mirrored = text.is_right_to_left();
    // Where one amount is too long for its day, all of them are marks; on a narrow page sooner.
    let days = month.weeks.iter().flatten().flatten();
    let prices = days.filter_map(|day| day.price.as_ref());
    let cost = match prices.map(|price| signs(&price.amount)).max() {
        Some(9..) => "cost mark",
        Some(7..) => "cost wide",
        _ => "cost",
    };
    let turn = |pen: &mut Pen, by: i32, can: bool, name: &str, icon: Icon, hook: &'static str| {
        let button = Button::new("icon", hook).name(name).off(!can);
        button.draw(pen, Event::MonthTurned(by), |pen| icon.draw_along(pen));
    };
    pen.el("section", "cal", |pen| {
        pen.set(Attr::LabelledBy, "booking-month");
        pen.el("div", "calhead", |pen| {
            pen.el("h3", "", |pen| {
                pen.set(Attr::Id, "booking-month");
                pen.hook("month");
                pen.set(Attr::Live, "polite");
                pen.say(&month.title);
            });
            let (back, next) = (month.can_go_back, month.can_go_forward);
            turn(
                pen,
                -1,
                back,
                text.previous_month(),
                Icon::Back,
                "month-back",
            );
            turn(pen, 1, next, text.next_month(), Icon::Next, "month-next");
        });
        let class = if month.loading { "month wait" } else { "month" };
        pen.el("table", class, |pen| {
            pen.set(Attr::Role, "grid");
            pen.set(Attr::LabelledBy, "booking-month");
            pen.set(Attr::Busy, aria(month.loading));
            on_key(pen, move |event| {
                let (date, column) = stop?;
                moved(event, date, column, mirrored).map(Event::DayFocused)
            });
            pen.el("thead", "", |pen| {
                pen.el("tr", "", |pen| {
                    pen.list(|pen| {
                        for day in month.weekdays {
                            pen.el("th", "", |pen| {
                                pen.set(Attr::Scope, "col");
                                pen.el("span", "", |pen| {
                                    pen.set(Attr::Hidden, "true");
                                    pen.say(&day.short);
                                });
                                pen.line("span", "vh", &day.long);
                            });
                        }
                    });
                });
            });
            pen.el("tbody", "", |pen| {
                pen.list(|pen| {
                    for week in 0..6 {
                        pen.el("tr", "", |pen| {
                            pen.list(|pen| {
                                let week = month.weeks.get(week);
                                for column in 0..7 {
                                    cell(pen, week.and_then(|week| week[column].as_ref()), cost);
                                }
                            });
                        });
                    }
                });
            });
        });
    });
}

fn cell(pen: &mut Pen, day: Option<&Day>, cost: &'static str) {
    let Some(day) = day else {
        pen.el("td", "day", |_| {});
        return;
    };
    let free = day.state == DayState::Free;
    let quiet = day.price.as_ref().is_some_and(|price| !price.counts);
    let class = match (day.state, day.today) {
        (DayState::Free, false) if quiet => "day free quiet",
        (DayState::Free, true) if quiet => "day free quiet today",
        (DayState::Free, false) => "day free",
        (DayState::Free, true) => "day free today",
        (DayState::Full, false) => "day full",
        (DayState::Full, true) => "day full today",
        (DayState::Closed | DayState::Unknown, false) => "day",
        (DayState::Closed | DayState::Unknown, true) => "day today",
    };
    pen.el("td", class, |pen| {
        pen.set(Attr::Role, "gridcell");
        pen.put(Attr::Id, &FocusTarget::Day(day.date).id());
        pen.set(Attr::TabIndex, if day.tab_stop { "0" } else { "-1" });
        pen.set(Attr::AriaSelected, aria(day.selected));
        pen.may(Attr::Disabled, (!free).then_some("true"));
        pen.may(Attr::Current, day.today.then_some("date"));
        pen.put(Attr::Label, &day.name);
        pen.hook("day");
        pen.put(Attr::Date, &day.date.to_string());
        if free {
            let date = day.date;
            pen.sends(On::Click, Event::DayChosen(date));
            on_key(pen, move |event| {
                let key = event.key();
                let chosen = matches!(key.as_str(), "Enter" | " ");
                chosen.then_some(Event::DayChosen(date))
            });
        }
        pen.say(&pen.text.number(day.number));
        pen.list(|pen| {
            if let Some(price) = &day.price {
                // The name of the day says it in words; what is drawn here is no text of its own.
                pen.el("small", cost, |pen| pen.put(Attr::Cost, &price.amount));
            }
        });
    });
}

/// Sends what a key means; the page has no more to do with it then.
fn on_key(pen: &mut Pen, meant: impl Fn(&KeyboardEvent) -> Option<Event> + 'static) {
    let send = pen.send();
    pen.hears(
        On::Key,
        Callback::from(move |event: web_sys::Event| {
            // Only keyboards make events of this kind.
            if let Some(meant) = meant(event.unchecked_ref()) {
                event.prevent_default();
                send.emit(meant);
            }
        }),
    );
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
