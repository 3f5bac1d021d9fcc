//! The widget's pure core: what a guest and the world do goes in, effects and a screen come out.

mod booking;
mod calendar;
mod cart;
mod confirm;
mod coupon;
mod draft;
mod ics;
mod language;
mod message;
mod order;
mod price;
mod screen;
mod show;
mod steps;
mod time;
mod wording;

pub use booking::Flow;
pub use ics::{Appointment, calendar_file, calendar_links};

pub use message::{
    Asked, Deed, Effect, Event, Failure, GuestField, Input, News, OrderChange, OrderKey, Started,
    Step, Ticket, Told,
};
pub use screen::{
    Body, Booked, CancelView, Consent, CouponField, Day, DayState, DeedButton, DetailsStep,
    Discount, Ended, Fact, Failed, FieldView, Focus, FocusTarget, Haste, Header, Held,
    LanguageChoice, LanguageOption, Leaving, Link, Manage, Mark, MarkState, MoneyRow, Month,
    MoveStep, NextOpen, Notice, NoticeAction, OpenCode, PaymentStep, PriceChange, ReviewRow,
    Screen, ServiceOption, SlotGroup, SlotOption, Slots, Stepper, Summary, TimeStep, Tone, Waiting,
    ZoneChoice, ZoneOption,
};
pub use show::screen;
