//! What an address passes on, and what of it is kept with an order.

use booking_contract::{PASSED_MAX, Passed};

/// What is kept of some parameters, as `name=value`.
fn kept(parameters: &[(&str, &str)], chosen: &str) -> Vec<String> {
    let kept = Passed::of(parameters.iter().copied(), chosen);
    let kept = Passed::fitting(kept.into_iter());
    let text = |passed: &Passed| format!("{}={}", passed.name, passed.value);
    kept.iter().map(text).collect()
}

#[test]
fn campaigns_are_kept_and_what_the_page_has_chosen() {
    let came = [
        ("utm_source", "mail"),
        ("ref", "friend"),
        ("session", "secret"),
        ("partner", "é"),
    ];
    assert_eq!(kept(&came, ""), ["utm_source=mail"]);
    let all = ["utm_source=mail", "ref=friend", "partner=é"];
    assert_eq!(kept(&came, "ref, partner"), all);
    assert_eq!(kept(&came, "re,reference"), ["utm_source=mail"]);
}

#[test]
fn what_the_widget_reads_itself_says_nothing_of_where_a_guest_came_from() {
    let came = [
        ("email", "guest@example.com"),
        ("coupon", "WELCOME10"),
        ("pass", "email"),
    ];
    assert!(kept(&came, "email,coupon,pass").is_empty());
}

#[test]
fn what_does_not_fit_is_left_out() {
    let long = "x".repeat(200);
    let longer = "x".repeat(201);
    assert_eq!(kept(&[("utm_a", &long)], ""), [format!("utm_a={long}")]);
    let name = format!("utm_{}", "a".repeat(36));
    assert_eq!(kept(&[(&name, "1")], ""), [format!("{name}=1")]);
    let too_long = format!("utm_{}", "a".repeat(37));
    for (name, value) in [
        ("utm_a", longer.as_str()),
        ("utm_a", ""),
        ("utm_a", "a\nb"),
        ("utm_A", "1"),
        ("utm_é", "1"),
        (&too_long, "1"),
    ] {
        assert!(kept(&[(name, value)], "").is_empty(), "{name}={value}");
    }
    assert!(kept(&[("", "1")], ",").is_empty());
    assert_eq!(kept(&[("utm_a", "1"), ("utm_a", "2")], ""), ["utm_a=1"]);
}

#[test]
fn twelve_are_kept() {
    let names: Vec<String> = (0..20).map(|number| format!("utm_{number}")).collect();
    let came: Vec<_> = names.iter().map(|name| (name.as_str(), "1")).collect();
    let kept = kept(&came, "");
    assert_eq!(kept.len(), PASSED_MAX);
    assert_eq!(kept.last().map(String::as_str), Some("utm_11=1"));
}
