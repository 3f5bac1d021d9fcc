//! What Stripe tells us by itself: signed events.

use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;

use super::Expandable;

/// How far a signature's time may be from ours, in seconds, either way.
const TOLERANCE_SECONDS: i64 = 300;

/// An event, as far as we use it: a signal that an object changed.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Event {
    /// Its id; the same for every delivery.
    pub(crate) id: String,
    /// What happened.
    pub(crate) r#type: String,
    /// To what.
    pub(crate) data: EventData,
}

/// See [`Event`].
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct EventData {
    /// The object at the time of the event.
    pub(crate) object: EventObject,
}

/// See [`Event`].
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct EventObject {
    /// Its id; a few objects have none.
    pub(crate) id: Option<String>,
    /// Our order, on a Checkout session.
    pub(crate) client_reference_id: Option<String>,
    /// The payment, on a charge, a refund or a dispute.
    pub(crate) payment_intent: Option<Expandable>,
}

/// Whether one of the secrets signed these bytes within the tolerance of the time, in seconds
/// since the epoch. Only the `v1` scheme counts.
pub(crate) fn is_signed(body: &[u8], header: &str, secrets: &[String], now_seconds: i64) -> bool {
    let fields = || {
        header
            .split(',')
            .filter_map(|field| field.trim().split_once('='))
    };
    let Some(time) = fields().find_map(|(name, value)| (name == "t").then_some(value)) else {
        return false;
    };
    let close = time
        .parse::<i64>()
        .ok()
        .and_then(|signed| now_seconds.checked_sub(signed))
        .is_some_and(|age| (-TOLERANCE_SECONDS..=TOLERANCE_SECONDS).contains(&age));
    if !close {
        return false;
    }
    let signatures: Vec<Vec<u8>> = fields()
        .filter(|(name, _)| *name == "v1")
        .filter_map(|(_, value)| hex::decode(value).ok())
        .collect();
    // Every pair is compared, in the same time whether it agrees or not.
    let mut signed = false;
    for secret in secrets {
        for signature in &signatures {
            let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
                .expect("HMAC takes keys of any length");
            mac.update(time.as_bytes());
            mac.update(b".");
            mac.update(body);
            signed |= mac.verify_slice(signature).is_ok();
        }
    }
    signed
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"id":"evt_1"}"#;
    const NOW: i64 = 1_795_165_200;

    fn sign(body: &[u8], secret: &str, at_seconds: i64) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(format!("{at_seconds}.").as_bytes());
        mac.update(body);
        let tag = hex::encode(mac.finalize().into_bytes());
        format!("t={at_seconds},v1={tag}")
    }

    fn check(header: &str, secrets: &[&str], now: i64) -> bool {
        let secrets: Vec<String> = secrets.iter().map(|&secret| secret.into()).collect();
        is_signed(BODY, header, &secrets, now)
    }

    #[test]
    fn a_known_signature_is_accepted() {
        // Computed with openssl: printf '1795165200.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_a
        let header =
            "t=1795165200,v1=2676a26a7bce189a37cd22e34608d9bdd928b8d3f30ec13455f1c5348c519746";
        assert!(check(header, &["whsec_a"], NOW));
    }

    #[test]
    fn any_of_the_secrets_and_any_of_the_signatures_will_do() {
        let old = sign(BODY, "whsec_old", NOW);
        assert!(check(&old, &["whsec_new", "whsec_old"], NOW));
        assert!(!check(&old, &["whsec_new"], NOW));
        let both = format!("{old},v1={}", "00".repeat(32));
        assert!(check(&both, &["whsec_old"], NOW));
    }

    #[test]
    fn the_time_may_be_off_by_300_seconds_either_way() {
        let header = sign(BODY, "whsec_a", NOW);
        for (offset, accepted) in [(300, true), (301, false), (-300, true), (-301, false)] {
            assert_eq!(
                check(&header, &["whsec_a"], NOW + offset),
                accepted,
                "{offset}"
            );
        }
    }

    #[test]
    fn only_v1_over_these_bytes_counts() {
        let header = sign(BODY, "whsec_a", NOW);
        assert!(!check(&header.replace("v1", "v0"), &["whsec_a"], NOW));
        assert!(!check(&header.replace("t=1", "t=2"), &["whsec_a"], NOW));
        assert!(!check("", &["whsec_a"], NOW));
        assert!(!check(&format!("t={NOW}"), &["whsec_a"], NOW));
        assert!(!check(&format!("t={NOW},v1=zz"), &["whsec_a"], NOW));
        assert!(!check(&header, &[], NOW));
        let secrets = ["whsec_a".to_owned()];
        assert!(!is_signed(br#"{"id":"evt_2"}"#, &header, &secrets, NOW));
    }
}
