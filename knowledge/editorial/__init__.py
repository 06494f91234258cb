"""How articles are written, reviewed, published, taken in and given out."""
