"""One body: its page, a page a report, its files."""
