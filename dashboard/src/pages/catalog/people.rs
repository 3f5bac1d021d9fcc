//! The staff and the locations of a business: their lists, and the page of each.

use std::rc::Rc;

use booking_contract::owner::{
    BusinessDetails, CatalogField, CatalogProblem, Line, LocationDraft, LocationList, LocationRow,
    NewLocation, NewStaff, Reorder, StaffDraft, StaffList, StaffRow, Title, Towards,
};
use booking_engine::{Currency, LocationId};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk::{Around, Desk, Thing};
use super::paths;
use super::pen::{Pen, about};
use super::questions::step;
use super::reading::Reading;
use crate::client::{self, Failure};
use crate::editing::{Entered, Mistakes};
use crate::parts::{Button, Notice, Sign, Tone, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::shell::use_title;
use crate::side::GoTo;

/// The page of a member of staff.
pub(crate) type MemberPage = Desk<StaffEntered>;
/// The page of a location.
pub(crate) type PlacePage = Desk<LocationEntered>;

/// What is typed of a member of staff.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StaffEntered {
    /// The name.
    pub name: String,
    /// A few words.
    pub role: String,
    /// Where they work.
    pub locations: Vec<LocationId>,
}

/// What is typed of a location.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocationEntered {
    /// The name.
    pub name: String,
    /// The address.
    pub address: String,
}

impl Entered for StaffEntered {
    type Draft = StaffDraft;
    type View = StaffRow;

    fn of(row: &StaffRow, _currency: Currency) -> Self {
        Self {
            name: row.name.clone(),
            role: row.role.clone(),
            locations: row.locations.clone(),
        }
    }

    fn draft(&self) -> Result<StaffDraft, Mistakes> {
        let mut read = Reading::default();
        let name = read.needed::<Title>("name", &self.name, "Enter a name.");
        let role = read.text::<Line>("role", &self.role);
        let Some(name) = name else {
            return Err(read.mistakes());
        };
        read.end(StaffDraft {
            name,
            role: role.unwrap_or_default(),
            locations: self.locations.clone(),
        })
    }

    fn meant(&self, problem: &CatalogProblem) -> (String, String) {
        let text = match problem.field {
            CatalogField::Locations => "One of the locations is gone. Reload the page.",
            _ => "Something of this cannot be used.",
        };
        ("name".to_owned(), text.to_owned())
    }
}

impl Entered for LocationEntered {
    type Draft = LocationDraft;
    type View = LocationRow;

    fn of(row: &LocationRow, _currency: Currency) -> Self {
        Self {
            name: row.name.clone(),
            address: row.address.clone(),
        }
    }

    fn draft(&self) -> Result<LocationDraft, Mistakes> {
        let mut read = Reading::default();
        let name = read.needed::<Title>("name", &self.name, "Enter a name.");
        let address = read.text::<Line>("address", &self.address);
        let Some(name) = name else {
            return Err(read.mistakes());
        };
        let address = address.unwrap_or_default();
        read.end(LocationDraft { name, address })
    }

    fn meant(&self, _problem: &CatalogProblem) -> (String, String) {
        let text = "Something of this cannot be used.";
        ("name".to_owned(), text.to_owned())
    }
}

impl Thing for StaffEntered {
    const NAME: &'static str = "member of staff";
    const KIND: &'static str = "staff";
    const AWAY: &'static str = "Guests cannot choose them any more; what is booked stays.";

    fn blank(_around: &Around) -> Self {
        Self::default()
    }

    fn asked(draft: &StaffDraft, _around: &Around) -> serde_json::Value {
        let draft = draft.clone();
        serde_json::to_value(NewStaff { draft }).unwrap_or_default()
    }

    fn version(row: &StaffRow) -> i64 {
        row.version
    }

    fn title(row: &StaffRow) -> String {
        row.name.clone()
    }

    fn is_away(row: &StaffRow) -> bool {
        !row.active
    }

    fn calendar(_row: &StaffRow) -> Option<String> {
        None
    }

    fn back(business: &str, _around: &Around) -> (Route, String) {
        let business = business.to_owned();
        (Route::Staff { business }, "Staff".to_owned())
    }

    fn form(pen: &Pen<'_, Self>, around: &Around) -> Html {
        let it = pen.entered;
        html! {
            <section class="card group">
                { pen.line(about("name", "Name"), &it.name, |it, text| it.name = text) }
                { pen.line(about("role", "What guests read of them").optional().help("A few words, such as “Founder, at the wheel since 1998”."),
                    &it.role, |it, text| it.role = text) }
                if !around.locations.is_empty() {
                    <fieldset class="field">
                        <legend>{ "Where they work" }</legend>
                        <div class="checks">
                            { for around.locations.iter().map(|location| {
                                let id = location.id.clone();
                                let on = it.locations.contains(&id);
                                pen.tick(format!("at-{id}"), location.name.clone(), on, move |it| {
                                    let all = &mut it.locations;
                                    if all.contains(&id) { all.retain(|one| *one != id) } else { all.push(id.clone()) }
                                })
                            }) }
                        </div>
                        <p class="help">{ "None chosen: at every location." }</p>
                    </fieldset>
                }
                <p class="small">{ "Which services they perform, and for how much, is chosen with each service." }</p>
            </section>
        }
    }
}

impl Thing for LocationEntered {
    const NAME: &'static str = "location";
    const KIND: &'static str = "locations";
    const AWAY: &'static str = "Guests cannot choose it any more; what is booked stays.";

    fn blank(_around: &Around) -> Self {
        Self::default()
    }

    fn asked(draft: &LocationDraft, _around: &Around) -> serde_json::Value {
        let draft = draft.clone();
        serde_json::to_value(NewLocation { draft }).unwrap_or_default()
    }

    fn version(row: &LocationRow) -> i64 {
        row.version
    }

    fn title(row: &LocationRow) -> String {
        row.name.clone()
    }

    fn is_away(row: &LocationRow) -> bool {
        !row.active
    }

    fn calendar(_row: &LocationRow) -> Option<String> {
        None
    }

    fn back(business: &str, _around: &Around) -> (Route, String) {
        let business = business.to_owned();
        (Route::Locations { business }, "Locations".to_owned())
    }

    fn form(pen: &Pen<'_, Self>, _around: &Around) -> Html {
        let it = pen.entered;
        html! {
            <section class="card group">
                { pen.line(about("name", "Name"), &it.name, |it, text| it.name = text) }
                { pen.line(about("address", "Address").optional().help("As guests need it to find you."),
                    &it.address, |it, text| it.address = text) }
                <p class="small">{ "A calendar offers the locations that are chosen in its menu." }</p>
            </section>
        }
    }
}

/// Which of the two lists.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum List {
    /// Those who perform services.
    Staff,
    /// Where they are performed.
    Locations,
}

/// A row of either list.
#[derive(Clone, PartialEq)]
struct Row {
    id: String,
    name: String,
    note: String,
    active: bool,
}

impl List {
    fn kind(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Locations => "locations",
        }
    }

    async fn read(self, business: &str) -> Result<Vec<Row>, Failure> {
        let path = paths::all(business, self.kind());
        Ok(match self {
            Self::Staff => {
                let found = client::get::<StaffList>(&path).await?;
                let rows = found.staff.into_iter().map(|it| Row {
                    id: it.id.to_string(),
                    name: it.name,
                    note: it.role,
                    active: it.active,
                });
                rows.collect()
            }
            Self::Locations => {
                let found = client::get::<LocationList>(&path).await?;
                let rows = found.locations.into_iter().map(|it| Row {
                    id: it.id.to_string(),
                    name: it.name,
                    note: it.address,
                    active: it.active,
                });
                rows.collect()
            }
        })
    }

    fn blank(self, business: &str) -> Route {
        let business = business.to_owned();
        match self {
            Self::Staff => Route::NewMember { business },
            Self::Locations => Route::NewLocation { business },
        }
    }

    fn one(self, business: &str, id: &str) -> Route {
        let (business, id) = (business.to_owned(), id.to_owned());
        match self {
            Self::Staff => Route::Member {
                business,
                member: id,
            },
            Self::Locations => Route::Location {
                business,
                location: id,
            },
        }
    }

    /// The title, what it is about, the button, and what an empty list says.
    fn texts(self) -> [&'static str; 5] {
        match self {
            Self::Staff => [
                "Staff",
                "Who performs services, in the order in which guests see them.",
                "Add somebody",
                "Guests can choose who performs a service",
                "Add those who perform them, then choose them with each service. Without staff, a calendar does one thing at a time.",
            ],
            Self::Locations => [
                "Locations",
                "Where services are performed, in the order in which guests see them.",
                "Add a location",
                "For businesses in more than one place",
                "Add each place with its address, then choose in a calendar's menu which of them guests can go to.",
            ],
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PeopleProps {
    pub(crate) business: Rc<BusinessDetails>,
    pub(crate) list: List,
}

/// The page of either list.
#[component]
pub(crate) fn PeoplePage(props: &PeopleProps) -> Html {
    let (business, list) = (&props.business, props.list);
    let [title, about, add, empty, teach] = list.texts();
    use_title(format!("{title} – {}", business.name));
    let rows = use_state(|| None::<Result<Vec<Row>, Failure>>);
    let site = use_context::<Site>();
    let load = {
        let (rows, site, id) = (rows.clone(), site.clone(), business.id.clone());
        Callback::from(move |()| {
            let (rows, site, id) = (rows.clone(), site.clone(), id.clone());
            spawn_local(async move {
                match list.read(&id).await {
                    Err(Failure::SignedOut) => signed_out(site.as_ref()),
                    answer => rows.set(Some(answer)),
                }
            });
        })
    };
    use_effect_with((business.id.clone(), list), {
        let load = load.clone();
        move |_| load.emit(())
    });
    let shift = {
        let (load, site, id) = (load.clone(), site.clone(), business.id.clone());
        Callback::from(move |(row, to): (String, Towards)| {
            let path = paths::deed(&id, list.kind(), &row, "move");
            let (load, site) = (load.clone(), site.clone());
            spawn_local(async move {
                let body = Reorder { to };
                let answer = client::send::<serde_json::Value>(Method::POST, &path, &body).await;
                match answer {
                    Ok(_) => load.emit(()),
                    Err(Failure::SignedOut) => signed_out(site.as_ref()),
                    Err(failure) => {
                        if let Some(site) = site {
                            let why = failure.sentence();
                            say(&site.say, format!("Nothing was moved. {why}"));
                        }
                    }
                }
            });
        })
    };
    let body = match &*rows {
        None => html! { <div class="bone form-bone" aria-busy="true"></div> },
        Some(Err(failure)) => html! {
            <Notice tone={Tone::Bad} title="The list could not be loaded" text={failure.sentence()}>
                <Button text="Try again" press={load} hook="again" />
            </Notice>
        },
        Some(Ok(all)) if all.is_empty() => html! {
            <section class="card empty" data-test="nobody">
                { icon(Sign::Shared(Icon::Info)) }
                <h2>{ empty }</h2>
                <p>{ teach }</p>
            </section>
        },
        Some(Ok(all)) => lines(business, list, all, &shift),
    };
    html! {
        <div class="page narrow">
            <header class="head">
                <div><h1 tabindex="-1">{ title }</h1><p>{ about }</p></div>
                <div class="tools">
                    <GoTo class="btn main" to={list.blank(&business.id)} hook="add">{ add }</GoTo>
                </div>
            </header>
            { body }
        </div>
    }
}

fn signed_out(site: Option<&Site>) {
    if let Some(site) = site {
        site.signed_out.emit(());
    }
}

fn lines(
    business: &BusinessDetails,
    list: List,
    all: &[Row],
    shift: &Callback<(String, Towards)>,
) -> Html {
    let (open, away): (Vec<_>, Vec<_>) = all.iter().partition(|row| row.active);
    let count = open.len();
    let moves = |row: &Row, to| {
        let (shift, id) = (shift.clone(), row.id.clone());
        Callback::from(move |()| shift.emit((id.clone(), to)))
    };
    let what = |row: &Row| {
        html! {
            <div>
                <GoTo class="open" to={list.one(&business.id, &row.id)}>{ &row.name }</GoTo>
                <small>{ &row.note }</small>
            </div>
        }
    };
    html! {
        <ul class="card lines top">
            { for open.iter().enumerate().map(|(place, row)| html! {
                <li data-test="row" data-id={row.id.clone()}>
                    { what(row) }
                    <div class="order">
                        { step(format!("Move {} up", row.name), Sign::Shared(Icon::Down), true, place > 0, &moves(row, Towards::First)) }
                        { step(format!("Move {} down", row.name), Sign::Shared(Icon::Down), false, place + 1 < count, &moves(row, Towards::Last)) }
                    </div>
                </li>
            }) }
            { for away.into_iter().map(|row| html! {
                <li data-test="row" data-id={row.id.clone()}>
                    { what(row) }
                    <span class="state"><i></i>{ "Archived" }</span>
                </li>
            }) }
        </ul>
    }
}
