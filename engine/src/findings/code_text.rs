//! Whether the text of a code is easy to guess.
//!
//! Judged is the text alone, without its dashes. A random code of ten letters and digits is
//! never weak, short of a chance below one in a million.

use super::Weakness;

/// Fewer texts than this of a code's kind and length can be tried one by one, with patience and
/// many addresses, although wrong tries are throttled.
const POSSIBILITIES_MIN: u64 = 100_000_000;

/// The longest repeated group of characters that counts as repetition.
const PERIOD_MAX: usize = 3;

/// The shortest part of a row that counts as following it.
const RUN_MIN: usize = 3;

/// The most digits that go with usual words: a year, or the number of the benefit.
const DIGITS_MAX: usize = 4;

/// What people type without thinking.
const ROWS: [&str; 6] = [
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "01234567890",
    "QWERTYUIOP",
    "QWERTZUIOP",
    "ASDFGHJKL",
    "ZXCVBNM",
];

/// Words that codes are made of, whatever the business. None is shorter than three letters, so
/// that random letters do not spell them.
const WORDS: [&str; 118] = [
    "APRIL",
    "AUGUST",
    "AUTUMN",
    "BACK",
    "BEMVINDO",
    "BEST",
    "BIENVENIDO",
    "BIENVENUE",
    "BIRD",
    "BIRTHDAY",
    "BLACK",
    "BONUS",
    "BOOK",
    "BOOKING",
    "CHRISTMAS",
    "CLASS",
    "CLIENT",
    "CLUB",
    "CODE",
    "COME",
    "COUPON",
    "CUSTOMER",
    "CYBER",
    "DAY",
    "DAYS",
    "DEAL",
    "DEALS",
    "DECEMBER",
    "DEMO",
    "DESCONTO",
    "DESCUENTO",
    "DISCOUNT",
    "EARLY",
    "EASTER",
    "ENJOY",
    "EUR",
    "EURO",
    "EUROS",
    "EXTRA",
    "FALL",
    "FAMILY",
    "FEBRUARY",
    "FIRST",
    "FLASH",
    "FOR",
    "FREE",
    "FRIDAY",
    "FRIEND",
    "FRIENDS",
    "GET",
    "GIFT",
    "GUEST",
    "GUTSCHEIN",
    "HALF",
    "HALLOWEEN",
    "HAPPY",
    "HELLO",
    "HERBST",
    "HOLIDAY",
    "HOUR",
    "JANUARY",
    "JULY",
    "JUNE",
    "LAUNCH",
    "LOVE",
    "LOYAL",
    "LOYALTY",
    "LUCKY",
    "MARCH",
    "MAY",
    "MEMBER",
    "MEMBERS",
    "MONDAY",
    "MORE",
    "NEU",
    "NEW",
    "NOVEMBER",
    "NOW",
    "OCTOBER",
    "OFF",
    "OFFER",
    "ONLINE",
    "ONLY",
    "OPEN",
    "OPENING",
    "PASS",
    "PASSWORD",
    "PERCENT",
    "PRICE",
    "PROMO",
    "PROMOTION",
    "RABATT",
    "REFER",
    "SALE",
    "SALES",
    "SAVE",
    "SECRET",
    "SEPTEMBER",
    "SOMMER",
    "SPECIAL",
    "SPRING",
    "STAFF",
    "START",
    "SUMMER",
    "SUPER",
    "TEST",
    "THANK",
    "THANKS",
    "THE",
    "TODAY",
    "VIP",
    "WEEK",
    "WEEKEND",
    "WELCOME",
    "WILLKOMMEN",
    "WINTER",
    "YEAR",
    "YOU",
];

/// What makes the text of a code, in capitals, easy to guess; nothing for most.
pub(super) fn weakness(text: &str) -> Option<Weakness> {
    let text: Vec<u8> = text.bytes().filter(|b| *b != b'-').collect();
    if possibilities(&text) < POSSIBILITIES_MIN {
        Some(Weakness::Short)
    } else if repeats(&text) {
        Some(Weakness::Repeated)
    } else if is_usual_words(&text) {
        Some(Weakness::UsualWords)
    } else if follows_rows(&text) {
        Some(Weakness::Sequence)
    } else {
        None
    }
}

/// How many texts of the same kind and length there are.
fn possibilities(text: &[u8]) -> u64 {
    let kinds = if text.iter().all(u8::is_ascii_digit) {
        10_u64
    } else if text.iter().all(u8::is_ascii_alphabetic) {
        26
    } else {
        36
    };
    kinds.saturating_pow(u32::try_from(text.len()).unwrap_or(u32::MAX))
}

/// Whether it is one short group of characters over and over, the last one perhaps cut.
fn repeats(text: &[u8]) -> bool {
    (1..=PERIOD_MAX).any(|period| {
        let again = text.iter().skip(period);
        again.zip(text).all(|(later, earlier)| later == earlier)
    })
}

/// Whether it is one or two parts of rows, each forwards or backwards.
fn follows_rows(text: &[u8]) -> bool {
    is_run(text)
        || (RUN_MIN..text.len()).any(|at| {
            let (first, second) = text.split_at(at);
            is_run(first) && is_run(second)
        })
}

fn is_run(text: &[u8]) -> bool {
    let backwards: Vec<u8> = text.iter().rev().copied().collect();
    let part_of = |row: &str, text: &[u8]| row.as_bytes().windows(text.len()).any(|w| w == text);
    text.len() >= RUN_MIN && (ROWS.iter()).any(|row| part_of(row, text) || part_of(row, &backwards))
}

/// Whether it is usual words and at most four digits, at least one word, and nothing else.
fn is_usual_words(text: &[u8]) -> bool {
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    if digits > DIGITS_MAX || digits == text.len() {
        return false;
    }
    // Whether the text up to each place can be read that way.
    let mut readable = vec![true];
    for end in 1..=text.len() {
        let start = text.get(..end).unwrap_or_default();
        let before = |length: usize| {
            end.checked_sub(length)
                .and_then(|place| readable.get(place).copied())
                .unwrap_or(false)
        };
        let by_digit = start.last().is_some_and(u8::is_ascii_digit) && before(1);
        let by_word =
            (WORDS.iter()).any(|word| before(word.len()) && start.ends_with(word.as_bytes()));
        readable.push(by_digit || by_word);
    }
    readable.last().copied().unwrap_or(false)
}
