# 会话页：谁登录了，用的是哪些令牌，令牌里写了什么。

session = 会话

## 账号

session-username = 用户名
session-email = 邮箱
session-phone = 手机号
session-user-id = 用户 ID
session-copy = 复制
    .user-id = 复制用户 ID
session-copied-user-id = 已复制用户 ID
session-is-verified = 已验证
session-is-not-verified = 未验证
session-last-login = 上次登录
session-from = 来自 { $ip }
session-logins = 共登录 { $count } 次
session-by-id-token = 名称来自 ID 令牌，账号本身未能读取

## 令牌

session-tokens = 令牌
session-access-token = 访问令牌
session-jwt = JWT
session-opaque = 不透明
session-no-end = 服务没有说明它的有效期
session-left-days = 还剩 { $days } 天 { $hours } 小时 { $minutes } 分
session-left-hours = 还剩 { $hours } 小时 { $minutes } 分 { $seconds } 秒
session-left-minutes = 还剩 { $minutes } 分 { $seconds } 秒
session-obtained = { $time } 取得
session-ends = { $time } 到期
session-refresh-token = 刷新令牌
    .present = 用于在会话到期前更新会话，从不显示。
    .refused = 服务不再接受它。访问令牌到期后，请重新登录。
    .none = 会话无法更新。访问令牌到期后，请重新登录。
session-id-token = ID 令牌
    .none = 没有它就不能绑定，退出登录后浏览器仍保持登录。
session-present = 有
session-none = 没有
session-refused = 已被拒绝
session-kept = 保存位置
session-in-keyring = 本机的密钥环
    .more = 关闭 Bindery 后您仍保持登录。
session-in-memory = 仅在内存中
    .sandbox = 关闭 Bindery 后，沙盒会忘记它的会话。
    .pasted = 粘贴的令牌不会保存。
    .declined = 您选择了不使用密钥环。
    .space = 这个账号空间就是这样设置的。

## 更新

session-renew = 立即更新
    .name = 立即更新会话
session-renewing = 正在更新……
session-renewed = 已在 { $time } 更新
session-not-renewed-now = 现在无法更新会话
    .more = 没有任何损失：当前的访问令牌在到期前仍然有效。
session-renewal-refused = 服务拒绝更新会话
    .more = 当前的访问令牌在到期前仍然有效，到期后请重新登录。
session-renewal-id-token = 由于收到的 ID 令牌，会话已结束
session-not-renewable = 会话无法更新

## 复制访问令牌

session-copy-token = 复制访问令牌……
    .sure = 确认复制：拿到它的人可以冒用您的身份
    .how = 再按一次即复制。按 Escape 或等待 10 秒即取消。
session-token-copied = 已复制。如果到 { $time } 它还在剪贴板里，就会被清除。
session-token-cleared = 访问令牌已从剪贴板清除
session-token-replaced = 剪贴板里已是别的内容，访问令牌已不在其中
session-token-not-copied = 无法复制访问令牌
session-token-not-cleared = Bindery 无法查看剪贴板，访问令牌可能还在里面
    .more = 请复制别的内容来替换它。

## 权限范围

session-scopes = 此会话可以做什么
session-scopes-unknown = 服务没有说明授予了哪些权限范围。
session-scopes-by-token = 来自访问令牌，服务本身没有说明。
scope-openid = 让您登录，并以您的身份调用服务
scope-profile = 读取您的姓名、头像和其他个人资料
scope-username = 读取您的用户名
scope-email = 读取您的邮箱
scope-phone = 读取您的手机号
scope-address = 读取您的地址
scope-offline-access = 无需您参与即可更新会话
scope-roles = 读取您的角色
scope-external-id = 读取其他系统中您的 ID
scope-extended-fields = 读取您的组织添加的字段
scope-tenant-id = 读取您所属的租户
scope-other = 由服务或应用定义

## ID 令牌

session-verified = 签名已核实
    .more = 令牌用 RS256 签名，签名与服务公布的密钥相符。
session-not-verifiable = 签名无法在本机核实
    .more = 令牌用 HS256 签名，用的是应用的密钥，而桌面程序没有这个密钥。令牌直接来自服务，因此可以接受。
session-not-checked = 签名没有核对
    .more = 收到令牌时，无法取得服务为此公布的内容。下次更新时会再试。
session-id-token-none = 此会话没有 ID 令牌
    .more = 因此不能绑定，Bindery 只能从服务得知您是谁，退出登录后浏览器仍保持登录。
session-id-token-unreadable = 有 ID 令牌，但不是可以读取的 JSON Web Token。
session-claims-none = 其中没有内容。
session-claims-too-many = 内容太多，无法显示。
session-empty-claims = 显示 { $count } 个没有值的声明
    .hide = 隐藏 { $count } 个没有值的声明
session-no-value = 没有值
session-more = 还有 { $count } 个没有显示
session-yes = 是
session-no = 否

## 访问令牌

session-access-token-says = 访问令牌里写了什么
    .more = 只有服务知道内容是否属实，Bindery 不以它为准。
session-not-verified = 未核实
session-show = 显示
    .access-token = 显示访问令牌里写了什么
session-hide = 隐藏
    .access-token = 隐藏访问令牌里写了什么

## 声明

claim-sub = 用户 ID
claim-iss = 签发者
claim-aud = 签发给
claim-azp = 使用者
claim-client-id = 应用
claim-exp = 到期
claim-iat = 签发时间
claim-nbf = 生效时间
claim-auth-time = 登录时间
claim-nonce = 与本次登录对应
claim-at-hash = 与访问令牌对应
claim-c-hash = 与授权码对应
claim-s-hash = 与 state 对应
claim-sid = 服务端会话
claim-jti = 令牌 ID
claim-acr = 登录强度
claim-amr = 登录方式
claim-scope = 权限范围
claim-name = 姓名
claim-nickname = 昵称
claim-given-name = 名
claim-family-name = 姓
claim-middle-name = 中间名
claim-preferred-username = 首选用户名
claim-username = 用户名
claim-email = 邮箱
claim-email-verified = 邮箱已验证
claim-phone-number = 手机号
claim-phone-number-verified = 手机号已验证
claim-picture = 头像
claim-profile = 个人主页
claim-website = 网站
claim-gender = 性别
claim-birthdate = 生日
claim-zoneinfo = 时区
claim-locale = 语言
claim-address = 地址
claim-updated-at = 资料更新时间
claim-external-id = 外部 ID
claim-tenant-id = 租户
claim-roles = 角色

## 退出登录

session-sign-out =
    .kept = 先从密钥环删除会话，再请服务撤销其令牌。没有做成的事会告诉您。
    .memory = 请服务撤销会话的令牌，并在这里忘记它们。没有做成的事会告诉您。
    .browser = 浏览器仍保持登录，之后您可以把它也结束。
    .no-id-token = 浏览器仍保持登录；没有 ID 令牌，无法从这里结束。
    .name = 退出此会话
session-browser-end = 同时结束浏览器会话
session-browser-stays = 您的浏览器可能仍处于登录状态，下次在那里登录时可能不会要求输入密码。
session-browser-opening = 正在打开浏览器……
session-browser-sent = 已让浏览器去结束它的会话，结果会显示在浏览器里。
session-browser-again = 再次打开浏览器
session-browser-not-opened = 无法打开浏览器
session-browser-nobody-came = 浏览器没有及时打开地址
session-browser-cannot-listen = 本机不允许 Bindery 等待浏览器
session-browser-no-address = 服务没有说明在哪里结束浏览器会话
session-browser-crashed = Bindery 出现故障，操作中断
