"""Every numbered quirk of real reports, and what becomes of it: a test a quirk, its number in the test's name."""
