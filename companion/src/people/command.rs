//! The commands `business` and `user`: how the first business and its first owner come to be, and
//! what is done at the machine itself where nobody can sign in.

use std::io::{BufRead, IsTerminal, Read};

use booking_contract::owner::{Password, Plan, Role, User};
use booking_contract::{EmailAddress, GuestName};
use booking_engine::Currency;
use chrono_tz::Tz;
use clap::{Args, Subcommand};

use super::accounts::{self, AccountError, Change, NewAccount, NewRole};
use super::password::NewPassword;
use crate::clock::Clock;
use crate::config::StoreOptions;
use crate::serve::{Failure, runtime};
use crate::store::businesses::{self, Business};
use crate::store::{Store, people};

/// Who the owner's log names.
const ACTOR: &str = "cli";
/// The longest line that is read as a password, in bytes.
const LINE_BYTES_MAX: u64 = 4_096;

/// Manage businesses.
#[derive(Clone, Debug, Args)]
pub struct BusinessOptions {
    /// Where the books are. Those of SQLite can be used only while no companion serves them.
    #[command(flatten)]
    pub store: StoreOptions,
    /// What to do.
    #[command(subcommand)]
    pub action: BusinessAction,
}

/// What to do with businesses.
#[derive(Clone, Debug, Subcommand)]
pub enum BusinessAction {
    /// Add a business.
    Add {
        /// Its id, as in addresses: 1 to 64 lower-case letters, digits and dashes.
        #[arg(long, value_parser = business_id)]
        id: String,
        /// Its name.
        #[arg(long)]
        name: GuestName,
        /// The IANA name of its time zone, such as Europe/Lisbon.
        #[arg(long)]
        zone: Tz,
        /// Its currency, such as EUR.
        #[arg(long)]
        currency: Currency,
        /// What it pays for: basic or full.
        #[arg(long, default_value_t = Plan::Full)]
        plan: Plan,
    },
    /// List businesses.
    List,
    /// Change what a business pays for.
    Plan {
        /// The business.
        business: String,
        /// What it pays for: basic or full.
        plan: Plan,
    },
}

/// Manage the people of businesses.
#[derive(Clone, Debug, Args)]
pub struct UserOptions {
    /// Where the books are. Those of SQLite can be used only while no companion serves them.
    #[command(flatten)]
    pub store: StoreOptions,
    /// What to do.
    #[command(subcommand)]
    pub action: UserAction,
}

/// What to do with people.
#[derive(Clone, Debug, Subcommand)]
pub enum UserAction {
    /// Add somebody to a business; a new account asks for its password, or reads it from the
    /// first line of the input where that is no terminal.
    Add {
        /// The business.
        #[arg(long)]
        business: String,
        /// What they are there: owner, admin, manager or staff.
        #[arg(long)]
        role: Role,
        /// Their e-mail address.
        #[arg(long)]
        email: EmailAddress,
        /// Their name.
        #[arg(long)]
        name: GuestName,
    },
    /// List the people of a business.
    List {
        /// The business.
        #[arg(long)]
        business: String,
    },
    /// Change what somebody is at a business; it holds from their next request on.
    Role {
        /// The business.
        #[arg(long)]
        business: String,
        /// Their e-mail address.
        #[arg(long)]
        email: EmailAddress,
        /// What they are from now on: owner, admin, manager or staff.
        #[arg(long)]
        role: Role,
    },
    /// Take somebody out of a business; their account stays.
    Remove {
        /// The business.
        #[arg(long)]
        business: String,
        /// Their e-mail address.
        #[arg(long)]
        email: EmailAddress,
    },
    /// Give somebody another password, asked for or read as with `add`, and sign them out
    /// everywhere.
    Password {
        /// Their e-mail address.
        #[arg(long)]
        email: EmailAddress,
    },
    /// Sign somebody out everywhere.
    SignOut {
        /// Their e-mail address.
        #[arg(long)]
        email: EmailAddress,
    },
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Store(error) => Self::Store(error),
            error => Self::Input(error.to_string()),
        }
    }
}

/// Does it and prints what came of it.
pub fn business(options: &BusinessOptions) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let store = Store::open(&options.store.database_url).await?;
        let outcome = change_business(&store, options.action.clone()).await;
        store.close().await;
        print!("{}", outcome?);
        Ok(())
    })
}

/// Does it and prints what came of it.
pub fn user(options: &UserOptions) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let store = Store::open(&options.store.database_url).await?;
        let outcome = change_user(&store, options.action.clone()).await;
        store.close().await;
        print!("{}", outcome?);
        Ok(())
    })
}

async fn change_business(store: &Store, action: BusinessAction) -> Result<String, Failure> {
    Ok(match action {
        BusinessAction::Add {
            id,
            name,
            zone,
            currency,
            plan,
        } => {
            let business = Business {
                id: id.clone(),
                name: name.into(),
                zone,
                currency,
                plan,
            };
            accounts::add_business(store, change(business)).await?;
            format!(
                "{id} is there. Give it an owner: booking-companion user add --business {id} --role owner\n"
            )
        }
        BusinessAction::List => {
            let mut conn = store.read().await?;
            let found = businesses::list(&mut conn).await?;
            found.iter().map(business_line).collect()
        }
        BusinessAction::Plan { business, plan } => {
            accounts::set_plan(store, change((business.clone(), plan))).await?;
            format!("{business} has the plan {plan}.\n")
        }
    })
}

async fn change_user(store: &Store, action: UserAction) -> Result<String, Failure> {
    Ok(match action {
        UserAction::Add {
            business,
            role,
            email,
            name,
        } => {
            let known = accounts::find(store, &email).await?.is_some();
            let account = if known {
                None
            } else {
                Some(NewAccount {
                    name: name.into(),
                    password_hash: new_password()?,
                })
            };
            let line = format!("{email} is {role} at {business}.\n");
            let new = NewRole {
                business_id: business,
                email,
                role: Some(role),
                account,
            };
            accounts::set_role(store, change(new)).await?;
            if known {
                format!("The account was there before; its name and password stay.\n{line}")
            } else {
                line
            }
        }
        UserAction::List { business } => {
            let mut conn = store.read().await?;
            let found = people::of_business(&mut conn, &business).await?;
            found.iter().map(member_line).collect()
        }
        UserAction::Role {
            business,
            email,
            role,
        } => {
            let line = format!("{email} is {role} at {business}.\n");
            set_role(store, business, email, Some(role)).await?;
            line
        }
        UserAction::Remove { business, email } => {
            let line = format!("{email} does not belong to {business} any more.\n");
            set_role(store, business, email, None).await?;
            line
        }
        UserAction::Password { email } => {
            if accounts::find(store, &email).await?.is_none() {
                return Err(AccountError::UnknownAccount.into());
            }
            let line = format!("{email} has another password and is signed out everywhere.\n");
            let password_hash = new_password()?;
            accounts::set_password(store, change((email, password_hash))).await?;
            line
        }
        UserAction::SignOut { email } => {
            let ended = accounts::sign_out(store, change(email)).await?;
            format!("{ended} sessions are over.\n")
        }
    })
}

/// Changes the role of somebody with an account.
async fn set_role(
    store: &Store,
    business_id: String,
    email: EmailAddress,
    role: Option<Role>,
) -> Result<(), AccountError> {
    let new = NewRole {
        business_id,
        email,
        role,
        account: None,
    };
    accounts::set_role(store, change(new)).await
}

fn change<T>(to: T) -> Change<T> {
    Change {
        actor: ACTOR,
        now_ms: Clock::system().now_ms(),
        to,
    }
}

fn business_line(business: &Business) -> String {
    let Business {
        id,
        name,
        zone,
        currency,
        plan,
    } = business;
    format!("{id}  {zone}  {currency}  {plan}  {name}\n")
}

fn member_line((user, role): &(User, Role)) -> String {
    let User { id, name, email } = user;
    format!("{id}  {role}  {email}  {name}\n")
}

/// The hash of a password that is asked for.
fn new_password() -> Result<String, Failure> {
    let typed = NewPassword::try_from(typed_password()?);
    let password = typed.map_err(|error| Failure::Input(error.to_string()))?;
    let hash = password.hash().ok_or(AccountError::Randomness)?;
    Ok(hash)
}

/// Asks twice at a terminal, where nothing is shown; reads the first line of any other input.
fn typed_password() -> Result<Password, Failure> {
    let failed = |error| Failure::Io {
        doing: "reading the password",
        error,
    };
    let input = std::io::stdin();
    if !input.is_terminal() {
        let mut line = String::new();
        let mut input = input.lock().take(LINE_BYTES_MAX);
        input.read_line(&mut line).map_err(failed)?;
        let line = line.strip_suffix('\n').unwrap_or(&line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        return Ok(Password::from(line.to_owned()));
    }
    let first = rpassword::prompt_password("Password (12 characters or more): ").map_err(failed)?;
    let second = rpassword::prompt_password("The same again: ").map_err(failed)?;
    if first != second {
        return Err(Failure::Input("the two passwords differ".to_owned()));
    }
    Ok(Password::from(first))
}

/// Reads the id of a new business.
fn business_id(text: &str) -> Result<String, String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=64).contains(&text.len()) && text.bytes().all(plain) {
        Ok(text.to_owned())
    } else {
        Err("an id has 1 to 64 lower-case letters, digits and dashes".to_owned())
    }
}
