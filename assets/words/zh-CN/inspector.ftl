# 检查器：每个请求，以及它的时间、代码和含义。

inspector = 检查器
inspector-open = 检查器…
    .name = 检查器：每个请求和它的应答
inspector-empty = 还没有发送过请求
    .more = 本程序发送的每个请求都会列在这里，包括时间和代码。其中的机密在保存之前就已去除。
inspector-filter = 按路径、文字或 requestId 筛选
inspector-filter-code = 代码
inspector-not-a-code = 代码是一个数，例如 200 或 2020。
inspector-any-cause = 任何起因
inspector-filter-clear = 清空筛选条件
inspector-failures = 只看失败的
inspector-follow = 跟随最新的
inspector-pause = 暂停
    .name = 暂停列表
inspector-go-on = 继续
    .name = 让列表继续更新
inspector-paused = 列表已停住。请求仍会记录。
inspector-clear = 清空…
    .name = 清空所有请求…
inspector-clear-ask = 要清空全部 { $count } 个请求吗？
    .more = 清空后无法恢复。已写入的文件不受影响。
    .paused = 列表停住以后记录的请求也会一并清空。
inspector-clear-now = 清空
inspector-newer = 上面有 { $count } 个更新的请求
inspector-no-newer = 上面没有更新的请求
inspector-none-found = 没有符合筛选条件的请求。
inspector-listed = { $all } 个请求中的 { $count } 个
inspector-dropped = 为腾出位置，去掉了最早的 { $count } 个请求。

## 列表

inspector-took = 用时
inspector-answer = 应答
inspector-cause = 起因
inspector-cause-person = 手动
    .more = 由人操作发起。
inspector-cause-opening = 打开时读取
    .more = 启动、登录或切换账号后，有内容需要显示。
inspector-cause-preparation = 事先读取
    .more = 发送其他请求之前需要知道的内容：解绑后会剩下什么，绑定前已有什么，服务要求怎样登录。
inspector-cause-polling = 等待绑定
    .more = 浏览器里正在绑定。会一直读取列表，直到出现新的内容。
inspector-cause-checking = 核对结果
    .more = 读取列表，看绑定或解绑的结果。
inspector-cause-renewal = 更新令牌
    .more = 访问令牌即将到期，或者已被拒绝。
inspector-cause-id-token-check = 检查 ID 令牌
    .more = 收到了 ID 令牌，检查它需要服务公布的内容。
inspector-cause-resending = 再次发送
    .more = 服务拒绝过它，所以又发送了一次。
inspector-cause-repetition = 重新读取
    .more = 有人在检查器里重新读取了一次。
inspector-cause-ending = 结束会话
    .more = 会话已结束，所以撤销了它的令牌。
inspector-cause-unknown = 未知
inspector-times = { $count } 次
inspector-no-answer = 没有应答
    .more = 没有收到应答。
inspector-too-late = 应答超时
inspector-not-connected = 无法连接
inspector-lost = 连接中断
inspector-not-the-api = 不是接口的应答
inspector-too-large = 应答过大
inspector-not-usable = 应答无法使用
inspector-abandoned = 已放弃
inspector-was-abandoned = 没有等到这个请求结束
    .next = 服务可能已经执行了它。如果它要更改什么，请查看绑定列表。
inspector-renews-itself = 会话可以更新时，Bindery 会更新它并重新发送，重发的请求就在后面几条里。如果没有，请重新登录。
inspector-file-maybe-done = 服务可能仍然执行了操作。请按时间和 requestId 查看服务自己的日志。
inspector-file-refused = 应用管理员可以按 requestId 找到这个请求。
inspector-file-not-the-api = 应答的可能是发送方与服务之间的某个环节，应答的开头会说明是什么。
inspector-file-not-sent = 请求没有到达服务。
inspector-file-unreadable = 它与文档中的形式不同，或者文件里没有它的全部内容。

## 一个请求

inspector-summary = 概要
inspector-request = 请求
inspector-response = 应答
inspector-timing = 用时
inspector-code = 代码
inspector-meaning = 这是什么意思
inspector-url = 网址
inspector-day = 日期
inspector-protocol = 协议
inspector-polled = 查询
inspector-polled-since = 从 { $time } 起共 { $count } 次，应答相同，显示的是最后一次
inspector-headers = 消息头
inspector-request-headers = 请求头
inspector-response-headers = 应答头
inspector-headers-more = 发送时，HTTP 库会再加上 host 和 content-length。
inspector-request-body = 请求正文
inspector-response-body = 应答正文
inspector-bytes = { $count } 字节
inspector-body-shortened = 只保存了开头的部分。
inspector-body-broke-off = 还没有结束就中断了。
inspector-as-tree = 显示为树
inspector-as-text = 显示为文字
inspector-search = 搜索名称和值
inspector-found = 找到 { $count } 个
inspector-found-at = 第 { $at } 个，共找到 { $count } 个
inspector-next-found = 下一个
inspector-fold-all = 全部收起
inspector-open-all = 全部展开
inspector-copy-path = 复制路径
inspector-copy-value = 复制值
inspector-path-of-it = 路径
inspector-value-of-it = 值
inspector-elements = [ { $count } 个元素 ]
inspector-fields = { $count } 个字段

## 用时

inspector-part-lookup = 查找域名
inspector-part-connecting = 建立连接（含 TLS）
    .plain = 建立连接
inspector-part-waiting = 发送和等待
inspector-part-receiving = 接收
inspector-part-absent = 无
inspector-part-not-measured = 没有测量
inspector-timing-more = 已有的连接不需要查找域名，也不需要重新连接。发送和等待无法分开测量。

## 代码

inspector-variables = 请先设置 { $names }。这些文字里没有任何机密。
inspector-warning-code = 其中的验证码只能用一次，很可能已经用过。
inspector-warning-rotates = 服务可能会更换刷新令牌，持有旧令牌的程序就会退出登录。
inspector-warning-ends-session = 它会结束会话或撤销令牌。
inspector-warning-attempt = 每次尝试都会计入锁定次数。
inspector-warning-message = 它会发送邮件或短信。
inspector-warning-changes = 它会更改账号。
inspector-warning-link = 应答里有一个链接，它和密码一样重要，请不要转发。
inspector-warning-incomplete = 没有保存全部正文，所以这不是同一个请求。
inspector-warning-elsewhere = 您填入的令牌和密码会发送到 { $host }。只有信任这个主机时才运行它。

inspector-made-room = 为腾出位置，这个请求已从列表中去掉。关闭之前，它会一直显示在这里。

## 重新读取

inspector-repeat = 重新读取一次
    .more = 它不会更改任何内容。需要令牌时，会发送现在的令牌。
inspector-not-repeatable-effect = 它不是读取，或者可能有副作用。这里只能重新发送没有副作用的读取。
inspector-not-repeatable-unbind = 请在“绑定”页面解绑，那里会先显示解绑后还剩下什么。
inspector-not-repeatable-credentials = 它用于登录，或涉及令牌、验证码或链接。这样的请求绝不会从这里再次发送。
inspector-not-repeatable-elsewhere = 它发往的地址或应用与当前显示的不同。请切换到它所属的账号空间，再重新读取。
inspector-not-repeatable-signed-out = 它需要访问令牌，而现在没有登录。请登录后再重新读取。
inspector-not-repeatable-file = 它来自文件，文件中的内容无法发送。
inspector-to-connections = 前往“绑定”页面
inspector-repeating = 正在重新读取…
inspector-repeated = 已重新读取：{ $how }
inspector-not-repeated = 无法再次发送
inspector-show-newest = 显示新的请求
    .later = 列表已停住。继续之后，其中就会有新的请求。

## 比较

inspector-compare = 与另一个请求比较…
inspector-compare-choose = 请选择要与 { $call } 比较的请求。
inspector-comparison = 不同之处
inspector-comparison-earlier = - 较早：{ $call }
inspector-comparison-later = + 较晚：{ $call }
inspector-comparison-none = 没有不同。
inspector-comparison-shortened = 不同之处比列出的更多。
inspector-comparison-nothing = （无）
inspector-comparison-header = 头 { $name }
inspector-address = 网址

## 写入文件

inspector-export = 导出…
    .name = 将请求写入文件…
inspector-export-title = 将请求写入文件
inspector-export-all = 全部 { $count } 个请求
inspector-export-listed = 列出的 { $count } 个
inspector-export-open = 打开的这一个
inspector-export-har = HAR 1.2
inspector-export-lines = JSON 行
inspector-export-preparing = 正在准备文件的内容…
inspector-export-preview = 将写入的就是这些内容：{ $count } 字节

## 读取文件

inspector-read = 打开 HAR…
    .name = 打开 HAR 文件…
inspector-read-title = 打开 HAR 文件
    .more = 可以是本程序或浏览器的文件。读取时会去除机密，其中的内容无法发送。
inspector-read-path = 文件
inspector-read-now = 打开文件
inspector-reading = 正在读取…
inspector-read-failed = 无法打开文件
inspector-read-no-file = 这是文件夹或设备，不是文件。
inspector-read-too-large = 它大于 64 MiB。
    .next = 请记录得少一些，或者去掉其中的一些条目。
inspector-read-not-har = 它不是 HAR 文件：读到第 { $line } 行第 { $column } 列就停止了。
    .next = 请在浏览器的网络面板中保存为 HAR。
inspector-file = { $path }：其中的内容无法发送
inspector-file-by = 由 { $creator } 写入
inspector-file-left-out = 有 { $count } 个条目没有读取。
inspector-file-empty = 里面没有请求。
inspector-leave-file = 返回本程序的请求
