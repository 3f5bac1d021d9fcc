//! What the samples are put together from.

use booking_contract::WidgetStyle;
use booking_widget::flow::{
    Body, CouponField, Day, DayState, Discount, Entry, FieldView, GuestField, Header,
    LanguageChoice, Mark, MarkState, MoneyRow, Month, OpenCode, PhoneField, PriceLine, Screen,
    SlotGroup, SlotOption, Step, Summary,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

use super::START;
use crate::fixtures::{english, languages};

/// A calm picture without a file.
const COVER: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 800 300' preserveAspectRatio='xMidYMid slice'%3E%3ClinearGradient id='a' x2='0' y2='1'%3E%3Cstop stop-color='%23cfe0e3'/%3E%3Cstop offset='1' stop-color='%23f3e9dc'/%3E%3C/linearGradient%3E%3Cpath fill='url(%23a)' d='M0 0h800v300H0z'/%3E%3Ccircle cx='590' cy='120' r='46' fill='%23f6d9b0'/%3E%3Cpath fill='%239db9b4' d='M0 210q140-70 300-20t500-30v140H0z'/%3E%3Cpath fill='%23638a86' d='M0 250q200-60 420-10t380-20v80H0z'/%3E%3C/svg%3E";

pub(super) fn screen(style: WidgetStyle, step: Option<Step>, body: Body) -> Screen {
    let marks = [
        (Step::Time, english().step_time()),
        (Step::Details, english().step_details()),
        (Step::Payment, english().step_payment()),
    ];
    let mark = |current: Step, (step, label): (Step, &'static str)| Mark {
        step,
        label,
        state: match (step as u8).cmp(&(current as u8)) {
            std::cmp::Ordering::Less => MarkState::Done,
            std::cmp::Ordering::Equal => MarkState::Current,
            std::cmp::Ordering::Greater => MarkState::Ahead,
        },
        reachable: (step as u8) < current as u8,
    };
    Screen {
        style,
        text: english(),
        header: Header {
            business_name: "Harbour Yoga".into(),
            title: "A quiet hour by the water".into(),
            description: "Small classes in a bright loft above the old harbour. Mats and tea are there; bring yourself.".into(),
            location: "Rua da Boavista 84, Lisbon".into(),
            cover: (style == WidgetStyle::Neo).then(|| COVER.into()),
            title_hidden: false,
            button: english().proceed().into(),
            test_mode: false,
        },
        progress: step.map_or(Vec::new(), |current| {
            marks.into_iter().map(|each| mark(current, each)).collect()
        }),
        body,
        summary: step.map(|step| summary(style, step, CouponField::Closed)),
        notice: None,
        languages: LanguageChoice {
            selected: "en",
            options: languages(),
            serial: 0,
        },
        announcement: String::new(),
        urgent: String::new(),
        focus: None,
    }
}

pub(super) fn summary(style: WidgetStyle, step: Step, coupon: CouponField) -> Summary {
    let off = matches!(coupon, CouponField::Applied { why_not: None, .. });
    let shown = style == WidgetStyle::Neo || step == Step::Payment;
    Summary {
        service: "Vinyasa flow".into(),
        when: Some("Tuesday, 1 December 2026, 14:30\u{a0}to\u{a0}15:30".into()),
        lines: vec![PriceLine {
            label: "€48.00\u{a0}×\u{a0}2".into(),
            detail: if off {
                "€43.20 per person after discount".into()
            } else {
                String::new()
            },
            parts: Vec::new(),
            amount: "€96.00".into(),
        }],
        was: off.then(|| "€96.00".into()),
        subtotal: off.then(|| row("Subtotal", "€96.00")),
        taxes: Vec::new(),
        contained: Vec::new(),
        due: None,
        discount: off.then(|| Discount {
            label: "WELCOME10".into(),
            detail: "10% off".into(),
            amount: "−€9.60".into(),
        }),
        total: row("Total", if off { "€86.40" } else { "€96.00" }),
        coupon: shown.then_some(coupon),
    }
}

pub(super) fn applied(why_not: Option<&str>, replacing: Option<OpenCode>) -> CouponField {
    CouponField::Applied {
        code: "WELCOME10".into(),
        detail: "10% off".into(),
        why_not: why_not.map(Into::into),
        offers: why_not
            .map(|_| vec!["Book for 3 people".into()])
            .unwrap_or_default(),
        back: None,
        replacing,
    }
}

pub(super) fn open_code(text: &str, busy: bool, error: Option<&str>) -> CouponField {
    CouponField::Open(OpenCode {
        busy,
        ..code(text, error)
    })
}

pub(super) fn code(text: &str, error: Option<&str>) -> OpenCode {
    OpenCode {
        text: text.into(),
        busy: false,
        error: error.map(Into::into),
    }
}

pub(super) fn row(label: &str, amount: &str) -> MoneyRow {
    MoneyRow {
        label: label.into(),
        amount: amount.into(),
    }
}

pub(super) fn field(
    field: GuestField,
    label: &str,
    value: &str,
    error: Option<&str>,
    hint: &str,
) -> FieldView {
    FieldView {
        field,
        entry: match field {
            GuestField::Notes => Entry::Lines,
            _ => Entry::Line,
        },
        label: label.into(),
        value: value.into(),
        options: Vec::new(),
        error: error.map(Into::into),
        hint: hint.into(),
        required: matches!(field, GuestField::Name | GuestField::Email),
    }
}

pub(super) fn phone(value: &str, error: Option<&str>) -> PhoneField {
    PhoneField {
        number: field(GuestField::Phone, english().phone(), value, error, ""),
        country: "PT",
        calling_code: "351",
        countries: english().countries(),
        serial: 0,
    }
}

pub(super) fn group(label: &'static str, times: &[(i64, i64, u32)]) -> SlotGroup {
    let slot = |&(hour, minute, seats): &(i64, i64, u32)| {
        let midnight: DateTime<Utc> = "2026-12-01T00:00:00Z".parse().unwrap_or_default();
        let starts_at = midnight + TimeDelta::minutes(hour * 60 + minute);
        let detail = if seats < 4 {
            english().count(english().places_left(seats), seats)
        } else {
            String::new()
        };
        let label = format!("{hour:02}:{minute:02}");
        SlotOption {
            starts_at,
            name: format!(
                "{label} to {:02}:{minute:02}, {seats} places left",
                hour + 1
            ),
            label,
            detail,
            selected: starts_at.to_rfc3339() == START,
            price: None,
        }
    };
    SlotGroup {
        label,
        slots: times.iter().map(slot).collect(),
    }
}

pub(super) fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

pub(super) fn december() -> Month {
    let first = date(2026, 12, 1).unwrap_or_default();
    let mut weeks = vec![[const { None }; 7]];
    for offset in 0..31 {
        let date = first + Days::new(offset);
        let column = date.weekday().num_days_from_monday() as usize;
        if column == 0 {
            weeks.push([const { None }; 7]);
        }
        let number = date.day();
        let state = match number {
            24..=26 => DayState::Closed,
            9 | 17 => DayState::Full,
            _ if column == 6 => DayState::Closed,
            _ => DayState::Free,
        };
        let name = match state {
            DayState::Free => format!("{}, 8 free times", english().day_title(date)),
            DayState::Full => format!("{}, no free times", english().day_title(date)),
            _ => format!("{}, cannot be booked", english().day_title(date)),
        };
        if let Some(week) = weeks.last_mut() {
            week[column] = Some(Day {
                date,
                number,
                name,
                state,
                selected: number == 1,
                today: number == 3,
                tab_stop: number == 1,
                price: None,
            });
        }
    }
    Month {
        title: "December 2026".into(),
        weekdays: english().weekdays(),
        weeks,
        can_go_back: false,
        can_go_forward: true,
        loading: false,
    }
}
