//! The personas that come with the program.

use std::sync::LazyLock;

use super::Pool;
use super::build::{self, Origin};

/// Their file.
pub(super) const FILE: Origin<'static> =
    Origin { text: include_str!("../../../assets/sandbox/personas.toml"), built_in: true };

static POOL: LazyLock<Pool> = LazyLock::new(|| {
    let nothing = |_| Pool::new(String::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    build::read(&[FILE]).unwrap_or_else(nothing)
});

/// The pool of that file alone, which is read once.
pub(super) fn pool() -> &'static Pool {
    &POOL
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::sandbox::pool::{Account, Standing};

    /// The reference's list of providers (section 12.1).
    const PROVIDERS: [&str; 41] = [
        "oidc",
        "oauth2",
        "saml",
        "ldap",
        "ad",
        "cas",
        "azure-ad",
        "wechat",
        "google",
        "qq",
        "wechatwork",
        "dingtalk",
        "weibo",
        "github",
        "alipay",
        "apple",
        "baidu",
        "lark",
        "gitlab",
        "twitter",
        "facebook",
        "slack",
        "linkedin",
        "yidun",
        "qingcloud",
        "gitee",
        "instagram",
        "welink",
        "huawei",
        "honor",
        "xiaomi",
        "oppo",
        "aws",
        "amazon",
        "douyin",
        "kuaishou",
        "line",
        "sdbz",
        "zjzwfw",
        "zzding",
        "seeyona8v5",
    ];

    #[track_caller]
    fn account(key: &str) -> &'static Account {
        pool().accounts.iter().find(|account| account.persona.key == key).unwrap()
    }

    #[test]
    fn everybody_is_there_and_the_window_offers_four() {
        let keys: Vec<&str> = pool().personas().map(|persona| persona.key.as_str()).collect();
        let all = "rich empty single odd mfa mfa-app locked locked-failures unlockable first-password must-reset \
                   incomplete bind-existing bind-or-create disabled not-in-tenant phone code-only same-provider \
                   several-connections every hostile many";
        assert_eq!(keys.join(" "), all);
        let offered: Vec<&str> =
            pool().personas().filter(|persona| persona.offered).map(|persona| persona.key.as_str()).collect();
        assert_eq!(offered, ["rich", "empty", "single", "odd"]);
        assert!(pool().personas().all(|persona| !persona.description.is_empty()));
    }

    #[test]
    fn what_stands_in_the_way_is_what_the_key_says() {
        let expected = [
            ("mfa", Standing::PersonalMfa),
            ("mfa-app", Standing::ApplicationMfa),
            ("locked", Standing::Locked),
            ("locked-failures", Standing::LockedAfterFailures),
            ("unlockable", Standing::Unlockable),
            ("first-password", Standing::FirstPassword),
            ("must-reset", Standing::MustReset),
            ("incomplete", Standing::IncompleteProfile),
            ("bind-existing", Standing::BindExisting),
            ("bind-or-create", Standing::BindOrCreate),
            ("disabled", Standing::Disabled),
            ("not-in-tenant", Standing::NotInTenant),
        ];
        for account in &pool().accounts {
            let key = account.persona.key.as_str();
            let standing =
                expected.iter().find(|(own, _)| *own == key).map_or(Standing::Good, |(_, standing)| *standing);
            assert_eq!(account.standing, standing, "{key}");
            assert_eq!(account.flow_code_in_status, key == "mfa-app", "{key}");
            if standing != Standing::Good {
                // A code is sent to one of these, and the credentials have to be right first.
                assert!(account.persona.email.is_some() && account.persona.password.is_some(), "{key}");
            }
        }
    }

    #[test]
    fn every_id_is_24_hexadecimal_digits_and_there_once() {
        let accounts = &pool().accounts;
        let ids = (pool().sources.iter().map(|source| source.source_id.as_str()))
            .chain(pool().connections().map(|(_, connection)| connection.connection_id.as_str()))
            .chain(accounts.iter().map(|account| &*account.user_id))
            .chain(accounts.iter().flat_map(|account| &account.identities).map(|one| one.identity_id.as_str()));
        let mut seen = HashSet::new();
        for id in ids {
            assert!(id.len() == 24 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{id}");
            assert!(seen.insert(id), "{id}");
        }
        assert!(seen.len() > 10_000 + 2 * 300);
    }

    #[test]
    fn the_first_application_lists_what_it_always_did_and_the_last_one_everything() {
        let identifiers = |app: &str| {
            let application = pool().applications().find(|application| application.name.starts_with(app)).unwrap();
            pool().enabled(application).map(|(_, connection)| connection.identifier.as_str()).collect::<Vec<_>>()
        };
        let first = "wechat-pc wechat-mini github feishu-internal google dingtalk alipay linkedin okta-saml";
        assert_eq!(identifiers("Bindery").join(" "), first);
        let everything: Vec<&str> =
            pool().connections().map(|(_, connection)| connection.identifier.as_str()).collect();
        assert_eq!(identifiers("Native application"), everything);
        assert!(everything.len() > 340);
    }

    #[test]
    fn every_provider_of_the_reference_is_bound_in_its_order() {
        let identities = &account("every").identities;
        let providers: Vec<&str> = identities.iter().map(|identity| identity.provider.as_str()).collect();
        assert_eq!(providers, PROVIDERS);
        let sources: HashSet<&str> = identities.iter().map(|identity| identity.source_id.as_str()).collect();
        assert_eq!(sources.len(), PROVIDERS.len());
        assert!(identities.iter().all(|identity| identity.connection_ids.len() == 1 && !identity.profile.is_null()));
    }

    #[test]
    fn many_has_10_000_identities_in_300_sources() {
        let identities = &account("many").identities;
        let sources: HashSet<&str> = identities.iter().map(|identity| identity.source_id.as_str()).collect();
        assert_eq!((identities.len(), sources.len()), (10_000, 300));
        for identity in identities {
            let source = pool().source(&identity.source_id).unwrap();
            let connections: Vec<&str> = source.connections.iter().map(|one| one.connection_id.as_str()).collect();
            assert_eq!(
                (identity.connection_ids.as_slice(), &identity.provider),
                (&[connections[0].to_owned()][..], &source.provider)
            );
        }
        let records: HashSet<(&str, &str)> =
            identities.iter().map(|identity| (identity.source_id.as_str(), identity.kind.as_str())).collect();
        assert_eq!(records.len(), 10_000, "one record for each source and type (reference section 2)");
    }

    #[test]
    fn sources_and_connections_come_apart() {
        let two = &account("same-provider").identities;
        assert!(two[0].provider == "github" && two[1].provider == "github" && two[0].source_id != two[1].source_id);
        let three = &account("several-connections").identities;
        assert!(three.iter().all(|identity| identity.source_id == three[0].source_id));
        assert_eq!(pool().source(&three[0].source_id).unwrap().connections.len(), 4);
        let counts: Vec<usize> = three.iter().map(|identity| identity.connection_ids.len()).collect();
        assert_eq!(counts, [1, 2, 0]);
    }

    #[test]
    fn some_have_one_way_in_only() {
        let phone = &account("phone").persona;
        assert_eq!((&phone.email, &phone.username, phone.account()), (&None, &None, "7700900123"));
        let code = account("code-only");
        assert_eq!((&code.persona.password, code.password_set, &code.persona.phone), (&None, false, &None));
        // The peculiarity that docs/personas.md explains.
        let single = account("single");
        assert!(single.persona.password.is_some() && !single.password_set);
    }

    /// Every text of the hostile persona and of the sources that are hostile.
    fn hostile_texts() -> Vec<String> {
        let hostile = account("hostile");
        let mut texts = vec![hostile.persona.native_name.clone(), hostile.nickname.clone().unwrap()];
        texts.extend(hostile.department_ids.iter().cloned());
        let mut values = vec![&hostile.custom_data];
        for identity in &hostile.identities {
            texts.extend([identity.kind.clone(), identity.user_id_at_provider.clone(), identity.provider.clone()]);
            values.push(&identity.profile);
        }
        while let Some(value) = values.pop() {
            match value {
                serde_json::Value::String(text) => texts.push(text.clone()),
                serde_json::Value::Array(more) => values.extend(more),
                serde_json::Value::Object(members) => {
                    texts.extend(members.keys().cloned());
                    values.extend(members.values());
                }
                _ => {}
            }
        }
        texts
    }

    fn hostile_source_texts() -> Vec<String> {
        let sources = pool().connections().filter(|(_, connection)| connection.identifier.starts_with("hostile-"));
        sources
            .flat_map(|(source, connection)| {
                let (chinese, english) = connection.description.clone().unwrap();
                [source.provider.clone(), connection.name.clone(), chinese, english]
            })
            .collect()
    }

    #[test]
    fn hostile_text_is_of_every_kind_in_accounts_and_in_sources() {
        let has = |texts: &[String], what: &str| texts.iter().any(|text| text.contains(what));
        let (own, sources) = (hostile_texts(), hostile_source_texts());
        // Direction, invisible, control and line characters; markup; links.
        let everywhere = [
            "\u{202E}",
            "\u{2066}",
            "\u{200B}",
            "\u{200D}",
            "\u{0}",
            "\u{7}",
            "\u{1B}",
            "\u{7F}",
            "\u{85}",
            "\r\n",
            "\u{2028}",
            "<script>",
            "onerror=",
            "&lt;",
            "javascript:",
            "@evil.example/",
        ];
        for what in everywhere {
            assert!(has(&sources, what), "{what:?} in a source");
        }
        for what in everywhere.into_iter().filter(|what| !["\u{2066}", "\u{85}", "onerror=", "&lt;"].contains(what)) {
            assert!(has(&own, what), "{what:?} in the account");
        }
        for what in [
            "\u{2067}",
            "%s%n",
            "{0}",
            "${jndi:",
            "{ $name }",
            "DROP TABLE",
            "../..",
            "__proto__",
            "\u{FFFF}",
            "\u{10FFFF}",
        ] {
            assert!(has(&own, what), "{what:?} in the account");
        }
        assert!(has(&own, "\u{1F468}\u{200D}\u{1F469}"), "emoji that are joined");
        let marks = |text: &String| text.chars().filter(|one| ('\u{300}'..='\u{36F}').contains(one)).count();
        assert!(own.iter().any(|text| marks(text) > 10), "combining marks in a heap");
        assert!(own.iter().any(|text| text.chars().all(|one| one == '\n') && !text.is_empty()), "a lone newline");
        let hebrew = |text: &String| text.chars().any(|one| ('\u{5D0}'..='\u{5EA}').contains(&one));
        let latin = |text: &String| text.chars().any(|one| one.is_ascii_alphabetic());
        assert!(own.iter().chain(&sources).any(|text| hebrew(text) && latin(text)), "both directions in one name");
    }

    #[test]
    fn hostile_text_is_long_and_hostile_profiles_are_wide_and_deep() {
        let hostile = account("hostile");
        assert_eq!(hostile.nickname.as_ref().map(|name| name.chars().count()), Some(3 * 3_334));
        let longest = |texts: &[String]| texts.iter().map(|text| text.chars().count()).max();
        assert_eq!(longest(&hostile_texts()), Some(3 * 3_334));
        assert_eq!(longest(&hostile_source_texts()), Some(16_000));
        let name = hostile_source_texts().into_iter().find(|text| text.starts_with('长')).unwrap();
        assert_eq!(name.chars().count(), 10_000);
        let unbroken = hostile.identities.iter().find(|identity| identity.kind.len() == 10_000).unwrap();
        assert_eq!(unbroken.user_id_at_provider.len(), 10_000);

        let profile = &hostile.identities.last().unwrap().profile;
        assert_eq!(profile.as_object().map(serde_json::Map::len), Some(3_001));
        let depth = std::iter::successors(profile.get("deeper"), |inner| inner.get("deeper")).count();
        assert_eq!(depth, 100);
    }
}
