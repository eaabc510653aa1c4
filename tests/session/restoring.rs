//! What the keyring gives back at the start: one account or several, and what was last seen of them.

use bindery::genauth::{AccessToken, TokenSet};
use bindery::sandbox::Sandbox;
use bindery::session::{Keep, LastSeen, Session, accounts_of};
use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::service::{Issuing, Service};
use crate::stage::{Keyring, client, count, kept, list, restored, sign_in_as, space};

#[tokio::test]
async fn sessions_that_no_id_token_names_do_not_share_an_entry() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    for access_token in ["one", "two"] {
        let tokens = TokenSet {
            access_token: AccessToken::new(access_token.to_owned()),
            id_token: None,
            refresh_token: None,
            expires_at: None,
            scope: None,
        };
        let session = Session::with_tokens(client(&space), &space, keyring.storage(), tokens, None, None).await;
        session.unwrap().keep().await.unwrap();
    }
    let both = Session::restore_all(client(&space), &space, keyring.storage()).await.unwrap();
    assert_eq!(both.len(), 2);
    assert_eq!(keyring.entries(), 3, "two accounts and the list of them");
}

#[tokio::test]
async fn several_accounts_of_a_space_are_kept_and_the_last_one_used_comes_first() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let lin = kept(&space, &keyring).await;
    let mia = sign_in_as("mia@example.com", &space, keyring.storage()).await.unwrap();
    mia.keep().await.unwrap();
    assert_eq!(restored(&space, &keyring).await.account(), mia.account());
    lin.keep().await.unwrap();
    let accounts = accounts_of(&space, &keyring.storage()).await.unwrap();
    assert_eq!(accounts, [lin.account().clone(), mia.account().clone()]);
    assert_eq!(accounts[0].login.as_deref(), Some("linxiao"));
    let sessions = Session::restore_all(client(&space), &space, keyring.storage()).await.unwrap();
    let mut bound = Vec::new();
    for session in &sessions {
        bound.push(list(session).await.unwrap());
    }
    assert_eq!(bound, [7, 0], "each is its own person");
    lin.sign_out(Some(keyring.vault())).await;
    assert_eq!(restored(&space, &keyring).await.account(), mia.account());
}

#[tokio::test]
async fn a_replaced_session_leaves_the_entry_of_the_same_account_and_takes_that_of_another() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let first = kept(&space, &keyring).await;
    let again = kept(&space, &keyring).await;
    first.retire(&again).await;
    assert_eq!(list(&restored(&space, &keyring).await).await, Ok(7));
    let mia = sign_in_as("mia@example.com", &space, keyring.storage()).await.unwrap();
    mia.keep().await.unwrap();
    again.retire(&mia).await;
    assert_eq!(accounts_of(&space, &keyring.storage()).await.unwrap(), [mia.account().clone()]);
}

#[tokio::test]
async fn of_a_replaced_session_the_tokens_are_revoked_that_another_program_has_renewed() {
    let (service, keyring) = (Service::start().await, Keyring::new());
    let space = service.space();
    let lin = kept(&space, &keyring).await;
    let elsewhere = restored(&space, &keyring).await;
    service.expire();
    assert_eq!(list(&elsewhere).await, Ok(0));
    service.issue(Issuing { subject: "mia", ..Issuing::default() });
    let mia = sign_in_as("mia", &space, keyring.storage()).await.unwrap();
    mia.keep().await.unwrap();
    lin.retire(&mia).await;
    // The first are spent, the second nobody's, the third are the renewed ones, the fourth Mia's.
    assert_eq!(service.revoked(), ["refresh-3", "access-3"]);
    assert_eq!(accounts_of(&space, &keyring.storage()).await.unwrap(), [mia.account().clone()]);
}

#[tokio::test]
async fn the_session_that_an_earlier_version_kept_is_found() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let session = kept(&space, &keyring).await;
    let entry = format!("{}|{}", space.keyring_entry(), session.account().subject);
    let vault = keyring.vault();
    let kept = vault.load(entry.clone()).await.unwrap().unwrap();
    let mut older: Value = serde_json::from_str(kept.expose_secret()).unwrap();
    let fields = older.as_object_mut().unwrap();
    fields.retain(|name, _| !["account", "obtained_at", "signature"].contains(&name.as_str()));
    fields.insert("version".to_owned(), 1.into());
    vault.wipe(entry).await.unwrap();
    vault.store(space.keyring_entry(), SecretString::from(older.to_string())).await.unwrap();

    let found = restored(&space, &keyring).await;
    assert_eq!(found.account(), session.account());
    assert_eq!(list(&found).await, Ok(7));
    sandbox.expire_access_tokens();
    assert_eq!(list(&found).await, Ok(7));
    sandbox.expire_access_tokens();
    assert_eq!(list(&restored(&space, &keyring).await).await, Ok(7), "the renewed tokens are the ones that are found");
    assert_eq!(count(&sandbox, "/signin"), 1);
}

#[tokio::test]
async fn what_was_last_seen_is_there_at_the_next_start_and_holds_no_token() {
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    let session = kept(&space, &keyring).await;
    let client = session.client();
    let profile = session.call(|token| async move { client.get_profile(&token).await }).await.result.unwrap();
    let identities = session.call(|token| async move { client.get_identities(&token).await }).await.result.unwrap();
    let enabled = client.get_application_enabled_ext_idps().await.ok().map(|answer| answer.value);
    let seen = LastSeen { at: Timestamp::now(), profile, identities, enabled };
    session.last_seen_file().unwrap().write(&seen).unwrap();
    assert_eq!(restored(&space, &keyring).await.last_seen_file().unwrap().read(), Some(seen));

    let vault = keyring.vault();
    let entry = format!("{}|{}", space.keyring_entry(), session.account().subject);
    let kept: Value = serde_json::from_str(vault.load(entry).await.unwrap().unwrap().expose_secret()).unwrap();
    let secrets: Vec<_> = ["access_token", "refresh_token", "id_token"].map(|name| kept[name].as_str().unwrap()).into();
    let mut files = 0;
    for folder in ["locks", "last-seen"] {
        for file in std::fs::read_dir(keyring.folder().join("data").join(folder)).unwrap() {
            let path = file.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(secrets.iter().all(|secret| !text.contains(secret)), "{}", path.display());
            files += 1;
        }
    }
    assert!(files >= 2, "a lock and what was seen");

    session.sign_out(Some(vault)).await;
    assert_eq!(std::fs::read_dir(keyring.folder().join("data/last-seen")).unwrap().count(), 0);
    assert!(session.last_seen_file().is_none());
}
