"""A WeChat platform on your machine: it plays the platform's side of an Official Account, honestly.

It keeps virtual citizens, pushes their messages to the account's webhook, answers the account's API calls
with the platform's own limits and errcodes, and has a virtual clock, scripted faults and a journal. It must
not know the backend: nothing of the project is imported here, and its limits are its own data
(`limits.py`), so that one error cannot sit on both sides. Start reading at `world.py` (all state), then
`api/entry.py` (an API call's way in) and
`push/pusher.py` (a message's way out); `README.md` documents the control interface.
"""
