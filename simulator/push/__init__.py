"""What the platform pushes to the account, sealed, and how it reads the answer."""
