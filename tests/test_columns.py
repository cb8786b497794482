"""Columns are told by their heads."""
