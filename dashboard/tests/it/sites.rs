//! The sites that may embed.

use booking_contract::ProblemCode;
use booking_contract::owner::Sites;
use booking_dashboard::client::Failure;
use booking_dashboard::pages::settings::sites::{Deed, Effect, Event, Page};

use crate::answers::refused;

fn sites(all: &[&str]) -> Sites {
    let sites = all.iter().map(|site| (*site).to_owned()).collect();
    Sites { sites }
}

fn open(all: &[&str]) -> Page {
    let mut page = Page::default();
    assert_eq!(page.step(Event::Load), [Effect::Load]);
    page.step(Event::Loaded(Ok(sites(all))));
    page
}

#[test]
fn a_site_is_added_as_the_companion_wrote_it_and_can_be_taken_back() {
    let mut page = open(&["https://a.example"]);
    page.step(Event::Type(" B.example ".to_owned()));
    let deed = Deed::Allow("B.example".to_owned());
    assert_eq!(page.step(Event::Submit), [Effect::Do(deed.clone())]);
    assert_eq!(page.step(Event::Submit), [], "one request at a time");
    let now = sites(&["https://a.example", "https://b.example"]);
    let effects = page.step(Event::Done(deed, Ok(now)));
    let back = Deed::Withdraw("https://b.example".to_owned());
    assert!(matches!(&effects[..], [Effect::Say(_, Some(undo))] if *undo == back));
    assert_eq!(page.typed, "");
}

#[test]
fn a_site_that_is_withdrawn_can_be_allowed_again() {
    let mut page = open(&["https://a.example"]);
    let deed = Deed::Withdraw("https://a.example".to_owned());
    page.step(Event::Do(deed.clone()));
    let effects = page.step(Event::Done(deed, Ok(sites(&[]))));
    let back = Deed::Allow("https://a.example".to_owned());
    assert!(matches!(&effects[..], [Effect::Say(_, Some(undo))] if *undo == back));
    assert_eq!(page.sites, Some(Vec::new()));
}

#[test]
fn an_address_that_is_not_taken_is_told_at_its_field() {
    let mut page = open(&[]);
    assert_eq!(page.step(Event::Submit), [Effect::Focus]);
    assert!(page.mistake.is_some());
    page.step(Event::Type("https://a.example/b".to_owned()));
    assert_eq!(page.mistake, None);
    page.step(Event::Submit);
    let deed = Deed::Allow("https://a.example/b".to_owned());
    let failure = refused(ProblemCode::AddressRefused);
    assert_eq!(page.step(Event::Done(deed, Err(failure))), [Effect::Focus]);
    assert!(page.mistake.is_some());
    assert_eq!(page.typed, "https://a.example/b");
}

#[test]
fn what_fails_changes_nothing() {
    let mut page = open(&["https://a.example"]);
    let deed = Deed::Withdraw("https://a.example".to_owned());
    page.step(Event::Do(deed.clone()));
    let effects = page.step(Event::Done(deed, Err(Failure::Unreachable)));
    assert!(matches!(&effects[..], [Effect::Say(_, None)]));
    assert_eq!(page.sites, Some(vec!["https://a.example".to_owned()]));
    assert!(!page.doing);
}
