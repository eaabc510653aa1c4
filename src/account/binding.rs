//! Grouping identities by their external identity provider.

use crate::genauth::{EnabledConnection, ExtIdpKind, Identity};

/// What one card stands for: an `extIdpId`, or, where the API gave none, the provider's name.
///
/// Distinct sources of one provider may coexist, so the provider alone is never the key (reference section 2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BindingKey {
    /// The identity source, which `unlink-extidp` takes (reference section 6.3).
    ExtIdp(String),
    /// Identities that came without an `extIdpId`: they can be shown but not unbound.
    WithoutExtIdp {
        /// The `provider` they came with.
        provider: String,
    },
}

impl BindingKey {
    /// The `extIdpId`, where there is one.
    pub fn ext_idp_id(&self) -> Option<&str> {
        match self {
            Self::ExtIdp(id) => Some(id),
            Self::WithoutExtIdp { .. } => None,
        }
    }

    fn of(identity: &Identity) -> Self {
        if identity.ext_idp_id.is_empty() {
            Self::WithoutExtIdp { provider: identity.provider.clone() }
        } else {
            Self::ExtIdp(identity.ext_idp_id.clone())
        }
    }
}

/// Whether the application offers a way into an external identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnabledHere {
    /// Through these connections, in the order of the API's list; never empty.
    Through(Vec<EnabledConnection>),
    /// The list was read and does not name this provider.
    No,
    /// The list of enabled connections could not be read.
    Unknown,
}

/// One external identity provider that the account is bound to, with all its identities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// What the card stands for.
    pub key: BindingKey,
    /// The provider's name on the wire, e.g. `wechat`; open-ended (reference section 12.1).
    pub provider: String,
    /// All identities under this key, in the order of the API's list; never empty.
    pub identities: Vec<Identity>,
    /// Whether the application offers a way into it.
    pub enabled: EnabledHere,
}

impl Binding {
    /// The `extIdpId` that unbinding sends, where there is one.
    pub fn ext_idp_id(&self) -> Option<&str> {
        self.key.ext_idp_id()
    }

    /// Whether the source is social or enterprise, which only the list of enabled connections says.
    pub fn kind(&self) -> Option<&ExtIdpKind> {
        self.enabled_connections().first().map(|connection| &connection.kind)
    }

    /// The connections that the application offers for this provider; empty when none or not known.
    pub fn enabled_connections(&self) -> &[EnabledConnection] {
        match &self.enabled {
            EnabledHere::Through(connections) => connections,
            EnabledHere::No | EnabledHere::Unknown => &[],
        }
    }

    /// The connection IDs that the identities came through, each once, in order of appearance.
    pub fn origin_connection_ids(&self) -> Vec<&str> {
        let mut ids = Vec::new();
        for id in self.identities.iter().flat_map(|identity| &identity.origin_connection_ids) {
            if !id.is_empty() && !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
        ids
    }

    /// The connection that the identities came through, where there is exactly one of each.
    ///
    /// The enabled list carries no connection ID, so anything more than this cannot be joined (reference section 2).
    pub fn inferred_connection(&self) -> Option<&EnabledConnection> {
        match (self.enabled_connections(), self.origin_connection_ids().as_slice()) {
            ([connection], [_]) => Some(connection),
            _ => None,
        }
    }

    /// What the person is called at the provider, from whichever identity tells.
    pub fn person_name(&self) -> Option<&str> {
        self.first_of(&["nickname", "name", "displayName", "display_name", "login", "username", "preferred_username"])
    }

    /// The person's email address at the provider.
    pub fn person_email(&self) -> Option<&str> {
        self.first_of(&["email", "mail", "userPrincipalName"])
    }

    /// The profile's keys are the provider's own (reference section 2.1), so the usual ones are tried in turn.
    fn first_of(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| {
            self.identities
                .iter()
                .filter_map(|identity| identity.user_info_in_idp.get(*key)?.as_str())
                .map(str::trim)
                .find(|text| !text.is_empty())
        })
    }
}

/// Groups identities into one [`Binding`] for each external identity provider.
///
/// Cards come in the order in which the API first names them. `enabled` is `None` when that list could not be read.
/// Every identity stands in exactly one binding; a record that the API repeats to the letter stands there once.
pub fn bindings(identities: &[Identity], enabled: Option<&[EnabledConnection]>) -> Vec<Binding> {
    let mut bindings: Vec<Binding> = Vec::new();
    let mut position = std::collections::HashMap::new();
    for identity in identities {
        let key = BindingKey::of(identity);
        let index = *position.entry(key.clone()).or_insert_with(|| {
            bindings.push(Binding {
                enabled: enabled_here(&key, enabled),
                provider: identity.provider.clone(),
                identities: Vec::new(),
                key,
            });
            bindings.len() - 1
        });
        let Some(binding) = bindings.get_mut(index) else { continue };
        if binding.provider.is_empty() {
            binding.provider.clone_from(&identity.provider);
        }
        if !binding.identities.contains(identity) {
            binding.identities.push(identity.clone());
        }
    }
    bindings
}

fn enabled_here(key: &BindingKey, enabled: Option<&[EnabledConnection]>) -> EnabledHere {
    let Some(enabled) = enabled else { return EnabledHere::Unknown };
    let Some(ext_idp_id) = key.ext_idp_id() else { return EnabledHere::Unknown };
    let through: Vec<_> = enabled.iter().filter(|connection| connection.ext_idp_id == ext_idp_id).cloned().collect();
    if through.is_empty() { EnabledHere::No } else { EnabledHere::Through(through) }
}

#[cfg(test)]
#[path = "binding_tests.rs"]
mod tests;
