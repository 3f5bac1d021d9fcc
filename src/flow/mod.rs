//! The widget's pure core: what a guest and the world do goes in, effects and a screen come out.

mod message;
mod screen;

pub use message::{
    Asked, Effect, Event, Failure, GuestField, OrderKey, Started, Step, Ticket, Told,
};
pub use screen::{
    Body, Booked, Consent, CouponField, Day, DayState, DetailsStep, Discount, Ended, Failed,
    FieldView, Focus, FocusTarget, Header, Held, Leaving, Mark, MarkState, MoneyRow, Month,
    NextOpen, Notice, NoticeAction, OpenCode, PaymentStep, PriceChange, ReviewRow, Screen,
    ServiceOption, SlotGroup, SlotOption, Slots, Stepper, Summary, TimeStep, Tone, Waiting,
    Weekday, ZoneChoice, ZoneOption,
};
