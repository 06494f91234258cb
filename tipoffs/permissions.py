"""What may be permitted with tips and hazards: the words that roles are made of.

Which role has which word is data (``staff/roles.yaml``); the machines name the word that each step needs.
"""

from core.types import Labelled


class Permission(Labelled):
    """One thing a member of staff may be allowed to do."""

    TIPS_SUBMIT = "tips.submit", "代录举报"
    TIPS_SEE = "tips.see", "查看举报件"
    TIPS_READ_WORDS = "tips.read_words", "查看举报原文"
    TIPS_NOTES = "tips.notes", "内部备注、占用办理"
    TIPS_ACCEPT = "tips.accept", "受理、不予受理、补充材料"
    TIPS_TRANSFER = "tips.transfer", "移送其他部门"
    TIPS_MERGE = "tips.merge", "并案与拆分"
    TIPS_DISPATCH = "tips.dispatch", "交办"
    TIPS_REFEREE = "tips.referee", "裁定承办单位"
    TIPS_HANDLE = "tips.handle", "签收、退回交办件"
    TIPS_VERIFY = "tips.verify", "核查并形成书面材料"
    TIPS_SIGN = "tips.sign", "核查结论签批"
    TIPS_EXTEND = "tips.extend", "批准延期"
    TIPS_LEAD = "tips.lead", "提请政府组织核查"
    TIPS_ANSWER = "tips.answer", "答复举报人"
    TIPS_REVIEW = "tips.review", "异议复查"
    TIPS_CLOSE = "tips.close", "办结与归档"
    TIPS_REOPEN = "tips.reopen", "重新打开已办结件"
    TIPS_EMERGENCY = "tips.emergency", "转紧急联动"
    HAZARDS_SEE = "hazards.see", "查看隐患"
    HAZARDS_REGISTER = "hazards.register", "登记隐患"
    HAZARDS_GRADE = "hazards.grade", "隐患定级"
    HAZARDS_ORDER = "hazards.order", "责令限期整改"
    HAZARDS_SIGN = "hazards.sign", "整改措施签批"
    HAZARDS_FIX = "hazards.fix", "整改并申请验收"
    HAZARDS_LIST = "hazards.list", "挂牌督办与公示"
    HAZARDS_EXTEND = "hazards.extend", "批准整改延期"
    HAZARDS_REINSPECT = "hazards.reinspect", "整改复查"
    HAZARDS_DELIST = "hazards.delist", "销号"
    HAZARDS_ENFORCE = "hazards.enforce", "移送执法、登记处罚"
