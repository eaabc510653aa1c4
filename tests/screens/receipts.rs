//! The receipts.

use bindery::account::{Listed, LostCause, Reply};
use bindery::genauth::{Error, Language, Unreachable};
use bindery::ui::Words;

use crate::scene::{assert_says, connections, everywhere, home, receipt, refused, signed_in};

#[test]
fn every_outcome_has_a_receipt_of_its_own() {
    let refused = Reply::Refused(refused(403, Some(2020)));
    let lost = Reply::Lost(LostCause::Failed(Error::NotReachable(Unreachable::ConnectionLost)));
    let lists = [Listed::Gone, Listed::PartlyGone { left: 1 }, Listed::AllThere, Listed::Unreadable];
    let mut headlines = std::collections::BTreeSet::new();
    for reply in [Reply::Accepted, refused, lost] {
        for listed in lists {
            let mut connections = connections();
            connections.receipts.push(receipt(reply.clone(), listed));
            let said = everywhere(&home(signed_in(connections)));
            let expected = ["HTTP 200", "statusCode 200", "message Operation successful", "took 14 ms"];
            assert_says(&said, &expected);
            assert_says(&said, &["requestId 934108e5-9fbf-4d24-8da1-c330328abd6c", "Dismiss the receipt for WeChat"]);
            let words = Words::new(Language::English);
            let text =
                bindery::ui::receipt_text(&words, "WeChat", &receipt(reply.clone(), listed), &jiff::tz::TimeZone::UTC);
            headlines.insert(text.lines().nth(1).unwrap().to_owned());
        }
    }
    assert_eq!(headlines.len(), 12, "{headlines:#?}");
}
