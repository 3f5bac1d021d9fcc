//! That neither of the widget's two programs carries the half of the other.
//!
//! Each half names what it draws, and those names are in its program as they are written. So a
//! name in the wrong file says that something keeps the other half alive, whatever it weighs.

use std::fs;
use std::path::Path;

use crate::error::XtaskError;

/// What only the program draws that leads to an order.
const CHOOSING: [&str; 3] = ["coupon-input", "field-name", "accept-change"];
/// What only the program draws that shows one.
const ORDERING: [&str; 3] = ["held-countdown", "booked-total", "held-release"];

/// What is in the wrong program, or missing in its own, a line each.
pub(crate) fn misplaced(choosing: &Path, ordering: &Path) -> Result<Vec<String>, XtaskError> {
    let read = |path: &Path| fs::read(path).map_err(XtaskError::file(path));
    let (choosing, ordering) = (read(choosing)?, read(ordering)?);
    let halves = [
        (CHOOSING, "choosing", &choosing, &ordering),
        (ORDERING, "ordering", &ordering, &choosing),
    ];
    let mut found = Vec::new();
    for (names, half, own, other) in halves {
        for name in names {
            // Without this a name that was changed would look as if it were kept apart.
            if !contains(own, name) {
                found.push(format!("{name} is not in the program for {half}"));
            }
            if contains(other, name) {
                found.push(format!(
                    "{name} is in the other program than that for {half}"
                ));
            }
        }
    }
    Ok(found)
}

fn contains(program: &[u8], name: &str) -> bool {
    program
        .windows(name.len())
        .any(|window| window == name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_in_the_wrong_program_is_found_and_so_is_one_that_is_missing() {
        let folder = std::env::temp_dir().join(format!("xtask-halves-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a scratch folder");
        let (one, other) = (folder.join("one.wasm"), folder.join("other.wasm"));
        let (choosing, ordering) = (CHOOSING.join("\0"), ORDERING.join("\0"));
        fs::write(&one, &choosing).expect("a scratch file");
        fs::write(&other, &ordering).expect("a scratch file");
        let found = misplaced(&one, &other).expect("readable");
        assert_eq!(found, [""; 0]);

        fs::write(&one, format!("{choosing}held-countdown")).expect("a scratch file");
        let found = misplaced(&one, &other).expect("readable");
        assert_eq!(found.len(), 1, "{found:?}");
        let found = misplaced(&other, &other).expect("readable");
        assert_eq!(found.len(), 6, "{found:?}");
        fs::remove_dir_all(&folder).expect("the scratch folder goes");
    }
}
