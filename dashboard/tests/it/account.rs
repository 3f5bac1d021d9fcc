//! The own account, and the way into a business.

use booking_contract::ProblemCode;
use booking_contract::owner::InvitationTo;
use booking_dashboard::client::Failure;
use booking_dashboard::pages::account::own::{self, Own, browser};
use booking_dashboard::pages::join::{self, Join, Way};
use serde_json::json;

use crate::answers::refused;

fn to(has_account: bool) -> InvitationTo {
    serde_json::from_value(json!({
        "business_id": "kiln-clay", "business_name": "Kiln & Clay",
        "email": "New@example.com", "role": "staff", "has_account": has_account,
    }))
    .unwrap()
}

fn looked(signed_in: Option<&str>, has_account: bool) -> Join {
    let mut join = Join::new(signed_in.map(str::to_owned));
    assert_eq!(join.step(join::Event::Look), [join::Effect::Look]);
    join.step(join::Event::Looked(Ok(to(has_account))));
    join
}

#[test]
fn who_is_new_needs_a_name_and_a_long_password() {
    let mut join = looked(Some("other@example.com"), false);
    assert_eq!(join.way(), Way::New);
    let focus = |field| [join::Effect::Focus(field)];
    assert_eq!(join.step(join::Event::Submit), focus(join::Field::Name));
    join.step(join::Event::Name("Test New".to_owned()));
    join.step(join::Event::Password("eleven char".to_owned()));
    assert_eq!(join.step(join::Event::Submit), focus(join::Field::Password));
    join.step(join::Event::Password("twelve chars".to_owned()));
    assert_eq!(
        join.step(join::Event::Submit),
        [join::Effect::Take(Way::New)]
    );
    assert_eq!(join.step(join::Event::Submit), [], "one request at a time");
    let entered = join.step(join::Event::Done(Ok(())));
    assert_eq!(entered, [join::Effect::Enter("kiln-clay".to_owned())]);
    assert_eq!(join.password, "");
}

#[test]
fn who_has_an_account_comes_in_with_it() {
    assert_eq!(looked(None, true).way(), Way::SignIn);
    assert_eq!(looked(Some("other@example.com"), true).way(), Way::SignIn);
    let mut join = looked(Some("new@example.com"), true);
    assert_eq!(
        join.step(join::Event::Submit),
        [join::Effect::Take(Way::Signed)]
    );
    let mut join = looked(None, true);
    join.step(join::Event::Password("any".to_owned()));
    assert_eq!(
        join.step(join::Event::Submit),
        [join::Effect::Take(Way::SignIn)]
    );
    join.step(join::Event::Done(Err(refused(ProblemCode::WrongPassword))));
    let join::Stage::Failed(failure) = &join.stage else {
        panic!("{:?}", join.stage)
    };
    assert!(join::sentence(failure).contains("password"));
}

#[test]
fn a_link_that_has_ended_says_so_and_an_account_made_meanwhile_is_asked_for() {
    let mut join = Join::new(None);
    join.step(join::Event::Looked(Err(refused(ProblemCode::NotFound))));
    assert_eq!(join.stage, join::Stage::Over);
    let mut join = looked(None, false);
    let result = Err(refused(ProblemCode::AlreadyHasAccount));
    assert_eq!(join.step(join::Event::Done(result)), [join::Effect::Look]);
    join.step(join::Event::Looked(Ok(to(true))));
    assert_eq!(join.way(), Way::SignIn);
    let mut join = Join::new(None);
    join.step(join::Event::Looked(Err(Failure::Unreachable)));
    assert_eq!(join.stage, join::Stage::Unknown(Failure::Unreachable));
}

#[test]
fn another_password_asks_for_the_one_so_far() {
    let mut own = Own::default();
    let focus = |field| [own::Effect::Focus(field)];
    assert_eq!(own.step(own::Event::Submit), focus(own::Field::Current));
    own.step(own::Event::Current("old".to_owned()));
    assert_eq!(own.step(own::Event::Submit), focus(own::Field::New));
    own.step(own::Event::New("twelve chars".to_owned()));
    assert_eq!(own.step(own::Event::Submit), [own::Effect::Change]);
    assert_eq!(own.step(own::Event::Submit), [], "one request at a time");
    let wrong = Err(refused(ProblemCode::WrongPassword));
    assert_eq!(
        own.step(own::Event::Changed(wrong)),
        focus(own::Field::Current)
    );
    assert_eq!(own.stage, own::Stage::Wrong);
    own.step(own::Event::Submit);
    let done = own.step(own::Event::Changed(Ok(())));
    assert!(matches!(
        &done[..],
        [own::Effect::Say(_), own::Effect::Load]
    ));
    assert_eq!((own.current.as_str(), own.new.as_str()), ("", ""));
}

#[test]
fn browsers_are_named_as_people_do() {
    for (agent, name) in [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
            "Chrome on Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("", "A program that does not say its name"),
    ] {
        assert_eq!(browser(agent), name);
    }
}
