//! The hours of a week as they are typed.

use booking_contract::owner::{BusinessHours, HoursOf, OwnHours, WeekSpan};
use booking_dashboard::editing::{Effect, Entered, Event, Form};
use booking_dashboard::pages::catalog::hours_entered::{HoursEntered, Span, Week, minute};

use crate::entered::currency;

fn span(weekday: u32, opens_minute: u32, closes_minute: u32) -> WeekSpan {
    WeekSpan {
        weekday,
        opens_minute,
        closes_minute,
    }
}

fn week(of: HoursOf) -> Week {
    let own = HoursOf::Staff("stf_1".parse().unwrap());
    Week {
        of,
        hours: BusinessHours {
            weekly: vec![span(1, 540, 720), span(1, 780, 1_440)],
            dates: Vec::new(),
            own: vec![OwnHours {
                of: own,
                weekly: vec![span(3, 600, 660)],
            }],
        },
        outside: Vec::new(),
    }
}

fn entered() -> HoursEntered {
    HoursEntered::of(&week(HoursOf::Business), currency("EUR"))
}

fn typed(from: &str, to: &str) -> Span {
    Span {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

#[test]
fn hours_read_back_as_they_were_until_midnight_too() {
    let entered = entered();
    assert_eq!(entered.days[0][1], typed("13:00", "00:00"));
    let set = entered.draft().unwrap();
    assert_eq!(set.weekly, set.was);
    let own = HoursOf::Staff("stf_1".parse().unwrap());
    let set = HoursEntered::of(&week(own.clone()), currency("EUR"));
    let set = set.draft().unwrap();
    assert_eq!((set.of, set.weekly), (own, vec![span(3, 600, 660)]));
}

#[test]
fn a_time_is_on_a_grid_of_five_minutes() {
    assert_eq!(minute("09:05", false), Some(545));
    assert_eq!(minute("00:00", false), Some(0));
    assert_eq!(minute("00:00", true), Some(1_440));
    for bad in ["", "9", "09:03", "24:00", "09:60", "a:b"] {
        assert_eq!(minute(bad, false), None, "{bad}");
    }
}

#[test]
fn overlaps_and_ends_before_beginnings_are_named_by_their_line() {
    let mut entered = entered();
    entered.days[0][1] = typed("11:00", "15:00");
    let mistakes = entered.draft().unwrap_err();
    assert!(mistakes["from-0-1"].contains("overlaps"), "{mistakes:?}");
    entered.days[0][1] = typed("15:00", "14:00");
    let mistakes = entered.draft().unwrap_err();
    assert!(mistakes["from-0-1"].contains("ends before"), "{mistakes:?}");
    entered.days[0][1] = typed("15:00", "");
    assert!(entered.draft().unwrap_err().contains_key("from-0-1"));
}

#[test]
fn days_are_added_to_and_copied() {
    let mut entered = entered();
    entered.add(5);
    assert_eq!(entered.days[5], [typed("09:00", "17:00")]);
    entered.copy_monday();
    assert!((1..5).all(|day| entered.days[day] == entered.days[0]));
    assert_eq!(entered.days[5].len(), 1);
}

#[test]
fn hours_that_cannot_be_are_not_sent() {
    let mut form = Form::<HoursEntered>::of(week(HoursOf::Business), currency("EUR"));
    let mut now = form.entered.clone();
    now.days[2] = vec![typed("10:00", "09:00")];
    form.step(Event::Set(Box::new(now.clone())));
    assert_eq!(
        form.step(Event::Save),
        [Effect::Focus("from-2-0".to_owned())]
    );
    now.days[2] = vec![typed("09:00", "10:00")];
    form.step(Event::Set(Box::new(now)));
    assert!(matches!(&form.step(Event::Save)[..], [Effect::Send(_)]));
}
