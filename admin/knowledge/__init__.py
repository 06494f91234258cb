"""The knowledge section: articles from first draft to retirement, and what citizens ask in vain.

It shows and hands over; what an article must be, who may review it and what is told to whom is decided in the
knowledge package. Start reading at ``section`` (which pages there are) and ``needs`` (what they ask for).
"""
