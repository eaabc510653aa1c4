# 沙盒屏幕：请求、故障、信箱、人物、应用。

sandbox = 沙盒
sandbox-on = 运行中
sandbox-off = 已停止
sandbox-open = 沙盒…
    .name = 沙盒：信箱、人物和故障
sandbox-back = 返回登录
sandbox-address = 地址
sandbox-about = 一个只在本机运行的小型服务，里面的一切都是虚构的。
sandbox-copy = 复制
    .name = 复制{ $what }
sandbox-of = { $name } 的{ $what }
sandbox-stopped = 沙盒已停止
    .next = 它的地址不再有应答。新的沙盒会从头开始，您需要重新登录。
sandbox-start-again = 启动新的沙盒

## 重置

sandbox-reset = 全部重置…
sandbox-reset-ask = 要重置沙盒吗？
    .more = 账号和它们的绑定、令牌、验证码、故障和时钟都回到开始时的样子。请求列表会保留。
    .signs-out = 您会退出登录，因为沙盒会忘记您的会话。
sandbox-reset-now = 全部重置
sandbox-was-reset = 一切都回到了开始时的样子
    .more = 您已退出登录。

## 各个部分

sandbox-requests = 请求
sandbox-faults = 故障
sandbox-mailbox = 信箱
sandbox-personas = 人物
sandbox-applications = 应用

## 请求

requests-empty = 还没有收到请求
    .more = 这个窗口或您自己的客户端发送到上面地址的请求会列在这里，按服务看到的样子显示。
requests-filter = 按路径、代码、故障或原因筛选
requests-none-found = 没有包含这些内容的请求。
requests-time = 时间
requests-method = 方法
requests-path = 路径
requests-happened = 故障或原因
request-what = 请求
request-back = 返回列表
request-close = 关闭
request-fault = 故障
request-reason = 拒绝的原因
request-ran = 接口已执行：无论应答怎样，它所做的更改都已生效。
request-did-not-run = 接口没有执行。
request-number = 编号
request-answer = 应答
request-unanswered = 没有，或者还没有
request-query = 查询参数
request-no-query = 没有查询参数
request-headers = 请求头
request-no-headers = 没有请求头
request-hidden = （不显示）
request-body = 正文
request-no-body = 没有正文

## 信箱

mailbox-empty = 还没有发送过验证码
    .more = 本该通过邮件或短信发出的内容会到这里：用来登录、绑定邮箱或手机号、重置密码的验证码。
mailbox-clear = 清空信箱
mailbox-code = { $time } 发给 { $to } 的验证码
mailbox-expired = 已过期
mailbox-by-email = 邮件发给
mailbox-by-sms = 短信发给
mailbox-sent = 发送于
mailbox-good-until = 有效期至
channel-login = 用于登录
channel-register = 用于创建账号
channel-reset-password = 用于重置密码
channel-verify-email-link = 用于确认邮箱
channel-update-email = 用于更改邮箱
channel-bind-email = 用于绑定邮箱
channel-unbind-email = 用于解绑邮箱
channel-verify-mfa = 作为第二因素
channel-unlock-account = 用于解锁账号
channel-complete-email = 用于补全资料里的邮箱
channel-delete-account = 用于删除账号
channel-bind-phone = 用于绑定手机号
channel-unbind-phone = 用于解绑手机号
channel-identity-verification = 用于确认身份
channel-bind-mfa = 用于设置第二因素
channel-unbind-mfa = 用于移除第二因素
channel-complete-phone = 用于补全资料里的手机号

## 人物和应用

sandbox-sign-in-as = 用此人登录
    .name = 用 { $name } 登录
sandbox-email = 邮箱
sandbox-username = 用户名
sandbox-phone = 手机号
sandbox-directory-name = LDAP 和 AD 名称
sandbox-no-password = 没有密码
sandbox-applications-about = 您自己的客户端访问沙盒所需的内容。这些密钥不是秘密：这里的一切都是虚构的。
sandbox-own-application = 本窗口
sandbox-app-id = 应用 ID
sandbox-secret = 密钥
sandbox-no-secret = 没有密钥：公开客户端，使用 PKCE
sandbox-redirects = 登录后返回
sandbox-logouts = 退出后返回

## 故障

faults-ready-made = 一键设置
    .more = 每个故障等待它对应的请求，然后发生一次。
ready-answer-lost = 下一次解绑的应答丢失
ready-never-arrives = 下一次解绑没有送到
ready-refused = 下一次解绑被拒绝
ready-lag = 列表滞后 3 次读取
ready-gateway = 下一次读取得到 502 页面
ready-slow = 下一次读取需要 3 秒
ready-throttled = 下一个请求因过多被拒绝
ready-no-refresh = 下一次更新令牌被拒绝
ready-token-expires = 令牌现在过期
faults-waiting = 等待发生的故障
faults-none = 没有：每个请求都会得到正常的应答。
faults-remove-all = 全部移除
fault-remove = 移除
    .name = 移除故障 { $number }：{ $text }
fault-what = 故障 { $number }
fault-once = 一次
fault-times-left = 还有 { $count } 次
fault-until-cleared = 直到移除
fault-own = 自己设置故障
fault-kind = 出什么问题
fault-endpoint = 对哪个接口
fault-endpoint-choose-other = 其他接口…
fault-endpoint-other = 路径的最后一段，或整个路径
fault-times = 次数
fault-add = 添加
fault-mistake-no-kind = 故障的写法是“接口=种类”，例如 unlink-extidp=reset-after。
fault-mistake-endpoint = “{ $text }”不是接口。请填写路径的最后一段、整个路径，或用 * 表示全部。
fault-mistake-kind = “{ $text }”不是故障的种类。请检查其中的数字。
fault-mistake-http-status = “{ $text }”不是可以应答的 HTTP 状态。请用 200 到 599。
fault-mistake-times = “{ $text }”不是次数。请用 1 或更大的数。

endpoint-all = 所有请求
endpoint-service = 整个服务
endpoint-unlink-extidp = 解绑
endpoint-get-identities = 读取绑定
endpoint-get-profile = 读取资料
endpoint-enabled-extidps = 读取已启用的身份源
endpoint-link-url = 获取绑定地址
endpoint-signin = 登录
endpoint-token = 获取或更新令牌
endpoint-revocation = 撤销令牌
endpoint-me = 读取用户声明
endpoint-send-email = 用邮件发送验证码
endpoint-send-sms = 用短信发送验证码
endpoint-security-info = 读取安全等级
endpoint-system = 读取系统密钥

fault-reset-after = 已执行，但应答丢失
    .more = 接口会执行，然后连接被重置，没有任何应答。
fault-reset-before = 请求丢失
    .more = 连接被重置，接口不会执行。
fault-stall = 应答停在一半
    .more = 接口会执行；应答发到一半就停住，连接保持打开。
fault-truncate = 应答被截断
    .more = 接口会执行；应答发到一半，连接就结束。
fault-latency = 缓慢
    .more = 过了这段时间接口才执行。
fault-latency-spread = 时快时慢
    .more = 接口在这两个时间之间的某一刻执行。
fault-latency-growing = 一次比一次慢
    .more = 每发生一次，等待的时间就更长。
fault-drip = 应答一点一点地来
    .more = 接口会执行；应答每次只发送这么多字节。
fault-length = 长度错误
    .more = 接口会执行；Content-Length 相差这么多字节。
fault-http = 网关页面
    .more = 接口不会执行；返回带这个 HTTP 状态的 HTML 页面。
fault-http-retry = 提示重试时间的网关页面
    .more = 接口不会执行；页面带有 Retry-After 头。
fault-http-text = 网关的纯文本
    .more = 接口不会执行；返回带这个 HTTP 状态的纯文本。
fault-http-empty = 网关的空应答
    .more = 接口不会执行；只返回这个 HTTP 状态。
fault-envelope = 以 statusCode 拒绝
    .more = 接口不会执行；API 以 HTTP 200 拒绝。
fault-envelope-both = 以 statusCode 和 apiCode 拒绝
    .more = 接口不会执行；API 以 HTTP 200 拒绝。
fault-envelope-retry = 拒绝并提示重试时间
    .more = 接口不会执行；API 以 HTTP 200 拒绝，带有 Retry-After 头。
fault-oauth = OAuth 错误
    .more = 接口不会执行；返回 RFC 6749 规定的错误。
fault-malformed = 损坏的 JSON
    .more = 接口会执行；应答不是 JSON。
fault-shape = 数据形状不对
    .more = 接口会执行；data 变成 null、text、number、list、object 或 nested。
fault-huge = 巨大的应答
    .more = 接口会执行；应答仍然有效，只是有这么大。
fault-token-expired = 访问令牌已过期
    .more = 请求所带的令牌从此过期。
fault-token-revoked = 访问令牌已撤销
    .more = 请求所带的令牌从此被撤销。
fault-refresh-refused = 刷新令牌已失效
    .more = 请求所带的刷新令牌不再有效，更新被拒绝。
fault-redirect = 转到别处
    .more = 接口不会执行；以 HTTP 302 转到这个地址。
fault-refuse = 端口关闭
    .more = 在这段时间内拒绝连接。
fault-lag = 列表滞后
    .more = 下一次更改之后，这么多次读取仍显示更改之前的内容。
fault-clock = 时钟不准
    .more = 服务的时钟从此快这么多秒，负数表示慢。
fault-ms = 毫秒
fault-from-ms = 从（毫秒）
fault-to-ms = 到（毫秒）
fault-step-ms = 每次增加（毫秒）
fault-bytes = 每次字节数
fault-every-ms = 间隔（毫秒）
fault-length-by = 字节，带 + 或 -
fault-http-status = HTTP 状态
fault-retry-seconds = 重试等待（秒）
fault-status-code = statusCode
fault-api-code = apiCode
fault-oauth-error = 错误名
fault-shape-of = 形状
fault-mebibytes = MiB
fault-redirect-to = 地址
fault-seconds = 秒
fault-reads = 读取次数
fault-clock-by = 秒，带 + 或 -

## 场景、时钟和令牌

scenario = 场景
    .more = 每行一个故障，# 之后是注释。使用后会代替等待发生的故障。
scenario-apply = 使用场景
scenario-take = 取自等待发生的故障
scenario-what = 场景
scenario-played = 已开始等待。
scenario-line = 第 { $line } 行：{ $problem }
clock = 时钟
clock-right = 与本机时间一致。
clock-ahead = 比本机快 { $seconds } 秒。
clock-behind = 比本机慢 { $seconds } 秒。
clock-plus-five = 快 5 分钟
clock-minus-five = 慢 5 分钟
clock-plus-hours = 快 3 小时
clock-back = 与本机一致
clock-seconds = 快多少秒，负数表示慢
clock-enter = 按回车键设置。
clock-no-number = 这不是秒数。
tokens = 令牌
tokens-expire = 让访问令牌现在过期
tokens-revoke = 撤销刷新令牌
tokens-expired = { $time } 之前签发的访问令牌都会被拒绝。
tokens-revoked = { $time } 之前签发的刷新令牌都会被拒绝。
