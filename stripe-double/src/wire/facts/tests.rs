use serde_json::json;

use super::*;
use crate::{refusal::Code, wire::form};

fn check_form(operation: &str, encoded: &str) -> Result<Value, Refusal> {
    FACTS.check(operation, &form::decode(encoded.as_bytes()).unwrap())
}

#[track_caller]
fn accepted(operation: &str, encoded: &str, typed: &Value) {
    assert_eq!(&check_form(operation, encoded).unwrap(), typed);
}

#[track_caller]
fn refused(operation: &str, encoded: &str, param: &str, code: impl Into<Option<Code>>) {
    let refusal = check_form(operation, encoded).unwrap_err();
    assert_eq!(
        (refusal.param.as_deref(), refusal.code),
        (Some(param), code.into())
    );
}

const SESSION: &str = "create:checkout.session";
const COUPON: &str = "create:coupon";

#[test]
fn the_version_is_that_of_the_facts() {
    assert_eq!(FACTS.version(), "2026-10-28.endive");
}

#[test]
fn values_become_typed() {
    accepted(
        SESSION,
        "mode=payment&expires_at=1700000000&automatic_tax[enabled]=false&expand[]=line_items&metadata[a]=1",
        &json!({
            "mode": "payment", "expires_at": 1_700_000_000_i64,
            "automatic_tax": {"enabled": false}, "expand": ["line_items"], "metadata": {"a": "1"},
        }),
    );
    accepted(COUPON, "percent_off=25.5", &json!({"percent_off": "25.5"}));
}

#[test]
fn unknown_parameters_are_refused_at_every_depth() {
    let unknown = Code::ParameterUnknown;
    refused(SESSION, "colour=red", "colour", unknown);
    refused(
        SESSION,
        "line_items[0][colour]=red",
        "line_items[0][colour]",
        unknown,
    );
    let deep = "line_items[0][price_data][product_data][colour]";
    refused(
        SESSION,
        &format!("line_items[0][price_data][currency]=eur&{deep}=red"),
        deep,
        unknown,
    );
}

#[test]
fn parameters_that_this_version_dropped_are_unknown() {
    refused(
        SESSION,
        "payment_method_types[0]=card",
        "payment_method_types",
        Code::ParameterUnknown,
    );
    accepted(
        SESSION,
        "allowed_payment_method_types[0]=card",
        &json!({"allowed_payment_method_types": ["card"]}),
    );
    refused(SESSION, "ui_mode=hosted", "ui_mode", None);
    accepted(
        SESSION,
        "ui_mode=hosted_page",
        &json!({"ui_mode": "hosted_page"}),
    );
}

#[test]
fn types_are_checked() {
    refused(
        SESSION,
        "expires_at=soon",
        "expires_at",
        Code::ParameterInvalidInteger,
    );
    refused(
        SESSION,
        "expires_at=1.5",
        "expires_at",
        Code::ParameterInvalidInteger,
    );
    refused(
        SESSION,
        "automatic_tax[enabled]=yes",
        "automatic_tax[enabled]",
        None,
    );
    refused(SESSION, "line_items=none", "line_items", None);
    refused(SESSION, "line_items[first][quantity]=1", "line_items", None);
    refused(SESSION, "mode[0]=payment", "mode", None);
    refused(COUPON, "percent_off=1e2", "percent_off", None);
    accepted(COUPON, "amount_off=-5", &json!({"amount_off": -5}));
}

#[test]
fn enums_are_closed_even_where_the_sdk_leaves_them_open() {
    refused(SESSION, "submit_type=reserve", "submit_type", None);
    accepted(SESSION, "submit_type=book", &json!({"submit_type": "book"}));
    refused(
        SESSION,
        "branding_settings[border_style]=wavy",
        "branding_settings[border_style]",
        None,
    );
    accepted(
        SESSION,
        "branding_settings[border_style]=pill&branding_settings[button_color]=%23000000",
        &json!({"branding_settings": {"border_style": "pill", "button_color": "#000000"}}),
    );
}

#[test]
fn required_parameters_are_missed_where_they_belong() {
    refused(
        SESSION,
        "automatic_tax[liability][type]=self",
        "automatic_tax[enabled]",
        Code::ParameterMissing,
    );
    refused(
        SESSION,
        "line_items[0][price_data][unit_amount]=5",
        "line_items[0][price_data][currency]",
        Code::ParameterMissing,
    );
}

#[test]
fn an_empty_value_clears_only_what_can_be_cleared() {
    refused(
        SESSION,
        "success_url=",
        "success_url",
        Code::ParameterInvalidEmpty,
    );
    refused(
        SESSION,
        "expires_at=",
        "expires_at",
        Code::ParameterInvalidEmpty,
    );
    accepted(COUPON, "metadata=", &json!({"metadata": ""}));
    accepted(COUPON, "metadata[a]=", &json!({"metadata": {"a": ""}}));
    accepted(
        SESSION,
        "custom_text[submit]=",
        &json!({"custom_text": {"submit": ""}}),
    );
}

#[test]
fn a_wrong_alternative_is_explained_by_the_one_that_was_meant() {
    refused(
        SESSION,
        "custom_text[submit][text]=x",
        "custom_text[submit][text]",
        Code::ParameterUnknown,
    );
}

#[test]
fn text_has_a_limit() {
    let fits = "é".repeat(5000);
    assert!(check_form(SESSION, &format!("cancel_url={fits}")).is_ok());
    refused(SESSION, &format!("cancel_url={fits}e"), "cancel_url", None);
}

#[test]
fn expandable_properties_come_from_the_facts() {
    for property in [
        "payment_intent",
        "line_items",
        "discounts.coupon",
        "total_details.breakdown",
    ] {
        assert!(
            FACTS.is_expandable("checkout.session", property),
            "{property}"
        );
    }
    assert!(!FACTS.is_expandable("checkout.session", "amount_total"));
}

#[test]
fn paths_of_the_description_are_known_with_any_id() {
    assert!(FACTS.knows_path("/v1/refunds"));
    assert!(FACTS.knows_path("/v1/checkout/sessions/cs_1/expire"));
    assert!(!FACTS.knows_path("/v1/checkout/sessions/cs_1/pay"));
}
