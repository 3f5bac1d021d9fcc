//! Just enough reading of Rust to tell code from comments and literals.

/// Whether a name may hold the character.
pub(crate) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where a word stands by itself.
pub(crate) fn words_at(code: &str, word: &str) -> impl Iterator<Item = usize> {
    let all = code.match_indices(word).map(|(at, _)| at);
    all.filter(move |&at| {
        let longer_before = word.starts_with(is_name) && code[..at].ends_with(is_name);
        let longer_after = word.ends_with(is_name) && code[at + word.len()..].starts_with(is_name);
        !longer_before && !longer_after
    })
}

/// Where a number with a point or an exponent starts.
pub(crate) fn float_literals(code: &str) -> Vec<usize> {
    let starts = code.char_indices().filter(|&(at, c)| {
        let before = &code[..at];
        // After one point it is a field of a tuple, after two the end of a range.
        let field = before.ends_with('.') && !before.ends_with("..");
        c.is_ascii_digit() && !before.ends_with(is_name) && !field
    });
    let float = |&(at, _): &(usize, char)| {
        let number = code[at..].trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
        let mut next = number.chars();
        match (next.next(), next.next()) {
            (Some('.'), Some(c)) => c != '.' && (c.is_ascii_digit() || !is_name(c)),
            (Some('e' | 'E'), Some(c)) => c.is_ascii_digit() || c == '-' || c == '+',
            _ => false,
        }
    };
    starts.filter(float).map(|(at, _)| at).collect()
}

/// The text without comments, strings, characters and lifetimes, on the same lines.
pub(crate) fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let silent = silent_length(rest, code.ends_with(is_name));
        if silent == 0 {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            code.push(' ');
            code.extend(rest[..silent].chars().filter(|&c| c == '\n'));
            rest = &rest[silent..];
        }
    }
    code
}

/// How many bytes at the front are a comment, a literal or a lifetime; 0 if it is code.
fn silent_length(rest: &str, inside_name: bool) -> usize {
    let through = |end: &str, from: usize| {
        let at = rest[from..].find(end);
        at.map_or(rest.len(), |at| from + at + end.len())
    };
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        let mut depth = 0_u32;
        let mut at = 0;
        while at < rest.len() {
            if rest[at..].starts_with("/*") {
                depth += 1;
                at += 2;
            } else if rest[at..].starts_with("*/") {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            } else {
                at += rest[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        return rest.len();
    }
    if rest.starts_with('"') {
        let mut escaped = false;
        let end = rest.char_indices().skip(1).find(|&(_, c)| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        return end.map_or(rest.len(), |(at, _)| at + 1);
    }
    if let Some(raw) = rest.strip_prefix('r').filter(|_| !inside_name) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            return through(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
        }
    }
    let Some(quoted) = rest.strip_prefix('\'') else {
        return 0;
    };
    let first = quoted.chars().next().map_or(0, char::len_utf8);
    if quoted.starts_with('\\') {
        return through("'", 3);
    }
    if quoted[first..].starts_with('\'') {
        return first + 2;
    }
    let lifetime = quoted.find(|c| !is_name(c)).unwrap_or(quoted.len());
    lifetime + 1
}
