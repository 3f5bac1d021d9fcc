//! The sites on which a business's widgets may stand.

use serde::{Deserialize, Serialize};

/// How many a business may have.
pub const SITES_MAX: usize = 50;

/// The sites that may embed, as origins. None: every site may.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sites {
    /// The origins, such as `https://www.example.com`.
    pub sites: Vec<String>,
}

/// Names a site, to be allowed or not any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedSite {
    /// Its address, without a path; `https://` may be left out.
    pub site: String,
}
