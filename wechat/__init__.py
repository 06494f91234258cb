"""Speaks with WeChat in both directions, without knowing what is said.

The package turns the platform's requests into messages and our replies into bytes (``envelope``,
``messages``, ``parsing``), and calls the platform's interfaces (``gateway``, with ``tokens``, ``errcodes``,
``breaker`` and ``hosts`` below it). It is the only place that imports wechatpy. It must not know what a
citizen's message is about, open no session of its own except in the token store, and decide nothing that
``deliveries`` decides. Start reading at ``envelope.Envelope.open``, then ``messages``.
"""
