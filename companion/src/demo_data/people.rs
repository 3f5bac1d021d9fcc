//! Who runs the demo's businesses: an account for each role, and one at both.
//!
//! All have the same password, which stands on the demo's overview: whoever can open the demo may
//! be anybody in it.

use booking_contract::owner::Role::{self, Admin, Manager, Owner, Staff};

use crate::store::{Conn, StoreError, query};

/// The hash of `demo-password`. Making it anew would take longer than everything else of the demo.
const PASSWORD_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c3KdpDoffwsApQw0zfNYbg$tzsqc3aeUb0S5R3lEl2pFWSoCwu8aAFUWLNwdHql44A";

/// Somebody to sign in as.
struct DemoPerson {
    name: &'static str,
    email: &'static str,
    /// Businesses, and what they are there.
    roles: &'static [(&'static str, Role)],
}

const PEOPLE: &[DemoPerson] = &[
    person("Test Owner", "owner@example.com", &[("kiln-clay", Owner)]),
    person("Test Admin", "admin@example.com", &[("kiln-clay", Admin)]),
    person(
        "Test Manager",
        "manager@example.com",
        &[("kiln-clay", Manager)],
    ),
    person("Test Staff", "staff@example.com", &[("kiln-clay", Staff)]),
    person(
        "Test Physio",
        "physio@example.com",
        &[("northlight", Owner)],
    ),
    person(
        "Test Group",
        "group@example.com",
        &[("kiln-clay", Owner), ("northlight", Admin)],
    ),
];

const fn person(
    name: &'static str,
    email: &'static str,
    roles: &'static [(&'static str, Role)],
) -> DemoPerson {
    DemoPerson { name, email, roles }
}

/// Adds those who are not there yet.
pub(super) async fn load(conn: &mut Conn, now_ms: i64) -> Result<(), StoreError> {
    for &DemoPerson { name, email, roles } in PEOPLE {
        let id = format!("usr_demo_{}", email.split('@').next().unwrap_or(email));
        query(
            "INSERT INTO users (id, email, email_key, name, password_hash, created_ms) \
             VALUES ($1, $2, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(&id)
        .bind(email)
        .bind(name)
        .bind(PASSWORD_HASH)
        .bind(now_ms)
        .execute(&mut *conn)
        .await?;
        for (business_id, role) in roles {
            query(
                "INSERT INTO membership (user_id, business_id, role) VALUES ($1, $2, $3) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(&id)
            .bind(*business_id)
            .bind(role.as_str())
            .execute(&mut *conn)
            .await?;
        }
    }
    // Somebody who performs services sees them in their own calendar.
    query(
        "UPDATE staff SET user_id = 'usr_demo_staff' WHERE id = 'tomas-reis' AND user_id IS NULL",
    )
    .execute(conn)
    .await?;
    Ok(())
}
