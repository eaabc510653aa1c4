//! Which exchanges can be made again: reads without effect, and nothing else.

use crate::genauth::{AppHost, Exchange, HarmlessRead};

/// The read that this exchange was, when it can be made again at this host.
///
/// An exchange of another account space cannot: today's token is not for its host.
pub fn of(exchange: &Exchange, host: &AppHost) -> Option<HarmlessRead> {
    let path = exchange.request.url.strip_prefix(&host.to_string()).filter(|path| path.starts_with('/'))?;
    if exchange.request.body.is_some() {
        return None;
    }
    HarmlessRead::of(exchange.request.method, path)
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::genauth::AppHost;
    use crate::inspector::samples::{identities, refusal};

    #[test]
    fn only_reads_of_this_host() {
        let here = AppHost::parse("https://bindery-test.genauth.ai").unwrap();
        let elsewhere = AppHost::parse("https://bindery-test.genauth.a").unwrap();
        assert_eq!(of(&identities(), &here).unwrap().path(), "/api/v3/get-identities");
        assert_eq!(of(&identities(), &elsewhere), None);
        assert_eq!(of(&refusal(), &here), None, "a sign-in is never made again");
    }
}
