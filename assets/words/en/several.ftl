# Several unbinds at once: choosing, the question, how far they have come, and what they came to.

several-begin = Choose several…
    .name = Choose several to unbind…
several-done = Done
    .name = Done choosing
several-choose = Choose
    .name = Choose { $name }
several-chosen = { $count } of { $all } chosen
several-unbind = Unbind { $count }…
    .name = Unbind the { $count } chosen…
several-all = All
    .name = Choose all { $count }
several-none = None
    .name = Choose none

## The dialog

several-title = { $count ->
    [one] Unbind { $count } identity provider?
   *[other] Unbind { $count } identity providers?
}
several-what = They are unbound one after another, and each gets a receipt of its own. You can stop in between.
several-grants-stay = Only the bindings here end. Each provider goes on trusting the app until you revoke that there.
several-confirm = { $count ->
    [one] Unbind { $count } identity provider
   *[other] Unbind { $count } identity providers
}
several-changed = Nothing more was sent: what would remain has changed
    .more = Since you confirmed, a way of signing in was lost or could not be read any more. Look at what would remain now, and decide again.
several-no-receipt = { $count ->
    [one] Unbind { $count } identity provider without keeping a receipt?
   *[other] Unbind { $count } identity providers without keeping receipts?
}
    .meaning = If you go on, the receipts stay on the screen only. Should this window close in the middle of it, the next one does not know of them.
several-nothing-sent = Nothing more was sent, because no receipt can be kept
several-confirm-without-receipts = { $count ->
    [one] Unbind { $count } without a receipt
   *[other] Unbind { $count } without receipts
}
several-stop-here = Stop here

## How far they have come

several-progress = { $place } of { $all }: unbinding { $name }…
several-stopping = { $place } of { $all }: waiting for { $name }; nothing more is sent
several-between = { $place } of { $all } are over; reading the list…
several-asks = { $place } of { $all } are over; the rest waits for your answer
several-bar = { $over } of { $all } unbinds are over
several-stop = Stop
    .name = Stop unbinding the rest of { $count }

## What they came to

several-summary = { $done } of { $all } unbound
several-stopped-wanted = You stopped the rest.
several-stopped-session = The rest was not tried, because the session is over or could not be renewed.
several-stopped-network = The rest was not tried, because the service cannot be reached. { $what }
several-stopped-unreadable = The rest was not tried: an answer was lost, and the list that tells what became of it could not be read.
several-names-done = Unbound: { $names }
several-names-refused = Refused: { $names }
several-names-open = Open: { $names }
several-names-not-tried = Not tried: { $names }
several-names-not-there = No longer there to unbind: { $names }
several-check-again = Check again
    .name = Check the open ones again
several-choose-rest = Choose the rest again
    .name = Choose the { $count } left again
several-dismiss = Dismiss
    .name = Dismiss the summary
