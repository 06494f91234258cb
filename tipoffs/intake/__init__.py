"""Taking a tip down: one draft behind the chat, the mobile form and the operator's form.

``wizard.py`` is a pure state machine that asks only for what is missing, in at most six questions;
``reading.py`` finds what a first sentence already says; ``drafts.py`` keeps a draft for seven days, sealed.
Knows nothing of WeChat; start with ``draft.py``.
"""
