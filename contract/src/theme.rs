//! How a calendar looks and in which order it asks.

use serde::{Deserialize, Serialize};

/// What the owner chose for the looks; Neo takes all of it, Classic only the appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
#[cfg_attr(feature = "owners", serde(deny_unknown_fields))]
pub struct Theme {
    /// The colour around the card as `#rrggbb`; none: the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<String>,
    /// Light, dark, or as the guest's system has it.
    pub appearance: Appearance,
    /// The text of the button that goes on from the first step; none: the language's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button: Option<String>,
    /// Whether the title stays away, where the page around says it already.
    pub hides_title: bool,
    /// Whether the description stays away.
    pub hides_description: bool,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// As the guest's system has it.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What comes first; the payment is always last. Classic always begins with the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepOrder {
    /// Date and time, then the form.
    #[default]
    TimeFirst,
    /// The form, then date and time.
    FormFirst,
}

/// How the services are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MenuLayout {
    /// One below the other.
    #[default]
    List,
    /// Cards with pictures.
    Cards,
}

/// What a calendar with several locations asks first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MenuStart {
    /// The service.
    #[default]
    Service,
    /// The location.
    Location,
}

/// In whose time zone times are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ZonePolicy {
    /// In the guest's, who may choose another.
    #[default]
    Guest,
    /// In the business's, always.
    Business,
}
