//! What a file may hold, and what is said when it is wrong.

use super::*;
use crate::sandbox::pool::built_in;

fn persona(more: &str) -> String {
    format!("[[persona]]\nkey = \"own\"\nname = \"Own\"\ndescription = \"\"\n{more}")
}

#[track_caller]
fn error_of(text: &str) -> String {
    match Pool::with(text) {
        Ok(_) => panic!("this file is taken: {text}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_file_that_comes_with_the_program_is_good() {
    assert_eq!(read(&[built_in::FILE]).map(|_| ()), Ok(()));
}

#[test]
fn an_entry_with_the_same_key_takes_the_place_of_the_first() {
    let own = "[[persona]]\nkey = \"rich\"\nname = \"Somebody\"\nusername = \"somebody\"\ndescription = \"\"\n";
    let pool = Pool::with(own).unwrap();
    let names: Vec<&str> = pool.personas().take(2).map(|persona| persona.name.as_str()).collect();
    assert_eq!(names, ["Somebody", "Mia Novakova"]);
    let rich = pool.accounts.first().unwrap();
    assert_eq!((rich.identities.len(), rich.persona.email.as_deref()), (0, None), "nothing of the old entry stays");
}

#[test]
fn an_own_application_comes_after_the_programs_own() {
    let pool = Pool::with("[[application]]\nkey = \"mine\"\nname = \"Mine\"\nconnections = [\"github\"]\n").unwrap();
    let last = pool.applications().last().unwrap();
    assert_eq!((last.name.as_str(), last.connections.as_slice()), ("Mine", ["github".to_owned()].as_slice()));
    assert_eq!(pool.applications().next().map(|first| first.name.as_str()), Some("Bindery"));
}

#[test]
fn what_names_nothing_is_pointed_at() {
    let identity = |source: &str, more: &str| {
        persona(&format!(
            "[[persona.identity]]\nsource = \"{source}\"\ntype = \"openid\"\nuser_id_in_idp = \"1\"\n{more}"
        ))
    };
    for (text, said) in [
        (
            identity("nowhere", ""),
            "line 6: the persona \"own\" names the source \"nowhere\", and there is no such source",
        ),
        (
            identity("github", "connections = [\n\"github\",\n\"google\"]\n"),
            "line 11: the persona \"own\" names the connection \"google\", and there is no such connection",
        ),
        (
            persona("identity_series = [{ source_series = \"few\", count = 1 }]"),
            "line 5: the persona \"own\" names the series \"few\", and there is no such series",
        ),
        (
            "\n[[application]]\nkey = \"a\"\nname = \"\"\nconnections = [\"github\", \"x\"]".to_owned(),
            "line 5: the application \"a\" names the connection \"x\", and there is no such connection",
        ),
        (
            // The built-in personas use what this takes away.
            "[[source]]\nkey = \"okta\"\nprovider = \"saml\"\nfamily = \"enterprise\"\n".to_owned(),
            "of the personas that come with the program: the application \"bindery\" names the connection \"okta-saml\"",
        ),
    ] {
        let error = error_of(&text);
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn what_is_claimed_twice_is_pointed_at_with_both_places() {
    let source = "key = \"own\"\nprovider = \"oidc\"\nfamily = \"social\"\n";
    let identity = "type = \"openid\"\nuser_id_in_idp = \"5829113\"\n";
    for (text, said) in [
        (
            persona("email = \"LIN@example.com\""),
            "line 5: the name to sign in with \"LIN@example.com\" is taken already, in line",
        ),
        (persona("username = \"2025550143\""), "line 5: the name to sign in with \"2025550143\" is taken"),
        (persona("directory_name = \"lin.xiao\""), "line 5: the directory name \"lin.xiao\" is taken"),
        (persona("user_id = \"62f2093271a2b3cc10d966ef\""), "line 5: the ID \"62f2093271a2b3cc10d966ef\" is taken"),
        (persona(&persona("")), "line 6: the persona \"own\" is taken already, in line 2"),
        (
            persona(&format!("[[persona.identity]]\nsource = \"github\"\n{identity}")),
            "line 6: the user at the provider \"5829113\" is taken already, in line",
        ),
        (
            persona(
                "identity_series = [{ source_series = \"many\", count = 1 },\n{ source_series = \"many\", count = 2 }]",
            ),
            "line 6: the series of the persona \"many\" is taken already, in line 5",
        ),
        (
            format!("[[source]]\n{source}connection = [{{ identifier = \"github\", name = \"\" }}]"),
            "line 5: the connection identifier \"github\" is taken already, in line",
        ),
        (
            format!("[[source]]\n{}", source.replace("own", "many-7")),
            "of the personas that come with the program: the source \"many-7\" is taken already, in line 2",
        ),
        (
            "[[application]]\nkey = \"a\"\nname = \"\"\napp_id = \"66f0a1b2c3d4e5f607182930\"".to_owned(),
            "line 4: the application ID \"66f0a1b2c3d4e5f607182930\" is taken already, in line",
        ),
        (
            "[[application]]\nkey = \"a\"\nname = \"\"\nconnections = [\"github\",\n\"github\"]".to_owned(),
            "line 5: the connection of the application \"github\" is taken already, in line 4",
        ),
    ] {
        let error = error_of(&text);
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn an_id_that_a_series_will_make_is_taken() {
    let many = Pool::built_in();
    let many = many.accounts.iter().find(|account| account.persona.key == "many").unwrap();
    let id = &many.identities[41].identity_id;
    let error = error_of(&persona(&format!("user_id = \"{id}\"")));
    assert!(error.starts_with(&format!("line 5: the ID \"{id}\" is taken already, in line ")), "{error}");
}

#[test]
fn what_breaks_a_rule_is_pointed_at() {
    let source = "[[source]]\nkey = \"own\"\nprovider = \"oidc\"\nfamily = \"social\"\n";
    let application = "[[application]]\nkey = \"a\"\nname = \"\"\n";
    let identity = "[[persona.identity]]\nsource = \"github\"\ntype = \"openid\"\nuser_id_in_idp = \"1\"\n";
    for (text, said) in [
        (persona("standing = \"strange\""), "line 5: unknown variant `strange`"),
        (persona("colour = \"red\""), "line 5: unknown field `colour`"),
        (persona("created_at = \"yesterday\""), "line 5: a time with its zone is expected"),
        (persona("created_at = 2024-02-29"), "line 5: a time with its zone is expected"),
        ("[[persona]\n".to_owned(), "line 1: "),
        (persona("email = \"\""), "line 5: the name to sign in with must not be empty"),
        ("[[person]]\nkey = \"\"\nname = \"\"\nlogin = \"\"".to_owned(), "line 2: the person must not be empty"),
        (
            format!("{source}connection = [{{ identifier = \"Own\", name = \"\" }}]"),
            "line 5: the connection identifier \"Own\" must have lower-case letters",
        ),
        (
            format!("{source}connection = [{{ identifier = \"{}\", name = \"\" }}]", "a".repeat(32)),
            "fewer than 32 of them",
        ),
        (
            format!("{application}token_endpoint_auth_method = \"client_secret_post\""),
            "line 2: the application \"a\" needs a secret",
        ),
        (
            format!("{application}id_token_signed_response_alg = \"HS256\"\nsecret = \"\""),
            "line 2: the application \"a\" needs a secret",
        ),
        (persona(&format!("{identity}filler = {{ depth = 1_001 }}")), "line 9: the filler is deeper than 1000"),
        (
            persona(&format!("{identity}profile = []\nfiller = {{ keys = 1 }}")),
            "line 10: the filler needs a profile that is a table",
        ),
    ] {
        let error = error_of(&text);
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn a_file_cannot_ask_for_all_memory() {
    let series = "[[source_series]]\nkey = \"own\"\nprovider = \"oidc\"\nfamily = \"social\"\nname = \"\"\n";
    let identity = "[[persona.identity]]\nsource = \"github\"\ntype = \"openid\"\n";
    for (text, said) in [
        (format!("{series}count = 18446744073709551615"), "line 2: with this"),
        (format!("{series}count = 9223372036854775807"), "line 2: with this there are more than 10000 sources"),
        (
            persona("identity_series = [{ source_series = \"many\", count = 90_001 }]"),
            "line 5: with this there are more than 100000 identities",
        ),
        (
            persona("native_name = { repeat = \"12345\", times = 1_000_000 }"),
            "line 5: with this there are more than 4000000 bytes of repeated text",
        ),
        (
            persona(&format!("{identity}user_id_in_idp = {{ repeat = \"xx\", times = 9_223_372_036_854_775_807 }}")),
            "line 8: with this",
        ),
        (
            persona(&format!("{identity}user_id_in_idp = \"1\"\nfiller = {{ keys = 100_000 }}")),
            "line 9: with this there are more than 100000 members by filler",
        ),
        (" ".repeat(BIGGEST_FILE + 1), "the file is bigger than 4194304 bytes"),
        ((0..97).map(|n| format!("[[application]]\nkey = \"{n}\"\nname = \"\"\n")).collect(), "line 290: with this"),
    ] {
        let error = error_of(&text);
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn nesting_does_not_exhaust_the_stack() {
    for text in [
        format!("a{} = 1", ".a".repeat(500_000)),
        persona(&format!("custom_data{} = 1", ".a".repeat(500_000))),
        persona(&format!("custom_data = {}1{}", "[".repeat(500_000), "]".repeat(500_000))),
        persona(&format!("custom_data = {}1{}", "{a=".repeat(500_000), "}".repeat(500_000))),
        format!("[a{}]", ".a".repeat(500_000)),
    ] {
        assert!(Pool::with(&text).is_err());
    }
}

#[test]
fn a_long_name_is_not_repeated_in_full() {
    let error = error_of(&persona(&format!(
        "[[persona.identity]]\nsource = \"{}\"\ntype = \"\"\nuser_id_in_idp = \"\"",
        "é".repeat(100_000)
    )));
    assert!(error.contains("é…") && error.len() < 400, "{error}");
}

#[test]
fn times_and_numbers_of_toml_become_json() {
    let text = persona(
        "created_at = 2024-02-29T12:00:00+01:00\ncustom_data = { at = 2024-02-29, not = nan, list = [1, true, \"a\"] }",
    );
    let pool = Pool::with(&text).unwrap();
    let own = pool.accounts.last().unwrap();
    assert_eq!(own.created_at, "2024-02-29T11:00:00.000Z");
    assert_eq!(own.custom_data, serde_json::json!({"at": "2024-02-29", "not": null, "list": [1, true, "a"]}));
}

/// Lines of TOML that have something to do with a personas file, put together at random.
fn lines() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let line = prop_oneof![
        prop_oneof![
            Just("[[persona]]"),
            Just("[[persona.identity]]"),
            Just("[[source]]"),
            Just("[[source.connection]]"),
            Just("[[source_series]]"),
            Just("[[application]]"),
            Just("[[person]]"),
        ]
        .prop_map(str::to_owned),
        (
            prop_oneof![
                Just("key"),
                Just("name"),
                Just("email"),
                Just("source"),
                Just("identifier"),
                Just("type"),
                Just("provider"),
                Just("count"),
                Just("filler"),
                Just("identity_series"),
                Just("connections"),
                Just("login"),
                Just("description")
            ],
            prop_oneof![
                Just("\"github\"".to_owned()),
                Just("7".to_owned()),
                Just("{ repeat = \"é\", times = 70 }".to_owned()),
                Just("[{ source_series = \"many\", count = 3 }]".to_owned()),
                Just("{ keys = 3, depth = 2 }".to_owned()),
                "\"\\PC{0,6}\"",
            ]
        )
            .prop_map(|(key, value)| format!("{key} = {value}")),
    ];
    proptest::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

/// A name as TOML writes it, whatever is in it.
fn quoted(name: &str) -> String {
    let escapes: String = name.chars().map(|one| format!("\\U{:08X}", u32::from(one))).collect();
    format!("\"{escapes}\"")
}

/// With little below it, since the personas that come with the program are many to read for every case.
fn read_on_little(text: &str) -> Result<Pool, PoolError> {
    read(&[Origin { text: LITTLE, built_in: true }, Origin { text, built_in: false }])
}

const LITTLE: &str = r#"
application = [{ key = "app", name = "App" }]
source = [{ key = "github", provider = "github", family = "social", connection = [{ identifier = "github", name = "" }] }]
source_series = [{ key = "many", count = 3, provider = "oidc", family = "social", name = "" }]
persona = [{ key = "github", name = "", description = "", email = "github" }]
"#;

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = read_on_little(&text);
    }

    /// An error is about a line that the file has.
    #[test]
    fn an_error_names_a_line_of_the_file(text in lines()) {
        match read_on_little(&text) {
            Ok(_) | Err(PoolError::TooBig { .. } | PoolError::NoApplication) => {}
            Err(
                PoolError::Form { place, .. }
                | PoolError::Unknown { place, .. }
                | PoolError::Twice { place, .. }
                | PoolError::TooMany { place, .. }
                | PoolError::Unusable { place, .. },
            ) => {
                let file = if place.built_in { LITTLE } else { &text };
                proptest::prop_assert!((1..=file.lines().count().max(1)).contains(&place.line), "{}", place);
            }
        }
    }

    /// What a person writes is what the account has, whatever characters are in it.
    #[test]
    fn names_arrive_as_they_are_written(name in "[\\s\\S]{0,40}", user in "[\\s\\S]{0,40}", times in 0..50_usize) {
        let text = persona(&format!(
            "native_name = {}\nnickname = {{ repeat = {0}, times = {times} }}\n[[persona.identity]]\nsource = \"github\"\n\
             type = {0}\nuser_id_in_idp = {}\nprofile = {{ {0} = {0} }}\n",
            quoted(&name), quoted(&format!("own {user}"))
        ));
        let pool = read_on_little(&text).unwrap();
        let own = pool.accounts.last().unwrap();
        let identity = own.identities.first().unwrap();
        proptest::prop_assert_eq!(&own.persona.native_name, &name);
        proptest::prop_assert_eq!(own.nickname.clone(), Some(name.repeat(times)));
        proptest::prop_assert_eq!((&identity.kind, &identity.user_id_at_provider), (&name, &format!("own {user}")));
        proptest::prop_assert_eq!(&identity.profile[&name], &serde_json::Value::from(name.as_str()));
    }

    /// Two entries that claim one ID are refused, wherever the two stand.
    #[test]
    fn an_id_is_nobody_elses(first in 0..5_usize, second in 0..5_usize, same in proptest::bool::ANY) {
        let (id, other) = ("ffffffffffffffffffffff01", if same { "ffffffffffffffffffffff01" } else { "ffffffffffffffffffffff02" });
        let written = |at: usize| match at {
            _ if at == first => format!("id = \"{id}\""),
            _ if at == second => format!("id = \"{other}\""),
            _ => String::new(),
        };
        let text = format!(
            "[[source]]\nkey = \"own\"\nprovider = \"oidc\"\nfamily = \"social\"\n{}\n\
             [[source.connection]]\nidentifier = \"own\"\nname = \"\"\n{}\n\
             [[persona]]\nkey = \"own\"\nname = \"Own\"\ndescription = \"\"\n{}\n\
             [[persona.identity]]\nsource = \"own\"\ntype = \"a\"\nuser_id_in_idp = \"1\"\n{}\n\
             [[persona.identity]]\nsource = \"own\"\ntype = \"b\"\nuser_id_in_idp = \"1\"\n{}\n",
            written(0), written(1), written(2).replace("id =", "user_id ="), written(3), written(4),
        );
        let refused = same && first != second;
        proptest::prop_assert_eq!(matches!(read_on_little(&text), Err(PoolError::Twice { what: "ID", .. })), refused, "{}", text);
        proptest::prop_assert_eq!(read_on_little(&text).is_err(), refused);
    }
}
