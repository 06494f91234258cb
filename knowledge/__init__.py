"""What the bureau knows and how a citizen's words find it.

This package reads the articles, searches them, decides between an answer, a few suggestions and none, and
remembers what was asked. It must not know who talks to it: no Flask, no WeChat, no replies' paging, no
openids. Start reading at ``answering`` (the decision), then ``index`` (how candidates are found) and
``library`` (what one web process holds in memory); ``content/`` beside the code holds the articles. Those who
improve them begin at ``editing`` (how words reach citizens) and ``worklist`` (what citizens miss).
"""
