//! Ids in Stripe's style: a prefix that tells the kind, then letters and digits.
//!
//! They are random rather than counted: clients remember event ids for good, and a double that
//! started over at 1 would have its new events taken for old ones.

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `prefix` followed by `length` random letters and digits.
///
/// # Panics
/// When the machine has no randomness to give.
pub(crate) fn new_id(prefix: &str, length: usize) -> String {
    let mut bytes = vec![0_u8; length];
    getrandom::fill(&mut bytes).expect("the operating system has randomness");
    let letters = bytes
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]));
    prefix.chars().chain(letters).collect()
}
