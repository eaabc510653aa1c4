# 窗口：打开、登录、侧栏、状态栏、离开。

tagline = 查看、绑定和解绑您用来登录的账号。
language = 简体中文
cancel = 取消
try-again = 重试

## 打开账号空间

opening-sandbox = 正在启动沙盒……
opening-sandbox-failed = 沙盒无法启动
    .next = 沙盒需要 127.0.0.1 上的一个空闲端口。请重试；如果一直失败，请重启电脑。
opening-client-failed = 无法打开这个账号空间
    .next = 请检查应用域名，然后重试。
opening-app-id = 应用 ID 无法使用
    .next = 请用服务控制台里的应用 ID 重新启动 Bindery。
opening-no-certificates = 本机没有用来核对服务的证书
    .next = 请安装证书（Debian 上是 ca-certificates），然后重试。
opening-ca-unreadable = 无法读取额外证书文件
    .next = 请检查此账号空间指定的文件，然后重试。
opening-ca-useless = 额外证书文件无法使用
    .next = 文件中应是 PEM 格式的证书，并且每个都能读取。请检查此账号空间指定的文件。
opening-no-secret = 密钥环里没有此应用的客户端密钥
    .next = 请编辑此账号空间并填写密钥；如果应用没有密钥，请选择“none”。
opening-secret-not-read = 无法从密钥环读取客户端密钥
opening-keyring = 正在等待密钥环
    .more = 系统可能正在请您解锁密钥环，上次的会话保存在里面。
space-sandbox = 本机沙盒
space-sandbox-short = 沙盒

## 密钥环

keyring-continue-without = 不用密钥环，继续
keyring-unavailable = 无法从密钥环读取上次的会话
keyring-missing = 登录状态不会保留
keyring-interrupted = Bindery 出现故障，密钥环操作中断。
keyring-memory-only = 关闭 Bindery 之前您保持登录
keyring-writing = 正在等待密钥环，以便保持登录
keyring-none = 本机没有密钥环，关闭 Bindery 后不会保留任何内容。
keyring-failed = 密钥环拒绝了请求：{ $reason }
keyring-no-answer = 密钥环没有及时响应，可能还没有解锁。

## 登录时的沙盒

sandbox-hint = 手边没有 GenAuth 账号？沙盒在 Bindery 内运行，关闭后一切清空。选择要登录的人，两个输入框都会填好。
sandbox-fill =
    .name = 填入 { $account } 和密码

## 沙盒里的人

persona-rich = 绑定了四个身份源，其中一个未在此应用启用
persona-empty = 什么都没有绑定
persona-single = 只绑定了一个身份源，没有设置密码
persona-odd = 应答的形状与文档里的特殊示例相同

## 退出登录

sign-out = 退出登录
signing-out = 正在退出登录……
signed-out = 您已退出登录
sign-out-partly = 您已在本机退出登录，但有些事没有做成
sign-out-crashed = Bindery 出现故障，退出登录中断。令牌在服务那边可能仍然有效。
sign-out-not-revoked = 无法通知服务结束会话，令牌在过期前仍然有效。
sign-out-not-wiped = 无法从密钥环删除会话。请在密钥环中删除“Bindery”条目。
sign-out-last-seen-stays = 无法删除离线时显示的账号内容，它仍在 Bindery 的数据文件夹中，其中没有令牌。

## 侧栏和状态栏

connections = 绑定
rail-app = 应用 { $id }
profile-loading = 正在读取账号……
profile-unknown = 未能读取账号
profile-failed = 无法读取您的账号
token-unknown = 访问令牌的到期时间未知
token-over = 会话已结束
token-expired = 访问令牌已过期
token-expired-refreshable = 访问令牌已过期，下次请求时更新
token-under-a-minute = 访问令牌不到一分钟后过期
token-minutes = 访问令牌 { $count } 分钟后过期
token-hours = 访问令牌 { $count } 小时后过期
last-call = 最近一次操作的请求：{ $call }
status-well = 列表已读取
status-failing = 上次未能读取列表
list-separator = ”、“

## 离开

leave-waiting = 正在等待应答
leave-waiting-to-close = 解绑“{ $names }”还没有应答。完成后 Bindery 会自动关闭；如果结果不如愿，会先给您看回执。
leave-waiting-to-sign-out = 解绑“{ $names }”还没有应答。完成后会自动退出登录；如果结果不如愿，会先给您看回执。
leave-waiting-to-do-both = 解绑“{ $names }”还没有应答。完成后会退出登录并关闭 Bindery；如果结果不如愿，会先给您看回执。
leave-waiting-other = 退出登录、更新会话或核对列表还没有完成。
leave-revoking = 正在撤销已取消的登录
    .more = 服务可能还会应答这次登录。它发出的令牌会先被撤销，之后 Bindery 会自动关闭。
leave-close-now = 不等了，关闭
leave-sign-out-now = 不等了，退出登录
leave-stay = 留下
leave-reading = 有件事请先看一下
    .more = 有一次解绑没有如愿完成。回执在卡片上，离开后就看不到了。
leave-close = 仍然关闭
leave-sign-out = 仍然退出登录
leave-read = 留下查看

## 写入文件

file-exists = 已有同名文件。请换一个名称，或者替换它。
file-not-whole = 请写出带文件名的完整路径，从磁盘的根或 ~ 开始。
file-is-folder = 这是一个文件夹，请加上文件名。
file-no-folder = 没有这个文件夹。请先新建，或者换一个。
file-not-writable = 这个文件夹无法写入，请换一个。
file-disk-full = 磁盘空间不足，什么也没有写入。
file-other = 系统拒绝写入：{ $reason }。请换一个位置。
file-path = 文件
file-private = 只有您可以读取这个文件。已有的文件不会在没有询问时被替换。
file-write = 写入文件
file-writing = 正在写入…
file-there = 已有同名的文件
    .more = 请替换它，或者更改名称。
file-replace = 替换文件
file-written = 文件已写入
file-failed = 无法写入文件

## 文件里的个人信息

mask-which = 文件里没有机密。个人信息会被遮住，除非您要保留：
mask-emails = 邮箱
mask-phones = 手机号
mask-ids = 在身份源的 ID 和名称
