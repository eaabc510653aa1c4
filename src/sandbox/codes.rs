//! Verification codes and the mailbox they are delivered to (reference sections 3.3, 3.4 and 3.6).

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use aws_lc_rs::rand;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How many messages are kept; the oldest goes first.
const KEPT: usize = 200;

/// Once a minute for each address and channel (reference section 3.3).
const BETWEEN_TWO: SignedDuration = SignedDuration::from_secs(60);

/// A code that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// When it was sent.
    pub at: Timestamp,
    /// By which way it came.
    pub by: Delivery,
    /// What it is for: `CHANNEL_LOGIN` and the like (reference section 3.3). A code is good for its channel only.
    pub channel: String,
    /// The email address or phone number.
    pub to: String,
    /// The code.
    pub code: String,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// How a code is delivered, which decides for how long it is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Delivery {
    /// By email: good for 5 minutes.
    Email,
    /// By text message: good for 1 minute.
    Sms,
}

impl Delivery {
    fn good_for(self) -> SignedDuration {
        match self {
            Self::Email => SignedDuration::from_secs(300),
            Self::Sms => SignedDuration::from_secs(60),
        }
    }
}

/// Why no code is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotSent {
    /// One went to this address on this channel less than a minute ago.
    TooSoon,
    /// No random number could be made.
    NoRandomness,
}

/// The codes that are out, and every message that was sent.
#[derive(Debug, Default)]
pub(super) struct Codes {
    state: Mutex<State>,
}

/// Codes as the state file keeps them. One that is used up has an empty `code`.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct KeptCodes {
    out: Vec<Message>,
    mailbox: VecDeque<Message>,
}

#[derive(Debug, Default)]
struct State {
    good: HashMap<(Delivery, String, String), Message>,
    mailbox: VecDeque<Message>,
}

impl Codes {
    /// Makes a code of six digits and delivers it to the mailbox. It takes the place of one sent before.
    pub(super) fn send(&self, by: Delivery, channel: &str, to: &str, now: Timestamp) -> Result<(), NotSent> {
        let mut state = self.state();
        let key = (by, channel.to_owned(), normal(to));
        if let Some(last) = state.good.get(&key)
            && now.duration_since(last.at) < BETWEEN_TWO
        {
            return Err(NotSent::TooSoon);
        }
        let message = Message {
            at: now,
            by,
            channel: channel.to_owned(),
            to: to.to_owned(),
            code: six_digits().ok_or(NotSent::NoRandomness)?,
            expires_at: now.checked_add(by.good_for()).unwrap_or(now),
        };
        state.good.retain(|_, old| now.duration_since(old.at) < SignedDuration::from_hours(1));
        state.good.insert(key, message.clone());
        if state.mailbox.len() == KEPT {
            state.mailbox.pop_front();
        }
        state.mailbox.push_back(message);
        Ok(())
    }

    /// Whether this is the code that was last sent there on this channel; it is not used up.
    pub(super) fn is_good(&self, by: Delivery, channel: &str, to: &str, code: &str, now: Timestamp) -> bool {
        let key = (by, channel.to_owned(), normal(to));
        self.state().good.get(&key).is_some_and(|sent| sent.code == code && sent.expires_at > now)
    }

    /// Like `is_good`, and uses it up: a code is good once.
    pub(super) fn redeem(&self, by: Delivery, channel: &str, to: &str, code: &str, now: Timestamp) -> bool {
        let mut state = self.state();
        let key = (by, channel.to_owned(), normal(to));
        let Some(sent) = state.good.get_mut(&key) else { return false };
        let good = !sent.code.is_empty() && sent.code == code && sent.expires_at > now;
        if good {
            // The entry stays, since the minute between two codes still counts.
            sent.code.clear();
        }
        good
    }

    /// Every message that was sent, oldest first.
    pub(super) fn mailbox(&self) -> Vec<Message> {
        self.state().mailbox.iter().cloned().collect()
    }

    /// Empties the mailbox; codes stay good.
    pub(super) fn clear_mailbox(&self) {
        self.state().mailbox.clear();
    }

    /// What outlives the program: the codes that are out, and the mailbox.
    pub(super) fn kept(&self) -> KeptCodes {
        let state = self.state();
        KeptCodes { out: state.good.values().cloned().collect(), mailbox: state.mailbox.clone() }
    }

    /// Takes over what an earlier program kept.
    pub(super) fn restore(&self, kept: KeptCodes) {
        let good = kept.out.into_iter().map(|code| ((code.by, code.channel.clone(), normal(&code.to)), code));
        *self.state() = State { good: good.collect(), mailbox: kept.mailbox };
    }

    /// Forgets everything.
    pub(super) fn reset(&self) {
        *self.state() = State::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Addresses are the same in any case.
fn normal(to: &str) -> String {
    to.trim().to_lowercase()
}

fn six_digits() -> Option<String> {
    let mut bytes = [0; 8];
    rand::fill(&mut bytes).ok()?;
    Some(format!("{:06}", u64::from_be_bytes(bytes) % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMAIL: &str = "lin@example.com";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn last_code(codes: &Codes) -> String {
        codes.mailbox().last().unwrap().code.clone()
    }

    #[test]
    fn a_code_is_good_once_on_its_channel_at_its_address() {
        let codes = Codes::default();
        codes.send(Delivery::Email, "CHANNEL_LOGIN", EMAIL, at(0)).unwrap();
        let code = last_code(&codes);
        assert!(!codes.redeem(Delivery::Email, "CHANNEL_REGISTER", EMAIL, &code, at(1)));
        assert!(!codes.redeem(Delivery::Sms, "CHANNEL_LOGIN", EMAIL, &code, at(1)));
        assert!(!codes.redeem(Delivery::Email, "CHANNEL_LOGIN", "mia@example.com", &code, at(1)));
        assert!(codes.is_good(Delivery::Email, "CHANNEL_LOGIN", "LIN@example.com", &code, at(1)));
        assert!(codes.redeem(Delivery::Email, "CHANNEL_LOGIN", EMAIL, &code, at(299)));
        assert!(!codes.redeem(Delivery::Email, "CHANNEL_LOGIN", EMAIL, &code, at(299)));
        assert!(!codes.redeem(Delivery::Email, "CHANNEL_LOGIN", EMAIL, "", at(299)));
    }

    #[test]
    fn a_code_grows_old_by_its_way() {
        let codes = Codes::default();
        codes.send(Delivery::Sms, "CHANNEL_LOGIN", "13800000000", at(0)).unwrap();
        assert!(!codes.is_good(Delivery::Sms, "CHANNEL_LOGIN", "13800000000", &last_code(&codes), at(60)));
    }

    #[test]
    fn once_a_minute_for_each_address_and_channel() {
        let codes = Codes::default();
        let send = |channel, to, second| codes.send(Delivery::Email, channel, to, at(second));
        assert_eq!(send("CHANNEL_LOGIN", EMAIL, 0), Ok(()));
        assert_eq!(send("CHANNEL_LOGIN", EMAIL, 59), Err(NotSent::TooSoon));
        assert_eq!(send("CHANNEL_REGISTER", EMAIL, 59), Ok(()));
        assert_eq!(send("CHANNEL_LOGIN", "mia@example.com", 59), Ok(()));
        assert_eq!(send("CHANNEL_LOGIN", EMAIL, 60), Ok(()));
        assert_eq!(codes.mailbox().len(), 4);
    }
}
