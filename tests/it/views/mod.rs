//! Promises of both views, drawn natively: names, roles, hooks and texts of every state.

mod after;
mod form;
mod look;
mod price;
mod steps;

use std::collections::BTreeSet;
use std::rc::Rc;

use booking_contract::WidgetStyle;
use booking_widget::flow::{FocusTarget, Screen};
use booking_widget::view::{Ahead, Widget, WidgetProps};
use tokio::runtime::Builder;
use tokio::task::LocalSet;
use yew::{Callback, LocalServerRenderer};

use crate::{fixtures, samples};

const LOOKS: [WidgetStyle; 2] = [WidgetStyle::Neo, WidgetStyle::Classic];

/// The markup of a screen.
pub(crate) fn draw(screen: Screen) -> String {
    let props = WidgetProps {
        screen: Rc::new(screen),
        ahead: Ahead::default(),
        send: Callback::noop(),
    };
    let renderer = LocalServerRenderer::<Widget>::with_props(props).hydratable(false);
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(LocalSet::new().run_until(renderer.render()))
}

/// The opening tags that hold a text, such as an attribute.
fn tags<'a>(html: &'a str, part: &str) -> Vec<&'a str> {
    let tags = html.split('<').filter_map(|piece| piece.split_once('>'));
    tags.map(|(tag, _)| tag)
        .filter(|tag| tag.contains(part))
        .collect()
}

/// The one opening tag with a hook.
#[track_caller]
fn hook<'a>(html: &'a str, name: &str) -> &'a str {
    let found = tags(html, &format!("data-test=\"{name}\""));
    assert_eq!(found.len(), 1, "elements with the hook {name}");
    found[0]
}

/// What the lines say that a field is described by.
#[track_caller]
fn described(html: &str, tag: &str) -> String {
    let ids = attribute(tag, "aria-describedby").unwrap().split(' ');
    ids.map(|id| {
        let (_, rest) = html.split_once(&format!("id=\"{id}\"")).unwrap();
        rest.split("</p>").next().unwrap()
    })
    .collect()
}

/// What follows the tag with a hook, up to the end of its element.
#[track_caller]
fn inside<'a>(html: &'a str, name: &str) -> &'a str {
    let tag = hook(html, name);
    let element = tag.split([' ', '/']).next().unwrap();
    let (_, rest) = html.split_once(tag).unwrap();
    rest[1..].split(&format!("</{element}>")).next().unwrap()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

#[track_caller]
fn each_state(check: impl Fn(&str, &str, &Screen)) {
    for look in LOOKS {
        let reached = fixtures::screens(look);
        for (state, screen) in samples::all(look).into_iter().chain(reached) {
            let html = draw(screen.clone());
            check(&format!("{look:?} {state}"), &html, &screen);
        }
    }
}

#[test]
fn nothing_is_drawn_that_the_content_security_policy_forbids() {
    each_state(|state, html, _| {
        assert!(!html.contains("style="), "{state} has a style attribute");
        assert!(!html.contains("<style"), "{state} has a style element");
        assert!(!html.contains("<script"), "{state} has a script");
        assert!(!html.contains(" onclick="), "{state} has an inline handler");
    });
}

#[test]
fn names_from_a_business_are_text_and_never_markup() {
    for look in LOOKS {
        let html = draw(samples::long(look));
        assert!(html.contains("&lt;script&gt;alert(1)&lt;"), "{html}");
        assert!(html.contains("calm hour &amp; a half"));
    }
}

#[test]
fn every_state_has_one_main_landmark_one_title_and_both_live_regions() {
    each_state(|state, html, screen| {
        assert_eq!(html.matches("<main ").count(), 1, "{state}");
        assert_eq!(html.matches("<h1").count(), 1, "{state}");
        assert!(
            inside(html, "announcement").ends_with(&screen.announcement),
            "{state}"
        );
        assert!(
            hook(html, "announcement").contains("role=\"status\""),
            "{state}"
        );
        assert!(inside(html, "urgent").ends_with(&screen.urgent), "{state}");
        assert!(hook(html, "urgent").contains("role=\"alert\""), "{state}");
        assert_eq!(tags(html, "role=\"alert\"").len(), 1, "{state}");
    });
}

#[test]
fn every_state_has_a_heading_that_can_take_the_focus() {
    each_state(|state, html, _| {
        let id = format!("id=\"{}\"", FocusTarget::Heading.id());
        let heading = tags(html, &id);
        assert_eq!(heading.len(), 1, "{state}");
        assert_eq!(attribute(heading[0], "tabindex"), Some("-1"), "{state}");
    });
}

#[test]
fn ids_are_unique_and_every_reference_leads_somewhere() {
    each_state(|state, html, _| {
        let ids: Vec<&str> = tags(html, " id=\"")
            .iter()
            .filter_map(|tag| attribute(tag, "id"))
            .collect();
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{state} has an id twice");
        for kind in ["for", "aria-describedby", "aria-labelledby"] {
            for tag in tags(html, &format!(" {kind}=\"")) {
                let mut ids = attribute(tag, kind).unwrap().split(' ');
                assert!(ids.all(|id| known.contains(id)), "{state}: {kind} of {tag}");
            }
        }
    });
}

#[test]
fn every_control_has_a_name_and_no_button_submits_by_accident() {
    each_state(|state, html, _| {
        for (index, _) in html.match_indices("<button") {
            let (tag, rest) = html[index + 1..].split_once('>').unwrap();
            assert!(attribute(tag, "type").is_some(), "{state}: {tag}");
            let text = rest.split("</button>").next().unwrap();
            let visible = text.split('<').any(|piece| {
                piece
                    .split('>')
                    .next_back()
                    .is_some_and(|it| !it.trim().is_empty())
            });
            assert!(
                visible || attribute(tag, "aria-label").is_some(),
                "{state}: {tag} has no name"
            );
        }
        for tag in tags(html, "class=\"in\"") {
            let label = format!("for=\"{}\"", attribute(tag, "id").unwrap());
            assert_eq!(tags(html, &label).len(), 1, "{state}: {tag} has no label");
        }
        for tag in tags(html, "role=\"grid\"") {
            assert!(attribute(tag, "aria-labelledby").is_some(), "{state}");
        }
        for tag in tags(html, "<img") {
            assert!(attribute(tag, "alt").is_some(), "{state}");
        }
    });
}
