//! The members of a business as they go: listed, invited, given a role, taken out.

use booking_contract::ProblemCode;
use booking_contract::owner::{
    InvitationMade, InvitationView, MemberView, MembersPage, MembersQuery, NewInvitation, Role,
};

use crate::client::Failure;
use crate::paged::{Came, Page, Paged};

/// How many rows come at once.
const ROWS: u32 = 50;

/// The members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members {
    /// Those who are there.
    pub list: Paged<MemberView>,
    /// Who was invited and has not come yet.
    pub invitations: Vec<InvitationView>,
    /// Who is being invited; none where nobody is.
    pub draft: Option<Draft>,
    /// The invitation that was made last, with its link.
    pub made: Option<InvitationMade>,
    /// What is asked before it is done.
    pub question: Option<Question>,
    /// Whether that is being done.
    pub doing: bool,
}

/// Somebody who is being invited.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The address, as typed.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Whether the address is none.
    pub wrong: bool,
    /// Whether the companion is asked.
    pub sending: bool,
    /// Why they are not invited.
    pub failure: Option<Failure>,
}

/// What is asked first.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// Whether somebody shall be taken out.
    TakeOut(MemberView),
    /// Whether an invitation shall end.
    Withdraw(InvitationView),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened.
    Load,
    /// More rows are wanted.
    More,
    /// An answer.
    Came {
        /// What it answers.
        ticket: u32,
        /// The members.
        result: Result<MembersPage, Failure>,
    },
    /// Somebody is to be invited.
    Invite,
    /// The address is another one.
    Email(String),
    /// What they shall be is another thing.
    As(Role),
    /// It is given up.
    Leave,
    /// It is sent.
    Send,
    /// The companion has answered.
    Invited(Result<InvitationMade, Failure>),
    /// The link was handed over.
    Handed,
    /// A member gets another role.
    Role {
        /// Who.
        member: MemberView,
        /// Which.
        role: Role,
    },
    /// The companion has answered.
    Changed {
        /// Who it was before.
        before: MemberView,
        /// Who it is now.
        result: Result<MemberView, Failure>,
    },
    /// Something is to be done that is asked first.
    Ask(Question),
    /// Yes.
    Sure,
    /// No.
    Never,
    /// It is done, or not.
    Done(Result<(), Failure>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for members.
    Load {
        /// To be handed back with the answer.
        ticket: u32,
        /// Which.
        query: MembersQuery,
    },
    /// Invite somebody.
    Invite(NewInvitation),
    /// Give a role.
    Give {
        /// To whom.
        member: MemberView,
        /// Which.
        role: Role,
    },
    /// Take somebody out.
    TakeOut(MemberView),
    /// End an invitation.
    Withdraw(InvitationView),
    /// Put the cursor into the field of the address.
    Focus,
    /// Say something.
    Say(String),
    /// Say something that can be taken back by this event.
    SayWithUndo(String, Box<Event>),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Members {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => self.load(),
            Event::More => match self.list.more() {
                Some((ticket, after)) => vec![ask(ticket, Some(after))],
                None => Vec::new(),
            },
            Event::Came { ticket, result } => self.came(ticket, result),
            Event::Invite => {
                self.draft = Some(Draft::default());
                self.made = None;
                vec![Effect::Focus]
            }
            Event::Email(email) => {
                if let Some(draft) = &mut self.draft {
                    draft.email = email;
                    draft.wrong = false;
                    draft.failure = None;
                }
                Vec::new()
            }
            Event::As(role) => {
                if let Some(draft) = &mut self.draft {
                    draft.role = role;
                    draft.failure = None;
                }
                Vec::new()
            }
            Event::Leave => {
                self.draft = None;
                Vec::new()
            }
            Event::Send => self.send(),
            Event::Invited(result) => self.invited(result),
            Event::Handed => {
                self.made = None;
                Vec::new()
            }
            Event::Role { member, role } if member.role == role => Vec::new(),
            Event::Role { member, role } => vec![Effect::Give { member, role }],
            Event::Changed { before, result } => self.changed(&before, result),
            Event::Ask(question) => {
                self.question = Some(question);
                Vec::new()
            }
            Event::Sure => self.sure(),
            Event::Never => {
                self.question = None;
                Vec::new()
            }
            Event::Done(result) => self.done(result),
        }
    }

    fn load(&mut self) -> Vec<Effect> {
        let ticket = self.list.ask();
        vec![ask(ticket, None)]
    }

    fn came(&mut self, ticket: u32, result: Result<MembersPage, Failure>) -> Vec<Effect> {
        let is_first = self.list.stage == crate::paged::Stage::Loading;
        if let Ok(page) = &result
            && is_first
            && self.list.is_current(ticket)
        {
            self.invitations.clone_from(&page.invitations);
        }
        let page = result.map(|page| Page {
            rows: page.members,
            total: None,
            next: page.next,
        });
        match self
            .list
            .came(ticket, page, |one, other| one.id == other.id)
        {
            Came::Settled => Vec::new(),
            Came::NoMore(failure) => vec![Effect::Say(failure.sentence())],
            Came::SignedOut => vec![Effect::SignedOut],
        }
    }

    fn send(&mut self) -> Vec<Effect> {
        let Some(draft) = &mut self.draft else {
            return Vec::new();
        };
        if draft.sending {
            return Vec::new();
        }
        let Ok(email) = draft.email.parse() else {
            draft.wrong = true;
            return vec![Effect::Focus];
        };
        draft.sending = true;
        draft.failure = None;
        let role = draft.role;
        vec![Effect::Invite(NewInvitation { email, role })]
    }

    fn invited(&mut self, result: Result<InvitationMade, Failure>) -> Vec<Effect> {
        match result {
            Ok(made) => {
                self.draft = None;
                self.made = Some(made);
                self.load()
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                if let Some(draft) = &mut self.draft {
                    draft.sending = false;
                    draft.failure = Some(failure);
                }
                Vec::new()
            }
        }
    }

    fn changed(&mut self, before: &MemberView, result: Result<MemberView, Failure>) -> Vec<Effect> {
        match result {
            Ok(now) => {
                for row in &mut self.list.rows {
                    if row.id == now.id {
                        *row = now.clone();
                    }
                }
                let text = format!("{} is {} now.", now.name, role_word(now.role));
                let back = Event::Role {
                    role: before.role,
                    member: now,
                };
                vec![Effect::SayWithUndo(text, Box::new(back))]
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                // The list shows the role that was chosen until it is read again.
                let mut effects = vec![Effect::Say(format!(
                    "{} stays {}. {}",
                    before.name,
                    role_word(before.role),
                    sentence(&failure)
                ))];
                effects.extend(self.load());
                effects
            }
        }
    }

    fn sure(&mut self) -> Vec<Effect> {
        if self.doing {
            return Vec::new();
        }
        let effect = match &self.question {
            Some(Question::TakeOut(member)) => Effect::TakeOut(member.clone()),
            Some(Question::Withdraw(invitation)) => Effect::Withdraw(invitation.clone()),
            None => return Vec::new(),
        };
        self.doing = true;
        vec![effect]
    }

    fn done(&mut self, result: Result<(), Failure>) -> Vec<Effect> {
        self.doing = false;
        let Some(question) = self.question.take() else {
            return Vec::new();
        };
        let (done, undone) = match &question {
            Question::TakeOut(member) => (
                format!("{} does not belong to the business any more.", member.name),
                format!("{} was not taken out.", member.name),
            ),
            Question::Withdraw(invitation) => (
                format!("The link for {} does not work any more.", invitation.email),
                format!("The invitation of {} still holds.", invitation.email),
            ),
        };
        let text = match result {
            Ok(()) => done,
            Err(Failure::SignedOut) => return vec![Effect::SignedOut],
            Err(failure) => format!("{undone} {}", sentence(&failure)),
        };
        // A link that was just shown may be the one that ended.
        self.made = None;
        let mut effects = vec![Effect::Say(text)];
        effects.extend(self.load());
        effects
    }
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            email: String::new(),
            role: Role::Staff,
            wrong: false,
            sending: false,
            failure: None,
        }
    }
}

/// Why something is not done with a member.
pub fn sentence(failure: &Failure) -> String {
    match failure.code() {
        Some(ProblemCode::LastOwner) => {
            "A business needs an owner: make somebody else its owner first.".to_owned()
        }
        Some(ProblemCode::AlreadyMember) => {
            "Whoever has this address is a member already. You can change their role in the list."
                .to_owned()
        }
        Some(ProblemCode::NotFound) => {
            "It was already gone. The list is up to date again.".to_owned()
        }
        _ => failure.sentence(),
    }
}

/// What a role may do, in a line.
pub fn role_means(role: Role) -> &'static str {
    match role {
        Role::Owner => "Everything, also making and taking out owners.",
        Role::Admin => "Everything but owners: settings, members, coupons, calendars, payments.",
        Role::Manager => "Bookings, payments and refunds; sees coupons without changing them.",
        Role::Staff => "Their own appointments, and booking for customers.",
    }
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Owner => "an owner",
        Role::Admin => "an admin",
        Role::Manager => "a manager",
        Role::Staff => "staff",
    }
}

fn ask(ticket: u32, after: Option<String>) -> Effect {
    let query = MembersQuery {
        after,
        limit: Some(ROWS),
    };
    Effect::Load { ticket, query }
}
