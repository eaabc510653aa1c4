# 登录：各种方式、等待的内容，以及失败的原因。

sign-in-space = 账号空间
sign-in-account = 邮箱、手机号或用户名
sign-in-password = 密码
sign-in-show = 显示
    .name = 显示密码
sign-in-hide = 隐藏
    .name = 隐藏密码
sign-in = 登录
sign-in-asking = 正在登录……
sign-in-again = 重新登录
    .after = 重新登录，位于 { $name } 的回执之后
sign-in-session-over = 请重新登录
    .more = 服务结束了您的会话。同一个人登录后，屏幕上的内容会恢复。
    .asked = 同一个人登录后，屏幕上的内容会恢复。
sign-in-back = 返回刚才的内容

## 登录方式

sign-in-browser = 用浏览器登录
sign-in-or = 或者
sign-in-way-password = 密码
    .name = 用密码登录
sign-in-way-code = 验证码
    .name = 用验证码登录
sign-in-way-directory = LDAP / AD
    .name = 用 LDAP 或 Active Directory 登录
sign-in-way-token = 令牌
    .name = 用访问令牌登录
sign-in-forgot = 忘记密码？
    .name = 忘记密码？在浏览器中设置新密码
sign-in-create = 注册账号
    .name = 在浏览器中注册账号
sign-in-continue-in-browser = 在浏览器中继续
sign-in-browser-again = 在浏览器中重试

## 验证码

sign-in-by-email = 通过邮箱
sign-in-by-phone = 通过短信
sign-in-email = 邮箱
sign-in-country-code = 国家代码
sign-in-phone = 手机号
sign-in-send = 发送验证码
sign-in-sending = 正在发送……
sign-in-send-in = { $seconds } 秒后可重新发送
sign-in-sent = 验证码已发送到 { $to }
sign-in-code = 收到的验证码
sign-in-show-code = 显示验证码
sign-in-hide-code = 隐藏验证码

## 目录

sign-in-ldap = LDAP
sign-in-active-directory = Active Directory
sign-in-directory-account = 目录中的名称（sAMAccountName）
sign-in-directory-password = 目录密码

## 访问令牌

sign-in-token = 访问令牌
    .more = 用于调试。没有 ID 令牌和刷新令牌，因此无法绑定，会话不会更新，也不会保存；退出登录后，浏览器里仍是登录状态。
sign-in-show-token = 显示令牌
sign-in-hide-token = 隐藏令牌

## 图形验证码

sign-in-captcha-needed = 服务需要确认登录的是人
sign-in-captcha-wrong = 与图片中的内容不符，或图片已过期
sign-in-captcha-reading = 正在读取图片……
sign-in-captcha-picture = 一张图片，需要输入其中的文本。它无法朗读；也可以用浏览器登录。
sign-in-captcha = 图片中的内容
sign-in-another-picture = 换一张图片
sign-in-captcha-not-drawn = 这张图片无法安全显示
    .next = 请换一张图片，或用浏览器登录。

## 等待浏览器

sign-in-waiting = 请在浏览器中继续
    .hint = 请在那里登录。完成后 Bindery 会自动继续。
sign-in-waiting-password = 请在浏览器中设置新密码
    .hint = 请在那里选择“忘记密码”。用新密码登录后，Bindery 会自动继续。
sign-in-waiting-account = 请在浏览器中注册账号
    .hint = 请在那里选择注册。登录后，Bindery 会自动继续。
sign-in-step-prepare = 向服务询问在哪里登录
sign-in-step-open = 打开浏览器
sign-in-step-wait = 等待您在那里登录
sign-in-step-trade = 用返回的代码换取令牌
sign-in-step-check = 核对 ID 令牌
sign-in-step-done = 已完成
sign-in-step-running = 正在进行
sign-in-step-ahead = 还没有开始
sign-in-waited = 已等待 { $waited }，最长 { $limit }
sign-in-strangers = { $count ->
   *[other] 有 { $count } 个请求不属于这次登录，已被拒绝。
}
sign-in-open-again = 重新打开
sign-in-not-opened = 无法打开浏览器
    .more = 请在这台电脑上自行打开下面的地址。它只能使用一次。
sign-in-copy-address = 复制地址

## 浏览器登录没有成功的原因

sign-in-ports-taken = 浏览器可以返回的端口都被占用了
    .next = 端口被其他程序占用，也可能是另一个 Bindery。请关闭它，或为应用登记另一个端口，并加到账号空间里。
sign-in-cannot-listen = 这台电脑不允许 Bindery 等待浏览器
    .next = 可能是防火墙或其他安全程序的原因。请允许 Bindery 使用 127.0.0.1 上的端口，或换一种方式登录。
sign-in-denied = 访问在浏览器中被拒绝
    .next = 没有人登录。请重试并允许所请求的内容，或换一种方式登录。
sign-in-no-code = 浏览器返回时没有带来代码
    .next = 请重试。如果一直这样，请告诉应用管理员。
sign-in-nobody-came = 浏览器没有及时返回
    .next = 请重试，并在时间结束前在浏览器中完成登录。
sign-in-client-refused = 服务不接受应用证明身份的方式
    .next = 请检查账号空间的应用 ID、令牌端点认证方式和客户端密钥。
sign-in-code-refused = 服务不接受浏览器带回的代码
    .next = 代码已经用过或已过期。请在浏览器中重试。
sign-in-answer-login-required = 服务要求您重新登录，却没有让您登录
    .next = 请重试。如果一直这样，请先在浏览器中退出登录。
sign-in-answer-consent-required = 服务需要您的同意，却没有询问您
    .next = 请重试。如果一直这样，请联系应用管理员。
sign-in-answer-interaction-required = 服务需要您进行操作，却没有询问您
    .next = 请重试。如果一直这样，请联系应用管理员。
sign-in-answer-account-selection-required = 服务要求您选择账号，却没有让您选择
    .next = 请在浏览器中退出其他账号，然后重试。
sign-in-answer-temporarily-unavailable = 登录服务太忙，或正在维护
    .next = 请过几分钟再试。
sign-in-answer-server-error = 服务内部出错
    .next = 请一分钟后再试。如果一直失败，请告诉应用管理员。
sign-in-answer-invalid-scope = 应用不能请求此账号空间所要的全部内容
    .next = 请对照应用的设置，检查账号空间的 scope。
sign-in-answer-unauthorized-client = 应用不能用这种方式登录
    .next = 请联系应用管理员，为应用启用授权码方式。
sign-in-answer-invalid-request = 服务无法理解这个请求
    .next = 请检查账号空间的应用 ID 和返回地址，它们必须与登记的一致。
sign-in-answer-other = 服务中止了登录
    .next = 请重试。应用管理员也许能从消息中看出更多。

## ID 令牌不被接受的原因

sign-in-id-token-refused = 没有人登录。Bindery 没有保留收到的令牌，并已请服务撤销它们。请重试；如果一直这样，请告诉应用管理员。
sign-in-id-token-missing = 服务没有发来可以读取的 ID 令牌
sign-in-id-token-algorithm = ID 令牌的签名方式不被接受
sign-in-id-token-unknown-key = ID 令牌的签名密钥不是服务公布的
sign-in-id-token-signature = ID 令牌的签名不符
sign-in-id-token-issuer = ID 令牌来自另一个服务
sign-in-id-token-audience = ID 令牌是给另一个应用的
sign-in-id-token-subject = ID 令牌没有说明属于谁
sign-in-id-token-expired = ID 令牌已过期。请检查这台电脑的时钟。
sign-in-id-token-nonce = ID 令牌属于另一次登录
sign-in-id-token-access-token = ID 令牌属于另一个访问令牌
fact-ports = 端口
fact-error = error
fact-algorithm = alg
