# The Session screen: who is signed in, with which tokens, and what they say.

session = Session

## Account

session-username = User name
session-email = Email
session-phone = Phone
session-user-id = User ID
session-copy = Copy
    .user-id = Copy the user ID
session-copied-user-id = Copied the user ID
session-is-verified = verified
session-is-not-verified = not verified
session-last-login = Last sign-in
session-from = from { $ip }
session-logins = { $count ->
    [one] 1 sign-in in all
   *[other] { $count } sign-ins in all
}
session-by-id-token = As the ID token names you; the account itself could not be read

## Tokens

session-tokens = Tokens
session-access-token = Access token
session-jwt = JWT
session-opaque = opaque
session-no-end = The service did not say how long it lasts
session-left-days = { $days } d { $hours } h { $minutes } min left
session-left-hours = { $hours } h { $minutes } min { $seconds } s left
session-left-minutes = { $minutes } min { $seconds } s left
session-obtained = Came { $time }
session-ends = ends { $time }
session-refresh-token = Refresh token
    .present = Renews the session before it ends. It is never shown.
    .refused = The service does not take it any more. When the access token ends, sign in again.
    .none = The session cannot be renewed. When the access token ends, sign in again.
session-id-token = ID token
    .none = Without it nothing can be bound, and signing out leaves the browser signed in.
session-present = present
session-none = none
session-refused = refused
session-kept = Kept
session-in-keyring = In this computer's keyring
    .more = You stay signed in when Bindery closes.
session-in-memory = In memory only
    .sandbox = The sandbox forgets its sessions when Bindery closes.
    .pasted = A token that was pasted is not kept.
    .declined = You went on without the keyring.
    .space = That is how this account space is set up.

## Renewing

session-renew = Renew now
    .name = Renew the session now
session-renewing = Renewing…
session-renewed = Renewed at { $time }
session-not-renewed-now = The session could not be renewed just now
    .more = Nothing is lost: the access token in use stays good until its end.
session-renewal-refused = The service refuses to renew the session
    .more = The access token in use stays good until its end. After that, sign in again.
session-renewal-id-token = The session was ended because of the ID token that came
session-not-renewable = The session cannot be renewed

## Copying the access token

session-copy-token = Copy access token…
    .sure = Copy it: whoever has it can act as you
    .how = Press once more to copy. Escape, or 10 seconds, takes it back.
session-token-copied = Copied. At { $time } it is taken out of the clipboard, if it is still there.
session-token-cleared = The access token was taken out of the clipboard
session-token-replaced = Something else is in the clipboard now; the access token is gone from it
session-token-not-copied = The access token could not be copied
session-token-not-cleared = Bindery could not look into the clipboard, so the access token may still be there
    .more = Copy something else to replace it.

## Scopes

session-scopes = What this session may do
session-scopes-unknown = The service did not say which scopes it granted.
session-scopes-by-token = By the access token; the service did not say it itself.
scope-openid = Sign you in, and call the service as you
scope-profile = Read your name, picture and the rest of your profile
scope-username = Read your user name
scope-email = Read your email address
scope-phone = Read your phone number
scope-address = Read your address
scope-offline-access = Renew the session without you
scope-roles = Read your roles
scope-external-id = Read the ID that another system has for you
scope-extended-fields = Read the fields that your organisation has added
scope-tenant-id = Read which tenant you belong to
scope-other = Defined by the service or the application

## ID token

session-verified = Its signature was verified
    .more = It is signed with RS256, and the signature fits a key that the service publishes.
session-not-verifiable = Its signature cannot be verified here
    .more = It is signed with HS256, with the secret of the application, which a desktop program does not have. It came straight from the service, which is why it is accepted.
session-not-checked = Its signature was not checked
    .more = What the service publishes for that could not be fetched when the token came. The next renewal tries again.
session-id-token-none = This session has none
    .more = So nothing can be bound, Bindery knows who you are only from the service, and signing out leaves the browser signed in.
session-id-token-unreadable = There is one, but it is no JSON Web Token that can be read.
session-claims-none = It says nothing.
session-claims-too-many = It says more than can be shown.
session-empty-claims = { $count ->
    [one] Show 1 claim without a value
   *[other] Show { $count } claims without a value
}
    .hide = { $count ->
        [one] Hide 1 claim without a value
       *[other] Hide { $count } claims without a value
    }
session-no-value = no value
session-more = { $count } more are not shown
session-yes = yes
session-no = no

## Access token

session-access-token-says = What the access token says
    .more = Only the service can tell whether it is true; Bindery does not rely on it.
session-not-verified = not verified
session-show = Show
    .access-token = Show what the access token says
session-hide = Hide
    .access-token = Hide what the access token says

## Claims

claim-sub = User ID
claim-iss = Issued by
claim-aud = Issued to
claim-azp = Used by
claim-client-id = Application
claim-exp = Ends
claim-iat = Issued
claim-nbf = Not good before
claim-auth-time = You signed in
claim-nonce = Ties it to the sign-in
claim-at-hash = Ties it to the access token
claim-c-hash = Ties it to the code
claim-s-hash = Ties it to the state
claim-sid = Session at the service
claim-jti = ID of the token
claim-acr = Strength of the sign-in
claim-amr = Ways of the sign-in
claim-scope = Scopes
claim-name = Name
claim-nickname = Nickname
claim-given-name = Given name
claim-family-name = Family name
claim-middle-name = Middle name
claim-preferred-username = Preferred user name
claim-username = User name
claim-email = Email
claim-email-verified = Email is verified
claim-phone-number = Phone
claim-phone-number-verified = Phone is verified
claim-picture = Picture
claim-profile = Profile page
claim-website = Website
claim-gender = Gender
claim-birthdate = Birthday
claim-zoneinfo = Time zone
claim-locale = Language
claim-address = Address
claim-updated-at = Profile changed
claim-external-id = ID elsewhere
claim-tenant-id = Tenant
claim-roles = Roles

## Signing out

session-sign-out =
    .kept = Removes the session from the keyring, then has the service revoke its tokens. What cannot be done is told.
    .memory = Has the service revoke the session's tokens, and forgets them here. What cannot be done is told.
    .browser = The browser stays signed in; after this you can end that, too.
    .no-id-token = The browser stays signed in, and without an ID token that cannot be changed from here.
    .name = Sign out of this session
session-browser-end = End the browser session too
session-browser-stays = Your browser may still be signed in, so the next sign-in there may not ask for a password.
session-browser-opening = Opening the browser…
session-browser-sent = Your browser was sent to end its session. It shows what came of it.
session-browser-again = Send the browser again
session-browser-not-opened = No browser could be opened
session-browser-nobody-came = No browser came for the address in time
session-browser-cannot-listen = This computer does not let Bindery wait for the browser
session-browser-no-address = The service does not say where a browser session is ended
session-browser-crashed = A fault in Bindery interrupted this
