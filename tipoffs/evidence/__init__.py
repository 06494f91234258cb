"""What citizens send as proof: photos, videos and voices, from the moment they arrive to the copy staff see.

The original is examined, sealed with a key of its own under the key of its case, and kept with its hash; a
photo also gets a copy without metadata, and a shared copy once staff have blacked out what must be. Knows
neither WeChat nor where files lie: ``ports.py``. Begin with ``services.py``, then ``keeping.py``.
"""
