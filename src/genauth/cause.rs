//! Why the program sent a request.

/// What made the program send a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Cause {
    /// A person asked for it, or opened something that needs it.
    #[default]
    Person,
    /// The access token had to be renewed.
    Renewal,
    /// The service refused for lack of sign-in, so after the renewal the call is sent once more (reference section 14,
    /// item 11).
    Resending,
    /// The list is read again and again to see whether something was bound (reference section 6.2).
    Polling,
    /// A person asked the inspector to make a read once more.
    Repetition,
}

tokio::task_local! {
    static CURRENT: Cause;
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 5] = [Self::Person, Self::Renewal, Self::Resending, Self::Polling, Self::Repetition];

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

    /// The word for files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Renewal => "renewal",
            Self::Resending => "resending",
            Self::Polling => "polling",
            Self::Repetition => "repetition",
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
    }
}
