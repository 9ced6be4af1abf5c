"""What the API's page says before its end points (Markdown). Its numbers are held by a test to what is in force."""

INTRODUCTION = """
监测站点、监测数据与空气质量（健康）指数，专班的组织、任务、报送、会议、督办、考核和公开成果。公开的内容不用登记就能读；
写入和非公开的内容要令牌。请求和回答都是 JSON（UTF-8），时间是 ISO 8601，写明时区（`2026-11-22T08:00:00+08:00`）。

### 令牌
- **谁发**：系统管理员在“账号 › 接口令牌”（`/account/tokens/`）发给“接口客户”账号。明文只显示一次，平台不留底；
  到期日最长一年，可以限定来源网段，随时可以停用。
- **怎么带**：每个请求带请求头 `Authorization: Bearer 编号.密钥`。令牌无效、到期、停用或来源网段不对，答 401。
- **范围**：令牌只能做它列出的事（如 `measurements.view` 看监测数据、`measurements.import` 导入监测数据），
  不超出账号的角色和区域；不够时答 403，不在区域内的记录答 404。
- 派发任务不在接口客户的范围里：专班办公室和单位审核人登录后可以用同一接口。

### 频次
匿名按来源地址每分钟 60 次，令牌和登录按账号每分钟 600 次。超过时答 429，`Retry-After` 是要等的秒数。

### 分页
列表按游标翻页：回答里的 `next`、`previous` 是完整的地址，原样请求即可；末页的 `next` 为 `null`。
每页默认 100 条，`page_size` 最多 1000。没有总数和页码。没有的查询参数不会被忽略，答 400 并列出可用的。

### 没有的数
不发布的数值 `value` 为 `null`，不是 0；同一行的 `withheld` 是原因代码，`reason` 是原因（中文）。

### 错误
错误一律是 `application/problem+json`（RFC 9457）：`title` 和 `detail` 是中文的句子，`status` 是状态码，
`errors` 按字段列出问题，`request_id` 是请求编号，报障时请一并提供。

    {"type": "about:blank", "title": "请求内容有误", "status": 400, "detail": "有字段没有通过检查，见 errors。",
     "request_id": "…", "errors": {"page_size": ["page_size 应是 1 到 1000 的整数。"]}}

### 重发
写入的 POST（提交监测数据、派发任务）要带请求头 `Idempotency-Key`：每批一个编号，最多 255 个字符，没有时答 400。
断线后用原来的编号原样重发，只写入一次，得到原来的回答；同一编号换了内容会被拒绝（监测数据 422，任务 409），不写入。
"""
