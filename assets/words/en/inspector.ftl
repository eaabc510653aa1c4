# The Inspector: every call, with its times, codes and what they mean.

inspector = Inspector
inspector-open = Inspector…
    .name = Inspector: every call with its answer
inspector-empty = No call has been made yet
    .more = Every call of this program is listed here, with its times and codes. What is secret in it is taken out before it is kept.
inspector-filter = Filter by path, text or requestId
inspector-filter-code = Code
inspector-not-a-code = A code is a number, such as 200 or 2020.
inspector-any-cause = Any cause
inspector-filter-clear = Clear the filter
inspector-failures = Failures only
inspector-follow = Follow the newest
inspector-pause = Pause
    .name = Pause the list
inspector-go-on = Go on
    .name = Let the list go on
inspector-paused = The list stands still. Calls are recorded all the same.
inspector-clear = Clear…
    .name = Forget all calls…
inspector-clear-ask = { $count ->
    [one] Forget the one call?
   *[other] Forget all { $count } calls?
}
    .more = They cannot be brought back. Files that were written stay.
    .paused = Calls that were recorded since the list stands still go too.
inspector-clear-now = Forget them
inspector-newer = { $count ->
    [one] 1 newer call above
   *[other] { $count } newer calls above
}
inspector-no-newer = Nothing newer above
inspector-none-found = No call fits the filter.
inspector-listed = { $count } of { $all } calls
inspector-dropped = { $count ->
    [one] The oldest call had to make room.
   *[other] The { $count } oldest calls had to make room.
}

## The list

inspector-took = Took
inspector-answer = Answer
inspector-cause = Cause
inspector-cause-person = by hand
    .more = A person asked for it.
inspector-cause-opening = on opening
    .more = After a start, a sign-in or a switch of accounts there was something to show.
inspector-cause-preparation = preparation
    .more = It had to be known before something else was sent: what an unbind would leave, what is bound before a bind, how the service wants a sign-in.
inspector-cause-polling = waiting to bind
    .more = A bind was open in the browser. The list is read until something new is there.
inspector-cause-checking = outcome check
    .more = The list was read to see what came of a bind or an unbind.
inspector-cause-renewal = token renewal
    .more = The access token was about to end, or had been refused.
inspector-cause-id-token-check = ID token check
    .more = An ID token came, and what the service publishes was needed to check it.
inspector-cause-resending = sent again
    .more = The service had refused it, so it was sent once more.
inspector-cause-repetition = made again
    .more = A person had the Inspector make the read again.
inspector-cause-ending = session end
    .more = A session ended, so its tokens were revoked.
inspector-cause-unknown = not known
inspector-times = { $count } times
inspector-no-answer = no answer
    .more = No answer came.
inspector-too-late = no answer in time
inspector-not-connected = no connection
inspector-lost = lost
inspector-not-the-api = not the API
inspector-too-large = too large
inspector-not-usable = not usable
inspector-abandoned = given up
inspector-was-abandoned = Nobody waited for the end of this call
    .next = The service may have acted on it. Look at the list of what is bound if it was meant to change something.
inspector-renews-itself = Where a session can be renewed, Bindery renews it and sends the call again, which is then one of the next calls. If there is none, sign in again.
inspector-file-maybe-done = The service may have acted on it all the same. Its own log tells, by the time and the requestId.
inspector-file-refused = The requestId tells the administrator of the application which call it was.
inspector-file-not-the-api = Something between the sender and the service may have answered. The beginning of the answer says what.
inspector-file-not-sent = The call did not get as far as the service.
inspector-file-unreadable = It is not of the documented form, or not all of it is in the file.

## One call

inspector-summary = Summary
inspector-request = Request
inspector-response = Response
inspector-timing = Timing
inspector-code = Code
inspector-meaning = What this means
inspector-url = the URL
inspector-day = Day
inspector-protocol = Protocol
inspector-polled = Asked
inspector-polled-since = { $count } times since { $time }, with the same answer; the last is shown
inspector-headers = Headers
inspector-request-headers = Request headers
inspector-response-headers = Response headers
inspector-headers-more = The HTTP library adds host and content-length to what is sent.
inspector-request-body = the request body
inspector-response-body = the response body
inspector-bytes = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
inspector-body-shortened = Only the beginning is kept.
inspector-body-broke-off = It broke off before its end.
inspector-as-tree = Show as a tree
inspector-as-text = Show as text
inspector-search = Search names and values
inspector-found = { $count } found
inspector-found-at = { $at } of { $count } found
inspector-next-found = Next one found
inspector-fold-all = Fold all
inspector-open-all = Open all
inspector-copy-path = Copy path
inspector-copy-value = Copy value
inspector-path-of-it = the path
inspector-value-of-it = the value
inspector-elements = { $count ->
    [one] [ 1 element ]
   *[other] [ { $count } elements ]
}
inspector-fields = { $count ->
    [one] 1 field
   *[other] { $count } fields
}

## Timing

inspector-part-lookup = Looking up the name
inspector-part-connecting = Connecting, with TLS
    .plain = Connecting
inspector-part-waiting = Sending and waiting
inspector-part-receiving = Receiving
inspector-part-absent = none
inspector-part-not-measured = not measured
inspector-timing-more = A connection that stood already needs no lookup and no connecting. Sending cannot be told from waiting.

## Code

inspector-variables = Set { $names } first. Secrets stand in none of these texts.
inspector-warning-code = The code in it is good once, and most likely used up.
inspector-warning-rotates = The service may replace the refresh token. The program that holds the old one is then signed out.
inspector-warning-ends-session = It ends a session or revokes a token.
inspector-warning-attempt = Every attempt counts towards a lock-out.
inspector-warning-message = It sends an email or a text message.
inspector-warning-changes = It changes the account.
inspector-warning-link = The answer holds a link that works like a password. Do not pass it on.
inspector-warning-incomplete = Not all of the body was kept, so this is not the same call.
inspector-warning-elsewhere = The tokens and passwords that you put into it go to { $host }. Run it only if you trust that host with them.

inspector-made-room = This call had to make room in the list. It stays here until it is closed.

## Making a read again

inspector-repeat = Make this read again
    .more = It changes nothing. Today’s token is sent where one is needed.
inspector-not-repeatable-effect = It is no read, or may have an effect. Only reads without effect can be made again from here.
inspector-not-repeatable-unbind = Unbind through Connections, which shows first what remains.
inspector-not-repeatable-credentials = It signs in, or has to do with tokens, codes or links. Such a call is never made again from here.
inspector-not-repeatable-elsewhere = It went to another host or app than the one shown. Switch to its account space to make it again.
inspector-not-repeatable-signed-out = It needs an access token, and nobody is signed in. Sign in to make it again.
inspector-not-repeatable-file = It is from a file, and nothing in a file can be sent.
inspector-to-connections = Go to Connections
inspector-repeating = Making it again…
inspector-repeated = Made again: { $how }
inspector-not-repeated = It could not be sent again
inspector-show-newest = Show the new call
    .later = The list stands still. The new call is in it once it goes on.

## Comparing

inspector-compare = Compare with another call…
inspector-compare-choose = Choose the call to compare with { $call }.
inspector-comparison = What is different
inspector-comparison-earlier = - earlier: { $call }
inspector-comparison-later = + later: { $call }
inspector-comparison-none = Nothing is different.
inspector-comparison-shortened = There are more differences than are listed.
inspector-comparison-nothing = (nothing)
inspector-comparison-header = header { $name }
inspector-address = URL

## Writing a file

inspector-export = Export…
    .name = Write calls into a file…
inspector-export-title = Write calls into a file
inspector-export-all = { $count ->
    [one] The one call that is kept
   *[other] All { $count } calls
}
inspector-export-listed = { $count ->
    [one] The one that is listed
   *[other] The { $count } that are listed
}
inspector-export-open = The one that is open
inspector-export-har = HAR 1.2
inspector-export-lines = JSON lines
inspector-export-preparing = Working out what the file will hold…
inspector-export-preview = Exactly this will be written: { $count } bytes

## Reading a file

inspector-read = Open HAR…
    .name = Open a HAR file…
inspector-read-title = Open a HAR file
    .more = Of this program or of a browser. Secrets are taken out while it is read, and nothing in it can be sent.
inspector-read-path = File
inspector-read-now = Open the file
inspector-reading = Reading…
inspector-read-failed = The file could not be opened
inspector-read-no-file = This is a folder or a device, and no file.
inspector-read-too-large = It is larger than 64 MiB.
    .next = Record less, or take entries out of it.
inspector-read-not-har = It is no HAR file: reading stopped in line { $line }, column { $column }.
    .next = In a browser, save the network panel as HAR.
inspector-file = { $path }: nothing in it can be sent
inspector-file-by = Written by { $creator }
inspector-file-left-out = { $count ->
    [one] One entry was left out.
   *[other] { $count } entries were left out.
}
inspector-file-empty = There is no call in it.
inspector-leave-file = Back to this program’s calls
