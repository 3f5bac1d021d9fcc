//! What pages are made of.

mod ask;
mod button;
mod chooser;
mod copy;
mod field;
mod focus;
mod icon;
mod menu;
mod notice;
mod panel;
mod sheet;
mod toast;

pub(crate) use ask::Ask;
pub(crate) use button::{Button, Kind};
pub(crate) use chooser::Chooser;
pub(crate) use copy::{Copy, write as write_to_clipboard};
pub(crate) use field::{Field, Pick, entered};
pub(crate) use focus::focus;
pub(crate) use icon::{Sign, icon};
pub(crate) use menu::{Deed, Menu};
pub(crate) use notice::{Notice, Tone};
pub(crate) use panel::Panel;
pub(crate) use sheet::Sheet;
pub(crate) use toast::{Said, Toasts, say};
