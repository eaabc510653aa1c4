# Binding: the choice, the tracker, and what came of it.

bind-another = Bind another account…

## The choice

bind-choose = Bind another account
    .more = You sign in at the provider in your browser. Bindery sees in the list when it is done.
bind-search = Search by name, provider or identifier
bind-button = Bind
    .name = Bind { $name }
bind-through = Bind { $name } through { $connection }
bind-under-way = being bound
bind-loading = Reading what can be bound…
bind-unreadable = What can be bound could not be read
bind-nothing-offered = This app offers no identity providers
    .more = An administrator of the application can enable some.
bind-nothing-left = Everything that this app offers is bound already
    .more = To bind another account of the same provider, unbind the one that is bound first.
bind-no-match = Nothing that can be bound matches that.
bind-show-all = Show everything that can be bound
bind-offline = Offline: nothing can be bound now
    .next = What is shown was read earlier. Try again once the service can be reached.
bind-no-id-token = This session has no ID token, so nothing can be bound
    .next = Sign out, then sign in again with a password, a code or the browser, and with “openid” among the scopes of the account space.
bind-id-token-expired = The ID token has expired, and the service gives no new one
    .next = Sign out and in again. With “offline_access” among the scopes of the account space, Bindery can renew it.
bind-sign-in-first = Sign in again, then bind.

## The tracker

bind-binding = Binding { $name }
bind-binding-through = through “{ $connection }”
bind-step-link = Make a link that works once
bind-step-browser = Open the browser
bind-step-provider = Wait for you to sign in at { $name }
bind-step-bound = Find it in the list
bind-looked = list last read at { $time }
bind-look-now = I'm done: check now
    .name = Check now whether { $name } is bound
bind-looking = Checking…
bind-open-again = Open the browser again for { $name }
bind-cancel = Stop waiting for { $name } to be bound
bind-list-unreadable = The list could not be read just now; Bindery goes on trying
bind-looked-in-vain = Nothing new is listed yet
bind-may-have-happened = Perhaps it was cancelled in the browser, or that { $name } account is bound to another account here, or this connection does not work in a browser on a computer. The page in the browser may say which.

## What came of it

bind-bound = { $name } is bound
bind-bound-before = { $name } was bound already
    .more = No link was made. The list has been read again.
bind-nothing-new = { $name }: nothing new was listed in time
bind-not-known = { $name }: not known whether it is bound, because the list cannot be read
bind-cancelled = { $name } is no longer waited for
bind-left-account = { $name } is no longer waited for, because another account was shown
bind-left-signed-out = { $name } is no longer waited for, because you are leaving this session
bind-left-over = { $name } is no longer waited for, because the session is over
bind-may-still-finish = If you finish it in the browser, { $name } is bound all the same. Close the page there if you do not want that.
bind-failed = { $name }: no link could be made, so nothing was bound
bind-failed-again = { $name }: no new link could be made; the one before may still be finished in the browser
bind-try-again = Try again to bind { $name }
bind-dismiss = Dismiss the note about { $name }
bind-fact-person = as
bind-fact-connection = connection
bind-fact-identities = identityId
bind-not-kept = No history is kept of this bind. Nothing is lost by that, so it goes on.

## Binding again, on the receipt of an unbind

bind-again = Bind again…
    .name = Bind { $name } again…
bind-again-under-way = { $name } is being bound again. How far that is stands above.
bind-again-not-enabled = { $name } is no longer enabled for this app, so it cannot be bound again here.
bind-again-over = To bind { $name } again, sign in again first.
bind-again-offline = Offline: { $name } cannot be bound again now.
