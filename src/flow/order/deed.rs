//! What a guest can do with an order, and what of it the companion is asked for.

use booking_contract::{CancelOrder, MoveOrder};

/// What a guest can do with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Hold it longer.
    Extend,
    /// Take the time of a hold that has ended once more.
    SameTime,
    /// Think about calling it off.
    Cancel,
    /// Call it off, for what is shown.
    CancelNow,
    /// Look for another time.
    Move,
    /// Move it to the time that was chosen.
    MoveNow,
    /// Leave it as it is.
    Keep,
    /// Print the receipt.
    Print,
    /// Copy the address that opens the order again.
    CopyLink,
    /// Go on with the order that another tab holds.
    Resume,
}

/// A change of an order that its guest asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderChange {
    /// Hold it longer.
    Extend,
    /// Call it off.
    Cancel(CancelOrder),
    /// Move it to another time.
    Move(MoveOrder),
}
