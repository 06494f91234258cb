"""Quizzes: the bank of questions, what of it people answer, and what they can show for it.

The bank is files (``bank/``), loaded into a table. A question of the day, practice, contests and courses draw
from it. People are keyed digests here: this package never sees an openid, a name or a telephone in the clear,
except the name that somebody wants on a certificate. It knows no campaign, no article and no WeChat. Start
reading at ``question`` (what a question is), then ``daily``, ``contests`` and ``courses``.
"""
