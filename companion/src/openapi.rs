//! `/openapi.json`: the HTTP surface for machines, in the types that cross the wire.
//!
//! Schemas come from the types themselves, problems and their examples from [`Problem`], and the
//! other examples are values of the types: none of them can say something that the companion
//! would not.

mod booking_paths;
mod business_examples;
mod business_paths;
mod business_problems;
mod catalog_examples;
mod catalog_paths;
mod catalog_problems;
mod code_paths;
mod coupon_examples;
mod coupon_paths;
mod coupon_problems;
mod examples;
mod order_examples;
mod order_paths;
mod order_problems;
mod owner_examples;
mod owner_paths;
mod owner_problems;
mod paths;
mod problems;
mod report_paths;
mod service_paths;
mod stripe_examples;
mod stripe_paths;
mod stripe_problems;
mod trying_examples;
mod trying_paths;
mod webhook_examples;
mod webhook_paths;
mod webhook_problems;
mod workplace_paths;

use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use booking_contract::ProblemCode;
use booking_contract::owner::{LogKind, OwnerProblem, ReportBy};
use serde_json::Value;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, PathItem, Ref, RefOr, ResponseBuilder, example};
use utoipa::{Modify, OpenApi};

use crate::people::Cookie;
use crate::{AppState, Problem};

/// The name of the scheme behind a session of the dashboard.
const SESSION: &str = "session";
/// The name of the scheme behind an order's token.
const ORDER_TOKEN: &str = "order_token";

/// The route.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/openapi.json", get(answer))
        .layer(CompressionLayer::new())
}

/// The document.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// It does not change while the companion runs, so it is written once.
static JSON: LazyLock<Bytes> = LazyLock::new(|| {
    let json = document().to_json().unwrap_or_default();
    // Descriptions are the types' own documentation; links into it lead nowhere from here.
    Bytes::from(json.replace("[`", "`").replace("`]", "`"))
});

async fn answer() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        // It holds nothing of anybody's, and tools that draw it run on sites of their own.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, JSON.clone())
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Booking companion",
        description = "What the booking widget and the dashboard ask their companion. Guests send \
            no cookies; the dashboard sends that of its session, and with whatever changes \
            something also the header Content-Type: application/json, body or not, and the Origin \
            of the companion itself. Amounts are integers in minor units of their currency, percentages decimal strings, times \
            RFC 3339 in UTC. Unknown fields are refused. Every error is \
            `application/problem+json` with a `code` from a closed list."
    ),
    paths(
        paths::calendar,
        paths::slots,
        paths::check_coupon,
        paths::open_order,
        paths::order,
        paths::release_order,
        paths::extend_order,
        paths::cancel_order,
        paths::move_order,
        paths::stripe_webhook,
        paths::own_stripe_webhook,
        owner_paths::begin_session,
        owner_paths::session,
        owner_paths::end_session,
        owner_paths::end_sessions,
        owner_paths::business,
        owner_paths::log,
        owner_paths::check_log,
        business_paths::own_sessions,
        business_paths::change_password,
        business_paths::settings,
        business_paths::edit_settings,
        business_paths::sites,
        business_paths::allow_site,
        business_paths::withdraw_site,
        stripe_paths::stripe_accounts,
        stripe_paths::connect_stripe,
        stripe_paths::disconnect_stripe,
        stripe_paths::check_stripe,
        stripe_paths::forget_stripe,
        business_paths::members,
        business_paths::change_role,
        business_paths::take_member_out,
        business_paths::invite,
        business_paths::withdraw_invitation,
        business_paths::look_at_invitation,
        business_paths::accept_invitation,
        business_paths::join,
        webhook_paths::webhooks,
        webhook_paths::add_webhook,
        webhook_paths::webhook,
        webhook_paths::edit_webhook,
        webhook_paths::remove_webhook,
        webhook_paths::pause_webhook,
        webhook_paths::resume_webhook,
        webhook_paths::roll_webhook_secret,
        webhook_paths::test_webhook,
        webhook_paths::deliveries,
        webhook_paths::delivery,
        webhook_paths::replay_delivery,
        webhook_paths::replay_failed,
        coupon_paths::coupons,
        coupon_paths::create_coupon,
        coupon_paths::check_draft,
        coupon_paths::generate_code,
        coupon_paths::coupon,
        coupon_paths::edit_coupon,
        coupon_paths::delete_coupon,
        coupon_paths::activate_coupon,
        coupon_paths::deactivate_coupon,
        coupon_paths::duplicate_coupon,
        code_paths::codes,
        code_paths::create_code,
        code_paths::generate_codes,
        code_paths::archive_code,
        code_paths::codes_file,
        code_paths::import_codes,
        code_paths::uses,
        code_paths::use_totals,
        catalog_paths::calendars,
        catalog_paths::owned_services,
        catalog_paths::staff,
        catalog_paths::locations,
        catalog_paths::create_calendar,
        catalog_paths::owned_calendar,
        catalog_paths::edit_calendar,
        catalog_paths::duplicate_calendar,
        catalog_paths::archive_calendar,
        catalog_paths::restore_calendar,
        catalog_paths::products,
        catalog_paths::delete_product,
        trying_paths::simulate,
        trying_paths::simulation_menu,
        trying_paths::preview_coupon,
        trying_paths::backtest,
        order_paths::owner_orders,
        order_paths::owner_order,
        order_paths::appointments,
        report_paths::report,
        report_paths::items_file,
        report_paths::redemptions_file,
        service_paths::create_service,
        service_paths::owned_service,
        service_paths::edit_service,
        service_paths::archive_service,
        service_paths::restore_service,
        service_paths::move_service,
        workplace_paths::member,
        workplace_paths::place,
        workplace_paths::create_staff,
        workplace_paths::edit_staff,
        workplace_paths::archive_staff,
        workplace_paths::restore_staff,
        workplace_paths::move_staff,
        workplace_paths::create_location,
        workplace_paths::edit_location,
        workplace_paths::archive_location,
        workplace_paths::restore_location,
        workplace_paths::move_location,
        workplace_paths::hours,
        workplace_paths::set_hours,
        workplace_paths::set_date,
        workplace_paths::delete_date,
        order_paths::owner_receipt,
        order_paths::guest_receipt,
        order_paths::owner_receipt_page,
        order_paths::guest_receipt_page,
        order_paths::record_payment,
        order_paths::collect_balance,
        order_paths::refund_order,
        order_paths::hand_over_refund,
        order_paths::call_off_order,
        order_paths::accept_payment,
        booking_paths::book_for_customer,
        booking_paths::booking_menu,
        booking_paths::booking_terms,
        booking_paths::customers,
        paths::healthz,
        paths::readyz
    ),
    // What stands in a query alone is not found by itself.
    components(schemas(
        booking_contract::Problem,
        OwnerProblem,
        booking_contract::WebhookEvent,
        booking_contract::WebhookTest,
        LogKind,
        ReportBy
    )),
    modifiers(&Security, &Problems, &Examples, &Query),
    tags(
        (name = "booking", description = "What a guest sees and checks before booking."),
        (name = "orders", description = "The booking itself."),
        (name = "sessions", description = "Who works with the dashboard."),
        (name = "businesses", description = "What the dashboard shows and changes."),
        (name = "webhooks", description = "Where a business's own systems are told of orders."),
        (name = "owner-orders", description = "Orders and their money, for those who look after them."),
        (name = "coupons", description = "Coupons and their codes, for those who look after them."),
        (name = "catalog", description = "What a business sells, by whom and where."),
        (name = "reports", description = "What was booked, added up and as files."),
        (name = "stripe", description = "What Stripe calls."),
        (name = "health", description = "For balancers and monitors.")
    )
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = SecurityScheme::Http(
            Http::builder()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("The `token` that came with the opened order."))
                .build(),
        );
        let cookie = ApiKeyValue::with_description(
            Cookie::Host.name(),
            "The cookie that came with the session.",
        );
        let components = document.components.get_or_insert_with(Components::new);
        components.add_security_scheme(ORDER_TOKEN, scheme);
        components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// Adds what can go wrong to each operation, from [`problems`].
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for operation in operations(document) {
            for problem in problems::of(operation_id(operation)) {
                add_problem(operation, problem);
            }
        }
    }
}

/// Adds a problem to the answer of its status.
fn add_problem(operation: &mut Operation, problem: Problem) {
    let OwnerProblem {
        problem: body,
        refusal,
        catalog,
    } = problem.into_owner_body();
    let name = word(body.code);
    let response = operation
        .responses
        .responses
        .entry(body.status.to_string())
        .or_insert_with(|| {
            let schema = RefOr::Ref(Ref::from_schema_name("Problem"));
            let content = ContentBuilder::new().schema(Some(schema)).build();
            RefOr::T(
                ResponseBuilder::new()
                    .content(crate::problem::MEDIA_TYPE, content)
                    .build(),
            )
        });
    let RefOr::T(response) = response else { return };
    if !response.description.is_empty() {
        response.description.push(' ');
    }
    let described = format!("`{name}`: {}", body.title);
    response.description.push_str(&described);
    for content in response.content.values_mut().filter_map(owned) {
        let value = if refusal.is_some() || catalog.is_some() {
            // What can be told of every other problem can be told with a refusal as well.
            content.schema = Some(RefOr::Ref(Ref::from_schema_name("OwnerProblem")));
            serde_json::to_value(OwnerProblem {
                problem: body.clone(),
                refusal: refusal.clone(),
                catalog: catalog.clone(),
            })
        } else {
            serde_json::to_value(&body)
        };
        let example = example::ExampleBuilder::new()
            .summary(body.title.clone())
            .value(value.ok())
            .build();
        content.examples.insert(name.clone(), RefOr::T(example));
    }
}

/// What is sent to an operation, and what it answers, for those that know it.
const REQUESTS: &[fn(&str) -> Option<Value>] = &[
    examples::request,
    owner_examples::request,
    business_examples::request,
    stripe_examples::request,
    webhook_examples::request,
    catalog_examples::request,
    coupon_examples::request,
    trying_examples::request,
    order_examples::request,
    booking_paths::request,
];
const REPLIES: &[fn(&str) -> Option<Value>] = &[
    examples::reply,
    owner_examples::reply,
    business_examples::reply,
    stripe_examples::reply,
    webhook_examples::reply,
    catalog_examples::reply,
    coupon_examples::reply,
    order_examples::reply,
    trying_examples::reply,
    booking_paths::reply,
];

/// Adds the examples.
struct Examples;

impl Modify for Examples {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for operation in operations(document) {
            let id = operation_id(operation).to_owned();
            if let Some(RefOr::T(body)) = &mut operation.request_body {
                for content in body.content.values_mut().filter_map(owned) {
                    content.example = REQUESTS.iter().find_map(|known| known(&id));
                }
            }
            for (status, response) in &mut operation.responses.responses {
                let RefOr::T(response) = response else {
                    continue;
                };
                for content in response.content.values_mut().filter_map(owned) {
                    if status.starts_with('2') {
                        content.example = REPLIES.iter().find_map(|known| known(&id));
                    }
                }
            }
        }
    }
}

/// Puts the parameters of a query into the query, with an example.
struct Query;

impl Modify for Query {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut document.paths.paths {
            let parameters = item.get.iter_mut().flat_map(|get| &mut get.parameters);
            for parameter in parameters.flatten().filter_map(owned) {
                // A type of parameters does not know where they go: those that the path does not
                // name are the query's.
                if !path.contains(&format!("{{{}}}", parameter.name)) {
                    parameter.parameter_in = ParameterIn::Query;
                }
                if let Some(example) = examples::query(&parameter.name) {
                    let plain = ParameterBuilder::from(parameter.clone());
                    *parameter = plain.example(Some(example)).build();
                }
            }
        }
    }
}

/// Every operation of a document.
fn operations(document: &mut utoipa::openapi::OpenApi) -> impl Iterator<Item = &mut Operation> {
    let items = document.paths.paths.values_mut();
    items.flat_map(|item| {
        let PathItem {
            get,
            put,
            post,
            delete,
            patch,
            ..
        } = item;
        [get, put, post, delete, patch].into_iter().flatten()
    })
}

fn operation_id(operation: &Operation) -> &str {
    operation.operation_id.as_deref().unwrap_or_default()
}

fn owned<T>(either: &mut RefOr<T>) -> Option<&mut T> {
    match either {
        RefOr::T(value) => Some(value),
        RefOr::Ref(_) => None,
    }
}

/// The word that stands for a code on the wire.
fn word(code: ProblemCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
