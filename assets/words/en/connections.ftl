# Connections: the cards, the unbind dialog, the receipts.

refresh = Refresh
    .name = Refresh the list
refreshing = Refreshing…
bound-count = Bound · { $count }
as-of = as of { $time }
connections-first-load = Reading what is bound to this account…
connections-empty = Nothing is bound to this account
    .more = No external identity provider is bound here, so there is nothing to unbind.
connections-failed = The list could not be read
connections-stale = The list could not be read again; this is what it said at { $time }
connections-offline = Offline: this is as of { $time }; nothing can be unbound now
connections-partial = Which identity providers this app offers could not be read
session-over = You are no longer signed in
    .more = The service ended the session. What is shown here is what it last said; sign in again to go on.
    .elsewhere = This account was signed out in another Bindery window. What is shown here is what was last read; sign in again to go on.
    .id-token = When the session was renewed, the service answered for someone whom Bindery cannot accept, such as another account. The session was ended and nothing of it was kept. Sign in again; if it happens again, tell the app's administrator.

## Cards

kind-social = social
kind-enterprise = enterprise
identity-count = { $count ->
    [one] { $count } identity
   *[other] { $count } identities
}
identities-more = { $count } more
card-enabled-as = enabled here as “{ $name }”
card-enabled-as-several = enabled here as “{ $names }” and “{ $last }”
card-list-separator = ”, “
card-not-enabled = not enabled for this app
card-enabled-unknown = whether it is enabled here is not known
card-not-listed = no longer listed
card-no-id = came without an extIdpId, so it cannot be unbound from here
unbind-button = Unbind…
    .name = Unbind { $name }…
unbinding = Unbinding…
unbinding-waiting = { $seconds } s, waiting for the answer
stop-waiting = Stop waiting
    .name = Stop waiting for { $name }

## The dialog

unbind-title = Unbind { $name }?
unbind-no-longer = You will no longer be able to sign in with this { $name } account.
unbind-no-longer-as = You will no longer be able to sign in with the { $name } account “{ $person }”.
unbind-no-longer-bound = This { $name } account is no longer bound to yours. It is not enabled for this app, so it does not sign you in here.
unbind-no-longer-bound-as = The { $name } account “{ $person }” is no longer bound to yours. It is not enabled for this app, so it does not sign you in here.
unbind-identities = { $count ->
    [one] Its one identity is removed.
    [2] Both of its identities are removed together.
   *[other] All { $count } of its identities are removed together.
}
unbind-sent = Sent to the API
unbind-this-one = this one
unbind-not-sent-identities = Not sent: { $count ->
    [one] identity
   *[other] identities
}
unbind-not-sent-connections = Not sent: { $count ->
    [one] connection
   *[other] connections
}
unbind-what = { $first } { $all }
unbind-inferred = “{ $name }”, inferred
unbind-grant-stays = Only the binding here ends. { $name } itself goes on trusting the app until you revoke that there.
unbind-confirm = Unbind { $name }

## Outcomes: the answer, then what the list says

outcome-of = { $name }: { $outcome }
outcome-accepted = Accepted; checking the list
outcome-refused = Not unbound
outcome-lost = No usable answer; checking the list
outcome-accepted-gone = Unbound
outcome-accepted-partly = Accepted, but only partly gone
outcome-accepted-there = Accepted, but still bound
outcome-accepted-unreadable = Accepted, but not checked
outcome-refused-gone = Refused, yet it is gone
outcome-refused-partly = Refused, yet partly gone
outcome-refused-there = Not unbound
outcome-refused-unreadable = Not unbound; the list could not be read
outcome-lost-gone = Unbound, though no usable answer came
outcome-lost-partly = No usable answer; partly gone
outcome-lost-there = Still bound; no usable answer came
outcome-lost-unreadable = Not known: no usable answer came
lost-stopped-waiting = You stopped waiting for the answer, so the service may still have carried it out.
check-reading = Reading the list again…
check-not-read = The list has not been read since.
check-gone = Checked at { $time }: the list no longer names { $name }.
check-partly = Checked at { $time }: { $count ->
    [one] { $count } identity of { $name } is
   *[other] { $count } identities of { $name } are
} still listed.
check-there = Checked at { $time }: { $name } is still listed.
check-unreadable = The list could not be read at { $time }, so it is not known whether the binding is gone.
check-again = Check again
    .name = Check { $name } again

## Facts and receipts

fact-http = HTTP
fact-ext-idp-id = extIdpId { $id }
fact-status-code = statusCode
fact-api-code = apiCode
fact-message = message
fact-request-id = requestId
fact-took = took
fact-content-type = content type
fact-retry-after = retry after
fact-place = where
fact-found = found
fact-reason = reason
took-milliseconds = { $count } ms
took-seconds = { $count } s
no-answer = no answer
copy-receipt = Copy receipt
    .name = Copy the receipt for { $name }
copy-request-id = Copy requestId
    .name = Copy the requestId for { $name }
copy-last-request-id = Copy the requestId of the last call
copied = Copied
    .name = Copied: { $what }
dismiss = Dismiss
    .name = Dismiss the receipt for { $name }
receipt-requests = { $count } requests were made for this
receipt-what = receipt
receipt-unbind = unbind { $name }
receipt-outcome = outcome
receipt-when = when
receipt-space = account space
receipt-account = account
receipt-sent = sent
receipt-identities = identities at the time
receipt-meaning = meaning
receipt-check = check
receipt-earlier = { $name }, earlier receipt { $number }

## What an unbind asks and says beside

unbind-checking = Checking what would remain…
unbind-changed = Nothing was sent: what would remain has changed
    .more = Since you confirmed, a way of signing in was lost or could not be read any more. Look at what would remain now, and decide again.
unbind-no-receipt = Unbind { $name } without keeping a receipt?
    .nothing-sent = Nothing was sent yet, because no receipt can be kept
    .meaning = If you go on, the receipt stays on the screen only. Should this window close in the middle of it, the next one does not know of it.
unbind-confirm-without-receipt = Unbind { $name } without a receipt
lost-program-ended = The window closed in the middle of this, so what the service answered is not known.
    .checking = The window closed in the middle of this; whether it was done is being checked.
check-looking = Looking again for a few seconds…
receipt-sessions-go-on = Other sessions of this account may go on until they end or are signed out.
provider-page-not-opened = No browser could be opened. The page is { $address }

## The ledger

ledger-kept-aside = The history was damaged, and a new one was begun
    .more = The damaged file was kept as { $path }. Receipts from before are not shown any more.
ledger-not-kept = No history is kept just now
    .more = What happens here still shows on the screen. Before each unbind you are asked whether to go on without a receipt kept.
ledger-no-folder = This system names no folder for data. Set XDG_DATA_HOME or HOME and start Bindery again.
ledger-newer = A newer version of Bindery has written { $path }. It was left alone; use that version to keep the history.
ledger-foreign = { $path } belongs to another program. It was left alone; move it away and start Bindery again.
ledger-damaged-in-use = { $path } is damaged, and another Bindery window uses it. Close all windows and start Bindery again.
ledger-locked = Another program holds { $path }. Close it and start Bindery again.
ledger-not-writable = { $path } cannot be written. Check its permissions and those of its folder, and start Bindery again.
ledger-disk-full = There is no room on the disk for { $path }. Make room and start Bindery again.
ledger-other = { $path } cannot be opened: { $reason }
ledger-writing-damaged = The history is damaged. Start Bindery again: the damaged file is then kept aside and a new one begun.
ledger-writing-locked = Another program holds the history. Try again once it is done.
ledger-writing-disk-full = There is no room on the disk. Make room and try again.
ledger-writing-not-writable = The history cannot be written. Check the permissions of its folder and try again.
ledger-writing-other = The history could not be written: { $reason }
