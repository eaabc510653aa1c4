# The support bundle: one file for whoever is asked for help.

bundle-open = Support bundle…
bundle = Support bundle
    .more = One zip file for whoever helps you: the calls, the receipts, the account space and the versions. No password, code or token is in it. Nothing is sent: you hand the file on yourself.
bundle-calls-none = No calls
bundle-calls-empty = No call is kept: they go when Bindery closes.
bundle-receipts = Receipts of this account
bundle-receipts-count = { $count ->
    [0] This account has no receipts yet.
    [one] One receipt is in it.
   *[other] { $count } receipts are in it.
}
bundle-receipts-older = { $count ->
    [one] One older receipt is not.
   *[other] { $count } older receipts are not.
}
bundle-receipts-damaged = { $count ->
    [one] One receipt is damaged and cannot be read.
   *[other] { $count } receipts are damaged and cannot be read.
}
bundle-receipts-nobody = Nobody is signed in, so there are no receipts in it.
bundle-receipts-unread = The receipts could not be read. The bundle goes without them, and says so.
bundle-preparing = Working out what the files will hold…
