//! Who belongs to a business, and as what. Owners are made, changed and taken out by owners alone.

use booking_contract::owner::{MemberView, MembersPage, Permission, Role};
use serde_json::json;

use super::refusal::{Reason, Refusal};
use super::{Author, invitations};
use crate::people::{roles, signing_in};
use crate::store::{Conn, StoreError, businesses, invitations as rows, members, people};
use crate::{AppState, Problem};

/// A page of the members, those after a place.
pub(crate) async fn list(
    state: &AppState,
    business_id: &str,
    after: Option<&str>,
    limit: u32,
) -> Result<MembersPage, Problem> {
    let now_ms = state.clock.now_ms();
    let mut conn = state.store.read().await?;
    // One more tells whether there is another page.
    let mut members = members::page(&mut conn, business_id, after, i64::from(limit) + 1).await?;
    let more = members.len() > limit as usize;
    members.truncate(limit as usize);
    let next = members.last().filter(|_| more).map(|last| last.id.clone());
    let invitations = match after {
        None => rows::open(&mut conn, business_id, now_ms).await?,
        Some(_) => Vec::new(),
    };
    Ok(MembersPage {
        members,
        invitations: invitations.into_iter().map(invitations::view).collect(),
        next,
    })
}

/// Gives a member another role, or takes them out, which ends their sessions.
pub(crate) async fn change(
    state: &AppState,
    author: Author,
    user_id: String,
    role: Option<Role>,
) -> Result<Option<MemberView>, Problem> {
    let changing = Changing {
        author,
        user_id,
        role,
    };
    let changed = state
        .store
        .attempt(changing, |conn, changing| Box::pin(changing.write(conn)));
    Ok(changed.await??)
}

struct Changing {
    author: Author,
    user_id: String,
    /// None takes them out.
    role: Option<Role>,
}

impl Changing {
    async fn write(
        &self,
        conn: &mut Conn,
    ) -> Result<Result<Option<MemberView>, Refusal>, StoreError> {
        let Self {
            author,
            user_id,
            role,
        } = self;
        let id = author.business_id.as_str();
        if !businesses::lock(conn, id).await? {
            return Ok(Err(Refusal::NotFound));
        }
        let Some(was) = people::role(conn, user_id, id).await? else {
            return Ok(Err(Refusal::NotFound));
        };
        if *role == Some(was) {
            return Ok(Ok(members::find(conn, id, user_id).await?));
        }
        let touches_owners = was == Role::Owner || *role == Some(Role::Owner);
        if let Err(refusal) = still_may(conn, author, touches_owners).await? {
            return Ok(Err(refusal));
        }
        match role {
            Some(role) => people::set_role(conn, user_id, id, *role).await?,
            None => people::take_out(conn, user_id, id).await?,
        }
        if was == Role::Owner && people::owners(conn, id).await? == 0 {
            return Ok(Err(Reason::LastOwner.into()));
        }
        // Whom they invited came in on a word that counts no more.
        rows::withdraw_by(conn, id, user_id).await?;
        let detail = json!({ "from": was, "to": role });
        author.log(conn, "member.role", user_id, &detail).await?;
        if role.is_none() {
            signing_in::end_all(conn, user_id, &author.actor, author.now_ms).await?;
        }
        Ok(Ok(members::find(conn, id, user_id).await?))
    }
}

/// Whether whoever asks may still do so inside the transaction: their own role may have been taken
/// since the request began.
pub(super) async fn still_may(
    conn: &mut Conn,
    author: &Author,
    touches_owners: bool,
) -> Result<Result<(), Refusal>, StoreError> {
    let Some(own) = people::role(conn, &author.actor, &author.business_id).await? else {
        return Ok(Err(Refusal::NotFound));
    };
    let needed = if touches_owners {
        Permission::DeleteBusiness
    } else {
        Permission::ManageMembers
    };
    Ok(if roles::permissions(own).contains(&needed) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed(own, needed))
    })
}
