# The ways of signing in, what an unbind leaves of them, and what is typed to pass a hard stop.

ways-title = Ways you can sign in
ways-first-load = Reading how you can sign in…
ways-any-one = You can unbind any one account and still sign in another way.
ways-last = Without { $names }, no way that works or should work would be left. Set a password or bind another account before you unbind it.
ways-none = No way of signing in is known to work. Stay signed in until there is one.
ways-browser = You last signed in in the browser on { $time }. The service does not say which way you took there.
ways-list-separator = ,{ " " }

## The ways

way-password = Password
way-email-code = Code by email
way-email-code-to = Code by email to { $address }
way-phone-code = Code by text message
way-phone-code-to = Code by text message to { $address }
way-ldap = Directory (LDAP)
way-active-directory = Directory (Active Directory)
way-ext-idp = An account that is bound
way-of = { $way }: { $standing }
way-change-of = { $way }: { $before } now, { $after } afterwards

## How they stand

standing-works = works
standing-should-work = should work
standing-unknown = unknown
standing-no = no

## Why

evidence-signed-in = Signed in from here, last on { $time }
evidence-password-set = A password is set, but has not signed in from here yet
evidence-bound-and-enabled = Bound and enabled for this app, but has not signed in from here yet
evidence-password-not-told = The service did not say whether a password is set
evidence-email-not-told = The service did not say whether an email address is bound
evidence-phone-not-told = The service did not say whether a phone number is bound
evidence-email-not-seen = An email address is bound; whether this app lets you sign in by code was not seen here
    .unverified = An email address is bound, but not verified; whether this app lets you sign in by code was not seen here
evidence-phone-not-seen = A phone number is bound; whether this app lets you sign in by code was not seen here
    .unverified = A phone number is bound, but not verified; whether this app lets you sign in by code was not seen here
evidence-email-disagree = The service says that no email address is bound, and yet names one
evidence-phone-disagree = The service says that no phone number is bound, and yet names one
evidence-enabled-not-read = Bound; which identity providers this app offers could not be read
evidence-without-id = Came without an extIdpId, so whether it is enabled here cannot be told
evidence-one-of-several = Signed in from here on { $time }, perhaps through the directory that is to be unbound
evidence-no-password = No password is set
    .seen = No password is set any more; one signed in from here on { $time }
evidence-no-email = No email address is bound
    .seen = No email address is bound any more; a code signed in from here on { $time }
evidence-no-phone = No phone number is bound
    .seen = No phone number is bound any more; a code signed in from here on { $time }
evidence-not-enabled = Bound, but not enabled for this app
    .seen = Bound, but no longer enabled for this app; it signed in from here on { $time }
evidence-unbound = Ends with this unbind

## What an unbind leaves

what-if-title = After this you can still sign in with
what-if-title-stop = After this
what-if-change = { $before } → { $after }
what-if-remains = At least one way of signing in remains.
what-if-only-unknown = No way that is known to work remains
    .more = Whether you can still sign in is not known. If none of the ways marked “unknown” works, you are locked out once this session ends.
what-if-nothing = No way of signing in remains
    .more = Once this session ends, you are locked out of this account. Set a password or bind another account first.

## What is typed

typed-name = To unbind nevertheless, type the name “{ $wanted }”
typed-id = To unbind nevertheless, type the end of its extIdpId, “{ $wanted }”
typed-count = To unbind nevertheless, type how many identity providers are unbound, “{ $wanted }”
typed-nothing = Nothing is unbound until you type it.
typed-begun = Go on…
typed-different = This is not “{ $wanted }”.
typed-accepted = This is it.

## The grant at the provider

provider-page-open = Open { $name }’s page
    .name = Open { $name }’s page where the grant is withdrawn
provider-page-web = { $name } itself goes on trusting the app. Withdraw that on its own page.
provider-page-app = { $name } itself goes on trusting the app, and has no web page to withdraw that. Look in the settings of its own app.
    .wechat = { $name } itself goes on trusting the app, and has no web page to withdraw that. In the WeChat app, go to Me, Settings, Personal Information & Permissions, Authorizations.
provider-page-unknown = { $name } itself may go on trusting the app. Look in its own settings to withdraw that.
