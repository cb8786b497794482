"""A report → what adds up, what does not, and whose fault it is."""
