"""What the office says about itself: refusals and mishaps, in words for a clerk."""

NOT_THE_SAME = "两次输入的新密码不一样。"
WRONG_CODE = "动态码不对或已经用过，请等手机上换了新码再输。"
NOT_HERE = {
    "title": "没有这个页面",
    "words": "地址不对，或者您的岗位看不到它。需要的话，请找安全管理员开通。",
}
BAD_REQUEST = {"title": "没看懂这次提交", "words": "请返回上一页，刷新以后再试一次。"}
TOO_LARGE = {"title": "文件太大", "words": "请压缩以后再传，或者分几次传。"}
AWAY = {"title": "数据库暂时连不上", "words": "您刚才填的还在上一页，过一会儿返回再试。"}
BROKEN = {"title": "页面出了问题", "words": "已经记下来了。请把下面的编号告诉系统管理员。"}
NO_CODE = "平台现在没有给出二维码，请过几分钟再试；一直不行请告诉系统管理员。"
BAD_DAY = "日期要写成2027-01-01这样。"
TOO_LONG_SHEET = "符合条件的超过{most}条，Excel打开会很慢。请按天或按人缩小范围，或者导出CSV。"
WHICH_SCOPE = "请选管辖范围：全县，或者一个区划、一个部门。"
DONE = {
    "deactivated": "账号已停用，各处的登录都已退出。",
    "granted": "角色已授予，对方下一次打开页面就生效。",
    "held": "对方已经是这个角色，没有变化。",
    "revoked": "角色已收回，对方下一次打开页面就生效。",
    "factor": "手机验证器已解除，对方下次登录时重新绑定。",
    "unbound": "微信已解除绑定，不再收到提醒。",
    "acknowledged": "已记下：您知道了。",
    "first": "已经有人先确认了。",
    "day": "工作日历已改。没办结的时限今夜自动重新计算。",
    "cleared": "这一天不再单独规定，按公布的安排或者星期计算。",
}
"""Told on the page after a step, looked up by the word in its address: nobody else can write there."""
