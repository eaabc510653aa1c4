//! Why the program sent a request.

/// What made the program send a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A person asked for it.
    #[default]
    Person,
    /// The program shows something for the first time: after its start, a sign-in or a switch of accounts.
    Opening,
    /// It has to be known before something else is sent: what an unbind would leave, what is bound before a bind, what the
    /// service says of itself before a sign-in.
    Preparation,
    /// The list is read to find out what came of a bind or an unbind.
    Checking,
    /// The service's metadata and keys are needed to check an ID token (OpenID Connect Core 1.0, section 3.1.3.7).
    IdTokenCheck,
    /// The access token had to be renewed.
    Renewal,
    /// The service refused, so the call is sent once more: after the renewal where it refused for lack of sign-in
    /// (reference section 14, item 11), and a call for a link without `target_url` where it did not take that.
    Resending,
    /// The list is read again and again to see whether something was bound (reference section 6.2).
    Polling,
    /// A person asked the inspector to make a read once more.
    Repetition,
    /// A session ended, by the sign-out or otherwise, so its tokens are revoked (RFC 7009; reference section 8.6).
    Ending,
}

tokio::task_local! {
    static CURRENT: Cause;
}

impl Cause {
    /// Every cause, in the order in which a person chooses among them.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Opening,
        Self::Preparation,
        Self::Polling,
        Self::Checking,
        Self::Renewal,
        Self::IdTokenCheck,
        Self::Resending,
        Self::Repetition,
        Self::Ending,
    ];

    /// Runs a future whose calls have this cause, unless something inside of it names another one.
    ///
    /// A cause travels with the future and not through the arguments, because a session sends calls for others and
    /// adds its own. It does not reach tasks that the future starts.
    pub async fn during<F: Future>(self, future: F) -> F::Output {
        CURRENT.scope(self, future).await
    }

    /// The cause of what is called here.
    pub(super) fn current() -> Self {
        CURRENT.try_with(|cause| *cause).unwrap_or_default()
    }

    /// The word for files. It never changes: files with it are about.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Opening => "opening",
            Self::Preparation => "preparation",
            Self::Checking => "checking",
            Self::IdTokenCheck => "id-token-check",
            Self::Renewal => "renewal",
            Self::Resending => "resending",
            Self::Polling => "polling",
            Self::Repetition => "repetition",
            Self::Ending => "ending",
        }
    }

    /// The cause with this [`name`](Self::name).
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Cause;

    #[tokio::test]
    async fn the_innermost_cause_counts() {
        assert_eq!(Cause::current(), Cause::Person);
        let inside = Cause::Polling
            .during(async { (Cause::current(), Cause::Renewal.during(async { Cause::current() }).await) });
        assert_eq!(inside.await, (Cause::Polling, Cause::Renewal));
    }

    #[test]
    fn names_lead_back() {
        for cause in Cause::ALL {
            assert_eq!(Cause::named(cause.name()), Some(cause));
        }
        assert_eq!(Cause::named("click"), None);
        let names = Cause::ALL.map(Cause::name);
        assert!(names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1), "{names:?}");
    }
}
