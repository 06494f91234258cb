"""What the office says about itself: refusals and mishaps, in words for a clerk."""

from tipoffs.hazards.status import HazardAction
from tipoffs.rewards.status import Verb
from tipoffs.tips.status import TipAction

NOT_THE_SAME = "两次输入的新密码不一样。"
WRONG_OLD = "原密码不对。"
WRONG_CODE = "动态码不对或已经用过，请等手机上换了新码再输。"
SAY_WHY = "请写一句为什么，以后查得到。"
REVIEWED = "复审：对照依据看过"
WRITE_ANSWER = "请先写答复，再发送。"
ANSWER_TOO_LONG = "答复太长，微信一条放不下，请写短一些（六百字以内）。"
NO_WORKBOOK = "请先选一个Excel表格。"
ODD_PHRASING = "问法里有读不了的字符，请改一下再试。"
CHOOSE_ARTICLE = "请选一个条目。"
PICTURE = "配图"
NOT_HERE = {
    "title": "没有这个页面",
    "words": "地址不对，或者您的岗位看不到它。需要的话，请找安全管理员开通。",
}
BAD_REQUEST = {"title": "没看懂这次提交", "words": "请返回上一页，刷新以后再试一次。"}
TOO_LARGE = {
    "title": "一次交的内容太多",
    "words": "没有收下。文件请压缩以后再传，或者分几次传；文字请写短一些。",
}
SLOW = {
    "title": "没有传完",
    "words": "网络太慢，或者同时传的人太多，没有收下。过一分钟再传一次，或者换一个网络。",
}
AWAY = {
    "title": "数据库暂时连不上",
    "words": "这一次没有办成，过一会儿再试。一直不行，请系统管理员看看数据库，也看看磁盘满了没有。",
}
FILE_GONE = {
    "title": "这个文件不在了",
    "words": "登记还在，文件在存放的地方找不到。请告诉系统管理员：可能恢复备份时漏了文件。",
}
STORE_AWAY = {
    "title": "文件现在存不下或者取不到",
    "words": "这一次没有办成，过一会儿再试。一直不行，请系统管理员看看磁盘满了没有。",
}
CROWDED = {
    "title": "这会儿同时处理的太多",
    "words": "这一次没有办成，过一会儿再试一次。",
}
SIGN_IN_AND_GO_ON = "登录到期了。您填的没有丢：请先登录，再回到这一页点“接着提交”。"
SIGN_IN_AND_CHOOSE_AGAIN = "登录到期了。您写的话没有丢，选的文件没有留下：请先登录，再回到原来的页面重新选。"
CHECK_AND_SEND = (
    "您重新登录过，所以再确认一次：下面是您刚才写的字；数字、日期和选的项没有列出来，会照您填的一起提交。"
)
CHOOSE_FILE_AGAIN = "您重新登录过，选的文件没有留下。您写的话在下面，请回到原来的页面重新填、重新选。"
NOT_DONE = {"title": "这次没有办成", "words": "请返回上一页，刷新以后再试。一直不行，请告诉系统管理员。"}
BROKEN = {"title": "页面出了问题", "words": "已经记下来了。请把下面的编号告诉系统管理员。"}
NO_CODE = "平台现在没有给出二维码，请过几分钟再试；一直不行请告诉系统管理员。"
TOO_LONG_SHEET = "符合条件的超过{most}条，Excel打开会很慢。请按天或按人缩小范围，或者导出CSV。"
NO_SUCH_ARTICLE = "知识库里没有这个条目，请核对编号。"
NO_SUCH_MATERIAL_TARGET = "请选资料通向什么，再把对应的一项填上。"
CHOOSE_CODES = "请先勾上要印的二维码，再下载打印页。"
WHICH_HEIR = "请选接手的人。"
TICK_TO_CONFIRM = "请先勾上“我核对过内容，确认发给全部关注者”。"
LONG_FACT = "“{labels}”太长了，最多{most}个字，请写短一些再保存。"
NO_NUMBER = (
    "“{labels}”里的号码拨不通，没有保存。群众遇险时照着拨，请核对，写成0577-12345678、12345、"
    "13800138000、4001234567这样的号码；几个号码之间用顿号隔开。"
)
SIGNS_IN_FACT = "“{labels}”里有尖括号或者花括号，没有保存。群众看到的是原样的字，请改成平常的文字再保存。"
MENU_CHANGED = (
    "您改的时候，别人存了另一份菜单（按钮是{names}）。您填的还在下面，没有保存；"
    "要按您的存，再点一次“保存，看样子”，就换掉那一份。"
)
MENU_REFUSED = "菜单已保存，平台没有接受：{said}"
NO_HOLD = "这一条保全已经解除了，可能别人刚解除。"
NO_CASE = "没有这个编号的案卷，或者它没有保密内容。请核对编号。"
CHOOSE_EXCLUSION = "请选是哪一种情形。"
NOT_LISTED = "这一项已经不在名单上了，可能别人刚去掉。"
FORGOTTEN = "办结满九十天，已经忘掉了。"
CUT_SHEET = "符合条件的太多，这里只有前{most}条。请缩小范围，分几次导出。"
WRONG_DISPLAY_KEY = "这把钥匙打不开：可能抄错了，也可能已经停用。请核对，或者找系统管理员另发一把。"
CHOOSE_RULES = "请选一份核对过、正在施行的奖励办法。"
WHICH_CATEGORY = "请选这一条是哪一类。"
CHOOSE_ROLE = "请选一个角色。"
CHOOSE_PHOTO = "请先选一张照片。"
WHICH_SCOPE = "请选管辖范围：全县，或者一个区划、一个部门。"

DONE = {
    **{action.value: f"“{action.label}”已办理。" for action in (*TipAction, *HazardAction)},
    **{f"reward_{verb.value}": f"“{verb.label}”已办理。" for verb in Verb},
    "evidence_blacked": "可转交副本已生成，承办单位看到的是这一份。",
    "reward_opened": "已开始评定。请填写情况，先试算再提出。",
    "reward_thanked": "已致谢，并记了荣誉积分。",
    "reward_propose": "拟奖励意见已提出，依据和计算过程已留存。核对以后送审批。",
    "reward_clear": "已解除这一条暂缓。没有别的暂缓，就可以发放了。",
    "reward_send": "支付凭证已开出。请导出待支付表交财务。",
    "reward_claim": "收款信息已加密登记，可以送交支付了。",
    "reward_visited": "回访已登记。",
    "reward_budget": "经费已登记。",
    "view_kept": "已存下。以后点上面的名字，或者在“今天”里打开。",
    "view_renamed": "已改名。",
    "view_removed": "已删掉，列表里的案卷不受影响。",
    "rules_copied": "已照着起草了一份，改好以后送去核对。",
    "rules_taken_in": "文件已读入，成了一份草稿。请对照原文核对每一项。",
    "rules_saved": "已保存。上面的新旧对照已经按这一稿重新计算。",
    "rules_offer": "已送去核对，由另一个人启用。",
    "rules_send_back": "已退回，起草的人可以接着改。",
    "rules_confirm": "已核对，到施行日期起按这份办法计算。",
    "rules_drop": "已作废。",
    "identity_asked": "申请已提交，等另一个人审批。批准以后这里会出现“查看身份”。",
    "identity_approved": "已批准。申请人30分钟内可以查看一次。",
    "identity_declined": "没有批准，申请人会看到。",
    "note": "备注已保存，只有局内人员看到。",
    "hold": "这一件由您办理，15分钟内别人会看到。",
    "release": "已不再占用。",
    "hand_up": "已登记移交。收到复查文书以后，在“下一步”里凭文号和文书登记结论；30日期限照样在走。",
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
    "campaign_planned": "计划已存为拟定。安排好活动和指标，请另一人审定。",
    "campaign_changed": "计划已改好。",
    "campaign_approve": "计划已审定，活动可以按时开展了。",
    "campaign_revise": "计划已退回修改，改好以后要重新审定。",
    "campaign_close": "计划已结束。",
    "campaign_cancel": "计划和没有开展的活动已取消。",
    "campaign_target": "指标已更新。",
    "activity_planned": "活动已安排，等时间到了登记开展情况。",
    "activity_changed": "活动安排已改好。",
    "activity_hold": "已登记开展。再登记人数、添加照片，请另一人核实。",
    "activity_count": "人数已登记。",
    "activity_photograph": "照片已添加。",
    "activity_issue": "物料数量已登记。",
    "activity_verify": "已核实，计入指标。",
    "activity_send_back": "已退回补正，登记的人会看到理由。",
    "activity_reopen": "已恢复为待核实，暂不计入指标。",
    "activity_cancel": "活动已取消。",
    "activity_code": "签到二维码已生成，可以打印了。",
    "content_saved": "稿子已保存。写好以后点“送审”。",
    "content_submit": "已送审，等别人初审。",
    "content_first_review": "初审已通过，等另一人审核。",
    "content_review": "审核已通过，等签发。",
    "content_issue": "已签发，公众在网页上能看到了。",
    "content_send_back": "已退回修改，起草的人会看到意见。",
    "content_withdraw": "已撤回，网页看不到了。",
    "content_preview": "预览已排上，几秒内发到手机。",
    "content_publish": "已排上发布，几分钟内出现在公众号主页。",
    "content_take_down": "已排上下架，稍后从公众号主页拿掉。",
    "theme_set": "主题已登记，等另一人照原文核对。",
    "theme_verified": "主题已核对，属于它的内容可以签发、发布了。",
    "venues_taken": "名录已导入，覆盖率按它计算。",
    "training_entered": "培训记录已登记，等另一人核对。",
    "training_taken": "名单已导入，等另一人核对。",
    "training_verified": "勾上的都已核对，从现在起进统计。",
    "training_dropped": "这条培训记录已去掉。",
    "lecture_new": "预约已登记，等安排时间和宣讲人。",
    "lecture_schedule": "已安排，成为计划里的一项活动；预约的人会收到消息。",
    "lecture_reschedule": "已改期，预约的人会收到消息。",
    "lecture_call_off": "已取消安排，预约回到待安排。",
    "lecture_decline": "已答复不能安排，预约的人会看到理由。",
    "lecture_withdraw": "已按来电撤回。",
    "lecture_hold": "已登记开展。人数、照片请在活动里登记。",
    "segment_saved": "人群已保存，拟推送方案时可以选它。",
    "segment_retired": "人群已停用，拟推送方案时不再出现。",
    "push_drafted": "方案已拟好，等另一个人批准。现在还没有发给任何人。",
    "push_approve": "已批准。等发布员交付发送。",
    "push_send": "已交付。到了开始时间就发送，这一页会自己更新，关掉也不影响。",
    "push_withdraw": "方案已撤回。",
    "push_pause": "已暂停，正在发的几条会发完。",
    "push_resume": "已继续。",
    "push_cancel": "已取消，还没发的都不发了。",
    "push_retry": "能重发的已经重新排队。",
    "push_confirm": "已确认。平台接收以后，管理员要在30分钟内用微信确认。",
    "push_delete": "已请平台删除，结果会显示在这一页上。",
    "material_added": "资料已登记。写好第一个版本，由另一个人审定，扫码的人就能看到。",
    "material_write": "新版本已保存，等另一个人审定。扫码的人现在看到的还是原来的。",
    "material_release": "已审定，扫码的人从现在起看到这个版本。",
    "material_withdraw": "资料已撤下，扫码的人不再看到它。",
    "code_added": "二维码已登记。点“向微信生成”，生成以后才能打印。",
    "code_changed": "已改好，已经贴出去的二维码也通向新的内容。",
    "code_retired": "已停用，再扫的人会被告知。",
    "codes_made": "已向微信生成，可以打印了。",
    "contest_created": "竞赛已筹办，可以加奖品。由另一个人审核发布以后，群众才看得到。",
    "contest_prize": "奖品已加上。",
    "contest_publish": "竞赛已发布，到开始时间就能答题。",
    "contest_cancel": "竞赛已取消；交过的答卷分数还在。",
    "contest_hand_over": "领奖码和手机号都对，奖品已记为发放。",
    "contest_void": "答卷已作废，不再上榜，也不进数据。",
    "contest_clear": "已核实，这份答卷可以上榜了。",
    "contest_hide_name": "名字已改成“匿名”。",
    "course_published": "课程已发布，群众可以学了。",
    "certificate_revoked": "证书已撤销，公开核对时会看到它无效。",
    "pull_asked": "已安排，后台几秒内开始。这一页会自己更新，关掉也不影响。",
    "deactivated": "账号已停用，各处的登录都已退出。",
    "handed_over": "已交接，接手的人打开那一件就能接着办。还留在下面的，是他不能接的。",
    "granted": "角色已授予，对方下一次打开页面就生效。",
    "role_asked": "已提交，等另一个人复核；复核以后才生效。",
    "role_waits": "已经提交过了，正在等复核。",
    "role_confirmed": "已同意，角色下一次打开页面就生效。",
    "role_refused": "没有同意，角色不变。",
    "held": "对方已经是这个角色，没有变化。",
    "revoked": "角色已收回，对方下一次打开页面就生效。",
    "factor": "手机验证器已解除，对方下次登录时重新绑定。",
    "unbound": "微信已解除绑定，不再收到提醒。",
    "acknowledged": "已记下：您知道了。",
    "first": "已经有人先确认了。",
    "sent_before": "这一份刚才已经交过，没有再存一份。确实要另存一份的，请先改一处再交。",
    "sheet": "表格已导入。",
    "menu_saved": "菜单已保存，还没有发布。",
    "menu_published": "菜单已发布，五分钟内手机上换成新的。",
    "vault_held": "已保全，解除以前到期也不销毁。",
    "vault_released": "已解除这一条。同一件没有别的保全的，到期照常销毁。",
    "excluded": "已登记，领奖时对上号码就会暂缓发放。请在科室自己的名册上记下编号和姓名，这里不存姓名。",
    "struck_off": "已从名单去掉，封存的号码一起销毁了。",
    "data_entered": "已登记，期限按工作日历算好了。",
    "data_settled": "已办结，登记簿留作凭据。",
    "setup_later": "先放着，清单里随时可以接着办。",
    "setup_again": "已放回清单。",
    "setup_facts": "已保存，几秒内群众看到的回答就换成新的。",
    "setup_rules": "奖励规则已选定，以后评定的奖励按它算。",
    "setup_sample": "示例数据装好了。示例账号的口令要在“人员”里另发。",
    "setup_no_sample": "记下了：不装示例数据。",
    "display_revoked": "钥匙已停用，那块屏幕几秒内就会关上。",
    "days_taken": "放假安排已导入。没办结的时限今夜自动重新计算。",
    "day": "工作日历已改。没办结的时限今夜自动重新计算。",
    "cleared": "这一天不再单独规定，按公布的安排或者星期计算。",
}
"""Told on the page after a step, looked up by the word in its address: nobody else can write there."""
