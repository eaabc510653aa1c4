# 活动：绑定和解绑的历史、回执、导出和清除。

activity = 活动
activity-export = 导出…
activity-forget = 清除历史…
activity-close = 关闭
activity-back = 返回列表
activity-first-load = 正在读取绑定和解绑的历史……
activity-more = 正在读取更多……
activity-empty = 还没有从这里绑定或解绑过
    .more = 您在 Bindery 中开始的每次绑定和解绑都会在这里留下回执。在别处完成的绑定没有回执。
activity-none-found = 没有符合筛选条件的内容
    .more = 有保留的回执，但都不符合。
activity-none-here = 没有保留这个账号的内容
    .more = 本机保留着其他账号的回执。
activity-show-everyone = 显示所有账号
activity-count = { $count } 张回执
activity-found = { $found } / { $kept }
activity-searching = 正在查找……
activity-today = 今天 · { $date }
activity-yesterday = 昨天 · { $date }
activity-bind = 绑定“{ $name }”
activity-unbind = 解绑“{ $name }”

## 筛选

activity-search = 查找名称、ID、消息……
activity-code = 代码
activity-not-a-code = 代码是一个数，例如 200 或 2020。
activity-account = 账号
activity-this-account = 这个账号
activity-every-account = 所有账号
activity-another-account = 其他账号
activity-provider = 身份源
activity-any-provider = 任何身份源
activity-any-outcome = 任何结果
activity-done = 已完成
activity-not-done = 没有完成
activity-unsure = 不能确定
activity-clear = 清空筛选条件

## 卡片以外的结果

activity-open = 正在等待应答
    .more = 请求正在进行，或者是在另一个窗口中开始的。结果会写在这里。
activity-left-open = 没有结束
    .more = 应答到达之前 Bindery 就结束了，所以不知道有没有执行。身份列表可以说明。
activity-not-finished = 没有结束
activity-not-checked = 已接受，之后没有读取过列表
activity-refused-not-checked = 没有解绑，之后没有读取过列表
activity-lost-not-checked = 没有可用的应答，之后没有读取过列表
activity-bound = 已绑定
activity-nothing-new = 没有新的绑定
activity-found-later = 后来已绑定，也可能来自别处
    .more = 在那之后，列表中出现了这个身份源的身份。这次绑定开始之前，它们都不在列表中。
    .same = 它们经由这次绑定所用的连接而来，所以很可能是这次绑定后来在浏览器中完成了。
    .another = 它们经由的连接不是这次绑定所用的连接，所以很可能与这次绑定无关。
    .unknown = 无法判断它们来自这次绑定，还是来自别处，例如另一台设备。
activity-found-later-at = 首次列出
activity-found-later-not-yet = 尚未列出
activity-no-link = 没有绑定：没有得到链接
activity-bind-not-checked = 已得到链接，之后没有读取过列表

## 一张回执

activity-copy-text = 复制为文本
activity-copy-json = 复制为 JSON
activity-app = 应用
activity-account-name = 名称
activity-batch = 多个中的一个，批次
activity-entry = 回执
activity-superseded = 之后又对同一个绑定试了一次，从那时起列表说的是那一次。
activity-ids = 发送了什么，没有发送什么
activity-sent-ext-idp = 发送：extIdpId
activity-sent-identifier = 发送：identifier
activity-not-sent-ext-idp = 不发送：extIdpId
activity-not-sent-connection = 不发送：最近使用的连接的 identifier
activity-not-sent-identities = 不发送：identityId
activity-not-sent-connections = 不发送：originConnIds
activity-answer = 应答
activity-answered = 接口
activity-accepted = 已接受
activity-refused = 被拒绝，什么也没有执行
activity-lost = 没有给出可用的应答
activity-settled = 得知时间
activity-program-ended = 应答到达之前 Bindery 就结束了，服务可能已经执行。
activity-unknown-fault = 请求失败了，这个版本的 Bindery 没有对应的说明。
activity-check = 如何核对
activity-listed-at = 读取列表
activity-listed-gone = 列表中已没有这个绑定。
activity-listed-partly = 列表中还有这个绑定的 { $count } 个身份。
activity-listed-there = 列表中仍有完整的绑定。
activity-listed-unreadable = 列表无法读取，所以不知道绑定是否还在。
activity-listed-bound = 列表中有了以前没有的身份。
activity-new-identities = 新的 identityId
activity-new-connections = 新的 originConnIds
activity-waited-cancelled = 列表出现新内容之前，您停止了等待。
activity-waited-deadline = 在规定的时间内，列表没有出现新内容。
activity-waited-session = 列表出现新内容之前，会话结束了。
activity-waited-account = 列表出现新内容之前，换成了另一个账号。
activity-waited-ended = 列表出现新内容之前，Bindery 结束了。
activity-waited-unknown = 列表出现新内容之前，等待结束了。
activity-request = 请求 { $number }：{ $request }
activity-began = 开始

## 历史的状况

activity-in-memory = 沙盒的历史只在内存中，关闭窗口后清空。
activity-failed = 无法读取历史
activity-not-open = 历史没有打开。
activity-crashed = Bindery 出现故障，操作中断。
activity-database = 数据库的说明：{ $reason }
activity-unreadable = { $count } 张回执已损坏，无法显示

## 导出

export-title = 导出筛选出的内容
export-what = 把 { $count } 张回执写入本机的一个文件。
export-csv = CSV，用于电子表格
export-json-lines = JSON 行，用于程序
export-path = 文件
export-private = 只有您能读取这个文件。其中有 ID 和服务的消息，但没有令牌和密码。
export-write = 导出
export-replace = 替换文件
export-writing = 正在写入……
export-done = 已将 { $count } 张回执写入
export-copy-path = 复制路径
export-left-out = 其中不含 { $count } 张已损坏的回执。

## 清除

forget-title = 要清除历史吗？
forget-account = 这个账号的：{ $count } 张回执
forget-everything = 全部：{ $accounts } 个账号的 { $count } 张回执
forget-goes = 会清除
    .more = 回执、身份出现的时间、用过的登录方式、用过的连接，以及以前的列表。登录方式在再次使用之前不再算作已知可用。
    .aside = 另存的损坏文件也会清除。
forget-stays = 会保留
    .more = 所有绑定、您的会话、已导出的文件，以及关闭窗口之前卡片上的回执。从现在起发生的事会重新保留。
forget-ask = 清除…
forget-now = 永久清除
forget-sure = 此操作无法撤销。要永久清除吗？
forget-working = 正在清除……
forget-busy = 现在不行：有一次解绑还在等待应答，清除会丢失它的回执。请等它结束后再试。
forget-failed = 什么也没有清除
forget-done = 已清除
forget-not-wiped = 磁盘上可能还有痕迹
    .more = 另一个窗口正在读取文件，或者另存的文件无法删除。请关闭所有 Bindery 窗口，或者再清除一次，剩下的就会消失。
activity-show-exchange = 在检查器中查看这个请求
activity-exchange-gone = 这个请求的内容已不再保留：检查器只保留此窗口最近发送的请求。
