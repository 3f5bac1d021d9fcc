//! A form checked against the description: names, types, enums, required parameters, lengths.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    facts::Schema,
    form::{Group, Node},
};
use crate::refusal::{Code, Refusal};

/// Checks a node of the form against its schema and types it. `path` is how the client wrote it.
pub(super) fn check(schema: &Schema, node: &Node, path: &str) -> Result<Value, Refusal> {
    match (schema, node) {
        (Schema::Any(alternatives), node) => check_any(alternatives, node, path),
        (Schema::Array(items), Node::Group(group)) => check_array(items, group, path),
        (Schema::Map(values), Node::Group(group)) => {
            let mut map = Map::new();
            for (name, value) in group {
                map.insert(name.clone(), check(values, value, &join(path, name))?);
            }
            Ok(Value::Object(map))
        }
        (Schema::Object { fields, required }, Node::Group(group)) => {
            check_object(fields, required, group, path)
        }
        (Schema::Array(_), Node::Text(_)) => Err(Refusal::invalid(path, None, "Invalid array")),
        (Schema::Map(_) | Schema::Object { .. }, Node::Text(_)) => {
            Err(Refusal::invalid(path, None, "Invalid object"))
        }
        (_, Node::Group(_)) => Err(Refusal::invalid(
            path,
            None,
            "Invalid string: expected a single value",
        )),
        (schema, Node::Text(text)) => check_text(schema, text, path),
    }
}

fn check_object(
    fields: &BTreeMap<String, Schema>,
    required: &BTreeSet<String>,
    group: &Group,
    path: &str,
) -> Result<Value, Refusal> {
    let mut object = Map::new();
    for (name, node) in group {
        let below = join(path, name);
        let field = fields.get(name).ok_or_else(|| {
            let message = format!("Received unknown parameter: {below}");
            Refusal::invalid(below.clone(), Code::ParameterUnknown, message)
        })?;
        object.insert(name.clone(), check(field, node, &below)?);
    }
    match required.iter().find(|name| !object.contains_key(*name)) {
        Some(missing) => Err(missing_parameter(&join(path, missing))),
        None => Ok(Value::Object(object)),
    }
}

fn check_array(items: &Schema, group: &Group, path: &str) -> Result<Value, Refusal> {
    let mut elements = Vec::with_capacity(group.len());
    for (name, node) in group {
        let index: usize = name
            .parse()
            .map_err(|_| Refusal::invalid(path, None, "Invalid array"))?;
        elements.push((index, check(items, node, &join(path, name))?));
    }
    elements.sort_by_key(|(index, _)| *index);
    Ok(elements.into_iter().map(|(_, value)| value).collect())
}

/// The first alternative that fits; else what the alternative of the same shape has to say.
fn check_any(alternatives: &[Schema], node: &Node, path: &str) -> Result<Value, Refusal> {
    let mut last = None;
    for alternative in alternatives {
        match check(alternative, node, path) {
            Ok(value) => return Ok(value),
            Err(refusal) => {
                // "Clear this with an empty string" never explains what is wrong with a value.
                let clears = matches!(alternative, Schema::Choice(choices) if choices == &[""]);
                if !clears || last.is_none() {
                    last = Some(refusal);
                }
            }
        }
    }
    Err(last.unwrap_or_else(|| Refusal::invalid(path, None, "Invalid value")))
}

fn check_text(schema: &Schema, text: &str, path: &str) -> Result<Value, Refusal> {
    let may_be_empty = match schema {
        Schema::Text { may_be_empty, .. } => *may_be_empty,
        Schema::Choice(choices) => choices.iter().any(String::is_empty),
        _ => false,
    };
    if text.is_empty() && !may_be_empty {
        return Err(Refusal::invalid(
            path,
            Code::ParameterInvalidEmpty,
            format!(
                "You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; however '{path}' cannot be unset. You should remove '{path}' from your request or supply a non-empty value."
            ),
        ));
    }
    match schema {
        Schema::Integer => integer(text).map(Value::from).ok_or_else(|| {
            Refusal::invalid(
                path,
                Code::ParameterInvalidInteger,
                format!("Invalid integer: {text}"),
            )
        }),
        Schema::Decimal if !is_decimal(text) => {
            let message = format!("Invalid decimal: {text}");
            Err(Refusal::invalid(path, None, message))
        }
        Schema::Boolean => match text {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => Err(Refusal::invalid(
                path,
                None,
                format!("Invalid boolean: {text}"),
            )),
        },
        Schema::Choice(choices) if !choices.iter().any(|choice| choice == text) => {
            let allowed = one_of(choices);
            Err(Refusal::invalid(
                path,
                None,
                format!("Invalid {path}: must be {allowed}"),
            ))
        }
        Schema::Text { length_max, .. } => at_most(text, *length_max, path).map(Value::from),
        _ => Ok(Value::from(text)),
    }
}

/// Documented: a text above its limit is refused, never cut.
pub(crate) fn at_most<'a>(
    text: &'a str,
    length_max: usize,
    param: &str,
) -> Result<&'a str, Refusal> {
    let length = text.chars().count();
    if length <= length_max {
        return Ok(text);
    }
    let message =
        format!("Invalid string: {param} must be at most {length_max} characters, got {length}");
    Err(Refusal::invalid(param, None, message))
}

/// Verbatim: the refusal for a parameter that must be there.
pub(crate) fn missing_parameter(param: &str) -> Refusal {
    let message = format!("Missing required param: {param}.");
    Refusal::invalid(param, Code::ParameterMissing, message)
}

fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, fraction]
        .iter()
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn one_of(choices: &[String]) -> String {
    match choices {
        [] => "empty".to_owned(),
        [only] => only.clone(),
        [first, second] => format!("one of {first} or {second}"),
        [head @ .., last] => format!("one of {}, or {last}", head.join(", ")),
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}[{name}]")
    }
}
