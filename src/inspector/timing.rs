//! What the time of a call went into, as far as it was truly measured.

use std::time::Duration;

use crate::genauth::{ConnectionUse, Exchange};

/// A part of a call, in the order in which they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Looking up the host's name.
    NameLookup,
    /// Making the connection, TLS included.
    Connecting,
    /// Sending the request and waiting for the first of the answer; the two cannot be told apart.
    Waiting,
    /// Receiving the body.
    Receiving,
}

/// How long a part took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// So long.
    Took(Duration),
    /// There was no such part: the connection stood already, or the host is an address and has no name.
    Absent,
    /// Nobody measured it, or the call ended before.
    NotMeasured,
}

impl Length {
    /// The duration, when there is one.
    pub fn duration(self) -> Option<Duration> {
        match self {
            Self::Took(duration) => Some(duration),
            Self::Absent | Self::NotMeasured => None,
        }
    }
}

/// The parts of a call in order.
pub fn parts(exchange: &Exchange) -> [(Part, Length); 4] {
    let phases = &exchange.phases;
    let (lookup, connecting) = match phases.connection {
        ConnectionUse::Reused => (Length::Absent, Length::Absent),
        ConnectionUse::New => (phases.name_lookup.map_or(Length::Absent, Length::Took), measured(phases.connecting)),
        ConnectionUse::Unknown => (measured(phases.name_lookup), measured(phases.connecting)),
    };
    let before = lookup.duration().unwrap_or_default().saturating_add(connecting.duration().unwrap_or_default());
    let (waiting, receiving) = match phases.elsewhere {
        // A file has parts that are not told of here, so that nothing may be worked out from the rest.
        Some(elsewhere) => (elsewhere.waiting, elsewhere.receiving),
        None => (
            exchange.headers_after.map(|headers_after| headers_after.saturating_sub(before)),
            exchange.headers_after.map(|headers_after| exchange.took.saturating_sub(headers_after)),
        ),
    };
    [
        (Part::NameLookup, lookup),
        (Part::Connecting, connecting),
        (Part::Waiting, measured(waiting)),
        (Part::Receiving, measured(receiving)),
    ]
}

fn measured(duration: Option<Duration>) -> Length {
    duration.map_or(Length::NotMeasured, Length::Took)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Length, Part, parts};
    use crate::genauth::{ConnectionUse, Phases};
    use crate::inspector::samples::identities;

    const fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn the_parts_of_a_call_on_a_new_connection_add_up() {
        let mut exchange = identities();
        exchange.took = ms(100);
        exchange.headers_after = Some(ms(90));
        exchange.phases = Phases {
            connection: ConnectionUse::New,
            name_lookup: Some(ms(10)),
            connecting: Some(ms(30)),
            elsewhere: None,
        };
        let lengths = parts(&exchange).map(|(_, length)| length);
        assert_eq!(lengths, [ms(10), ms(30), ms(50), ms(10)].map(Length::Took));
    }

    #[test]
    fn a_connection_that_stood_took_no_time_and_what_is_unknown_says_so() {
        let mut exchange = identities();
        exchange.phases = Phases { connection: ConnectionUse::Reused, ..Phases::default() };
        assert_eq!(parts(&exchange)[1], (Part::Connecting, Length::Absent));
        exchange.phases = Phases::default();
        exchange.headers_after = None;
        assert!(parts(&exchange).iter().all(|(_, length)| *length == Length::NotMeasured));
    }
}
