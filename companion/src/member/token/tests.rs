//! Every way in which a token counts as none, each beside the one that is good.

use serde_json::{Value, json};

use super::*;

const SECRET: &str = "mbs_of_the_studio";
const NOW: i64 = 1_795_251_600;

/// A token of these two parts, signed.
fn signed(secret: &str, header: &Value, claims: &str) -> String {
    let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let signed = format!("{}.{}", part(&header.to_string()), part(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(signed.as_bytes());
    let signature = BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes());
    format!("{signed}.{signature}")
}

fn header() -> Value {
    json!({ "alg": "HS256", "typ": "JWT" })
}

/// Who a token tells.
fn told(token: &str) -> Result<MemberId, Flaw> {
    let secrets = ["mbs_another".to_owned(), SECRET.to_owned()];
    member(token, &secrets, "studio", NOW)
}

/// What becomes of a token of the one member.
fn judged(token: &str) -> Result<(), Flaw> {
    told(token).map(|id| assert_eq!(id.as_str(), "member-17"))
}

/// What becomes of these claims.
fn claims(claims: &Value) -> Result<(), Flaw> {
    judged(&signed(SECRET, &header(), &claims.to_string()))
}

const GOOD: Result<(), Flaw> = Ok(());

#[test]
fn a_token_that_another_program_signed_is_good() {
    // Made by Node's crypto, of {"alg":"HS256","typ":"JWT"} and {"sub":"member-17","exp":4102444800}.
    let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
                 eyJzdWIiOiJtZW1iZXItMTciLCJleHAiOjQxMDI0NDQ4MDB9.\
                 R8rq6xR0l2JYIkFol1q72sQvUOsL1jpVPVgBkpI54-g";
    assert_eq!(judged(token), GOOD);
}

#[test]
fn a_token_ends_when_it_says_so_and_must_say_so() {
    let ends = |at: Value| claims(&json!({ "sub": "member-17", "exp": at }));
    assert_eq!(ends(json!(NOW + 1)), GOOD);
    assert_eq!(ends(json!(NOW)), Err(Flaw::Expired));
    // Who divides milliseconds sends a fraction.
    let claims_of = |exp: &str| format!(r#"{{"sub":"member-17","exp":{exp}}}"#);
    let text = |exp: &str| judged(&signed(SECRET, &header(), &claims_of(exp)));
    assert_eq!(text("1795251601.5"), GOOD);
    assert_eq!(text("1795251600.5"), Err(Flaw::Expired));
    assert_eq!(text("1e300"), Err(Flaw::Malformed));
    assert_eq!(ends(json!("1795251601")), Err(Flaw::Malformed));
    assert_eq!(ends(json!(-1)), Err(Flaw::Expired));
    assert_eq!(claims(&json!({ "sub": "member-17" })), Err(Flaw::Malformed));
}

#[test]
fn a_token_of_a_clock_that_is_a_minute_ahead_is_good_and_one_of_later_is_not() {
    for name in ["iat", "nbf"] {
        let begins = |at: i64| claims(&json!({ "sub": "member-17", "exp": NOW + 900, name: at }));
        assert_eq!(begins(NOW - 900), GOOD, "{name}");
        assert_eq!(begins(NOW + 60), GOOD, "{name}");
        assert_eq!(begins(NOW + 61), Err(Flaw::Early), "{name}");
    }
}

#[test]
fn a_token_for_somebody_else_counts_as_none() {
    let aimed = |aud: Value| claims(&json!({ "sub": "member-17", "exp": NOW + 900, "aud": aud }));
    assert_eq!(aimed(json!("studio")), GOOD);
    assert_eq!(aimed(json!(["shop", "studio"])), GOOD);
    assert_eq!(aimed(json!("shop")), Err(Flaw::Foreign));
    assert_eq!(aimed(json!([])), Err(Flaw::Foreign));
    assert_eq!(aimed(json!(7)), Err(Flaw::Malformed));
}

#[test]
fn a_member_has_an_id_that_can_be_one() {
    let of = |sub: Value| {
        let claims = json!({ "sub": sub, "exp": NOW + 900 });
        told(&signed(SECRET, &header(), &claims.to_string()))
    };
    let long = "ü".repeat(128);
    assert_eq!(of(json!(long)).map(String::from), Ok(long.clone()));
    assert_eq!(of(json!(format!("{long}x"))), Err(Flaw::Malformed));
    for sub in [json!(""), json!("a\nb"), json!(17), Value::Null] {
        assert_eq!(of(sub.clone()), Err(Flaw::Malformed), "{sub}");
    }
}

#[test]
fn no_other_algorithm_is_taken() {
    let claims = json!({ "sub": "member-17", "exp": NOW + 900 }).to_string();
    let with = |alg: &str| judged(&signed(SECRET, &json!({ "alg": alg }), &claims));
    assert_eq!(with("HS256"), GOOD);
    for alg in ["none", "None", "hs256", "HS512", "RS256", "ES256", ""] {
        assert_eq!(with(alg), Err(Flaw::Algorithm), "{alg}");
    }
    // Neither without a signature.
    let unsigned = signed(SECRET, &json!({ "alg": "none" }), &claims);
    let unsigned = unsigned.rsplit_once('.').expect("three parts").0.to_owned() + ".";
    assert_eq!(judged(&unsigned), Err(Flaw::Algorithm));
    // What has to be understood is not.
    let critical = json!({ "alg": "HS256", "crit": ["exp"] });
    assert_eq!(
        judged(&signed(SECRET, &critical, &claims)),
        Err(Flaw::Algorithm)
    );
}

#[test]
fn what_no_secret_of_the_business_has_signed_counts_as_none() {
    let claims = json!({ "sub": "member-17", "exp": NOW + 900 }).to_string();
    let token = signed(SECRET, &header(), &claims);
    assert_eq!(judged(&token), GOOD);
    assert_eq!(judged(&signed("mbs_another", &header(), &claims)), GOOD);
    assert_eq!(
        judged(&signed("mbs_a_third", &header(), &claims)),
        Err(Flaw::Signature)
    );
    let parts: Vec<&str> = token.split('.').collect();
    let other = signed(SECRET, &header(), &claims.replace("17", "18"));
    let swapped = format!(
        "{}.{}.{}",
        parts[0],
        other.split('.').nth(1).expect("claims"),
        parts[2]
    );
    assert_eq!(judged(&swapped), Err(Flaw::Signature));
    let cut = format!("{}.{}.{}", parts[0], parts[1], &parts[2][..22]);
    assert_eq!(judged(&cut), Err(Flaw::Malformed));
    let none = format!("{}.{}.", parts[0], parts[1]);
    assert_eq!(judged(&none), Err(Flaw::Signature));
    assert_eq!(member(&token, &[], "studio", NOW), Err(Flaw::Signature));
}

#[test]
fn what_is_no_token_or_too_long_counts_as_none() {
    for text in [
        "", ".", "..", "a.b", "a.b.c", "a.b.c.d", "é.é.é", "{}.{}.{}",
    ] {
        assert_eq!(judged(text), Err(Flaw::Malformed), "{text}");
    }
    let with = |more: usize| {
        let more = "x".repeat(more);
        let claims = json!({ "sub": "member-17", "exp": NOW + 900, "more": more });
        signed(SECRET, &header(), &claims.to_string())
    };
    let (mut least, mut most) = (with(1_300), with(1_300));
    for more in 1_300..1_500 {
        let token = with(more);
        if token.len() <= TOKEN_BYTES_MAX {
            least = token;
        } else {
            most = token;
            break;
        }
    }
    assert!(least.len() <= TOKEN_BYTES_MAX && most.len() > TOKEN_BYTES_MAX);
    assert_eq!(judged(&least), GOOD);
    assert_eq!(judged(&most), Err(Flaw::Malformed));
}
