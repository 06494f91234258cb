"""What the mobile pages and the back office share as web pages: files with lasting addresses, forms and where
they come from, and the way back from an address that has no page. Knows Flask and nothing of the bureau.
"""
