"""Regions: their bodies, sums and coverage."""
