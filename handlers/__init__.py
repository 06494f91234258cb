"""Ways in from WeChat: the webhook, and what the bot can do, one file a skill.

How a text becomes a reply: ``webhook`` hands it to the inbox (``bot.inbox``), which makes a turn of it, and
the dispatcher asks the skills one by one until one takes it. ``app/skills.py`` has them in their order:

1. ``emergency``: is somebody in danger? Nothing goes before it.
2. The conversation that is live, if there is one: ``tipoff``, ``quiz``, ``leave_question``, ``privacy``. It
   may leave a message to the others (``interruptions``). In a tip or a question for staff only a danger that
   is plain goes before it; ``first_help`` puts the numbers before its reply to what only sounds like one.
3. What cannot be mistaken: scans, events, taps, short commands (转人工, 我的举报, 订阅台风).
4. Whole sentences: a word after an alarm (``after_alarm``), a wish for one of the skills (``wishes``), and
   what is left, which ``answer`` looks up in the knowledge base; below its answer to somebody who tells of a
   hazard ``tip_offer`` offers to report it.

A skill takes a turn and decides an outcome; it never commits and never calls the platform. What the talk
remembers from one message to the next is listed in ``remembered``. Every sentence a citizen reads stands in
``notices``, in another module named ``…_words`` or ``…_notices``, or in a data file. To add a skill, copy the
nearest one and its test and add one line to ``app/skills.py``. Start reading at ``webhook``, then ``answer``.
"""
