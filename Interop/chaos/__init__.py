"""Disasters of all kinds while many clients work, and a checker of all that they were told."""
