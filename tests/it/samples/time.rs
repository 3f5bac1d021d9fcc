//! The first step: services, days, times, and what may come in between.

use booking_contract::WidgetStyle;
use booking_widget::flow::{
    Body, DayState, Event, NextOpen, Notice, NoticeAction, Screen, ServiceOption, Slots, Step,
    Stepper, TimeStep, Tone, ZoneChoice, ZoneOption,
};

use super::pieces::{applied, date, december, group, open_code, screen, summary};
use crate::fixtures::english;

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
        tone: Tone::Error,
        text: text.into(),
        action: Some(NoticeAction {
            label: english().release(),
            event: Event::StepChosen(Step::Time),
        }),
        closable: true,
    });
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
        step.services[1].price = "CHF 12,480.00 per person".into();
    }
    if let Some(summary) = &mut screen.summary {
        summary.total.amount = "CHF 1,224,960.00".into();
        summary.coupon = Some(applied(
            Some(
                "This code needs a booking of at least CHF 2,000,000.00. Add CHF 775,040.00 to use it.",
            ),
            None,
        ));
    }
    screen.notice = Some(Notice {
        tone: Tone::Info,
        text: english().offline().into(),
        action: None,
        closable: false,
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
    let service =
        |id: &str, name: &str, description: &str, duration: &str, price: &str| ServiceOption {
            id: id.parse().expect("the samples have good ids"),
            name: name.into(),
            description: description.into(),
            duration: duration.into(),
            price: price.into(),
            selected: id == "flow",
        };
    let step = TimeStep {
        chosen: Vec::new(),
        services: vec![
            service(
                "flow",
                "Vinyasa flow",
                "For everybody",
                "60 min",
                "€48.00 per person",
            ),
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
        month: december(),
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
            business_differs: chosen.then(|| "In Lisbon it is then 13:30.".into()),
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
