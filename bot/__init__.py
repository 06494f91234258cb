"""Receives and dispatches: a message is claimed once, handed to one skill, and its reply kept for a retry.

It knows messages, conversations and time limits, and no feature: no skill is imported here, they are
introduced by the wiring. Start reading at ``inbox`` (what happens to one message), then ``dispatcher`` (who
gets it) and ``message_locks`` (why two threads never serve one person).
"""
