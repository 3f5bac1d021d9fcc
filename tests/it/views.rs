//! Promises of both views, drawn natively: names, roles, hooks and texts of every state.

use std::collections::BTreeSet;
use std::rc::Rc;

use booking_contract::WidgetStyle;
use booking_widget::flow::{Body, FocusTarget, Screen};
use booking_widget::text::EN;
use booking_widget::view::{Widget, WidgetProps};
use tokio::runtime::Builder;
use tokio::task::LocalSet;
use yew::{Callback, LocalServerRenderer};

use crate::{fixtures, samples};

const LOOKS: [WidgetStyle; 2] = [WidgetStyle::Neo, WidgetStyle::Classic];

/// The markup of a screen.
fn draw(screen: Screen) -> String {
    let props = WidgetProps {
        screen: Rc::new(screen),
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
                let id = attribute(tag, kind).unwrap();
                assert!(known.contains(id), "{state}: {kind} of {tag}");
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

#[test]
fn the_month_always_has_six_rows_and_one_tab_stop() {
    for look in LOOKS {
        let html = draw(samples::time(look));
        let (_, body) = html.split_once("<tbody>").unwrap();
        let body = body.split("</tbody>").next().unwrap();
        assert_eq!(body.matches("<tr>").count(), 6);
        assert_eq!(body.matches("<td").count(), 42);
        let days = tags(&html, "data-test=\"day\"");
        assert_eq!(days.len(), 31);
        let stops = days
            .iter()
            .filter(|day| attribute(day, "tabindex") == Some("0"));
        assert_eq!(stops.count(), 1);
        assert!(
            days.iter()
                .all(|day| attribute(day, "role") == Some("gridcell"))
        );
    }
}

#[test]
fn a_day_says_its_full_name_whether_it_is_chosen_and_why_it_cannot_be() {
    for look in LOOKS {
        let html = draw(samples::time(look));
        let day = |date: &str| tags(&html, &format!("data-date=\"{date}\""))[0].to_owned();
        let chosen = day("2026-12-01");
        assert_eq!(attribute(&chosen, "aria-selected"), Some("true"));
        assert_eq!(attribute(&chosen, "aria-disabled"), None);
        assert_eq!(
            attribute(&chosen, "aria-label"),
            Some("Tuesday 1 December, 8 free times")
        );
        assert_eq!(attribute(&chosen, "id"), Some("booking-day-2026-12-01"));
        let full = day("2026-12-09");
        assert_eq!(attribute(&full, "aria-disabled"), Some("true"));
        assert_eq!(
            attribute(&full, "aria-label"),
            Some("Wednesday 9 December, no free times")
        );
        assert_eq!(attribute(&full, "aria-selected"), Some("false"));
        assert_eq!(attribute(&day("2026-12-03"), "aria-current"), Some("date"));
        for name in EN.weekdays {
            assert!(
                html.contains(&format!("<span class=\"vh\">{name}</span>")),
                "{name}"
            );
        }
    }
}

#[test]
fn slots_are_one_choice_in_named_groups() {
    for look in LOOKS {
        let html = draw(samples::time(look));
        for label in [EN.morning, EN.afternoon, EN.evening] {
            assert!(
                html.contains(&format!("<legend>{label}</legend>")),
                "{label}"
            );
        }
        assert_eq!(tags(&html, "data-test=\"slot\"").len(), 14);
        let radios = tags(&html, "name=\"booking-slot\"");
        assert_eq!(radios.len(), 14);
        let chosen: Vec<_> = radios
            .iter()
            .filter(|tag| tag.contains(" checked"))
            .collect();
        assert_eq!(chosen.len(), 1);
        assert_eq!(
            attribute(chosen[0], "aria-label"),
            Some("14:30 to 15:30, 3 places left")
        );
        let label = tags(&html, &format!("data-start=\"{}\"", samples::START));
        assert_eq!(label.len(), 1);
        assert!(label[0].starts_with("label"));
    }
}

#[test]
fn the_stepper_speaks_its_number_and_its_ends() {
    let mut screen = samples::time(WidgetStyle::Neo);
    if let Body::Time(step) = &mut screen.body
        && let Some(stepper) = &mut step.attendees
    {
        stepper.can_less = false;
    }
    let html = draw(screen);
    assert_eq!(
        attribute(hook(&html, "attendees-less"), "aria-disabled"),
        Some("true")
    );
    assert_eq!(
        attribute(hook(&html, "attendees-more"), "aria-disabled"),
        Some("false")
    );
    assert_eq!(
        attribute(hook(&html, "attendees-more"), "aria-label"),
        Some(EN.more)
    );
    assert!(inside(&html, "attendees").contains("2 people"));
}

#[test]
fn services_are_a_choice_and_a_single_one_is_not() {
    for look in LOOKS {
        let mut screen = samples::time(look);
        let html = draw(screen.clone());
        assert_eq!(tags(&html, "data-test=\"service\"").len(), 3);
        assert_eq!(tags(&html, "name=\"booking-service\"").len(), 3);
        assert_eq!(tags(&html, "data-service=\"deep\"").len(), 1);
        if let Body::Time(step) = &mut screen.body {
            step.services.truncate(1);
        }
        let html = draw(screen);
        assert_eq!(tags(&html, "name=\"booking-service\"").len(), 0);
        assert!(html.contains("Vinyasa flow"));
    }
}

#[test]
fn fields_help_the_browser_to_fill_them_in() {
    for look in LOOKS {
        let html = draw(samples::details(look));
        for (name, kind, fill) in [
            ("field-name", "text", "name"),
            ("field-email", "email", "email"),
            ("field-phone", "tel", "tel"),
        ] {
            let tag = hook(&html, name);
            assert_eq!(attribute(tag, "type"), Some(kind));
            assert_eq!(attribute(tag, "autocomplete"), Some(fill));
            assert_eq!(attribute(tag, "aria-invalid"), None);
        }
        assert_eq!(
            attribute(hook(&html, "field-name"), "value"),
            Some("Mia Andersson")
        );
        assert_eq!(
            attribute(hook(&html, "field-name"), "aria-required"),
            Some("true")
        );
        assert_eq!(attribute(hook(&html, "field-phone"), "aria-required"), None);
        assert!(hook(&html, "field-consent").contains(" checked"));
        assert_eq!(attribute(hook(&html, "continue"), "type"), Some("submit"));
    }
}

#[test]
fn an_error_is_at_its_field_and_named_by_it() {
    for look in LOOKS {
        let html = draw(samples::details_with_errors(look));
        let fields = [
            ("field-name", EN.name_empty),
            ("field-email", EN.email_domain),
            ("field-phone", EN.phone_short),
            ("field-consent", EN.consent_missing),
        ];
        for (name, error) in fields {
            let tag = hook(&html, name);
            assert_eq!(attribute(tag, "aria-invalid"), Some("true"), "{name}");
            let note = format!("id=\"{}\"", attribute(tag, "aria-describedby").unwrap());
            let (_, rest) = html.split_once(&note).unwrap();
            assert!(rest.split("</p>").next().unwrap().contains(error), "{name}");
        }
        assert!(html.contains("A mat, please."), "what was typed stays");
    }
}

#[test]
fn the_coupon_field_goes_from_a_quiet_button_to_an_applied_code() {
    for look in LOOKS {
        let states = samples::all(look);
        let draw_state = |name: &str| {
            let found = states.iter().find(|(state, _)| *state == name);
            draw(found.unwrap().1.clone())
        };

        let closed = draw_state("payment");
        assert!(inside(&closed, "coupon-open").contains(EN.coupon_open));
        assert!(tags(&closed, "coupon-input").is_empty());

        let busy = draw_state("payment-code-busy");
        assert_eq!(
            attribute(hook(&busy, "coupon-apply"), "aria-busy"),
            Some("true")
        );
        assert!(inside(&busy, "coupon-apply").contains(EN.coupon_checking));
        assert_eq!(
            attribute(hook(&busy, "coupon-input"), "value"),
            Some("WELCOME10")
        );
        assert_eq!(
            attribute(hook(&busy, "coupon-input"), "id"),
            Some("booking-code")
        );

        let wrong = draw_state("payment-code-error");
        let input = hook(&wrong, "coupon-input");
        assert_eq!(attribute(input, "aria-invalid"), Some("true"));
        assert_eq!(
            attribute(input, "aria-describedby"),
            attribute(hook(&wrong, "coupon-error"), "id")
        );
        assert!(inside(&wrong, "coupon-error").contains(EN.code_not_found));

        let applied = draw_state("payment-applied");
        assert!(inside(&applied, "coupon-applied").contains("WELCOME10"));
        assert_eq!(
            attribute(hook(&applied, "coupon-remove"), "aria-label"),
            Some("Remove WELCOME10")
        );
        assert_eq!(inside(&applied, "summary-discount"), "−€9.60");
        assert!(inside(&applied, "summary-total").contains("€86.40"));
        assert!(inside(&applied, "coupon-open").contains(EN.coupon_replace));

        let waits = draw_state("payment-waits");
        assert!(inside(&waits, "coupon-why").contains("Add €24.00"));
        assert!(tags(&waits, "summary-discount").is_empty());
        assert_eq!(
            attribute(hook(&waits, "coupon-input"), "value"),
            Some("SPRING")
        );
    }
}

#[test]
fn neo_has_the_price_in_sight_from_the_start_and_classic_the_coupon_only_with_the_payment() {
    let neo = draw(samples::time(WidgetStyle::Neo));
    assert!(!hook(&neo, "coupon-open").is_empty());
    assert!(inside(&draw(samples::details(WidgetStyle::Neo)), "summary-total").contains("€96.00"));
    let classic = draw(samples::time(WidgetStyle::Classic));
    assert!(tags(&classic, "coupon-open").is_empty());
    assert!(inside(&classic, "summary-total").contains("€96.00"));
    assert!(!hook(&draw(samples::payment(WidgetStyle::Classic)), "coupon-open").is_empty());
}

#[test]
fn only_the_owner_of_a_neo_calendar_has_a_cover() {
    assert!(draw(samples::time(WidgetStyle::Neo)).contains("class=\"cover\""));
    assert!(!draw(samples::time(WidgetStyle::Classic)).contains("class=\"cover\""));
}

#[test]
fn the_confirmation_is_busy_blocked_or_replaced_by_the_changed_price() {
    for look in LOOKS {
        let ready = draw(samples::payment(look));
        assert_eq!(
            attribute(hook(&ready, "confirm"), "aria-disabled"),
            Some("false")
        );
        assert!(inside(&ready, "confirm").contains("Pay €96.00"));
        assert!(ready.contains("Stripe's secure page"));

        let busy = draw(samples::payment_busy(look));
        assert_eq!(attribute(hook(&busy, "confirm"), "aria-busy"), Some("true"));
        assert!(inside(&busy, "confirm").contains(EN.confirming));

        let blocked = draw(samples::payment_blocked(look));
        let confirm = hook(&blocked, "confirm");
        assert_eq!(attribute(confirm, "aria-disabled"), Some("true"));
        assert_eq!(
            attribute(confirm, "aria-describedby"),
            attribute(hook(&blocked, "blocked"), "id")
        );

        let changed = draw(samples::payment_changed(look));
        assert!(tags(&changed, "data-test=\"confirm\"").is_empty());
        assert_eq!(inside(&changed, "price-was"), "€86.40");
        assert_eq!(inside(&changed, "price-now"), "€96.00");
        assert!(changed.contains("no longer applies"));
        assert!(inside(&changed, "accept-change").contains("Accept and pay €96.00"));
        assert_eq!(
            attribute(hook(&changed, "price-change"), "id"),
            Some("booking-price-change")
        );
    }
}

#[test]
fn every_row_of_the_review_leads_back_by_name() {
    for look in LOOKS {
        let html = draw(samples::payment(look));
        for name in [EN.change_service, EN.change_time, EN.change_details] {
            assert_eq!(
                tags(&html, &format!("aria-label=\"{name}\"")).len(),
                1,
                "{name}"
            );
        }
    }
}

#[test]
fn done_steps_lead_back_and_the_present_one_is_marked() {
    for look in LOOKS {
        let html = draw(samples::payment(look));
        assert!(hook(&html, "step-1").starts_with("button"));
        assert!(hook(&html, "step-2").starts_with("button"));
        assert!(tags(&html, "data-test=\"step-3\"").is_empty());
        assert_eq!(tags(&html, "aria-current=\"step\"").len(), 1);
        assert!(!draw(samples::booked(look)).contains("<nav"));
    }
}

#[test]
fn the_payment_page_is_linked_only_when_nothing_else_leads_there() {
    for look in LOOKS {
        let html = draw(samples::leaving(look, false));
        assert!(!html.contains("checkout.stripe.com"));
        let html = draw(samples::leaving(look, true));
        let link = hook(&html, "checkout-link");
        assert_eq!(attribute(link, "target"), Some("_top"));
        let href = attribute(link, "href").unwrap();
        assert_eq!(
            href,
            "https://checkout.stripe.com/c/pay/cs_test_a1?x=1&amp;y=2"
        );
    }
}

#[test]
fn a_held_booking_can_be_paid_or_given_back() {
    for look in LOOKS {
        let html = draw(samples::held(look, false));
        assert_eq!(inside(&html, "held-countdown"), "12 min left");
        assert!(!hook(&html, "held-countdown").contains("aria-live"));
        assert_eq!(
            attribute(hook(&html, "held-continue"), "target"),
            Some("_top")
        );
        assert_eq!(
            attribute(hook(&html, "held-release"), "aria-disabled"),
            Some("false")
        );
        let html = draw(samples::held(look, true));
        assert_eq!(
            attribute(hook(&html, "held-release"), "aria-busy"),
            Some("true")
        );
        assert!(inside(&html, "held-release").contains(EN.releasing));
    }
}

#[test]
fn a_booking_shows_what_when_where_and_what_was_paid() {
    for look in LOOKS {
        let html = draw(samples::booked(look));
        let facts = inside(&html, "booked");
        for fact in [
            "Vinyasa flow",
            "14:30 to 15:30",
            "In Lisbon",
            "Rua da Boavista 84",
            "K7MP-2QXD",
            "mia@example.com",
        ] {
            assert!(facts.contains(fact), "{fact}");
        }
        assert_eq!(inside(&html, "booked-total"), "€86.40");
        assert!(inside(&html, "booked-paid").contains("Paid €86.40"));
        assert!(inside(&html, "ics").contains(EN.add_to_calendar));
        assert_eq!(
            attribute(hook(&html, "back-to-site"), "target"),
            Some("_top")
        );
    }
}

#[test]
fn a_lost_time_interrupts_once_and_says_what_helps() {
    for look in LOOKS {
        let html = draw(samples::taken(look));
        assert!(inside(&html, "urgent").contains("Somebody else"));
        assert_eq!(attribute(hook(&html, "notice"), "tabindex"), Some("-1"));
        assert!(inside(&html, "notice-action").contains(EN.slot_taken_action));
        assert!(!hook(&html, "notice-close").is_empty());
    }
}

#[test]
fn failures_offer_a_way_to_try_again() {
    for look in LOOKS {
        assert!(inside(&draw(samples::failed(look)), "retry").contains(EN.retry));
        for (state, screen) in samples::all(look) {
            if matches!(state, "time-offline" | "waiting-slow") {
                assert!(!hook(&draw(screen), "retry").is_empty(), "{state}");
            }
        }
    }
}

#[test]
fn test_payments_are_told_in_every_state() {
    for look in LOOKS {
        for (state, mut screen) in samples::all(look) {
            screen.header.test_mode = true;
            assert!(
                inside(&draw(screen), "test-mode").contains(EN.test_banner),
                "{state}"
            );
        }
    }
}
