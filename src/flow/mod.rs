//! The widget's pure core: what a guest and the world do goes in, effects and a screen come out.

mod booking;
mod calendar;
mod cart;
mod confirm;
mod coupon;
mod draft;
mod form;
mod ics;
mod kept;
mod language;
mod menu;
mod message;
mod order;
mod price;
mod screen;
mod show;
mod steps;
mod time;
mod wording;

pub use booking::Flow;
pub use ics::{Appointment, calendar_file};
pub use message::{
    Asked, Effect, Event, Failure, GuestField, Input, MenuEvent, News, OrderKey, Sort, Started,
    Step, Ticket, Told,
};
pub use screen::{
    AddOnRow, Attendees, BackTo, Body, Booked, CartLine, Choice, ChoiceGroup, Consent, CouponField,
    Day, DayState, DetailsStep, Discount, Ended, Entry, Failed, FieldOption, FieldView, Finder,
    Focus, FocusTarget, Header, Held, LanguageChoice, LanguageOption, Leaving, Mark, MarkState,
    MoneyRow, Month, NextOpen, Notice, NoticeAction, OpenCode, OpenService, PaymentStep, Person,
    PhoneField, PriceChange, ReviewRow, Screen, ServiceEntry, ServiceGroup, ServiceOption,
    ServicesStep, SlotGroup, SlotOption, Slots, Stepper, Summary, TermsView, TimeStep, Tone,
    Waiting, ZoneChoice, ZoneOption,
};
pub use show::screen;
