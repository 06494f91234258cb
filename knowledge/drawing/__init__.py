"""The drawing kit: where the pictures of ``knowledge/pictures/`` come from.

Its duty is one style for all of them: palette, line widths, people, boards, lettering, and the PNG that
WeChat takes. It knows nothing of articles, databases or WeChat, and nothing that runs for citizens imports
it. Begin with ``board.py``, then any file of ``scenes/``; ``flask pictures draw`` puts the kit to work.
"""
