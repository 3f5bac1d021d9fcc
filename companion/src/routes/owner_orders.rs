//! `/v1/businesses/{id}/orders`: the orders of a business, for those who look after them.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use axum::{Json, Router};
use booking_contract::owner::{
    ORDER_SEARCH_LENGTH_MAX, ORDERS_COUNTED_MAX, ORDERS_PER_PAGE_MAX, OrderDetails, OrderSort,
    OrdersPage, OrdersQuery, Permission,
};
use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::coupons::limit;
use crate::payments::details;
use crate::people::Member;
use crate::store::order_list::{self, OrderFilter, Place};
use crate::store::order_words::{Beginning, words};
use crate::store::orders::{self, Order};
use crate::store::{Reading, businesses};
use crate::{AppState, Problem, zones};

/// How many orders a page has where nobody says how many.
const PER_PAGE: u32 = 50;

/// The routes of orders.
pub(crate) fn router() -> Router<AppState> {
    Router::new()
        .route("/v1/businesses/{id}/orders", get(list))
        .route("/v1/businesses/{id}/orders/{order}", get(show))
        .merge(super::order_deeds::router())
}

async fn list(
    State(state): State<AppState>,
    member: Member,
    query: Result<Query<OrdersQuery>, QueryRejection>,
) -> Result<Json<OrdersPage>, Problem> {
    member.may(Permission::ViewOrders)?;
    let Query(query) = query.map_err(|error| Problem::InvalidRequest(error.body_text()))?;
    let limit = limit(query.limit, PER_PAGE, ORDERS_PER_PAGE_MAX)?;
    let after = match &query.after {
        Some(text) => Some(place(query.sort, text)?),
        None => None,
    };
    let mut conn = state.store.read().await?;
    let business = businesses::find(&mut conn, &member.business_id).await?;
    let filter = filter(query, business.ok_or(Problem::NotFound)?.zone)?;
    let found = order_list::page(
        &mut conn,
        &member.business_id,
        &filter,
        after.as_ref(),
        // One more tells whether there is another page.
        i64::from(limit) + 1,
    )
    .await?;
    drop(conn);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.rows.len() > limit;
    let mut orders = found.rows;
    orders.truncate(limit);
    let last = orders.last().filter(|_| more);
    let next = last.map(|last| match filter.sort {
        OrderSort::Created => format!("created.{}", last.id),
        OrderSort::Starts => format!("starts.{}.{}", last.starts_at.timestamp_millis(), last.id),
    });
    Ok(Json(OrdersPage {
        orders,
        total: found.total.min(ORDERS_COUNTED_MAX),
        more: found.total > ORDERS_COUNTED_MAX,
        next,
    }))
}

/// What is asked for, in the words of the books.
fn filter(query: OrdersQuery, zone: Tz) -> Result<OrderFilter, Problem> {
    if query.search.contains('\0') {
        let detail = "search: a text cannot hold the character U+0000";
        return Err(Problem::InvalidRequest(detail.into()));
    }
    if query.search.chars().count() > ORDER_SEARCH_LENGTH_MAX {
        let detail = format!("search: at most {ORDER_SEARCH_LENGTH_MAX} characters");
        return Err(Problem::InvalidRequest(detail));
    }
    let start = |day| zones::start_of(zone, day).timestamp_millis();
    let after = |day: NaiveDate| start(day.succ_opt().unwrap_or(day));
    let mut wanted = words(&query.search);
    let id = wanted
        .iter()
        .position(|word| is_id(word))
        .map_or_else(String::new, |place| wanted.remove(place));
    // What is longest fits the fewest.
    wanted.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut ranges = wanted.iter().map(|word| Beginning::of(word));
    Ok(OrderFilter {
        words: std::array::from_fn(|_| ranges.next().unwrap_or_else(Beginning::any)),
        id,
        state: query.state,
        calendar: query.calendar.map_or_else(String::new, |id| id.to_string()),
        coupon: query.coupon.map_or_else(String::new, |id| id.to_string()),
        from_ms: day("from", query.from)?.map_or(i64::MIN, start),
        to_ms: day("to", query.to)?.map_or(i64::MAX, after),
        test_mode: query.test_mode,
        sort: query.sort,
        reverse: query.reverse,
    })
}

/// A day of a year that the books know.
pub(super) fn day(name: &str, day: Option<NaiveDate>) -> Result<Option<NaiveDate>, Problem> {
    match day {
        Some(day) if !zones::YEARS.contains(&day.year()) => {
            let (first, last) = (zones::YEARS.start(), zones::YEARS.end());
            let detail = format!("{name}: a day of the years {first} to {last}");
            Err(Problem::InvalidRequest(detail))
        }
        day => Ok(day),
    }
}

/// Whether a word is the beginning of an order's id.
fn is_id(word: &str) -> bool {
    let rest = word.strip_prefix("ord_");
    rest.is_some_and(|rest| rest.len() <= 64 && rest.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Where a page begins: the order, and in the order of starts when it starts.
fn place(sort: OrderSort, cursor: &str) -> Result<Place, Problem> {
    let read = || {
        let (of, rest) = cursor.split_once('.')?;
        let (starts_ms, id) = match (sort, of) {
            (OrderSort::Created, "created") => (0, rest),
            (OrderSort::Starts, "starts") => {
                let (starts, id) = rest.split_once('.')?;
                (starts.parse().ok()?, id)
            }
            _ => return None,
        };
        let id = id.to_owned();
        is_id(&id).then_some(Place { starts_ms, id })
    };
    read().ok_or_else(|| Problem::InvalidRequest("after: `next` of a page of this list".into()))
}

async fn show(
    State(state): State<AppState>,
    member: Member,
    Path((_, order)): Path<(String, String)>,
) -> Result<Json<OrderDetails>, Problem> {
    member.may(Permission::ViewOrders)?;
    let (order, mut conn) = find(&state, &member, &order).await?;
    Ok(Json(details::of(&mut conn, &order).await?))
}

/// An order of the member's business, and the books.
pub(super) async fn find(
    state: &AppState,
    member: &Member,
    id: &str,
) -> Result<(Order, Reading), Problem> {
    if !is_id(id) {
        return Err(Problem::NotFound);
    }
    let mut conn = state.store.read().await?;
    let order = orders::find(&mut conn, id).await?;
    let own = order.filter(|order| order.business_id == member.business_id);
    Ok((own.ok_or(Problem::NotFound)?, conn))
}
