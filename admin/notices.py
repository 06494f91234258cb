"""What the office says about itself: refusals and mishaps, in words for a clerk."""

from tipoffs.hazards.status import HazardAction
from tipoffs.rewards.status import Verb
from tipoffs.tips.status import TipAction

NOT_THE_SAME = "两次输入的新密码不一样。"
WRONG_CODE = "动态码不对或已经用过，请等手机上换了新码再输。"
SAY_WHY = "请写一句为什么，以后查得到。"
WRITE_ANSWER = "请先写答复，再发送。"
ANSWER_TOO_LONG = "答复太长，微信一条放不下，请写短一些（六百字以内）。"
NO_WORKBOOK = "请先选一个Excel表格。"
ODD_PHRASING = "问法里有读不了的字符，请改一下再试。"
CHOOSE_ARTICLE = "请选一个条目，或者写上条目的编号。"
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
    **{action.value: f"“{action.label}”已办理。" for action in (*TipAction, *HazardAction)},
    **{f"reward_{verb.value}": f"“{verb.label}”已办理。" for verb in Verb},
    "reward_opened": "已开始评定。请填写情况，先试算再提出。",
    "reward_thanked": "已致谢，并记了荣誉积分。",
    "reward_propose": "拟奖励意见已提出，依据和计算过程已留存。核对以后送审批。",
    "reward_clear": "已解除暂缓，可以发放了。",
    "reward_send": "支付凭证已开出。请导出待支付表交财务。",
    "reward_claim": "收款信息已加密登记，可以送交支付了。",
    "reward_visited": "回访已登记。",
    "reward_budget": "经费已登记。",
    "identity_asked": "申请已提交，等另一个人审批。批准以后这里会出现“查看身份”。",
    "identity_approved": "已批准。申请人30分钟内可以查看一次。",
    "identity_declined": "没有批准，申请人会看到。",
    "note": "备注已保存，只有局内人员看到。",
    "hold": "这一件由您办理，15分钟内别人会看到。",
    "release": "已不再占用。",
    "knowledge_saved": "草稿已保存。写好以后点“送审”。",
    "knowledge_submit": "已送审，等别人审核。",
    "knowledge_discard": "这一稿已作废。",
    "knowledge_approve": "审核通过，可以发布了。",
    "knowledge_send_back": "已退回修改，写稿的人会看到您的意见。",
    "knowledge_publish": "已发布，几秒内群众就能问到新内容。",
    "knowledge_retire": "已下线，群众看不到这一条了。随时可以恢复。",
    "knowledge_bring_back": "已恢复，群众又能看到这一条了。",
    "knowledge_roll_back": "已按旧稿写了一份新草稿，照常送审、发布。",
    "knowledge_phrasings": "问法已加进草稿。看一遍就可以送审。",
    "knowledge_begun": "新条目的草稿已经开好，请把回答写完。",
    "knowledge_dismiss": "已从待办里去掉；以后再有人问，会重新出现。",
    "knowledge_answered": "已答复。微信允许时会发给留言的人，“我的留言”里也能看到。",
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
