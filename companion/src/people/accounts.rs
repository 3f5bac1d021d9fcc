//! What changes businesses, accounts and roles. Every change is in the owner's log of the business
//! that it is about, by who made it.

use booking_contract::EmailAddress;
use booking_contract::owner::{Plan, Role, User};
use serde_json::{Value, json};
use thiserror::Error;

use super::signing_in;
use crate::customer::one_form;
use crate::store::businesses::{self, Business};
use crate::store::owner_log::{self, Action};
use crate::store::people::{self, Account};
use crate::store::{Conn, Store, StoreError};

/// Why a change is not made.
#[derive(Debug, Error)]
pub(crate) enum AccountError {
    /// The id of a new business is somebody's already.
    #[error("there is a business of this id already")]
    BusinessExists,
    /// There is no business of this id.
    #[error("there is no such business")]
    UnknownBusiness,
    /// There is no account of this address.
    #[error("there is no account of this address")]
    UnknownAccount,
    /// They are nothing at this business.
    #[error("they do not belong to this business")]
    NoMember,
    /// Nobody would own the business.
    #[error("a business needs an owner: make somebody else its owner first")]
    LastOwner,
    /// The account was made by somebody else meanwhile.
    #[error("this address has an account since a moment ago: try again")]
    AccountExists,
    /// The machine has no randomness for an id or a salt.
    #[error("the machine has no randomness")]
    Randomness,
    /// The books cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A change of the books, and who makes it when.
pub(crate) struct Change<T> {
    /// Who, for the log.
    pub(crate) actor: &'static str,
    /// When.
    pub(crate) now_ms: i64,
    /// What.
    pub(crate) to: T,
}

/// A role for somebody.
pub(crate) struct NewRole {
    /// Where.
    pub(crate) business_id: String,
    /// For whom.
    pub(crate) email: EmailAddress,
    /// Which; none takes them out.
    pub(crate) role: Option<Role>,
    /// Their account, where they may have none yet.
    pub(crate) account: Option<NewAccount>,
}

/// An account to be.
pub(crate) struct NewAccount {
    /// The name.
    pub(crate) name: String,
    /// The hash of the password.
    pub(crate) password_hash: String,
}

/// The account of an address.
pub(crate) async fn find(
    store: &Store,
    email: &EmailAddress,
) -> Result<Option<Account>, StoreError> {
    let mut conn = store.read().await?;
    people::by_email(&mut conn, &one_form(email)).await
}

/// Adds a business.
pub(crate) async fn add_business(
    store: &Store,
    change: Change<Business>,
) -> Result<(), AccountError> {
    let added = store.attempt(change, |conn, change| {
        Box::pin(async {
            let Business {
                id,
                name,
                zone,
                currency,
                plan,
            } = &change.to;
            if !businesses::add(conn, &change.to).await? {
                return Ok(Err(AccountError::BusinessExists));
            }
            let detail = json!({
                "name": name,
                "zone": zone.name(),
                "currency": currency,
                "plan": plan,
            });
            change.note(conn, id, "business.add", id, &detail).await?;
            Ok(Ok(()))
        })
    });
    added.await?
}

/// Gives a business another plan.
pub(crate) async fn set_plan(
    store: &Store,
    change: Change<(String, Plan)>,
) -> Result<(), AccountError> {
    let set = store.attempt(change, |conn, change| {
        Box::pin(async {
            let (id, plan) = &change.to;
            if !businesses::set_plan(conn, id, *plan).await? {
                return Ok(Err(AccountError::UnknownBusiness));
            }
            let detail = json!({ "plan": plan });
            change.note(conn, id, "business.plan", id, &detail).await?;
            Ok(Ok(()))
        })
    });
    set.await?
}

/// Makes somebody something at a business, or nothing any more.
pub(crate) async fn set_role(store: &Store, change: Change<NewRole>) -> Result<(), AccountError> {
    let account = (change.to.account.as_ref())
        .map(|account| {
            let user = User {
                id: new_id()?,
                name: account.name.clone(),
                email: change.to.email.clone(),
            };
            Ok::<_, AccountError>(Account {
                user,
                password_hash: account.password_hash.clone(),
            })
        })
        .transpose()?;
    let set = store.attempt((change, account), |conn, (change, account)| {
        Box::pin(change.set_role(conn, account.as_ref()))
    });
    set.await?
}

impl Change<NewRole> {
    async fn set_role(
        &self,
        conn: &mut Conn,
        account: Option<&Account>,
    ) -> Result<Result<(), AccountError>, StoreError> {
        let NewRole {
            business_id, role, ..
        } = &self.to;
        // Two changes of one business come one after the other: each of two owners could take the
        // other's role away otherwise.
        if !businesses::lock(conn, business_id).await? {
            return Ok(Err(AccountError::UnknownBusiness));
        }
        let email_key = one_form(&self.to.email);
        let user_id = match (people::by_email(conn, &email_key).await?, account) {
            (Some(known), _) => known.user.id,
            (None, None) => return Ok(Err(AccountError::UnknownAccount)),
            (None, Some(account)) => {
                if !people::add(conn, account, &email_key, self.now_ms).await? {
                    return Ok(Err(AccountError::AccountExists));
                }
                account.user.id.clone()
            }
        };
        let was = people::role(conn, &user_id, business_id).await?;
        if was.is_some() && was == *role {
            return Ok(Ok(()));
        }
        match role {
            Some(role) => people::set_role(conn, &user_id, business_id, *role).await?,
            None if was.is_none() => return Ok(Err(AccountError::NoMember)),
            None => people::take_out(conn, &user_id, business_id).await?,
        }
        let loses_an_owner = was == Some(Role::Owner) && *role != Some(Role::Owner);
        if loses_an_owner && people::owners(conn, business_id).await? == 0 {
            return Ok(Err(AccountError::LastOwner));
        }
        let detail = json!({ "from": was, "to": role });
        self.note(conn, business_id, "member.role", &user_id, &detail)
            .await?;
        Ok(Ok(()))
    }
}

/// Gives an account another password, and ends every session of it.
pub(crate) async fn set_password(
    store: &Store,
    change: Change<(EmailAddress, String)>,
) -> Result<(), AccountError> {
    let set = store.attempt(change, |conn, change| {
        Box::pin(async {
            let (email, password_hash) = &change.to;
            let Some(account) = people::by_email(conn, &one_form(email)).await? else {
                return Ok(Err(AccountError::UnknownAccount));
            };
            let user_id = &account.user.id;
            people::set_password(conn, user_id, password_hash).await?;
            for standing in people::standings(conn, user_id).await? {
                let (id, detail) = (&standing.business_id, json!({}));
                change
                    .note(conn, id, "member.password", user_id, &detail)
                    .await?;
            }
            signing_in::end_all(conn, user_id, change.actor, change.now_ms).await?;
            Ok(Ok(()))
        })
    });
    set.await?
}

/// Ends every session of an account; answers how many there were.
pub(crate) async fn sign_out(
    store: &Store,
    change: Change<EmailAddress>,
) -> Result<u64, AccountError> {
    let ended = store.attempt(change, |conn, change| {
        Box::pin(async {
            let Some(account) = people::by_email(conn, &one_form(&change.to)).await? else {
                return Ok(Err(AccountError::UnknownAccount));
            };
            let user_id = &account.user.id;
            let ended = signing_in::end_all(conn, user_id, change.actor, change.now_ms);
            Ok(Ok(ended.await?))
        })
    });
    ended.await?
}

impl<T> Change<T> {
    async fn note(
        &self,
        conn: &mut Conn,
        business_id: &str,
        done: &str,
        subject: &str,
        detail: &Value,
    ) -> Result<(), StoreError> {
        let action = Action {
            business_id,
            actor: self.actor,
            done,
            subject,
            detail: &detail.to_string(),
            now_ms: self.now_ms,
        };
        owner_log::add(conn, &action).await
    }
}

fn new_id() -> Result<String, AccountError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| AccountError::Randomness)?;
    Ok(format!("usr_{}", hex::encode(bytes)))
}
