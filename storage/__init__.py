"""Kept files: evidence and media under the hash of their bytes, in a folder or an S3-compatible store.

The domain declares what it needs in its ``ports.py``; here are the two adapters. Neither knows what a file
is or who may read it: what comes here is sealed already. Begin with ``opening.py``.
"""
