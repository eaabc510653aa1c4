//! Unbinding while the session ends: one refresh, one more sending, and what stays on the screen.

use crate::stage::Stage;

#[test]
fn a_refusal_for_lack_of_sign_in_refreshes_once_and_sends_once_more() {
    for fault in ["unlink-extidp=403/2020", "unlink-extidp=401"] {
        let mut stage = Stage::with_faults(&[fault]);
        stage.sign_in();
        stage.unbind("WeChat");
        stage.see("Unbound");
        stage.see("Bound · 3");
        stage.see("3 requests were made for this");
        assert_eq!(stage.seen("unlink-extidp").len(), 2);
        assert_eq!(stage.seen("token").len(), 1);
    }
}

#[test]
fn a_refusal_that_a_refresh_does_not_cure_says_so_and_keeps_the_list() {
    let mut stage = Stage::with_faults(&["unlink-extidp=403/2020x9", "token=oauth-invalid_grantx9"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Not unbound");
    stage.see("statusCode 403");
    stage.see("apiCode 2020");
    stage.see_part("WeChat is still listed");
    stage.see("Bound · 4");
    assert_eq!(stage.seen("unlink-extidp").len(), 1, "without a new token it is not sent again");
    stage.see("Sign in again, after the receipt for WeChat");
}

#[test]
fn when_the_session_is_over_everything_stays_and_comes_back_after_signing_in_again() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Bound · 3");
    stage.sandbox().expire_access_tokens();
    stage.sandbox().revoke_refresh_tokens();
    stage.press("Refresh the list");
    stage.see("You are no longer signed in");
    assert!(stage.shows("Bound · 3") && stage.shows("GitHub"), "{}", stage.screen());
    assert!(stage.unbind_buttons().is_empty(), "nothing can be unbound without a session");
    stage.press("Sign in again");
    stage.sign_in_as("lin@example.com");
    stage.see("Bound · 3");
    stage.until("the receipt to come back", |stage| stage.shows("Unbound"));
}

#[test]
fn another_person_does_not_see_the_receipts() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Bound · 3");
    stage.sandbox().expire_access_tokens();
    stage.sandbox().revoke_refresh_tokens();
    stage.press("Refresh the list");
    stage.press("Sign in again");
    stage.sign_in_as("mia@example.com");
    stage.see("Nothing is bound to this account");
    stage.see_part("mia@example.com");
    assert!(!stage.shows("Unbound"));
}

#[test]
fn a_wrong_account_or_password_code_never_refreshes() {
    let mut stage = Stage::with_faults(&["unlink-extidp=403/2333"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see("Not unbound");
    stage.see("apiCode 2333");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
    assert_eq!(stage.seen("token").len(), 0);
}

#[test]
fn a_receipt_that_comes_back_after_signing_in_again_is_checked() {
    let mut stage = Stage::with_faults(&["unlink-extidp=reset-after"]);
    stage.sign_in();
    for fault in ["get-identities=401/2020x2,after-2", "token=oauth-invalid_grant"] {
        stage.inject(fault);
    }
    stage.unbind("WeChat");
    stage.see("Not known: no usable answer came");
    stage.press("Sign in again");
    stage.sandbox().faults().clear();
    stage.sign_in_as("lin@example.com");
    stage.see("Bound · 3");
    stage.see("Unbound, though no usable answer came");
    assert_eq!(stage.seen("unlink-extidp").len(), 1);
}

#[test]
fn going_back_from_the_sign_in_reads_again() {
    let mut stage = Stage::with_faults(&["unlink-extidp=403/2020x2", "token=oauth-invalid_grant"]);
    stage.sign_in();
    stage.unbind("WeChat");
    stage.see_part("WeChat is still listed");
    stage.press("Sign in again, after the receipt for WeChat");
    let before = stage.seen("get-identities").len();
    stage.press("Back to what was shown");
    stage.see("Bound · 4");
    stage.see("Not unbound");
    stage.until("the list to be read", |stage| stage.seen("get-identities").len() > before);
}
