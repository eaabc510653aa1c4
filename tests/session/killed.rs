//! Killed between the token answer, its storing and its use: the next start has a session or asks to sign in.

use std::time::{Duration, Instant};

use bindery::sandbox::{Lifetimes, Sandbox};
use bindery::session::{AccountSpace, Keep, Point};

use crate::child::{Child, Order};
use crate::stage::{Keyring, PATIENCE, count, kept, list, restored, space};

/// What the next start has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NextStart {
    ValidSession,
    AsksToSignIn,
}

/// Starts again and makes two calls. Whatever was interrupted, it takes one refresh at most.
async fn next_start(sandbox: &Sandbox, space: &AccountSpace, keyring: &Keyring) -> NextStart {
    let before = count(sandbox, "/oidc/token");
    let session = restored(space, keyring).await;
    // A lock that the killed program left behind would be waited for longer than this.
    let calls = async { (list(&session).await, list(&session).await) };
    let (first, second) = tokio::time::timeout(PATIENCE, calls).await.expect("the next start does not wait");
    assert!(count(sandbox, "/oidc/token") <= before + 1, "it does not loop");
    assert_eq!(first.is_ok(), second.is_ok());
    match first {
        Ok(_) => NextStart::ValidSession,
        Err(error) => {
            assert!(error.is_lack_of_sign_in(), "{error}");
            assert!(session.standing().over);
            NextStart::AsksToSignIn
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_every_named_point() {
    for point in Point::ALL {
        let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
        let space = space(&sandbox, Keep::Keyring);
        kept(&space, &keyring).await;
        sandbox.expire_access_tokens();
        let mut child = Child::start(&space, &keyring, Order::StayAt(point));
        child.says(&format!("{point:?}")).await;
        child.kill();
        let expected = match point {
            // The service has traded the old refresh token, and the new one died with the program.
            Point::Answered => NextStart::AsksToSignIn,
            Point::Locked | Point::Asking | Point::Stored | Point::InUse => NextStart::ValidSession,
        };
        assert_eq!(next_start(&sandbox, &space, &keyring).await, expected, "{point:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_twenty_random_points() {
    let seed =
        std::env::var("BINDERY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| fastrand::u64(..));
    println!("BINDERY_SEED={seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let (sandbox, keyring) = (Sandbox::start().await.unwrap(), Keyring::new());
    let space = space(&sandbox, Keep::Keyring);
    kept(&space, &keyring).await;
    for round in 0..20 {
        // Every access token is refused at once, so that the child renews with every call.
        sandbox.set_lifetimes(Lifetimes { access_token: Duration::ZERO, ..Lifetimes::default() });
        sandbox.expire_access_tokens();
        let mut child = Child::start(&space, &keyring, Order::CallOnAndOn);
        for _ in 0..random.usize(1..=12) {
            child.line().await;
        }
        let (begun, moment) = (Instant::now(), Duration::from_micros(random.u64(0..4000)));
        while begun.elapsed() < moment {
            std::hint::spin_loop();
        }
        child.kill();
        sandbox.set_lifetimes(Lifetimes::default());
        let next = next_start(&sandbox, &space, &keyring).await;
        println!("round {round}: {next:?}");
        if next == NextStart::AsksToSignIn {
            kept(&space, &keyring).await;
        }
    }
}
