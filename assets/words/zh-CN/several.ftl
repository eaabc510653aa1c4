# 一次解绑多个：选择、询问、进度和结果。

several-begin = 选择多个…
    .name = 选择多个来解绑…
several-done = 完成
    .name = 完成选择
several-choose = 选择
    .name = 选择“{ $name }”
several-chosen = 已选 { $count } 个，共 { $all } 个
several-unbind = 解绑 { $count } 个…
    .name = 解绑选中的 { $count } 个…
several-all = 全选
    .name = 选择全部 { $count } 个
several-none = 全不选
    .name = 一个也不选

## 对话框

several-title = 要解绑 { $count } 个身份源吗？
several-what = 它们会逐个解绑，每个都有自己的回执。您可以中途停止。
several-grants-stay = 结束的只是这里的绑定。各身份源那边仍然信任此应用，直到您在那里撤销授权。
several-confirm = 解绑 { $count } 个身份源
several-changed = 未再发送任何请求：解绑后剩余的登录方式有变化
    .more = 自您确认之后，有一种登录方式已不可用或无法再读取。请查看现在还剩哪些登录方式，再作决定。
several-no-receipt = 不保存回执，仍要解绑 { $count } 个身份源吗？
    .meaning = 如果继续，回执只显示在屏幕上。若窗口在中途关闭，下次启动时将无从得知这些解绑。
several-nothing-sent = 未再发送任何请求，因为无法保存回执
several-confirm-without-receipts = 不保存回执，解绑 { $count } 个
several-stop-here = 到此为止

## 进度

several-progress = 第 { $place } 个，共 { $all } 个：正在解绑“{ $name }”……
several-stopping = 第 { $place } 个，共 { $all } 个：正在等待“{ $name }”，之后不再发送
several-between = 共 { $all } 个，已结束 { $place } 个，正在读取列表……
several-asks = 共 { $all } 个，已结束 { $place } 个，其余的等待您的答复
several-bar = 共 { $all } 个解绑，已结束 { $over } 个
several-stop = 停止
    .name = 停止解绑，共 { $count } 个

## 结果

several-summary = 共 { $all } 个，已解绑 { $done } 个
several-stopped-wanted = 您停止了其余的解绑。
several-stopped-session = 会话已失效或无法更新，所以没有尝试其余的。
several-stopped-network = 无法连接到服务，所以没有尝试其余的。{ $what }
several-stopped-unreadable = 没有尝试其余的：有一个应答丢失了，而能说明结果的列表又无法读取。
several-names-done = 已解绑：{ $names }
several-names-refused = 被拒绝：{ $names }
several-names-open = 结果未定：{ $names }
several-names-not-tried = 没有尝试：{ $names }
several-names-not-there = 已不能解绑：{ $names }
several-check-again = 再核对一次
    .name = 再核对结果未定的
several-choose-rest = 重新选择其余的
    .name = 重新选择其余 { $count } 个
several-dismiss = 收起
    .name = 收起汇总
