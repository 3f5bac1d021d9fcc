//! What a policy means for guests, in a sentence, by what is typed at this moment.

use booking_contract::owner::SettingsNumber as Number;

use super::business::{Entered, NoticeUnit};
use crate::words::count;

/// How long a time is kept.
pub fn holds(entered: &Entered) -> String {
    let Some(minutes) = number(entered, Number::HoldMinutes) else {
        return String::new();
    };
    let kept = format!(
        "Once guests confirm, their time and coupon are kept for {} while they pay, and a countdown \
         says so.",
        count(minutes, "minute", "minutes")
    );
    let times = number(entered, Number::HoldExtensionsMax);
    let by = number(entered, Number::HoldExtensionMinutes);
    match (times, by) {
        (Some(0), _) => format!("{kept} Nobody can make it longer."),
        (Some(times), Some(by)) => format!(
            "{kept} They can ask for {} more, {}.",
            count(by, "minute", "minutes"),
            if times == 1 {
                "once".to_owned()
            } else {
                format!("up to {times} times")
            }
        ),
        _ => kept,
    }
}

/// How many may wait.
pub fn limits(entered: &Entered) -> String {
    let network = number(entered, Number::HoldsPerNetworkMax);
    let customer = number(entered, Number::HoldsPerCustomerMax);
    let bookings = |most| count(most, "unpaid booking", "unpaid bookings");
    match (network, customer) {
        (None, None) => {
            "Guests can keep any number of times without paying for them. That lets one person \
             block your calendar."
                .to_owned()
        }
        (Some(network), None) => format!(
            "From one network, such as a home or an office, {} can wait at once.",
            bookings(network)
        ),
        (None, Some(customer)) => {
            format!("One guest can have {} at once.", bookings(customer))
        }
        (Some(network), Some(customer)) => format!(
            "One guest can have {} at once, and one network, such as a home or an office, {}.",
            bookings(customer),
            bookings(network)
        ),
    }
}

/// What calling off gives back.
pub fn cancelling(entered: &Entered) -> String {
    if !entered.guests_cancel {
        return "Guests see no way to cancel by themselves.".to_owned();
    }
    let (Some(notice), Some(early), Some(late)) = (
        number(entered, Number::CancelNoticeMinutes),
        number(entered, Number::CancelRefundPercent),
        number(entered, Number::CancelLateRefundPercent),
    ) else {
        return String::new();
    };
    let back = |percent| match percent {
        0 => "nothing".to_owned(),
        100 => "everything".to_owned(),
        percent => format!("{percent}%"),
    };
    if notice == 0 || early == late {
        return format!(
            "Guests who cancel before the start get {} back. They see that before they book.",
            back(if notice == 0 { early } else { late })
        );
    }
    let (one, more) = match entered.notice_in {
        NoticeUnit::Minutes => ("minute", "minutes"),
        NoticeUnit::Hours => ("hour", "hours"),
        NoticeUnit::Days => ("day", "days"),
    };
    format!(
        "Guests who cancel {} or more before the start get {} back, later {}. They see that before \
         they book.",
        count(notice, one, more),
        back(early),
        back(late)
    )
}

/// What is told of a code that does not apply.
pub fn rejections(entered: &Entered) -> &'static str {
    if entered.explains {
        "Guests are told, for example, that a code has expired. Whoever tries codes at random \
         learns which ones there are."
    } else {
        "Guests get one and the same answer for every code that cannot be used, so that nobody \
         finds out which ones there are. What depends on their booking, such as a minimum, is \
         always told."
    }
}

/// Whether a booking may cost nothing.
pub fn free_orders(entered: &Entered) -> &'static str {
    if entered.free_orders {
        "A coupon can bring a booking down to nothing; it is booked without a payment."
    } else {
        "A coupon that would bring a booking down to nothing is refused."
    }
}

/// What happens to a fixed coupon that is too large.
pub fn oversize(entered: &Entered) -> &'static str {
    if entered.refuses_oversize {
        "A fixed coupon that is worth more than the booking is refused; guests are told to choose \
         more."
    } else {
        "A fixed coupon takes off what the booking costs at most; the rest of it is lost."
    }
}

/// What a first purchase is.
pub fn first_purchase(entered: &Entered) -> &'static str {
    if entered.first_of_service {
        "Coupons for first purchases work once for each service and location."
    } else {
        "Coupons for first purchases work for guests who never booked here."
    }
}

/// Whether a coupon comes back.
pub fn release(entered: &Entered) -> &'static str {
    if entered.release {
        "After a cancelled booking the guest can use the coupon again, and it counts as unused."
    } else {
        "A coupon is used up by a booking, also by one that is cancelled."
    }
}

fn number(entered: &Entered, which: Number) -> Option<u64> {
    entered.number(which).trim().parse().ok()
}
