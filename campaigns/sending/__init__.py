"""Sending: a push brings together what was signed off, for whom, which way and when, and is approved as one.

Once approved, version, people's description and way do not change any more; when its time comes it becomes a
mailing (``deliveries/mailings``), which knows nothing of campaigns. Start reading at ``services``.
"""
