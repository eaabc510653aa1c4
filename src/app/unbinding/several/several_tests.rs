use super::*;
use crate::account::{LostCause, Outcome, Reply};
use crate::genauth::{Error, Refusal, Unreachable};

fn refused(status_code: i64, api_code: Option<i64>) -> Reply {
    Reply::Refused(Error::Refused(Refusal {
        status_code,
        api_code,
        message: String::new(),
        request_id: None,
        retry_after: None,
    }))
}

fn item(name: &str, state: ItemState) -> BatchItem {
    BatchItem { key: BindingKey::ExtIdp(name.to_owned()), title: name.to_owned(), state }
}

fn batch(states: &[ItemState]) -> Batch {
    let items = states.iter().enumerate().map(|(index, state)| item(&format!("p{index}"), *state)).collect();
    Batch { items, ..Batch::default() }
}

fn ended(outcome: Outcome) -> ItemState {
    ItemState::Ended { number: 1, outcome }
}

#[test]
fn only_the_session_the_network_and_the_person_stop_the_rest() {
    let unreachable = Error::NotReachable(Unreachable::Refused);
    let stops = [
        (refused(401, None), BatchStop::Session),
        (refused(403, Some(2020)), BatchStop::Session),
        (Reply::Refused(Error::RenewedElsewhere), BatchStop::Session),
        (Reply::Refused(Error::NotRenewed(Box::new(Error::RenewedElsewhere))), BatchStop::Session),
        (Reply::Refused(unreachable.clone()), BatchStop::Network(unreachable.clone())),
        (Reply::Refused(Error::NotRenewed(Box::new(unreachable.clone()))), BatchStop::Network(unreachable)),
        (Reply::Refused(Error::Withdrawn), BatchStop::Wanted),
        (Reply::Lost(LostCause::StoppedWaiting), BatchStop::Wanted),
    ];
    for (reply, stop) in stops {
        assert_eq!(BatchStop::after(&reply), Some(stop), "{reply:?}");
    }
    let lost = Reply::Lost(LostCause::Failed(Error::NotReachable(Unreachable::ConnectionLost)));
    for reply in [Reply::Accepted, refused(429, None), refused(403, Some(2333)), refused(500, None), lost] {
        assert_eq!(BatchStop::after(&reply), None, "{reply:?}");
    }
}

#[test]
fn stopping_lets_the_one_under_way_end() {
    let mut batch = batch(&[ended(Outcome::AcceptedGone), ItemState::UnderWay { number: 2 }, ItemState::Waiting]);
    batch.stop(BatchStop::Session);
    batch.stop(BatchStop::Wanted);
    assert_eq!(batch.stop, Some(BatchStop::Session), "the first reason counts");
    assert_eq!(batch.items[2].state, ItemState::NotTried);
    assert!(batch.is_running(), "one is under way");
    assert_eq!(batch.under_way().map(|(place, _)| place), Some(2));
    batch.set(2, ended(Outcome::AcceptedGone));
    assert!(!batch.is_running() && !batch.is_all_done());
    assert_eq!(batch.over(), 3);
}

#[test]
fn a_reason_is_no_reason_where_nothing_is_left() {
    let mut batch = batch(&[ended(Outcome::RefusedAllThere)]);
    batch.stop(BatchStop::Session);
    assert_eq!(batch.stop, None);
}

#[test]
fn each_is_counted_once_whatever_it_came_to() {
    let outcomes = [
        Outcome::AcceptedGone,
        Outcome::AcceptedPartlyGone,
        Outcome::AcceptedAllThere,
        Outcome::AcceptedUnreadable,
        Outcome::RefusedGone,
        Outcome::RefusedPartlyGone,
        Outcome::RefusedAllThere,
        Outcome::RefusedUnreadable,
        Outcome::LostGone,
        Outcome::LostPartlyGone,
        Outcome::LostAllThere,
        Outcome::LostUnreadable,
        Outcome::NotChecked,
    ];
    let states = outcomes.into_iter().map(ended);
    let never_sent = [ItemState::Waiting, ItemState::UnderWay { number: 1 }, ItemState::NotTried, ItemState::NotThere];
    for state in states.chain(never_sent) {
        let item = item("p", state);
        let kinds =
            [item.is_done(), item.is_refused(), item.is_open(), item.is_not_tried(), item.state == ItemState::NotThere];
        assert_eq!(kinds.iter().filter(|is_it| **is_it).count(), 1, "{state:?}");
    }
}

#[test]
fn what_may_be_gone_does_not_count_as_a_way_that_remains() {
    let batch = batch(&[
        ended(Outcome::AcceptedAllThere),
        ended(Outcome::LostUnreadable),
        ended(Outcome::RefusedAllThere),
        ItemState::NotThere,
        ItemState::Waiting,
    ]);
    let gone: Vec<_> = batch.gone().into_iter().filter_map(|key| key.ext_idp_id().map(str::to_owned)).collect();
    assert_eq!(gone, ["p0", "p1"]);
}
