//! Examples of what owners send and get about orders.

use booking_contract::owner::{
    AppointmentsPage, AttendeePayments, CallOff, CollectBalance, OrderAnswer, OrderCoupon,
    OrderDeeds, OrderDetails, OrderRefund, OrderRow, OrderStanding, OrderTransaction, OrdersPage,
    OwnAppointment, PaymentMethod, PaymentsView, RecordPayment, RefundOrder, RefundProgress,
    RefundShare, TransactionKind,
};
use booking_contract::{BookedItem, OrderStatus};
use booking_engine::Quote;
use chrono::TimeDelta;
use serde_json::Value;

use super::examples::{self, of, value};

const ID: &str = "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e";

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "record_payment" => value(&RecordPayment {
            balance_minor: 4_800,
            amount_minor: 2_000,
            method: PaymentMethod::Cash,
            note: of("At the counter"),
        }),
        "collect_balance" => value(&CollectBalance {
            balance_minor: 4_800,
        }),
        "refund_order" => value(&RefundOrder {
            share: RefundShare::Attendee(2),
            refund_minor: 3_800,
        }),
        "call_off_order" => value(&CallOff {
            refund_minor: 7_600,
        }),
        _ => return None,
    })
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    Some(match operation {
        "owner_orders" => value(&OrdersPage {
            orders: vec![row()],
            total: 1,
            more: false,
            next: None,
        }),
        "owner_order" | "record_payment" | "collect_balance" | "refund_order"
        | "hand_over_refund" | "call_off_order" | "accept_payment" => value(&details()),
        // How the file begins.
        "owner_receipt" | "guest_receipt" => value(&"%PDF-1.7"),
        "owner_receipt_page" | "guest_receipt_page" => value(&"<!DOCTYPE html>"),
        "appointments" => value(&AppointmentsPage {
            staff_id: Some(of("ines-duarte")),
            appointments: vec![OwnAppointment {
                order_id: ID.into(),
                service: "Wheel throwing class".into(),
                add_ons: vec!["Apron".into()],
                starts_at: of("2026-11-24T10:00:00Z"),
                ends_at: of("2026-11-24T12:00:00Z"),
                seats: 2,
                name: of("Test Guest"),
                notes: None,
                unpaid: false,
                test_mode: false,
            }],
            next: None,
        }),
        _ => return None,
    })
}

fn row() -> OrderRow {
    OrderRow {
        id: ID.into(),
        state: OrderStanding::Paid,
        name: of("Test Guest"),
        email: of("guest@example.com"),
        services: vec!["Wheel throwing class".into()],
        attendees: 2,
        calendar_id: of("kiln-studio"),
        calendar: "Classes at the studio".into(),
        starts_at: of("2026-11-24T10:00:00Z"),
        created_at: of("2026-11-20T09:00:00Z"),
        currency: of("EUR"),
        recorded: true,
        discount_minor: 2_000,
        total_minor: 7_600,
        paid_minor: 7_600,
        refunded_minor: 0,
        code: Some(of("CLAY20")),
    }
}

/// An order as its business sees it.
pub(super) fn details() -> OrderDetails {
    let order = examples::order_view(OrderStatus::Paid);
    let at = order.starts_at - TimeDelta::days(4);
    let currency = order.quote.currency;
    let payment = |id: &str, kind, amount_minor, method| OrderTransaction {
        id: id.into(),
        kind,
        amount_minor,
        currency: currency.code().into(),
        at,
        method,
        note: String::new(),
    };
    OrderDetails {
        id: ID.into(),
        state: OrderStanding::Paid,
        calendar_id: order.calendar_id,
        calendar: "Classes at the studio".into(),
        created_at: at,
        recorded: true,
        test_mode: false,
        location: order.location,
        starts_at: order.starts_at,
        ends_at: order.ends_at,
        guest: order.guest,
        guest_zone: "Europe/Berlin".into(),
        language: Some("de".into()),
        member_id: None,
        attendees: order.attendees,
        answers: vec![OrderAnswer {
            question: "Have you thrown before?".into(),
            values: vec!["Once or twice".into()],
        }],
        booked_by: None,
        consent: None,
        passed: Vec::new(),
        hold_until: None,
        payments: payments(&order.quote, &order.items),
        items: order.items,
        transactions: vec![
            payment(
                "created:ord_019ad3c1f2003b8d5e7a90c4f61b2d7e",
                TransactionKind::Created,
                0,
                None,
            ),
            payment(
                "pi_3SVb2m2eZvKYlo2C1",
                TransactionKind::Payment,
                order.quote.amount_due_minor,
                Some(PaymentMethod::Checkout),
            ),
            payment("re_3SVb2m2eZvKYlo2C1", TransactionKind::Refund, -500, None),
        ],
        refunds: vec![OrderRefund {
            by_hand: false,
            number: 1,
            amount_minor: 500,
            state: RefundProgress::Succeeded,
            attendee: None,
            at,
        }],
        payment_link: None,
        deeds: OrderDeeds {
            cancel: true,
            by_hand_minor: 0,
            record_least_minor: None,
            collect: false,
            refundable_minor: order.quote.amount_due_minor - 500,
            refund_attendees: true,
            decide: false,
        },
        quote: order.quote,
    }
}

/// The first attendee got 500 back.
fn payments(quote: &Quote, items: &[BookedItem]) -> PaymentsView {
    let shares = quote.attendee_shares();
    let attendees = shares
        .iter()
        .zip(1..)
        .map(|(share, number)| AttendeePayments {
            number,
            name: None,
            service: items[share.line].name.clone(),
            subtotal_minor: share.amount_minor,
            discount_minor: share.discount_minor,
            tax_minor: share.tax_minor,
            total_minor: share.total_minor,
            paid_minor: share.amount_due_minor,
            refunded_minor: if number == 1 { 500 } else { 0 },
            balance_minor: share.total_minor - share.amount_due_minor,
            refundable_minor: share.amount_due_minor - if number == 1 { 500 } else { 0 },
            called_off: false,
        });
    PaymentsView {
        currency: quote.currency,
        coupon: quote.coupon.as_ref().map(|applied| OrderCoupon {
            id: applied.coupon_id.clone(),
            name: applied.name.clone(),
            code: applied.code().cloned(),
        }),
        subtotal_minor: quote.subtotal_minor,
        discount_minor: quote.discount_minor,
        tax_minor: quote.tax_minor,
        total_minor: quote.total_minor,
        paid_minor: quote.amount_due_minor,
        refunded_minor: 500,
        balance_minor: quote.balance_minor,
        attendees: attendees.collect(),
    }
}
