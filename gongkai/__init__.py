"""Gongkai: China's government information disclosure reports, read as data."""
