"""What the platform offers an account: one module for a family of calls, and the way in before them."""
