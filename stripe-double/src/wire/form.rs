//! Form encoding with brackets: `a[b][0]=x` and `a[]=x`.

use crate::refusal::Refusal;

/// Names in the order in which they arrived.
pub(crate) type Group = Vec<(String, Node)>;

/// A value, or names below a name. An array is a group whose names are its indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Text(String),
    Group(Group),
}

/// Deeper than any parameter of the API.
const DEPTH_MAX: usize = 12;

/// Decodes a body or a query. The same name twice keeps the last value, as Stripe's server does.
pub(crate) fn decode(encoded: &[u8]) -> Result<Group, Refusal> {
    let mut root = Group::new();
    for (name, value) in url::form_urlencoded::parse(encoded) {
        let path = segments(&name).ok_or_else(|| malformed(&name))?;
        insert(&mut root, &path, value.into_owned()).ok_or_else(|| malformed(&name))?;
    }
    Ok(root)
}

/// `a[b][]` as `["a", "b", ""]`; `None` when the brackets do not match.
fn segments(name: &str) -> Option<Vec<&str>> {
    let Some(head_end) = name.find('[') else {
        return (!name.is_empty() && !name.contains(']')).then(|| vec![name]);
    };
    let (head, brackets) = name.split_at(head_end);
    let inner = brackets.strip_prefix('[')?.strip_suffix(']')?;
    let mut path = vec![head];
    path.extend(inner.split("]["));
    let clean = path.iter().all(|segment| !segment.contains(['[', ']']));
    (clean && !head.is_empty() && path.len() <= DEPTH_MAX).then_some(path)
}

/// Puts `value` at `path`; `None` when a value stands where a group would have to, or the reverse.
fn insert(group: &mut Group, path: &[&str], value: String) -> Option<()> {
    let (name, rest) = path.split_first()?;
    let name = if name.is_empty() {
        next_index(group, rest)
    } else {
        (*name).to_owned()
    };
    let existing = group.iter_mut().find(|(known, _)| *known == name);
    if rest.is_empty() {
        match existing {
            Some((_, Node::Group(_))) => return None,
            Some((_, Node::Text(text))) => *text = value,
            None => group.push((name, Node::Text(value))),
        }
        return Some(());
    }
    match existing {
        Some((_, Node::Text(_))) => None,
        Some((_, Node::Group(inner))) => insert(inner, rest, value),
        None => {
            let mut inner = Group::new();
            insert(&mut inner, rest, value)?;
            group.push((name, Node::Group(inner)));
            Some(())
        }
    }
}

/// `a[]` starts a new element, except that `a[][x]` goes on filling the last one while it has no
/// `x` of its own yet.
fn next_index(group: &Group, rest: &[&str]) -> String {
    if let (Some((last, Node::Group(inner))), Some(first)) = (group.last(), rest.first())
        && !inner.iter().any(|(known, _)| known == first)
    {
        return last.clone();
    }
    group.len().to_string()
}

fn malformed(name: &str) -> Refusal {
    Refusal::invalid(
        name,
        None,
        format!(
            "Invalid request: the parameter name `{name}` is malformed or contradicts another one."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Node {
        Node::Text(value.to_owned())
    }

    fn group(entries: &[(&str, Node)]) -> Node {
        Node::Group(
            entries
                .iter()
                .map(|(name, node)| ((*name).to_owned(), node.clone()))
                .collect(),
        )
    }

    #[track_caller]
    fn check(encoded: &str, expected: &[(&str, Node)]) {
        assert_eq!(
            Node::Group(decode(encoded.as_bytes()).unwrap()),
            group(expected)
        );
    }

    #[test]
    fn brackets_nest() {
        check(
            "mode=payment&line_items[0][price_data][currency]=eur&line_items[0][quantity]=2",
            &[
                ("mode", text("payment")),
                (
                    "line_items",
                    group(&[(
                        "0",
                        group(&[
                            ("price_data", group(&[("currency", text("eur"))])),
                            ("quantity", text("2")),
                        ]),
                    )]),
                ),
            ],
        );
    }

    #[test]
    fn brackets_and_values_may_be_percent_encoded() {
        check(
            "a%5Bb%5D=x%20y+z%26",
            &[("a", group(&[("b", text("x y z&"))]))],
        );
    }

    #[test]
    fn empty_brackets_append() {
        check(
            "e[]=a&e[]=b",
            &[("e", group(&[("0", text("a")), ("1", text("b"))]))],
        );
        check(
            "e[][x]=1&e[][y]=2&e[][x]=3",
            &[(
                "e",
                group(&[
                    ("0", group(&[("x", text("1")), ("y", text("2"))])),
                    ("1", group(&[("x", text("3"))])),
                ]),
            )],
        );
    }

    #[test]
    fn the_last_of_two_equal_names_counts() {
        check("a=1&a=2", &[("a", text("2"))]);
    }

    #[test]
    fn broken_or_contradicting_names_are_refused() {
        for refused in [
            "a[b=1",
            "a]b=1",
            "a[b]c=1",
            "=1",
            "[a]=1",
            "a=1&a[b]=2",
            "a[b]=2&a=1",
        ] {
            assert!(decode(refused.as_bytes()).is_err(), "{refused}");
        }
        let deep = format!("a{}=1", "[b]".repeat(DEPTH_MAX));
        assert!(decode(deep.as_bytes()).is_err());
    }
}
