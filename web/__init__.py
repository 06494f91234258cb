"""What the mobile pages and the back office share as web pages; knows Flask and nothing of the bureau.

``files`` gives static files lasting addresses, ``forms`` says where a form comes from and what was typed into
it (``retyping`` finds what a refusal would drop, ``masks`` hides its token), ``routes`` leads back from an
address that has no page, ``offering`` names a download, ``callers`` says whom a bound per address counts
together.
"""
