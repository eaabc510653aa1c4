//! Section 14 of the wire reference, the client's tolerance checklist, from literal bytes: how the values in an answer
//! are read, items 4, 5, 6 and 9.

use bindery::genauth::{AccessToken, Error, ExtIdpKind, Password, RefreshToken};

use super::server::{Server, client, ok};

fn token() -> AccessToken {
    AccessToken::new("access-token".to_owned())
}

#[tokio::test]
async fn tolerance_04_lists_of_ids_in_any_writing() {
    for (written, read) in [
        (
            r#"["605492ac41a2b3cc10d96601","605492ac41a2b3cc10d96602"]"#,
            vec!["605492ac41a2b3cc10d96601", "605492ac41a2b3cc10d96602"],
        ),
        (r#""[\"605492ac41a2b3cc10d96601\"]""#, vec!["605492ac41a2b3cc10d96601"]),
        (r#""605492ac41a2b3cc10d96601""#, vec!["605492ac41a2b3cc10d96601"]),
        ("null", vec![]),
    ] {
        let body = format!(r#"{{"statusCode":200,"data":[{{"originConnIds":{written}}}]}}"#);
        let server = Server::answering(ok(&body)).await;
        let answer = server.client().get_identities(&token()).await.unwrap();
        assert_eq!(answer.value[0].origin_connection_ids, read, "{written}");

        let body = format!(r#"{{"statusCode":200,"data":{{"userId":"u","departmentIds":{written}}}}}"#);
        let server = Server::answering(ok(&body)).await;
        assert_eq!(server.client().get_profile(&token()).await.unwrap().value.department_ids, read, "{written}");
    }
}

#[tokio::test]
async fn tolerance_05_expiry_by_either_spelling_or_the_token() {
    // The claims are {"exp":4102444800}.
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.c2lnbmF0dXJl";
    for (fields, expected) in [
        (r#""expires_in":7200,"expire_in":60"#, Some(7200)),
        (r#""expire_in":7200"#, Some(7200)),
        (r#""expires_in":"7200""#, Some(7200)),
        (r#""expires_in":null"#, None),
    ] {
        let body = format!(r#"{{"statusCode":200,"data":{{"access_token":"{jwt}",{fields}}}}}"#);
        let server = Server::answering(ok(&body)).await;
        let answer =
            server.client().sign_in_with_password("alice", &Password::new("passw0rd".to_owned())).await.unwrap();
        let expires_at = answer.value.expires_at.unwrap();
        match expected {
            Some(seconds) => {
                let left = expires_at.duration_since(answer.attempt.started_at).as_secs();
                assert!((seconds..seconds + 30).contains(&left), "{fields}: {left}");
            }
            None => assert_eq!(expires_at.as_second(), 4_102_444_800),
        }
    }
    // One sample shows the answer of the token endpoint in an envelope.
    let body = r#"{"statusCode":200,"message":"","data":{"access_token":"a","expire_in":7200}}"#;
    let server = Server::answering(ok(body)).await;
    let answer = server.client().refresh(&RefreshToken::new("r".to_owned())).await.unwrap();
    assert_eq!(answer.value.access_token.expose(), "a");
    assert!(answer.value.refresh_token.is_none());
}

#[tokio::test]
async fn tolerance_06_flow_codes_in_either_field() {
    for (body, code) in [
        (r#"{"statusCode":200499,"apiCode":1636,"message":"","data":{"mfaToken":"secret-mfa"}}"#, Some(1636)),
        (r#"{"statusCode":1636,"message":"","data":{"mfaToken":"secret-mfa"}}"#, Some(1636)),
        (r#"{"statusCode":1639,"apiCode":0}"#, Some(1639)),
        (r#"{"statusCode":403,"apiCode":2333}"#, None),
    ] {
        let server = Server::answering(ok(body)).await;
        let (client, kept) = client(server.settings());
        let failure = client.sign_in_with_password("alice", &Password::new("passw0rd".to_owned())).await.unwrap_err();
        let Error::Refused(refusal) = &failure.error else { panic!("{failure:?}") };
        assert_eq!(refusal.flow_code(), code, "{body}");
        assert!(!format!("{:?}", kept.only()).contains("secret-mfa"));
    }
}

#[tokio::test]
async fn tolerance_09_unknown_values_are_kept_and_any_string_may_be_null() {
    let body = r#"{"statusCode":200,"message":null,"requestId":null,"new":1,"data":[{"identityId":null,"extIdpId":"e","provider":"fediverse","type":"did","userIdInIdp":null,"userInfoInIdp":{"strange":[1]},"originConnIds":null,"new":{}}]}"#;
    let server = Server::answering(ok(body)).await;
    let answer = server.client().get_identities(&token()).await.unwrap();
    let identity = &answer.value[0];
    assert_eq!((identity.provider.as_str(), identity.kind.as_str()), ("fediverse", "did"));
    assert_eq!((identity.identity_id.as_str(), identity.user_id_in_idp.as_str()), ("", ""));
    assert_eq!(identity.user_info_in_idp["strange"], serde_json::json!([1]));
    assert_eq!((answer.attempt.message, answer.attempt.request_id), (None, None));

    let body = r#"{"statusCode":200,"data":[{"identifier":"x","type":"fediverse","extIdpType":"federated","name":null,"name_en":null,"logo":null}]}"#;
    let server = Server::answering(ok(body)).await;
    let connection = server.client().get_application_enabled_ext_idps().await.unwrap().value.remove(0);
    assert_eq!(connection.kind, ExtIdpKind::Other("federated".to_owned()));
    assert_eq!((connection.provider.as_str(), connection.name.as_str(), connection.logo), ("fediverse", "", None));
}
