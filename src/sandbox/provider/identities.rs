//! What each kind of provider tells about a person: IDs, by their types, and a profile (reference section 2.1).
//!
//! What the profiles hold is not documented ("arbitrary keys"); they follow what each provider publishes of its own
//! interface.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::sandbox::pool::{Identity, Person, Source};

/// The identities that a source gives for a person. They are the same each time, and others for another source.
pub(super) fn given(source: &Source, person: &Person) -> Vec<Identity> {
    let profile = profile(source, person);
    let identity = |(kind, user_id): (&str, String)| Identity {
        identity_id: hexadecimal(&derived(source, person, &format!("identity/{kind}")), 12),
        source_id: source.source_id.clone(),
        provider: source.provider.clone(),
        kind: kind.to_owned(),
        user_id_at_provider: user_id,
        profile: profile.clone(),
        has_tokens: gives_tokens(&source.provider),
        connection_ids: Vec::new(),
    };
    ids(source, person).into_iter().map(identity).collect()
}

/// The types and IDs by provider. WeChat's and Lark's are documented (reference section 2); that all others give one is
/// a guess, and so is its type.
fn ids(source: &Source, person: &Person) -> Vec<(&'static str, String)> {
    let derived = |kind: &str| derived(source, person, kind);
    match source.provider.as_str() {
        "wechat" => ["unionid", "openid"].map(|kind| (kind, wechat_id(&derived(kind)))).into(),
        "lark" => vec![
            ("union_id", format!("on_{}", hexadecimal(&derived("union_id"), 16))),
            ("open_id", format!("ou_{}", hexadecimal(&derived("open_id"), 16))),
            ("user_id", hexadecimal(&derived("user_id"), 4)),
        ],
        "azure-ad" => vec![("primary", email(person, "contoso.example"))],
        "oidc" | "oauth2" | "saml" | "cas" | "ldap" | "ad" => vec![("generic", email(person, "directory.example"))],
        "google" => vec![("openid", format!("1{:020}", number(&derived("openid"))))],
        "alipay" => vec![("openid", format!("2088{:012}", number(&derived("openid")) % 1_000_000_000_000))],
        provider if is_social(provider) => vec![("openid", account_number(source, person).to_string())],
        _ => vec![("generic", person.login.clone())],
    }
}

/// Every social provider of the reference that has no type of its own above (section 12.1).
fn is_social(provider: &str) -> bool {
    matches!(
        provider,
        "qq" | "wechatwork"
            | "dingtalk"
            | "weibo"
            | "github"
            | "apple"
            | "baidu"
            | "gitlab"
            | "twitter"
            | "facebook"
            | "slack"
            | "linkedin"
            | "yidun"
            | "qingcloud"
            | "gitee"
            | "instagram"
            | "welink"
            | "huawei"
            | "honor"
            | "xiaomi"
            | "oppo"
            | "aws"
            | "amazon"
            | "douyin"
            | "kuaishou"
            | "line"
            | "sdbz"
            | "zjzwfw"
            | "zzding"
            | "seeyona8v5"
    )
}

/// Whether a provider hands out tokens at all: a directory and SAML do not.
fn gives_tokens(provider: &str) -> bool {
    !matches!(provider, "saml" | "cas" | "ldap" | "ad")
}

fn profile(source: &Source, person: &Person) -> Value {
    let Person { name, login, .. } = person;
    match source.provider.as_str() {
        "wechat" => json!({"nickname": name, "sex": 0, "province": "Zhejiang", "country": "CN"}),
        "lark" => json!({"name": name, "en_name": login, "tenant_key": "2ed263bf32cf1651"}),
        "github" => json!({
            "id": account_number(source, person), "login": login, "name": name,
            "email": email(person, "users.noreply.github.com"),
        }),
        "gitlab" | "gitee" => json!({"id": account_number(source, person), "username": login, "name": name}),
        "google" | "oidc" => json!({"name": name, "email": email(person, "mail.example"), "email_verified": true}),
        "azure-ad" => json!({"displayName": name, "userPrincipalName": email(person, "contoso.example")}),
        "dingtalk" | "alipay" | "weibo" | "qq" | "douyin" | "kuaishou" => json!({"nickname": name}),
        "ldap" | "ad" => json!({"cn": name, "sAMAccountName": login, "mail": email(person, "directory.example")}),
        "saml" | "cas" => json!({"displayName": name, "mail": email(person, "directory.example")}),
        _ => json!({"name": name, "username": login}),
    }
}

fn email(person: &Person, domain: &str) -> String {
    format!("{}@{domain}", person.login)
}

/// The number of an account at a provider that counts its accounts.
fn account_number(source: &Source, person: &Person) -> u64 {
    10_000_000 + number(&derived(source, person, "openid")) % 90_000_000
}

/// 32 bytes that are the same for the same source, person and purpose each time.
fn derived(source: &Source, person: &Person, purpose: &str) -> Vec<u8> {
    let text = format!("{}\n{}\n{purpose}", source.source_id, person.key);
    digest(&SHA256, text.as_bytes()).as_ref().to_vec()
}

/// An ID as WeChat's look: an `o` and 27 characters.
fn wechat_id(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes).chars().take(27).fold("o".to_owned(), |mut id, character| {
        id.push(character);
        id
    })
}

fn hexadecimal(bytes: &[u8], length: usize) -> String {
    bytes.iter().take(length).map(|byte| format!("{byte:02x}")).collect()
}

/// A number of up to 56 bits.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(7).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::pool::Pool;

    fn source(provider: &str) -> Source {
        Source {
            source_id: format!("source-of-{provider}"),
            provider: provider.to_owned(),
            family: "social".to_owned(),
            connections: Vec::new(),
        }
    }

    fn kinds(provider: &str) -> Vec<String> {
        let pool = Pool::built_in();
        given(&source(provider), pool.people.first().unwrap()).into_iter().map(|identity| identity.kind).collect()
    }

    #[test]
    fn each_provider_gives_its_types_of_ids() {
        assert_eq!(kinds("wechat"), ["unionid", "openid"]);
        assert_eq!(kinds("lark"), ["union_id", "open_id", "user_id"]);
        assert_eq!(kinds("github"), ["openid"]);
        assert_eq!(kinds("azure-ad"), ["primary"]);
        assert_eq!(kinds("saml"), ["generic"]);
        assert_eq!(kinds("never heard of"), ["generic"]);
    }

    #[test]
    fn ids_are_the_same_each_time_and_nobody_elses() {
        let pool = Pool::built_in();
        for provider in ["wechat", "lark", "github", "google", "alipay", "azure-ad", "saml", "fediverse"] {
            let mut seen = Vec::new();
            for person in &pool.people {
                let ids = |source: &Source| -> Vec<(String, String)> {
                    let both = |one: Identity| (one.identity_id, one.user_id_at_provider);
                    given(source, person).into_iter().map(both).collect()
                };
                assert_eq!(ids(&source(provider)), ids(&source(provider)));
                let mut other = source(provider);
                other.source_id = "another".to_owned();
                assert_ne!(ids(&source(provider)), ids(&other), "another source, another identity");
                seen.extend(ids(&source(provider)));
            }
            for part in [|one: &(String, String)| one.0.clone(), |one: &(String, String)| one.1.clone()] {
                let mut ids: Vec<String> = seen.iter().map(part).collect();
                ids.sort();
                ids.dedup();
                assert_eq!(ids.len(), seen.len(), "{provider}");
            }
        }
    }

    #[test]
    fn ids_look_as_the_providers_do() {
        let pool = Pool::built_in();
        let person = pool.people.first().unwrap();
        let first = |provider: &str| given(&source(provider), person).swap_remove(0).user_id_at_provider;
        assert_eq!((first("wechat").len(), first("wechat").starts_with('o')), (28, true));
        assert_eq!((first("lark").len(), first("lark").starts_with("on_")), (35, true));
        assert_eq!((first("google").len(), first("alipay").len(), first("github").len()), (21, 16, 8));
    }
}
