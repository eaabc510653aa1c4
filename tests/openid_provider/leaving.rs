//! Signing out: what the provider then still takes, and the end of the browser's session.

use crate::journey::Journey;
use bindery::session::AuthenticationMethod;

#[test]
fn what_is_signed_out_is_worth_nothing_any_more() {
    let journey = Journey::with(AuthenticationMethod::None);
    let mut start = journey.signed_in();
    let (access_token, refresh_token) = (journey.token("access_token"), journey.token("refresh_token"));
    let introspected =
        |token: &str| journey.post("/oidc/token/introspection", &[("token", token)]).body["active"].clone();
    assert_eq!((introspected(&access_token), introspected(&refresh_token)), (true.into(), true.into()));
    start.stage.press("Sign out");
    start.stage.see("You are signed out");

    let revoked: Vec<_> =
        journey.provider.seen("/revocation").into_iter().map(|seen| (seen.kind.unwrap(), seen.status)).collect();
    assert_eq!(revoked, [("refresh_token".to_owned(), 200), ("access_token".to_owned(), 200)]);
    assert_eq!((introspected(&access_token), introspected(&refresh_token)), (false.into(), false.into()));
    assert_eq!(journey.user_info(&access_token).status, 401);
    let refreshed = journey.post("/oidc/token", &[("grant_type", "refresh_token"), ("refresh_token", &refresh_token)]);
    assert_eq!((refreshed.status, &refreshed.body["error"]), (400, &"invalid_grant".into()));
    assert_eq!(journey.kept(), None);
}

#[test]
fn the_browsers_session_ends_where_the_provider_says() {
    let journey = Journey::with(AuthenticationMethod::None);
    let mut start = journey.signed_in();
    start.stage.press("Sign out");
    start.stage.see("You are signed out");
    // Signed in there still, the browser is only asked whether it allows.
    let address = start.begin();
    let page = start.visitor.open(&address);
    assert!(page.text.contains("value=\"consent\""), "{page:?}");
    start.visitor.submit(&page, &[]);
    start.is_home();

    start.stage.press("Sign out");
    start.stage.see("You are signed out");
    let address = start.opened_by("End the browser session too");
    let page = start.visitor.open(&address);
    assert!(
        page.address.as_str().starts_with(&format!("{}/oidc/session/end", journey.provider.app_host())),
        "{page:?}"
    );
    start.visitor.submit(&page, &[("logout", "yes")]);
    start.stage.see_part("It shows what came of it");
    let address = start.begin();
    let page = start.visitor.open(&address);
    assert!(page.text.contains("name=\"login\""), "{page:?}");
}
