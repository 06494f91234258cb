"""Ways in from WeChat: the webhook, and what the bot can do, one file a skill.

A skill takes a turn and decides an outcome; it never commits and never calls the platform. Every sentence a
citizen reads stands in ``notices`` or in a data file. To add a skill, copy the nearest one and its test and
add one line to ``app/skills.py``. Start reading at ``webhook``, then ``answer``.
"""
