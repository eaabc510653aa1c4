# Account spaces: the list to switch in, the editor, the test, removing.

## Switching

spaces-switch = Switch…
    .name = Switch account space or account
spaces-title = Account spaces
spaces-close = Close
spaces-add = Add an account space…
spaces-on-the-screen = on the screen
spaces-unsaved = from the command line, not kept
spaces-at-start = opens at the start
spaces-open = Open
    .name = Open { $name }
spaces-another = Sign in as another account
    .name = Sign in to { $name } as another account
spaces-show-account = Show { $account } in { $name }
spaces-edit = Edit…
    .name = Edit { $name }…
spaces-keep = Keep…
    .name = Keep { $name }…
spaces-account-unnamed = Account not read yet
spaces-account-signed-in = signed in
spaces-account-over = session ended
spaces-account-busy = waiting for an answer
spaces-account-look = needs a look
spaces-unusable = Cannot be used
spaces-line = Line { $line }
spaces-file = Kept in { $path }
spaces-another-notice = Signing in beside an account that stays signed in
spaces-back-to-account = Back to that account

## The file

spaces-no-place = Account spaces cannot be kept
    .next = The system names no folder for settings. Start Bindery with --spaces FILE to say where they go.
spaces-broken = The file of account spaces is broken
    .kept = It is kept as it is, and Bindery changes nothing in it. The sandbox works without it.
    .next = Repair the file in an editor and read it again, or set it aside to begin a new one. What was in it stays in the file set aside.
spaces-broken-unreadable = It cannot be read: { $reason }
spaces-broken-long = It is longer than 1 MiB.
spaces-broken-text = Line { $line } is not UTF-8.
spaces-broken-toml = Line { $line }: { $reason }
spaces-broken-table = Line { $line }: { $key } has to be a table.
spaces-look = Look at it…
spaces-read-again = Read it again
spaces-set-aside = Set it aside
spaces-was-set-aside = The broken file was set aside
    .where = It is now { $path }
spaces-not-set-aside = The broken file could not be set aside
spaces-saved = { $name } was saved
spaces-secret-not-kept = Saved, but the client secret is only remembered until Bindery closes
spaces-removed = { $name } was removed
spaces-removed-partly = { $name } was removed, but not everything could be undone
spaces-saved-partly = { $name } was saved, but not everything of the application before could be undone
spaces-change-broken = Nothing was saved, because the file is broken
spaces-change-meanwhile = Nothing was saved, because the file was changed by somebody else meanwhile
    .next = It was read again. What you typed is still here: look at it, then save again.
spaces-change-busy = Nothing was saved, because another program is changing the file
    .next = Try again in a moment.
spaces-change-read-only = Nothing was saved, because the file is marked read-only
    .next = Take the mark away, then save again. The path stands in the list of account spaces.
spaces-change-not-written = The file could not be written
    .next = Check that the folder can be written to and has room, then save again.
spaces-account-waits = An account of this space waits for an answer
    .next = Nothing was changed. Try again once the answer is there.

## The editor

space-add = Add an account space
space-edit = Edit { $name }
space-save = Save
space-saving = Saving…
space-cancel = Cancel
space-section-application = Application
space-section-browser = Sign-in in the browser
space-section-connection = Connection
space-section-proof = Secrets
space-name = Name
    .help = What Bindery calls it.
space-app-host = App host
    .help = The address of the application, such as https://example.genauth.ai. Plain http only on 127.0.0.1. Another host or app ID ends the sessions kept for this space.
space-app-id = App ID
    .help = The console shows it with the application.
space-header-family = Header family
    .help = x-genauth- for GenAuth, x-authing- for Authing. A private deployment takes one or both.
space-redirect-uri = Redirect address
    .help = As registered with the application. { $placeholder } stands for the port.
space-ports = Ports
    .help = Tried in this order. Each address has to be registered.
space-any-free-port = Any other free port, when none of these is free
    .help = Only where the service takes any port.
space-scopes = Scopes
    .help = Separated by spaces; openid is needed, offline_access keeps you signed in.
space-extra-ca = Extra certificates
    .help = A file in PEM, trusted in addition to this computer's. Empty for none.
space-proxy = Proxy
space-proxy-system = As the system says
space-proxy-none = None
space-authentication = Token endpoint auth method
    .help = none for a native application. The others need the application's secret.
space-secret = Client secret
    .kept = Kept in the keyring, never in the file. Leave it empty to keep the one that is there.
    .show = Show the client secret
    .hide = Hide the client secret
space-encryption = Password encryption
    .help = Inside TLS none is right. With rsa, the key comes from the service.
space-at-start = Open this space when Bindery starts
space-mistakes = { $count ->
    [one] One field needs a look
   *[other] { $count } fields need a look
}

## Mistakes

space-mistake-missing = This is needed.
space-mistake-long = At most { $most } characters.
space-mistake-unsendable = It holds characters that cannot be sent.
space-mistake-address = This is not an address.
space-mistake-scheme = It has to begin with https, not { $scheme }.
space-mistake-plain-http = It has to begin with https. Plain http is for 127.0.0.1 only.
space-mistake-no-host = The host is missing.
space-mistake-only-host = Only scheme, host and port belong here.
space-mistake-loopback = It has to begin with http://127.0.0.1, because the browser comes back to this computer.
space-mistake-more-than-path = It may have a path, but no user, query or fragment.
space-mistake-no-port-in-address = It needs { $placeholder }, or a port of its own.
space-mistake-not-as-sent = It would be sent as { $sent }. Write it so.
space-mistake-port-twice-given = The address has a port of its own. Leave this empty, or write { $placeholder } there.
space-mistake-no-ports = Give at least one port, or allow any free one.
space-mistake-port = { $found } is not a port.
space-mistake-port-twice = { $port } stands there twice.
space-mistake-openid = openid is missing; nothing works without it.
space-mistake-absolute = Give the whole path, from the root of the disk.
space-mistake-unknown = { $found } is not a value that is known here. Saving writes the one chosen here.
space-mistake-kind = In the file, this is of the wrong kind. Saving writes what stands here.
space-mistake-key = The name of the table has to be small letters, digits and hyphens, and not sandbox. Change it in the file.
space-mistake-used = { $name } has this already.

## The test

space-test = Test
    .help = The test saves nothing and signs nobody in.
space-test-again = Test again
space-test-stop = Stop the test
space-test-title = The test
space-test-stopped = The test was stopped
space-test-good = This account space works as far as it can be tried without signing in
space-test-certificates = Reading the certificates…
space-test-certificates-found = { $count ->
    [0] No extra certificates
    [one] One extra certificate was read
   *[other] { $count } extra certificates were read
}
space-test-certificates-failed = The connection cannot be prepared
space-test-system = Asking the server who it is…
space-test-system-found = The server answers
space-test-system-failed = The server did not answer as the service would
space-test-discovery = Asking where one signs in…
space-test-discovery-found = Sign-in is described
space-test-discovery-failed = Where one signs in cannot be told
space-test-application = Asking what the application offers…
space-test-application-found = { $count ->
    [0] The service knows the app ID; it offers no identity providers
    [one] The service knows the app ID; it offers one connection to an identity provider
   *[other] The service knows the app ID; it offers { $count } connections to identity providers
}
space-test-application-failed = The service did not take the app ID
space-test-secret = Whether the client secret is right shows at the first sign-in only.
space-test-method = The service does not list this token endpoint auth method
    .next = Choose one that it lists, or change the application in the console.
space-fact-version = server
space-fact-key = password key
space-fact-bits = { $bits } bits
space-fact-issuer = issuer
space-fact-grants = grants
space-fact-algorithms = ID tokens
space-fact-methods = methods

## Removing

space-remove = Remove…
    .name = Remove { $name }…
space-remove-title = Remove { $name }?
    .more = It is taken out of the file. Accounts that are signed in or kept here are signed out at the service, and the keyring forgets their sessions and the client secret of this space. Nothing else changes at the service.
space-remove-confirm = Remove { $name }
