//! Killed between the token answer, its storing and its use: the next start has a session or asks to sign in.
//!
//! Service, program and test are three processes, so that nothing of the killed one lives on in another.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bindery::genauth::{Client, ClientSettings, Language, NoObserver};
use bindery::session::{AccountSpace, Point, Session};

use crate::child::{Child, Order};
use crate::stage::{Keyring, PATIENCE, kept, list};
use crate::standalone::Standalone;

/// What the next start has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NextStart {
    ValidSession,
    AsksToSignIn,
}

/// Starts again and makes two calls; tells with how many refreshes. Whatever was interrupted, it takes one at most.
async fn next_start(service: &Standalone, space: &AccountSpace, keyring: &Keyring) -> (NextStart, usize) {
    service.forget_requests().await;
    // It asks in another language, because the service may come to the last request of the killed program only now.
    let language = Language::SimplifiedChinese;
    let settings = ClientSettings { language, ..ClientSettings::of(space.app_host.clone(), space.app_id.clone()) };
    let client = Client::new(settings, Arc::new(NoObserver)).unwrap();
    let session = Session::restore(client, space, keyring.storage()).await.unwrap().expect("a session is kept");
    // A lock that the killed program left behind would be waited for longer than this.
    let calls = async { (list(&session).await, list(&session).await) };
    let (first, second) = tokio::time::timeout(PATIENCE, calls).await.expect("the next start does not wait");
    let refreshes = service.count_in(language, "/oidc/token").await;
    let reads = service.count_in(language, "/get-identities").await;
    assert!(refreshes <= 1 && (2..=3).contains(&reads), "it does not loop: {refreshes} refreshes, {reads} reads");
    assert_eq!(first.is_ok(), second.is_ok());
    let next = match first {
        Ok(_) => NextStart::ValidSession,
        Err(error) => {
            assert!(error.is_lack_of_sign_in(), "{error}");
            assert!(session.standing().over);
            NextStart::AsksToSignIn
        }
    };
    (next, refreshes)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_every_named_point() {
    for point in Point::ALL {
        let (service, keyring) = (Standalone::start().await, Keyring::new());
        let space = service.space();
        kept(&space, &keyring).await;
        service.expire_access_tokens().await;
        let mut child = Child::start(&space, &keyring, Order::StayAt(point));
        child.says(&format!("{point:?}")).await;
        child.kill();
        let expected = match point {
            // The service has traded the old refresh token, and the new one died with the program.
            Point::Answered => (NextStart::AsksToSignIn, 1),
            Point::Locked | Point::Asking => (NextStart::ValidSession, 1),
            Point::Stored | Point::InUse => (NextStart::ValidSession, 0),
        };
        assert_eq!(next_start(&service, &space, &keyring).await, expected, "{point:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_twenty_random_points() {
    let seed =
        std::env::var("BINDERY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("BINDERY_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let (service, keyring) = (Standalone::start().await, Keyring::new());
    let space = service.space();
    kept(&space, &keyring).await;
    for round in 0..20 {
        // Every access token is refused, so that the child renews with every call.
        service.inject("get-identities=401/2020x*").await;
        let mut child = Child::start(&space, &keyring, Order::CallOnAndOn);
        for _ in 0..random.usize(1..=12) {
            child.line().await;
        }
        let (begun, moment) = (Instant::now(), Duration::from_micros(random.u64(0..4000)));
        while begun.elapsed() < moment {
            std::hint::spin_loop();
        }
        child.kill();
        service.clear_faults().await;
        // What the child had is not good enough for the next start either: it has to renew, if it can.
        service.expire_access_tokens().await;
        let next = next_start(&service, &space, &keyring).await;
        println!("round {round}: {next:?}");
        if next.0 == NextStart::AsksToSignIn {
            kept(&space, &keyring).await;
        }
    }
}
