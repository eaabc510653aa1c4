//! Signing in with what a provider gave (reference sections 2.3 and 7).
//!
//! Every source here has the association mode `none`: an identity that nobody has makes a new account. Asking the person
//! to bind (1640 and 1641) is a persona's standing instead, and the sign-in page's to answer.

use std::sync::Arc;

use super::binding::{holds_any, take_in};
use super::outcome::Outcome;
use super::person::KnownPerson;
use crate::sandbox::page::PageLanguage;
use crate::sandbox::pool::{Account, Persona, Source, Standing};
use crate::sandbox::service::Service;
use crate::sandbox::tokens::random_text;

/// The account that has the person's identity, or a new one; `None` if no ID could be made for it.
pub(super) fn account_of(service: &Service, source: &Source, person: &KnownPerson) -> Option<Arc<str>> {
    let user_id: Arc<str> = random_text()?.get(..24)?.into();
    let account = service.accounts.find_or_add(
        |account| holds_any(account, &person.identities),
        || new_account(service, source, person, user_id),
    );
    // What the account did not have of this person, another connection among it, it gets by signing in.
    service.accounts.change(&account.user_id, |account| take_in(account, &person.identities));
    Some(Arc::clone(&account.user_id))
}

fn new_account(service: &Service, source: &Source, person: &KnownPerson, user_id: Arc<str>) -> Account {
    let persona = Persona {
        key: format!("{}-{user_id}", source.provider),
        name: person.name.clone(),
        native_name: person.name.clone(),
        email: None,
        username: None,
        phone: None,
        password: None,
        directory_name: None,
        description: format!("Made by signing in with {}.", source.provider),
        offered: false,
    };
    Account {
        user_id,
        persona: Arc::new(persona),
        nickname: None,
        phone_country_code: None,
        department_ids: Vec::new(),
        created_at: format!("{:.3}", service.clock.now()),
        updated_at: None,
        custom_data: serde_json::Value::Null,
        profile: serde_json::Map::new(),
        password_set: false,
        odd: false,
        standing: Standing::Good,
        flow_code_in_status: false,
        identities: person.identities.clone().into(),
    }
}

/// `loginMethod` in the history, which is free-form (reference section 5.5); the words are a guess.
pub(super) fn method(source: &Source) -> &'static str {
    match source.family.as_str() {
        "social" => "loginBySocial",
        _ => "loginByEnterprise",
    }
}

/// What the sign-in page says of a visit that led nowhere.
pub(super) fn failed(outcome: &Outcome, language: PageLanguage) -> &'static str {
    let (chinese, english) = match outcome {
        Outcome::Cancelled => ("您取消了第三方登录。", "You cancelled at the provider."),
        Outcome::ConnectionDisabled => ("该身份源连接已停用。", "The connection to this provider is disabled."),
        _ => ("第三方登录失败，请重试。", "Signing in with the provider failed. Try again."),
    };
    language.either(chinese, english)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::pool::Pool;
    use crate::sandbox::provider::person;

    const SAKURA: &str = "62f20932a1b2c3bcc10d9603";

    fn signed_in(service: &Service, identifier: &str, key: &str) -> Arc<str> {
        let (source, connection) = service.pool.connection(identifier).unwrap();
        let known = person::everybody(&service.pool, source, connection).into_iter().find(|known| known.key == key);
        account_of(service, source, &known.unwrap()).unwrap()
    }

    #[test]
    fn who_is_bound_signs_in_and_who_is_not_gets_an_account_once() {
        let service = Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in());
        assert_eq!(&*signed_in(&service, "github", "single"), SAKURA);
        let new = signed_in(&service, "wechat-pc", "wen");
        assert_eq!(new.len(), 24);
        assert_eq!(signed_in(&service, "wechat-pc", "wen"), new);
        assert_eq!(signed_in(&service, "wechat-mini", "wen"), new, "the same person by another connection");
        let account = service.accounts.get(&new).unwrap();
        assert_eq!((account.identities.len(), &*account.persona.native_name), (2, "文静"));
        assert!(account.identities.iter().all(|one| one.connection_ids.len() == 2));
        assert_ne!(signed_in(&service, "github", "wen"), new, "another provider is another identity");
    }

    #[test]
    fn what_was_unbound_signs_in_to_the_old_account_no_more() {
        let service = Service::new("http://127.0.0.1:1".to_owned(), Pool::built_in());
        service.accounts.change(SAKURA, |account| account.identities.clear());
        let new = signed_in(&service, "github", "single");
        assert_ne!(&*new, SAKURA);
        assert_eq!(service.accounts.get(&new).unwrap().persona.name, "Sakura Tanaka");
    }
}
