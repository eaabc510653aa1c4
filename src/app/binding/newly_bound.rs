//! What a bind brought: two lists of identities, compared.

use crate::genauth::Identity;

/// What is different between two lists of identities.
pub(super) struct NewlyBound {
    /// New identities under the identity provider that was to be bound: any of them completes the bind.
    pub(super) wanted: Vec<Identity>,
}

/// Compares by `identityId` what is listed before a bind and after (reference section 6.2). An empty
/// `wanted_ext_idp_id` is nobody's, so nothing completes it.
pub(super) fn newly_bound(before: &[Identity], after: &[Identity], wanted_ext_idp_id: &str) -> NewlyBound {
    let mut wanted: Vec<Identity> = Vec::new();
    for identity in after.iter().filter(|identity| identity.ext_idp_id == wanted_ext_idp_id) {
        if !wanted_ext_idp_id.is_empty() && !has(before, identity) && !has(&wanted, identity) {
            wanted.push(identity.clone());
        }
    }
    NewlyBound { wanted }
}

/// Of one that came without an ID, all the rest tells it apart.
fn has(identities: &[Identity], one: &Identity) -> bool {
    identities.iter().any(
        |known| {
            if one.identity_id.is_empty() { known == one } else { known.identity_id == one.identity_id }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(id: &str, ext_idp_id: &str) -> Identity {
        Identity {
            identity_id: id.to_owned(),
            ext_idp_id: ext_idp_id.to_owned(),
            provider: "github".to_owned(),
            kind: "openid".to_owned(),
            user_id_in_idp: "u".to_owned(),
            user_info_in_idp: serde_json::Map::new(),
            origin_connection_ids: Vec::new(),
        }
    }

    #[test]
    fn only_what_is_new_under_the_wanted_provider_counts() {
        let before = [identity("1", "g"), identity("2", "w")];
        let after = [identity("1", "g"), identity("3", "w"), identity("4", "g"), identity("4", "g")];
        let ids = |wanted| -> Vec<String> {
            newly_bound(&before, &after, wanted).wanted.into_iter().map(|identity| identity.identity_id).collect()
        };
        assert_eq!(ids("g"), ["4"]);
        assert_eq!(ids("w"), ["3"]);
        assert_eq!(ids("x"), [""; 0]);
        let nameless = [identity("", "g")];
        assert_eq!(newly_bound(&nameless, &nameless, "g").wanted, []);
        assert_eq!(newly_bound(&[], &[identity("5", "")], "").wanted, []);
    }
}
