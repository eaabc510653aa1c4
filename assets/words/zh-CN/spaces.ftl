# 账号空间：切换列表、编辑、测试、移除。

## 切换

spaces-switch = 切换……
    .name = 切换账号空间或账号
spaces-title = 账号空间
spaces-close = 关闭
spaces-add = 添加账号空间……
spaces-on-the-screen = 正在显示
spaces-unsaved = 来自命令行，没有保存
spaces-at-start = 启动时打开
spaces-open = 打开
    .name = 打开“{ $name }”
spaces-another = 登录另一个账号
    .name = 在“{ $name }”登录另一个账号
spaces-show-account = 显示“{ $name }”中的 { $account }
spaces-edit = 编辑……
    .name = 编辑“{ $name }”……
spaces-keep = 保存……
    .name = 保存“{ $name }”……
spaces-account-unnamed = 账号尚未读取
spaces-account-signed-in = 已登录
spaces-account-over = 会话已结束
spaces-account-busy = 正在等待响应
spaces-account-look = 需要查看
spaces-unusable = 无法使用
spaces-line = 第 { $line } 行
spaces-file = 保存在 { $path }
spaces-another-notice = 正在登录另一个账号，原来的账号保持登录
spaces-back-to-account = 回到原来的账号

## 文件

spaces-no-place = 无法保存账号空间
    .next = 系统没有指定存放设置的文件夹。请用 --spaces FILE 启动 Bindery，指定保存位置。
spaces-broken = 账号空间文件有错误
    .kept = 文件保持原样，Bindery 不会改动它。沙盒不需要这个文件。
    .next = 请用编辑器改好文件后重新读取，或者把它移到一边，重新开始。原来的内容会留在移开的文件里。
spaces-broken-unreadable = 无法读取：{ $reason }
spaces-broken-long = 文件超过 1 MiB。
spaces-broken-text = 第 { $line } 行不是 UTF-8。
spaces-broken-toml = 第 { $line } 行：{ $reason }
spaces-broken-table = 第 { $line } 行：{ $key } 应当是一个表。
spaces-look = 查看……
spaces-read-again = 重新读取
spaces-set-aside = 移到一边
spaces-was-set-aside = 有错误的文件已移到一边
    .where = 现在是 { $path }
spaces-not-set-aside = 无法把有错误的文件移到一边
spaces-saved = 已保存“{ $name }”
spaces-secret-not-kept = 已保存，但客户端密钥只会记到关闭 Bindery 为止
spaces-removed = 已移除“{ $name }”
spaces-removed-partly = 已移除“{ $name }”，但有些操作未能完成
spaces-saved-partly = 已保存“{ $name }”，但与之前的应用有关的操作未能全部完成
spaces-change-broken = 文件有错误，没有保存
spaces-change-meanwhile = 文件刚才被别人改动，没有保存
    .next = 已重新读取文件，您填写的内容还在。请看一下，再次保存。
spaces-change-busy = 另一个程序正在改动文件，没有保存
    .next = 请稍后重试。
spaces-change-read-only = 文件是只读的，没有保存
    .next = 请取消只读，然后再次保存。文件路径见账号空间列表。
spaces-change-not-written = 无法写入文件
    .next = 请检查文件夹能否写入、有没有空间，然后再次保存。
spaces-account-waits = 此空间中有账号正在等待响应
    .next = 没有作任何改动。请在收到响应后重试。

## 编辑

space-add = 添加账号空间
space-edit = 编辑“{ $name }”
space-save = 保存
space-saving = 正在保存……
space-cancel = 取消
space-section-application = 应用
space-section-browser = 在浏览器中登录
space-section-connection = 连接
space-section-proof = 密钥和加密
space-name = 名称
    .help = Bindery 用这个名称来显示它。
space-app-host = 应用域名
    .help = 应用的地址，例如 https://example.genauth.ai。只有 127.0.0.1 可以用 http。改换域名或应用 ID 会结束此空间保存的会话。
space-app-id = 应用 ID
    .help = 可以在控制台的应用中看到。
space-header-family = 请求头前缀
    .help = GenAuth 用 x-genauth-，Authing 用 x-authing-。私有部署可能两者都行，也可能只用其一。
space-redirect-uri = 回调地址
    .help = 与应用中登记的一致。{ $placeholder } 代表端口。
space-ports = 端口
    .help = 按顺序尝试。每个地址都要登记。
space-any-free-port = 都被占用时，用任意空闲端口
    .help = 只在服务接受任意端口时使用。
space-scopes = 权限范围（scope）
    .help = 用空格分开；必须有 openid，offline_access 用来保持登录。
space-extra-ca = 额外证书
    .help = PEM 格式的文件，与本机信任的证书一起使用。不需要就留空。
space-proxy = 代理
space-proxy-system = 按系统设置
space-proxy-none = 不用代理
space-authentication = 令牌端点认证方式
    .help = 原生应用用 none。其他方式需要应用的密钥。
space-secret = 客户端密钥
    .kept = 只保存在密钥环里，不写入文件。留空则继续用已有的密钥。
    .show = 显示客户端密钥
    .hide = 隐藏客户端密钥
space-encryption = 密码加密
    .help = 有 TLS 时用 none 就好。选 rsa 时，公钥由服务提供。
space-at-start = 启动 Bindery 时打开此空间
space-mistakes = { $count ->
   *[other] 有 { $count } 项需要查看
}

## 错误

space-mistake-missing = 必须填写。
space-mistake-long = 最多 { $most } 个字符。
space-mistake-unsendable = 含有无法发送的字符。
space-mistake-address = 这不是地址。
space-mistake-scheme = 应当以 https 开头，而不是 { $scheme }。
space-mistake-plain-http = 应当以 https 开头。只有 127.0.0.1 可以用 http。
space-mistake-no-host = 缺少域名。
space-mistake-only-host = 这里只能有协议、域名和端口。
space-mistake-loopback = 应当以 http://127.0.0.1 开头，因为浏览器要回到本机。
space-mistake-more-than-path = 可以有路径，但不能有用户、查询或片段。
space-mistake-no-port-in-address = 需要 { $placeholder }，或者写明端口。
space-mistake-not-as-sent = 发送时会变成 { $sent }。请就这样填写。
space-mistake-port-twice-given = 地址里已有端口。请把这里留空，或者在地址里写 { $placeholder }。
space-mistake-no-ports = 请至少填写一个端口，或者允许任意空闲端口。
space-mistake-port = { $found } 不是端口。
space-mistake-port-twice = { $port } 重复了。
space-mistake-openid = 缺少 openid，没有它什么都不能用。
space-mistake-absolute = 请填写从根目录开始的完整路径。
space-mistake-unknown = { $found } 不是这里认识的值。保存时会写入这里选中的值。
space-mistake-kind = 文件中此项的类型不对。保存时会写入这里的内容。
space-mistake-key = 表名只能用小写字母、数字和连字符，并且不能是 sandbox。请在文件中修改。
space-mistake-used = “{ $name }”已经用了。

## 测试

space-test = 测试
    .help = 测试不会保存任何内容，也不会登录。
space-test-again = 再次测试
space-test-stop = 停止测试
space-test-title = 测试结果
space-test-stopped = 测试已停止
space-test-good = 在不登录就能检查的范围内，此账号空间可以使用
space-test-certificates = 正在读取证书……
space-test-certificates-found = { $count ->
    [0] 没有额外证书
   *[other] 已读取 { $count } 个额外证书
}
space-test-certificates-failed = 无法准备连接
space-test-system = 正在询问服务器是谁……
space-test-system-found = 服务器有响应
space-test-system-failed = 服务器的响应不像这个服务
space-test-discovery = 正在询问在哪里登录……
space-test-discovery-found = 已得知如何登录
space-test-discovery-failed = 无法得知在哪里登录
space-test-application = 正在询问应用提供什么……
space-test-application-found = { $count ->
    [0] 服务认识此应用 ID，应用没有提供身份源
   *[other] 服务认识此应用 ID，应用提供 { $count } 个身份源连接
}
space-test-application-failed = 服务没有接受此应用 ID
space-test-secret = 客户端密钥是否正确，要到第一次登录时才知道。
space-test-method = 服务没有列出这种令牌端点认证方式
    .next = 请选择它列出的方式，或者在控制台修改应用。
space-fact-version = 服务器
space-fact-key = 密码公钥
space-fact-bits = { $bits } 位
space-fact-issuer = 签发者
space-fact-grants = 授权方式
space-fact-algorithms = ID 令牌
space-fact-methods = 认证方式

## 移除

space-remove = 移除……
    .name = 移除“{ $name }”……
space-remove-title = 移除“{ $name }”？
    .more = 它会从文件中删去。在这里登录或保存的账号会在服务端退出登录，密钥环也会忘掉它们的会话和此空间的客户端密钥。服务端的其他内容不变。
space-remove-confirm = 移除“{ $name }”
