//! Draws the members of a business and does what they want done.

use std::rc::Rc;

use booking_contract::owner::{BusinessDetails, InvitationView, MemberView, Role};
use booking_widget::view::Icon;
use gloo_net::http::Method;
use yew::prelude::*;

use super::frame::{Frame, title};
use super::members::{Draft, Effect, Event, Members, Question, role_means, sentence};
use crate::client::{self, Failure, Nothing, part};
use crate::paged::Stage;
use crate::parts::{
    Ask, Button, Copy, Field, Kind, Notice, Pick, Said, Sign, Tone, entered as typed, focus, icon,
    say,
};
use crate::route::Route;
use crate::session::{Site, role_name};
use crate::shell::set_title;
use crate::words;

#[derive(Properties, PartialEq)]
pub(crate) struct MembersProps {
    pub(crate) business: Rc<BusinessDetails>,
}

/// The page's component.
pub(crate) struct MembersPage {
    members: Members,
}

impl Component for MembersPage {
    type Message = Event;
    type Properties = MembersProps;

    fn create(ctx: &Context<Self>) -> Self {
        set_title(&title("Members", &ctx.props().business));
        ctx.link().send_message(Event::Load);
        Self {
            members: Members::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, event: Event) -> bool {
        for effect in self.members.step(event) {
            perform(ctx, effect);
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let business = ctx.props().business.id.clone();
        let invite = html! {
            if self.members.draft.is_none() {
                <Button text="Invite somebody" kind={Kind::Main} press={link.callback(|()| Event::Invite)} hook="invite" />
            }
        };
        html! {
            <Frame here={Route::Members { business: business.clone() }} {business} title="Members" tools={invite}
                lead="Who works with this dashboard, and what they may do.">
                if let Some(draft) = &self.members.draft {
                    { Self::form(ctx, draft) }
                }
                if let Some(made) = &self.members.made {
                    <section class="card group" data-test="invited">
                        <header>
                            <h2>{ format!("Hand this link to {}", made.invitation.email) }</h2>
                            <p>{ "It works once, for seven days, and is shown only now. Whoever opens it can join, so send it to nobody else." }</p>
                        </header>
                        <Copy id="invite-link" label="Link" text={made.link.clone()} hook="copy-link" />
                        <div class="tools"><Button text="Done" press={link.callback(|()| Event::Handed)} hook="handed" /></div>
                    </section>
                }
                { self.list(ctx) }
                { self.open(ctx) }
                { self.question(ctx) }
            </Frame>
        }
    }
}

impl MembersPage {
    fn form(ctx: &Context<Self>, draft: &Draft) -> Html {
        let link = ctx.link();
        let submit = link.callback(|event: SubmitEvent| {
            event.prevent_default();
            Event::Send
        });
        let pick = link.callback(|word: String| Event::As(word.parse().unwrap_or(Role::Staff)));
        let wrong = draft.wrong.then_some(AttrValue::Static(
            "Enter an e-mail address, such as name@example.com.",
        ));
        html! {
            <form class="card group" onsubmit={submit} novalidate=true data-test="invitation">
                <header><h2>{ "Invite somebody" }</h2></header>
                <div class="pair">
                    <Field id="invite-email" label="E-mail" error={wrong}
                        help="Their account has this address. You get a link to hand over.">
                        <input class="in" id="invite-email" type="email" autocomplete="off" autocapitalize="none"
                            spellcheck="false" aria-describedby="invite-email-says" value={draft.email.clone()}
                            aria-invalid={draft.wrong.then_some("true")}
                            oninput={link.callback(|event: InputEvent| Event::Email(typed(&event)))} />
                    </Field>
                    <Field id="invite-role" label="Role" help={role_means(draft.role)}>
                        <Pick id="invite-role" chosen={draft.role.as_str()} options={roles(ctx)} {pick} />
                    </Field>
                </div>
                if let Some(failure) = &draft.failure {
                    <Notice tone={Tone::Bad} title="They are not invited" text={sentence(failure)} hook="not-invited" />
                }
                <div class="tools">
                    <Button text="Make the link" kind={Kind::Main} submits=true hook="make-link"
                        doing={draft.sending.then_some("Making it…")} />
                    <Button text="Cancel" kind={Kind::Quiet} press={link.callback(|()| Event::Leave)} hook="leave-invite" />
                </div>
            </form>
        }
    }

    fn list(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let list = &self.members.list;
        if let Stage::Failed(failure) = &list.stage {
            return html! {
                <Notice tone={Tone::Bad} title="The members could not be loaded" text={failure.sentence()}>
                    <Button text="Try again" press={link.callback(|()| Event::Load)} hook="again" />
                </Notice>
            };
        }
        html! {
            <section class="card" aria-label="Members" aria-busy={(list.stage == Stage::Loading).then_some("true")}>
                <ul class="roll">
                    if list.rows.is_empty() {
                        <li><span class="bone row-bone"></span></li>
                    }
                    { for list.rows.iter().map(|member| row(ctx, member)) }
                </ul>
                if list.next.is_some() {
                    <div class="more">
                        <Button text="Show more" kind={Kind::Quiet} hook="more-members"
                            doing={(list.stage == Stage::LoadingMore).then_some("Loading…")}
                            press={link.callback(|()| Event::More)} />
                    </div>
                }
            </section>
        }
    }

    fn open(&self, ctx: &Context<Self>) -> Html {
        if self.members.invitations.is_empty() {
            return Html::default();
        }
        let zone = &ctx.props().business.zone;
        let line = |invitation: &InvitationView| {
            let ask = {
                let invitation = invitation.clone();
                ctx.link()
                    .callback(move |()| Event::Ask(Question::Withdraw(invitation.clone())))
            };
            html! {
                <li key={invitation.id.clone()} data-test="open-invitation">
                    <span class="grow">
                        <b>{ invitation.email.as_str().to_owned() }</b>
                        <small>{ format!("{}, until {}", role_name(invitation.role), words::day_at(invitation.expires_at, zone)) }</small>
                    </span>
                    <Button text="Withdraw" kind={Kind::Quiet} press={ask} hook="withdraw" />
                </li>
            }
        };
        html! {
            <section class="card" aria-labelledby="open-title">
                <header class="inner"><h2 id="open-title">{ "Invited, and not here yet" }</h2></header>
                <ul class="roll">{ for self.members.invitations.iter().map(line) }</ul>
            </section>
        }
    }

    fn question(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let Some(question) = &self.members.question else {
            return Html::default();
        };
        let (title, text, deed) = match question {
            Question::TakeOut(member) => (
                format!("Take {} out?", member.name),
                "They are signed out everywhere and see nothing of this business any more. What they did stays in the log. You can invite them again.",
                "Take out",
            ),
            Question::Withdraw(invitation) => (
                format!("Withdraw the invitation of {}?", invitation.email),
                "The link that you handed over does not work any more. You can make another one.",
                "Withdraw",
            ),
        };
        html! {
            <Ask {title} {text} {deed} doing={self.members.doing.then_some("One moment…")}
                yes={link.callback(|()| Event::Sure)} no={link.callback(|()| Event::Never)} />
        }
    }
}

/// The roles that whoever is signed in can give.
fn roles(ctx: &Context<MembersPage>) -> Vec<(AttrValue, AttrValue)> {
    let own = ctx.props().business.role;
    let given = Role::ALL
        .iter()
        .filter(|role| own == Role::Owner || **role != Role::Owner);
    given
        .map(|role| (role.as_str().into(), role_name(*role).into()))
        .collect()
}

fn row(ctx: &Context<MembersPage>, member: &MemberView) -> Html {
    let link = ctx.link();
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    let is_own = site.is_some_and(|site| site.session.user.id == member.id);
    let is_mine_to_change = member.role != Role::Owner || ctx.props().business.role == Role::Owner;
    let changes = is_mine_to_change && !is_own;
    let pick = {
        let member = member.clone();
        link.batch_callback(move |word: String| {
            let role = word.parse().ok()?;
            let member = member.clone();
            Some(Event::Role { member, role })
        })
    };
    let ask = {
        let member = member.clone();
        link.callback(move |_: MouseEvent| Event::Ask(Question::TakeOut(member.clone())))
    };
    html! {
        <li key={member.id.clone()} data-test="member" data-email={member.email.as_str().to_owned()}>
            <span class="grow">
                <b>{ &member.name }{ if is_own { " (you)" } else { "" } }</b>
                <small>{ member.email.as_str().to_owned() }</small>
            </span>
            if changes {
                <Pick id={format!("role-{}", member.id)} label={format!("Role of {}", member.name)}
                    chosen={member.role.as_str()} options={roles(ctx)} {pick} />
                <button type="button" class="icon" aria-label={format!("Take {} out", member.name)}
                    onclick={ask} data-test="take-out">{ icon(Sign::Shared(Icon::Close)) }</button>
            } else {
                <span class="state">{ role_name(member.role) }</span>
            }
        </li>
    }
}

fn perform(ctx: &Context<MembersPage>, effect: Effect) {
    let link = ctx.link().clone();
    let here = format!("/v1/businesses/{}", part(&ctx.props().business.id));
    let site = link.context::<Site>(Callback::noop()).map(|(site, _)| site);
    match effect {
        Effect::Load { ticket, query } => link.send_future(async move {
            let result = match yew_router::query::ToQuery::to_query(&query) {
                Ok(query) => client::get(&format!("{here}/members?{query}")).await,
                Err(_) => Err(Failure::Unreadable),
            };
            Event::Came { ticket, result }
        }),
        Effect::Invite(new) => link.send_future(async move {
            let path = format!("{here}/invitations");
            Event::Invited(client::send(Method::POST, &path, &new).await)
        }),
        Effect::Give { member, role } => link.send_future(async move {
            let path = format!("{here}/members/{}", part(&member.id));
            let body = booking_contract::owner::ChangeRole { role };
            let result = client::send(Method::PUT, &path, &body).await;
            Event::Changed {
                before: member,
                result,
            }
        }),
        Effect::TakeOut(member) => link.send_future(async move {
            let path = format!("{here}/members/{}", part(&member.id));
            Event::Done(client::tell(Method::DELETE, &path, &Nothing {}).await)
        }),
        Effect::Withdraw(invitation) => link.send_future(async move {
            let path = format!("{here}/invitations/{}", part(&invitation.id));
            Event::Done(client::tell(Method::DELETE, &path, &Nothing {}).await)
        }),
        Effect::Focus => focus("invite-email"),
        Effect::Say(text) => {
            if let Some(site) = site {
                say(&site.say, text);
            }
        }
        Effect::SayWithUndo(text, back) => {
            if let Some(site) = site {
                let undo = Callback::from(move |()| link.send_message((*back).clone()));
                site.say.emit(Said {
                    text: text.into(),
                    undo: Some(undo),
                });
            }
        }
        Effect::SignedOut => {
            if let Some(site) = site {
                site.signed_out.emit(());
            }
        }
    }
}
