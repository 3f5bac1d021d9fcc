//! The API's description, `facts/stripe-api.json`, read into what each parameter may be.
//!
//! The description was generated from the official SDK. Two of its habits need reading:
//! `x-open-enum` says that the SDK lets any string pass; the API does not, so neither do we. An
//! enum of nothing but the empty string, standing alone, says "any text, or empty to clear".
//!
//! Payments, charges and disputes are not among its operations; for reading them the double knows
//! the few parameters that all such operations have.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use serde_json::Value;

use super::{
    check::check,
    form::{Group, Node},
};
use crate::refusal::Refusal;

/// The longest text where the facts name no limit. Presumed: Stripe's published description gives
/// most strings this one.
const TEXT_MAX: usize = 5000;

/// What a parameter may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Schema {
    Text {
        length_max: usize,
        may_be_empty: bool,
    },
    Choice(Vec<String>),
    Integer,
    /// Stays text, so that no float touches an amount.
    Decimal,
    Boolean,
    Array(Box<Schema>),
    Object {
        fields: BTreeMap<String, Schema>,
        required: BTreeSet<String>,
    },
    Map(Box<Schema>),
    Any(Vec<Schema>),
}

/// Operations that the description lacks, with the texts that they filter by. Documented on
/// Stripe's pages.
const UNDESCRIBED: &[(&str, Option<&[&str]>)] = &[
    ("retrieve:payment_intent", None),
    ("retrieve:charge", None),
    ("retrieve:dispute", None),
    ("retrieve:account", None),
    ("list:payment_intent", Some(&["customer"])),
    ("list:charge", Some(&["customer", "payment_intent"])),
    ("list:dispute", Some(&["charge", "payment_intent"])),
];

/// The objects in which something can be expanded, by what they call themselves and by their name
/// in the description.
const EXPANDING: &[(&str, &str)] = &[
    ("checkout.session", "checkout.session"),
    ("item", "line_item"),
    ("coupon", "coupon"),
    ("promotion_code", "promotion_code"),
    ("product", "product"),
    ("price", "price"),
    ("customer", "customer"),
    ("payment_intent", "payment_intent"),
    ("charge", "charge"),
    ("refund", "refund"),
    ("dispute", "dispute"),
];

/// The description of the API, parsed once.
pub(crate) struct Facts {
    version: String,
    parameters: HashMap<String, Schema>,
    expandable: HashMap<&'static str, BTreeSet<String>>,
    paths: BTreeSet<String>,
}

/// The facts that came with this build.
pub(crate) static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let document: Value = serde_json::from_str(include_str!("../../facts/stripe-api.json"))
        .expect("the API facts are part of the build");
    Facts::read(&document)
});

impl Facts {
    /// The API version that the facts describe, and the only one that the double speaks.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// Whether Stripe has an operation at this path, whatever the double makes of it.
    pub(crate) fn knows_path(&self, path: &str) -> bool {
        let matches = |template: &String| {
            template.split('/').count() == path.split('/').count()
                && template
                    .split('/')
                    .zip(path.split('/'))
                    .all(|(known, asked)| {
                        known == asked || (known.starts_with('{') && !asked.is_empty())
                    })
        };
        self.paths.iter().any(matches)
    }

    /// Whether `expand[]` may name this property of the object.
    pub(crate) fn is_expandable(&self, object: &str, property: &str) -> bool {
        self.expandable
            .get(object)
            .is_some_and(|properties| properties.contains(property))
    }

    /// Checks the parameters of an operation, for instance `create:coupon`, and types them.
    pub(crate) fn check(&self, operation: &str, parameters: &Group) -> Result<Value, Refusal> {
        let schema = self
            .parameters
            .get(operation)
            .expect("every operation of the double is in the facts");
        check(schema, &Node::Group(parameters.clone()), "")
    }

    fn read(document: &Value) -> Self {
        let mut parameters = HashMap::new();
        let mut paths = BTreeSet::new();
        for (path, operations) in entries(&document["paths"]) {
            paths.insert(path.clone());
            for (_, operation) in entries(operations) {
                let id = operation["operationId"].as_str().unwrap_or_default();
                parameters.insert(id.to_owned(), parameters_of(operation));
            }
        }
        for (name, filters) in UNDESCRIBED {
            parameters.insert((*name).to_owned(), reading(*filters));
        }
        let schemas = &document["components"]["schemas"];
        // Line items and list items are spelled differently in the description and on the wire.
        let expandable = EXPANDING
            .iter()
            .map(|(kind, schema)| (*kind, expandable_of(kind, &schemas[*schema])))
            .collect();
        Self {
            version: document["info"]["version"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            parameters,
            expandable,
            paths,
        }
    }
}

/// The parameters of an operation that only reads: `expand`, and those of a list.
fn reading(filters: Option<&[&str]>) -> Schema {
    let text = || Schema::Text {
        length_max: TEXT_MAX,
        may_be_empty: false,
    };
    let mut fields = BTreeMap::from([("expand".to_owned(), Schema::Array(Box::new(text())))]);
    if let Some(filters) = filters {
        let bounds = ["gt", "gte", "lt", "lte"].map(|name| (name.to_owned(), Schema::Integer));
        let range = Schema::Object {
            fields: BTreeMap::from(bounds),
            required: BTreeSet::new(),
        };
        let created = Schema::Any(vec![range, Schema::Integer]);
        fields.insert("created".to_owned(), created);
        fields.insert("limit".to_owned(), Schema::Integer);
        for name in ["starting_after", "ending_before"].iter().chain(filters) {
            fields.insert((*name).to_owned(), text());
        }
    }
    Schema::Object {
        fields,
        required: BTreeSet::new(),
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// The body of an operation, or its query where it has no body.
fn parameters_of(operation: &Value) -> Schema {
    let body = &operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
    if body.is_object() {
        return schema_of(body);
    }
    let query = operation["parameters"].as_array().into_iter().flatten();
    let fields = query
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| {
            let name = parameter["name"].as_str()?.to_owned();
            Some((name, schema_of(&parameter["schema"])))
        })
        .collect();
    Schema::Object {
        fields,
        required: BTreeSet::new(),
    }
}

fn schema_of(value: &Value) -> Schema {
    if let Some(alternatives) = value["anyOf"].as_array() {
        let mut alternatives: Vec<Schema> = alternatives.iter().map(alternative_of).collect();
        // An enum beside "any string" is an open enum spelled another way.
        let has_choice = alternatives.iter().any(contains_choice);
        alternatives.retain(|schema| !(has_choice && matches!(schema, Schema::Text { .. })));
        return Schema::Any(alternatives);
    }
    match value["type"].as_str() {
        Some("integer") => Schema::Integer,
        Some("number") => Schema::Decimal,
        Some("boolean") => Schema::Boolean,
        Some("array") => Schema::Array(Box::new(schema_of(&value["items"]))),
        Some("object") => object_of(value),
        _ => text_of(value),
    }
}

/// Among alternatives the lone empty string means exactly itself: "clear this".
fn alternative_of(value: &Value) -> Schema {
    match choices_of(value) {
        Some(choices) => Schema::Choice(choices),
        None => schema_of(value),
    }
}

fn text_of(value: &Value) -> Schema {
    let length_max = value["maxLength"]
        .as_u64()
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(TEXT_MAX);
    match choices_of(value) {
        Some(choices) if choices == [""] => Schema::Text {
            length_max,
            may_be_empty: true,
        },
        Some(choices) => Schema::Choice(choices),
        None => Schema::Text {
            length_max,
            may_be_empty: false,
        },
    }
}

fn object_of(value: &Value) -> Schema {
    if value["additionalProperties"].is_object() {
        return Schema::Map(Box::new(match schema_of(&value["additionalProperties"]) {
            // An empty value under a free name, as in metadata, clears that name.
            Schema::Text { length_max, .. } => Schema::Text {
                length_max,
                may_be_empty: true,
            },
            other => other,
        }));
    }
    let fields = entries(&value["properties"])
        .map(|(name, field)| (name.clone(), schema_of(field)))
        .collect();
    let required = value["required"].as_array().into_iter().flatten();
    Schema::Object {
        fields,
        required: required
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
    }
}

fn choices_of(value: &Value) -> Option<Vec<String>> {
    let choices = value["enum"].as_array()?;
    Some(
        choices
            .iter()
            .filter_map(|choice| choice.as_str().map(str::to_owned))
            .collect(),
    )
}

fn contains_choice(schema: &Schema) -> bool {
    match schema {
        Schema::Choice(choices) => choices != &[""],
        Schema::Any(alternatives) => alternatives.iter().any(contains_choice),
        _ => false,
    }
}

fn expandable_of(object: &str, schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect_expandable(schema, "", &mut found);
    // Left out of the answer unless asked for, which the description does not mark; and the
    // payment intent, which it does not have.
    let unmarked: &[&str] = match object {
        "checkout.session" => &["line_items", "total_details.breakdown"],
        "charge" => &["refunds"],
        "payment_intent" => &["customer", "latest_charge", "payment_method"],
        _ => &[],
    };
    found.extend(unmarked.iter().map(|name| (*name).to_owned()));
    found
}

fn collect_expandable(schema: &Value, path: &str, found: &mut BTreeSet<String>) {
    for (name, property) in entries(&schema["properties"]) {
        let below = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        if property["x-expandable"] == true {
            found.insert(below.clone());
        }
        collect_expandable(property, &below, found);
        collect_expandable(&property["items"], &below, found);
    }
}

#[cfg(test)]
mod tests;
