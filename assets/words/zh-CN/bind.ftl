# 绑定：选择、进度和结果。

bind-another = 绑定其他账号…

## 选择

bind-choose = 绑定其他账号
    .more = 您在浏览器中登录身份源，完成后 Bindery 会在列表中看到。
bind-search = 按名称、身份源或标识搜索
bind-button = 绑定
    .name = 绑定“{ $name }”
bind-through = 通过“{ $connection }”绑定“{ $name }”
bind-under-way = 正在绑定
bind-loading = 正在读取可以绑定的身份源……
bind-unreadable = 无法读取可以绑定的身份源
bind-nothing-offered = 此应用没有启用任何身份源
    .more = 应用管理员可以启用。
bind-nothing-left = 此应用启用的身份源都已绑定
    .more = 要绑定同一身份源的另一个账号，请先解绑现在的账号。
bind-no-match = 没有符合的身份源。
bind-show-all = 显示所有可以绑定的身份源
bind-offline = 离线，现在不能绑定
    .next = 显示的是较早读到的内容。能连接服务后请重试。
bind-no-id-token = 这个会话没有 ID 令牌，所以不能绑定
    .next = 请退出登录，再用密码、验证码或浏览器登录，并确认账号空间的 scope 中有“openid”。
bind-id-token-expired = ID 令牌已过期，服务没有给出新的
    .next = 请退出后重新登录。账号空间的 scope 中有“offline_access”时，Bindery 可以更新它。
bind-sign-in-first = 请重新登录，然后再绑定。

## 进度

bind-binding = 正在绑定“{ $name }”
bind-binding-through = 通过“{ $connection }”
bind-step-link = 生成一次性链接
bind-step-browser = 打开浏览器
bind-step-provider = 等待您在“{ $name }”登录
bind-step-bound = 在列表中看到它
bind-looked = 列表读取于 { $time }
bind-look-now = 我已完成，立即核对
    .name = 立即核对“{ $name }”是否已绑定
bind-looking = 正在核对……
bind-open-again = 为“{ $name }”重新打开浏览器
bind-cancel = 不再等待绑定“{ $name }”
bind-list-unreadable = 刚才无法读取列表，Bindery 会继续尝试
bind-looked-in-vain = 列表中还没有新的内容
bind-may-have-happened = 可能是在浏览器中取消了，或者这个“{ $name }”账号已绑定到这里的另一个账号，或者这个连接不能在电脑的浏览器中使用。浏览器中的页面也许会说明原因。

## 结果

bind-bound = “{ $name }”已绑定
bind-bound-before = “{ $name }”之前就已绑定
    .more = 没有生成链接。列表已重新读取。
bind-nothing-new = “{ $name }”：在时限内没有看到新的内容
bind-not-known = “{ $name }”：列表无法读取，不知道是否已绑定
bind-cancelled = 不再等待“{ $name }”
bind-left-account = 不再等待“{ $name }”，因为切换到了另一个账号
bind-left-signed-out = 不再等待“{ $name }”，因为您正在离开这个会话
bind-left-over = 不再等待“{ $name }”，因为登录已失效
bind-may-still-finish = 如果您在浏览器中完成，“{ $name }”仍然会绑定。不想绑定的话，请关闭那里的页面。
bind-failed = “{ $name }”：没有能生成链接，所以没有绑定
bind-failed-again = “{ $name }”：没有能生成新的链接，之前的链接仍然可以在浏览器中完成
bind-try-again = 重试绑定“{ $name }”
bind-dismiss = 收起关于“{ $name }”的提示
bind-fact-person = 账号
bind-fact-connection = 连接
bind-fact-identities = identityId
bind-not-kept = 这次绑定没有保存历史记录。这不影响绑定，所以会继续进行。

## 重新绑定（在解绑的回执上）

bind-again = 重新绑定…
    .name = 重新绑定“{ $name }”…
bind-again-under-way = 正在重新绑定“{ $name }”，进度见上方。
bind-again-not-enabled = “{ $name }”已不再为此应用启用，不能在这里重新绑定。
bind-again-over = 要重新绑定“{ $name }”，请先重新登录。
bind-again-offline = 离线，现在不能重新绑定“{ $name }”。
