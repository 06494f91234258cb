"""Sending to many: whom, what, by which way, how it went; and what lies in the library.

Pages only: whom a segment means, which way is chosen and who may approve is decided by ``campaigns`` and
``deliveries``. It must not know how campaigns are planned or content is written. Begin with ``section``.
"""
