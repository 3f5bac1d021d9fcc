//! The wire: form bodies and queries with bracket names, checked against the API's description.
//!
//! [`form`] turns `line_items[0][price_data][unit_amount]=2500` into a tree, [`check`] holds
//! the tree against what [`facts`] say the operation takes and turns it into typed JSON. What arrives at the rules
//! has known names, the right types and nothing else.

pub(crate) mod check;
pub(crate) mod facts;
pub(crate) mod form;
