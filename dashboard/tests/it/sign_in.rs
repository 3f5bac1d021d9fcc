//! The sign-in.

use booking_contract::ProblemCode;
use booking_dashboard::client::Failure;
use booking_dashboard::pages::sign_in::{Effect, Event, Field, SignIn, Stage};

use crate::answers::{refused, throttled};

const NOW_MS: f64 = 1_000_000.0;

fn filled() -> SignIn {
    let mut state = SignIn::default();
    state.step(Event::Email(" owner@example.com ".to_owned()));
    state.step(Event::Password("correct horse battery".to_owned()));
    state
}

fn answered(result: Result<(), Failure>) -> (SignIn, Vec<Effect>) {
    let mut state = filled();
    assert_eq!(state.step(Event::Submit), [Effect::Send]);
    let now_ms = NOW_MS;
    let effects = state.step(Event::Answered { result, now_ms });
    (state, effects)
}

#[test]
fn what_is_missing_is_named_and_gets_the_cursor_and_nobody_is_asked() {
    let mut state = SignIn::default();
    assert_eq!(state.step(Event::Submit), [Effect::Focus(Field::Email)]);
    assert_eq!(state.stage, Stage::Missing(Field::Email));
    state.step(Event::Email("no address".to_owned()));
    assert_eq!(state.step(Event::Submit), [Effect::Focus(Field::Email)]);
    state.step(Event::Email("owner@example.com".to_owned()));
    assert_eq!(state.step(Event::Submit), [Effect::Focus(Field::Password)]);
}

#[test]
fn one_press_asks_once() {
    let mut state = filled();
    assert_eq!(state.step(Event::Submit), [Effect::Send]);
    assert_eq!(state.step(Event::Submit), []);
}

#[test]
fn blanks_around_the_address_do_not_count() {
    assert_eq!(
        filled().address(),
        Some("owner@example.com".parse().unwrap())
    );
}

#[test]
fn who_is_in_goes_on_and_leaves_no_password_behind() {
    let (state, effects) = answered(Ok(()));
    assert_eq!(effects, [Effect::Enter]);
    assert_eq!(state.password, "");
}

#[test]
fn a_wrong_pair_keeps_what_was_typed() {
    let (mut state, effects) = answered(Err(refused(ProblemCode::WrongPassword)));
    assert_eq!(effects, [Effect::Focus(Field::Password)]);
    assert_eq!(state.stage, Stage::Wrong);
    assert_eq!(state.password, "correct horse battery");
    state.step(Event::Password("another one entirely".to_owned()));
    assert_eq!(state.stage, Stage::Ready);
}

#[test]
fn after_too_many_tries_the_wait_counts_down_and_then_one_may_try_again() {
    let (mut state, effects) = answered(Err(throttled(3)));
    assert_eq!(effects, [Effect::Wait]);
    assert_eq!(state.step(Event::Submit), [], "not before the wait is over");
    let tick = |state: &mut SignIn, seconds: f64| {
        let now_ms = NOW_MS + seconds * 1_000.0;
        state.step(Event::Tick { now_ms })
    };
    assert_eq!(tick(&mut state, 1.0), [Effect::Wait]);
    assert!(matches!(state.stage, Stage::Waiting { seconds: 2, .. }));
    state.step(Event::Email("other@example.com".to_owned()));
    assert!(matches!(state.stage, Stage::Waiting { seconds: 2, .. }));
    assert_eq!(tick(&mut state, 3.0), []);
    assert_eq!(state.stage, Stage::Ready);
    assert_eq!(state.step(Event::Submit), [Effect::Send]);
}

#[test]
fn a_clock_that_is_set_back_makes_the_wait_no_longer() {
    let (mut state, _) = answered(Err(throttled(3)));
    let now_ms = NOW_MS - 3_600_000.0;
    state.step(Event::Tick { now_ms });
    assert!(matches!(state.stage, Stage::Waiting { seconds: 3, .. }));
}

#[test]
fn without_a_network_it_says_so_and_a_second_press_tries_again() {
    let (mut state, effects) = answered(Err(Failure::Unreachable));
    assert_eq!(effects, []);
    let Stage::Failed(sentence) = &state.stage else {
        panic!("{:?}", state.stage)
    };
    assert!(sentence.contains("connection"), "{sentence}");
    assert_eq!(state.step(Event::Submit), [Effect::Send]);
}
