"""How good the answers are, measured on questions of our own and on foreign collections."""
