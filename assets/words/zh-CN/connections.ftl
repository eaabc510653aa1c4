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
fact-found = 实际值
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

## 解绑时的询问与说明

unbind-checking = 正在核对解绑后还剩哪些登录方式…
unbind-changed = 未发送任何请求：解绑后剩余的登录方式有变化
    .more = 自您确认之后，有一种登录方式已不可用或无法再读取。请查看现在还剩哪些登录方式，再作决定。
unbind-no-receipt = 不保存回执，仍要解绑 { $name } 吗？
    .nothing-sent = 尚未发送任何请求，因为无法保存回执
    .meaning = 如果继续，回执只显示在屏幕上。若窗口在中途关闭，下次启动时将无从得知这次解绑。
unbind-confirm-without-receipt = 不保存回执，解绑 { $name }
lost-program-ended = 窗口在中途关闭，因此不知道服务是如何答复的。
    .checking = 窗口在中途关闭，正在核对这次解绑是否已完成。
check-looking = 几秒钟内会再次核对…
receipt-sessions-go-on = 此账号的其他会话可能继续有效，直到过期或退出登录。
provider-page-not-opened = 无法打开浏览器。页面地址为 { $address }

## 历史记录

ledger-kept-aside = 历史记录已损坏，已新建一份
    .more = 损坏的文件保留为 { $path }。此前的回执不再显示。
ledger-not-kept = 目前无法保存历史记录
    .more = 这里发生的事仍会显示在屏幕上。每次解绑之前，都会询问您是否在不保存回执的情况下继续。
ledger-no-folder = 系统没有指定数据文件夹。请设置 XDG_DATA_HOME 或 HOME，然后重新启动 Bindery。
ledger-newer = { $path } 由更新版本的 Bindery 写入，未作任何改动。请使用该版本来保存历史记录。
ledger-foreign = { $path } 属于其他程序，未作任何改动。请将其移走，然后重新启动 Bindery。
ledger-damaged-in-use = { $path } 已损坏，且另一个 Bindery 窗口正在使用它。请关闭所有窗口，然后重新启动 Bindery。
ledger-locked = 另一个程序正在占用 { $path }。请关闭该程序，然后重新启动 Bindery。
ledger-not-writable = 无法写入 { $path }。请检查该文件及其文件夹的权限，然后重新启动 Bindery。
ledger-disk-full = 磁盘空间不足，无法写入 { $path }。请清理空间，然后重新启动 Bindery。
ledger-other = 无法打开 { $path }：{ $reason }
ledger-writing-damaged = 历史记录已损坏。请重新启动 Bindery：损坏的文件会另行保留，并新建一份。
ledger-writing-locked = 另一个程序正在占用历史记录。请在其完成后重试。
ledger-writing-disk-full = 磁盘空间不足。请清理空间后重试。
ledger-writing-not-writable = 无法写入历史记录。请检查其文件夹的权限后重试。
ledger-writing-other = 无法写入历史记录：{ $reason }
