# What the codes of an answer mean, and what to do next.
# One message for each code of src/genauth/codes.rs: status-NNN for a statusCode, api-NNN for an apiCode.
# A code that only clients are known to handle says so: "Clients take this to mean that …".


## statusCode

status-200 = The request succeeded.
    .next = There is nothing to do.
status-400 = Something in the request is missing or has the wrong form.
    .next = Check what you entered, then try again. If it is right, give the requestId to the administrator of the application.
status-401 = You are not signed in, or the token is invalid or has expired.
    .next = Sign in again.
status-402 = This feature needs a higher plan.
    .next = Ask the administrator of the application about its plan.
status-403 = The service does not allow this. It also answers so when the account or the password is wrong.
    .next = When signing in, check the account, the password and the account space. Otherwise ask the administrator of the application for permission.
status-404 = The service has nothing like what the request asks for.
    .next = Refresh the list, since it may have changed. If nothing is found at all, check the app host and the app ID of the account space.
status-409 = The request collides with something that already exists.
    .next = Refresh the list to see what is there now, then decide whether to try again.
status-413 = The request is too large for the service.
    .next = Enter less, then try again.
status-422 = The request is well formed, but breaks a rule of the service.
    .next = Read the service's message to learn which rule. If it does not say, give the requestId to the administrator of the application.
status-429 = Too many requests in too short a time.
    .next = Wait a minute, then try again.
status-499 = The service found a fault in the request and does not say which kind.
    .next = Read the service's message and check what you entered. If that does not help, give the requestId to the administrator of the application.
status-500 = Something went wrong inside the service.
    .next = Refresh the list to see whether anything changed, then try again in a minute. If it keeps failing, give the requestId to the administrator of the application.
status-501 = The service does not support this operation.
    .next = Ask the administrator of the application whether there is another way.
status-502 = A part inside the service failed.
    .next = Refresh the list to see whether anything changed, then try again in a minute.
status-503 = The service is down for maintenance.
    .next = Try again later.
status-601 = The service sent a request to a third party, and that request failed.
    .next = Try again in a minute. If it keeps failing, ask the administrator of the application to check what the application is connected to.
status-602 = A third party answered the service with an error.
    .next = Try again in a minute. If it keeps failing, ask the administrator of the application to check what the application is connected to.
status-603 = A pipeline function or a custom database of the user pool failed.
    .next = Give the requestId to the administrator of the application, who can check the function or the database.


## statusCode that is not in the catalogue, by its hundreds

status-class-3xx = This code is not documented. Clients take codes from 300 to 399 to mean that another step is needed, which the apiCode names.
    .next = Continue in a browser at the application's sign-in page.
status-class-4xx = This code is not documented. By its number, the request was refused.
    .next = Read the service's message and check what you entered. If that does not help, give the requestId to the administrator of the application.
status-class-5xx = This code is not documented. By its number, something went wrong inside the service.
    .next = Refresh the list to see whether anything changed, then try again in a minute.
status-class-6xx = This code is not documented. By its number, something that the service depends on failed.
    .next = Try again in a minute. If it keeps failing, ask the administrator of the application to check what the application is connected to.
status-class-other = This code is not documented. Everything but 200 counts as a failure.
    .next = Read the service's message, and give the requestId to the administrator of the application.


## apiCode: requests signed with an access key (AK/SK)

api-1300 = The access key signature (AK/SK) is invalid.
    .next = Bindery sends no such signature, so check the app host of the account space. In a client of your own, check the secret key and the text that is signed.
api-1301 = The signature method does not match the access key (AK/SK).
    .next = Bindery sends no such signature, so check the app host of the account space. In a client of your own, use the signature method that the service expects.
api-1302 = The signature version does not match the access key (AK/SK).
    .next = Bindery sends no such signature, so check the app host of the account space. In a client of your own, use the signature version that the service expects.
api-1303 = The timestamp of the access key signature (AK/SK) is not in Unix milliseconds.
    .next = Bindery sends no such signature, so check the app host of the account space. In a client of your own, send the time in milliseconds.
api-1304 = The request has an access key signature (AK/SK), but no date header.
    .next = Bindery sends no such signature, so check the app host of the account space. In a client of your own, send the date header.
api-1305 = The clock behind the access key signature (AK/SK) is too far from the service's.
    .next = Set the clock of this computer. Bindery sends no such signature, so check the app host of the account space too.
api-1306 = The access key signature (AK/SK) has been used before.
    .next = Bindery sends no such signature, so check the app host of the account space. In a client of your own, sign every request anew.


## apiCode: another step, or the end of the steps

api-1108 = Clients take this to mean that the username is taken and another is needed.
    .next = Continue in a browser at the application's sign-in page and choose another username.
api-1600 = The steps after sign-in are finished, and the session is set.
    .next = There is nothing to do. If Bindery does not show you as signed in, sign in again.
api-1635 = A second factor is needed, because your account has one set up.
    .next = Continue in a browser at the application's sign-in page, with your second factor at hand.
api-1636 = A second factor is needed, because the application demands one.
    .next = Continue in a browser at the application's sign-in page, which asks for the second factor.
api-1639 = This is the first sign-in, and it needs a new password. The old one is not asked for.
    .next = Set the new password in a browser at the application's sign-in page, then sign in here with it.
api-1640 = This identity is not bound to an account yet. It can be bound to an existing account only.
    .next = Continue in a browser at the application's sign-in page and bind it to your account.
api-1641 = This identity is not bound to an account yet. It can be bound to an existing account or to a new one.
    .next = Continue in a browser at the application's sign-in page and choose the account to bind it to.
api-1642 = Your profile must be completed before you can sign in.
    .next = Complete it in a browser at the application's sign-in page, then sign in here again.
api-1643 = The account is locked, and you can unlock it yourself.
    .next = Unlock it in a browser at the application's sign-in page, with a bound phone or email at hand. Then sign in here again.
api-1644 = Clients take this to mean that the sign-in goes on at the tenant portal.
    .next = Continue in a browser at the application's sign-in page.
api-1645 = Clients take this to mean that information for the tenant must be completed.
    .next = Complete it in a browser at the application's sign-in page, then sign in here again.
api-1666 = Clients take this to mean that the identity is to be bound without asking.
    .next = Continue in a browser at the application's sign-in page.
api-1699 = The sign-in was broken off and has to start again.
    .next = Sign in again from the beginning.
api-2000 = Clients take this to mean that a captcha is needed.
    .next = Sign in with a browser at the application's sign-in page, which shows the captcha.
api-2058 = The password must be changed before you can sign in. The old one is asked for.
    .next = Change it in a browser at the application's sign-in page, then sign in here with the new one.
api-2061 = Clients take this to mean that the password is not safe enough, and advise to change it.
    .next = Continue in a browser at the application's sign-in page and change the password there.
api-2071 = Clients take this to mean that the password is not safe enough and has to be reset.
    .next = Reset it in a browser at the application's sign-in page, then sign in here with the new one.
api-2921 = Clients take this to mean that there is more than one account to choose from.
    .next = Continue in a browser at the application's sign-in page and choose the account.
api-2930 = Clients take this to mean that there is more than one account to choose from.
    .next = Continue in a browser at the application's sign-in page and choose the account.


## apiCode: face

api-1700 = The account has no face photo on file.
    .next = Use another second factor in a browser at the application's sign-in page, or ask the administrator of the application.
api-1701 = The photo to compare with is missing.
    .next = Try again in a browser at the application's sign-in page and let it take the photo.
api-1702 = The face does not match the photo on file.
    .next = Try again in better light, or use another second factor in a browser at the application's sign-in page.
api-1703 = A face cannot be bound, because neither an email nor a phone is bound.
    .next = Bind an email or a phone to the account first.
api-1704 = The phone could not be verified, so the face was not bound.
    .next = Ask for a new code, then try again where you were binding the face.
api-1705 = The email could not be verified, so the face was not bound.
    .next = Ask for a new code, then try again where you were binding the face.
api-1706 = The face is already bound.
    .next = There is nothing to do. If you did not bind it, ask the administrator of the application.
api-1707 = Binding the face failed.
    .next = Try again where you were binding the face. If it keeps failing, ask the administrator of the application.


## apiCode: account, password and sign-in

api-2004 = There is no such user.
    .next = Check the account and the account space.
api-2005 = The user is locked.
    .next = Ask the administrator of the application to unlock the account, or try again later.
api-2006 = The password is wrong.
    .next = Check the password and the account space. Every failed try may bring the account closer to being locked.
api-2020 = You are not signed in.
    .next = Sign in again.
api-2021 = Clients take this to mean that the sign-in is invalid or has expired.
    .next = Sign in again.
api-2026 = Clients take this to mean that the user already exists.
    .next = Sign in with the existing account.
api-2031 = The application does not let new users register.
    .next = Sign in with an existing account, or ask the administrator of the application for one.
api-2057 = Clients take this to mean that the account is locked after repeated failures.
    .next = Wait before you try again, or ask the administrator of the application to unlock the account.
api-2333 = The account or the password is wrong.
    .next = Check the account, the password and the account space. Every failed try may bring the account closer to being locked.
api-2001 = Clients take this to mean that the verification code is wrong.
    .next = Check the code, or ask for a new one.
api-2230 = Clients take this to mean that it is the same phone number again.
    .next = Enter another phone number.
api-1320004 = Clients take this to mean that the phone is already bound.
    .next = Use another phone number. If this one is yours, ask the administrator of the application which account has it.
api-1577 = Clients take this to mean that this device is disabled.
    .next = Ask the administrator of the application to enable the device.
api-1578 = Clients take this to mean that this device is suspended.
    .next = Ask the administrator of the application to enable the device.


## apiCode: application, user pool and tenant

api-2011 = The application does not exist.
    .next = Check the app ID and the app host of the account space.
api-2039 = The domain of the application is already taken.
    .next = The administrator of the application can choose another domain in the console.
api-2040 = The domain of the user pool is already taken.
    .next = The administrator of the user pool can choose another domain in the console.
api-2224 = The user pool does not exist.
    .next = Check the app ID and the app host of the account space.
api-4021 = The service met an error in metering or billing.
    .next = Ask the administrator of the application to check its plan and its bill.
api-4032 = Clients take this to mean that the invitation has expired.
    .next = Ask for a new invitation.
api-4033 = Clients take this to mean that the invitation has expired.
    .next = Ask for a new invitation.
api-2120008 = The user is disabled or does not belong to this tenant.
    .next = Ask the administrator of the tenant.
api-2130010 = The user may not sign in to this tenant.
    .next = Ask the administrator of the tenant for access.
api-2820002 = The LDAP link is invalid.
    .next = Ask the administrator of the application to check its LDAP settings.


## apiCode: one-time codes from an authenticator app (TOTP)

api-6001 = The one-time code from the authenticator app (TOTP) is wrong.
    .next = Wait for the next code and enter that one. If it fails too, check the clock of the device with the authenticator app.
api-6002 = The recovery code is wrong.
    .next = Check the recovery code that you kept when you set up the authenticator app.
api-6003 = The one-time code from the authenticator app (TOTP) is missing.
    .next = Enter the code that the authenticator app shows.
api-6004 = The recovery code is missing.
    .next = Enter the recovery code that you kept when you set up the authenticator app.
