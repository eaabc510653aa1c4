# 绑定：卡片、解绑对话框、回执。

refresh = 刷新
    .name = 刷新列表
refreshing = 正在刷新……
bound-count = 已绑定 · { $count }
as-of = 截至 { $time }
connections-first-load = 正在读取这个账号的绑定……
connections-empty = 这个账号没有任何绑定
    .more = 这里没有绑定外部身份源，所以没有可以解绑的内容。
connections-failed = 无法读取列表
connections-stale = 无法重新读取列表，下面是 { $time } 时的内容
connections-offline = 离线，显示的是 { $time } 的情况；现在不能解绑
connections-partial = 无法读取此应用启用了哪些身份源
session-over = 您的登录已失效
    .more = 服务结束了会话。下面是它最后一次给出的内容；请重新登录后继续。
    .elsewhere = 这个账号已在另一个 Bindery 窗口中退出登录。这里显示的是最后一次读到的内容；要继续，请重新登录。
    .id-token = 更新会话时，服务返回的身份信息不能采信，例如属于另一个账号，所以会话在此结束，什么也没有保留。请重新登录；如果再次发生，请告诉应用的管理员。

## 卡片

kind-social = 社会化
kind-enterprise = 企业
identity-count = { $count } 个身份
identities-more = 还有 { $count } 个
card-enabled-as = 在此启用为“{ $name }”
card-enabled-as-several = 在此启用为“{ $names }”和“{ $last }”
card-list-separator = ”、“
card-not-enabled = 未在此应用启用
card-enabled-unknown = 是否在此启用未知
card-not-listed = 列表中已没有
card-no-id = 没有 extIdpId，无法在这里解绑
unbind-button = 解绑…
    .name = 解绑“{ $name }”…
unbinding = 正在解绑……
unbinding-waiting = 已等待 { $seconds } 秒
stop-waiting = 不再等待
    .name = 不再等待“{ $name }”

## 对话框

unbind-title = 要解绑“{ $name }”吗？
unbind-no-longer = 您将不能再用这个“{ $name }”账号登录。
unbind-no-longer-as = 您将不能再用“{ $name }”账号“{ $person }”登录。
unbind-no-longer-bound = 这个“{ $name }”账号将不再绑定到您的账号。它没有在此应用启用，所以本来就不能用它登录这里。
unbind-no-longer-bound-as = “{ $name }”账号“{ $person }”将不再绑定到您的账号。它没有在此应用启用，所以本来就不能用它登录这里。
unbind-identities = { $count ->
    [1] 它的一个身份会被移除。
    [2] 它的两个身份会一起移除。
   *[other] 它的 { $count } 个身份会一起移除。
}
unbind-sent = 发送给接口
unbind-this-one = 就是这个
unbind-not-sent-identities = 不发送：{ $count } 个身份
unbind-not-sent-connections = 不发送：{ $count } 个连接
unbind-what = { $first }{ $all }
unbind-inferred = “{ $name }”，推断得出
unbind-grant-stays = 结束的只是这里的绑定。“{ $name }”那边仍然信任此应用，直到您在那里撤销授权。
unbind-confirm = 解绑“{ $name }”

## 结果：先是应答，再是列表的说法

outcome-of = { $name }：{ $outcome }
outcome-accepted = 已接受，正在核对列表
outcome-refused = 没有解绑
outcome-lost = 没有可用的应答，正在核对列表
outcome-accepted-gone = 已解绑
outcome-accepted-partly = 已接受，但只移除了一部分
outcome-accepted-there = 已接受，但仍然绑定着
outcome-accepted-unreadable = 已接受，但还没有核对
outcome-refused-gone = 被拒绝，绑定却不在了
outcome-refused-partly = 被拒绝，绑定却少了一部分
outcome-refused-there = 没有解绑
outcome-refused-unreadable = 没有解绑，列表无法读取
outcome-lost-gone = 已解绑，但没有可用的应答
outcome-lost-partly = 没有可用的应答，只移除了一部分
outcome-lost-there = 仍然绑定着，没有可用的应答
outcome-lost-unreadable = 结果未知：没有可用的应答
lost-stopped-waiting = 您没有继续等待应答，服务可能仍然执行了解绑。
check-reading = 正在重新读取列表……
check-not-read = 之后还没有读取过列表。
check-gone = { $time } 核对：列表中已没有“{ $name }”。
check-partly = { $time } 核对：列表中还有“{ $name }”的 { $count } 个身份。
check-there = { $time } 核对：列表中仍有“{ $name }”。
check-unreadable = { $time } 无法读取列表，所以不知道绑定是否还在。
check-again = 再核对一次
    .name = 再核对一次“{ $name }”

## 事实和回执

fact-http = HTTP
fact-ext-idp-id = extIdpId { $id }
fact-status-code = statusCode
fact-api-code = apiCode
fact-message = message
fact-request-id = requestId
fact-took = 用时
fact-content-type = 内容类型
fact-retry-after = 建议重试时间
fact-place = 位置
fact-reason = 原因
took-milliseconds = { $count } 毫秒
took-seconds = { $count } 秒
no-answer = 没有应答
copy-receipt = 复制回执
    .name = 复制“{ $name }”的回执
copy-request-id = 复制 requestId
    .name = 复制“{ $name }”的 requestId
copy-last-request-id = 复制最近一次请求的 requestId
copied = 已复制
    .name = 已复制：{ $what }
dismiss = 收起
    .name = 收起“{ $name }”的回执
receipt-requests = 为此发出了 { $count } 个请求
receipt-what = 回执
receipt-unbind = 解绑“{ $name }”
receipt-outcome = 结果
receipt-when = 时间
receipt-space = 账号空间
receipt-account = 账号
receipt-sent = 发送的内容
receipt-identities = 当时的身份
receipt-meaning = 含义
receipt-check = 核对
receipt-earlier = “{ $name }”较早的回执 { $number }
