# The sign-in: its ways, what it waits for, and why it failed.

sign-in-space = Account space
sign-in-account = Email, phone or user name
sign-in-password = Password
sign-in-show = Show
    .name = Show password
sign-in-hide = Hide
    .name = Hide password
sign-in = Sign in
sign-in-asking = Signing in…
sign-in-again = Sign in again
    .after = Sign in again, after the receipt for { $name }
sign-in-session-over = Sign in again
    .more = The service ended your session. What was on the screen comes back when the same person signs in.
    .asked = What was on the screen comes back when the same person signs in.
sign-in-back = Back to what was shown

## Ways to sign in

sign-in-browser = Sign in with the browser
sign-in-or = or
sign-in-way-password = Password
    .name = Sign in with a password
sign-in-way-code = Code
    .name = Sign in with a code
sign-in-way-directory = LDAP / AD
    .name = Sign in with LDAP or Active Directory
sign-in-way-token = Token
    .name = Sign in with an access token
sign-in-forgot = Forgot password?
    .name = Forgot password? Set a new one in the browser
sign-in-create = Create an account
    .name = Create an account in the browser
sign-in-continue-in-browser = Continue in the browser
sign-in-browser-again = Try again in the browser

## Codes

sign-in-by-email = By email
sign-in-by-phone = By text message
sign-in-email = Email
sign-in-country-code = Country code
sign-in-phone = Phone number
sign-in-send = Send a code
sign-in-sending = Sending…
sign-in-send-in = Send again in { $seconds } s
sign-in-sent = A code was sent to { $to }
sign-in-code = Code from the message
sign-in-show-code = Show code
sign-in-hide-code = Hide code

## Directories

sign-in-ldap = LDAP
sign-in-active-directory = Active Directory
sign-in-directory-account = Name in the directory (sAMAccountName)
sign-in-directory-password = Directory password

## Access token

sign-in-token = Access token
    .more = For debugging. Without an ID token and a refresh token, nothing can be bound, the session is not renewed and not kept, and signing out leaves the browser signed in.
sign-in-show-token = Show token
sign-in-hide-token = Hide token

## Captcha

sign-in-captcha-needed = The service wants to know that you are a person
sign-in-captcha-wrong = That is not what the picture showed, or it was too old
sign-in-captcha-reading = Getting a picture…
sign-in-captcha-picture = A picture with a text to type. It cannot be read aloud; signing in with the browser is another way.
sign-in-captcha = Text in the picture
sign-in-another-picture = Another picture
sign-in-captcha-not-drawn = The picture cannot be shown safely
    .next = Get another one, or sign in with the browser.

## Waiting for the browser

sign-in-waiting = Continue in your browser
    .hint = Sign in there. Bindery goes on by itself as soon as you are done.
sign-in-waiting-password = Set a new password in your browser
    .hint = Choose “Forgot password” there. Once you have signed in with the new one, Bindery goes on by itself.
sign-in-waiting-account = Create your account in your browser
    .hint = Choose to sign up there. Once you are signed in, Bindery goes on by itself.
sign-in-step-prepare = Ask the service where to sign in
sign-in-step-open = Open the browser
sign-in-step-wait = Wait for you to sign in there
sign-in-step-trade = Trade the code that came back
sign-in-step-check = Check the ID token
sign-in-step-done = done
sign-in-step-running = under way
sign-in-step-ahead = still ahead
sign-in-waited = { $waited } of { $limit }
sign-in-strangers = { $count ->
    [one] One request that does not belong to this sign-in was turned away.
   *[other] { $count } requests that do not belong to this sign-in were turned away.
}
sign-in-open-again = Open again
sign-in-not-opened = No browser could be opened
    .more = Open this address yourself, on this computer. It works once.
sign-in-copy-address = Copy address

## Why the browser did not bring a sign-in

sign-in-ports-taken = None of the ports that the browser may come back to is free
    .next = Another program holds them, perhaps another Bindery. Close it, or register another port with the application and add it to the account space.
sign-in-cannot-listen = This computer does not let Bindery wait for the browser
    .next = A firewall or another security program may be in the way. Allow Bindery to listen on 127.0.0.1, or sign in another way.
sign-in-denied = Access was denied in the browser
    .next = Nobody is signed in. Try again and allow what is asked for, or sign in another way.
sign-in-no-code = The browser came back without a code
    .next = Try again. If it keeps happening, give this to the administrator of the application.
sign-in-nobody-came = Nobody came back from the browser in time
    .next = Try again, and finish the sign-in in the browser before the time is over.
sign-in-client-refused = The service does not accept how the application proves itself
    .next = Check the app ID, the token endpoint auth method and the client secret of the account space.
sign-in-code-refused = The service does not take the code that the browser came back with
    .next = It was used already or is too old. Try again in the browser.
sign-in-answer-login-required = The service wants you to sign in anew, and did not ask you to
    .next = Try again. If it keeps happening, sign out in the browser first.
sign-in-answer-consent-required = The service needs your consent, and did not ask you for it
    .next = Try again. If it keeps happening, ask the administrator of the application.
sign-in-answer-interaction-required = The service needs something from you that it did not ask you for
    .next = Try again. If it keeps happening, ask the administrator of the application.
sign-in-answer-account-selection-required = The service wants you to choose an account, and did not let you
    .next = Sign out of the other accounts in the browser, then try again.
sign-in-answer-temporarily-unavailable = The sign-in is overloaded or down for maintenance
    .next = Try again in a few minutes.
sign-in-answer-server-error = Something went wrong inside the service
    .next = Try again in a minute. If it keeps failing, tell the administrator of the application.
sign-in-answer-invalid-scope = The application may not ask for everything that this account space asks for
    .next = Check the scopes of the account space against those of the application.
sign-in-answer-unauthorized-client = The application may not sign people in this way
    .next = Ask its administrator to turn on the authorization code flow for it.
sign-in-answer-invalid-request = The service does not understand the request
    .next = Check the app ID and the redirect address of the account space. They have to be the registered ones.
sign-in-answer-other = The service ended the sign-in
    .next = Try again. The message may say more to the administrator of the application.

## Why an ID token is not accepted

sign-in-id-token-refused = Nobody is signed in. Bindery keeps none of the tokens that came, and asked the service to revoke them. Try again; if it keeps happening, tell the administrator of the application.
sign-in-id-token-missing = The service sent no ID token that can be read
sign-in-id-token-algorithm = The ID token is not signed in a way that is accepted
sign-in-id-token-unknown-key = The ID token is signed with a key that the service does not publish
sign-in-id-token-signature = The signature of the ID token does not fit
sign-in-id-token-issuer = The ID token comes from another service
sign-in-id-token-audience = The ID token is meant for another application
sign-in-id-token-subject = The ID token does not say whose it is
sign-in-id-token-expired = The ID token is expired already. Check the clock of this computer.
sign-in-id-token-nonce = The ID token belongs to another sign-in
sign-in-id-token-access-token = The ID token belongs to another access token
fact-ports = ports
fact-error = error
fact-algorithm = alg
