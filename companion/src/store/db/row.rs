//! Rows, read by the names of their columns.

use std::sync::Arc;

use super::Value;
use crate::store::StoreError;

/// A row of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(super) columns: Arc<[String]>,
    pub(super) values: Vec<Value<'static>>,
}

impl Row {
    /// The value of a column.
    pub(crate) fn get<T: FromValue>(&self, column: &'static str) -> Result<T, StoreError> {
        let value = (self.columns.iter())
            .position(|name| name == column)
            .and_then(|index| self.values.get(index));
        value
            .and_then(|value| T::from_value(value))
            .ok_or(StoreError::Malformed(column))
    }
}

/// What a value can be read as.
pub(crate) trait FromValue: Sized {
    /// Reads it; none where it is of another kind.
    fn from_value(value: &Value<'_>) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Number(number) => Some(*number),
            Value::Null | Value::Text(_) => None,
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.clone().into_owned()),
            Value::Null | Value::Number(_) => None,
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}
