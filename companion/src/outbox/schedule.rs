//! When a delivery is tried again: at once, then ever more rarely over a week, as Standard
//! Webhooks suggests, and never sooner than the receiver asks for.

use chrono::DateTime;

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// How long to wait after each try in vain; the last one is for all that follow.
const WAITS_MS: [i64; 9] = [
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    DAY_MS,
];
/// How long a delivery is tried, in milliseconds.
pub(super) const GIVE_UP_MS: i64 = 7 * DAY_MS;
/// After how long without any success an endpoint is told nothing any more, in milliseconds.
pub(super) const DISABLE_MS: i64 = 5 * DAY_MS;
/// The longest that a receiver may ask us to wait, in milliseconds.
const RETRY_AFTER_MAX_MS: i64 = DAY_MS;

/// How long to wait after the try with this number, from 1: up to a tenth longer than the
/// schedule says, so that not everything comes at once. `chance` is anything from 0 to 255.
pub(super) fn wait_ms(attempt: i64, chance: u8) -> i64 {
    let place = usize::try_from(attempt - 1).unwrap_or(0);
    let wait = WAITS_MS.get(place).copied().unwrap_or(DAY_MS);
    wait + wait / 10 * i64::from(chance) / 255
}

/// How long the receiver asks us to wait, in milliseconds from `now_ms`; none where it does not,
/// or in words that we do not know.
pub(super) fn retry_after_ms(header: &str, now_ms: i64) -> Option<i64> {
    let header = header.trim();
    let wait = match header.parse::<i64>() {
        Ok(seconds) => seconds.checked_mul(SECOND_MS).unwrap_or(i64::MAX),
        Err(_) => {
            DateTime::parse_from_rfc2822(header)
                .ok()?
                .timestamp_millis()
                - now_ms
        }
    };
    (wait > 0).then(|| wait.min(RETRY_AFTER_MAX_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_go_on_for_longer_than_three_days_even_without_luck() {
        // The earliest that the tries can be: none of them waits longer than it must.
        let mut at = 0;
        let mut tries = Vec::new();
        for attempt in 1.. {
            tries.push(at);
            at += wait_ms(attempt, 0);
            if at > GIVE_UP_MS {
                break;
            }
        }
        assert!(tries.last().is_some_and(|last| *last > 6 * DAY_MS));
        assert!(tries.len() <= 16, "{}", tries.len());
        assert!(tries.windows(2).all(|pair| pair[1] - pair[0] <= DAY_MS));
    }

    #[test]
    fn chance_adds_at_most_a_tenth() {
        for attempt in 1..12 {
            let [least, most] = [wait_ms(attempt, 0), wait_ms(attempt, 255)];
            assert!(least < most && most <= least + least / 10, "{attempt}");
        }
    }

    #[test]
    fn a_receiver_asks_for_seconds_or_for_a_date() {
        let now = 1_795_165_200_000;
        assert_eq!(retry_after_ms("120", now), Some(120_000));
        let date = DateTime::from_timestamp_millis(now + 90_000).expect("a date");
        assert_eq!(retry_after_ms(&date.to_rfc2822(), now), Some(90_000));
        let date = date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        assert_eq!(retry_after_ms(&date, now), Some(90_000));
        assert_eq!(retry_after_ms("99999999999999999", now), Some(DAY_MS));
        for nothing in ["", "soon", "-5", "0", "Thu, 01 Jan 1970 00:00:00 GMT"] {
            assert_eq!(retry_after_ms(nothing, now), None, "{nothing}");
        }
    }
}
