//! The first step: services, days, times, and what may come in between.

use booking_contract::WidgetStyle;
use booking_widget::flow::{
    Body, DayState, NextOpen, Notice, Screen, ServiceOption, Slots, Step, Stepper, TimeStep, Tone,
    ZoneChoice, ZoneOption,
};

use super::pieces::{applied, date, december, group, open_code, screen, summary};
use crate::fixtures::english;

/// What is said of the zones while no time is chosen.
const ZONES: &str = "Times are shown for Stockholm. Harbour Yoga is in Lisbon.";

/// The first step with a chosen slot.
pub(crate) fn time(style: WidgetStyle) -> Screen {
    let day = Slots::Day {
        title: "Tuesday 1 December".into(),
        groups: vec![
            group(
                english().morning(),
                &[
                    (9, 0, 6),
                    (9, 30, 6),
                    (10, 0, 3),
                    (10, 30, 6),
                    (11, 0, 1),
                    (11, 30, 6),
                ],
            ),
            group(
                english().afternoon(),
                &[
                    (12, 30, 6),
                    (13, 0, 6),
                    (14, 30, 3),
                    (15, 0, 6),
                    (16, 30, 2),
                ],
            ),
            group(english().evening(), &[(18, 0, 6), (18, 30, 6), (19, 0, 4)]),
        ],
    };
    with_slots(style, day)
}

/// A time that somebody else was faster with.
pub(crate) fn taken(style: WidgetStyle) -> Screen {
    let mut screen = time(style);
    let text =
        "Somebody else has just booked 14:30. Please choose another time; everything else is kept.";
    screen.urgent = text.into();
    screen.notice = Some(Notice {
        tone: Tone::Warning,
        text: text.into(),
        action: None,
        closable: true,
    });
    if let Body::Time(step) = &mut screen.body
        && let Slots::Day { groups, .. } = &mut step.slots
    {
        let groups = groups.iter_mut();
        groups.for_each(|group| group.slots.retain(|slot| !slot.selected));
        step.can_continue = false;
        step.zones.business_differs = Some(ZONES.into());
    }
    if let Some(summary) = &mut screen.summary {
        summary.when = None;
    }
    screen
}

/// Names that are as long as the rules let them be, in a script without spaces to break at.
pub(crate) fn long(style: WidgetStyle) -> Screen {
    let mut screen = time(style);
    screen.header.business_name =
        "Gesellschaft für ganzheitliche Bewegungslehre <script>alert(1)</script>".into();
    screen.header.title =
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".into();
    screen.header.description = "A very calm hour & a half. ".repeat(12);
    if let Body::Time(step) = &mut screen.body {
        step.services[1].name =
            "Wiederherstellende Tiefengewebsmassage mit warmen Steinen und Lavendelöl".into();
        step.services[1].price = "CHF\u{a0}12,480.00".into();
        step.services[1].each = english().each_person();
    }
    if let Some(summary) = &mut screen.summary {
        summary.total.amount = "CHF\u{a0}1,224,960.00".into();
        summary.coupon = Some(applied(
            Some(
                "This code needs a booking of at least CHF\u{a0}2,000,000.00. Add CHF\u{a0}775,040.00 to use it.",
            ),
            None,
        ));
    }
    screen.notice = Some(Notice {
        tone: Tone::Warning,
        text: english().language_failed().into(),
        action: None,
        closable: true,
    });
    screen
}

pub(super) fn loading(style: WidgetStyle) -> Screen {
    let mut screen = with_slots(style, Slots::Loading);
    if let Body::Time(step) = &mut screen.body {
        step.month.loading = true;
        let days = step.month.weeks.iter_mut().flatten().flatten();
        days.filter(|day| day.state != DayState::Closed)
            .for_each(|day| {
                day.state = DayState::Unknown;
                day.selected = false;
            });
    }
    screen
}

pub(super) fn time_with_coupon(style: WidgetStyle) -> Screen {
    let mut screen = time(style);
    screen.summary = Some(summary(
        style,
        Step::Time,
        open_code("WELCOM", false, Some(english().code_not_found())),
    ));
    screen
}

pub(super) fn none_in_month(style: WidgetStyle) -> Screen {
    let mut screen = with_slots(
        style,
        Slots::NoneInMonth {
            text: "No free times in December.".into(),
            next_open: date(2027, 1, 4).map(|date| NextOpen {
                date,
                label: "Next free day: Monday 4 January".into(),
            }),
        },
    );
    if let Body::Time(step) = &mut screen.body {
        let days = step.month.weeks.iter_mut().flatten().flatten();
        days.for_each(|day| {
            day.state = DayState::Full;
            day.selected = false;
        });
    }
    screen
}

pub(super) fn slots_failed(style: WidgetStyle) -> Screen {
    with_slots(
        style,
        Slots::Failed {
            text: english().slots_failed().into(),
        },
    )
}

pub(super) fn with_slots(style: WidgetStyle, slots: Slots) -> Screen {
    let chosen = matches!(slots, Slots::Day { .. });
    let mut month = december();
    if matches!(slots, Slots::NoDay) {
        let days = month.weeks.iter_mut().flatten().flatten();
        days.for_each(|day| day.selected = false);
    }
    let service =
        |id: &str, name: &str, description: &str, duration: &str, price: &str| ServiceOption {
            id: id.parse().expect("the samples have good ids"),
            name: name.into(),
            description: description.into(),
            duration: duration.into(),
            price: price.into(),
            each: if id == "flow" {
                english().each_person()
            } else {
                ""
            },
            selected: id == "flow",
        };
    let step = TimeStep {
        chosen: Vec::new(),
        services: vec![
            service("flow", "Vinyasa flow", "For everybody", "60 min", "€48.00"),
            service(
                "deep",
                "Deep tissue massage",
                "With warm stones",
                "1 h 30 min",
                "€120.00",
            ),
            service("talk", "First talk", "", "20 min", "Free"),
        ],
        attendees: Some(Stepper {
            value: 2,
            min: 1,
            max: 6,
            name: "2 people".into(),
            can_less: true,
            can_more: true,
        }),
        month,
        slots,
        zones: ZoneChoice {
            selected: "Europe/Stockholm".into(),
            options: [
                "Europe/Lisbon",
                "Europe/Stockholm",
                "America/Argentina/Buenos_Aires",
            ]
            .map(|id| ZoneOption {
                id: id.into(),
                label: id.replace('_', " "),
            })
            .into(),
            locked: None,
            business_differs: Some(
                if chosen {
                    "That is 13:30 in Lisbon."
                } else {
                    ZONES
                }
                .into(),
            ),
        },
        can_continue: chosen,
    };
    let mut screen = screen(style, Some(Step::Time), Body::Time(Box::new(step)));
    if !chosen && let Some(summary) = &mut screen.summary {
        summary.when = None;
        summary.coupon = None;
    }
    screen
}
