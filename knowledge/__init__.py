"""What the bureau knows and how a citizen's words find it.

This package reads the articles, searches them, decides between an answer, a few suggestions and none, and
remembers what was asked. It must not know who talks to it: no Flask, no WeChat, no replies' paging, no
openids.

Start reading at ``answering`` (the decision), then ``search`` (how candidates are found), ``screening``
(danger comes first) and ``library`` (what one web process holds in memory); ``content/`` holds the articles.
How words reach citizens is in ``editorial``, what citizens miss in ``asked``, how good it all is in
``evaluation``.
"""
