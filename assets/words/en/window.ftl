# The window: opening, sign-in, rail, status bar, leaving.

tagline = See, bind and unbind the accounts you sign in with.
language = English
cancel = Cancel
try-again = Try again

## Opening an account space

opening-sandbox = Starting the sandbox…
opening-sandbox-failed = The sandbox could not start
    .next = It needs a free port on 127.0.0.1. Try again, or restart the computer if it keeps failing.
opening-client-failed = This account space cannot be opened
    .next = Check the app host, then try again.
opening-app-id = The app ID cannot be used
    .next = Start Bindery again with the app ID from the console of the service.
opening-no-certificates = This computer has no certificates to check the service with
    .next = Install them (on Debian: ca-certificates), then try again.
opening-ca-unreadable = The file of extra certificates cannot be read
    .next = Check the file that this account space names, then try again.
opening-ca-useless = The file of extra certificates cannot be used
    .next = It has to hold certificates in PEM, each readable. Check the file that this account space names.
opening-no-secret = The client secret of this application is not in the keyring
    .next = Edit this account space and enter the secret, or choose the method “none” if the application has none.
opening-secret-not-read = The client secret could not be read from the keyring
opening-keyring = Waiting for the keyring
    .more = Your system may be asking you to unlock it. It holds the session from last time.
space-sandbox = Sandbox on this computer
space-sandbox-short = Sandbox

## The keyring

keyring-continue-without = Continue without the keyring
keyring-unavailable = The keyring could not be asked for the session of last time
keyring-missing = You will not stay signed in
keyring-interrupted = A fault in Bindery interrupted the keyring.
keyring-memory-only = You are signed in until you close Bindery
keyring-writing = Waiting for the keyring, to stay signed in
keyring-none = This computer offers no keyring, so nothing is kept after Bindery closes.
keyring-failed = The keyring refused: { $reason }
keyring-no-answer = The keyring did not answer in time. It may be locked.

## Sandbox at the sign-in

sandbox-hint = No GenAuth account at hand? The sandbox runs inside Bindery and forgets everything when it closes. Pick someone to sign in as, and both fields are filled in.
sandbox-fill =
    .name = Fill in { $account } and the password

## Personas of the sandbox

persona-rich = four identity providers, one of them not enabled here
persona-empty = nothing bound
persona-single = one identity provider and no password set
persona-odd = answers shaped like the odd documentation samples

## Sign-out

sign-out = Sign out
signing-out = Signing out…
signed-out = You are signed out
sign-out-partly = You are signed out here, but not everything could be undone
sign-out-crashed = Signing out was interrupted by a fault in Bindery. Tokens may still be valid at the service.
sign-out-not-revoked = The service could not be told to end the session. Its tokens stay valid until they expire.
sign-out-not-wiped = The session could not be removed from the keyring. Remove the entry “Bindery” there.
sign-out-last-seen-stays = What Bindery shows of this account when offline could not be removed. It is still in Bindery's data folder and holds no token.

## Rail and status bar

connections = Connections
rail-app = app { $id }
profile-loading = Reading the account…
profile-unknown = Account not read
profile-failed = Your account could not be read
token-unknown = Access token without a known end
token-over = Session ended
token-expired = Access token expired
token-expired-refreshable = Access token expired; renewed at the next call
token-under-a-minute = Access token expires in under a minute
token-minutes = Access token expires in { $count } min
token-hours = Access token expires in { $count } h
last-call = Last asked for: { $call }
status-well = The list was read
status-failing = The list could not be read last time
list-separator = {", "}

## Leaving

leave-waiting = Waiting for an answer
leave-waiting-to-close = Unbinding { $names } is not answered yet. Once it is done, Bindery closes by itself; if it ends otherwise, you see its receipt first.
leave-waiting-to-sign-out = Unbinding { $names } is not answered yet. Once it is done, you are signed out by itself; if it ends otherwise, you see its receipt first.
leave-waiting-to-do-both = Unbinding { $names } is not answered yet. Once it is done, you are signed out and Bindery closes; if it ends otherwise, you see its receipt first.
leave-waiting-other = Signing out, renewing the session or checking the list is not finished yet.
leave-revoking = A cancelled sign-in is being undone
    .more = The service may still answer it. Tokens that it gives out are revoked first; after that, Bindery closes by itself.
leave-close-now = Close without waiting
leave-sign-out-now = Sign out without waiting
leave-stay = Stay
leave-reading = Something needs a look first
    .more = An unbind did not end as hoped. Its receipt is on the card and is gone when you leave.
leave-close = Close anyway
leave-sign-out = Sign out anyway
leave-read = Stay and read

## Files that are written

file-exists = There is a file of that name already. Choose another name, or replace it.
file-not-whole = Write the whole path with the file's name, from the root of the disk or from ~.
file-is-folder = That is a folder. Add a name for the file.
file-no-folder = There is no such folder. Make it first, or choose another.
file-not-writable = That folder cannot be written. Choose another.
file-disk-full = There is no room on that disk. Nothing was written.
file-other = The system refused: { $reason }. Choose another place.
file-path = File
file-private = Only you can read the file. What is there already is not replaced unasked.
file-write = Write the file
file-writing = Writing…
file-there = There is a file of that name already
    .more = Replace it, or change the name.
file-replace = Replace the file
file-written = The file is written
file-failed = The file could not be written

## Personal data in files

mask-which = Secrets are never in the file. Personal data is masked, unless it is to stay readable:
mask-emails = Email addresses
mask-phones = Phone numbers
mask-ids = Ids and names at identity providers
