//! How the bytes of one answer pass a broken connection: in part, in pieces, or with something added.

use std::collections::VecDeque;
use std::time::Duration;

use axum::body::Bytes;

/// What becomes of one answer's bytes. The head passes as it is; then the steps are taken, one after the other; then
/// the rest passes.
#[derive(Debug)]
pub(in crate::sandbox) struct Passage {
    head: Head,
    steps: VecDeque<Step>,
}

#[derive(Debug)]
enum Step {
    /// So many bytes of the body pass.
    Pass(usize),
    /// So many bytes are dropped, as if they had been sent.
    Drop(usize),
    /// These bytes are sent that HTTP knows nothing of.
    Add(Bytes),
    /// Bytes pass in pieces until the answer is over.
    Drip { piece: usize, left: usize, every: Duration },
    /// Nothing passes any more.
    Mute,
    /// The connection ends.
    End,
}

/// What to do with the bytes that HTTP wants to send now.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum Next {
    /// Send so many of them, and say how many were with [`Passage::passed`].
    Pass(usize),
    /// Take so many of them and send none.
    Drop(usize),
    /// Send these first, and say how many were with [`Passage::added`].
    Add(Bytes),
    /// Wait for so long, and say so with [`Passage::waited`].
    Wait(Duration),
    /// Take them and everything that follows, and send nothing.
    Mute,
    /// End the connection.
    End,
}

impl Passage {
    fn of(steps: impl Into<VecDeque<Step>>) -> Self {
        Self { head: Head::default(), steps: steps.into() }
    }

    /// Stops after so many bytes of the body, and leaves the connection open.
    pub(super) fn stall_after(body: usize) -> Self {
        Self::of([Step::Pass(body), Step::Mute])
    }

    /// Stops after so many bytes of the body, and ends the connection.
    pub(super) fn end_after(body: usize) -> Self {
        Self::of([Step::Pass(body), Step::End])
    }

    /// Leaves the last `missing` bytes of the body out, so that `Content-Length` promises more than comes.
    pub(super) fn without_the_end(body: usize, missing: usize) -> Self {
        Self::of([Step::Pass(body.saturating_sub(missing)), Step::Drop(missing)])
    }

    /// Sends more after the body, so that `Content-Length` promises less than comes.
    pub(super) fn with_more(body: usize, more: Bytes) -> Self {
        Self::of([Step::Pass(body), Step::Add(more)])
    }

    /// Lets `piece` bytes of the body pass at a time.
    pub(super) fn drip(piece: usize, every: Duration) -> Self {
        let piece = piece.max(1);
        Self::of([Step::Drip { piece, left: piece, every }])
    }

    /// What to do with these bytes; without any, whether there is something to add to what has passed.
    pub(in crate::sandbox) fn next(&mut self, bytes: &[u8]) -> Next {
        let head = self.head.in_these(bytes);
        if head > 0 || !self.head.is_over() {
            return Next::Pass(head);
        }
        while matches!(self.steps.front(), Some(Step::Pass(0) | Step::Drop(0))) {
            self.steps.pop_front();
        }
        match self.steps.front() {
            Some(Step::Add(more)) => Next::Add(more.clone()),
            _ if bytes.is_empty() => Next::Pass(0),
            Some(Step::Drop(left)) => Next::Drop(bytes.len().min(*left)),
            Some(Step::Drip { left: 0, every, .. }) => Next::Wait(*every),
            Some(Step::Pass(left) | Step::Drip { left, .. }) => Next::Pass(bytes.len().min(*left)),
            Some(Step::Mute) => Next::Mute,
            Some(Step::End) => Next::End,
            None => Next::Pass(bytes.len()),
        }
    }

    /// These bytes were sent, or dropped.
    pub(in crate::sandbox) fn passed(&mut self, bytes: &[u8]) {
        let body = bytes.len() - self.head.follow(bytes);
        if let Some(Step::Pass(left) | Step::Drop(left) | Step::Drip { left, .. }) = self.steps.front_mut() {
            *left = left.saturating_sub(body);
        }
    }

    /// So many of the bytes to add were sent.
    pub(in crate::sandbox) fn added(&mut self, sent: usize) {
        if let Some(Step::Add(more)) = self.steps.front_mut() {
            let rest = more.slice(sent.min(more.len())..);
            if rest.is_empty() {
                self.steps.pop_front();
            } else {
                *more = rest;
            }
        }
    }

    /// The time between two pieces is over.
    pub(in crate::sandbox) fn waited(&mut self) {
        if let Some(Step::Drip { piece, left, .. }) = self.steps.front_mut() {
            *left = *piece;
        }
    }
}

/// Follows the head of an answer to the blank line that ends it. What comes before it with a status below 200 belongs to
/// it: such an answer is not the last (RFC 9110, section 15.2).
#[derive(Clone, Debug, Default)]
struct Head {
    /// How many bytes of this head were seen, as far as its status begins.
    seen: usize,
    /// The status begins with a 1.
    interim: bool,
    /// How much of the blank line was just seen; 4 once the head is over.
    blank: usize,
}

impl Head {
    const BLANK: &'static [u8; 4] = b"\r\n\r\n";
    /// Where the status stands in `HTTP/1.1 200 OK`.
    const STATUS: usize = 9;

    fn is_over(&self) -> bool {
        self.blank == Self::BLANK.len()
    }

    /// How many of these bytes belong to the head.
    fn in_these(&self, bytes: &[u8]) -> usize {
        self.clone().follow(bytes)
    }

    /// Goes on, and says how many of these bytes belong to the head.
    fn follow(&mut self, bytes: &[u8]) -> usize {
        bytes.iter().take_while(|byte| self.advance(**byte)).count()
    }

    /// Follows one byte; false once the head is over and the byte belongs to the body.
    fn advance(&mut self, byte: u8) -> bool {
        if self.is_over() {
            return false;
        }
        if self.seen == Self::STATUS {
            self.interim = byte == b'1';
        }
        self.seen = self.seen.saturating_add(1);
        self.blank = match Self::BLANK.get(self.blank) {
            Some(expected) if *expected == byte => self.blank + 1,
            // A `\r` that breaks the sequence is itself the beginning of a new one.
            _ => usize::from(byte == b'\r'),
        };
        if self.is_over() && self.interim {
            *self = Self::default();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\na: \r\r\n\r\n";
    const BODY: &[u8] = b"{\"statusCode\":200}";

    /// What comes out when HTTP writes in pieces of this size and the socket takes no more than `takes` bytes at a time;
    /// a wait is a `|`, the end a `.`, and muteness a `~`.
    fn sent(mut passage: Passage, size: usize, takes: usize) -> String {
        let answer = [HEAD, BODY].concat();
        let mut sent = Vec::new();
        let text = |sent| String::from_utf8(sent).unwrap();
        for piece in answer.chunks(size) {
            let mut piece = piece;
            loop {
                match passage.next(piece) {
                    Next::Pass(0) => break,
                    Next::Pass(number) => {
                        let (now, rest) = piece.split_at(number.min(takes));
                        passage.passed(now);
                        sent.extend_from_slice(now);
                        piece = rest;
                    }
                    Next::Drop(number) => {
                        let (now, rest) = piece.split_at(number);
                        passage.passed(now);
                        piece = rest;
                    }
                    Next::Add(more) => {
                        let now = more.slice(..more.len().min(takes));
                        passage.added(now.len());
                        sent.extend_from_slice(&now);
                    }
                    Next::Wait(_) => {
                        passage.waited();
                        sent.push(b'|');
                    }
                    Next::Mute => return format!("{}~", text(sent)),
                    Next::End => return format!("{}.", text(sent)),
                }
            }
        }
        text(sent)
    }

    #[test]
    fn the_head_passes_whole_and_the_body_as_told() {
        let head = str::from_utf8(HEAD).unwrap();
        let answer = HEAD.len() + BODY.len();
        for size in 1..=answer {
            for takes in [1, 3, answer] {
                for (passage, body) in [
                    (Passage::stall_after(6), "{\"stat~"),
                    (Passage::end_after(6), "{\"stat."),
                    (Passage::end_after(0), "."),
                    (Passage::without_the_end(18, 3), "{\"statusCode\":2"),
                    (Passage::without_the_end(2, 18), ""),
                    (Passage::with_more(18, Bytes::from_static(b"more")), "{\"statusCode\":200}more"),
                    (Passage::with_more(2, Bytes::from_static(b"more")), "{\"morestatusCode\":200}"),
                    (Passage::drip(8, Duration::ZERO), "{\"status|Code\":20|0}"),
                    (Passage::drip(18, Duration::ZERO), "{\"statusCode\":200}"),
                ] {
                    assert_eq!(sent(passage, size, takes), format!("{head}{body}"), "in {size}, {takes} at a time");
                }
            }
        }
    }
}
