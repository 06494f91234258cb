"""The back office: pages for the people who answer, handle, approve, publish, pay and audit.

Pages only show and hand over: every rule lives in the services below, every step is one of their verbs with
an actor, and a page that somebody may not see does not exist for them. It must not know the mobile pages.
Start reading at ``routes`` (how a page gets its permission) and ``blueprint`` (which sections there are).
"""
