//! The words by which owners find orders: the guest's name and address.
//!
//! Words are kept as decimal digits, three for each byte of their small letters. Databases sort
//! letters by the rules of a language, in Danish even two a's after z, but digits all alike; so the
//! beginning of a word is a range.

use std::fmt::Write as _;

use booking_contract::Guest;

use super::{Conn, Query, StoreError, query};

/// How much of a word counts, in bytes.
const WORD_BYTES_MAX: usize = 48;
/// Comes after every digit.
const AFTER_DIGITS: &str = "a";
/// How many words of a guest are kept.
const WORDS_MAX: usize = 8;
/// How many orders are given their words at once.
const BATCH: i64 = 500;

/// A range of words: those that begin alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Beginning {
    /// The first that fits.
    pub(crate) from: String,
    /// The first that does not.
    pub(crate) to: String,
}

impl Beginning {
    /// Of every word.
    pub(crate) fn any() -> Self {
        Self {
            from: String::new(),
            to: AFTER_DIGITS.to_owned(),
        }
    }

    /// Of words that begin like this one.
    pub(crate) fn of(word: &str) -> Self {
        let from = digits(word);
        let to = format!("{from}{AFTER_DIGITS}");
        Self { from, to }
    }
}

/// The words of a text, each once, in small letters.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|sign: char| sign.is_whitespace() || sign == '\0') {
        let word = word.to_lowercase();
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn digits(word: &str) -> String {
    let bytes = word.as_bytes();
    let kept = bytes.get(..WORD_BYTES_MAX).unwrap_or(bytes);
    kept.iter().fold(String::new(), |mut digits, byte| {
        // Writing to a text cannot fail.
        let _ = write!(digits, "{byte:03}");
        digits
    })
}

/// What writes the words of an order.
pub(crate) fn insert<'q>(order_id: &'q str, business_id: &'q str, guest: &Guest) -> Query<'q> {
    insert_of(
        order_id,
        business_id,
        guest.name.as_str(),
        guest.email.as_str(),
    )
}

fn insert_of<'q>(order_id: &'q str, business_id: &'q str, name: &str, email: &str) -> Query<'q> {
    let mut kept = words(email);
    kept.extend(words(name));
    let mut insert = query(
        "INSERT INTO order_word (order_id, word, business_id) \
         SELECT CAST($1 AS TEXT), w.word, CAST($2 AS TEXT) FROM (\
         SELECT CAST($3 AS TEXT) AS word UNION SELECT CAST($4 AS TEXT) \
         UNION SELECT CAST($5 AS TEXT) UNION SELECT CAST($6 AS TEXT) \
         UNION SELECT CAST($7 AS TEXT) UNION SELECT CAST($8 AS TEXT) \
         UNION SELECT CAST($9 AS TEXT) UNION SELECT CAST($10 AS TEXT)) w WHERE w.word <> ''",
    )
    .bind(order_id)
    .bind(business_id);
    for place in 0..WORDS_MAX {
        insert = insert.bind(kept.get(place).map(|word| digits(word)).unwrap_or_default());
    }
    insert
}

/// Gives the orders of books from before there were words theirs.
pub(super) async fn fill(conn: &mut Conn) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let rows = query(
            "SELECT id, business_id, guest_name, guest_email FROM orders WHERE id > $1 \
             ORDER BY id LIMIT $2",
        )
        .bind(&after)
        .bind(BATCH)
        .fetch_all(conn)
        .await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        let next: String = last.get("id")?;
        for row in &rows {
            let text = |name| row.get::<String>(name);
            let (id, business_id) = (text("id")?, text("business_id")?);
            let (name, email) = (text("guest_name")?, text("guest_email")?);
            insert_of(&id, &business_id, &name, &email)
                .execute(conn)
                .await?;
        }
        after = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kept: &str, typed: &str, fits: bool) {
        let range = Beginning::of(typed);
        let kept = digits(kept);
        assert_eq!(kept >= range.from && kept < range.to, fits, "{typed}");
    }

    #[test]
    fn a_word_is_found_by_its_beginning() {
        check("özil", "ö", true);
        check("özil", "özil", true);
        check("özil", "özils", false);
        check("özil", "o", false);
    }

    #[test]
    fn words_are_kept_as_digits_alone() {
        let kept = digits("aaö\u{10ffff}");
        assert_eq!(kept, "097097195182244143191191");
        assert_eq!(digits("\u{1}"), "001");
    }

    #[test]
    fn every_word_is_in_the_range_of_any() {
        let Beginning { from, to } = Beginning::any();
        for word in ["0", "zz", "ö", "\u{10ffff}"] {
            assert!(digits(word) >= from && digits(word) < to, "{word}");
        }
    }

    #[test]
    fn a_word_that_is_said_twice_is_kept_once() {
        assert_eq!(words(" Test  TEST guest\u{a0}x "), ["test", "guest", "x"]);
    }
}
