//! New names for new things.

use crate::Problem;

/// 48 bits of time and 80 of chance after a prefix: nobody can guess it, and what is made one after
/// the other lies beside each other in the database.
pub(crate) fn fresh(prefix: &str, now_ms: i64) -> Result<String, Problem> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|error| Problem::Internal(error.to_string()))?;
    let time = now_ms.to_be_bytes();
    Ok(format!(
        "{prefix}_{}{}",
        hex::encode(&time[2..]),
        hex::encode(random)
    ))
}
