//! What bindings are called on the screen.

use std::collections::HashMap;

use super::Words;
use super::text::{plain, shortened};
use crate::account::{Binding, BindingKey};
use crate::app::Card;
use crate::genauth::{EnabledConnection, Language};

/// How long a name may be on the screen, in characters.
const NAME_LENGTH: usize = 40;

/// A connection's name in this language.
pub(super) fn connection_name(words: &Words, connection: &EnabledConnection) -> String {
    let english = connection.name_en.as_deref().filter(|_| words.language() == Language::English);
    let names = [english, Some(connection.name.as_str()), Some(connection.identifier.as_str())];
    let mut shown = names.into_iter().flatten().map(|name| plain(name, NAME_LENGTH));
    shown.find(|name| has_something_to_see(name)).unwrap_or_else(|| words.text("provider-unnamed").into_owned())
}

/// What an external identity provider is called: by its brand, or, where `provider` is only a protocol, by the name
/// that the administrator gave to its connection.
pub fn provider_title(words: &Words, binding: &Binding) -> String {
    if is_protocol(&binding.provider)
        && let [connection] = binding.enabled_connections()
    {
        return connection_name(words, connection);
    }
    provider_words(words, &binding.provider)
}

fn provider_words(words: &Words, provider: &str) -> String {
    let known = provider.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let found = known.then(|| words.find(&format!("provider-{provider}"))).flatten();
    if let Some(name) = found {
        return name.into_owned();
    }
    let shown = plain(provider, NAME_LENGTH);
    if has_something_to_see(&shown) { shown } else { words.text("provider-unnamed").into_owned() }
}

/// Whether a name is one: made of characters that are not shown, it would leave a button without a name.
fn has_something_to_see(shown: &str) -> bool {
    // An ellipsis alone stands for nothing but more spaces.
    shown.chars().any(|character| !character.is_whitespace() && character != '…')
}

/// What the identity providers of these connections are called, no two alike.
pub(super) fn connection_titles(words: &Words, connections: &[&EnabledConnection]) -> Vec<String> {
    let title = |connection: &EnabledConnection| match is_protocol(&connection.provider) {
        true => connection_name(words, connection),
        false => provider_words(words, &connection.provider),
    };
    let titles: Vec<_> = connections.iter().map(|connection| title(connection)).collect();
    let alone = |title: &String| titles.iter().filter(|other| *other == title).count() == 1;
    let apart = |(title, connection): (&String, &&EnabledConnection)| match alone(title) {
        true => title.clone(),
        false => format!("{title} ({})", plain(&connection.identifier, NAME_LENGTH)),
    };
    titles.iter().zip(connections).map(apart).collect()
}

/// Whether a provider's name says only how one signs in there.
fn is_protocol(provider: &str) -> bool {
    matches!(provider, "oidc" | "oauth2" | "saml" | "ldap" | "ad" | "cas" | "azure-ad")
}

/// A title for each card, no two alike: two buttons must not have the same name.
pub fn titles(words: &Words, cards: &[Card<'_>]) -> HashMap<BindingKey, String> {
    let plain_titles: Vec<_> = cards.iter().map(|card| provider_title(words, card.binding)).collect();
    cards
        .iter()
        .zip(&plain_titles)
        .map(|(card, title)| {
            let alone = plain_titles.iter().filter(|other| *other == title).count() == 1;
            let title = match card.binding.ext_idp_id() {
                Some(id) if !alone => format!("{title} ({})", shortened(id, 13)),
                _ => title.clone(),
            };
            (card.binding.key.clone(), title)
        })
        .collect()
}
