//! Accounts of personas, with their identities.

use std::sync::Arc;

use serde_json::Value;
use toml::Spanned;

use super::limits::Limits;
use super::place::{Origin, Spot};
use super::profile::{profile, to_json};
use super::sources::Sources;
use super::taken::Taken;
use super::{Placed, written_or_derived};
use crate::sandbox::pool::account::{Account, Identity};
use crate::sandbox::pool::derived::derived_id;
use crate::sandbox::pool::error::{PoolError, shown};
use crate::sandbox::pool::file::{IdentityEntry, IdentitySeries as SeriesEntry, PersonaEntry};
use crate::sandbox::pool::identities::{Identities, IdentitySeries};
use crate::sandbox::pool::persona::Persona;

/// When an account was made whose entry does not say so.
const CREATED_AT: &str = "2024-01-01T00:00:00.000Z";

pub(super) fn account<'text>(
    Placed { origin, entry }: Placed<'text, PersonaEntry>,
    sources: &Sources,
    limits: &mut Limits,
    taken: &mut Taken<'text>,
) -> Result<Account, PoolError> {
    limits.personas.take(1, origin.spot(&entry.key))?;
    take_names(&entry, origin, taken)?;
    let (user_id, spot) = written_or_derived(entry.user_id, "user", &entry.key, origin);
    taken.take_id(&user_id, spot)?;
    let key = entry.key.into_inner();

    let (mut identities, mut spots) = (Vec::new(), Vec::new());
    for (number, identity) in entry.identities.into_iter().enumerate() {
        spots.push(origin.spot(&identity.source));
        identities.push(self::identity(identity, &key, number, origin, sources, limits, taken)?);
    }
    let users: Vec<(&str, &str, Spot<'text>)> = (identities.iter().zip(spots))
        .map(|(identity, spot)| (identity.source_id.as_str(), identity.user_id_at_provider.as_str(), spot))
        .collect();
    taken.take_users_at_providers(&users)?;
    let mut series = Vec::new();
    for entry in entry.identity_series {
        series.push(identity_series(&entry, &key, origin, sources, limits, taken)?);
    }

    let name = limits.text(origin, entry.name)?;
    let persona = Persona {
        native_name: limits.optional_text(origin, entry.native_name)?.unwrap_or_else(|| name.clone()),
        name,
        email: entry.email.map(Spanned::into_inner),
        username: entry.username.map(Spanned::into_inner),
        phone: entry.phone.map(Spanned::into_inner),
        directory_name: entry.directory_name.map(Spanned::into_inner),
        description: entry.description,
        offered: entry.offered,
        password: entry.password,
        key,
    };
    Ok(Account {
        user_id: user_id.into(),
        nickname: limits.optional_text(origin, entry.nickname)?,
        phone_country_code: entry.phone_country_code,
        department_ids: entry.department_ids,
        created_at: entry.created_at.map_or_else(|| CREATED_AT.to_owned(), |at| format!("{at:.3}")),
        updated_at: None,
        profile: serde_json::Map::new(),
        custom_data: entry.custom_data.map_or(Value::Null, to_json),
        password_set: entry.password_set.unwrap_or(persona.password.is_some()),
        odd: entry.odd,
        standing: entry.standing,
        flow_code_in_status: entry.flow_code_in_status,
        identities: Identities::new(identities, series),
        persona: Arc::new(persona),
    })
}

/// Takes the names that a persona signs in with.
fn take_names<'text>(entry: &PersonaEntry, origin: Origin<'text>, taken: &mut Taken<'text>) -> Result<(), PoolError> {
    let names: Vec<(&str, Spot<'text>)> = [&entry.email, &entry.username, &entry.phone]
        .into_iter()
        .flatten()
        .map(|name| (name.get_ref().as_str(), origin.spot(name)))
        .collect();
    taken.take_login_names(&names)?;
    match &entry.directory_name {
        Some(name) => taken.directory_names.take(name.get_ref(), origin.spot(name)),
        None => Ok(()),
    }
}

fn identity<'text>(
    entry: IdentityEntry,
    persona: &str,
    number: usize,
    origin: Origin<'text>,
    sources: &Sources,
    limits: &mut Limits,
    taken: &mut Taken<'text>,
) -> Result<Identity, PoolError> {
    let spot = origin.spot(&entry.source);
    limits.identities.take(1, spot)?;
    let key = entry.source.get_ref();
    let source = sources.find(key).ok_or_else(|| unknown(persona, "source", key, spot))?;
    let mut connection_ids = Vec::new();
    match entry.connections {
        None => connection_ids.extend(source.connections.first().map(|connection| connection.connection_id.clone())),
        Some(identifiers) => {
            for identifier in identifiers {
                let found = source.connections.iter().find(|connection| connection.identifier == *identifier.get_ref());
                let spot = origin.spot(&identifier);
                let found = found.ok_or_else(|| unknown(persona, "connection", identifier.get_ref(), spot))?;
                connection_ids.push(found.connection_id.clone());
            }
        }
    }
    let (identity_id, spot) = match entry.id {
        Some(id) => {
            let spot = origin.spot(&id);
            (id.into_inner(), spot)
        }
        None => (derived_id("identity", &format!("{persona}/{number}")), spot),
    };
    taken.take_id(&identity_id, spot)?;
    Ok(Identity {
        identity_id,
        source_id: source.source_id.clone(),
        provider: source.provider.clone(),
        kind: limits.text(origin, entry.kind)?,
        user_id_at_provider: limits.text(origin, entry.user_id_in_idp)?,
        profile: profile(origin, entry.profile, entry.filler, limits)?,
        has_tokens: entry.tokens,
        connection_ids,
    })
}

fn identity_series<'text>(
    entry: &SeriesEntry,
    persona: &str,
    origin: Origin<'text>,
    sources: &Sources,
    limits: &mut Limits,
    taken: &mut Taken<'text>,
) -> Result<IdentitySeries, PoolError> {
    let (spot, key) = (origin.spot(&entry.source_series), entry.source_series.get_ref());
    limits.identities.take(entry.count, spot)?;
    let dealt = sources.series(key).ok_or_else(|| unknown(persona, "series", key, spot))?;
    let series = IdentitySeries {
        persona: persona.to_owned(),
        source_series: key.clone(),
        provider: dealt.provider.clone(),
        sources: dealt.count,
        count: entry.count,
    };
    taken.take_series(&series.id_prefix(), key, spot)?;
    Ok(series)
}

fn unknown(persona: &str, what: &'static str, name: &str, spot: Spot<'_>) -> PoolError {
    let whose = format!("the persona {:?}", shown(persona));
    PoolError::Unknown { place: spot.place(), whose, what, name: shown(name) }
}
