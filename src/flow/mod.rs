//! The widget's pure core: what a guest and the world do goes in, effects and a screen come out.

mod address;
mod booking;
mod calendar;
mod cart;
mod code;
mod confirm;
mod coupon;
mod draft;
mod form;
mod grant;
mod kept;
mod language;
mod later;
mod menu;
mod message;
mod order;
mod price;
mod remedy;
mod screen;
mod show;
mod steps;
mod time;
mod told;
mod wording;

pub use booking::Flow;
pub use message::{
    Asked, Deed, Effect, Event, Failure, GuestField, Input, MenuEvent, News, OrderChange, OrderKey,
    Sort, Started, Step, Ticket,
};
pub use screen::{
    AddOnRow, Attendees, Body, Booked, CancelView, CartLine, Choice, ChoiceGroup, Consent,
    CouponField, Day, DayState, DeedButton, DetailsStep, Discount, Due, Ended, Entry, Fact, Failed,
    FieldOption, FieldView, Finder, First, Focus, FocusTarget, Haste, Header, Held, LanguageChoice,
    LanguageOption, Leaving, Link, Manage, Mark, MarkState, Mishap, MoneyRow, Month, MoveStep,
    NextOpen, Notice, NoticeAction, OpenCode, OpenService, PaymentStep, Person, PhoneField,
    PriceChange, PriceLine, ReviewRow, Screen, ServiceEntry, ServiceGroup, ServiceOption,
    ServicesStep, SlotGroup, SlotOption, Slots, Stepper, Summary, TermsView, TimePrice, TimeStep,
    Tone, Waiting, ZoneChoice, ZoneOption,
};
pub use show::{first, screen};
pub use told::{HostEvent, Told, ToldFact};
