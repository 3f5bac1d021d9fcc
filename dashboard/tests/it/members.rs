//! The members of a business.

use booking_contract::ProblemCode;
use booking_contract::owner::{InvitationMade, MemberView, MembersPage, Role};
use booking_dashboard::client::Failure;
use booking_dashboard::pages::settings::members::{Effect, Event, Members, Question, sentence};
use serde_json::json;

use crate::answers::refused;

fn member(name: &str, role: &str) -> MemberView {
    let email = format!("{name}@example.com");
    serde_json::from_value(json!({ "id": name, "name": name, "email": email, "role": role }))
        .unwrap()
}

fn made() -> InvitationMade {
    serde_json::from_value(json!({
        "invitation": { "id": "inv", "email": "new@example.com", "role": "staff",
                        "expires_at": "2026-11-27T09:00:00Z" },
        "link": "https://book.example/join#abc",
    }))
    .unwrap()
}

fn page(members: Vec<MemberView>, next: Option<&str>) -> MembersPage {
    MembersPage {
        members,
        invitations: vec![made().invitation],
        next: next.map(str::to_owned),
    }
}

fn ticket(effects: &[Effect]) -> u32 {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Load { ticket, .. } => Some(*ticket),
        _ => None,
    });
    found.expect("members are asked for")
}

fn shown() -> Members {
    let mut members = Members::default();
    let ticket = ticket(&members.step(Event::Load));
    let result = Ok(page(
        vec![member("one", "owner"), member("two", "staff")],
        Some("two"),
    ));
    members.step(Event::Came { ticket, result });
    members
}

#[test]
fn more_members_come_after_those_who_are_there_and_invitations_stay() {
    let mut members = shown();
    let more = ticket(&members.step(Event::More));
    let mut next = page(vec![member("three", "admin")], None);
    next.invitations.clear();
    members.step(Event::Came {
        ticket: more,
        result: Ok(next),
    });
    let ids: Vec<_> = members
        .list
        .rows
        .iter()
        .map(|row| row.id.as_str())
        .collect();
    assert_eq!(ids, ["one", "two", "three"]);
    assert_eq!(members.invitations.len(), 1);
}

#[test]
fn an_invitation_is_made_and_its_link_shown_until_it_is_handed_over() {
    let mut members = shown();
    assert_eq!(members.step(Event::Invite), [Effect::Focus]);
    members.step(Event::Email("nobody".to_owned()));
    assert_eq!(members.step(Event::Send), [Effect::Focus]);
    assert!(members.draft.as_ref().unwrap().wrong);
    members.step(Event::Email("new@example.com".to_owned()));
    members.step(Event::As(Role::Manager));
    let effects = members.step(Event::Send);
    let [Effect::Invite(new)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(new.role, Role::Manager);
    assert_eq!(members.step(Event::Send), [], "one request at a time");
    ticket(&members.step(Event::Invited(Ok(made()))));
    assert!(members.draft.is_none());
    assert_eq!(
        members.made.as_ref().unwrap().link,
        "https://book.example/join#abc"
    );
    members.step(Event::Handed);
    assert!(members.made.is_none());
}

#[test]
fn who_is_a_member_already_is_told_so_and_nothing_typed_is_lost() {
    let mut members = shown();
    members.step(Event::Invite);
    members.step(Event::Email("two@example.com".to_owned()));
    members.step(Event::Send);
    members.step(Event::Invited(Err(refused(ProblemCode::AlreadyMember))));
    let draft = members.draft.as_ref().unwrap();
    assert_eq!(draft.email, "two@example.com");
    assert!(sentence(draft.failure.as_ref().unwrap()).contains("member already"));
}

#[test]
fn another_role_can_be_taken_back() {
    let mut members = shown();
    let two = member("two", "staff");
    let same = Event::Role {
        member: two.clone(),
        role: Role::Staff,
    };
    assert_eq!(members.step(same), []);
    let effects = members.step(Event::Role {
        member: two.clone(),
        role: Role::Admin,
    });
    assert!(matches!(
        &effects[..],
        [Effect::Give {
            role: Role::Admin,
            ..
        }]
    ));
    let now = member("two", "admin");
    let effects = members.step(Event::Changed {
        before: two,
        result: Ok(now.clone()),
    });
    assert_eq!(members.list.rows[1].role, Role::Admin);
    let [Effect::SayWithUndo(_, back)] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        **back,
        Event::Role {
            member: now,
            role: Role::Staff
        }
    );
}

#[test]
fn a_role_that_is_not_given_is_told_and_the_list_read_again() {
    let mut members = shown();
    let before = member("one", "owner");
    let result = Err(refused(ProblemCode::LastOwner));
    let effects = members.step(Event::Changed { before, result });
    ticket(&effects);
    let Effect::Say(text) = &effects[0] else {
        panic!("{effects:?}")
    };
    assert!(text.contains("needs an owner"), "{text}");
}

#[test]
fn nobody_is_taken_out_without_a_yes() {
    let mut members = shown();
    let ask = Event::Ask(Question::TakeOut(member("two", "staff")));
    members.step(ask.clone());
    assert_eq!(members.step(Event::Never), []);
    assert_eq!(members.step(Event::Sure), [], "there is no question");
    members.step(ask);
    assert_eq!(
        members.step(Event::Sure),
        [Effect::TakeOut(member("two", "staff"))]
    );
    assert_eq!(members.step(Event::Sure), [], "once");
    let effects = members.step(Event::Done(Ok(())));
    ticket(&effects);
    assert!(members.question.is_none());
    members.step(Event::Ask(Question::Withdraw(made().invitation)));
    members.step(Event::Sure);
    let out = members.step(Event::Done(Err(Failure::SignedOut)));
    assert_eq!(out, [Effect::SignedOut]);
}
