//! What values and errors say of themselves, to whoever reads a log or a companion's answer.

use booking_engine::{
    AMOUNT_MAX_MINOR, CODE_LENGTH_MAX, CouponCode, Currency, CurrencyError, CustomerKey, IdError,
    Percent, PercentError, PriceError, ScheduleError,
};

use crate::fixture::id;

#[test]
fn a_value_is_shown_as_it_is_written() {
    assert_eq!(
        "welcome".parse::<CouponCode>().unwrap().to_string(),
        "WELCOME"
    );
    assert_eq!("12.50".parse::<Percent>().unwrap().to_string(), "12.5");
    let euro: Currency = "eur".parse().unwrap();
    assert_eq!(euro.to_string(), "EUR");
    assert_eq!(format!("{euro:?}"), "EUR", "short in what a test prints");
}

#[test]
fn a_text_that_is_not_read_says_what_would_be() {
    let code = |text: &str| text.parse::<CouponCode>().unwrap_err().to_string();
    let texts = [
        (code(""), "at least one"),
        (
            code(&"A".repeat(CODE_LENGTH_MAX + 1)),
            "at most 64 characters",
        ),
        (code("50%"), "letters A to Z, digits and dashes, not '%'"),
        (IdError.to_string(), "an id has 1 to 64"),
        (CurrencyError.to_string(), "such as EUR"),
        (PercentError::NotDecimal.to_string(), "six decimal places"),
        (PercentError::OutOfRange.to_string(), "at most 100"),
        (
            "a b".parse::<CustomerKey>().unwrap_err().to_string(),
            "without blanks",
        ),
    ];
    for (text, said) in texts {
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_request_without_a_price_is_told_what_it_names() {
    let service_id = || id("class");
    let errors = [
        (PriceError::NoItems, "at least one service"),
        (PriceError::TooManyItems, "more than 50 items"),
        (
            PriceError::UnknownService {
                service_id: service_id(),
            },
            "does not sell the service class",
        ),
        (
            PriceError::UnknownVariation {
                service_id: service_id(),
                variation_id: id("long"),
            },
            "class has no variation long",
        ),
        (
            PriceError::UnknownStaff {
                service_id: service_id(),
                staff_id: id("ana"),
            },
            "ana does not perform the service class",
        ),
        (
            PriceError::UnknownAddOn {
                service_id: service_id(),
                add_on_id: id("mat"),
            },
            "class has no add-on mat",
        ),
        (
            PriceError::AddOnQuantity {
                service_id: service_id(),
                add_on_id: id("mat"),
                quantity_max: 3,
            },
            "mat of the service class comes in 1 to 3 pieces",
        ),
        (
            PriceError::AddOns {
                service_id: service_id(),
            },
            "class names an add-on twice",
        ),
        (
            PriceError::Attendees {
                service_id: service_id(),
                attendees_max: 8,
            },
            "class takes 1 to 8 attendees",
        ),
        (PriceError::AmountOutOfRange, "minor units"),
        (PriceError::LawBroken, "breaks a law"),
    ];
    for (error, said) in errors {
        assert!(error.to_string().contains(said), "{error}");
    }
}

#[test]
fn a_schedule_that_cannot_be_made_is_told_why() {
    let amounts = format!("above {AMOUNT_MAX_MINOR} minor units");
    for (error, said) in [
        (ScheduleError::IntervalOutOfRange, "an interval has"),
        (ScheduleError::DurationOutOfRange, "a duration repeats"),
        (ScheduleError::AmountOutOfRange, amounts.as_str()),
        (
            ScheduleError::CurrencyMismatch,
            "the subscription's currency",
        ),
        (
            ScheduleError::DateOutOfRange,
            "the last day of the calendar",
        ),
        (ScheduleError::TooManyInvoices, "a shorter range of dates"),
    ] {
        assert!(error.to_string().contains(said), "{error}");
    }
}
