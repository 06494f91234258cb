"""宣传内容: one text for many ways of telling it.

A ``ContentItem`` has versions; a version reaches the public only when three people, none of whom wrote it,
have read it one after the other (三级审核: 初审, 审核, 签发). The body is Markdown; ``markup.py`` turns it
into HTML of which no tag and no attribute is the author's. What goes to the platform is a row with a claim
and a fate. Start reading at ``services.py``, then ``publishing.py``.
"""
