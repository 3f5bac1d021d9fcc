//! What holds of the findings whatever was defined.
