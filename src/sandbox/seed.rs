//! What a new sandbox holds: the application, its identity sources, and who has bound what.

use serde_json::{Value, json};

use super::model::{Account, Connection, Identity, Source};
use super::persona;

/// The application's ID.
pub(super) const APP_ID: &str = "66f0a1b2c3d4e5f607182930";

const WECHAT: &str = "62f2093271a2b3cc10d966ee";
const GITHUB: &str = "62f2093271a2b3cc10d966ef";
const FEISHU: &str = "62f2093271a2b3cc10d966f0";
const AZURE: &str = "62f2093271a2b3cc10d966f1";
const FEDIVERSE: &str = "62f2093271a2b3cc10d966f7";

const WECHAT_PC: &str = "605492ac41b2c3d4e5f60701";
const WECHAT_MINI: &str = "605492ac41b2c3d4e5f60702";
const GITHUB_WEB: &str = "605492ac41b2c3d4e5f60703";
const FEISHU_INTERNAL: &str = "605492ac41b2c3d4e5f60704";
const AZURE_CONTOSO: &str = "605492ac41b2c3d4e5f60705";
const FEDIVERSE_WEB: &str = "605492ac41b2c3d4e5f6070b";

const fn enabled(
    connection_id: &'static str,
    identifier: &'static str,
    name: &'static str,
    description: Option<(&'static str, &'static str)>,
) -> Connection {
    Connection { connection_id, identifier, name, description, enabled: true }
}

const fn disabled(connection_id: &'static str, identifier: &'static str, name: &'static str) -> Connection {
    Connection { connection_id, identifier, name, description: None, enabled: false }
}

/// The pool's identity sources, in the order the application lists them.
pub(super) const SOURCES: &[Source] = &[
    Source {
        source_id: WECHAT,
        provider: "wechat",
        family: "social",
        connections: &[
            enabled(WECHAT_PC, "wechat-pc", "WeChat PC", Some(("微信扫码登录", "Scan a code with WeChat"))),
            enabled(
                WECHAT_MINI,
                "wechat-mini",
                "WeChat Mini Program",
                Some(("小程序扫码登录", "Scan a code with a mini program")),
            ),
        ],
    },
    Source {
        source_id: GITHUB,
        provider: "github",
        family: "social",
        connections: &[enabled(GITHUB_WEB, "github", "GitHub", None)],
    },
    Source {
        source_id: FEISHU,
        provider: "lark",
        family: "enterprise",
        connections: &[enabled(
            FEISHU_INTERNAL,
            "feishu-internal",
            "Feishu (internal)",
            Some(("飞书企业自建应用", "Our own application in Feishu")),
        )],
    },
    Source {
        source_id: AZURE,
        provider: "azure-ad",
        family: "enterprise",
        connections: &[disabled(AZURE_CONTOSO, "azure-contoso", "Contoso")],
    },
    Source {
        source_id: "62f2093271a2b3cc10d966f2",
        provider: "google",
        family: "social",
        connections: &[enabled("605492ac41b2c3d4e5f60706", "google", "Google", None)],
    },
    Source {
        source_id: "62f2093271a2b3cc10d966f3",
        provider: "dingtalk",
        family: "enterprise",
        connections: &[enabled("605492ac41b2c3d4e5f60707", "dingtalk", "DingTalk", None)],
    },
    Source {
        source_id: "62f2093271a2b3cc10d966f4",
        provider: "alipay",
        family: "social",
        connections: &[enabled("605492ac41b2c3d4e5f60708", "alipay", "Alipay", None)],
    },
    Source {
        source_id: "62f2093271a2b3cc10d966f5",
        provider: "linkedin",
        family: "social",
        connections: &[enabled("605492ac41b2c3d4e5f60709", "linkedin", "LinkedIn", None)],
    },
    Source {
        source_id: "62f2093271a2b3cc10d966f6",
        provider: "saml",
        family: "enterprise",
        connections: &[enabled("605492ac41b2c3d4e5f6070a", "okta-saml", "Okta SAML", None)],
    },
    Source {
        source_id: FEDIVERSE,
        // Not in the reference's list of providers, which says to expect unknown ones (section 12.1).
        provider: "fediverse",
        family: "social",
        connections: &[disabled(FEDIVERSE_WEB, "fediverse", "Fediverse")],
    },
];

/// Everybody's account, as it is before anybody unbinds anything.
pub(super) fn accounts() -> Vec<Account> {
    vec![
        Account {
            user_id: "62f20932a1b2c3bcc10d9601",
            persona: &persona::RICH,
            nickname: Some("晓林"),
            phone_country_code: None,
            department_ids: &["62f20932716fbcc10d966ee5", "62f20932716fbcc10d966ee6"],
            created_at: "2022-07-03T02:20:30.000Z",
            custom_data: json!({"team": "identity", "badge": 1207}),
            password_set: true,
            odd: false,
            identities: lins_identities(),
        },
        Account {
            user_id: "62f20932a1b2c3bcc10d9602",
            persona: &persona::EMPTY,
            nickname: None,
            phone_country_code: Some("+1"),
            department_ids: &[],
            created_at: "2024-02-29T12:00:00.000Z",
            custom_data: json!({}),
            password_set: true,
            odd: false,
            identities: Vec::new(),
        },
        Account {
            user_id: "62f20932a1b2c3bcc10d9603",
            persona: &persona::SINGLE,
            nickname: Some("さくら"),
            phone_country_code: None,
            department_ids: &[],
            created_at: "2023-04-01T00:00:00.000Z",
            custom_data: json!({}),
            password_set: false,
            odd: false,
            identities: vec![Identity {
                identity_id: "62f20932a1b2c3bcc10d9677",
                source_id: GITHUB,
                provider: "github",
                kind: "openid",
                user_id_at_provider: "7120448",
                profile: json!({"id": 7_120_448, "login": "sakura-t", "name": "Sakura Tanaka", "email": null}),
                has_tokens: true,
                connection_ids: vec![GITHUB_WEB],
            }],
        },
        Account {
            user_id: "62f20932a1b2c3bcc10d9604",
            persona: &persona::ODD,
            nickname: None,
            phone_country_code: None,
            department_ids: &["62f20932716fbcc10d966ee5"],
            created_at: "2022-07-03T02:20:30.000Z",
            custom_data: Value::Null,
            password_set: true,
            odd: true,
            identities: vec![Identity {
                identity_id: "62f20932a1b2c3bcc10d9688",
                source_id: FEDIVERSE,
                provider: "fediverse",
                kind: "generic",
                user_id_at_provider: "@odon@social.example",
                profile: Value::Null,
                has_tokens: false,
                connection_ids: vec![FEDIVERSE_WEB],
            }],
        },
    ]
}

fn lins_identities() -> Vec<Identity> {
    let wechat_profile = json!({"nickname": "晓林", "sex": 0, "province": "Zhejiang", "country": "CN"});
    let feishu_profile = json!({"name": "林晓", "en_name": "Lin Xiao", "tenant_key": "2ed263bf32cf1651"});
    let wechat = |identity_id, kind, user_id_at_provider, connection_ids| Identity {
        identity_id,
        source_id: WECHAT,
        provider: "wechat",
        kind,
        user_id_at_provider,
        profile: wechat_profile.clone(),
        has_tokens: true,
        connection_ids,
    };
    let feishu = |identity_id, kind, user_id_at_provider| Identity {
        identity_id,
        source_id: FEISHU,
        provider: "lark",
        kind,
        user_id_at_provider,
        profile: feishu_profile.clone(),
        has_tokens: true,
        connection_ids: vec![FEISHU_INTERNAL],
    };
    vec![
        wechat("62f20932a1b2c3bcc10d966e", "unionid", "o9Nka5ibU-lUGQaeAHqu48fXw2Tk", vec![WECHAT_PC, WECHAT_MINI]),
        wechat("62f20932a1b2c3bcc10d966f", "openid", "oH_5k5SflrwjGvk7wqpoBKq_cc6M", vec![WECHAT_PC]),
        Identity {
            identity_id: "62f20932a1b2c3bcc10d9670",
            source_id: GITHUB,
            provider: "github",
            kind: "openid",
            user_id_at_provider: "5829113",
            profile: json!({
                "id": 5_829_113,
                "login": "lin-xiao",
                "name": "Lin Xiao",
                "email": "lin@users.noreply.github.com",
            }),
            has_tokens: true,
            connection_ids: vec![GITHUB_WEB],
        },
        feishu("62f20932a1b2c3bcc10d9671", "union_id", "on_8ed6aa67826108097d9ee143816345"),
        feishu("62f20932a1b2c3bcc10d9672", "open_id", "ou_7dab8a3d3cdcc9da365777c7ad535d62"),
        feishu("62f20932a1b2c3bcc10d9673", "user_id", "3e3cf96b"),
        Identity {
            identity_id: "62f20932a1b2c3bcc10d9674",
            source_id: AZURE,
            provider: "azure-ad",
            kind: "primary",
            user_id_at_provider: "lin.xiao@contoso.example",
            profile: json!({"displayName": "Lin Xiao", "userPrincipalName": "lin.xiao@contoso.example"}),
            has_tokens: false,
            connection_ids: vec![AZURE_CONTOSO],
        },
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_ids_are_the_same_and_all_are_24_hex_digits() {
        let accounts = accounts();
        let ids: Vec<&str> = accounts
            .iter()
            .flat_map(|account| account.identities.iter().map(|identity| identity.identity_id).chain([account.user_id]))
            .chain(SOURCES.iter().flat_map(|source| {
                source.connections.iter().map(|connection| connection.connection_id).chain([source.source_id])
            }))
            .chain([APP_ID])
            .collect();
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
        for id in ids {
            assert_eq!(id.len(), 24, "{id}");
            assert!(id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{id}");
        }
    }

    #[test]
    fn every_identity_came_through_a_connection_of_its_own_source() {
        for identity in accounts().iter().flat_map(|account| &account.identities) {
            let source = SOURCES.iter().find(|source| source.source_id == identity.source_id).unwrap();
            assert_eq!(source.provider, identity.provider);
            for id in &identity.connection_ids {
                assert!(source.connections.iter().any(|connection| connection.connection_id == *id), "{id}");
            }
        }
    }
}
