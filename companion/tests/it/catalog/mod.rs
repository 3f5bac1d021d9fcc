//! What a business sells, as those who look after it see and change it.

mod calendars;
mod lists;
mod preview;
mod services;
mod workplace;
