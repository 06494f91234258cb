"""What is looked at before any search: danger, and what is no question of safety."""
