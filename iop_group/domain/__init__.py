"""What a group session is: pure values and functions, no files, no clock, no screen."""
