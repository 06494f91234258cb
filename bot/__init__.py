"""Receive and dispatch: each message is claimed once, handed to one skill, and its reply is kept for retries.

This package knows messages, conversations and time limits, but no feature: it imports no skill;
``app/wiring.py`` passes them in. Start reading at ``inbox`` (what happens to one message), then
``dispatcher`` (which skill gets it) and ``message_locks`` (why two threads never serve the same person at
once).
"""
