//! A connection that stays open from one request to the next, as a client that pools its connections keeps one.

use std::io;
use std::time::Duration;

use bindery::sandbox::Sandbox;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::raw::{Answer, Request, read_to_the_end};

/// Long enough for an answer on loopback; what did not come by then does not come.
const A_WHILE: Duration = Duration::from_millis(300);

pub(crate) struct Conversation {
    socket: TcpStream,
    unread: Vec<u8>,
}

impl Conversation {
    pub(crate) async fn with(sandbox: &Sandbox) -> Self {
        let socket = TcpStream::connect(sandbox.address()).await.expect("a connection");
        Self { socket, unread: Vec::new() }
    }

    pub(crate) async fn say(&mut self, request: &Request) {
        self.socket.write_all(&request.bytes()).await.expect("the request is sent");
    }

    /// The next answer, as long as its `Content-Length` says. What comes after it is kept for the next one.
    pub(crate) async fn answer(&mut self) -> Answer {
        loop {
            if let Some(mut answer) = Answer::parse(&self.unread) {
                let length = answer.content_length();
                if answer.body.len() >= length {
                    self.unread = answer.body.split_off(length);
                    return answer;
                }
            }
            assert_ne!(self.read_more().await.unwrap(), 0, "the answer ended early: {:?}", self.unread);
        }
    }

    pub(crate) async fn ask(&mut self, request: &Request) -> Answer {
        self.say(request).await;
        self.answer().await
    }

    /// Reads once, and says how many bytes came; 0 is the end.
    pub(crate) async fn read_more(&mut self) -> io::Result<usize> {
        let read = timeout(Duration::from_secs(20), self.socket.read_buf(&mut self.unread)).await;
        read.expect("something comes, or the end")
    }

    /// Reads until so much of a body has come, and gives back what did.
    pub(crate) async fn answer_with(&mut self, body: usize) -> Answer {
        loop {
            match Answer::parse(&self.unread) {
                Some(answer) if answer.body.len() >= body => return answer,
                _ => assert_ne!(self.read_more().await.unwrap(), 0, "it ended early: {:?}", self.unread),
            }
        }
    }

    /// Nothing comes for a while, not even an end.
    #[track_caller]
    pub(crate) fn hears_nothing(&mut self) -> impl Future<Output = ()> {
        let read = timeout(A_WHILE, self.socket.read_buf(&mut self.unread));
        async { assert!(read.await.is_err(), "something came") }
    }

    /// Leaves out what came and was not taken: the head of an answer without a body.
    pub(crate) fn forget(&mut self) {
        self.unread.clear();
    }

    /// Says that nothing more will be sent.
    pub(crate) async fn shut_down(&mut self) {
        self.socket.shutdown().await.expect("the connection is open");
    }

    /// What still comes until the connection ends, and how it does.
    pub(crate) async fn end(mut self) -> (Vec<u8>, io::Result<()>) {
        let end = read_to_the_end(&mut self.socket, &mut self.unread).await;
        (self.unread, end)
    }
}
