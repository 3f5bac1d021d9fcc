//! The screen of the step of service, attendees, date and time.

use booking_contract::Slot;
use chrono::{Datelike, NaiveDate, Timelike};

use super::super::booking::Flow;
use super::super::calendar::{Loaded, NextOpen as Found, month_of, next_month, previous_month};
use super::super::price::TimePrices;
use super::super::screen::{
    Day, DayState, Month, NextOpen, ServiceOption, SlotGroup, SlotOption, Slots, Stepper,
    TimePrice, TimeStep, ZoneChoice,
};
use super::super::wording;
use crate::text::{self, fill};

pub(super) fn step(flow: &Flow) -> TimeStep {
    let menu = flow.has_menu();
    TimeStep {
        services: if menu { Vec::new() } else { services(flow) },
        attendees: attendees(flow).filter(|_| !menu),
        chosen: if menu { chosen(flow) } else { Vec::new() },
        month: month(flow),
        slots: slots(flow),
        zones: zones(flow),
        can_continue: flow.slot().is_some(),
    }
}

fn services(flow: &Flow) -> Vec<ServiceOption> {
    let texts = flow.text;
    let option = |info: &booking_contract::ServiceInfo| {
        let service = flow.page.terms.service(&info.id)?;
        let minor = service.unit_price_minor;
        Some(ServiceOption {
            id: info.id.clone(),
            name: info.name.clone(),
            description: info.description.clone(),
            duration: texts.duration(info.duration_minutes),
            price: super::menu::money(flow, minor),
            each: super::menu::each(flow, minor, service.attendees_max),
            selected: flow
                .first_item()
                .is_some_and(|item| item.service_id == info.id),
        })
    };
    flow.page.services.iter().filter_map(option).collect()
}

/// What was chosen in the step before, with how long it takes.
fn chosen(flow: &Flow) -> Vec<(String, String)> {
    let texts = flow.text;
    let line = |item: &booking_engine::Item| {
        let detail = flow.item_detail(item);
        let duration = texts.duration(flow.item_minutes(item));
        let detail = match &*detail {
            "" => duration,
            detail => texts.both(&duration, detail),
        };
        (flow.item_name(item), detail)
    };
    flow.items().iter().map(line).collect()
}

fn attendees(flow: &Flow) -> Option<Stepper> {
    let (value, max) = (flow.attendees(), flow.attendees_max());
    (max > 1).then(|| Stepper {
        value,
        min: 1,
        max,
        name: flow.text.count(flow.text.people(value), value),
        can_less: value > 1,
        can_more: value < max,
    })
}

pub(super) fn month(flow: &Flow) -> Month {
    let texts = flow.text;
    let calendar = &flow.calendar;
    let shown = calendar.shown;
    let lead = (shown.weekday().num_days_from_monday() + 7 - texts.week_start()) % 7;
    let tab_stop = tab_stop(flow);
    let open = open_days(flow);
    let today = calendar
        .current()
        .map(|loaded| loaded.clock.local(flow.now).date());
    let mut cells: Vec<Option<Day>> = vec![None; lead as usize];
    cells.extend(
        shown
            .iter_days()
            .take_while(|&date| month_of(date) == shown)
            .map(|date| Some(day(flow, date, today, tab_stop, open[date.day() as usize]))),
    );
    let weeks = cells
        .chunks(7)
        .map(|week| std::array::from_fn(|index| week.get(index).cloned().flatten()))
        .collect();
    let turn = |to: Option<NaiveDate>| to.is_some_and(|month| calendar.has_month(month));
    Month {
        title: texts.month_title(shown),
        weekdays: texts.weekdays(),
        weeks,
        can_go_back: turn(previous_month(shown)),
        can_go_forward: turn(next_month(shown)),
        loading: calendar.current().is_none() && calendar.failed.is_none(),
    }
}

/// What can be booked on a day.
#[derive(Clone, Copy, Default)]
struct Open {
    /// How many times.
    free: u32,
    /// What the cheapest one costs, and whether the code in hand fits any; none where no code makes
    /// a difference.
    price: Option<(i64, bool)>,
}

/// What can be booked in the shown month, by the day of the month.
fn open_days(flow: &Flow) -> [Open; 32] {
    let mut days = [Open::default(); 32];
    let Some(loaded) = flow.calendar.current() else {
        return days;
    };
    let prices = flow.time_prices(loaded);
    for slot in loaded.open(flow.attendees(), flow.now) {
        let date = loaded.date(slot);
        if month_of(date) != flow.calendar.shown {
            continue;
        }
        let day = &mut days[date.day() as usize];
        day.free += 1;
        if let Some(prices) = &prices {
            let (minor, fits) = (prices.minor(slot), prices.fits(slot));
            let (least, any) = day.price.unwrap_or((minor, fits));
            day.price = Some((least.min(minor), any || fits));
        }
    }
    days
}

fn day(
    flow: &Flow,
    date: NaiveDate,
    today: Option<NaiveDate>,
    tab_stop: NaiveDate,
    open: Open,
) -> Day {
    let calendar = &flow.calendar;
    let state = if !calendar.has_date(date) {
        DayState::Closed
    } else if open.free > 0 {
        DayState::Free
    } else if calendar.current().is_some_and(|loaded| loaded.whole) {
        DayState::Full
    } else {
        DayState::Unknown
    };
    let texts = flow.text;
    let mut name = match state {
        DayState::Free | DayState::Full => wording::day_name(texts, date, open.free),
        DayState::Unknown => texts.day_title(date),
        DayState::Closed => fill(texts.day_closed(), &[("day", &texts.day_title(date))]),
    };
    let price = open.price.filter(|_| state == DayState::Free);
    let price = price.map(|(minor, counts)| TimePrice {
        amount: texts.money(minor, flow.page.terms.currency),
        counts,
    });
    if let Some(price) = &price {
        let from = fill(texts.price_from(), &[("price", &price.amount)]);
        name = texts.both(&name, &from);
    }
    if today == Some(date) {
        name = fill(texts.day_today(), &[("day", &name)]);
    }
    Day {
        date,
        number: date.day(),
        name,
        state,
        selected: calendar.day == Some(date),
        today: today == Some(date),
        tab_stop: date == tab_stop,
        price,
    }
}

/// The one day of the grid that the tab key reaches.
fn tab_stop(flow: &Flow) -> NaiveDate {
    let calendar = &flow.calendar;
    let shown = calendar.shown;
    let here = |date: &NaiveDate| month_of(*date) == shown;
    calendar
        .cursor
        .filter(here)
        .or(calendar.day.filter(here))
        .or_else(|| calendar.first_open(shown, flow.attendees(), flow.now))
        .unwrap_or_else(|| shown.max(calendar.span(shown).0))
}

pub(super) fn slots(flow: &Flow) -> Slots {
    let texts = flow.text;
    let calendar = &flow.calendar;
    if let Some(failure) = &calendar.failed {
        let text = flow.slots_failure(failure);
        return Slots::Failed { text };
    }
    let Some(loaded) = calendar.current() else {
        return Slots::Loading;
    };
    let attendees = flow.attendees();
    if let Some(date) = calendar.day {
        return Slots::Day {
            title: texts.day_title(date),
            groups: groups(flow, loaded, date),
        };
    }
    if calendar
        .first_open(calendar.shown, attendees, flow.now)
        .is_some()
    {
        return Slots::NoDay;
    }
    let next = calendar.next_open(attendees, flow.now);
    if calendar.asking.is_some() && flow.follows_openings && matches!(next, Found::Ask(_)) {
        // The first open month is still being looked for.
        return Slots::Loading;
    }
    let month = texts.month_title(calendar.shown);
    Slots::NoneInMonth {
        text: fill(texts.none_in_month(), &[("month", &month)]),
        next_open: match next {
            Found::On(date) => Some(NextOpen {
                date,
                label: fill(texts.next_open(), &[("day", &texts.day_title(date))]),
            }),
            Found::Ask(_) | Found::Never => None,
        },
    }
}

fn groups(flow: &Flow, loaded: &Loaded, date: NaiveDate) -> Vec<SlotGroup> {
    let texts = flow.text;
    let open: Vec<&Slot> = loaded
        .open(flow.attendees(), flow.now)
        .filter(|slot| loaded.date(slot) == date)
        .collect();
    let prices = flow.time_prices(loaded);
    let parts = [
        (texts.morning(), 0..12),
        (texts.afternoon(), 12..17),
        (texts.evening(), 17..24),
    ];
    parts
        .into_iter()
        .map(|(label, hours)| SlotGroup {
            label,
            slots: open
                .iter()
                .filter(|slot| hours.contains(&loaded.clock.local(slot.starts_at).hour()))
                .map(|slot| option(flow, loaded, slot, &open, prices.as_ref()))
                .collect(),
        })
        .filter(|group| !group.slots.is_empty())
        .collect()
}

fn option(
    flow: &Flow,
    loaded: &Loaded,
    slot: &Slot,
    open: &[&Slot],
    prices: Option<&TimePrices>,
) -> SlotOption {
    let texts = flow.text;
    let local = |at| loaded.clock.local(at).time();
    let from = local(slot.starts_at);
    let mut label = texts.time(from);
    // When the clock goes back, an hour comes twice; the offset tells the two apart.
    let twice = open
        .iter()
        .any(|other| other.starts_at != slot.starts_at && local(other.starts_at) == from);
    if twice {
        let offset = offset(loaded.clock.offset_seconds(slot.starts_at));
        label = fill(
            texts.clock_twice(),
            &[("time", &label), ("offset", &offset)],
        );
    }
    let detail = if flow.attendees_max() > 1 {
        texts.count(texts.places_left(slot.seats_left), slot.seats_left)
    } else {
        String::new()
    };
    let to = texts.time(local(slot.ends_at));
    let range = fill(texts.time_range(), &[("from", &label), ("to", &to)]);
    let mut name = if detail.is_empty() {
        range
    } else {
        texts.both(&range, &detail)
    };
    let price = prices.map(|prices| TimePrice {
        amount: texts.money(prices.minor(slot), flow.page.terms.currency),
        counts: prices.fits(slot),
    });
    if let Some(price) = &price {
        name = texts.both(&name, &price.amount);
    }
    let picked = flow.slot().map(|picked| picked.slot.starts_at);
    SlotOption {
        starts_at: slot.starts_at,
        label,
        detail,
        name,
        selected: picked == Some(slot.starts_at),
        price,
    }
}

/// "UTC+1", "UTC−3:30".
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

pub(super) fn zones(flow: &Flow) -> ZoneChoice {
    let texts = flow.text;
    let business = &flow.page.business;
    let differs = || {
        (flow.draft.zone != business.time_zone).then(|| {
            fill(
                texts.zone_differs(),
                &[
                    ("zone", &text::zone_place(&flow.draft.zone)),
                    ("business", &business.name),
                    ("business_zone", &text::zone_place(&business.time_zone)),
                ],
            )
        })
    };
    let business_differs = match flow.slot() {
        Some(picked) => wording::business_time(
            texts,
            &picked.clock,
            &picked.business_clock,
            picked.slot.starts_at,
        ),
        None => differs(),
    };
    ZoneChoice {
        selected: flow.draft.zone.clone(),
        options: flow.zones.clone(),
        locked: flow.is_zone_locked().then(|| {
            let zone = text::zone_place(&business.time_zone);
            fill(texts.zone_locked(), &[("zone", &zone)])
        }),
        business_differs,
    }
}
