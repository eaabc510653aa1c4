//! Which requests are struck: in which order, how often, after how many, how likely; and the same again with the seed.

use bindery::sandbox::{Sandbox, Scenario};

use crate::conversation::Conversation;
use crate::faults::{inject, list, pending};
use crate::raw::{ALL_OF_LIN, Request, access_token, bound, read, start};

/// The HTTP status of so many requests to `/api/v3/system`, over one connection.
async fn statuses(sandbox: &Sandbox, requests: usize) -> Vec<u16> {
    let mut client = Conversation::with(sandbox).await;
    let mut statuses = Vec::new();
    for _ in 0..requests {
        statuses.push(client.ask(&Request::get("/api/v3/system").app(sandbox)).await.status);
    }
    statuses
}

#[tokio::test]
async fn two_faults_of_one_endpoint_strike_in_order() {
    let sandbox = start().await;
    let token = access_token(&sandbox, "rich").await;
    inject(&sandbox, "get-identities=http-503");
    inject(&sandbox, "get-identities=429x2");
    inject(&sandbox, "get-profile=500");
    assert_eq!(list(&sandbox, &token).send(&sandbox).await.status, 503);
    assert_eq!(list(&sandbox, &token).send(&sandbox).await.codes(), (429, None));
    assert_eq!(pending(&sandbox), ["get-identities=429", "get-profile=500"]);
    assert_eq!(read(&sandbox, &token, "get-profile").await.codes(), (500, None));
    assert_eq!(list(&sandbox, &token).send(&sandbox).await.codes(), (429, None));
    assert_eq!(bound(&sandbox, &token).await, ALL_OF_LIN);
}

#[tokio::test]
async fn a_fault_strikes_after_so_many_requests_and_so_often() {
    let sandbox = start().await;
    inject(&sandbox, "system=http-503x2,after-3");
    assert_eq!(statuses(&sandbox, 4).await, [200, 200, 200, 503]);
    assert_eq!(pending(&sandbox), ["system=http-503"]);
    assert_eq!(statuses(&sandbox, 2).await, [503, 200]);
}

#[tokio::test]
async fn a_fault_without_end_strikes_until_it_is_cleared() {
    let sandbox = start().await;
    inject(&sandbox, "*=http-502x*");
    assert_eq!(statuses(&sandbox, 20).await, [502; 20]);
    assert_eq!(pending(&sandbox), ["*=http-502x*"]);
    sandbox.faults().clear();
    assert_eq!(statuses(&sandbox, 2).await, [200, 200]);
}

#[tokio::test]
async fn a_fault_strikes_about_as_often_as_it_is_likely() {
    let sandbox = start().await;
    let scenario: Scenario = "seed 1\nsystem=http-503x*,p0.3".parse().unwrap();
    sandbox.faults().play(&scenario);
    let struck = statuses(&sandbox, 300).await.iter().filter(|status| **status == 503).count();
    assert!((60..120).contains(&struck), "{struck} of 300");
    // The times count strikes, not requests.
    sandbox.faults().play(&"seed 1\nsystem=http-503x3,p0.3".parse().unwrap());
    let struck = statuses(&sandbox, 100).await.iter().filter(|status| **status == 503).count();
    assert_eq!((struck, pending(&sandbox)), (3, vec![]));
}

#[tokio::test]
async fn the_same_seed_and_the_same_requests_meet_the_same() {
    let written = "system=http-500x*,p0.2\nsystem=http-503x*,after-5,p0.4\nsystem=http-429,after-20";
    let first = start().await;
    first.faults().play(&format!("seed 42\n{written}").parse().unwrap());
    let outcomes = statuses(&first, 60).await;
    for status in [200, 429, 500, 503] {
        assert!(outcomes.contains(&status), "{status} is not among {outcomes:?}");
    }

    // As it would be saved and played elsewhere.
    let saved = first.faults().scenario().to_string();
    assert_eq!(saved, format!("seed 42\n{written}\n"));
    let second = start().await;
    second.faults().play(&saved.parse().unwrap());
    assert_eq!(statuses(&second, 60).await, outcomes);
    first.faults().play(&saved.parse().unwrap());
    assert_eq!(statuses(&first, 60).await, outcomes, "what went before changes nothing");

    second.faults().play(&format!("seed 43\n{written}").parse().unwrap());
    assert_ne!(statuses(&second, 60).await, outcomes);

    // Injected one by one, with a seed that was drawn, it can be saved too.
    let third = start().await;
    written.lines().for_each(|fault| inject(&third, fault));
    let outcomes = statuses(&third, 60).await;
    second.faults().play(&third.faults().scenario());
    assert_eq!(statuses(&second, 60).await, outcomes);
}
