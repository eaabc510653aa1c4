# The Sandbox screen: requests, faults, mailbox, personas, applications.

sandbox = Sandbox
sandbox-on = on
sandbox-off = off
sandbox-open = Sandbox…
    .name = Sandbox: its mailbox, personas and faults
sandbox-back = Back to the sign-in
sandbox-address = the address
sandbox-about = A service in miniature, on this computer only. Nothing in it is real.
sandbox-copy = Copy
    .name = Copy { $what }
sandbox-of = { $what } of { $name }
sandbox-stopped = The sandbox has stopped
    .next = Nothing answers at its address any more. A new one starts as at the beginning, and you sign in again.
sandbox-start-again = Start a new one

## Reset

sandbox-reset = Reset everything…
sandbox-reset-ask = Reset the sandbox?
    .more = Accounts and what is bound to them, tokens, codes, faults and the clock go back to what they were at the start. The list of requests stays.
    .signs-out = You are signed out, because the sandbox forgets your session.
sandbox-reset-now = Reset everything
sandbox-was-reset = Everything is as it was at the start
    .more = You are signed out.

## Parts

sandbox-requests = Requests
sandbox-faults = Faults
sandbox-mailbox = Mailbox
sandbox-personas = Personas
sandbox-applications = Applications

## Requests

requests-empty = No request has come yet
    .more = Whatever this window or a client of your own sends to the address above is listed here, as the service sees it.
requests-filter = Filter by path, code, fault or reason
requests-none-found = No request contains this.
requests-time = Time
requests-method = Method
requests-path = Path
requests-happened = Fault or reason
request-what = the request
request-back = Back to the list
request-close = Close
request-fault = Fault
request-reason = Refused because
request-ran = The endpoint ran: what it changes was changed, whatever became of the answer.
request-did-not-run = The endpoint did not run.
request-number = Number
request-answer = Answer
request-unanswered = none, or not yet
request-query = Query
request-no-query = No query
request-headers = Headers
request-no-headers = No headers
request-hidden = (not shown)
request-body = Body
request-no-body = No body

## Mailbox

mailbox-empty = No code was sent yet
    .more = What would go out by email or text message arrives here: codes to sign in, to bind an address, to reset a password.
mailbox-clear = Empty the mailbox
mailbox-code = the code to { $to } of { $time }
mailbox-expired = expired
mailbox-by-email = Email to
mailbox-by-sms = Text message to
mailbox-sent = sent
mailbox-good-until = good until
channel-login = To sign in
channel-register = To create an account
channel-reset-password = To reset the password
channel-verify-email-link = To confirm the email address
channel-update-email = To change the email address
channel-bind-email = To bind an email address
channel-unbind-email = To unbind the email address
channel-verify-mfa = As a second factor
channel-unlock-account = To unlock the account
channel-complete-email = To complete the profile with an email address
channel-delete-account = To delete the account
channel-bind-phone = To bind a phone number
channel-unbind-phone = To unbind the phone number
channel-identity-verification = To confirm who it is
channel-bind-mfa = To set up a second factor
channel-unbind-mfa = To remove a second factor
channel-complete-phone = To complete the profile with a phone number

## Personas and applications

sandbox-sign-in-as = Sign in as
    .name = Sign in as { $name }
sandbox-email = Email
sandbox-username = User name
sandbox-phone = Phone
sandbox-directory-name = LDAP and AD name
sandbox-no-password = No password
sandbox-applications-about = What a client of your own needs to reach the sandbox. The secrets need no care: everything here is made up.
sandbox-own-application = this window
sandbox-app-id = App ID
sandbox-secret = Secret
sandbox-no-secret = No secret: a public client, which uses PKCE
sandbox-redirects = Returns to
sandbox-logouts = Signs out to

## Faults

faults-ready-made = With one press
    .more = Each waits for the request that it is for, then strikes once.
ready-answer-lost = The next unbind’s answer is lost
ready-never-arrives = The next unbind never arrives
ready-refused = The next unbind is refused
ready-lag = The list lags 3 reads behind
ready-gateway = The next read gets a 502 page
ready-slow = The next read takes 3 s
ready-throttled = The next request is too many
ready-no-refresh = The next refresh is refused
ready-token-expires = The token expires now
faults-waiting = What waits
faults-none = Nothing: every request is answered as it should be.
faults-remove-all = Remove all
fault-remove = Remove
    .name = Remove fault { $number }: { $text }
fault-what = fault { $number }
fault-once = once
fault-times-left = { $count } times left
fault-until-cleared = until removed
fault-own = A fault of your own
fault-kind = What goes wrong
fault-endpoint = For
fault-endpoint-choose-other = Another endpoint…
fault-endpoint-other = The last part of its path, or its whole path
fault-times = How often
fault-add = Add
fault-mistake-no-kind = A fault is written endpoint=kind, such as unlink-extidp=reset-after.
fault-mistake-endpoint = “{ $text }” is no endpoint. Give the last part of its path, its whole path, or * for all.
fault-mistake-kind = “{ $text }” is no kind of fault. Check the numbers in it.
fault-mistake-http-status = “{ $text }” is no HTTP status that can be answered. Use 200 to 599.
fault-mistake-times = “{ $text }” is no number of times. Use 1 or more.

endpoint-all = Every request
endpoint-service = The service as a whole
endpoint-unlink-extidp = Unbind
endpoint-get-identities = Read what is bound
endpoint-get-profile = Read the profile
endpoint-enabled-extidps = Read the enabled identity providers
endpoint-link-url = Get the address to bind at
endpoint-signin = Sign in
endpoint-token = Get or refresh tokens
endpoint-revocation = Revoke a token
endpoint-me = Read the claims
endpoint-send-email = Send a code by email
endpoint-send-sms = Send a code by text message
endpoint-security-info = Read the security level
endpoint-system = Read the system’s keys

fault-reset-after = Done, but the answer is lost
    .more = The endpoint runs; then the connection is reset without a byte of answer.
fault-reset-before = The request is lost
    .more = The connection is reset, and the endpoint does not run.
fault-stall = The answer stops halfway
    .more = The endpoint runs; half of the answer comes, then nothing, and the connection stays.
fault-truncate = The answer is cut off
    .more = The endpoint runs; half of the answer comes, then the connection ends.
fault-latency = Slow
    .more = The endpoint runs only after this time.
fault-latency-spread = Slow, sometimes more and sometimes less
    .more = The endpoint runs after a time between these two.
fault-latency-growing = Slower each time
    .more = The endpoint runs after a time that grows with every strike.
fault-drip = The answer comes in drops
    .more = The endpoint runs; its answer is sent so many bytes at a time.
fault-length = Wrong length
    .more = The endpoint runs; Content-Length is wrong by this many bytes.
fault-http = A gateway’s page
    .more = The endpoint does not run; a page of HTML comes with this HTTP status.
fault-http-retry = A gateway’s page that says when to retry
    .more = The endpoint does not run; the page comes with the header Retry-After.
fault-http-text = A gateway’s plain text
    .more = The endpoint does not run; plain text comes with this HTTP status.
fault-http-empty = A gateway’s empty answer
    .more = The endpoint does not run; nothing comes but this HTTP status.
fault-envelope = Refused with a statusCode
    .more = The endpoint does not run; the API refuses, at HTTP 200.
fault-envelope-both = Refused with statusCode and apiCode
    .more = The endpoint does not run; the API refuses, at HTTP 200.
fault-envelope-retry = Refused with a time to retry
    .more = The endpoint does not run; the API refuses, at HTTP 200, with the header Retry-After.
fault-oauth = OAuth error
    .more = The endpoint does not run; an error as RFC 6749 has it comes instead.
fault-malformed = Broken JSON
    .more = The endpoint runs; its answer is no JSON.
fault-shape = Data of another shape
    .more = The endpoint runs; data is null, text, number, list, object or nested instead.
fault-huge = A huge answer
    .more = The endpoint runs; its answer is valid, and this large.
fault-token-expired = The access token is expired
    .more = The token that the request carries is expired from then on.
fault-token-revoked = The access token is revoked
    .more = The token that the request carries is revoked from then on.
fault-refresh-refused = The refresh token is gone
    .more = The refresh token that the request carries is gone, and the refresh is refused.
fault-redirect = Redirected elsewhere
    .more = The endpoint does not run; HTTP 302 leads to this address.
fault-refuse = The port is closed
    .more = Connections are refused for this time.
fault-lag = The list lags behind
    .more = After the next change, so many reads show what was before it.
fault-clock = The clock is wrong
    .more = The service’s clock is ahead, or behind with a minus, from then on.
fault-ms = Milliseconds
fault-from-ms = From, in ms
fault-to-ms = To, in ms
fault-step-ms = More each time, in ms
fault-bytes = Bytes at a time
fault-every-ms = Every, in ms
fault-length-by = Bytes, with + or -
fault-http-status = HTTP status
fault-retry-seconds = Retry after, in s
fault-status-code = statusCode
fault-api-code = apiCode
fault-oauth-error = Error
fault-shape-of = Shape
fault-mebibytes = MiB
fault-redirect-to = Address
fault-seconds = Seconds
fault-reads = Reads
fault-clock-by = Seconds, with + or -

## Scenario, clock and tokens

scenario = Scenario
    .more = One fault a line, with # before a comment. It takes the place of what waits.
scenario-apply = Apply
scenario-take = Take over what waits
scenario-what = the scenario
scenario-played = It waits now.
scenario-line = Line { $line }: { $problem }
clock = Clock
clock-right = It shows the same time as this computer.
clock-ahead = It is { $seconds } s ahead of this computer.
clock-behind = It is { $seconds } s behind this computer.
clock-plus-five = 5 min ahead
clock-minus-five = 5 min behind
clock-plus-hours = 3 h ahead
clock-back = As this computer
clock-seconds = Seconds ahead, or behind with a minus
clock-enter = Press Enter to set it.
clock-no-number = This is no number of seconds.
tokens = Tokens
tokens-expire = Expire access tokens now
tokens-revoke = Revoke refresh tokens now
tokens-expired = Every access token issued before { $time } is refused.
tokens-revoked = Every refresh token issued before { $time } is refused.
