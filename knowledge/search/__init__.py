"""Finds the article that a question means: words and sounds of texts, their index, and how sure it is."""
