//! What a provider must know, given in place or by reference.

use serde::{Deserialize, Serialize};

/// What the provider must know, in place (`value`) or from elsewhere (`valueFrom`), never both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", bound(deserialize = "T: Deserialize<'de>"))]
pub struct ProviderSpec<T> {
    /// The provider's own object, in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(schema_with = "super::crds::free_form"))]
    pub value: Option<T>,
    /// Where the provider's object is to be found; cannot be used together with value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_from: Option<ProviderSpecSource>,
}

impl<T> ProviderSpec<T> {
    /// The machine class that is referred to, where nothing is given in place.
    #[must_use]
    pub fn machine_class(&self) -> Option<&MachineClassRef> {
        match &self.value {
            None => self.value_from.as_ref()?.machine_class.as_ref(),
            Some(_) => None,
        }
    }
}

/// Where a provider's object is to be found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProviderSpecSource {
    /// The machine class that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine_class: Option<MachineClassRef>,
}

/// A reference to a machine class: an object's, and the provider's name.
///
/// The fields of `ObjectReference` are repeated because a flattened struct
/// cannot know which of its fields are unknown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MachineClassRef {
    /// The class's kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The class's namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The class's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The class's UID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// The class's API version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// The version of the class that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_version: Option<String>,
    /// The part of the class that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_path: Option<String>,
    /// The provider that the class is meant for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}
