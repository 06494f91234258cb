"""Which article a question means: texts cut into words and sounds, an index of them, and how sure it is."""
