//! The catalogue of codes: every `statusCode` of section 1.5 of the wire reference and every `apiCode` of section 1.6.
//!
//! The catalogue holds numbers and facts, no words for people. Those are in `assets/words/<language>/codes.ftl`, under
//! the key that [`StatusCodeEntry::key`], [`ApiCodeEntry::key`] and [`StatusClass::key`] give, with the attribute `next`
//! for what to do next. `tests/codes.rs` holds the two together.
//!
//! The reference publishes no code for "already bound to another user" nor for "last way to sign in" (section 1.6): for
//! those there is only the message of the answer.

/// How sure a code's meaning is: the difference between the two lists of section 1.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The vendor's documentation gives the code and its meaning.
    Documented,
    /// Only shipped clients handle the code: its meaning is what they take it to be.
    SeenInClients,
}

/// What an answer with a code amounts to (sections 1.4 and 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// What was asked for is done.
    Done,
    /// Nothing failed, but the person has another step to take, such as a second factor or a new password.
    AnotherStep,
    /// The request was refused or failed.
    Failure,
}

/// One `statusCode` of section 1.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusCodeEntry {
    /// The number in the envelope's `statusCode`.
    pub number: i64,
    /// The documented name, such as `UnauthorizedError`.
    pub name: &'static str,
    /// How sure the meaning is. All of section 1.5 is documented.
    pub evidence: Evidence,
    /// What an answer with this code amounts to.
    pub outcome: Outcome,
}

impl StatusCodeEntry {
    /// The key of its words: `status-401`.
    pub fn key(&self) -> String {
        format!("status-{}", self.number)
    }
}

/// One `apiCode` of section 1.6, which gives these codes a meaning but no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiCodeEntry {
    /// The number in the envelope's `apiCode`; some clients expect it in `statusCode` (section 4).
    pub number: i64,
    /// How sure the meaning is.
    pub evidence: Evidence,
    /// What an answer with this code amounts to.
    pub outcome: Outcome,
}

impl ApiCodeEntry {
    /// The key of its words: `api-2333`.
    pub fn key(&self) -> String {
        format!("api-{}", self.number)
    }
}

/// What the hundreds of a `statusCode` say when the code itself is unknown (section 1.5).
///
/// Whatever the class, an unknown code is no success: only 200 exactly is (section 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusClass {
    /// 300 to 399: Guard takes these as "continue the flow, `apiCode` names the next screen".
    Continue,
    /// 400 to 499: the request is at fault.
    Request,
    /// 500 to 599: the service is at fault.
    Service,
    /// 600 to 699: something behind the service is at fault.
    Behind,
    /// Any other number.
    Other,
}

impl StatusClass {
    /// Every class, for iteration.
    pub const ALL: [Self; 5] = [Self::Continue, Self::Request, Self::Service, Self::Behind, Self::Other];

    /// The key of its words: `status-class-4xx`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Continue => "status-class-3xx",
            Self::Request => "status-class-4xx",
            Self::Service => "status-class-5xx",
            Self::Behind => "status-class-6xx",
            Self::Other => "status-class-other",
        }
    }

    /// What an answer of this class amounts to when its code is unknown.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Continue => Outcome::AnotherStep,
            Self::Request | Self::Service | Self::Behind | Self::Other => Outcome::Failure,
        }
    }
}

/// Every `statusCode` of section 1.5, in rising order.
pub const STATUS_CODES: &[StatusCodeEntry] = &[
    StatusCodeEntry { number: 200, name: "OK", evidence: Evidence::Documented, outcome: Outcome::Done },
    status_failure(400, "InvalidArgumentError"),
    status_failure(401, "UnauthorizedError"),
    status_failure(402, "PaymentNeededError"),
    status_failure(403, "ForbiddenError"),
    status_failure(404, "NotFoundError"),
    status_failure(409, "ConflictError"),
    status_failure(413, "PayloadTooLargeError"),
    status_failure(422, "InvalidOperationError"),
    status_failure(429, "ThrottleError"),
    status_failure(499, "ClientError"),
    status_failure(500, "ServerError"),
    status_failure(501, "UnsupportedOperationError"),
    status_failure(502, "BadGatewayError"),
    status_failure(503, "ServiceUnavailableError"),
    status_failure(601, "EndpointRequestError"),
    status_failure(602, "EndpointResponseError"),
    status_failure(603, "CustomCodeError"),
];

/// Every `apiCode` of section 1.6, from both its lists, in rising order.
///
/// The 0 and 20001 of some samples of successful calls (section 1.4) are left out: they have no documented meaning.
pub const API_CODES: &[ApiCodeEntry] = &[
    seen(1108, Outcome::AnotherStep),        // username taken: Guard asks for another
    documented(1300, Outcome::Failure),      // AK/SK signature invalid
    documented(1301, Outcome::Failure),      // AK/SK signature method mismatch
    documented(1302, Outcome::Failure),      // AK/SK signature version mismatch
    documented(1303, Outcome::Failure),      // AK/SK timestamp not Unix milliseconds
    documented(1304, Outcome::Failure),      // AK/SK request lacks the date header
    documented(1305, Outcome::Failure),      // AK/SK clock skew too large
    documented(1306, Outcome::Failure),      // AK/SK signature already used
    seen(1577, Outcome::Failure),            // device disabled
    seen(1578, Outcome::Failure),            // device suspended
    documented(1600, Outcome::Done),         // post-authentication flow finished, session set
    documented(1635, Outcome::AnotherStep),  // second factor, enrolled by the user
    documented(1636, Outcome::AnotherStep),  // second factor, enforced by the application
    documented(1639, Outcome::AnotherStep),  // first-login password reset, old password not asked
    documented(1640, Outcome::AnotherStep),  // bind to an existing account
    documented(1641, Outcome::AnotherStep),  // bind to an existing or a new account
    documented(1642, Outcome::AnotherStep),  // profile completion
    documented(1643, Outcome::AnotherStep),  // self-service unlock available
    seen(1644, Outcome::AnotherStep),        // tenant portal
    seen(1645, Outcome::AnotherStep),        // tenant information completion
    seen(1666, Outcome::AnotherStep),        // binding without asking
    documented(1699, Outcome::Failure),      // flow aborted, back to login
    documented(1700, Outcome::Failure),      // no face photo on file
    documented(1701, Outcome::Failure),      // comparison photo missing
    documented(1702, Outcome::Failure),      // face mismatch
    documented(1703, Outcome::Failure),      // cannot bind a face: no email or phone bound
    documented(1704, Outcome::Failure),      // phone verification failed while binding a face
    documented(1705, Outcome::Failure),      // email verification failed while binding a face
    documented(1706, Outcome::Failure),      // face already bound
    documented(1707, Outcome::Failure),      // binding a face failed
    seen(2000, Outcome::AnotherStep),        // captcha required
    seen(2001, Outcome::Failure),            // wrong verification code
    documented(2004, Outcome::Failure),      // user not found
    documented(2005, Outcome::Failure),      // user locked
    documented(2006, Outcome::Failure),      // wrong password
    documented(2011, Outcome::Failure),      // application does not exist
    documented(2020, Outcome::Failure),      // not logged in
    seen(2021, Outcome::Failure),            // login invalid or expired
    seen(2026, Outcome::Failure),            // user already exists
    documented(2031, Outcome::Failure),      // registration disabled
    documented(2039, Outcome::Failure),      // application domain taken
    documented(2040, Outcome::Failure),      // user-pool domain taken
    seen(2057, Outcome::Failure),            // locked after repeated failures
    documented(2058, Outcome::AnotherStep),  // forced password reset, old password asked
    seen(2061, Outcome::AnotherStep),        // unsafe password, prompt
    seen(2071, Outcome::AnotherStep),        // unsafe password, reset
    documented(2224, Outcome::Failure),      // user pool does not exist
    seen(2230, Outcome::Failure),            // same phone number
    documented(2333, Outcome::Failure),      // wrong account or password
    seen(2921, Outcome::AnotherStep),        // choose an account
    seen(2930, Outcome::AnotherStep),        // choose an account
    documented(4021, Outcome::Failure),      // metering or billing error
    seen(4032, Outcome::Failure),            // invitation expired
    seen(4033, Outcome::Failure),            // invitation expired
    documented(6001, Outcome::Failure),      // wrong TOTP code
    documented(6002, Outcome::Failure),      // wrong TOTP recovery code
    documented(6003, Outcome::Failure),      // TOTP code missing
    documented(6004, Outcome::Failure),      // recovery code missing
    seen(1_320_004, Outcome::Failure),       // phone already bound
    documented(2_120_008, Outcome::Failure), // user disabled or not in this tenant
    documented(2_130_010, Outcome::Failure), // user may not log in to this tenant
    documented(2_820_002, Outcome::Failure), // invalid LDAP link
];

/// The entry of a `statusCode` (section 1.5), or nothing when the reference has none; [`status_class`] helps then.
pub fn status_code(number: i64) -> Option<&'static StatusCodeEntry> {
    let index = STATUS_CODES.binary_search_by_key(&number, |entry| entry.number).ok()?;
    STATUS_CODES.get(index)
}

/// The entry of an `apiCode` (section 1.6), or nothing when the reference has none.
pub fn api_code(number: i64) -> Option<&'static ApiCodeEntry> {
    let index = API_CODES.binary_search_by_key(&number, |entry| entry.number).ok()?;
    API_CODES.get(index)
}

/// The class of a `statusCode` by its hundreds (section 1.5), for codes that [`status_code`] does not know.
pub const fn status_class(number: i64) -> StatusClass {
    match number {
        300..=399 => StatusClass::Continue,
        400..=499 => StatusClass::Request,
        500..=599 => StatusClass::Service,
        600..=699 => StatusClass::Behind,
        _ => StatusClass::Other,
    }
}

/// The step that an answer asks for, if it asks for one (sections 4 and 14).
///
/// Clients disagree on where the code stands, so `apiCode` is looked at first and `statusCode` after it. A `statusCode`
/// of 200 is a success, whatever `apiCode` comes with it (section 1.4).
pub fn another_step(status_code: i64, api_code: Option<i64>) -> Option<&'static ApiCodeEntry> {
    if status_code == 200 {
        return None;
    }
    api_code
        .into_iter()
        .chain([status_code])
        .filter_map(self::api_code)
        .find(|entry| entry.outcome == Outcome::AnotherStep)
}

/// A documented `statusCode` that says that the request failed: all of section 1.5 but 200.
const fn status_failure(number: i64, name: &'static str) -> StatusCodeEntry {
    StatusCodeEntry { number, name, evidence: Evidence::Documented, outcome: Outcome::Failure }
}

/// An `apiCode` of the documented list of section 1.6.
const fn documented(number: i64, outcome: Outcome) -> ApiCodeEntry {
    ApiCodeEntry { number, evidence: Evidence::Documented, outcome }
}

/// An `apiCode` of the list "seen only in client code" of section 1.6.
const fn seen(number: i64, outcome: Outcome) -> ApiCodeEntry {
    ApiCodeEntry { number, evidence: Evidence::SeenInClients, outcome }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_rise_without_a_double() {
        assert!(STATUS_CODES.windows(2).all(|pair| pair[0].number < pair[1].number));
        assert!(API_CODES.windows(2).all(|pair| pair[0].number < pair[1].number));
    }

    #[test]
    fn the_lists_are_as_long_as_the_tables_of_the_reference() {
        let seen = API_CODES.iter().filter(|entry| entry.evidence == Evidence::SeenInClients).count();
        assert_eq!((STATUS_CODES.len(), API_CODES.len() - seen, seen), (18, 43, 19));
    }

    #[test]
    fn every_code_is_found_by_its_number() {
        for entry in STATUS_CODES {
            assert_eq!(status_code(entry.number), Some(entry));
        }
        for entry in API_CODES {
            assert_eq!(api_code(entry.number), Some(entry));
        }
        assert_eq!(status_code(418), None);
        assert_eq!(api_code(20001), None);
    }

    #[test]
    fn only_200_is_a_success() {
        for entry in STATUS_CODES {
            assert_eq!(entry.outcome == Outcome::Done, entry.number == 200);
        }
        assert_eq!(status_class(201).outcome(), Outcome::Failure);
    }

    #[test]
    fn an_unknown_code_is_classified_by_its_hundreds() {
        let classes = [302, 418, 599, 600, 0, -400, 700, 1636].map(status_class);
        let expected = [
            StatusClass::Continue,
            StatusClass::Request,
            StatusClass::Service,
            StatusClass::Behind,
            StatusClass::Other,
            StatusClass::Other,
            StatusClass::Other,
            StatusClass::Other,
        ];
        assert_eq!(classes, expected);
    }

    #[test]
    fn the_steps_that_a_browser_can_take_are_another_step() {
        // Section 4 lists these as the answers after which to offer "continue in browser".
        for number in [1635, 1636, 1639, 1640, 1641, 1642, 2058] {
            assert_eq!(api_code(number).map(|entry| entry.outcome), Some(Outcome::AnotherStep), "{number}");
        }
    }

    #[test]
    fn the_step_is_looked_for_in_both_codes_and_never_after_a_success() {
        let number = |status, api| another_step(status, api).map(|entry| entry.number);
        assert_eq!(number(499, Some(1636)), Some(1636));
        assert_eq!(number(1636, None), Some(1636));
        assert_eq!(number(1635, Some(0)), Some(1635));
        assert_eq!(number(403, Some(2333)), None);
        assert_eq!(number(200, Some(1636)), None);
    }
}
