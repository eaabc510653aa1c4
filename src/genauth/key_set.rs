//! The keys that the service signs with (RFC 7517, section 5).

use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, PublicKeyUse};
use serde_json::Value;

use super::envelope::BodyForm;
use super::fields::{Fields, Misfit};
use super::transport::Call;
use super::{Answer, Client, Failure, ProviderMetadata};

/// The RSA keys that the service publishes for signatures. Keys of other kinds are left out.
#[derive(Debug, Clone, Default)]
pub struct KeySet {
    keys: Vec<Jwk>,
}

impl KeySet {
    /// The key with this ID. Without one the only key there is, since then there is no doubt which is meant (OpenID
    /// Connect Core 1.0, section 10.1).
    pub(super) fn find(&self, key_id: Option<&str>) -> Option<DecodingKey> {
        let key = match (key_id, self.keys.as_slice()) {
            (Some(key_id), keys) => keys.iter().find(|key| key.common.key_id.as_deref() == Some(key_id)),
            (None, [only]) => Some(only),
            (None, _) => None,
        };
        DecodingKey::from_jwk(key?).ok()
    }
}

impl Client {
    /// The service's keys: `GET` of the address that discovery gave. Where it gave none, there are none.
    ///
    /// # Errors
    ///
    /// A [`Failure`].
    pub async fn key_set(&self, provider: &ProviderMetadata) -> Result<Option<Answer<KeySet>>, Failure> {
        let Some(path) = &provider.key_set_path else { return Ok(None) };
        let answer = BodyForm::BareOrEnveloped(&["keys"]);
        self.call(Call { answer, ..Call::get(path) }, read).await.map(Some)
    }
}

/// A key that cannot be read does not spoil the others: new kinds come before programs know them.
pub(super) fn read(data: Option<&Value>) -> Result<KeySet, Misfit> {
    let fields = Fields::of_object("", data)?;
    let listed = fields.all().remove("keys");
    let keys = match listed {
        Some(Value::Array(keys)) => keys,
        other => return Err(Misfit::new("keys", "a list", other.as_ref())),
    };
    let keys = keys.into_iter().filter_map(|key| serde_json::from_value::<Jwk>(key).ok()).filter(|key| {
        matches!(key.algorithm, AlgorithmParameters::RSA(_))
            && matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature))
    });
    Ok(KeySet { keys: keys.collect() })
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::genauth::fields::tests::any_json;

    pub(in crate::genauth) fn key_set(document: &Value) -> KeySet {
        read(Some(document)).unwrap()
    }

    #[test]
    fn only_rsa_keys_for_signatures_count() {
        let rsa = |key_id: &str, purpose: &str| json!({"kty": "RSA", "kid": key_id, "use": purpose, "n": "AQAB", "e": "AQAB"});
        let set = key_set(&json!({"keys": [
            rsa("a", "sig"),
            rsa("b", "enc"),
            {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "c"},
            {"kty": "oct", "k": "c2VjcmV0", "kid": "d"},
            {"kty": "of tomorrow"},
            "nonsense",
        ]}));
        assert!(set.find(Some("a")).is_some());
        for other in ["b", "c", "d", "e"] {
            assert!(set.find(Some(other)).is_none(), "{other}");
        }
        assert!(set.find(None).is_some(), "the only one");
    }

    #[test]
    fn without_an_id_two_keys_are_in_doubt() {
        let rsa = |key_id: &str| json!({"kty": "RSA", "kid": key_id, "n": "AQAB", "e": "AQAB"});
        assert!(key_set(&json!({"keys": [rsa("a"), rsa("b")]})).find(None).is_none());
    }

    proptest! {
        #[test]
        fn any_json_is_read_or_refused(data in any_json(), key in any_json()) {
            let _ = read(Some(&data));
            let _ = read(Some(&json!({"keys": [key]}))).map(|set| set.find(None).is_some());
        }
    }
}
