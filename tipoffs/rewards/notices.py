"""The sentences of a reward: the steps of its calculation for clerks, and what its reporter is told."""

RULE = "适用《{name}》（规则{rule}），受理日期{day}，{basis}{clause}。"
EXCLUDED = "属于不予奖励的情形：{why}。"
PENALTY_UNKNOWN = "行政处罚金额还没有确定，不能按比例计算。"
ZERO_PENALTY = "没有行政罚款，按比例计算为零，文件没有规定怎样处理。"
ZERO_PENALTY_FLOOR = "没有行政罚款，按本规则取下限{floor}。"
PERCENT = "行政处罚{penalty} × {percent} ＝ {amount}。"
DEATHS_UNKNOWN = "核实的瞒报、谎报死亡人数还没有确定。"
NO_DEATHS = "没有核实到瞒报、谎报的死亡，按人数计算为零，文件没有规定怎样处理。"
TIER_MISSING = "规则里没有“{tier}”这一档，需要人工核定。"
PER_DEATH = "{grade}，核实瞒报、谎报死亡{deaths}人 × 每人{each} ＝ {amount}。"
AMOUNT_UNKNOWN = "规则原文的金额没有查到，需要对照原文人工核定。"
FIXED = "按标准定额{amount}。"
SCORED = "证据等次“{tier}”，在幅度内为{amount}。"
CHOICE_NEEDED = "规则只定了幅度（{least}至{most}），需要在幅度内核定。"
CHOSEN = "人工核定为{amount}。"
CHOSEN_BOUNDS = "核定的{amount}不在{least}至{most}之间，不能采用。"
SAVED_UNKNOWN = "成功避险的人数还没有确定。"
NOBODY_SAVED = "没有成功避险的人员，按本规则没有奖金。"
PEOPLE_SAVED = "成功避险{saved}人，对应标准{amount}。"
STAGE_NEEDED = "本规则分核实奖励和结果奖励两步，请先选择是哪一步。"
STAGE_UNKNOWN = "本规则不分步奖励，没有“{stage}”。"
FLOOR = "低于下限{floor}，按下限计。"
FLOOR_PASSED = "不低于下限{floor}。"
UPLIFT = "举报人是{relation}，提高{percent}，为{amount}。"
UPLIFT_CAP = "提高后超过{cap}，按{cap}计。"
CAP = "超过上限{cap}，按上限计。"
CAP_PASSED = "没有超过上限{cap}。"
CAP_BROKEN = "符合“{ground}”，经批准可以超过上限{cap}，不受上限限制。"
CAP_HOLDS = "“{ground}”不是本规则允许超过上限的理由，上限仍然有效。"
PAID_BEFORE = "前一步已经奖励{paid}，上限内还剩{room}。"
ROUNDED = "精确到分，不足一分的四舍五入：{amount}。"
LIMIT = "同一举报人{period}同类奖励限额{limit}，已经使用{used}，本次为{amount}。"
LIMIT_COUNT = "同一举报人{period}同类奖励限{limit}次，已经{used}次，本次没有奖金。"
MANUAL = "请人工核定金额并写明理由，再送审批。"
RESULT = "结论：{outcome}，{amount}。"
STEPS = {
    "rule": "依据",
    "exclusion": "不予奖励",
    "method": "计算",
    "floor": "下限",
    "uplift": "提高",
    "uplift_cap": "提高后封顶",
    "cap": "上限",
    "rounding": "取整",
    "limit": "限额",
    "manual": "人工核定",
    "result": "结论",
}
"""What each step of a calculation is called beside its sentence."""
BRANCHES = {
    "general": "通用",
    "mine": "矿山",
    "fire": "消防",
    "fireworks": "烟花爆竹",
    "geology": "地质灾害",
    "dike": "巡堤查险",
}
"""What the branches of the rule sets are called; another branch goes by its own word."""
PERIODS = {"day": "当日", "month": "当月", "year": "当年"}

PAYEE_FIRST = "最先有效举报，且符合领奖的身份要求。"
PAYEE_SHARED = "联名举报，奖金平均分配。"
PAYEE_DECISIVE = "后一举报对查实起决定作用，与最先举报人在同一笔奖金内平均分配。"
PAYEE_SIGNATORY = "联名举报，由第一署名人（或其书面委托的署名人）领取后自行分配。"
PASSED_UNCLEAR = "线索不清楚，不是有效举报。"
PASSED_ANONYMOUS = "匿名举报，本规则只奖励实名举报人。"
PASSED_NO_CODE = "匿名且没有查询码，无法发放。"
PASSED_LATER = "同一事项已有更早的有效举报。"

LATE = "逾期没有领取的，按规定视为放弃；来不及领、能够说明理由的，可以申请延长。"
"""Both halves of 安监总财〔2018〕19号 第十三条: late is waived, but for a reason it may be longer."""
NOTIFIED = (
    f"您举报的事项符合奖励条件，奖金{{amount}}，奖励编号{{number}}。请在{{until}}前（含当日）领取。{LATE}"
)
REMINDER = "奖励编号{number}还没有领取，还剩{left}天（最迟{until}）。"
ANNOUNCED = (
    f"奖励编号{{number}}的举报人：因无法联系到您，现公告通知。请在{{until}}前（含当日）凭查询码领取。{LATE}"
)
LAPSED = "奖励编号{number}过了期限没有领取，按规定视为放弃。能够说明理由的，可以申请延长，请告诉我们。"
DENIED = "您的举报不发放奖金：{why}。对此有异议的，可以在{until}前提出。感谢您关心安全。"
APPEAL_GRANTED = "您对不发奖金提的异议，换人复核过了，决定重新评定。"
APPEAL_REFUSED = "您对不发奖金提的异议，换人复核过了，结论不变。"
PAID = "奖励编号{number}的奖金{amount}已经发放。"
FAILED = "奖励编号{number}的奖金没有转成功。请核对姓名、账号和开户银行，在{until}前（含当日）重新填写。"
"""第十三条 speaks of who does not come: who came, and whose bank sent the money back, gives nothing up."""
NOT_TOLD_ANEW = (
    "奖励编号{number}的奖金没有转成功，重新填写账号的期限过了。能够说明理由的，可以申请延长，请告诉我们。"
)
EXTENDED = f"奖励编号{{number}}的领取期限延长了，请在{{until}}前（含当日）领取。{LATE}"
THANKS = "您的举报经核查属实，帮助消除了隐患。感谢您！已记荣誉积分{points}分。"
CONSENT = (
    "我同意为发放这笔奖金单独处理我的姓名、证件号码和收款账号；只有奖励经办人能看到，发放凭证保存期满后删除。"
)
