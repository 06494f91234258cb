"""The outbox: one row per message to one recipient, and its fate.

A message to a citizen is written here in the transaction that decides it, and sent by a worker later. The
package knows followers and time windows, never what a message is about nor how WeChat is spoken to: the
way out is the Protocol in ``ports``. Start reading at ``services`` (posting) and
``queue`` (claiming, settling), then ``policy`` (which channel is still open to whom).
"""
