# What went wrong before the API could say anything, or when its answer cannot be used.

error-name-not-found = The name { $host } was not found
    .next = Check the network connection and the app host.
error-connection-refused = Nothing answers at { $host }
    .next = The service is not running there, or a firewall is in the way. Try again in a moment.
error-tls = No secure connection to { $host }
    .next = The certificate is not trusted or not valid. Check the clock of this computer, or ask the administrator.
error-no-connection-in-time = No connection to { $host } within the deadline
    .next = The network may be slow or cut off. Check it, then try again.
error-not-connected = No connection to { $host }
    .next = Check the network connection, then try again.
error-no-answer-in-time = No complete answer from { $host } within the deadline
    .next = Try again in a moment.
error-connection-lost = The connection to { $host } was lost before the answer was complete
    .next = Try again in a moment.
error-other = The call to { $host } failed
    .next = Try again in a moment.
error-not-the-api = { $host } answered with HTTP { $status }, but not as the API
    .next = Most likely a gateway or a sign-in page of the network is in between. Try again in a moment.
    .too-many = That is too many requests in too short a time. { $wait }
    .busy = The service, or a gateway before it, takes no requests just now. { $wait }
    .broken = It calls itself JSON, but it is none, or not whole. Try again; if that does not help, give this to whoever runs the service.
    .elsewhere = It leads on to another address, which the API never does. Check whether the network wants a sign-in of its own, and the app host of the account space.
    .not-there = Nothing there answers this call. It may not be the address of a GenAuth application, so check the app host of the account space.
error-wait-a-minute = Wait a minute, then try again.
error-wait-seconds = { $count ->
        [one] Wait one second, then try again.
       *[other] Wait { $count } seconds, then try again.
    } The service asks for that.
error-wait-minutes = Wait { $count } minutes, then try again. The service asks for that.
error-wait-hours = Wait { $count } hours, then try again. The service asks for that.
error-wait-until = Wait until { $time }, then try again. The service asks for that.
error-oauth = The sign-in service refused: { $error }
    .next = Sign in again.
error-unreadable = The answer cannot be read
    .next = It is not of the documented form. Give the place shown to whoever runs the service.
error-too-large = The answer is longer than { $mebibytes } MiB and was not read
    .next = Give this to whoever runs the service.
error-crashed = A fault in Bindery interrupted this
    .next = Try again. The log has the details.
error-withdrawn = It was withdrawn before it was sent
    .next = Nothing was done. Try again when you want to.
error-other-issuer = { $host } says that somebody else issues its tokens
    .next = The issuer of an application is its own app host, with /oidc behind it or nothing. Nothing more was sent. If the address under “found” is the one that you mean, make it the app host of the account space; if not, ask the administrator of the application.
error-other-host = { $host } sends people or tokens to another host
    .next = Every address of the sign-in has to be on the app host itself. Nothing more was sent. Check the app host of the account space, or ask the administrator of the application.
error-no-endpoint = { $host } does not say where one signs in
    .next = Nothing more was sent. Check the app host of the account space, or ask the administrator of the application.
error-no-randomness = This machine gives no random numbers
    .next = Without them no sign-in through the browser is safe. Restart the machine, or sign in another way.
error-not-encrypted = The password is too long for the key that this service encrypts passwords with
    .next = Nothing was sent. Sign in another way, or turn off password encryption for this account space.
error-no-encryption-key = This service gave no key to encrypt passwords with
    .next = No password was sent. Turn off password encryption for this account space, or sign in another way.
error-not-renewed = The session could not be renewed: { $cause }
    .next = Nothing was done. You may still be signed in; try again in a moment.
error-maybe-done = The service may have acted all the same. The list tells.
error-success-false = The service answered 200, but said that it was not done
    .next = Read the service's message, and give the requestId to the administrator of the application.
error-not-allowed = The service does not allow this
    .next = Ask the administrator of the application for permission, and give the requestId.
error-read-trouble = Try again in a minute. If it keeps failing, give the requestId to the administrator of the application.
error-sign-in-trouble = The service could not go on with the sign-in
    .next = Try again in a minute. If it keeps failing, give the requestId to the administrator of the application.

## The ID token

error-renewed-elsewhere = Another Bindery window is renewing this account's session and does not come to an end
    .next = Try again in a moment. If the other window does not respond, close it.
error-id-token = The ID token that the service sent cannot be accepted, so you are not signed in with it
    .next = Try again. If it happens again, tell the app's administrator the reason.
id-token-none = the ID token is missing or is no JSON Web Token
id-token-algorithm = its way of signing is not accepted ({ $name })
id-token-unknown-key = the service does not publish the key that signed it
id-token-signature = its signature does not fit
id-token-issuer = it was issued by another service
id-token-audience = it was issued to another app
id-token-subject = it names another account, or none
id-token-expired = it has expired; check this computer's clock
id-token-nonce = it is not the answer to this sign-in
id-token-access-token-hash = it belongs to another access token
