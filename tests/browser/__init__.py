"""What people see in Chromium, which is closed when the last of these tests is done."""
