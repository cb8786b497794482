"""Which body a report is of: its name, where it is, what it is, and the year that it speaks of."""
