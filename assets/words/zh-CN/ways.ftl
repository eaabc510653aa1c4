# 登录方式、解绑之后还剩什么，以及强行解绑时要输入的内容。

ways-title = 您的登录方式
ways-first-load = 正在读取您的登录方式……
ways-any-one = 解绑其中任何一个账号，您仍能用其他方式登录。
ways-last = 没有了“{ $names }”，就不再有可用或应该可用的登录方式。解绑之前，请先设置密码或绑定另一个账号。
ways-none = 没有任何一种登录方式可以确定能用。在有之前，请不要退出登录。
ways-browser = 您最近一次通过浏览器登录是在 { $time }。服务没有说您在那里用的是哪种方式。
ways-list-separator = ”、“

## 方式

way-password = 密码
way-email-code = 邮件验证码
way-email-code-to = 发到 { $address } 的邮件验证码
way-phone-code = 短信验证码
way-phone-code-to = 发到 { $address } 的短信验证码
way-ldap = 目录（LDAP）
way-active-directory = 目录（Active Directory）
way-ext-idp = 已绑定的账号
way-of = { $way }：{ $standing }
way-change-of = { $way }：现在{ $before }，解绑后{ $after }

## 状况

standing-works = 可用
standing-should-work = 应该可用
standing-unknown = 未知
standing-no = 不可用

## 依据

evidence-signed-in = 曾在此登录，最近一次是 { $time }
evidence-password-set = 已设置密码，但还没有在此用它登录过
evidence-bound-and-enabled = 已绑定，也在此应用启用，但还没有在此用它登录过
evidence-password-not-told = 服务没有说是否设置了密码
evidence-email-not-told = 服务没有说是否绑定了邮箱
evidence-phone-not-told = 服务没有说是否绑定了手机号
evidence-email-not-seen = 已绑定邮箱；此应用是否允许用验证码登录，在此还没有见过
    .unverified = 已绑定邮箱，但没有验证；此应用是否允许用验证码登录，在此还没有见过
evidence-phone-not-seen = 已绑定手机号；此应用是否允许用验证码登录，在此还没有见过
    .unverified = 已绑定手机号，但没有验证；此应用是否允许用验证码登录，在此还没有见过
evidence-email-disagree = 服务说没有绑定邮箱，却又给出了一个
evidence-phone-disagree = 服务说没有绑定手机号，却又给出了一个
evidence-enabled-not-read = 已绑定；无法读取此应用启用了哪些身份源
evidence-without-id = 没有 extIdpId，无法知道它是否在此启用
evidence-one-of-several = 曾于 { $time } 在此登录，但用的可能正是要解绑的目录
evidence-no-password = 没有设置密码
    .seen = 现在没有设置密码；曾于 { $time } 在此用密码登录
evidence-no-email = 没有绑定邮箱
    .seen = 现在没有绑定邮箱；曾于 { $time } 在此用验证码登录
evidence-no-phone = 没有绑定手机号
    .seen = 现在没有绑定手机号；曾于 { $time } 在此用验证码登录
evidence-not-enabled = 已绑定，但未在此应用启用
    .seen = 已绑定，但现在未在此应用启用；曾于 { $time } 在此登录
evidence-unbound = 随这次解绑而结束

## 解绑之后

what-if-title = 解绑之后，您仍可以用这些方式登录
what-if-title-stop = 解绑之后
what-if-change = { $before } → { $after }
what-if-remains = 至少还有一种登录方式。
what-if-only-unknown = 不再有确定可用的登录方式
    .more = 您还能不能登录，无法确定。如果标为“未知”的方式都不能用，这次会话结束后您就进不去了。
what-if-nothing = 不再有任何登录方式
    .more = 这次会话结束后，您就进不去这个账号了。请先设置密码，或绑定另一个账号。

## 要输入的内容

typed-name = 仍要解绑，请输入名称“{ $wanted }”
typed-id = 仍要解绑，请输入它的 extIdpId 的末尾“{ $wanted }”
typed-count = 仍要解绑，请输入要解绑的身份源的数目“{ $wanted }”
typed-nothing = 输入之前，什么也不会解绑。
typed-begun = 请继续……
typed-different = 这不是“{ $wanted }”。
typed-accepted = 正是这个。

## 身份源那边的授权

provider-page-open = 打开“{ $name }”的页面
    .name = 打开“{ $name }”撤销授权的页面
provider-page-web = “{ $name }”那边仍然信任此应用。请在它自己的页面上撤销。
provider-page-app = “{ $name }”那边仍然信任此应用，而它没有撤销授权的网页。请在它的应用的设置里查找。
    .wechat = “{ $name }”那边仍然信任此应用，而它没有撤销授权的网页。请在微信里依次打开“我”“设置”“个人信息与权限”“授权管理”。
provider-page-unknown = “{ $name }”那边可能仍然信任此应用。要撤销，请在它自己的设置里查找。
