"""Tip-offs on mobile pages: filing one (with WeChat's word for who it is, or with none), and following it.

``filing`` has the form, ``uploads`` its files, ``access`` says whose case may be opened, ``cases`` shows and
``acting`` changes it, ``persons`` and ``money`` take names and accounts straight to the vault. The package
knows no other case than the one that was opened: somebody else's is answered like none.
"""
