//! The functions of the wasm file in an order that compresses well.
//!
//! Compilers put functions in an order of their own, or by how often they are called. Brotli says
//! the shorter what repeats the nearer it is, so functions that resemble each other lie side by
//! side here: 2.8 kB less. Nothing else changes; every function stays as it was.
//!
//! wasm-opt moves functions by their names. So they are named by the place that they shall have.

use std::collections::BTreeMap;

use crate::names::{HEADER_LENGTH, IMPORTS, bytes, number, put_bytes, put_number};

/// The section of a wasm file that holds the bodies of its functions.
const CODE: u8 = 10;
/// The section for whatever tools want to say, and the part of the one with names that is about
/// functions.
const CUSTOM: u8 = 0;
const FUNCTION_NAMES: u8 = 1;

/// What wasm-opt is asked for: functions by their names, and the last touch that every file gets
/// when it is written.
pub(crate) const PASSES: [&str; 5] = [
    "--reorder-functions-by-name",
    "--optimize-level=2",
    "--shrink-level=2",
    "--generate-stack-ir",
    "--optimize-stack-ir",
];

/// Where two functions share so many bytes in a row, they resemble each other.
const RUN: usize = 4;

/// The same file with a name for every function: when sorted by it, those that resemble each
/// other are neighbours. Nothing where the file is no wasm file.
pub(crate) fn name_by_place(wasm: &[u8]) -> Option<Vec<u8>> {
    let (_, mut rest) = wasm.split_at_checked(HEADER_LENGTH)?;
    let (mut imported, mut bodies) = (0, Vec::new());
    while let [id, after @ ..] = rest {
        rest = after;
        let mut section = bytes(&mut rest)?;
        match *id {
            // A bundle imports nothing but functions, which `names` makes sure of.
            IMPORTS => imported = number(&mut section)?,
            CODE => {
                for _ in 0..number(&mut section)? {
                    bodies.push(bytes(&mut section)?);
                }
            }
            _ => {}
        }
    }
    let mut places = vec![0; bodies.len()];
    for (place, function) in order(&bodies).into_iter().enumerate() {
        places[function] = place;
    }

    let mut names = Vec::new();
    put_number(&mut names, u32::try_from(places.len()).ok()?);
    for (function, place) in (imported..).zip(places) {
        put_number(&mut names, function);
        put_bytes(&mut names, format!("{place:06}").as_bytes());
    }
    let mut section = Vec::new();
    put_bytes(&mut section, b"name");
    section.push(FUNCTION_NAMES);
    put_bytes(&mut section, &names);
    let mut whole = wasm.to_vec();
    whole.push(CUSTOM);
    put_bytes(&mut whole, &section);
    Some(whole)
}

/// A way through all functions that goes, from each, to the one most like it of those that are
/// left. It begins with the longest.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let alike = Likeness::of(bodies);
    let longest = |left: &[bool]| {
        let left = (0..bodies.len()).filter(|&function| left[function]);
        left.max_by_key(|&function| (bodies[function].len(), usize::MAX - function))
    };
    let mut left = vec![true; bodies.len()];
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = longest(&left);
    while let Some(function) = next {
        order.push(function);
        left[function] = false;
        next = alike.nearest(function, &left).or_else(|| longest(&left));
    }
    order
}

/// Which functions share which runs of bytes.
struct Likeness {
    /// For each function, the runs that it shares with others.
    runs: Vec<Vec<usize>>,
    /// For each run, the functions that have it, and how much it says about them: one that many
    /// have says little.
    shared: Vec<(Vec<usize>, f64)>,
    /// How much all the runs of a function say: a long function has something of every other.
    weights: Vec<f64>,
}

impl Likeness {
    fn of(bodies: &[&[u8]]) -> Self {
        let mut having: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
        for (function, body) in bodies.iter().enumerate() {
            for run in body.windows(RUN) {
                let functions = having.entry(run).or_default();
                if functions.last() != Some(&function) {
                    functions.push(function);
                }
            }
        }
        let mut likeness = Self {
            runs: vec![Vec::new(); bodies.len()],
            shared: Vec::new(),
            weights: vec![1.0; bodies.len()],
        };
        having.retain(|_, functions| (2..=bodies.len() / 3 + 1).contains(&functions.len()));
        for functions in having.into_values() {
            #[allow(clippy::cast_precision_loss, reason = "some thousands of functions")]
            let says = (bodies.len() as f64 / functions.len() as f64).ln();
            for &function in &functions {
                likeness.runs[function].push(likeness.shared.len());
                likeness.weights[function] += says;
            }
            likeness.shared.push((functions, says));
        }
        likeness
    }

    /// Of those that are left the one most like a function; none where none has anything of it.
    fn nearest(&self, function: usize, left: &[bool]) -> Option<usize> {
        let mut scores = vec![0.0; left.len()];
        for &run in &self.runs[function] {
            let (functions, says) = &self.shared[run];
            for &other in functions {
                scores[other] += says;
            }
        }
        let scores = scores.iter().zip(&self.weights);
        let scores = scores.map(|(score, weight)| score / weight.sqrt());
        let candidates = scores
            .enumerate()
            .filter(|&(other, score)| left[other] && score > 0.0);
        // Of two that are as near the first, so that one build always gives one file.
        candidates
            .reduce(|best, other| if other.1 > best.1 { other } else { best })
            .map(|(other, _)| other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_resemble_each_other_become_neighbours() {
        let a = b"the first kind of function, at some length";
        let b = b"another one that does quite different work";
        let a2 = b"the first kind of function, at other length";
        let b2 = b"another one that does rather different work";
        let alone = b"##";
        let bodies: [&[u8]; 6] = [alone, a, b, a2, b2, b"%%"];
        assert_eq!(order(&bodies), [3, 1, 4, 2, 0, 5]);
    }

    #[test]
    fn every_function_gets_one_place() {
        let bodies: Vec<Vec<u8>> = (0..=40).map(|n| (n / 2..n).collect()).collect();
        let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
        let mut found = order(&bodies);
        found.sort_unstable();
        assert_eq!(found, (0..=40).collect::<Vec<_>>());
        assert_eq!(order(&[]), [] as [usize; 0]);
    }

    #[test]
    fn names_are_added_after_all_that_was_there() {
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        // Three imports, of which only the number is looked at, and two functions.
        wasm.extend([IMPORTS, 1, 3, CODE, 8, 2, 2, 0, 11, 3, 0, 1, 11]);
        let whole = name_by_place(&wasm).expect("it is a wasm file");
        let names = whole
            .strip_prefix(wasm.as_slice())
            .expect("nothing else changes");
        let expected = b"\x00\x18\x04name\x01\x11\x02\x03\x06000001\x04\x06000000";
        assert_eq!(names, expected);
        assert_eq!(name_by_place(&wasm[..wasm.len() - 1]), None, "cut off");
    }
}
