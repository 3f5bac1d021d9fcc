//! Draws the log of a business and does what it wants done.

use std::rc::Rc;

use booking_contract::owner::{
    BusinessDetails, LogEntry, LogKind, MEMBERS_PER_PAGE_MAX, MemberView, MembersPage, MembersQuery,
};
use booking_widget::view::Icon;
use yew::prelude::*;
use yew_router::query::ToQuery;

use super::frame::{Frame, title};
use super::log::{Effect, Event, Log};
use super::log_text::{actor, deed, kind_name};
use crate::client::{self, Failure, part};
use crate::paged::Stage;
use crate::parts::{Button, Kind, Notice, Pick, Sign, Tone, icon, say};
use crate::route::Route;
use crate::session::Site;
use crate::shell::set_title;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct LogProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The page's component.
pub(crate) struct LogPage {
    log: Log,
}

impl Component for LogPage {
    type Message = Event;
    type Properties = LogProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&title("Log", &ctx.props().business));
        ctx.link().send_message(Event::Load);
        Self {
            log: Log::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.log.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let business = ctx.props().business.id.clone();
        html! {
            <Frame here={Route::Log { business: business.clone() }} {business} title="Log"
                lead="Who did what, the latest first. Nobody can change or delete an entry.">
                { self.chain() }
                { self.filters(ctx) }
                { self.list(ctx) }
            </Frame>
        }
    }
}

impl LogPage {
    /// Whether the log holds together.
    fn chain(&self) -> Html {
        let (class, sign, text) = match &self.log.check {
            None => ("state", Icon::Wait, "Checking the log…".to_owned()),
            Some(Ok(check)) if check.broken == 0 => (
                "state good",
                Icon::Check,
                format!(
                    "Complete: {}, each following from the one before",
                    words::count(
                        u64::try_from(check.entries).unwrap_or(0),
                        "entry",
                        "entries"
                    )
                ),
            ),
            Some(Ok(check)) => (
                "state warn",
                Icon::Alert,
                format!(
                    "The log was changed outside of the dashboard in {}. Keep a copy of the database, and find out who can write to it.",
                    words::count(u64::try_from(check.broken).unwrap_or(0), "place", "places")
                ),
            ),
            Some(Err(failure)) => (
                "state",
                Icon::Info,
                format!("Not checked. {}", failure.sentence()),
            ),
        };
        html! {
            <p class={classes!(class, "chain")} role="status" data-test="chain">
                { icon(Sign::Shared(sign)) }<span>{ text }</span>
            </p>
        }
    }

    fn filters(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let (actor, kind) = (self.log.actor.clone(), self.log.kind);
        let by_person = link.callback(move |id: String| Event::Of {
            actor: Some(id).filter(|id| !id.is_empty()),
            kind,
        });
        let by_kind = link.callback(move |word: String| Event::Of {
            actor: actor.clone(),
            kind: word.parse().ok(),
        });
        let everybody = [("".into(), "Everybody".into())];
        let people = self.log.people.iter();
        let people = people.map(|member| (member.id.clone().into(), member.name.clone().into()));
        let server = [("cli".into(), "At the server".into())];
        let people: Vec<(AttrValue, AttrValue)> =
            everybody.into_iter().chain(people).chain(server).collect();
        let all = [("".into(), "Everything".into())];
        let kinds = LogKind::ALL.iter();
        let kinds = kinds.map(|kind| (kind.as_str().into(), kind_name(*kind).into()));
        let kinds: Vec<(AttrValue, AttrValue)> = all.into_iter().chain(kinds).collect();
        let chosen = self.log.actor.clone().unwrap_or_default();
        let chosen_kind = self.log.kind.map_or("", LogKind::as_str);
        html! {
            <div class="filters">
                <Pick id="log-actor" label="Whose entries" {chosen} options={people} pick={by_person} />
                <Pick id="log-kind" label="Which entries" chosen={chosen_kind} options={kinds} pick={by_kind} />
            </div>
        }
    }

    fn list(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let list = &self.log.list;
        if let Stage::Failed(failure) = &list.stage {
            return html! {
                <Notice tone={Tone::Bad} title="The log could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={link.callback(|()| Event::Load)} hook="again" />
                </Notice>
            };
        }
        if list.rows.is_empty() && list.stage == Stage::Shown {
            return html! {
                <section class="card empty" data-test="no-entries">
                    { icon(Sign::Search) }
                    <h2>{ "Nothing was done of this kind" }</h2>
                    <p>{ "Choose other entries above. What somebody does from now on appears here." }</p>
                </section>
            };
        }
        let zone = &ctx.props().business.zone;
        html! {
            <section class="card" aria-label="Entries" aria-busy={(list.stage == Stage::Loading).then_some("true")}>
                <ul class="roll">
                    if list.rows.is_empty() {
                        <li><span class="bone row-bone"></span></li>
                    }
                    { for list.rows.iter().map(|entry| row(entry, zone)) }
                </ul>
                if list.next.is_some() {
                    <div class="more">
                        <Button text="Show more" kind={Kind::Quiet} hook="more-entries"
                            doing={(list.stage == Stage::LoadingMore).then_some("Loading…")}
                            press={link.callback(|()| Event::More)} />
                    </div>
                }
            </section>
        }
    }
}

fn row(entry: &LogEntry, zone: &str) -> Html {
    html! {
        <li key={entry.number} data-test="entry">
            <span class="grow">
                <span><b>{ actor(entry).to_owned() }</b>{ " " }{ deed(entry) }</span>
                <small>{ words::minute_at(entry.at, zone) }</small>
            </span>
            <small class="number">{ format!("{}", entry.number) }</small>
        </li>
    }
}

/// All members. Who cannot be listed cannot be chosen; the entries are there all the same.
async fn people(here: &str) -> Vec<MemberView> {
    let mut people = Vec::new();
    let mut query = MembersQuery {
        after: None,
        limit: Some(MEMBERS_PER_PAGE_MAX),
    };
    while let Ok(asked) = query.to_query() {
        let path = format!("{here}/members?{asked}");
        let Ok(page) = client::get::<MembersPage>(&path).await else {
            break;
        };
        people.extend(page.members);
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    people
}

fn perform(ctx: &Context<LogPage>, effect: Effect) {
    let link = ctx.link().clone();
    let here = format!("/v1/businesses/{}", part(&ctx.props().business.id));
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    match effect {
        Effect::Load { ticket, query } => link.send_future(async move {
            let result = match query.to_query() {
                Ok(query) => client::get(&format!("{here}/log?{query}")).await,
                Err(_) => Err(Failure::Unreadable),
            };
            Event::Came { ticket, result }
        }),
        Effect::People => link.send_future(async move { Event::People(people(&here).await) }),
        Effect::Check => link.send_future(async move {
            Event::Checked(client::get(&format!("{here}/log/check")).await)
        }),
        Effect::Say(text) => {
            if let Some(site) = site {
                say(&site.say, text);
            }
        }
        Effect::SignedOut => {
            if let Some(site) = site {
                site.signed_out.emit(());
            }
        }
    }
}
