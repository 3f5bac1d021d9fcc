//! What orders, their states and movements are called.

use booking_contract::owner::{
    OrderStanding, OrderTransaction, PaymentMethod, RefundProgress, TransactionKind,
};

/// Where an order stands, in a word or three.
pub fn state(state: OrderStanding) -> &'static str {
    match state {
        OrderStanding::Opening => "Being made",
        OrderStanding::Awaiting => "Waiting for payment",
        OrderStanding::Closing => "Being closed",
        OrderStanding::Paid => "Booked",
        OrderStanding::Expired => "Not paid",
        OrderStanding::PaidLate => "Paid too late",
        OrderStanding::Quarantine => "Needs a decision",
        OrderStanding::Disputed => "Disputed",
        OrderStanding::RefundPending => "Refund on its way",
        OrderStanding::Refunded => "Refunded",
        OrderStanding::Cancelled => "Cancelled",
    }
}

/// What a state means, for whoever meets it the first time; nothing where the word says it all.
pub fn meaning(state: OrderStanding) -> Option<&'static str> {
    Some(match state {
        OrderStanding::Opening | OrderStanding::Awaiting => {
            "The place and the coupon are kept for the guest until the time to pay is over."
        }
        OrderStanding::Closing => {
            "The payment page is being closed. If the guest was faster, the booking is paid."
        }
        OrderStanding::Paid | OrderStanding::Cancelled => return None,
        OrderStanding::Expired => {
            "The guest did not pay in time. The place and the coupon are free again."
        }
        OrderStanding::PaidLate => {
            "The money came after the place had been given to somebody else. It is given back."
        }
        OrderStanding::Quarantine => {
            "The payment does not agree with the order. The place stays kept until somebody \
             accepts the payment or gives it back."
        }
        OrderStanding::Disputed => {
            "The guest\u{2019}s bank has taken the money back for now. Answer it in your Stripe \
             account; the booking stays as it is."
        }
        OrderStanding::RefundPending => {
            "The place is free again. The money is on its way back to the guest."
        }
        OrderStanding::Refunded => "The place is free again, and all money is back.",
    })
}

/// The look of a state.
pub fn state_class(state: OrderStanding) -> &'static str {
    match state {
        OrderStanding::Paid => "state good",
        OrderStanding::Opening
        | OrderStanding::Awaiting
        | OrderStanding::Closing
        | OrderStanding::RefundPending => "state soon",
        OrderStanding::PaidLate | OrderStanding::Quarantine | OrderStanding::Disputed => {
            "state warn"
        }
        OrderStanding::Expired | OrderStanding::Refunded | OrderStanding::Cancelled => "state",
    }
}

/// How money came in.
pub fn method(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::Checkout => "Paid when booking",
        PaymentMethod::Link => "Paid by link",
        PaymentMethod::Cash => "Paid in cash",
        PaymentMethod::CardReader => "Paid by card reader",
        PaymentMethod::Transfer => "Paid by bank transfer",
        PaymentMethod::Other => "Paid in another way",
    }
}

/// What a movement is.
pub fn movement(one: &OrderTransaction) -> &'static str {
    match (one.kind, one.method) {
        (TransactionKind::Created, _) => "Order made",
        (TransactionKind::Payment, Some(way)) => method(way),
        (TransactionKind::Payment, None) => "Paid",
        (TransactionKind::Refund, _) if one.amount_minor > 0 => "Refund came back",
        (TransactionKind::Refund, _) => "Refund",
        (TransactionKind::Dispute, _) if one.amount_minor > 0 => "Dispute won",
        (TransactionKind::Dispute, _) => "Taken back by the bank",
    }
}

/// How far a refund has come.
pub fn progress(progress: RefundProgress) -> &'static str {
    match progress {
        RefundProgress::Requested => "is being made",
        RefundProgress::Pending => "is on its way",
        RefundProgress::Succeeded => "is with the guest",
        RefundProgress::Failed => "did not get through",
    }
}
