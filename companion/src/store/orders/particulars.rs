//! What only the order's business wants to know.

use booking_contract::{Answer, FormField, PhoneNumber};

use super::super::{Conn, StoreError, json, parsed, query};

/// What an order has beside what the companion works with.
#[derive(Clone, Debug)]
pub(crate) struct Particulars {
    /// Whether its calendar takes payments, so that it is an order to the business.
    pub(crate) recorded: bool,
    /// The title of its calendar.
    pub(crate) calendar: String,
    /// The questions that the calendar asks now.
    pub(crate) form: Vec<FormField>,
    /// The guest's answers.
    pub(crate) answers: Vec<Answer>,
    /// Who of the business made it, by name or else by id; none: its guest.
    pub(crate) booked_by: Option<String>,
    /// What the guest consented to.
    pub(crate) consent: Option<String>,
}

/// The particulars of an order.
pub(crate) async fn particulars(conn: &mut Conn, id: &str) -> Result<Particulars, StoreError> {
    let row = query(
        "SELECT o.recorded, c.title, c.form, o.answers, o.consent_text, \
         COALESCE(u.name, o.booked_by) AS booked_by FROM orders o \
         JOIN calendar c ON c.id = o.calendar_id \
         LEFT JOIN users u ON u.id = o.booked_by WHERE o.id = $1",
    )
    .bind(id)
    .fetch_one(conn)
    .await?;
    let answers = row.get::<String>("answers")?;
    Ok(Particulars {
        recorded: row.get::<i64>("recorded")? == 1,
        calendar: row.get("title")?,
        form: json(&row.get::<String>("form")?, "form")?,
        answers: if answers.is_empty() {
            Vec::new()
        } else {
            json(&answers, "list of answers")?
        },
        booked_by: row.get("booked_by")?,
        consent: row.get("consent_text")?,
    })
}

/// The phone number that the guest of an order gave.
pub(crate) async fn phone(conn: &mut Conn, id: &str) -> Result<Option<PhoneNumber>, StoreError> {
    let row = query("SELECT guest_phone FROM orders WHERE id = $1")
        .bind(id)
        .fetch_one(conn)
        .await?;
    let phone = row.get::<Option<String>>("guest_phone")?;
    phone.map(|it| parsed(&it, "phone number")).transpose()
}
