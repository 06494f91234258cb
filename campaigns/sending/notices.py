"""What pushes say by themselves, beside the words that were signed off."""

REMINDER = "提醒您：“{title}”{at}开始，在{place}。\n{url}"
REMINDER_HINT = "点开看怎么参加"

NO_ACTIVITY = "没有这项活动。"
ACTIVITY_OVER = "这项活动已经开始、结束或者取消，不用再提醒。"
OF_ANOTHER_CAMPAIGN = "这项活动属于另一个宣传计划。"
