"""Audiences: whom something is sent to, told as data and asked for by one SQL statement.

A ``Spec`` says it (``spec``), ``AudienceService`` makes the statement and a preview (``services``), a
``Segment`` keeps it under a name (``segments``). Nothing here sends, and no list of people is kept: the
statement is asked anew each time, so whoever left or stopped a moment ago is not in it. What quizzes and the
library know comes in through ``ports.History``. Begin with ``services``.
"""
