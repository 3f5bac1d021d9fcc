//! Screens as data: one for every state of the widget, and some that are hard to draw.
//!
//! They are written out instead of reached by playing through the flow, so that the views can be
//! checked, and looked at in the gallery, in states that are rare.

mod pieces;

use booking_contract::WidgetStyle;
use booking_widget::flow::{
    BackTo, Body, Booked, Consent, CouponField, DayState, DetailsStep, Ended, Event, Failed,
    GuestField, Held, Leaving, NextOpen, Notice, NoticeAction, PaymentStep, PriceChange, ReviewRow,
    Screen, ServiceOption, Slots, Step, Stepper, TimeStep, Tone, Waiting, ZoneChoice, ZoneOption,
};

use crate::fixtures::english;
use pieces::{applied, code, date, december, field, group, open_code, row, screen, summary};

/// The slot that is chosen in the samples.
pub(crate) const START: &str = "2026-12-01T14:30:00+00:00";

/// Every state with a name of its own.
pub(crate) fn all(style: WidgetStyle) -> Vec<(&'static str, Screen)> {
    vec![
        ("time-loading", loading(style)),
        ("time-no-day", with_slots(style, Slots::NoDay)),
        ("time", time(style)),
        ("time-coupon", time_with_coupon(style)),
        ("time-none", none_in_month(style)),
        ("time-offline", slots_failed(style)),
        ("time-taken", taken(style)),
        ("details", details(style)),
        ("details-errors", details_with_errors(style)),
        ("payment", payment(style)),
        (
            "payment-code",
            payment_with(style, open_code("", false, None)),
        ),
        (
            "payment-code-busy",
            payment_with(style, open_code("WELCOME10", true, None)),
        ),
        (
            "payment-code-error",
            payment_with(
                style,
                open_code("WELCOM", false, Some(english().code_not_found())),
            ),
        ),
        ("payment-applied", payment_applied(style)),
        ("payment-waits", payment_waits(style)),
        ("payment-busy", payment_busy(style)),
        ("payment-changed", payment_changed(style)),
        ("payment-blocked", payment_blocked(style)),
        ("leaving", leaving(style, false)),
        ("leaving-link", leaving(style, true)),
        ("held", held(style, false)),
        ("held-releasing", held(style, true)),
        ("waiting", waiting(style, false)),
        ("waiting-slow", waiting(style, true)),
        ("booked", booked(style)),
        ("ended", ended(style)),
        ("failed", failed(style)),
        ("long", long(style)),
    ]
}

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

/// The second step.
pub(crate) fn details(style: WidgetStyle) -> Screen {
    let step = DetailsStep {
        name: field(GuestField::Name, english().name(), "Test Guest", None, ""),
        email: field(
            GuestField::Email,
            english().email(),
            "",
            None,
            english().email_hint(),
        ),
        phone: field(GuestField::Phone, english().phone(), "", None, ""),
        notes: field(
            GuestField::Notes,
            english().notes(),
            "",
            None,
            english().notes_hint(),
        ),
        consent: Some(Consent {
            text: "I agree that Harbour Yoga keeps these details for my booking.".into(),
            checked: true,
            error: None,
        }),
    };
    screen(style, Some(Step::Details), Body::Details(Box::new(step)))
}

/// The second step after a premature "Continue".
pub(crate) fn details_with_errors(style: WidgetStyle) -> Screen {
    let step = DetailsStep {
        name: field(
            GuestField::Name,
            english().name(),
            "",
            Some(english().name_empty()),
            "",
        ),
        email: field(
            GuestField::Email,
            english().email(),
            "guest@example",
            Some(english().email_domain()),
            english().email_hint(),
        ),
        phone: field(
            GuestField::Phone,
            english().phone(),
            "+351 21",
            Some(english().phone_short()),
            "",
        ),
        notes: field(
            GuestField::Notes,
            english().notes(),
            "A mat, please.",
            None,
            english().notes_hint(),
        ),
        consent: Some(Consent {
            text: "I agree that Harbour Yoga keeps these details for my booking.".into(),
            checked: false,
            error: Some(english().consent_missing()),
        }),
    };
    let mut screen = screen(style, Some(Step::Details), Body::Details(Box::new(step)));
    screen.urgent = String::new();
    screen.announcement = english().details_wrong().into();
    screen.summary = Some(summary(style, Step::Details, applied(None, None)));
    screen
}

/// The last step.
pub(crate) fn payment(style: WidgetStyle) -> Screen {
    payment_with(style, CouponField::Closed)
}

/// The last step with an applied code.
pub(crate) fn payment_applied(style: WidgetStyle) -> Screen {
    let mut screen = payment_with(style, applied(None, None));
    change_payment(&mut screen, |step| step.confirm = "Pay €86.40".into());
    screen
}

/// The last step while the confirmation is on its way.
pub(crate) fn payment_busy(style: WidgetStyle) -> Screen {
    let mut screen = payment(style);
    change_payment(&mut screen, |step| step.busy = true);
    screen
}

/// The last step after the companion answered with another price.
pub(crate) fn payment_changed(style: WidgetStyle) -> Screen {
    let mut screen = payment_with(style, CouponField::Closed);
    change_payment(&mut screen, |step| {
        step.price_change = Some(PriceChange {
            title: english().price_changed(),
            was: "€86.40".into(),
            now: "€96.00".into(),
            reasons: vec![
                "WELCOME10 no longer applies. This code has expired. You can go on without it."
                    .into(),
            ],
            accept: "Accept and pay €96.00".into(),
        });
    });
    screen
}

/// The last step with an amount that cannot be paid online.
pub(crate) fn payment_blocked(style: WidgetStyle) -> Screen {
    let mut screen = payment(style);
    change_payment(&mut screen, |step| {
        step.blocked = Some("Payments online start at €0.50, and this booking costs €0.30. Please choose another service or more people, or ask Harbour Yoga.".into());
    });
    screen
}

/// A booking that is held for a payment.
pub(crate) fn held(style: WidgetStyle, releasing: bool) -> Screen {
    let body = Body::Held(Held {
        title: english().held(),
        until: "Your time is held until 14:32.".into(),
        countdown: "12 min left".into(),
        service: "Vinyasa flow".into(),
        when: "Tuesday 1 December 2026, 14:30 to 15:30".into(),
        amount: "€86.40".into(),
        checkout_url: Some("https://checkout.stripe.com/c/pay/cs_test_a1".into()),
        releasing,
    });
    screen(style, None, body)
}

/// A finished booking.
pub(crate) fn booked(style: WidgetStyle) -> Screen {
    let body = Body::Booked(Box::new(Booked {
        title: english().booked(),
        service: "Vinyasa flow".into(),
        when: "Tuesday 1 December 2026, 14:30 to 15:30".into(),
        business_time: Some("In Lisbon it is then 14:30.".into()),
        location: "Rua da Boavista 84, Lisbon".into(),
        lines: vec![
            row("€48.00 × 2", "€96.00"),
            row("WELCOME10 (10% off)", "−€9.60"),
        ],
        total: row("Total", "€86.40"),
        paid: "Paid €86.40".into(),
        reference: "K7MP-2QXD".into(),
        booked_for: "Test Guest, guest@example.com".into(),
        back_to: Some(BackTo {
            url: "https://harbour-yoga.example/".into(),
            label: "Back to Harbour Yoga".into(),
        }),
    }));
    screen(style, None, body)
}

/// On the way to the payment page.
pub(crate) fn leaving(style: WidgetStyle, link_visible: bool) -> Screen {
    let body = Body::Leaving(Leaving {
        title: english().leaving(),
        text: if link_visible {
            english().leaving_link_text()
        } else {
            english().leaving_text()
        }
        .into(),
        checkout_url: Some("https://checkout.stripe.com/c/pay/cs_test_a1?x=1&y=2".into()),
        link_visible,
    });
    screen(style, None, body)
}

/// Nothing can be done here.
pub(crate) fn failed(style: WidgetStyle) -> Screen {
    let body = Body::Failed(Failed {
        title: english().nothing_here().into(),
        text: english().failed_calendar().into(),
        retry: Some(english().retry()),
        again: Some(english().book_again()),
    });
    screen(style, None, body)
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

fn loading(style: WidgetStyle) -> Screen {
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

fn time_with_coupon(style: WidgetStyle) -> Screen {
    let mut screen = time(style);
    screen.summary = Some(summary(
        style,
        Step::Time,
        open_code("WELCOM", false, Some(english().code_not_found())),
    ));
    screen
}

fn none_in_month(style: WidgetStyle) -> Screen {
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

fn slots_failed(style: WidgetStyle) -> Screen {
    with_slots(
        style,
        Slots::Failed {
            text: english().slots_failed().into(),
        },
    )
}

fn payment_waits(style: WidgetStyle) -> Screen {
    let why = "This code needs a booking of at least €120.00. Add €24.00 to use it.";
    payment_with(style, applied(Some(why), Some(code("SPRING", None))))
}

fn waiting(style: WidgetStyle, slow: bool) -> Screen {
    let body = Body::Waiting(Waiting {
        title: english().waiting(),
        text: if slow {
            english().waiting_slow()
        } else {
            english().waiting_text()
        }
        .into(),
        slow,
        retry: slow.then_some(english().check_again()),
    });
    screen(style, None, body)
}

fn ended(style: WidgetStyle) -> Screen {
    let body = Body::Ended(Ended {
        title: english().ended(),
        text: english().ended_text().into(),
        reference: "K7MP-2QXD".into(),
        again: Some(english().book_again()),
    });
    screen(style, None, body)
}

fn payment_with(style: WidgetStyle, coupon: CouponField) -> Screen {
    let row = |label, value: &str, detail: &str, change, change_name| ReviewRow {
        label,
        value: value.into(),
        detail: detail.into(),
        change,
        change_name,
    };
    let step = PaymentStep {
        rows: vec![
            row(
                english().what(),
                "Vinyasa flow",
                "2 people, 60 min",
                Step::Time,
                english().change_service(),
            ),
            row(
                english().when(),
                "Tuesday 1 December 2026, 14:30 to 15:30",
                "In Lisbon it is then 14:30.",
                Step::Time,
                english().change_time(),
            ),
            row(
                english().who(),
                "Test Guest",
                "guest@example.com",
                Step::Details,
                english().change_details(),
            ),
        ],
        confirm: "Pay €96.00".into(),
        busy: false,
        blocked: None,
        legal: "You pay Harbour Yoga on Stripe's secure page. Your time is held while you pay."
            .into(),
        price_change: None,
    };
    let mut screen = screen(style, Some(Step::Payment), Body::Payment(Box::new(step)));
    screen.summary = Some(summary(style, Step::Payment, coupon));
    screen
}

fn change_payment(screen: &mut Screen, change: impl FnOnce(&mut PaymentStep)) {
    if let Body::Payment(step) = &mut screen.body {
        change(step);
    }
}

fn with_slots(style: WidgetStyle, slots: Slots) -> Screen {
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
