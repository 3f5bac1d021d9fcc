//! What those who look after orders do with one. Each answers with the order as it is then.

use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use booking_contract::owner::{
    CallOff, CollectBalance, OrderDetails, Permission, RecordPayment, RefundOrder, RefundShare,
};

use super::coupons::Body;
use super::owner_orders::find;
use crate::json::StrictJson;
use crate::order_state::OrderState;
use crate::owner::{self, AcceptRefusal, RefundRefusal, Share};
use crate::payments::{details, link, recording};
use crate::people::Member;
use crate::refund::{self, Request};
use crate::store::orders::{self, Order};
use crate::{AppState, Problem, closing};

/// The routes of deeds.
pub(crate) fn router() -> Router<AppState> {
    let at = |deed: &str| format!("/v1/businesses/{{id}}/orders/{{order}}/{deed}");
    Router::new()
        .route(&at("payments"), post(record))
        .route(&at("payment-link"), post(collect))
        .route(&at("refunds"), post(give_back))
        .route(&at("refunds/{refund}/handed-over"), post(hand_over))
        .route(&at("cancel"), post(cancel))
        .route(&at("accept"), post(accept))
}

type Deed = Result<Json<OrderDetails>, Problem>;

/// The order as it is now.
async fn shown(state: &AppState, id: &str) -> Deed {
    let mut conn = state.store.read().await?;
    let order = orders::find(&mut conn, id)
        .await?
        .ok_or(Problem::NotFound)?;
    Ok(Json(details::of(&mut conn, &order).await?))
}

/// An order of the member's business.
async fn order_of(state: &AppState, member: &Member, id: &str) -> Result<Order, Problem> {
    let (order, _) = find(state, member, id).await?;
    Ok(order)
}

/// Work that is finished even where whoever asked for it leaves.
pub(super) async fn finished<T: Send + 'static>(
    work: impl Future<Output = Result<T, Problem>> + Send + 'static,
) -> Result<T, Problem> {
    let work = tokio::spawn(work).await;
    work.map_err(|error| Problem::Internal(error.to_string()))?
}

async fn record(
    State(state): State<AppState>,
    member: Member,
    Path((_, order)): Path<(String, String)>,
    body: Body<RecordPayment>,
) -> Deed {
    member.may(Permission::ManageOrders)?;
    let order = order_of(&state, &member, &order).await?;
    let StrictJson(told) = body?;
    let (id, work) = (order.id.clone(), state.clone());
    let work = async move { recording::record(&work, order, &told, &member.user_id).await };
    finished(Box::pin(work)).await?;
    shown(&state, &id).await
}

async fn collect(
    State(state): State<AppState>,
    member: Member,
    Path((_, order)): Path<(String, String)>,
    body: Body<CollectBalance>,
) -> Deed {
    member.may(Permission::ManageOrders)?;
    let order = order_of(&state, &member, &order).await?;
    let StrictJson(told) = body?;
    let (id, work) = (order.id.clone(), state.clone());
    finished(async move { link::collect(&work, order, told, &member.user_id).await }).await?;
    shown(&state, &id).await
}

async fn give_back(
    State(state): State<AppState>,
    member: Member,
    Path((_, order)): Path<(String, String)>,
    body: Body<RefundOrder>,
) -> Deed {
    member.may(Permission::Refund)?;
    let order = order_of(&state, &member, &order).await?;
    let StrictJson(RefundOrder {
        share,
        refund_minor,
    }) = body?;
    let share = match share {
        RefundShare::Everything => Share::Everything,
        RefundShare::Attendee(number) => Share::Attendee(number),
        RefundShare::Amount => Share::Amount(refund_minor),
    };
    ask(&state, order, share, refund_minor, member.user_id).await
}

/// Gives money back, if it comes to what was told.
async fn ask(state: &AppState, order: Order, share: Share, told_minor: i64, actor: String) -> Deed {
    let (id, work) = (order.id.clone(), state.clone());
    let asked = Request {
        share,
        told_minor: Some(told_minor),
        actor: Some(actor),
    };
    let requested = finished(async move { refund::request(&work, order, asked).await }).await?;
    if let Err(refusal) = requested {
        return Err(refused(refusal));
    }
    shown(state, &id).await
}

fn refused(refusal: RefundRefusal) -> Problem {
    match refusal {
        RefundRefusal::NoOrder => Problem::NotFound,
        RefundRefusal::WrongState(_) => Problem::WrongState("nothing can be given back this way"),
        RefundRefusal::NothingLeft => Problem::WrongState("nothing is left to give back"),
        RefundRefusal::TooMuch { left_minor } => Problem::RefundChanged(left_minor),
        RefundRefusal::Changed { amount_minor } => Problem::RefundChanged(amount_minor),
        RefundRefusal::NotAnAmount => {
            Problem::InvalidRequest("refund_minor: an amount to give back is above 0".into())
        }
        RefundRefusal::NoSuchAttendee { attendees } => {
            Problem::InvalidRequest(format!("share.attendee: from 1 to {attendees}"))
        }
        RefundRefusal::AttendeeGone => Problem::WrongState("this attendee was called off before"),
    }
}

async fn hand_over(
    State(state): State<AppState>,
    member: Member,
    Path((_, order, refund)): Path<(String, String, String)>,
) -> Deed {
    member.may(Permission::Refund)?;
    let order = order_of(&state, &member, &order).await?;
    let number = refund.parse().map_err(|_| Problem::NotFound)?;
    let (id, work) = (order.id.clone(), state.clone());
    let handed =
        finished(async move { refund::hand_over(&work, &order, number, &member.user_id).await });
    if !handed.await? {
        return Err(Problem::WrongState("no refund by hand waits there"));
    }
    shown(&state, &id).await
}

async fn cancel(
    State(state): State<AppState>,
    member: Member,
    Path((_, order)): Path<(String, String)>,
    body: Body<CallOff>,
) -> Deed {
    member.may(Permission::ManageOrders)?;
    let order = order_of(&state, &member, &order).await?;
    let StrictJson(CallOff { refund_minor }) = body?;
    if refund_minor != 0 {
        member.may(Permission::Refund)?;
    }
    if !order.state.is_open() {
        return ask(
            &state,
            order,
            Share::CalledOff(refund_minor),
            refund_minor,
            member.user_id,
        )
        .await;
    }
    if refund_minor != 0 {
        return Err(Problem::RefundChanged(0));
    }
    let (id, work) = (order.id.clone(), state.clone());
    let closed =
        finished(async move { closing::call_off(&work, order, &member.user_id).await }).await?;
    if closed.state == OrderState::Paid {
        // The guest was faster: calling it off would give money back, which was not told.
        return Err(Problem::RefundChanged(closed.received_minor));
    }
    shown(&state, &id).await
}

async fn accept(
    State(state): State<AppState>,
    member: Member,
    Path((_, order)): Path<(String, String)>,
) -> Deed {
    member.may(Permission::ManageOrders)?;
    let order = order_of(&state, &member, &order).await?;
    match owner::accept(&state, &order.id, &member.user_id).await? {
        Ok(_) => shown(&state, &order.id).await,
        Err(AcceptRefusal::NoOrder) => Err(Problem::NotFound),
        Err(AcceptRefusal::WrongState(_)) => Err(Problem::WrongState("there is nothing to decide")),
        Err(AcceptRefusal::Gone) => Err(Problem::WrongState(
            "the place or the coupon is not free any more: give the payment back instead",
        )),
        Err(AcceptRefusal::Changed) => Err(Problem::WrongState(
            "somebody else has just changed it: look at it again",
        )),
    }
}
