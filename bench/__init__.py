"""``make bench``: how fast the account answers, beside a bare Flask with wechatpy, in one run.

Only ratios out of one run on one machine mean anything. ``load`` makes the platform's requests and sends
them, ``echo`` is what we compare with, ``__main__`` runs the rounds and prints the table.
"""
