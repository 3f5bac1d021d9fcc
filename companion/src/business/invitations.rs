//! How somebody comes to a business: a link that works once, for seven days, handed over by whoever
//! invites. Only its hash is in the books.

use booking_contract::EmailAddress;
use booking_contract::owner::{
    AcceptInvitation, InvitationMade, InvitationTo, InvitationView, NewInvitation, Role, User,
};
use serde_json::json;

use super::Author;
use super::members::still_may;
use super::refusal::{Reason, Refusal};
use crate::clock::instant;
use crate::customer::one_form;
use crate::people::{NewPassword, SignedIn, Token};
use crate::store::invitations::{self, Invitation, Making};
use crate::store::people::Account;
use crate::store::{Conn, StoreError, businesses, people};
use crate::{AppState, Problem, ids};

/// How many may be open at a business.
pub(crate) const INVITATIONS_MAX: usize = 100;
/// How long a link works, in milliseconds: 7 days.
const LASTS_MS: i64 = 7 * 24 * 60 * 60 * 1000;

/// What members are shown of one.
pub(super) fn view(invitation: Invitation) -> InvitationView {
    InvitationView {
        id: invitation.id,
        email: invitation.email,
        role: invitation.role,
        expires_at: instant(invitation.expires_ms),
    }
}

/// Makes one; its link is told here and nowhere else.
pub(crate) async fn invite(
    state: &AppState,
    author: Author,
    new: NewInvitation,
) -> Result<InvitationMade, Problem> {
    let token = Token::random()
        .ok_or_else(|| Problem::Internal("the machine has no randomness for a token".into()))?;
    // Behind the `#` it reaches no server and no log of one.
    let link = format!("{}/join#{}", state.config.public_url, token.reveal());
    let invitation = Invitation {
        id: ids::fresh("inv", author.now_ms)?,
        business_id: author.business_id.clone(),
        role: new.role,
        expires_ms: author.now_ms + LASTS_MS,
        email: new.email,
    };
    let making = Making {
        token_hash: token.hash(),
        email_key: one_form(&invitation.email),
        invited_by: author.actor.clone(),
        created_ms: author.now_ms,
    };
    let inviting = Inviting {
        author,
        invitation,
        making,
    };
    let invited = state
        .store
        .attempt(inviting, |conn, inviting| Box::pin(inviting.write(conn)));
    let invitation = view(invited.await??);
    Ok(InvitationMade { invitation, link })
}

struct Inviting {
    author: Author,
    invitation: Invitation,
    making: Making,
}

impl Inviting {
    async fn write(&self, conn: &mut Conn) -> Result<Result<Invitation, Refusal>, StoreError> {
        let Self {
            author,
            invitation,
            making,
        } = self;
        let id = &author.business_id;
        if !businesses::lock(conn, id).await? {
            return Ok(Err(Refusal::NotFound));
        }
        let open = invitations::open(conn, id, author.now_ms).await?;
        // Run again after its answer was lost, the transaction finds its own work.
        if open.iter().any(|other| other.id == invitation.id) {
            return Ok(Ok(invitation.clone()));
        }
        let is_owners = invitation.role == Role::Owner;
        if let Err(refusal) = still_may(conn, author, is_owners).await? {
            return Ok(Err(refusal));
        }
        if let Some(account) = people::by_email(conn, &making.email_key).await?
            && people::role(conn, &account.user.id, id).await?.is_some()
        {
            return Ok(Err(Reason::AlreadyMember.into()));
        }
        if open.len() >= INVITATIONS_MAX {
            return Ok(Err(Reason::TooManyInvitations.into()));
        }
        invitations::insert(conn, invitation, making).await?;
        let detail = json!({ "role": invitation.role });
        author
            .log(conn, "member.invite", &invitation.id, &detail)
            .await?;
        Ok(Ok(invitation.clone()))
    }
}

/// Ends one.
pub(crate) async fn withdraw(
    state: &AppState,
    author: Author,
    invitation_id: String,
) -> Result<(), Problem> {
    let withdrawing = (author, invitation_id);
    let withdrawn = state
        .store
        .attempt(withdrawing, |conn, (author, invitation_id)| {
            Box::pin(async {
                let id = &author.business_id;
                if !businesses::lock(conn, id).await? {
                    return Ok(Err(Refusal::NotFound));
                }
                if !invitations::withdraw(conn, id, invitation_id).await? {
                    return Ok(Err(Refusal::NotFound));
                }
                author
                    .log(conn, "member.uninvite", invitation_id, &json!({}))
                    .await?;
                Ok(Ok(()))
            })
        });
    Ok(withdrawn.await??)
}

/// What an invitation is to, for whoever has its link.
pub(crate) async fn look(state: &AppState, token: &str) -> Result<InvitationTo, Problem> {
    let invitation = open(state, token).await?;
    let mut conn = state.store.read().await?;
    let business = businesses::find(&mut conn, &invitation.business_id).await?;
    let account = people::by_email(&mut conn, &one_form(&invitation.email)).await?;
    let business = business.ok_or(Problem::NotFound)?;
    Ok(InvitationTo {
        business_id: business.id,
        business_name: business.name,
        email: invitation.email,
        role: invitation.role,
        has_account: account.is_some(),
    })
}

/// Takes one with a new account; answers the address of that.
pub(crate) async fn accept(
    state: &AppState,
    asked: AcceptInvitation,
) -> Result<EmailAddress, Problem> {
    let invitation = open(state, asked.token.reveal()).await?;
    let password = NewPassword::try_from(asked.password)
        .map_err(|error| Refusal::from(Reason::Password(error)))?;
    let password_hash = state.passwords.hash(password).await?;
    let email = invitation.email.clone();
    let now_ms = state.clock.now_ms();
    let joining = Joining {
        token_hash: Token::hash_of(asked.token.reveal()),
        email_key: one_form(&email),
        who: Who::New(Account {
            user: User {
                id: ids::fresh("usr", now_ms)?,
                name: asked.name.into(),
                email: email.clone(),
            },
            password_hash,
        }),
        now_ms,
        invitation,
    };
    join_as(state, joining).await?;
    Ok(email)
}

/// Takes one with the account that is signed in
pub(crate) async fn join(
    state: &AppState,
    signed_in: SignedIn,
    token: &str,
) -> Result<(), Problem> {
    let invitation = open(state, token).await?;
    let email_key = one_form(&invitation.email);
    if one_form(&signed_in.user.email) != email_key {
        return Err(Refusal::from(Reason::OtherAccount).into());
    }
    let joining = Joining {
        token_hash: Token::hash_of(token),
        email_key,
        who: Who::Known(signed_in.user.id),
        now_ms: state.clock.now_ms(),
        invitation,
    };
    join_as(state, joining).await
}

async fn open(state: &AppState, token: &str) -> Result<Invitation, Problem> {
    let mut conn = state.store.read().await?;
    let hash = Token::hash_of(token);
    let found = invitations::find(&mut conn, &hash, state.clock.now_ms()).await?;
    found.ok_or(Problem::NotFound)
}

async fn join_as(state: &AppState, joining: Joining) -> Result<(), Problem> {
    let joined = state
        .store
        .attempt(joining, |conn, joining| Box::pin(joining.write(conn)));
    Ok(joined.await??)
}

/// Who comes in.
enum Who {
    /// Somebody without an account so far.
    New(Account),
    /// Somebody who is signed in.
    Known(String),
}

struct Joining {
    token_hash: String,
    invitation: Invitation,
    email_key: String,
    who: Who,
    now_ms: i64,
}

impl Joining {
    async fn write(&self, conn: &mut Conn) -> Result<Result<(), Refusal>, StoreError> {
        let business_id = &self.invitation.business_id;
        if !businesses::lock(conn, business_id).await? {
            return Ok(Err(Refusal::NotFound));
        }
        let user_id = match &self.who {
            Who::New(account) => &account.user.id,
            Who::Known(id) => id,
        };
        // Whoever has the link may use it once, and it may have been withdrawn meanwhile.
        let found = invitations::find(conn, &self.token_hash, self.now_ms).await?;
        let Some(invitation) = found else {
            // Run again after its answer was lost, the transaction finds its own work.
            let is_in = people::role(conn, user_id, business_id).await?.is_some();
            return Ok(if is_in {
                Ok(())
            } else {
                Err(Refusal::NotFound)
            });
        };
        if let Who::New(account) = &self.who
            && !people::add(conn, account, &self.email_key, self.now_ms).await?
        {
            return Ok(Err(Reason::AlreadyHasAccount.into()));
        }
        if people::role(conn, user_id, business_id).await?.is_some() {
            return Ok(Err(Reason::AlreadyMember.into()));
        }
        people::set_role(conn, user_id, business_id, invitation.role).await?;
        invitations::withdraw(conn, business_id, &invitation.id).await?;
        let author = Author {
            business_id: business_id.clone(),
            actor: user_id.clone(),
            now_ms: self.now_ms,
        };
        let detail = json!({ "role": invitation.role, "invitation": invitation.id });
        author.log(conn, "member.join", user_id, &detail).await?;
        Ok(Ok(()))
    }
}
