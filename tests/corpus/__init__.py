"""A corpus of made-up reports with the truth beside them, and how well the package reads it: python -m tests.corpus --help"""
