//! Calls against the sandbox, and what is kept of them.

use bindery::genauth::{AppHost, Cause, ClientSettings, ConnectionUse, HarmlessRead, Password};
use bindery::inspector::timing::{self, Length};
use bindery::inspector::{Ring, repeat};
use bindery::sandbox::Sandbox;

use super::server::{Server, Then, settings};
use super::stage::{after_calls, recorded};

fn of(sandbox: &Sandbox) -> ClientSettings {
    ClientSettings::of(AppHost::parse(&format!("http://{}", sandbox.address())).unwrap(), sandbox.app_id().to_owned())
}

#[tokio::test]
async fn causes_times_and_connections_are_kept() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, ring) = recorded(of(&sandbox));
    let rich = sandbox.pool().personas().find(|persona| persona.key == "rich").unwrap();
    let tokens = client
        .sign_in_with_password(rich.account(), &Password::new(rich.password.clone().unwrap()))
        .await
        .unwrap()
        .value;
    for _ in 0..3 {
        Cause::Polling.during(client.get_identities(&tokens.access_token)).await.unwrap();
    }
    client.get_identities(&tokens.access_token).await.unwrap();
    let kept = after_calls(&ring, 5).await;
    let lines: Vec<(Option<Cause>, u64)> =
        kept.entries.iter().map(|entry| (entry.exchange.cause, entry.count)).collect();
    assert_eq!(lines, [(Some(Cause::Person), 1), (Some(Cause::Polling), 3), (Some(Cause::Person), 1)]);
    let connections: Vec<ConnectionUse> = kept.entries.iter().map(|entry| entry.exchange.phases.connection).collect();
    assert_eq!(connections, [ConnectionUse::New, ConnectionUse::Reused, ConnectionUse::Reused]);
    let first = &kept.entries[0].exchange;
    let [lookup, connecting, waiting, receiving] = timing::parts(first).map(|(_, length)| length);
    assert_eq!(lookup, Length::Absent, "an address has no name to look up");
    let measured: std::time::Duration = [connecting, waiting, receiving].into_iter().filter_map(Length::duration).sum();
    assert!(matches!(connecting, Length::Took(_)) && measured <= first.took, "{connecting:?} {measured:?}");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_read_is_made_once_more_with_todays_token() {
    let sandbox = Sandbox::start().await.unwrap();
    let (client, ring) = recorded(of(&sandbox));
    let rich = sandbox.pool().personas().find(|persona| persona.key == "rich").unwrap();
    let tokens = client
        .sign_in_with_password(rich.account(), &Password::new(rich.password.clone().unwrap()))
        .await
        .unwrap()
        .value;
    client.get_identities(&tokens.access_token).await.unwrap();
    let kept = after_calls(&ring, 2).await;
    assert_eq!(repeat::of(&kept.entries[0].exchange, &client.settings().app_host), None);
    let read: HarmlessRead = repeat::of(&kept.entries[1].exchange, &client.settings().app_host).unwrap();
    Cause::Repetition.during(client.read_again(&read, Some(&tokens.access_token))).await.unwrap();
    let others = [
        "/api/v3/system",
        "/oidc/.well-known/openid-configuration",
        "/oidc/.well-known/jwks.json",
        "/oidc/me",
        "/api/v3/get-application-enabled-extidps",
        "/api/v3/get-extidps",
        "/api/v3/get-profile?withIdentities=true",
        "/api/v3/get-security-info",
        "/api/v3/get-my-login-history",
        "/api/v3/get-my-logged-in-apps",
        "/api/v3/get-my-accessible-apps",
        "/api/v3/mydevices/list",
        "/api/v3/list-enrolled-factors",
        "/api/v3/list-factors-to-enroll",
    ];
    for path in others {
        let read = HarmlessRead::of("GET", path).unwrap();
        client.read_again(&read, Some(&tokens.access_token)).await.unwrap_or_else(|failure| panic!("{failure}"));
    }
    let kept = after_calls(&ring, 3 + others.len() as u64).await;
    let again = &kept.entries[2].exchange;
    assert_eq!(again.cause, Some(Cause::Repetition));
    assert_eq!(again.request, kept.entries[1].exchange.request);
    assert_eq!(again.attempt.status_code, Some(200));
    let system = &kept.entries[3].exchange.request;
    assert!(system.headers.iter().all(|header| header.name != "authorization"), "{system:?}");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_call_that_nobody_waits_for_and_one_that_is_not_answered_are_kept() {
    let server = Server::start(vec![
        Then::WriteAndHang(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf".to_vec()),
        Then::Close,
    ])
    .await;
    let (client, ring): (_, Ring) = recorded(settings(&format!("http://{}", server.address)));
    {
        let call = client.system();
        tokio::pin!(call);
        let mut changed = tokio::time::interval(std::time::Duration::from_millis(5));
        while server.requests().is_empty() {
            tokio::select! {
                _ = &mut call => panic!("the answer is not complete"),
                _ = changed.tick() => {}
            }
        }
    }
    client.system().await.unwrap_err();
    let kept = after_calls(&ring, 2).await;
    assert_eq!(format!("{:?}", kept.entries[0].exchange.outcome), "Abandoned");
    assert_eq!(kept.entries[1].exchange.headers_after, None);
}

#[tokio::test]
async fn a_name_is_looked_up_in_measured_time() {
    // Nothing listens there any more, so the name is found and the connection refused.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (client, ring) = recorded(settings(&format!("https://localhost:{port}")));
    client.system().await.unwrap_err();
    let kept = after_calls(&ring, 1).await;
    let phases = kept.entries[0].exchange.phases;
    assert!(phases.name_lookup.is_some(), "{phases:?}");
    assert_eq!((phases.connecting, phases.connection), (None, ConnectionUse::Unknown));
}
