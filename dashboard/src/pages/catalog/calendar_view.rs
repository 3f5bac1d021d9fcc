//! The page of one calendar: its services, its form, the widget beside it.

use booking_contract::WidgetStyle;
use booking_contract::owner::{
    CalendarDraft, CalendarLooks, CalendarView, NewCalendar, Permission,
};
use yew::prelude::*;

use super::calendar_entered::CalendarEntered;
use super::calendar_form;
use super::desk::{Around, Desk, Thing};
use super::pen::Pen;
use super::preview::Preview;
use super::services::Services;
use crate::editing::{Entered, Form};
use crate::route::Route;
use crate::side::GoTo;

/// The page.
pub(crate) type CalendarPage = Desk<CalendarEntered>;

impl Thing for CalendarEntered {
    const NAME: &'static str = "calendar";
    const KIND: &'static str = "calendars";
    const AWAY: &'static str =
        "It is archived. Guests cannot book it any more; what is booked stays.";

    fn blank(around: &Around) -> Self {
        let title = "New calendar".parse();
        // A fixed text of our own is a title.
        let draft = CalendarDraft::new(title.expect("a title"), WidgetStyle::Neo);
        let blank = Self::of_draft(&draft, around.business.currency);
        Self {
            title: String::new(),
            ..blank
        }
    }

    fn asked(draft: &CalendarDraft, _around: &Around) -> serde_json::Value {
        let draft = draft.clone();
        serde_json::to_value(NewCalendar { draft }).unwrap_or_default()
    }

    fn version(view: &CalendarView) -> i64 {
        view.version
    }

    fn title(view: &CalendarView) -> String {
        view.draft.title.to_string()
    }

    fn is_away(view: &CalendarView) -> bool {
        view.archived
    }

    fn calendar(_view: &CalendarView) -> Option<String> {
        None
    }

    fn back(business: &str, _around: &Around) -> (Route, String) {
        let business = business.to_owned();
        (Route::Calendars { business }, "Calendars".to_owned())
    }

    fn form(pen: &Pen<'_, Self>, around: &Around) -> Html {
        calendar_form::form(pen, around)
    }

    fn above(view: &CalendarView, around: &Around) -> Html {
        let calendar = view.id.to_string();
        let to = Route::Embed {
            business: around.business.id.clone(),
            calendar: calendar.clone(),
        };
        html! {
            <>
                if around.business.permissions.contains(&Permission::ManageSettings) {
                    <p><GoTo {to} hook="embed">{ "Put it on your site" }</GoTo></p>
                }
                <Services business={around.business.clone()} {calendar} />
            </>
        }
    }

    fn beside(form: &Form<Self>, around: &Around) -> Option<Html> {
        let view = form.view.as_ref()?;
        let draft = form.entered.draft().ok();
        let looks = draft.as_ref().map(CalendarLooks::of);
        Some(html! {
            <Preview business={around.business.id.clone()} calendar={view.id.to_string()}
                version={view.version} {looks} />
        })
    }
}
