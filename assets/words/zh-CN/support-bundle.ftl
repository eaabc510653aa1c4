# 支持包：交给协助者的一个文件。

bundle-open = 支持包…
bundle = 支持包
    .more = 交给协助您的人的一个 zip 文件，内有请求、回执、账号空间和版本。其中没有密码、验证码和令牌。不会发送任何内容，由您自己转交文件。
bundle-calls-none = 不放请求
bundle-calls-empty = 没有保留的请求：关闭 Bindery 后它们就不在了。
bundle-receipts = 此账号的回执
bundle-receipts-count = { $count ->
    [0] 此账号还没有回执。
   *[other] 其中有 { $count } 张回执。
}
bundle-receipts-older = 更早的 { $count } 张没有放入。
bundle-receipts-damaged = { $count } 张回执已损坏，无法读取。
bundle-receipts-nobody = 没有人登录，因此其中没有回执。
bundle-receipts-unread = 无法读取回执。支持包里不含回执，并会说明这一点。
bundle-preparing = 正在准备文件的内容…
