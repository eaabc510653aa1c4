# Activity: the history of binds and unbinds, its receipts, exports, and forgetting.

activity = Activity
activity-export = Export…
activity-forget = Forget history…
activity-close = Close
activity-back = Back to the list
activity-first-load = Reading what was bound and unbound…
activity-more = Reading more…
activity-empty = Nothing was bound or unbound from here yet
    .more = Each bind and unbind that you begin in Bindery leaves a receipt here. Bindings that were made elsewhere have none.
activity-none-found = Nothing matches the filter
    .more = Receipts are kept, but none is like that.
activity-none-here = Nothing is kept of this account
    .more = Receipts of other accounts are kept on this computer.
activity-show-everyone = Show every account
activity-count = { $count ->
    [one] { $count } receipt
   *[other] { $count } receipts
}
activity-found = { $found } of { $kept }
activity-searching = Searching…
activity-today = Today · { $date }
activity-yesterday = Yesterday · { $date }
activity-bind = Bind { $name }
activity-unbind = Unbind { $name }

## The filter

activity-search = Search name, id, message…
activity-code = Code
activity-not-a-code = A code is a number, such as 200 or 2020.
activity-account = Account
activity-this-account = This account
activity-every-account = Every account
activity-another-account = Another account
activity-provider = identity provider
activity-any-provider = Any identity provider
activity-any-outcome = Any outcome
activity-done = Done
activity-not-done = Not done
activity-unsure = Not known for sure
activity-clear = Clear the filter

## Outcomes beside those of the cards

activity-open = Waiting for the answer
    .more = The call is under way, or was begun in another window. What comes of it is written here.
activity-left-open = Not finished
    .more = Bindery ended before an answer came, so it may have been done or not. The list of identities tells.
activity-not-finished = Not finished
activity-not-checked = Accepted; the list was not read since
activity-refused-not-checked = Not unbound; the list was not read since
activity-lost-not-checked = No usable answer; the list was not read since
activity-bound = Bound
activity-nothing-new = Nothing new was bound
activity-found-later = Bound later, perhaps from elsewhere
    .more = After that, the list named identities of this identity provider. None was there before this bind began.
    .same = They came through the connection that this bind went through, so most likely it was finished in the browser after all.
    .another = They came through another connection than the one that this bind went through, so most likely they are not from it.
    .unknown = It cannot be told whether they came from this bind or from elsewhere, such as another device.
activity-found-later-at = first listed
activity-found-later-not-yet = not yet listed
activity-no-link = Not bound: no link was made
activity-bind-not-checked = Link made; the list was not read since

## One receipt

activity-copy-text = Copy as text
activity-copy-json = Copy as JSON
activity-app = app
activity-account-name = name
activity-batch = one of several, batch
activity-entry = receipt
activity-superseded = A later try at the same binding followed. What the list said from then on is about that one.
activity-ids = What was sent, and what not
activity-sent-ext-idp = sent: extIdpId
activity-sent-identifier = sent: identifier
activity-not-sent-ext-idp = not sent: extIdpId
activity-not-sent-connection = not sent: identifier of the connection last used
activity-not-sent-identities = not sent: identityId
activity-not-sent-connections = not sent: originConnIds
activity-answer = Answer
activity-answered = the API
activity-accepted = accepted
activity-refused = refused; nothing was done
activity-lost = gave no usable answer
activity-settled = known
activity-program-ended = Bindery ended before an answer came, so the service may have carried it out.
activity-unknown-fault = The call failed in a way that this version of Bindery has no words for.
activity-check = How it was checked
activity-listed-at = list read
activity-listed-gone = The list no longer names the binding.
activity-listed-partly = { $count ->
    [one] The list still names { $count } identity of the binding.
   *[other] The list still names { $count } identities of the binding.
}
activity-listed-there = The list still names the whole binding.
activity-listed-unreadable = The list could not be read, so it is not known whether the binding is there.
activity-listed-bound = The list names identities that it did not name before.
activity-new-identities = new identityId
activity-new-connections = new originConnIds
activity-waited-cancelled = You stopped waiting before the list named anything new.
activity-waited-deadline = The list named nothing new in the time that there was.
activity-waited-session = The session ended before the list named anything new.
activity-waited-account = Another account was shown before the list named anything new.
activity-waited-ended = Bindery ended before the list named anything new.
activity-waited-unknown = The waiting ended before the list named anything new.
activity-request = Request { $number }: { $request }
activity-began = began

## How the history stands

activity-in-memory = The sandbox's history is in memory only, and goes with the window.
activity-failed = The history could not be read
activity-not-open = The history is not open.
activity-crashed = A fault in Bindery interrupted this.
activity-database = The database said: { $reason }
activity-unreadable = { $count ->
    [one] { $count } receipt is damaged and cannot be shown
   *[other] { $count } receipts are damaged and cannot be shown
}

## Export

export-title = Export what the filter shows
export-what = { $count ->
    [one] { $count } receipt is written to a file on this computer.
   *[other] { $count } receipts are written to a file on this computer.
}
export-csv = CSV, for a spreadsheet
export-json-lines = JSON lines, for a program
export-path = File
export-private = Only you can read the file. It holds ids and messages of the service, but no token and no password.
export-write = Export
export-replace = Replace the file
export-writing = Writing…
export-done = { $count ->
    [one] { $count } receipt was written to
   *[other] { $count } receipts were written to
}
export-copy-path = Copy the path
export-left-out = { $count ->
    [one] { $count } damaged receipt is not in it.
   *[other] { $count } damaged receipts are not in it.
}

## Forgetting

forget-title = Forget history?
forget-account = { $count ->
    [one] Of this account: { $count } receipt
   *[other] Of this account: { $count } receipts
}
forget-everything = { $count ->
    [one] Everything: { $count } receipt, of { $accounts ->
        [one] { $accounts } account
       *[other] { $accounts } accounts
    }
   *[other] Everything: { $count } receipts, of { $accounts ->
        [one] { $accounts } account
       *[other] { $accounts } accounts
    }
}
forget-goes = What goes
    .more = Receipts, when identities were seen, which ways have signed in, which connections were used, and what the list was like before. Ways of signing in are no longer known to work until they are used again.
    .aside = Damaged files that were kept aside go, too.
forget-stays = What stays
    .more = Every binding, your session, files that were exported, and receipts on cards until the window closes. What happens from now on is kept again.
forget-ask = Forget…
forget-now = Forget it for good
forget-sure = This cannot be undone. Forget it for good?
forget-working = Forgetting…
forget-busy = Not now: an unbind waits for its answer, and its receipt would be lost. Wait for it, then try again.
forget-failed = Nothing was forgotten
forget-done = It is forgotten
forget-not-wiped = Traces of it may still be on the disk
    .more = Another window reads the file, or a file that was kept aside could not be removed. Close all Bindery windows, or forget once more, and the rest goes.
activity-show-exchange = Show the call in the Inspector
activity-exchange-gone = The call itself is no longer held: the Inspector keeps what this window has sent lately.
