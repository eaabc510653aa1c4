//! Tests of the receipt: what answer and list together come to.

use proptest::prelude::*;
use serde_json::Map;

use super::super::bindings;
use super::*;
use crate::genauth::{Identity, Refusal, Unreachable};

fn identity(id: usize, ext_idp_id: &str) -> Identity {
    Identity {
        identity_id: id.to_string(),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: "wechat".to_owned(),
        kind: "openid".to_owned(),
        user_id_in_idp: id.to_string(),
        user_info_in_idp: Map::new(),
        origin_connection_ids: Vec::new(),
    }
}

fn listed(count: usize) -> Vec<Binding> {
    let mut identities: Vec<_> = (0..count).map(|id| identity(id, "w")).collect();
    identities.push(identity(99, "g"));
    bindings(&identities, None)
}

fn receipt(reply: Reply) -> Receipt {
    Receipt {
        number: 1,
        when: Timestamp::UNIX_EPOCH,
        space: "127.0.0.1".to_owned(),
        user_id: None,
        binding: listed(3).remove(0),
        attempts: Vec::new(),
        took: Duration::ZERO,
        reply,
        listed: Listed::NotReadYet,
        listed_at: None,
        superseded: false,
    }
}

fn refused() -> Reply {
    let refusal =
        Refusal { status_code: 403, api_code: None, message: String::new(), request_id: None, retry_after: None };
    Reply::from_result(Err(Error::Refused(refusal)))
}

fn lost() -> Reply {
    Reply::from_result(Err(Error::NotReachable(Unreachable::ConnectionLost)))
}

#[test]
fn answer_and_list_make_twelve_outcomes() {
    let lists = [Some(0), Some(1), Some(3), None];
    let outcomes = |reply: &Reply| {
        lists.map(|left| {
            let mut receipt = receipt(reply.clone());
            let read = left.map(listed);
            receipt.check_against(read.as_deref(), Timestamp::UNIX_EPOCH);
            receipt.outcome()
        })
    };
    use Outcome as O;
    assert_eq!(
        outcomes(&Reply::Accepted),
        [O::AcceptedGone, O::AcceptedPartlyGone, O::AcceptedAllThere, O::AcceptedUnreadable]
    );
    assert_eq!(outcomes(&refused()), [O::RefusedGone, O::RefusedPartlyGone, O::RefusedAllThere, O::RefusedUnreadable]);
    assert_eq!(outcomes(&lost()), [O::LostGone, O::LostPartlyGone, O::LostAllThere, O::LostUnreadable]);
    assert_eq!(receipt(lost()).outcome(), O::NotChecked);
}

#[test]
fn an_error_that_leaves_it_open_is_a_lost_answer_and_not_a_refusal() {
    let gateway = Error::NotTheApi { http_status: 502, content_type: None, excerpt: String::new(), retry_after: None };
    for error in [gateway, Error::Unreadable { place: String::new() }, Error::TooLarge { limit: 1 }] {
        assert!(matches!(Reply::from_result(Err(error)), Reply::Lost(_)));
    }
    for unreachable in [Unreachable::Refused, Unreachable::NameNotFound, Unreachable::NoConnectionInTime] {
        assert!(matches!(Reply::from_result(Err(Error::NotReachable(unreachable))), Reply::Refused(_)));
    }
}

#[test]
fn what_was_seen_gone_stays_gone() {
    let mut receipt = receipt(Reply::Accepted);
    let first = Timestamp::UNIX_EPOCH;
    receipt.check_against(Some(&listed(0)), first);
    let later = first + jiff::SignedDuration::from_secs(60);
    receipt.check_against(None, later);
    receipt.check_against(Some(&listed(3)), later);
    assert_eq!((receipt.listed, receipt.listed_at), (Listed::Gone, Some(first)));
}

#[test]
fn what_could_not_be_read_is_settled_by_a_later_read() {
    let mut receipt = receipt(lost());
    receipt.check_against(None, Timestamp::UNIX_EPOCH);
    assert_eq!(receipt.outcome(), Outcome::LostUnreadable);
    receipt.check_against(Some(&listed(0)), Timestamp::UNIX_EPOCH);
    assert_eq!(receipt.outcome(), Outcome::LostGone);
}

#[test]
fn a_later_try_leaves_the_earlier_receipt_as_it_was() {
    let mut receipt = receipt(refused());
    receipt.check_against(Some(&listed(3)), Timestamp::UNIX_EPOCH);
    receipt.superseded = true;
    receipt.check_against(Some(&listed(0)), Timestamp::UNIX_EPOCH);
    assert_eq!(receipt.outcome(), Outcome::RefusedAllThere);
}

#[test]
fn an_answer_that_comes_late_is_taken_over_unless_it_is_lost_too() {
    let mut receipt = receipt(Reply::Lost(LostCause::StoppedWaiting));
    receipt.check_against(Some(&listed(3)), Timestamp::UNIX_EPOCH);
    receipt.answered_late(lost(), Vec::new(), Duration::ZERO);
    assert_eq!((&receipt.reply, receipt.listed), (&Reply::Lost(LostCause::StoppedWaiting), Listed::NotReadYet));
    receipt.answered_late(Reply::Accepted, Vec::new(), Duration::ZERO);
    receipt.check_against(Some(&listed(0)), Timestamp::UNIX_EPOCH);
    assert_eq!(receipt.outcome(), Outcome::AcceptedGone);
}

proptest! {
    #[test]
    fn gone_means_that_no_list_read_since_named_it(lefts in prop::collection::vec(prop::option::of(0usize..4), 1..6)) {
        let mut receipt = receipt(Reply::Accepted);
        for left in &lefts {
            let read = left.map(listed);
            receipt.check_against(read.as_deref(), Timestamp::UNIX_EPOCH);
        }
        let seen_gone = lefts.contains(&Some(0));
        prop_assert_eq!(receipt.is_gone(), seen_gone);
    }
}
