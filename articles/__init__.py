"""What an article is and means: pure functions and frozen data, no I/O, no settings, no clock."""
